# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The same act done many times at once is done once, and nobody gets a fault for an answer."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

from assembly.assemblies.convene import NewSeat, reissue_code, revoke_seat_code, seat_participants
from assembly.clock import now
from assembly.database import driver_of
from assembly.errors import (
    AlreadyTaken,
    IllegalMove,
    Refusal,
    Stale,
    TooManyAttempts,
)
from assembly.identity.enrol import draw_free_codes, enrol_staff
from assembly.identity.models import CredentialKind
from assembly.identity.queries import actors_of
from assembly.identity.sign_in import (
    TRIES,
    admit,
    count_attempt,
    digest_of,
    find_code,
    subject_of,
)
from assembly.publication.publish import publish_now, publish_record
from assembly.resolutions.draft import move_resolution, revise_resolution
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows

T = TypeVar("T")
ROUNDS = 5
RIVALS = 8


async def at_once(act: Callable[[int], Awaitable[T]], rivals: int = RIVALS) -> list[T | Refusal]:
    """Each answer or refusal, once all have ended. Anything else is a fault and is raised."""
    start = asyncio.Barrier(rivals)

    async def rival(place: int) -> T:
        await start.wait()
        return await act(place)

    ended = await asyncio.gather(*(rival(place) for place in range(rivals)), return_exceptions=True)
    answers: list[T | Refusal] = []
    for answer in ended:
        if isinstance(answer, BaseException) and not isinstance(answer, Refusal):
            raise answer
        answers.append(answer)
    return answers


# ── votings ───────────────────────────────────────────────────────────────────
async def test_planning_at_once_is_one_voting(build):
    hall = await build.hall(seats=1)
    terms = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))
    for _ in range(ROUNDS):
        resolution = await build.tabled(hall)

        async def plan(_: int, number: int = resolution.number) -> Voting:
            async with build.sessions.begin() as session:
                return await plan_voting(session, hall.assembly, number, terms, at=now(), by=BY)

        answers = await at_once(plan)
        assert sum(isinstance(answer, Voting) for answer in answers) == 1
        assert sum(isinstance(answer, IllegalMove) for answer in answers) == RIVALS - 1
    assert await one(build, "SELECT count(*) FROM votings") == ROUNDS


async def test_opening_at_once_is_one_opening_with_one_roll(build):
    hall = await build.hall(seats=5)
    for _ in range(ROUNDS):
        voting = await build.planned(hall)

        async def open_(_: int, voting: Voting = voting) -> Voting:
            async with build.sessions.begin() as session:
                return await open_voting(session, voting.id, at=now(), by=BY)

        answers = await at_once(open_)
        assert all(isinstance(answer, Voting) for answer in answers)
        assert len({answer.opened_at for answer in answers if isinstance(answer, Voting)}) == 1
    assert await one(build, "SELECT count(*) FROM electors") == 5 * ROUNDS
    assert (await acts(build))["open_voting"] == ROUNDS


async def test_whoever_is_seated_during_the_opening_is_on_the_roll_or_not_but_never_half(build):
    hall = await build.hall(seats=2)
    for _ in range(ROUNDS):
        voting = await build.planned(hall)
        codes = [await draw(build) for _ in range(RIVALS - 1)]
        highest = await one(build, "SELECT max(number) FROM seats")

        async def act(
            place: int, voting: Voting = voting, first: int = highest, codes=codes
        ) -> None:
            async with build.sessions.begin() as session:
                if place == RIVALS - 1:
                    await open_voting(session, voting.id, at=now(), by=BY)
                    return
                code, kept = codes[place]
                seat = NewSeat(first + place + 1, "Late", code, kept)
                await seat_participants(session, hall.assembly, [seat], at=now(), by=BY)

        assert await at_once(act) == [None] * RIVALS
        assert await rows(
            build,
            "SELECT v.entitled = count(*) FROM votings v JOIN electors e ON e.voting_id = v.id"
            " WHERE v.id = :id GROUP BY v.id",
            id=voting.id,
        ) == [(True,)]


async def test_counting_at_once_is_one_result(build):
    hall = await build.hall(seats=3)
    for _ in range(ROUNDS):
        voting = await closed(build, hall)
        answers = await at_once(partial(counted, build, voting))
        assert sorted(answers, key=str) == [False] * (RIVALS - 1) + [True]
    assert await one(build, "SELECT count(*) FROM results") == ROUNDS
    done = await acts(build)
    assert (done["count_voting"], done["record_outcome"]) == (ROUNDS, ROUNDS)
    assert await rows(build, "SELECT DISTINCT state, revision FROM resolutions") == [("adopted", 4)]


