# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Planning and opening: the roll, the rule and the text are frozen, once."""

import pytest

from assembly.clock import now
from assembly.errors import IllegalMove, NobodyToVote, ResolutionNotFound, VotingNotFound
from assembly.resolutions.draft import move_resolution
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.roll import roll_digest
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows, run, sizes

TERMS = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))


async def plan(build: Build, hall: Hall, number: int, terms: Terms = TERMS):
    async with build.sessions.begin() as session:
        return await plan_voting(session, hall.assembly, number, terms, at=now(), by=BY)


async def open_(build: Build, voting):
    async with build.sessions.begin() as session:
        return await open_voting(session, voting.id, at=now(), by=BY)


# ── planning ──────────────────────────────────────────────────────────────────
async def test_a_plan_keeps_the_terms_exactly(build):
    hall = await build.hall(seats=1)
    resolution = await build.tabled(hall)
    terms = Terms(Secrecy.ROLL_CALL, abstain=False, rule=preset("two_thirds"))
    await plan(build, hall, resolution.number, terms)
    assert await rows(
        build,
        "SELECT state, secrecy, abstain, rule, share_over, share_of, strictness, base, version,"
        " entitled, roll_digest, opened_at FROM votings",
    ) == [
        (
            "planned",
            "roll_call",
            False,
            "two_thirds",
            2,
            3,
            "at_least",
            "yes_no",
            1,
            None,
            None,
            None,
        )
    ]


async def test_planning_leaves_the_resolution_on_the_table(build):
    hall = await build.hall(seats=1)
    await build.planned(hall)
    assert await one(build, "SELECT state FROM resolutions") == "tabled"


async def test_a_rehearsal_is_marked_on_its_votings(build):
    hall = await build.hall(seats=1, rehearsal=True)
    await build.planned(hall)
    assert await one(build, "SELECT is_rehearsal FROM votings") is True


async def test_a_draft_is_not_put_to_the_vote(build):
    hall = await build.hall(seats=1)
    resolution = await build.draft(hall)
    with pytest.raises(IllegalMove, match="tabled"):
        await plan(build, hall, resolution.number)
    assert await one(build, "SELECT count(*) FROM votings") == 0


async def test_a_resolution_has_one_voting_under_way_at_most(build):
    hall = await build.hall(seats=1)
    await build.planned(hall)
    with pytest.raises(IllegalMove, match="under way"):
        await plan(build, hall, 1)
    assert await one(build, "SELECT count(*) FROM votings") == 1
    assert (await acts(build))["plan_voting"] == 1


async def test_a_resolution_of_another_assembly_is_not_found(build):
    hall, other = await build.hall(seats=1), await build.hall(seats=1)
    resolution = await build.tabled(other)
    with pytest.raises(ResolutionNotFound):
        await plan(build, hall, resolution.number)


# ── opening ───────────────────────────────────────────────────────────────────
async def test_everybody_seated_is_on_the_roll_and_its_digest_tells_so(build):
    hall = await build.hall(seats=12)
    voting = await build.open_voting(hall)
    roll = await rows(build, "SELECT seat_number, seat_id FROM electors ORDER BY 1")
    assert [number for number, _ in roll] == list(range(1, 13))
    assert {seat for _, seat in roll} == set(hall.seats)
    kept = await rows(build, "SELECT state, entitled, present, roll_digest, version FROM votings")
    assert kept == [("open", 12, 12, roll_digest(range(1, 13)), 1)]
    assert voting.opened_at is not None


async def test_opening_puts_the_resolution_under_vote(build):
    hall = await build.hall(seats=1)
    await build.open_voting(hall)
    assert await rows(build, "SELECT state, revision FROM resolutions") == [("under_vote", 3)]


async def test_seats_of_other_assemblies_and_vacated_ones_are_not_on_the_roll(build):
    hall, _ = await build.hall(seats=3), await build.hall(seats=3)
    await run(build, "UPDATE seats SET vacated_at = now() WHERE id = :seat", seat=hall.seats[1])
    await build.open_voting(hall)
    assert set(await rows(build, "SELECT seat_id FROM electors")) == {
        (hall.seats[0],),
        (hall.seats[2],),
    }
    assert await one(build, "SELECT roll_digest FROM votings") == roll_digest([1, 3])


async def test_nobody_joins_the_roll_after_opening(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    await build.seat(hall, 3)
    await open_(build, voting)
    assert await one(build, "SELECT count(*) FROM electors") == 2
    assert await one(build, "SELECT entitled FROM votings") == 2


async def test_opening_again_changes_nothing(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    before = await sizes(build), await rows(build, "SELECT * FROM votings")
    again = await open_(build, voting)
    assert again.opened_at == voting.opened_at
    assert (await sizes(build), await rows(build, "SELECT * FROM votings")) == before


async def test_with_nobody_seated_nothing_is_opened_and_nothing_half_done(build):
    hall = await build.hall(seats=0)
    voting = await build.planned(hall)
    with pytest.raises(NobodyToVote):
        await open_(build, voting)
    assert await one(build, "SELECT state FROM votings") == "planned"
    assert await rows(build, "SELECT state, revision FROM resolutions") == [("tabled", 2)]
    await build.seat(hall, 1)
    assert (await open_(build, voting)).entitled == 1


async def test_a_resolution_withdrawn_meanwhile_is_not_opened(build):
    hall = await build.hall(seats=1)
    voting = await build.planned(hall)
    async with build.sessions.begin() as session:
        await move_resolution(
            session, hall.assembly.id, 1, ResolutionState.WITHDRAWN, at=now(), by=BY
        )
    with pytest.raises(IllegalMove):
        await open_(build, voting)
    assert await one(build, "SELECT state FROM votings") == "planned"
    assert await one(build, "SELECT count(*) FROM electors") == 0


@pytest.mark.parametrize("reached", ["closed", "counted"])
async def test_what_was_closed_is_never_opened_again(build, reached):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    await build.close(voting)
    if reached == "counted":
        await build.count(voting)
    with pytest.raises(IllegalMove):
        await open_(build, voting)
    assert await one(build, "SELECT state FROM votings") == reached


async def test_a_voting_that_does_not_exist_is_not_opened(build):
    hall = await build.hall(seats=1)
    with pytest.raises(VotingNotFound):
        await open_(build, hall.assembly)
