# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Provisions have a name that every version keeps, and a level in nested lists.

What existed is named after its place. Versions that kept a draft's history before are named by
place as well: no amendment pointed at them yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("provisions", sa.Column("level", sa.SmallInteger(), nullable=True))
    op.add_column("provisions", sa.Column("provision_id", sa.String(40), nullable=True))
    op.execute("ALTER TABLE provisions DISABLE TRIGGER USER")
    op.execute("UPDATE provisions SET level = 0, provision_id = 'p' || place")
    op.execute("ALTER TABLE provisions ENABLE TRIGGER USER")
    op.alter_column("provisions", "level", nullable=False)
    op.alter_column("provisions", "provision_id", nullable=False)
    op.create_check_constraint(
        op.f("ck_provisions_level_of_an_item"),
        "provisions",
        "level BETWEEN 0 AND 4 AND (level = 0 OR kind = 'item')",
    )
    op.create_check_constraint(
        op.f("ck_provisions_provision_id_not_empty"), "provisions", "provision_id <> ''"
    )
    op.create_unique_constraint(
        op.f("uq_provisions_resolution_id_version_provision_id"),
        "provisions",
        ["resolution_id", "version", "provision_id"],
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("uq_provisions_resolution_id_version_provision_id"), "provisions", type_="unique"
    )
    op.drop_constraint(op.f("ck_provisions_provision_id_not_empty"), "provisions", type_="check")
    op.drop_constraint(op.f("ck_provisions_level_of_an_item"), "provisions", type_="check")
    op.drop_column("provisions", "provision_id")
    op.drop_column("provisions", "level")
