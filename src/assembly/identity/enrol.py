# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Admit people: staff by e-mail and password, participants by a personal code."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
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
    """The seat's code and every sign-in made with it are void. Whether there was one."""
    credential_id = await session.scalar(
        update(Credential)
        .where(Credential.seat_id == seat_id, Credential.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(Credential.id)
    )
    if credential_id is None:
        return False
    await session.execute(
        update(Token)
        .where(Token.credential_id == credential_id, Token.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    return True
