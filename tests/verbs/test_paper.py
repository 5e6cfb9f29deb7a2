# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper and hands: marked as having voted first, counted by two people who see nothing."""

from fractions import Fraction

import pytest

from assembly.clock import now
from assembly.errors import (
    AlreadyVoted,
    IllegalMove,
    NotEntitled,
    PapersDoNotReconcile,
    PapersNotAgreed,
    VotingNotOpen,
)
from assembly.publication.queries import require_record
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.paper import enter_paper_count, mark_paper_voters
from assembly.voting.queries import require_voting, waiting_for_count
from assembly.voting.rules.ballot import Medium, Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.paper import Agreement, PaperLine
from assembly.voting.rules.tally import Tally
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import one, rows


async def opened(
    build: Build, hall: Hall, medium: Medium, *, abstain: bool = True, rule: str = "simple"
) -> Voting:
    resolution = await build.tabled(hall)
    terms = Terms(Secrecy.SECRET, abstain=abstain, rule=preset(rule), medium=medium)
    async with build.sessions.begin() as session:
        voting = await plan_voting(
            session, hall.assembly, resolution.number, terms, at=now(), by=BY
        )
        return await open_voting(session, voting.id, at=now(), by=BY)


async def mark(build: Build, voting: Voting, *seats: int) -> None:
    async with build.sessions.begin() as session:
        await mark_paper_voters(session, voting.id, seats, at=now(), by=BY)


async def enter(build: Build, voting: Voting, person, *counts: int, papers: int | None = None):
    tally = Tally(*counts)
    line = PaperLine(Fraction(1), None, tally, int(tally.ballots) if papers is None else papers)
    async with build.sessions.begin() as session:
        return await enter_paper_count(
            session, voting.id, [line], at=now(), person_id=person, by=BY
        )


async def second(build: Build, hall: Hall):
    return await build.staff(f"second-{hall.slug}@example.org")


async def test_a_hybrid_voting_adds_papers_to_ballots(build):
    hall = await build.hall(seats=6)
    other = await second(build, hall)
    voting = await opened(build, hall, Medium.HYBRID, rule="absolute_cast")
    await build.cast_all(hall, voting, ["yes", "no"])
    await mark(build, voting, 3, 4, 5)
    assert isinstance(await build.cast(hall, voting, 2, "no"), AlreadyVoted)
    await build.close(voting)
    async with build.sessions() as session:
        assert await waiting_for_count(session) == []
    with pytest.raises(PapersNotAgreed):
        await build.count(voting)
    assert await enter(build, voting, hall.moderator_id, 1, 0, 0, 1) is Agreement.ENTERED
    assert await enter(build, voting, other, 1, 0, 0, 1) is Agreement.AGREED
    async with build.sessions() as session:
        assert await waiting_for_count(session) == [voting.id]
        assert (await require_voting(session, voting.id)).papers_agreed
    assert await build.count(voting)
    found = "SELECT yes, no, abstain, blank, invalid, turnout, outcome FROM results"
    assert await rows(build, found) == [(2, 1, 0, 1, 0, 4, "not_adopted")]
    await build.publish(voting)
    async with build.sessions() as session:
        record = (await require_record(session, voting.id)).document
    assert record["paper"] == {
        "lines": [
            {
                "weight": "1",
                "college": None,
                "yes": 1,
                "no": 0,
                "abstain": 0,
                "blank": 1,
                "invalid": 0,
                "papers": 2,
            }
        ],
        "papers": 2,
        "marked": 3,
        "not_handed_in": 1,
    }
    assert record["medium"] == "hybrid"


async def test_a_hybrid_voting_without_paper_voters_waits_for_nobody(build):
    hall = await build.hall(seats=2)
    voting = await opened(build, hall, Medium.HYBRID)
    await build.cast_all(hall, voting, ["yes"])
    await build.close(voting)
    async with build.sessions() as session:
        assert await waiting_for_count(session) == [voting.id]
    with pytest.raises(IllegalMove):
        await enter(build, voting, hall.moderator_id, 1, 0, 0)
    assert await build.count(voting)


async def test_hands_are_counted_without_marks(build):
    hall = await build.hall(seats=3)
    other = await second(build, hall)
    voting = await opened(build, hall, Medium.HAND)
    assert isinstance(await build.cast(hall, voting, 0, "yes"), VotingNotOpen)
    await build.close(voting)
    with pytest.raises(PapersNotAgreed):
        await build.count(voting)
    with pytest.raises(PapersDoNotReconcile):
        await enter(build, voting, hall.moderator_id, 3, 1, 0)
    await enter(build, voting, hall.moderator_id, 2, 1, 0)
    assert await enter(build, voting, other, 2, 1, 0) is Agreement.AGREED
    assert await build.count(voting)
    assert await rows(build, "SELECT yes, no, turnout, outcome FROM results") == [
        (2, 1, 3, "adopted")
    ]


