# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Closing and counting: one result, which reconciles, and the resolution moves by itself."""

from datetime import timedelta

import pytest

from assembly.clock import now
from assembly.errors import IllegalMove, Unexpected, VotingNotFound
from assembly.voting.close import close_voting
from assembly.voting.count import count_voting
from assembly.voting.open import Terms, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.roll import box_digest
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows, run, sizes

RESULT = (
    "SELECT yes, no, abstain, turnout, outcome, ground, (verdict ->> 'base')::int,"
    " (verdict ->> 'needed_yes')::int, (verdict ->> 'margin')::int FROM results"
)


async def count_again_harmlessly(build: Build, voting) -> None:
    before = await sizes(build), await rows(build, "SELECT * FROM results")
    assert await build.count(voting) is False
    assert (await sizes(build), await rows(build, "SELECT * FROM results")) == before


async def closed(build: Build, hall: Hall, choices: list[str], **terms):
    voting = await build.open_voting(hall, **terms)
    await build.cast_all(hall, voting, choices)
    await build.close(voting)
    return voting


# ── closing ───────────────────────────────────────────────────────────────────
async def test_a_closed_voting_has_an_end_and_no_result_yet(build):
    hall = await build.hall(seats=2)
    await closed(build, hall, ["yes", "no"])
    assert await rows(build, "SELECT state, closed_at >= opened_at FROM votings") == [
        ("closed", True)
    ]
    assert await one(build, "SELECT count(*) FROM results") == 0
    assert await one(build, "SELECT state FROM resolutions") == "under_vote"


@pytest.mark.parametrize("counted", [False, True])
async def test_closing_again_changes_nothing(build, counted):
    hall = await build.hall(seats=1)
    voting = await closed(build, hall, ["yes"])
    if counted:
        await build.count(voting)
    before = await sizes(build), await rows(build, "SELECT * FROM votings")
    await build.close(voting)
    assert (await sizes(build), await rows(build, "SELECT * FROM votings")) == before


async def test_what_was_never_opened_is_not_closed(build):
    hall = await build.hall(seats=1)
    voting = await build.planned(hall)
    with pytest.raises(IllegalMove):
        await build.close(voting)
    assert await one(build, "SELECT state FROM votings") == "planned"


async def test_a_clock_that_goes_back_does_not_end_a_voting_before_it_began(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    async with build.sessions.begin() as session:
        await close_voting(session, voting.id, at=now() - timedelta(hours=1), by=BY)
    assert await one(build, "SELECT closed_at = opened_at FROM votings") is True


async def test_a_voting_that_does_not_exist_is_neither_closed_nor_counted(build):
    hall = await build.hall(seats=1)
    with pytest.raises(VotingNotFound):
        await build.close(hall.assembly)
    with pytest.raises(VotingNotFound):
        await build.count(hall.assembly)


# ── counting ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("secrecy", Secrecy)
@pytest.mark.parametrize(
    ("choices", "rule", "result", "state"),
    [
        pytest.param(
            ["yes", "yes", "no", "abstain"],
            "simple",
            (2, 1, 1, 4, "adopted", "majority_met", 3, 2, 0),
            "adopted",
            id="more yes than no",
        ),
        pytest.param(
            ["yes", "no", "no"],
            "simple",
            (1, 2, 0, 3, "not_adopted", "majority_not_met", 3, 3, -2),
            "not_adopted",
            id="more no than yes",
        ),
        pytest.param(
            ["yes", "yes", "no", "no"],
            "simple",
            (2, 2, 0, 4, "not_adopted", "tie", 4, 3, -1),
            "not_adopted",
            id="a tie",
        ),
        pytest.param(
            ["abstain", "abstain"],
            "simple",
            (0, 0, 2, 2, "not_adopted", "nobody_decided", 0, 1, -1),
            "not_adopted",
            id="all abstain",
        ),
        pytest.param(
            [],
            "simple",
            (0, 0, 0, 0, "not_adopted", "nobody_decided", 0, 1, -1),
            "not_adopted",
            id="nobody comes",
        ),
        pytest.param(
            ["yes", "yes", "no"],
            "two_thirds",
            (2, 1, 0, 3, "adopted", "majority_met", 3, 2, 0),
            "adopted",
            id="exactly two thirds",
        ),
        pytest.param(
            ["yes", "yes", "yes", "no"],
            "unanimity",
            (3, 1, 0, 4, "not_adopted", "majority_not_met", 4, None, None),
            "not_adopted",
            id="one against unanimity",
        ),
        pytest.param(
            ["yes", "yes"],
            "absolute_entitled",
            (2, 0, 0, 2, "not_adopted", "tie", 4, 3, -1),
            "not_adopted",
            id="half of those entitled",
        ),
    ],
)
async def test_the_result_is_what_the_rule_says(build, secrecy, choices, rule, result, state):
    hall = await build.hall(seats=4)
    voting = await closed(build, hall, choices, rule=rule, secrecy=secrecy)
    assert await build.count(voting) is True
    assert await rows(build, RESULT) == [result]
    assert await one(build, "SELECT state FROM votings") == "counted"
    assert await one(build, "SELECT state FROM resolutions") == state
    assert await one(build, "SELECT decided_at IS NOT NULL FROM resolutions") is True


async def test_counting_again_changes_nothing(build):
    hall = await build.hall(seats=3)
    voting = await closed(build, hall, ["yes", "no", "yes"])
    assert await build.count(voting) is True
    await count_again_harmlessly(build, voting)
    await build.publish(voting)
    await count_again_harmlessly(build, voting)
    assert (await acts(build))["count_voting"] == 1
    assert (await acts(build))["record_outcome"] == 1


@pytest.mark.parametrize("state", ["planned", "open"])
async def test_what_is_not_closed_is_not_counted(build, state):
    hall = await build.hall(seats=1)
    voting = await (build.planned(hall) if state == "planned" else build.open_voting(hall))
    with pytest.raises(IllegalMove):
        await build.count(voting)
    assert await one(build, "SELECT state FROM votings") == state
    assert await one(build, "SELECT count(*) FROM results") == 0


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_a_mark_without_a_ballot_stops_the_count_and_nothing_is_decided(build, secrecy):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, secrecy=secrecy)
    await build.cast_all(hall, voting, ["yes", "no"])
    await run(
        build,
        "INSERT INTO participations (voting_id, seat_id, on_paper) VALUES (:voting, :seat, false)",
        voting=voting.id,
        seat=hall.seats[2],
    )
    await build.close(voting)
    before = await sizes(build)
    with pytest.raises(Unexpected) as refused:
        await build.count(voting)
    assert refused.value.facts == {"ballots": 2, "voted": 3}
    assert await sizes(build) == before
    assert await one(build, "SELECT state FROM votings") == "closed"
    assert await one(build, "SELECT state FROM resolutions") == "under_vote"


