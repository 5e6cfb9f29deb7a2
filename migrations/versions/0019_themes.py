# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Themes, which resolutions are about what; who follows what by mail, and was told of what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "themes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("labels", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("uri", sa.String(300), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_themes_revision_positive")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_themes_merged_into_another")),
        sa.ForeignKeyConstraint(["merged_into"], ["themes.id"], name=op.f("fk_themes_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_themes")),
        sa.UniqueConstraint("slug", name=op.f("uq_themes_slug")),
    )
    op.create_table(
        "theme_marks",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", TIME, nullable=False),
        sa.Column("set_by", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_theme_marks_resolution_id")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["themes.id"], name=op.f("fk_theme_marks_theme_id")),
        sa.PrimaryKeyConstraint("resolution_id", "theme_id", name=op.f("pk_theme_marks")),
    )
    op.create_index("ix_theme_marks_theme_id", "theme_marks", ["theme_id"])
    for table in ("themes", "theme_marks"):
        op.execute(
            f"CREATE TRIGGER {table}_tell_news AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION tell_news()"
        )
    subscribers()
    notices()


def subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("asked_at", TIME, nullable=True),
        sa.Column("letter_at", TIME, nullable=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_subscribers_attempts_count")),
        sa.CheckConstraint(
            "token_hash IS NULL OR letter_at IS NOT NULL",
            name=op.f("ck_subscribers_token_was_written"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("email", name=op.f("uq_subscribers_email")),
    )
    op.create_index("ix_subscribers_token_hash", "subscribers", ["token_hash"])
    op.create_table(
        "follows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subscriber_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("confirmed_at", TIME, nullable=True),
        sa.CheckConstraint(
            "kind IN ('assembly', 'resolution', 'theme')", name=op.f("ck_follows_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_follows_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follows")),
        sa.UniqueConstraint(
            "subscriber_id",
            "kind",
            "target_id",
            name=op.f("uq_follows_subscriber_id_kind_target_id"),
        ),
    )
    op.create_index("ix_follows_target_id", "follows", ["target_id"])


def notices() -> None:
    op.create_table(
        "spread_news",
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("is_entry", sa.Boolean(), nullable=False),
        sa.Column("spread_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("news_id", name=op.f("pk_spread_news")),
    )
    op.create_index("ix_spread_news_spread_at", "spread_news", ["spread_at"])
    op.create_table(
        "notices",
        sa.Column("subscriber_id", sa.Uuid(), nullable=False),
        sa.Column("news_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_notices_subscriber_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["news_id"],
            ["spread_news.news_id"],
            name=op.f("fk_notices_news_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "news_id", name=op.f("pk_notices")),
    )
    op.create_index(
        "ix_notices_waiting",
        "notices",
        ["subscriber_id"],
        postgresql_where="ended_at IS NULL",
    )


def downgrade() -> None:
    for table in ("notices", "spread_news", "follows", "subscribers"):
        op.drop_table(table)
    op.drop_table("theme_marks")
    op.drop_table("themes")
