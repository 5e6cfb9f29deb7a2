# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Codes, accounts and tokens: ten attempts, opaque tokens, codes that can be lost and replaced."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.convene import reissue_code, revoke_seat_code
from assembly.clock import now
from assembly.database import driver_of
from assembly.errors import (
    AlreadyTaken,
    AlreadyVoted,
    InvalidRequest,
    SeatNotFound,
    TooManyAttempts,
)
from assembly.identity.enrol import check_password, draw_free_codes, enrol_staff
from assembly.identity.models import CredentialKind
from assembly.identity.queries import actors_of, seats_with_code
from assembly.identity.rules.codes import Code
from assembly.identity.sign_in import (
    TRIES,
    WINDOW,
    admit,
    count_attempt,
    digest_of,
    find_account,
    find_code,
    forget_old_attempts,
    sign_out,
    subject_of,
)
from tests.build.house import BY, PASSWORD, Build, Hall
from tests.verbs.reading import acts, one, rows, sizes

IDLE = timedelta(hours=4)
ONE = subject_of(CredentialKind.CODE, "K7QM")
OTHER = subject_of(CredentialKind.CODE, "2222")


async def attempt(build: Build, subject: bytes, at) -> None:
    async with build.sessions.begin() as session:
        await count_attempt(session, subject, at=at)


async def actor_of(build: Build, token: str, at=None, idle: timedelta = IDLE):
    async with build.sessions() as session:
        (actor,) = await actors_of(
            await driver_of(session), [digest_of(token)], at=at or now(), idle=idle
        )
        await session.commit()
    return actor


async def enter(build: Build, code: Code) -> str | None:
    """As the edge does: find, check the hash, admit."""
    async with build.sessions.begin() as session:
        known = await find_code(session, code)
    if known is None or not await build.hasher.check_code(known.secret_hash, code):
        return None
    async with build.sessions.begin() as session:
        token, _ = await admit(
            session, known, b"", at=now(), lasts=timedelta(hours=1), instead_of=None
        )
    return token


async def reissue(build: Build, hall: Hall, number: int) -> Code:
    async with build.sessions.begin() as session:
        (code,) = await draw_free_codes(session, 1)
    kept = await build.hasher.hash_code(code)
    async with build.sessions.begin() as session:
        await reissue_code(session, hall.assembly, number, code, kept, at=now(), by=BY)
    return code


async def revoke(build: Build, hall: Hall, number: int) -> None:
    async with build.sessions.begin() as session:
        await revoke_seat_code(session, hall.assembly, number, at=now(), by=BY)


# ── attempts ──────────────────────────────────────────────────────────────────
async def test_ten_attempts_are_taken_and_the_eleventh_says_how_long_to_wait(build):
    start = now()
    for place in range(TRIES):
        await attempt(build, ONE, start + timedelta(seconds=place))
    with pytest.raises(TooManyAttempts) as refused:
        await attempt(build, ONE, start + timedelta(minutes=4))
    assert refused.value.facts == {"retry_after": 360}
    assert "6 min" in refused.value.detail


async def test_refused_attempts_do_not_lengthen_the_wait(build):
    start = now()
    for _ in range(TRIES):
        await attempt(build, ONE, start)
    for minute in range(1, 10):
        with pytest.raises(TooManyAttempts):
            await attempt(build, ONE, start + timedelta(minutes=minute))
    await attempt(build, ONE, start + WINDOW + timedelta(seconds=1))
    assert await one(build, "SELECT tried FROM attempts") == 1


async def test_one_code_tried_too_often_does_not_keep_the_neighbour_out(build):
    for _ in range(TRIES):
        await attempt(build, ONE, now())
    await attempt(build, OTHER, now())
    with pytest.raises(TooManyAttempts):
        await attempt(build, ONE, now())


async def test_a_success_forgets_the_attempts_before_it(build):
    hall = await build.hall(seats=1)
    code = hall.codes[0]
    subject = subject_of(CredentialKind.CODE, code.handle)
    for _ in range(TRIES):
        await attempt(build, subject, now())
    async with build.sessions.begin() as session:
        known = await find_code(session, code)
        assert known is not None
        await admit(session, known, subject, at=now(), lasts=timedelta(hours=1), instead_of=None)
    await attempt(build, subject, now())
    assert await one(build, "SELECT tried FROM attempts") == 1


async def test_attempts_are_counted_for_an_account_however_its_address_is_written(build):
    assert subject_of(CredentialKind.PASSWORD, " Anna@Example.org ") == subject_of(
        CredentialKind.PASSWORD, "anna@example.org"
    )
    assert subject_of(CredentialKind.PASSWORD, "k7qm") != ONE


