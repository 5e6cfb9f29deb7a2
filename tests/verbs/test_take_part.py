# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The quorum of a voting as moderators watch it: the room before opening, the roll afterwards."""

from fractions import Fraction

import pytest

from assembly.clock import now
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.paper import mark_paper_voters
from assembly.voting.queries import require_voting
from assembly.voting.rules.ballot import Electorate, Medium, Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.quorum import CountedIn, Quorum, QuorumOf
from assembly.voting.take_part import quorum_of
from tests.build.house import BY, Build, Hall

HALF = Fraction(1, 2)
PRESENT = Quorum(HALF, None, QuorumOf.PRESENT)
VOTED = Quorum(HALF, None, QuorumOf.VOTED)


async def planned(build: Build, hall: Hall, quorum: Quorum | None, **named):
    resolution = await build.tabled(hall)
    rule = Rule(preset("simple"), quorum)
    terms = Terms(Secrecy.SECRET, abstain=True, rule=rule, accept_small_classes=True, **named)
    async with build.sessions.begin() as session:
        return await plan_voting(session, hall.assembly, resolution.number, terms, at=now(), by=BY)


async def opened(build: Build, voting):
    async with build.sessions.begin() as session:
        await open_voting(session, voting.id, at=now(), by=BY)


async def told(build: Build, voting):
    """Entitled, required, reached, missing."""
    async with build.sessions() as session:
        quorum = await quorum_of(session, await require_voting(session, voting.id))
    return quorum and (quorum.entitled, quorum.required, quorum.reached, quorum.missing)


async def test_before_opening_it_follows_the_room_and_then_it_is_frozen(build):
    hall = await build.hall(seats=5)
    voting = await planned(build, hall, PRESENT)
    assert await told(build, voting) == (5, 3, 5, 0)
    await build.arrive(hall, [0])
    assert await told(build, voting) == (5, 3, 1, 2)
    await build.proxy(hall, 1, 0)
    assert await told(build, voting) == (5, 3, 2, 1), "the represented are present"
    await build.arrive(hall, [2])
    await opened(build, voting)
    await build.leave(hall, [0, 2])
    assert await told(build, voting) == (5, 3, 3, 0)
    await build.close(voting)
    assert await told(build, voting) == (5, 3, 3, 0)
    await build.count(voting)
    assert await told(build, voting) is None, "the result says it now"


async def test_a_voting_of_those_present_asks_a_share_of_them(build):
    hall = await build.hall(seats=5)
    await build.arrive(hall, [0, 1, 2])
    voting = await planned(build, hall, PRESENT, electorate=Electorate.PRESENT)
    assert await told(build, voting) == (3, 2, 3, 0)


async def test_who_has_voted_counts_on_a_device_and_on_paper(build):
    hall = await build.hall(seats=5)
    voting = await planned(build, hall, VOTED, medium=Medium.HYBRID)
    assert await told(build, voting) == (5, 3, None, 0), "nobody knows who will vote"
    await opened(build, voting)
    assert await told(build, voting) == (5, 3, 0, 3)
    await build.cast_all(hall, voting, ["yes"])
    async with build.sessions.begin() as session:
        await mark_paper_voters(session, voting.id, [5], at=now(), by=BY)
    assert await told(build, voting) == (5, 3, 2, 1)


@pytest.mark.parametrize(
    ("quorum", "medium"),
    [
        pytest.param(VOTED, Medium.HAND, id="hands are counted afterwards"),
        pytest.param(Quorum(HALF, None, QuorumOf.EXPRESSED), Medium.ELECTRONIC, id="yes or no"),
    ],
)
async def test_what_only_the_count_tells_is_not_told(build, quorum, medium):
    hall = await build.hall(seats=4)
    voting = await planned(build, hall, quorum, medium=medium)
    await opened(build, voting)
    await build.cast(hall, voting, 0, "yes")
    assert await told(build, voting) == (4, 2, None, 0)


async def test_weights_stand_on_both_sides(build):
    hall = await build.hall(seats=3, weights=["2.5", "0.5", "4"])
    weights = CountedIn.WEIGHTS
    present = await planned(build, hall, Quorum(HALF, None, QuorumOf.PRESENT, counted_in=weights))
    voted = await planned(build, hall, Quorum(HALF, None, QuorumOf.VOTED, counted_in=weights))
    await build.arrive(hall, [0, 1])
    assert await told(build, present) == (7, Fraction(7, 2), 3, Fraction(1, 2))
    await opened(build, voted)
    await build.cast_all(hall, voted, ["no"])
    assert await told(build, voted) == (7, Fraction(7, 2), Fraction(5, 2), 1)


async def test_without_a_quorum_there_is_nothing_to_tell(build):
    hall = await build.hall(seats=2)
    assert await told(build, await planned(build, hall, None)) is None
