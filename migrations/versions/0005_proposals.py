# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of proposals, the chapters they have, and where each draft was read.

Chapters, origins and citations are append-only: what a document said does not change.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

APPEND_ONLY = ("chapters", "origins", "citations")


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("preview", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("refusal", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("left_out", postgresql.JSONB(none_as_null=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reading_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.String(60), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'read', 'refused', 'accepted', 'undone', 'rejected')",
            name=op.f("ck_imports_state_known"),
        ),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_imports_digest_shape")),
        sa.CheckConstraint(
            "(state = 'refused') = (refusal IS NOT NULL)",
            name=op.f("ck_imports_refused_says_why"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('read', 'accepted', 'undone') OR preview IS NOT NULL",
            name=op.f("ck_imports_read_has_a_preview"),
        ),
        sa.CheckConstraint(
            "(state IN ('accepted', 'undone')) = (accepted_at IS NOT NULL)",
            name=op.f("ck_imports_accepted_when"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_imports_assembly_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(
        "uq_imports_assembly_id_digest_in_force",
        "imports",
        ["assembly_id", "digest"],
        unique=True,
        postgresql_where="state NOT IN ('rejected', 'undone')",
    )
    op.create_index(
        "ix_imports_sent_at_waiting", "imports", ["sent_at"], postgresql_where="state = 'waiting'"
    )
    op.create_table(
        "chapters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=True),
        sa.Column("introduction", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_chapters_ordinal_positive")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_chapters_assembly_id")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_chapters_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chapters")),
        sa.UniqueConstraint("import_id", "ordinal", name=op.f("uq_chapters_import_id_ordinal")),
    )
    op.create_index(op.f("ix_chapters_assembly_id"), "chapters", ["assembly_id"])
    op.create_table(
        "origins",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("marker", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(12), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("item > 0", name=op.f("ck_origins_item_positive")),
        sa.CheckConstraint("first > 0 AND last >= first", name=op.f("ck_origins_places_in_order")),
        sa.CheckConstraint(
            "unit IN ('line', 'page', 'paragraph')", name=op.f("ck_origins_unit_known")
        ),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapters.id"], name=op.f("fk_origins_chapter_id")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_origins_import_id")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_origins_resolution_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_origins")),
        sa.UniqueConstraint("import_id", "item", name=op.f("uq_origins_import_id_item")),
    )
    op.create_table(
        "citations",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("provision_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("as_written", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_citations_ordinal_positive")),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolutions.id"],
            name=op.f("fk_citations_resolution_id"),
        ),
        sa.PrimaryKeyConstraint("resolution_id", "ordinal", name=op.f("pk_citations")),
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    for table in ("citations", "origins", "chapters", "imports"):
        op.drop_table(table)
