# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a roll call calls people who were forgotten, and since when somebody is."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "assemblies",
        sa.Column("roll_call_names", sa.String(24), nullable=False, server_default="names_stay"),
    )
    op.alter_column("assemblies", "roll_call_names", server_default=None)
    op.create_check_constraint(
        op.f("ck_assemblies_roll_call_names_known"),
        "assemblies",
        "roll_call_names IN ('names_stay', 'pseudonyms')",
    )
    op.add_column("people", sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_people_forgotten_have_no_address"),
        "people",
        "forgotten_at IS NULL OR email IS NULL",
    )


def downgrade() -> None:
    op.drop_column("people", "forgotten_at")
    op.drop_column("assemblies", "roll_call_names")
