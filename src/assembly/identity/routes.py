# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/sign-in`, `/sign-out`, `/staff`: proving who one is, enrolling those who run assemblies."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Response, Router, delete, post
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, SkipValidation
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.api.dependencies import House, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.clock import now
from assembly.database import driver_of
from assembly.errors import (
    AlreadyTaken,
    BadCredentials,
    CrossSiteRequest,
    LastAdministrator,
    NotSignedIn,
    StaffNotFound,
    TooManyAttempts,
    Unavailable,
)
from assembly.identity.enrol import check_password, enrol_staff
from assembly.identity.forget import forget_staff
from assembly.identity.guard import Acting, cookie_name, permit, signed_in
from assembly.identity.hashing import Hasher
from assembly.identity.models import CredentialKind
from assembly.identity.queries import actors_of, names_of
from assembly.identity.rules.codes import read_code
from assembly.identity.rules.permissions import Actor, Permission
from assembly.identity.schemas import EnrolStaff, Role, SignedIn, SignIn, Staff
from assembly.identity.sign_in import (
    Known,
    admit,
    count_attempt,
    digest_of,
    find_account,
    find_code,
    sign_out,
    subject_of,
)
from assembly.settings import Settings

Argon = NamedDependency[SkipValidation[Hasher]]


def _hasher(state: State) -> Hasher:
    hasher: Hasher = state.hasher
    return hasher


PROVIDED = {"hasher": Provide(_hasher, sync_to_thread=False)}


def role_of(actor: Actor) -> Role:
    """The word the outside has for it."""
    if actor.is_administrator:
        return "administrator"
    return "staff" if actor.is_staff else "participant"


async def enter(
    data: SignIn,
    sessions: async_sessionmaker[AsyncSession],
    hasher: Hasher,
    settings: Settings,
    actor: Actor,
) -> SignedIn:
    """Three steps, no connection held while hashing: count the attempt, judge it, admit.

    Refuses with `BadCredentials`, the same for an unknown and a wrong one, or `TooManyAttempts`.
    """
    if data.code is not None:
        known, subject = await _by_code(data.code.get_secret_value(), sessions, hasher)
    else:
        assert data.email is not None  # noqa: S101 - the schema has seen to it
        assert data.password is not None  # noqa: S101
        known, subject = await _by_password(
            data.email, data.password.get_secret_value(), sessions, hasher
        )
    at = now()
    async with sessions.begin() as session:
        token, expires_at = await admit(
            session,
            known,
            subject,
            at=at,
            lasts=timedelta(hours=settings.token_hours),
            instead_of=actor.token_id if actor.by_cookie else None,
        )
        await session.flush()
        (holder,) = await actors_of(
            await driver_of(session), [digest_of(token)], at=at, idle=timedelta(minutes=1)
        )
        if holder is None or holder.person_id is None:
            raise BadCredentials("This sign-in was revoked meanwhile.")
        names = await names_of(session, [holder.person_id])
    return SignedIn(
        token=token, expires_at=expires_at, role=role_of(holder), name=names[holder.person_id]
    )


async def _by_code(
    typed: str, sessions: async_sessionmaker[AsyncSession], hasher: Hasher
) -> tuple[Known, bytes]:
    code = read_code(typed)
    if code is None:
        raise BadCredentials(
            "A code has ten characters, and never 0, 1, I, L, O or U. Check it, or ask at the desk."
        )
    subject = subject_of(CredentialKind.CODE, code.handle)
    async with sessions.begin() as session:
        await count_attempt(session, subject, at=now())
        known = await find_code(session, code)
    matches = await hasher.check_code(known.secret_hash if known else None, code)
    if known is None or not matches:
        raise BadCredentials("This code is not known here. Check it, or ask at the desk.")
    return known, subject


async def _by_password(
    email: str, password: str, sessions: async_sessionmaker[AsyncSession], hasher: Hasher
) -> tuple[Known, bytes]:
    subject = subject_of(CredentialKind.PASSWORD, email)
    async with sessions.begin() as session:
        await count_attempt(session, subject, at=now())
        known = await find_account(session, email)
    matches = await hasher.check_password(known.secret_hash if known else None, password)
    if known is None or not matches:
        raise BadCredentials("This address with this password is not known here.")
    return known, subject