async def test_publishing_at_once_is_one_record(build):
    hall = await build.hall(seats=3)
    for _ in range(ROUNDS):
        voting = await closed(build, hall)
        await build.count(voting)
        answers = await at_once(partial(published, build, voting))
        assert sorted(answers, key=str) == [None] * (RIVALS - 1) + [hall.slug]
    assert await one(build, "SELECT count(*) FROM records") == ROUNDS
    assert (await acts(build))["publish_record"] == ROUNDS


async def test_releasing_at_once_by_hand_and_at_its_hour_is_one_record(build):
    """Moderators and workers together: half of the rivals press the button, half keep the hour."""
    hall = await build.hall(seats=3)
    for _ in range(ROUNDS):
        voting = await build.held(hall, publish_at=now() + timedelta(seconds=1))
        answers = await at_once(partial(released, build, voting))
        assert sorted(answers, key=str) == [None] * (RIVALS - 1) + [hall.slug]
    assert await one(build, "SELECT count(*) FROM records") == ROUNDS
    done = await acts(build)
    assert (done["publish_record"], done["record_outcome"]) == (ROUNDS, ROUNDS)


async def released(build: Build, voting: Voting, place: int) -> str | None:
    at = now() + timedelta(seconds=2)
    async with build.sessions.begin() as session:
        if place % 2:
            return await publish_record(session, voting.id, at=at)
        return await publish_now(session, voting.id, None, at=at, by=BY)


async def counted(build: Build, voting: Voting, _: int) -> bool:
    return await build.count(voting)


async def published(build: Build, voting: Voting, _: int) -> str | None:
    return await build.publish(voting)


async def closed(build: Build, hall: Hall) -> Voting:
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    return voting


# ── resolutions ───────────────────────────────────────────────────────────────
async def test_drafting_at_once_gives_each_the_next_number(build):
    halls = [await build.hall(seats=0), await build.hall(seats=0)]
    for _ in range(ROUNDS):
        answers = await at_once(lambda place: build.draft(halls[place % 2]), rivals=16)
        assert all(isinstance(answer, Resolution) for answer in answers)
    for hall in halls:
        numbers = await rows(
            build,
            "SELECT number FROM resolutions WHERE assembly_id = :id ORDER BY number",
            id=hall.assembly.id,
        )
        assert [number for (number,) in numbers] == list(range(1, 8 * ROUNDS + 1))


async def test_of_two_who_revise_one_text_at_once_one_learns_that_it_is_stale(build):
    hall = await build.hall(seats=0)
    for _ in range(ROUNDS):
        resolution = await build.draft(hall)

        async def revise(place: int, number: int = resolution.number) -> Resolution:
            words = [Provision(Kind.PARAGRAPH, "", f"Versie van {place}.")]
            async with build.sessions.begin() as session:
                return await revise_resolution(
                    session,
                    hall.assembly.id,
                    number,
                    revision=1,
                    title=None,
                    provisions=words,
                    at=now(),
                    by=BY,
                )

        answers = await at_once(revise)
        assert sum(isinstance(answer, Resolution) for answer in answers) == 1
        assert sum(isinstance(answer, Stale) for answer in answers) == RIVALS - 1
    assert await one(build, "SELECT count(*) FROM versions") == 2 * ROUNDS


async def test_tabling_and_withdrawing_at_once_follow_the_table_of_moves(build):
    hall = await build.hall(seats=0)
    for _ in range(ROUNDS):
        resolution = await build.draft(hall)

        async def move(place: int, number: int = resolution.number) -> Resolution:
            to = State.TABLED if place % 2 else State.WITHDRAWN
            async with build.sessions.begin() as session:
                return await move_resolution(session, hall.assembly.id, number, to, at=now(), by=BY)

        answers = await at_once(move)
        assert all(isinstance(answer, Resolution | IllegalMove) for answer in answers)
    assert await rows(build, "SELECT DISTINCT state FROM resolutions") == [("withdrawn",)]
    assert (await acts(build))["resolution_withdrawn"] == ROUNDS


