# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Webhooks: who is told of publications, with which secrets, and what was delivered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(none_as_null=True)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("events", JSON, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("failing_since", TIME, nullable=True),
        sa.Column("disabled_at", TIME, nullable=True),
        sa.Column("disabled_because", sa.String(24), nullable=True),
        sa.CheckConstraint(
            "disabled_because IN ('gone', 'failing')",
            name=op.f("ck_webhooks_disabled_because_known"),
        ),
        sa.CheckConstraint(
            "(disabled_at IS NULL) = (disabled_because IS NULL)",
            name=op.f("ck_webhooks_disabled_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_webhooks_assembly_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        sa.UniqueConstraint("assembly_id", "url", name=op.f("uq_webhooks_assembly_id_url")),
    )
    op.create_table(
        "webhook_secrets",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_webhook_secrets_number_counts")),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("fk_webhook_secrets_webhook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("webhook_id", "number", name=op.f("pk_webhook_secrets")),
    )
    create_deliveries()


def create_deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("links", JSON, nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=True),
        sa.Column("failed_because", sa.String(24), nullable=True),
        sa.Column("delivered_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.CheckConstraint(
            "kind IN ('record.published', 'minutes.published', 'voting.annulled', 'ping')",
            name=op.f("ck_webhook_deliveries_kind_known"),
        ),
        sa.CheckConstraint(
            "failed_because IN ('answer', 'timeout', 'unreachable', 'insecure', 'unknown-host',"
            " 'forbidden-address', 'disabled')",
            name=op.f("ck_webhook_deliveries_failed_because_known"),
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_webhook_deliveries_attempts_count")),
        sa.CheckConstraint(
            "delivered_at IS NULL OR ended_at IS NULL",
            name=op.f("ck_webhook_deliveries_delivered_or_ended"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR failed_because IS NOT NULL",
            name=op.f("ck_webhook_deliveries_ended_says_why"),
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"],
            ["webhooks.id"],
            name=op.f("fk_webhook_deliveries_webhook_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("webhook_id", "event_id", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index(
        "ix_webhook_deliveries_webhook_id_made_at",
        "webhook_deliveries",
        ["webhook_id", "made_at"],
    )
    op.create_index(
        "ix_webhook_deliveries_next_at_waiting",
        "webhook_deliveries",
        ["next_at"],
        postgresql_where="delivered_at IS NULL AND ended_at IS NULL",
    )


def downgrade() -> None:
    op.drop_table("webhook_deliveries")
    op.drop_table("webhook_secrets")
    op.drop_table("webhooks")