def cookie_with(signed: SignedIn, settings: Settings) -> Cookie:
    """The browser's copy of the token: this host only, not for scripts, not for other sites."""
    return Cookie(
        key=cookie_name(secure=settings.cookie_secure),
        value=signed.token,
        path="/",
        secure=settings.cookie_secure,
        httponly=True,
        samesite="lax",
        max_age=settings.token_hours * 3600,
    )


def forget_cookie(response: Response[Any], settings: Settings) -> None:
    """The browser forgets its copy of the token, and what it kept of our pages."""
    response.set_cookie(
        Cookie(
            key=cookie_name(secure=settings.cookie_secure),
            value="",
            path="/",
            secure=settings.cookie_secure,
            httponly=True,
            samesite="lax",
            max_age=0,
        )
    )
    response.headers["Clear-Site-Data"] = '"cache"'


@post(
    "/sign-in",
    status_code=200,
    operation_id="signIn",
    responses=refusals(*READS_BODY, BadCredentials, CrossSiteRequest, TooManyAttempts, Unavailable),
)
async def sign_in(
    data: JSONBody[SignIn], sessions: Sessions, hasher: Argon, settings: House, actor: Acting
) -> Response[SignedIn]:
    """A new token for a participant's code or a member of staff's credentials.

    The token is opaque and holds until `expires_at`, or until unused for hours. Ten attempts per
    code or account in ten minutes; the address one comes from does not count.
    """
    signed = await enter(data, sessions, hasher, settings, actor)
    return Response(
        signed, cookies=[cookie_with(signed, settings)], headers={"Cache-Control": "no-store"}
    )


@post(
    "/sign-out",
    status_code=204,
    guards=[signed_in],
    operation_id="signOut",
    responses=refusals(NotSignedIn, CrossSiteRequest),
    security=NEEDS_TOKEN,
)
async def leave(sessions: Sessions, settings: House, actor: Acting) -> Response[None]:
    """The token is void at once, and the browser forgets its cookie."""
    if actor.token_id is not None:
        async with sessions.begin() as session:
            await sign_out(session, actor.token_id, at=now())
    response: Response[None] = Response(None, status_code=204)
    forget_cookie(response, settings)
    return response


@post(
    "/staff",
    guards=[signed_in],
    operation_id="enrolStaff",
    responses=refusals(*GUARDED, *READS_BODY, AlreadyTaken, Unavailable),
    security=NEEDS_TOKEN,
)
async def enrol(
    data: JSONBody[EnrolStaff], sessions: Sessions, hasher: Argon, actor: Acting
) -> Staff:
    """Enrol a member of staff, who may then found assemblies. Administrators only."""
    permit(actor, Permission.ENROL_STAFF)
    password = data.password.get_secret_value()
    check_password(password)
    kept = await hasher.hash_password(password)
    async with sessions.begin() as session:
        person_id = await enrol_staff(
            session,
            name=data.name,
            email=data.email,
            password_hash=kept,
            administrator=data.administrator,
            at=now(),
            by=actor.name,
        )
    return Staff(
        id=person_id, name=data.name, email=data.email.lower(), administrator=data.administrator
    )


@delete(
    "/staff/{person_id:uuid}",
    guards=[signed_in],
    operation_id="forgetStaff",
    responses=refusals(*GUARDED, StaffNotFound, LastAdministrator),
    security=NEEDS_TOKEN,
)
async def forget(person_id: FromPath[UUID], sessions: Sessions, actor: Acting) -> None:
    """Forget a member of staff: name, address, password, sign-ins and rights. Administrators only.

    What they did stays in the log under their id, which leads to nobody any more.
    """
    permit(actor, Permission.ENROL_STAFF)
    async with sessions.begin() as session:
        await forget_staff(session, person_id, at=now(), by=actor.name)


router = Router("/", route_handlers=[sign_in, leave, enrol, forget], tags=["Identity"])