async def test_no_address_and_no_code_stands_among_the_attempts(build):
    await attempt(build, subject_of(CredentialKind.PASSWORD, "anna@example.org"), now())
    assert "anna" not in str(await rows(build, "SELECT * FROM attempts")).lower()


async def test_old_attempts_and_long_expired_tokens_are_forgotten(build):
    hall = await build.hall(seats=1)
    token = await build.token_of_seat(hall, 0)
    start = now()
    await attempt(build, ONE, start - WINDOW - timedelta(seconds=1))
    await attempt(build, OTHER, start)
    async with build.sessions.begin() as session:
        await forget_old_attempts(session, at=start)
    assert await rows(build, "SELECT subject FROM attempts") == [(OTHER,)]
    assert await actor_of(build, token) is not None
    async with build.sessions.begin() as session:
        await forget_old_attempts(session, at=start + timedelta(hours=26))
    assert await one(build, "SELECT count(*) FROM tokens") == 0


# ── tokens ────────────────────────────────────────────────────────────────────
async def test_a_token_is_its_holders_and_is_kept_only_as_a_digest(build):
    hall = await build.hall(seats=2)
    token = await build.token_of_seat(hall, 1)
    actor = await actor_of(build, token)
    assert actor is not None
    assert (actor.seat_id, actor.assembly_id) == (hall.seats[1], hall.assembly.id)
    assert not actor.is_staff
    tables = await sizes(build)
    for table in tables:
        assert token not in str(await rows(build, f"SELECT to_jsonb(t)::text FROM {table} t"))


async def test_a_member_of_staff_holds_what_they_moderate(build):
    hall = await build.hall(seats=0)
    actor = await actor_of(build, await build.token_of_staff(hall.email))
    assert actor is not None
    assert (actor.is_staff, actor.is_administrator, actor.seat_id) == (True, False, None)
    assert actor.moderates == frozenset({hall.assembly.id})


async def test_two_sign_ins_are_two_tokens(build):
    hall = await build.hall(seats=1)
    first, second = [await build.token_of_seat(hall, 0) for _ in range(2)]
    assert first != second
    assert len(first) >= 43
    assert await actor_of(build, first) is not None
    assert await actor_of(build, second) is not None


@pytest.mark.parametrize(
    ("later", "idle", "holds"),
    [
        pytest.param(timedelta(minutes=59), IDLE, True, id="in time"),
        pytest.param(timedelta(minutes=61), IDLE, False, id="too old"),
        pytest.param(timedelta(minutes=31), timedelta(minutes=30), False, id="unused too long"),
        pytest.param(timedelta(minutes=29), timedelta(minutes=30), True, id="used lately"),
    ],
)
async def test_a_token_ends_by_age_and_by_idleness(build, later, idle, holds):
    hall = await build.hall(seats=1)
    token = await build.token_of_seat(hall, 0)
    assert (await actor_of(build, token, now() + later, idle) is not None) is holds


async def test_an_unknown_token_is_nobodys(build):
    assert await actor_of(build, "x" * 43) is None


async def test_signing_out_voids_one_token_and_twice_is_once(build):
    hall = await build.hall(seats=1)
    first, second = [await build.token_of_seat(hall, 0) for _ in range(2)]
    actor = await actor_of(build, first)
    assert actor is not None
    assert actor.token_id is not None
    for _ in range(2):
        async with build.sessions.begin() as session:
            await sign_out(session, actor.token_id, at=now())
    assert await actor_of(build, first) is None
    assert await actor_of(build, second) is not None


async def test_signing_in_again_in_the_same_browser_voids_the_token_before(build):
    hall = await build.hall(seats=1)
    before = await build.token_of_seat(hall, 0)
    actor = await actor_of(build, before)
    assert actor is not None
    async with build.sessions.begin() as session:
        known = await find_code(session, hall.codes[0])
        assert known is not None
        token, _ = await admit(
            session, known, b"", at=now(), lasts=timedelta(hours=1), instead_of=actor.token_id
        )
    assert await actor_of(build, before) is None
    assert await actor_of(build, token) is not None


# ── codes ─────────────────────────────────────────────────────────────────────
async def test_a_code_lets_in_and_a_wrong_one_with_the_same_handle_does_not(build):
    hall = await build.hall(seats=1)
    code = hall.codes[0]
    assert await enter(build, code) is not None
    other = "A" if code.secret[0] != "A" else "B"
    wrong = Code(code.handle, other + code.secret[1:])
    assert await enter(build, wrong) is None


async def test_codes_are_kept_only_as_hashes(build):
    hall = await build.hall(seats=3)
    words = str(await rows(build, "SELECT to_jsonb(c)::text FROM credentials c"))
    assert not [code for code in hall.codes if code.secret in words or code.shown() in words]
    kept = await rows(build, "SELECT secret_hash FROM credentials")
    assert all(value.startswith("$argon2id$") for (value,) in kept)
    assert len(set(kept)) == len(kept)


