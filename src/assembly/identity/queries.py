# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about people: who a token belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.identity.models import Credential, Moderator, Person, Token
from assembly.identity.rules.permissions import Actor

TOUCH_AFTER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a token, and whether its last use should be written down again."""

    actor: Actor
    name: str
    token_id: UUID
    touch: bool


async def holder_of(
    session: AsyncSession, digest: bytes, *, at: datetime, idle: timedelta, by_cookie: bool
) -> Holder | None:
    """The one who holds this token, if it is in force: not revoked, not expired, not idle."""
    moderates = (
        select(func.array_agg(Moderator.assembly_id))
        .where(Moderator.person_id == Person.id)
        .scalar_subquery()
    )
    row = (
        await session.execute(
            select(
                Token.id,
                Token.used_at,
                Credential.person_id,
                Credential.seat_id,
                Credential.assembly_id,
                Person.name,
                Person.is_staff,
                Person.is_administrator,
                func.coalesce(moderates, array([], type_=Moderator.assembly_id.type)).label(
                    "moderates"
                ),
            )
            .join(Credential, Credential.id == Token.credential_id)
            .join(Person, Person.id == Credential.person_id)
            .where(
                Token.digest == digest,
                Token.revoked_at.is_(None),
                Token.expires_at > at,
                Token.used_at > at - idle,
                Credential.revoked_at.is_(None),
            )
        )
    ).one_or_none()
    if row is None:
        return None
    actor = Actor(
        person_id=row.person_id,
        token_id=row.id,
        is_staff=row.is_staff,
        is_administrator=row.is_administrator,
        moderates=frozenset(row.moderates),
        seat_id=row.seat_id,
        assembly_id=row.assembly_id,
        by_cookie=by_cookie,
    )
    return Holder(actor, row.name, row.id, touch=at - row.used_at > TOUCH_AFTER)


async def touch(session: AsyncSession, token_id: UUID, *, at: datetime) -> None:
    """The token was used now; at most once a minute, so that reading does not write."""
    await session.execute(update(Token).where(Token.id == token_id).values(used_at=at))


async def names_of(session: AsyncSession, people: Sequence[UUID]) -> dict[UUID, str]:
    """The names of these people."""
    rows = await session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {row.id: row.name for row in rows}


async def seats_with_code(session: AsyncSession, assembly_id: UUID) -> set[UUID]:
    """The seats of the assembly whose code is in force."""
    rows = await session.scalars(
        select(Credential.seat_id).where(
            Credential.assembly_id == assembly_id, Credential.revoked_at.is_(None)
        )
    )
    return {seat_id for seat_id in rows if seat_id is not None}


async def has_staff(session: AsyncSession) -> bool:
    """Whether anybody is enrolled to run this installation."""
    return bool(await session.scalar(select(select(Person).where(Person.is_staff).exists())))
