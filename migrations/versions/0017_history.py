# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""History from further sources: files with a mapping and answers, and what they say beside words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(none_as_null=True)
TIME = sa.DateTime(timezone=True)
FACTS = "source_facts"


def upgrade() -> None:
    op.add_column("sources", sa.Column("reading", JSON, nullable=True))
    create_facts()
    op.create_table(
        "history_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sheet", JSON, nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("mapping", JSON, nullable=True),
        sa.Column("naming", JSON, nullable=True),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("sent_by", sa.String(60), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'brought_in', 'rejected')",
            name=op.f("ck_history_imports_state_known"),
        ),
        sa.CheckConstraint(
            "digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_history_imports_digest_shape")
        ),
        sa.CheckConstraint("revision > 0", name=op.f("ck_history_imports_revision_counts")),
        sa.CheckConstraint(
            "(state = 'brought_in') = (assembly_id IS NOT NULL)",
            name=op.f("ck_history_imports_brought_in_says_where"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_history_imports_assembly_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_imports")),
    )
    op.create_index(
        "uq_history_imports_digest_in_force",
        "history_imports",
        ["digest"],
        unique=True,
        postgresql_where="state <> 'rejected'",
    )


def create_facts() -> None:
    op.create_table(
        FACTS,
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("yes", sa.Integer(), nullable=True),
        sa.Column("no", sa.Integer(), nullable=True),
        sa.Column("abstain", sa.Integer(), nullable=True),
        sa.Column("theme", sa.String(200), nullable=True),
        sa.Column("answered", JSON, nullable=False),
        sa.CheckConstraint(
            "yes >= 0 AND no >= 0 AND abstain >= 0", name=op.f("ck_source_facts_counts_count")
        ),
        sa.CheckConstraint("theme <> ''", name=op.f("ck_source_facts_theme_not_empty")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_source_facts_resolution_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_source_facts_source_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_source_facts")),
    )
    op.create_index("ix_source_facts_source_id", FACTS, ["source_id"])
    op.execute(
        f"CREATE TRIGGER {FACTS}_append_only BEFORE UPDATE OR DELETE ON {FACTS}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {FACTS}_never_emptied BEFORE TRUNCATE ON {FACTS}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {FACTS}_tell_news AFTER INSERT OR UPDATE OR DELETE ON {FACTS}"
        " FOR EACH STATEMENT EXECUTE FUNCTION tell_news()"
    )


def downgrade() -> None:
    op.drop_table("history_imports")
    op.drop_table(FACTS)
    op.drop_column("sources", "reading")