# ── people ────────────────────────────────────────────────────────────────────
async def draw(build: Build):
    async with build.sessions.begin() as session:
        (code,) = await draw_free_codes(session, 1)
    return code, await build.hasher.hash_code(code)


async def test_a_sign_in_that_meets_a_reissue_is_worth_nothing_afterwards(build):
    """However they interleave, the old code opens nothing once the new one is in force."""
    hall = await build.hall(seats=1)
    code = hall.codes[0]
    for _ in range(ROUNDS * 2):
        new, kept = await draw(build)

        async def act(place: int, code=code, new=new, kept=kept) -> str | None:
            if place == 0:
                async with build.sessions.begin() as session:
                    await reissue_code(session, hall.assembly, 1, new, kept, at=now(), by=BY)
                return None
            async with build.sessions.begin() as session:
                known = await find_code(session, code)
            if known is None:
                return None
            await asyncio.sleep(0.001 * place)  # as long as hashing takes
            async with build.sessions.begin() as session:
                token, _ = await admit(
                    session, known, b"", at=now(), lasts=timedelta(hours=1), instead_of=None
                )
            return token

        answers = await at_once(act)
        tokens = [answer for answer in answers if isinstance(answer, str)]
        async with build.sessions() as session:
            assert await find_code(session, code) is None
            for token in tokens:
                (holder,) = await actors_of(
                    await driver_of(session),
                    [digest_of(token)],
                    at=now(),
                    idle=timedelta(hours=1),
                )
                assert holder is None
        code = new
    assert await one(build, "SELECT count(*) FROM credentials WHERE revoked_at IS NULL") == 2


async def test_reissuing_at_once_leaves_one_code_in_force(build):
    hall = await build.hall(seats=1)
    for _ in range(ROUNDS):
        drawn = [await draw(build) for _ in range(RIVALS)]

        async def reissue(place: int, drawn=drawn) -> None:
            code, kept = drawn[place]
            async with build.sessions.begin() as session:
                await reissue_code(session, hall.assembly, 1, code, kept, at=now(), by=BY)

        await at_once(reissue)
        async with build.sessions() as session:
            found = [await find_code(session, code) for code, _ in drawn]
        assert sum(known is not None for known in found) == 1


async def test_revoking_at_once_is_one_revocation(build):
    hall = await build.hall(seats=1)

    async def revoke(_: int) -> None:
        async with build.sessions.begin() as session:
            await revoke_seat_code(session, hall.assembly, 1, at=now(), by=BY)

    assert await at_once(revoke) == [None] * RIVALS
    assert (await acts(build))["revoke_code"] == 1


async def test_a_hundred_guesses_at_once_are_a_hundred_attempts(build):
    subject = subject_of(CredentialKind.CODE, "K7QM")

    async def guess(_: int) -> None:
        async with build.sessions.begin() as session:
            await count_attempt(session, subject, at=now())

    answers = await at_once(guess, rivals=100)
    assert answers.count(None) == TRIES
    assert sum(isinstance(answer, TooManyAttempts) for answer in answers) == 100 - TRIES


async def test_one_address_enrolled_at_once_is_one_person(build):
    kept = await build.hasher.hash_password("a long enough password")

    async def enrol(place: int) -> None:
        async with build.sessions.begin() as session:
            await enrol_staff(
                session,
                name=f"Anna {place}",
                email="anna@example.org",
                password_hash=kept,
                administrator=False,
                at=now(),
                by=BY,
            )

    answers = await at_once(enrol)
    assert answers.count(None) == 1
    assert sum(isinstance(answer, AlreadyTaken) for answer in answers) == RIVALS - 1


async def test_one_seat_taken_at_once_is_taken_by_one(build):
    hall = await build.hall(seats=0)
    drawn = [await draw(build) for _ in range(RIVALS)]

    async def seat(place: int) -> None:
        code, kept = drawn[place]
        async with build.sessions.begin() as session:
            await seat_participants(
                session,
                hall.assembly,
                [NewSeat(1, f"Rival {place}", code, kept)],
                at=now(),
                by=BY,
            )

    answers = await at_once(seat)
    assert answers.count(None) == 1
    assert sum(isinstance(answer, AlreadyTaken) for answer in answers) == RIVALS - 1
    assert await one(build, "SELECT count(*) FROM people WHERE NOT is_staff") == 1
