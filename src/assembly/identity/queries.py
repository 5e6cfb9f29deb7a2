# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about people: who a token belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.database import Connection
from assembly.errors import StaffNotFound
from assembly.identity.models import Credential, Moderator, Person
from assembly.identity.rules.permissions import Actor

TOUCH_AFTER = timedelta(minutes=1)


HOLDERS = """
SELECT token.digest, token.id, token.used_at, credential.person_id, credential.seat_id,
       credential.assembly_id, person.is_staff, person.is_administrator,
       CASE WHEN person.is_staff THEN ARRAY(
            SELECT assembly_id FROM moderators WHERE moderators.person_id = person.id
       ) END AS moderates
  FROM tokens AS token
  JOIN credentials AS credential ON credential.id = token.credential_id
  JOIN people AS person ON person.id = credential.person_id
 WHERE token.digest = ANY ($1) AND token.revoked_at IS NULL AND token.expires_at > $2
   AND token.used_at > $3 AND credential.revoked_at IS NULL AND credential.rests_since IS NULL
"""

TOUCH = """
UPDATE tokens SET used_at = $2
 WHERE id IN (SELECT id FROM tokens WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
"""


async def actors_of(
    connection: Connection, digests: Sequence[bytes], *, at: datetime, idle: timedelta
) -> list[Actor | None]:
    """Who holds each token, if it is in force: not revoked, not expired, not idle.

    Its last use is written down at most once a minute, so that reading does not write.
    """
    rows = await connection.fetch(HOLDERS, digests, at, at - idle)
    stale = [row["id"] for row in rows if at - row["used_at"] > TOUCH_AFTER]
    if stale:
        await connection.execute(TOUCH, stale, at)
    actors = {
        row["digest"]: Actor(
            person_id=row["person_id"],
            token_id=row["id"],
            is_staff=row["is_staff"],
            is_administrator=row["is_administrator"],
            moderates=frozenset(row["moderates"] or ()),
            seat_id=row["seat_id"],
            assembly_id=row["assembly_id"],
        )
        for row in rows
    }
    return [actors.get(digest) for digest in digests]


async def names_of(session: AsyncSession, people: Sequence[UUID]) -> dict[UUID, str]:
    """The names of these people."""
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {row.id: row.name for row in rows}


async def forgotten_among(session: AsyncSession, people: Sequence[UUID]) -> set[UUID]:
    """Those of these people who were forgotten, whatever their rows call them."""
    rows = await session.scalars(
        select(Person.id).where(Person.id.in_(people), Person.forgotten_at.is_not(None))
    )
    return set(rows)


async def seats_with_code(session: AsyncSession, assembly_id: UUID) -> set[UUID]:
    """The seats of the assembly whose code is in force."""
    rows = await session.scalars(
        select(Credential.seat_id).where(
            Credential.assembly_id == assembly_id,
            Credential.revoked_at.is_(None),
            Credential.rests_since.is_(None),
        )
    )
    return {seat_id for seat_id in rows if seat_id is not None}


@dataclass(frozen=True, slots=True)
class CodeInForce:
    """The code of a seat: which one it is, and whether it was ever used."""

    credential_id: UUID
    used: bool


async def codes_in_force(session: AsyncSession, seats: Sequence[UUID]) -> dict[UUID, CodeInForce]:
    """The code in force of each of these seats that has one."""
    rows = await session.execute(
        select(Credential.seat_id, Credential.id, Credential.first_used_at).where(
            Credential.seat_id.in_(seats),
            Credential.revoked_at.is_(None),
            Credential.rests_since.is_(None),
        )
    )
    return {row.seat_id: CodeInForce(row.id, row.first_used_at is not None) for row in rows}


async def seats_ever_used(session: AsyncSession, seats: Sequence[UUID]) -> set[UUID]:
    """Those of these seats where somebody signed in, ever, with whichever code."""
    rows = await session.scalars(
        select(Credential.seat_id).where(
            Credential.seat_id.in_(seats), Credential.first_used_at.is_not(None)
        )
    )
    return {seat_id for seat_id in rows if seat_id is not None}


async def has_staff(session: AsyncSession) -> bool:
    """Whether anybody is enrolled to run this installation."""
    return bool(await session.scalar(select(select(Person).where(Person.is_staff).exists())))


@dataclass(frozen=True, slots=True)
class StaffView:
    """A member of staff, and how many assemblies they moderate."""

    id: UUID
    name: str
    email: str
    is_administrator: bool
    moderates: int


async def staff_enrolled(session: AsyncSession) -> list[StaffView]:
    """Everybody who runs this installation, administrators first, by name."""
    moderated = (
        select(func.count())
        .select_from(Moderator)
        .where(Moderator.person_id == Person.id)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(Person.id, Person.name, Person.email, Person.is_administrator, moderated)
        .where(Person.is_staff)
        .order_by(Person.is_administrator.desc(), Person.name, Person.id)
    )
    return [StaffView(row[0], row[1], row[2] or "", row[3], row[4]) for row in rows]


async def require_staff(session: AsyncSession, person_id: UUID) -> None:
    """Nothing where this one is enrolled as staff, else `StaffNotFound`."""
    enrolled = select(Person.id).where(Person.id == person_id, Person.is_staff)
    if await session.scalar(enrolled) is None:
        raise StaffNotFound("Nobody is enrolled as staff with this id.")
