# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What another installation published, as its file says it. Never changed."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "kept_resolutions"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_kept_resolutions_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_kept_resolutions_resolution_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_kept_resolutions")),
    )
    op.create_index("ix_kept_resolutions_assembly_id", TABLE, ["assembly_id"])
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_never_emptied BEFORE TRUNCATE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_tell_news AFTER INSERT OR UPDATE OR DELETE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION tell_news()"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