async def test_one_person_never_agrees_with_themselves(build):
    hall = await build.hall(seats=3)
    voting = await opened(build, hall, Medium.HAND)
    await build.close(voting)
    for _ in range(3):
        assert await enter(build, voting, hall.moderator_id, 2, 1, 0) is Agreement.ENTERED
    assert await one(build, "SELECT count(*) FROM paper_counts") == 1
    assert await enter(build, voting, hall.moderator_id, 1, 2, 0) is Agreement.ENTERED
    assert await one(build, "SELECT papers_agreed_at FROM votings") is None


async def test_entries_that_differ_are_counted_again_until_two_in_a_row_agree(build):
    hall = await build.hall(seats=3)
    other = await second(build, hall)
    voting = await opened(build, hall, Medium.HAND)
    await build.close(voting)
    assert await enter(build, voting, hall.moderator_id, 2, 1, 0) is Agreement.ENTERED
    assert await enter(build, voting, other, 1, 2, 0) is Agreement.DIFFERS
    assert await enter(build, voting, hall.moderator_id, 1, 2, 0) is Agreement.AGREED
    assert await enter(build, voting, hall.moderator_id, 1, 2, 0) is Agreement.AGREED
    with pytest.raises(IllegalMove):
        await enter(build, voting, other, 2, 1, 0)
    assert await one(build, "SELECT count(*) FROM paper_counts") == 3


async def test_no_audit_entry_tells_a_number(build):
    hall = await build.hall(seats=3)
    voting = await opened(build, hall, Medium.HAND)
    await build.close(voting)
    await enter(build, voting, hall.moderator_id, 2, 1, 0)
    facts = await one(build, "SELECT facts FROM audit_entries WHERE act = 'enter_paper_count'")
    assert facts == {"told": "entered"}


@pytest.mark.parametrize(
    ("counts", "papers"),
    [
        pytest.param((1, 0, 0), 2, id="does not add up"),
        pytest.param((2, 1, 0), 3, id="more papers than paper voters"),
        pytest.param((1, 0, 1), 2, id="abstaining is not offered"),
    ],
)
async def test_what_does_not_reconcile_is_not_kept(build, counts, papers):
    hall = await build.hall(seats=4)
    voting = await opened(build, hall, Medium.HYBRID, abstain=False)
    await mark(build, voting, 1, 2)
    await build.close(voting)
    with pytest.raises(PapersDoNotReconcile):
        await enter(build, voting, hall.moderator_id, *counts, papers=papers)
    assert await one(build, "SELECT count(*) FROM paper_counts") == 0


async def test_papers_are_not_counted_while_the_voting_is_open(build):
    hall = await build.hall(seats=2)
    voting = await opened(build, hall, Medium.HAND)
    with pytest.raises(IllegalMove):
        await enter(build, voting, hall.moderator_id, 1, 0, 0)


async def test_paper_voters_are_marked_all_or_none(build):
    hall = await build.hall(seats=3)
    voting = await opened(build, hall, Medium.HYBRID)
    await build.cast(hall, voting, 0, "yes")
    with pytest.raises(AlreadyVoted) as refused:
        await mark(build, voting, 1, 2)
    assert refused.value.facts == {"seats": [1]}
    with pytest.raises(NotEntitled) as unknown:
        await mark(build, voting, 2, 9)
    assert unknown.value.facts == {"seats": [9]}
    assert await one(build, "SELECT count(*) FROM participations WHERE on_paper") == 0
    await mark(build, voting, 2)
    await mark(build, voting, 2, 3)
    assert await one(build, "SELECT count(*) FROM participations WHERE on_paper") == 2


@pytest.mark.parametrize("medium", [Medium.ELECTRONIC, Medium.HYBRID])
async def test_nobody_is_marked_where_no_paper_is_taken_or_after_the_end(build, medium):
    hall = await build.hall(seats=1)
    voting = await opened(build, hall, medium)
    if medium is Medium.HYBRID:
        await build.close(voting)
    with pytest.raises(IllegalMove if medium is Medium.ELECTRONIC else VotingNotOpen):
        await mark(build, voting, 1)


async def test_a_paper_voter_stays_marked_through_the_count(build):
    hall = await build.hall(seats=3)
    other = await second(build, hall)
    voting = await opened(build, hall, Medium.HYBRID)
    await build.cast(hall, voting, 0, "yes")
    await mark(build, voting, 2)
    await build.close(voting)
    await enter(build, voting, hall.moderator_id, 0, 1, 0)
    await enter(build, voting, other, 0, 1, 0)
    await build.count(voting)
    marks = await rows(build, "SELECT seat_id, on_paper FROM participations")
    assert dict(marks) == {hall.seats[0]: False, hall.seats[1]: True}
