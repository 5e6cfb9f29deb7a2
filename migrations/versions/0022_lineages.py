# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a text came about in another installation, kept beside what it published of the outcome."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("kept_resolutions", sa.Column("lineage", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("kept_resolutions", "lineage")