async def test_a_reissued_code_takes_the_place_of_the_old_one_and_its_sign_ins(build):
    hall = await build.hall(seats=2)
    old = hall.codes[0]
    token, neighbour = await build.token_of_seat(hall, 0), await build.token_of_seat(hall, 1)
    new = await reissue(build, hall, 1)
    assert await enter(build, old) is None
    assert await actor_of(build, token) is None
    assert await actor_of(build, neighbour) is not None
    entered = await enter(build, new)
    assert entered is not None
    actor = await actor_of(build, entered)
    assert actor is not None
    assert actor.seat_id == hall.seats[0]
    assert (await acts(build, "seat:1"))["reissue_code"] == 1


async def test_a_new_code_is_no_second_ballot(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    await build.cast(hall, voting, 0, "yes")
    await reissue(build, hall, 1)
    assert isinstance(await build.cast(hall, voting, 0, "no"), AlreadyVoted)


async def test_a_revoked_code_lets_nobody_in_and_what_it_cast_stays_cast(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    token = await build.token_of_seat(hall, 0)
    await build.cast(hall, voting, 0, "yes")
    await revoke(build, hall, 1)
    assert await enter(build, hall.codes[0]) is None
    assert await actor_of(build, token) is None
    async with build.sessions() as session:
        assert await seats_with_code(session, hall.assembly.id) == {hall.seats[1]}
    assert await one(build, "SELECT count(*) FROM ballots") == 1


async def test_revoking_again_changes_nothing(build):
    hall = await build.hall(seats=1)
    await revoke(build, hall, 1)
    before = await sizes(build), await rows(build, "SELECT revoked_at FROM credentials ORDER BY id")
    await revoke(build, hall, 1)
    after = await sizes(build), await rows(build, "SELECT revoked_at FROM credentials ORDER BY id")
    assert after == before
    assert (await acts(build, "seat:1"))["revoke_code"] == 1


async def test_a_seat_whose_code_was_revoked_can_get_a_new_one(build):
    hall = await build.hall(seats=1)
    await revoke(build, hall, 1)
    assert await enter(build, await reissue(build, hall, 1)) is not None


async def test_a_seat_that_does_not_exist_gets_no_code(build):
    hall, other = await build.hall(seats=0), await build.hall(seats=1)
    with pytest.raises(SeatNotFound):
        await reissue(build, hall, 1)
    with pytest.raises(SeatNotFound):
        await revoke(build, hall, 1)
    assert await enter(build, other.codes[0]) is not None


async def test_free_codes_differ_in_their_handles_and_none_is_taken(build):
    hall = await build.hall(seats=20)
    async with build.sessions() as session:
        codes = await draw_free_codes(session, 300)
    handles = {code.handle for code in codes}
    assert len(handles) == 300
    assert not handles & {code.handle for code in hall.codes}


# ── staff ─────────────────────────────────────────────────────────────────────
async def enrol(session: AsyncSession, email: str, kept: str, *, administrator: bool = False):
    return await enrol_staff(
        session,
        name="Anna",
        email=email,
        password_hash=kept,
        administrator=administrator,
        at=now(),
        by=BY,
    )


async def test_an_address_is_found_however_it_is_written(build):
    await build.staff(" Anna@Example.org ")
    async with build.sessions() as session:
        known = await find_account(session, "ANNA@example.ORG ")
    assert known is not None
    assert await build.hasher.check_password(known.secret_hash, PASSWORD)
    assert not await build.hasher.check_password(known.secret_hash, PASSWORD + "x")


async def test_an_address_is_enrolled_once_and_the_one_there_stays(build):
    kept = await build.hasher.hash_password(PASSWORD)
    async with build.sessions.begin() as session:
        await enrol(session, "anna@example.org", kept)
    before = await sizes(build)
    with pytest.raises(AlreadyTaken):
        async with build.sessions.begin() as session:
            await enrol(session, "Anna@Example.org", kept, administrator=True)
    assert await sizes(build) == before
    assert await one(build, "SELECT is_administrator FROM people") is False


@pytest.mark.parametrize(("password", "good"), [("x" * 11, False), ("x" * 12, True)])
def test_a_password_has_twelve_characters(password, good):
    if good:
        check_password(password)
        return
    with pytest.raises(InvalidRequest):
        check_password(password)


async def test_nobody_matches_an_unknown_account(build):
    assert not await build.hasher.check_password(None, PASSWORD)
    assert not await build.hasher.check_password(None, "nobody")
    assert not await build.hasher.check_password("not a hash", PASSWORD)
