# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: who follows what by mail, and what they were told.

An address is there from the asking until the stopping. No page, file, log or API shows one.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words
from assembly.publication.rules.news import NewsKind
from assembly.subscribing.rules.following import Followed


class Subscriber(Base):
    """An address. `asked_at` says that a letter which asks to confirm waits since then.

    `letter_at` is when the last one of these was written, under the token that `token_hash` is the
    SHA-256 of.
    """

    __tablename__ = "subscribers"
    __table_args__ = (
        Unique("email"),
        CheckConstraint("attempts >= 0", name="attempts_count"),
        CheckConstraint("token_hash IS NULL OR letter_at IS NOT NULL", name="token_was_written"),
        Index("ix_subscribers_token_hash", "token_hash"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[datetime | None]
    letter_at: Mapped[datetime | None]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    attempts: Mapped[int]
    next_at: Mapped[datetime]


class Follow(Base):
    """What somebody follows; news from `confirmed_at` on."""

    __tablename__ = "follows"
    __table_args__ = (
        one_of("kind", Followed),
        Unique("subscriber_id", "kind", "target_id"),
        Index("ix_follows_target_id", "target_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    subscriber_id: Mapped[UUID] = mapped_column(ForeignKey("subscribers.id", ondelete="CASCADE"))
    kind: Mapped[Followed] = mapped_column(words(Followed))
    target_id: Mapped[UUID]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class SpreadNews(Base):
    """A piece of news whose notices are written; it is spread once."""

    __tablename__ = "spread_news"
    __table_args__ = (one_of("kind", NewsKind),)

    news_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[NewsKind] = mapped_column(words(NewsKind))
    about: Mapped[UUID]
    assembly_id: Mapped[UUID]
    happened_at: Mapped[datetime]
    spread_at: Mapped[datetime] = mapped_column(index=True)


class SpreadUntil(Base):
    """Up to when news is spread: one row. A worker that was away goes on from there."""

    __tablename__ = "spread_until"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class Notice(Base):
    """That somebody is to hear, or heard, of a piece of news: once, whatever they follow."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_waiting", "subscriber_id", postgresql_where="ended_at IS NULL"),
    )

    subscriber_id: Mapped[UUID] = mapped_column(
        ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True
    )
    news_id: Mapped[UUID] = mapped_column(
        ForeignKey("spread_news.news_id", ondelete="CASCADE"), primary_key=True
    )
    ended_at: Mapped[datetime | None]
