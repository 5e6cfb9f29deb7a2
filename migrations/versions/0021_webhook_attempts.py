# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every attempt to deliver an event, and the revision of what a webhook is told of."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE = "webhook_attempts"


def upgrade() -> None:
    op.add_column(
        "webhooks", sa.Column("revision", sa.Integer(), nullable=False, server_default="1")
    )
    op.alter_column("webhooks", "revision", server_default=None)
    op.create_check_constraint(op.f("ck_webhooks_revision_counts"), "webhooks", "revision > 0")
    op.create_table(
        TABLE,
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("failed_because", sa.String(24), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "failed_because IN ('answer', 'timeout', 'unreachable', 'insecure', 'unknown-host',"
            " 'forbidden-address', 'disabled')",
            name=op.f("ck_webhook_attempts_failed_because_known"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_webhook_attempts_number_counts")),
        sa.CheckConstraint(
            "took_ms IS NOT NULL OR (status IS NULL AND failed_because IS NULL)",
            name=op.f("ck_webhook_attempts_over_took_time"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id", "event_id"],
            ["webhook_deliveries.webhook_id", "webhook_deliveries.event_id"],
            name=op.f("fk_webhook_attempts_webhook_id_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "webhook_id", "event_id", "number", name=op.f("pk_webhook_attempts")
        ),
    )


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_constraint(op.f("ck_webhooks_revision_counts"), "webhooks")
    op.drop_column("webhooks", "revision")
