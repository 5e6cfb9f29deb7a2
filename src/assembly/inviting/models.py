# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Table: invitations. A code is nowhere in it, nor an address (docs/decisions/0029)."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words
from assembly.inviting.rules.sending import Channel, Failure


class Invitation(Base):
    """One invitation of one seat: a card that was printed, or a letter that is mailed.

    A letter waits until it is sent or has failed for good; a seat has one waiting at most.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        one_of("channel", Channel),
        one_of("failed_because", Failure),
        CheckConstraint("channel = 'mail' OR sent_at IS NOT NULL", name="cards_are_there_at_once"),
        CheckConstraint("ended_at IS NULL OR failed_because IS NOT NULL", name="failed_says_why"),
        CheckConstraint("ended_at IS NULL OR sent_at IS NULL", name="sent_or_failed"),
        CheckConstraint("attempts >= 0", name="attempts_count"),
        Index(
            "uq_invitations_seat_id_waiting",
            "seat_id",
            unique=True,
            postgresql_where="sent_at IS NULL AND ended_at IS NULL",
        ),
        Index(
            "ix_invitations_next_at_waiting",
            "next_at",
            postgresql_where="sent_at IS NULL AND ended_at IS NULL",
        ),
        Index("ix_invitations_seat_id", "seat_id", "made_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    seat_id: Mapped[UUID] = mapped_column(ForeignKey("seats.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(words(Channel))
    languages: Mapped[str] = mapped_column(String(11))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(60))
    attempts: Mapped[int]
    next_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    failed_because: Mapped[Failure | None] = mapped_column(words(Failure))
