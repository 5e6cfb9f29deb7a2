# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes are kept as they were published, version by version; append-only.

Minutes that were public before are kept as their first version by the worker, at its next sweep.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLE = "minutes_versions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("document", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("because", sa.String(1000), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(60), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_minutes_versions_version_positive")),
        sa.CheckConstraint(
            "(version > 1) = (because IS NOT NULL)",
            name=op.f("ck_minutes_versions_added_for_a_reason"),
        ),
        sa.CheckConstraint(
            "digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_minutes_versions_digest_shape")
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_minutes_versions_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "assembly_id"],
            ["sittings.id", "sittings.assembly_id"],
            name=op.f("fk_minutes_versions_sitting_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("sitting_id", "version", name=op.f("pk_minutes_versions")),
    )
    op.create_index("ix_minutes_versions_assembly_id", TABLE, ["assembly_id"])
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_never_emptied BEFORE TRUNCATE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
