# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Prove who you are, get a token.

An attempt is counted before it is judged, in a transaction of its own, so that a hundred guesses at
once are a hundred attempts. The limit is per code and per account, never per address: a hall is one
address. The token is opaque, new at every sign-in, and kept only as its SHA-256.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import and_, case, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.audit.record import record_act
from assembly.errors import BadCredentials, TooManyAttempts
from assembly.identity.models import Attempt, Credential, CredentialKind, Person, Token
from assembly.identity.rules.codes import Code

TRIES = 10
WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Known:
    """A credential in force, with the hash to check against."""

    credential_id: UUID
    person_id: UUID
    secret_hash: str


def subject_of(kind: CredentialKind, name: str) -> bytes:
    """What the limit is counted for: a digest of the code's handle or the account's address."""
    return hashlib.sha256(f"{kind}:{name.strip().lower()}".encode()).digest()


async def count_attempt(
    session: AsyncSession, subject: bytes, *, at: datetime, most: int = TRIES
) -> None:
    """One more attempt is on record; beyond so many in ten minutes it is refused."""
    over = Attempt.since < at - WINDOW
    row = (
        await session.execute(
            insert(Attempt)
            .values(subject=subject, tried=1, since=at)
            .on_conflict_do_update(
                index_elements=[Attempt.subject],
                set_={
                    "tried": case((over, 1), else_=Attempt.tried + 1),
                    "since": case((over, at), else_=Attempt.since),
                },
            )
            .returning(Attempt.tried, Attempt.since)
        )
    ).one()
    if row.tried > most:
        wait = max(1, int((row.since + WINDOW - at).total_seconds()))
        raise TooManyAttempts(
            f"Too many attempts; try again in {-(-wait // 60)} min.", retry_after=wait
        )


async def find_code(session: AsyncSession, code: Code) -> Known | None:
    """The credential in force with this handle."""
    return await _find(
        session, and_(Credential.handle == code.handle, Credential.kind == CredentialKind.CODE)
    )


async def find_account(session: AsyncSession, email: str) -> Known | None:
    """The password in force of the member of staff with this address."""
    return await _find(
        session,
        and_(Person.email == email.strip().lower(), Credential.kind == CredentialKind.PASSWORD),
    )


async def _find(session: AsyncSession, which: object) -> Known | None:
    row = (
        await session.execute(
            select(Credential.id, Credential.person_id, Credential.secret_hash)
            .join(Person, Person.id == Credential.person_id)
            .where(
                which,  # type: ignore[arg-type]
                Credential.revoked_at.is_(None),
                Credential.rests_since.is_(None),
            )
        )
    ).one_or_none()
    return Known(row.id, row.person_id, row.secret_hash) if row else None


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


async def admit(
    session: AsyncSession,
    known: Known,
    subject: bytes,
    *,
    at: datetime,
    lasts: timedelta,
    instead_of: UUID | None,
) -> tuple[str, datetime]:
    """A fresh token and when it ends; earlier attempts are forgotten, the token before is void.

    That the credential was used, and when first, stays known. Refuses one that went since it was
    found (`BadCredentials`). Locks the credential's row.
    """
    held = select(Credential.id).where(Credential.id == known.credential_id).with_for_update()
    if await session.scalar(held) is None:
        raise BadCredentials("This sign-in was revoked meanwhile.")
    token = secrets.token_urlsafe(32)
    session.add(
        Token(
            id=uuid4(),
            digest=digest_of(token),
            credential_id=known.credential_id,
            issued_at=at,
            used_at=at,
            expires_at=at + lasts,
        )
    )
    await session.execute(
        update(Credential)
        .where(Credential.id == known.credential_id, Credential.first_used_at.is_(None))
        .values(first_used_at=at)
    )
    await session.execute(delete(Attempt).where(Attempt.subject == subject))
    if instead_of is not None:
        await sign_out(session, instead_of, at=at)
    record_act(session, "sign_in", at=at, by=f"person:{known.person_id}", subject="token")
    return token, at + lasts


async def sign_out(session: AsyncSession, token_id: UUID, *, at: datetime) -> None:
    """The token is void. Doing it again changes nothing."""
    await session.execute(
        update(Token).where(Token.id == token_id, Token.revoked_at.is_(None)).values(revoked_at=at)
    )


async def forget_old_attempts(session: AsyncSession, *, at: datetime) -> None:
    """Attempts whose window is over, and tokens expired for a day, are gone."""
    await session.execute(delete(Attempt).where(Attempt.since < at - WINDOW))
    await session.execute(delete(Token).where(Token.expires_at < at - timedelta(days=1)))
