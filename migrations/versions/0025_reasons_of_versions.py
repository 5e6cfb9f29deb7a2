# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A version written on the table says why."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("versions", sa.Column("because", sa.String(1000), nullable=True))


def downgrade() -> None:
    op.drop_column("versions", "because")
