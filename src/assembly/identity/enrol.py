# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Admit people: staff by e-mail and password, participants by a personal code."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.database import breaks
from assembly.errors import AlreadyTaken, InvalidRequest
from assembly.identity.models import Credential, CredentialKind, Moderator, Person, Token
from assembly.identity.rules.codes import Code, draw_code

SHORTEST_PASSWORD = 12


def check_password(password: str) -> None:
    """At least twelve characters, or `InvalidRequest` (OWASP ASVS 5.0, 6.2.1 asks for eight)."""
    if len(password) < SHORTEST_PASSWORD:
        raise InvalidRequest(
            f"A password has at least {SHORTEST_PASSWORD} characters.",
            errors=[{"pointer": "/password", "detail": "too short"}],
        )


async def enrol_staff(
    session: AsyncSession,
    *,
    name: str,
    email: str,
    password_hash: str,
    administrator: bool,
    at: datetime,
    by: str,
) -> UUID:
    """There is a member of staff with this address, who signs in with this password.

    Refuses an address that is enrolled already (`AlreadyTaken`); the one there stays as it is.
    """
    person = Person(
        id=uuid4(),
        name=name,
        email=email.strip().lower(),
        is_staff=True,
        is_administrator=administrator,
        enrolled_at=at,
    )
    session.add(person)
    try:
        await session.flush()
    except IntegrityError as error:
        if not breaks(error, "uq_people_email"):
            raise
        raise AlreadyTaken(
            "Somebody is enrolled with this e-mail address already.", field="email"
        ) from error
    session.add(
        Credential(
            person_id=person.id,
            kind=CredentialKind.PASSWORD,
            secret_hash=password_hash,
            issued_at=at,
        )
    )
    record_act(
        session,
        "enrol_staff",
        at=at,
        by=by,
        subject=f"person:{person.id}",
        administrator=administrator,
    )
    return person.id


async def appoint_moderator(
    session: AsyncSession, assembly_id: UUID, person_id: UUID, *, at: datetime, by: str
) -> None:
    """This person moderates this assembly from now on."""
    session.add(Moderator(assembly_id=assembly_id, person_id=person_id, since=at))
    record_act(
        session,
        "appoint_moderator",
        at=at,
        by=by,
        subject=f"person:{person_id}",
        assembly_id=assembly_id,
    )


async def enrol_participants(
    session: AsyncSession, names: Sequence[str], *, at: datetime
) -> list[UUID]:
    """As many people as there are names, in that order, without credentials yet."""
    ids = [uuid4() for _ in names]
    await session.execute(
        insert(Person),
        [
            {
                "id": person_id,
                "name": name,
                "email": None,
                "is_staff": False,
                "is_administrator": False,
                "enrolled_at": at,
            }
            for person_id, name in zip(ids, names, strict=True)
        ],
    )
    return ids


async def draw_free_codes(session: AsyncSession, count: int) -> list[Code]:
    """That many codes whose handles are free now; the unique constraint has the last word."""
    codes: dict[str, Code] = {}
    while len(codes) < count:
        drawn = {code.handle: code for code in (draw_code() for _ in range(count - len(codes)))}
        taken = await session.scalars(select(Credential.handle).where(Credential.handle.in_(drawn)))
        for handle in taken:
            drawn.pop(str(handle))
        codes.update(drawn)
    return list(codes.values())[:count]


async def issue_codes(
    session: AsyncSession,
    assembly_id: UUID,
    holders: Sequence[tuple[UUID, UUID, Code, str]],
    *,
    at: datetime,
) -> None:
    """Each (seat, person, code, hash of the code) can sign in from now on.

    Refuses a handle that somebody drew at the same moment (`AlreadyTaken`).
    """
    try:
        await session.execute(insert(Credential), _rows(assembly_id, holders, at))
    except IntegrityError as error:
        if not breaks(error, "uq_credentials_handle"):
            raise
        raise AlreadyTaken("A code was drawn twice; ask once more.", field="code") from error


def _rows(
    assembly_id: UUID, holders: Sequence[tuple[UUID, UUID, Code, str]], at: datetime
) -> list[dict[str, object]]:
    return [
        {
            "id": uuid4(),
            "person_id": person_id,
            "kind": CredentialKind.CODE,
            "handle": code.handle,
            "secret_hash": kept,
            "assembly_id": assembly_id,
            "seat_id": seat_id,
            "issued_at": at,
        }
        for seat_id, person_id, code, kept in holders
    ]


async def revoke_code(session: AsyncSession, seat_id: UUID, *, at: datetime) -> bool:
    """The seat's code in force and every sign-in made with it are void. Whether there was one."""
    return bool(await revoke_codes(session, [seat_id], at=at))


async def revoke_codes(session: AsyncSession, seats: Sequence[UUID], *, at: datetime) -> list[UUID]:
    """As `revoke_code`, for many seats; those that had one. Codes at rest stay at rest."""
    revoked = (
        await session.execute(
            update(Credential)
            .where(
                Credential.seat_id.in_(seats),
                Credential.revoked_at.is_(None),
                Credential.rests_since.is_(None),
            )
            .values(revoked_at=at)
            .returning(Credential.id, Credential.seat_id)
            .execution_options(synchronize_session=False)
        )
    ).all()
    await _end_tokens(session, [row.id for row in revoked], at)
    return [row.seat_id for row in revoked]


async def end_sign_ins(session: AsyncSession, seat_id: UUID, *, at: datetime) -> int:
    """Every sign-in on this seat is void, the code stays in force. How many there were."""
    ids = await session.scalars(select(Credential.id).where(Credential.seat_id == seat_id))
    return await _end_tokens(session, list(ids), at)


async def rest_code(session: AsyncSession, seat_id: UUID, *, at: datetime) -> bool:
    """The seat's code and its sign-ins wait until they are woken. Whether there was one."""
    resting = await session.scalars(
        update(Credential)
        .where(
            Credential.seat_id == seat_id,
            Credential.revoked_at.is_(None),
            Credential.rests_since.is_(None),
        )
        .values(rests_since=at)
        .returning(Credential.id)
    )
    return bool(resting.all())


async def wake_code(session: AsyncSession, seat_id: UUID) -> bool:
    """The code that rested is in force again. Whether there was one. No other may be in force."""
    woken = await session.scalars(
        update(Credential)
        .where(
            Credential.seat_id == seat_id,
            Credential.revoked_at.is_(None),
            Credential.rests_since.is_not(None),
        )
        .values(rests_since=None)
        .returning(Credential.id)
    )
    return bool(woken.all())


async def rename_people(session: AsyncSession, names: Mapping[UUID, str]) -> None:
    """These participants are called so."""
    if names:
        await session.execute(
            update(Person), [{"id": person_id, "name": name} for person_id, name in names.items()]
        )


async def forget_people(
    session: AsyncSession, people: Sequence[UUID], seats: Sequence[UUID]
) -> None:
    """People who never acted are gone, with the unused codes of their seats."""
    codes = select(Credential.id).where(Credential.seat_id.in_(seats))
    await session.execute(delete(Token).where(Token.credential_id.in_(codes)))
    await session.execute(delete(Credential).where(Credential.seat_id.in_(seats)))
    await session.execute(delete(Person).where(Person.id.in_(people), Person.is_staff.is_(False)))


async def _end_tokens(session: AsyncSession, credentials: Sequence[UUID], at: datetime) -> int:
    ended = await session.scalars(
        update(Token)
        .where(Token.credential_id.in_(credentials), Token.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(Token.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())
