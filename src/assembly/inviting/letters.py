# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One letter after the other: claimed, written, mailed; then its code comes into force.

The code is drawn here, after the letter was claimed, and lives in this process only until the mail
server has taken it (docs/decisions/0029).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from babel import Locale
from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import assembly_of
from assembly.assemblies.seat import seats_to_invite
from assembly.audit.record import record_act
from assembly.clock import now
from assembly.errors import AlreadyTaken, RollChanged, SeatNotFound
from assembly.identity.enrol import draw_free_codes
from assembly.identity.hashing import Hasher
from assembly.identity.rules.codes import Code, join_link
from assembly.inviting.invite import Drawn, put_in_force
from assembly.inviting.mail import LetterFailed, Post, compose
from assembly.inviting.models import Invitation
from assembly.inviting.queries import Invited, invited_seats
from assembly.inviting.rules.letter import Guest, languages_of
from assembly.inviting.rules.sending import LEASE, Failure, next_attempt
from assembly.settings import Settings

LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that this process sends, the attempt it is, and what it needs."""

    id: UUID
    attempt: int
    languages: str
    invited: Invited
    email: str
    assembly: Assembly
    code: Code

    def __repr__(self) -> str:
        """Never the address."""
        return f"Claimed({self.id})"


async def send_next(
    sessions: async_sessionmaker[AsyncSession],
    assembly_id: UUID,
    hasher: Hasher,
    settings: Settings,
    post: Post,
) -> bool | None:
    """One letter of the assembly went out (True) or failed (False); None when none is due.

    What breaks off in between is tried again after `LEASE`, with another code: of two letters the
    newer counts. The code comes into force when the server has taken the letter, in the same
    transaction that says so, unless the seat got another one meanwhile (`code-replaced`).
    """
    async with sessions.begin() as session:
        claimed = await claim(session, assembly_id, at=now())
    if claimed is None or isinstance(claimed, Failure):
        return None if claimed is None else False
    kept = await hasher.hash_code(claimed.code)
    guest = guest_of(claimed.assembly, claimed.invited, claimed.languages, settings)
    links = links_of(settings, guest, claimed.code)
    try:
        letter = compose(guest, claimed.email, claimed.code.shown(), links, settings)
        await post.send(letter)
        async with sessions.begin() as session:
            await _sent(session, claimed, kept)
    except LetterFailed as failed:
        async with sessions.begin() as session:
            await letter_failed(session, claimed.id, failed.because, at=now())
        return False
    except (RollChanged, SeatNotFound):
        async with sessions.begin() as session:
            await letter_failed(session, claimed.id, Failure.CODE_REPLACED, at=now())
        return False
    except AlreadyTaken:  # another drew the same handle: tried again with another code
        async with sessions.begin() as session:
            await letter_failed(session, claimed.id, Failure.LETTER_REFUSED, at=now())
        return False
    return True


async def claim(
    session: AsyncSession, assembly_id: UUID, *, at: datetime
) -> Claimed | Failure | None:
    """The next letter that is due, for whoever sends it now; None without one.

    A letter whose seat lost its address has failed. Others who claim pass it over.
    """
    row = await session.scalar(
        select(Invitation)
        .where(
            Invitation.assembly_id == assembly_id,
            Invitation.sent_at.is_(None),
            Invitation.ended_at.is_(None),
            Invitation.next_at <= at,
        )
        .order_by(Invitation.next_at, Invitation.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    numbers = {seat.id: seat for seat in await seats_to_invite(session, assembly_id)}
    seat = numbers.get(row.seat_id)
    row.attempts += 1
    row.next_at = at + LEASE
    if seat is None or seat.email is None:
        row.ended_at, row.failed_because = at, Failure.NO_ADDRESS
        return Failure.NO_ADDRESS
    (invited,) = await invited_seats(session, assembly_id, numbers=[seat.number])
    (code,) = await draw_free_codes(session, 1)
    assembly = await assembly_of(session, assembly_id)
    return Claimed(row.id, row.attempts, row.languages, invited, seat.email, assembly, code)


async def _sent(session: AsyncSession, claimed: Claimed, kept: str) -> None:
    """The letter is sent and its code in force, in one transaction."""
    row = await session.scalar(
        select(Invitation).where(Invitation.id == claimed.id).with_for_update()
    )
    if row is None or row.sent_at is not None or row.attempts != claimed.attempt:
        raise RollChanged("This letter was cancelled, or another attempt overtook this one.")
    at = now()
    drawn = Drawn(claimed.invited, claimed.code, kept)
    await put_in_force(session, claimed.assembly, drawn, at=at)
    row.sent_at, row.failed_because = at, None
    record_act(
        session,
        "letter_sent",
        at=at,
        by="system:worker",
        subject=f"seat:{claimed.invited.number}",
        assembly_id=claimed.assembly.id,
    )


async def letter_failed(
    session: AsyncSession, invitation_id: UUID, because: Failure, *, at: datetime
) -> None:
    """The letter waits for its next attempt, or has failed for good. Sent ones stay sent."""
    row = await session.scalar(
        select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    )
    if row is None or row.sent_at is not None or row.ended_at is not None:
        return
    again = next_attempt(row.attempts, because, at)
    row.failed_because = because
    if again is None:
        row.ended_at = at
    else:
        row.next_at = again


def guest_of(assembly: Assembly, invited: Invited, languages: str, settings: Settings) -> Guest:
    """Who is invited where, as letters and cards say it."""
    spoken = languages_of(languages) or (assembly.language,)
    return Guest(
        invited.number,
        "" if invited.name == f"Seat {invited.number}" else invited.name,
        assembly.name,
        settings.public_url,
        spoken,
        _days(assembly.held_on, spoken),
    )


def links_of(settings: Settings, guest: Guest, code: Code) -> dict[str, str]:
    """The link in each language."""
    return {
        language: join_link(settings.public_url, language, code) for language in guest.languages
    }


def _days(day: date | None, languages: tuple[str, ...]) -> Mapping[str, str]:
    if day is None:
        return {}
    return {
        language: format_date(day, "long", locale=Locale.parse(LOCALES[language]))
        for language in languages
    }
