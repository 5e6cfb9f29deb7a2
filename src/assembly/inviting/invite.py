# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invitations: codes that come into force with their cards, and letters that wait to be mailed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.dialects.postgresql import insert as insert_new
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import lock_seats
from assembly.audit.record import record_act
from assembly.errors import IllegalMove, NobodyToInvite, RollChanged
from assembly.identity.enrol import issue_codes, revoke_codes
from assembly.identity.queries import codes_in_force
from assembly.identity.rules.codes import Code
from assembly.inviting.models import Invitation
from assembly.inviting.queries import Invited
from assembly.inviting.rules.sending import Channel


@dataclass(frozen=True, slots=True)
class Drawn:
    """A seat with the code that was drawn for it, not in force yet."""

    invited: Invited
    code: Code
    code_hash: str


async def hand_out(
    session: AsyncSession,
    assembly: Assembly,
    drawn: Sequence[Drawn],
    *,
    languages: str,
    at: datetime,
    by: str,
) -> None:
    """The new codes are in force, the old ones and their sign-ins void; each seat has its card.

    What a seat has cast stays cast. Refuses (`RollChanged`) when a seat got another code or another
    person since these were drawn; then nothing is done. Locks the seats FOR UPDATE in the order of
    ids.
    """
    await _put_in_force(session, assembly, drawn, at=at)
    await session.execute(
        insert(Invitation),
        [
            _row(assembly.id, one.invited.seat_id, Channel.PRINT, languages, at, by)
            | {"sent_at": at, "attempts": 1}
            for one in drawn
        ],
    )
    _note(session, "print_cards", assembly, [one.invited.number for one in drawn], at=at, by=by)


async def ask_to_mail(
    session: AsyncSession,
    assembly: Assembly,
    invited: Sequence[Invited],
    *,
    languages: str,
    at: datetime,
    by: str,
) -> list[int]:
    """A letter waits for each of these seats that has an address; the numbers of those.

    The code is drawn by whoever mails it, when it is mailed: until then the old one holds. A seat
    whose letter waits already has that one. Refuses where no seat has an address
    (`NobodyToInvite`), and history (`IllegalMove`).
    """
    if assembly.is_imported:
        raise IllegalMove("An imported assembly is history; nobody is invited to it.")
    reached = [one for one in invited if one.email]
    if not reached:
        raise NobodyToInvite(
            "None of these seats has an e-mail address.", channel=Channel.MAIL.value
        )
    await session.execute(
        insert_new(Invitation)
        .values(
            [
                _row(assembly.id, one.seat_id, Channel.MAIL, languages, at, by)
                for one in sorted(reached, key=lambda one: one.seat_id)
            ]
        )
        .on_conflict_do_nothing()
    )
    numbers = sorted(one.number for one in reached)
    _note(session, "mail_letters", assembly, numbers, at=at, by=by)
    return numbers


async def put_in_force(
    session: AsyncSession, assembly: Assembly, drawn: Drawn, *, at: datetime
) -> None:
    """As `hand_out`, for one letter that was mailed."""
    await _put_in_force(session, assembly, [drawn], at=at)


async def _put_in_force(
    session: AsyncSession, assembly: Assembly, drawn: Sequence[Drawn], *, at: datetime
) -> None:
    seats = {
        seat.id: seat
        for seat in await lock_seats(session, assembly.id, [one.invited.number for one in drawn])
    }
    now = await codes_in_force(session, list(seats))
    for one in drawn:
        seat = seats[one.invited.seat_id]
        code = now.get(seat.id)
        if seat.person_id != one.invited.person_id or one.invited.code_id != (
            code.credential_id if code else None
        ):
            raise RollChanged(
                "One of these seats got another code meanwhile; ask again.", seats=[seat.number]
            )
    await revoke_codes(session, list(seats), at=at)
    await issue_codes(
        session,
        assembly.id,
        [(one.invited.seat_id, one.invited.person_id, one.code, one.code_hash) for one in drawn],
        at=at,
    )


def _row(
    assembly_id: UUID, seat_id: UUID, channel: Channel, languages: str, at: datetime, by: str
) -> dict[str, object]:
    return {
        "id": uuid4(),
        "assembly_id": assembly_id,
        "seat_id": seat_id,
        "channel": channel,
        "languages": languages,
        "made_at": at,
        "made_by": by,
        "attempts": 0,
        "next_at": at,
    }


async def cancel_letters(
    session: AsyncSession, assembly: Assembly, *, at: datetime, by: str
) -> int:
    """No letter of the assembly waits any more; how many did. Those being sent may still go out."""
    waiting = (
        await session.scalars(
            select(Invitation)
            .where(
                Invitation.assembly_id == assembly.id,
                Invitation.sent_at.is_(None),
                Invitation.ended_at.is_(None),
            )
            .with_for_update()
        )
    ).all()
    for one in waiting:
        await session.delete(one)
    if waiting:
        subject = f"assembly:{assembly.slug}"
        record_act(
            session,
            "cancel_letters",
            at=at,
            by=by,
            subject=subject,
            assembly_id=assembly.id,
            letters=len(waiting),
        )
    return len(waiting)


def _note(
    session: AsyncSession,
    act: str,
    assembly: Assembly,
    numbers: Sequence[int],
    *,
    at: datetime,
    by: str,
) -> None:
    record_act(
        session,
        act,
        at=at,
        by=by,
        subject=f"assembly:{assembly.slug}",
        assembly_id=assembly.id,
        numbers=list(numbers),
    )