async def test_a_ballot_without_a_mark_stops_the_count(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "no"])
    await run(
        build,
        "INSERT INTO ballots (voting_id, tracker, choice, weight)"
        " VALUES (:voting, gen_random_uuid(), 'yes', 1)",
        voting=voting.id,
    )
    await build.close(voting)
    with pytest.raises(Unexpected):
        await build.count(voting)
    assert await one(build, "SELECT count(*) FROM results") == 0


async def test_the_digest_of_a_secret_box_is_that_of_its_sorted_trackers(build):
    hall = await build.hall(seats=9)
    voting = await closed(build, hall, ["yes", "no", "abstain"] * 3)
    await build.count(voting)
    trackers = [str(tracker) for (tracker,) in await rows(build, "SELECT tracker FROM ballots")]
    assert len(trackers) == 9
    assert await one(build, "SELECT box_digest FROM results") == box_digest(trackers)


async def test_the_digest_of_a_roll_call_binds_seat_tracker_and_last_choice(build):
    hall = await build.hall(seats=11)
    voting = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    await build.cast_all(hall, voting, ["no"] * 11)
    await build.cast(hall, voting, 1, "yes")
    await build.close(voting)
    await build.count(voting)
    lines = await rows(
        build,
        "SELECT e.seat_number, b.tracker, b.choice FROM roll_call_ballots b"
        " JOIN electors e USING (voting_id, seat_id)"
        " WHERE (e.seat_number, b.turn) = (2, 2) OR (e.seat_number <> 2 AND b.turn = 1)",
    )
    assert len(lines) == 11
    assert await one(build, "SELECT box_digest FROM results") == box_digest(
        f"{number} {tracker} {choice}" for number, tracker, choice in lines
    )


async def test_a_count_looks_at_its_own_voting_alone(build):
    hall = await build.hall(seats=3)
    await closed(build, hall, ["no", "no", "no"])
    voting = await closed(build, hall, ["yes"])
    async with build.sessions.begin() as session:
        await count_voting(session, voting.id, at=now())
    assert await rows(build, "SELECT voting_id, yes, no, turnout FROM results") == [
        (voting.id, 1, 0, 1)
    ]


async def test_after_a_decision_the_resolution_is_not_voted_on_again(build):
    hall = await build.hall(seats=1)
    await build.decided(hall, yes=1, no=0)
    terms = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))
    with pytest.raises(IllegalMove):
        async with build.sessions.begin() as session:
            await plan_voting(session, hall.assembly, 1, terms, at=now(), by=BY)
    assert await one(build, "SELECT count(*) FROM votings") == 1
