# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forget people: what they proved themselves with goes, and how they were called."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.errors import LastAdministrator, StaffNotFound
from assembly.identity.models import Credential, Moderator, Person, Token

FORMER_STAFF = "Former staff"


async def forget_participants(
    session: AsyncSession, people: Mapping[UUID, str | None], *, at: datetime
) -> None:
    """These people are forgotten: they have no code, no sign-in, and the name given, if one is.

    None as a name leaves the one they have. Whoever is forgotten already stays so since then.
    """
    await _drop_credentials(session, list(people))
    for person_id, called in people.items():
        values = {} if called is None else {"name": called}
        await session.execute(
            update(Person)
            .where(Person.id == person_id, Person.is_staff.is_(False))
            .values(forgotten_at=func.coalesce(Person.forgotten_at, at), **values)
        )


async def rename_forgotten(session: AsyncSession, people: Mapping[UUID, str]) -> int:
    """Of these people, those who were forgotten are called so; how many had another name."""
    changed = 0
    for person_id, called in people.items():
        renamed = await session.scalars(
            update(Person)
            .where(Person.id == person_id, Person.forgotten_at.is_not(None), Person.name != called)
            .values(name=called)
            .returning(Person.id)
        )
        changed += len(renamed.all())
    return changed


async def forget_staff(session: AsyncSession, person_id: UUID, *, at: datetime, by: str) -> None:
    """Nobody signs in as this member of staff, who has no name, address or right any more.

    What they did stays in the trail under their id, which leads to nobody. Doing it again changes
    and records nothing. Refuses who never was staff (`StaffNotFound`) and the last administrator
    (`LastAdministrator`). Locks every administrator in the order of ids, so that two do not forget
    each other at the same moment, and then the person.
    """
    administrators = await session.scalars(
        select(Person.id).where(Person.is_administrator).order_by(Person.id).with_for_update()
    )
    others = set(administrators) - {person_id}
    person = await session.scalar(
        select(Person)
        .where(Person.id == person_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if person is None or not (person.is_staff or person.name == FORMER_STAFF):
        raise StaffNotFound("Nobody is enrolled as staff with this id.")
    if not person.is_staff:
        return
    if person.is_administrator and not others:
        raise LastAdministrator("Somebody has to be able to enrol staff.")
    await _drop_credentials(session, [person_id])
    await session.execute(delete(Moderator).where(Moderator.person_id == person_id))
    person.name, person.email, person.forgotten_at = FORMER_STAFF, None, at
    person.is_staff = person.is_administrator = False
    record_act(session, "forget_staff", at=at, by=by, subject=f"person:{person_id}")


async def _drop_credentials(session: AsyncSession, people: list[UUID]) -> None:
    """No code or password of theirs is kept, nor any sign-in made with it. Holds them first."""
    theirs = list(
        await session.scalars(
            select(Credential.id)
            .where(Credential.person_id.in_(people))
            .order_by(Credential.id)
            .with_for_update()
        )
    )
    await session.execute(delete(Token).where(Token.credential_id.in_(theirs)))
    await session.execute(delete(Credential).where(Credential.id.in_(theirs)))
