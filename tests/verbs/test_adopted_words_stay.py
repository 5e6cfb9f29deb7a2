# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was adopted is in the text of the final vote, whatever is filed or judged meanwhile."""

import pytest

from assembly.amendments.hold import held_all, move
from assembly.amendments.judge import find_inadmissible, take_over
from assembly.amendments.rules.lifecycle import State
from assembly.amendments.settle import Settled, settle_conflict
from assembly.clock import now
from assembly.errors import (
    AmendmentsInConflict,
    AmendmentsUndecided,
    EmptyText,
    IllegalMove,
    StillInConflict,
)
from assembly.resolutions.decide import hold_resolution
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.annul import annul_voting
from tests.build.amending import Amending, delete, insert_after, replace_
from tests.build.house import BY

BUS, WHEN = "Gratis bus onder 18.", "Vanaf 2027."
TO_21 = replace_("p1", "Gratis bus onder 21.")
TO_25 = replace_("p1", "Gratis bus onder 25.")
LATER = replace_("p2", "Vanaf 2028.")


@pytest.fixture
async def amending(build) -> Amending:
    return Amending(build, await build.hall(seats=3))


@pytest.fixture
async def text(amending):
    return await amending.table(BUS, WHEN)


async def states(amending, text) -> dict[int, State]:
    return {number: one.state for number, one in (await amending.all(text.id)).items()}


async def sponsors(build, amending, number: int) -> None:
    async with build.sessions.begin() as session:
        await take_over(session, amending.hall.assembly.id, 1, number, at=now(), by=BY)


# ── what comes after an adopted one ───────────────────────────────────────────
async def test_what_is_judged_after_its_rival_was_adopted_falls_to_it(amending, text):
    await amending.admitted(TO_21)
    await amending.file(TO_25)
    await amending.decide(1)
    row = await amending.admit(2)
    assert row.state is State.FALLEN
    assert (await amending.all(text.id))[2].fell_to == 1
    assert await amending.keep_up(text.id)
    assert await amending.text(text.id) == ["Gratis bus onder 21.", WHEN]


async def test_what_is_filed_after_its_rival_was_adopted_takes_nothing_else_down(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(LATER)
    await amending.decide(1, 2)
    await amending.file(TO_25)
    assert (await amending.admit(3)).state is State.FALLEN
    assert await amending.keep_up(text.id)
    assert await amending.text(text.id) == ["Gratis bus onder 21.", "Vanaf 2028."]


async def test_what_is_found_admissible_after_all_falls_as_well(build, amending, text):
    await amending.admitted(TO_21)
    await amending.file(TO_25)
    async with build.sessions.begin() as session:
        assembly = amending.hall.assembly.id
        await find_inadmissible(session, assembly, 1, 2, "Te laat ingediend.", at=now(), by=BY)
    await amending.decide(1)
    assert (await amending.admit(2)).state is State.FALLEN


async def test_what_was_taken_over_stands_against_later_ones(build, amending, text):
    await amending.admitted(TO_21)
    await amending.file(TO_25)
    await sponsors(build, amending, 1)
    assert (await amending.admit(2)).state is State.FALLEN


async def test_what_was_settled_falls_to_nobody_although_a_third_one_comes(build, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    (conflict,) = (await amending.plan(text.id)).conflicts
    async with build.sessions.begin() as session:
        how = Settled([1, 2], "p1", conflict.start, conflict.end, prefer=2)
        await settle_conflict(session, amending.hall.assembly.id, 1, how, at=now(), by=BY)
    await amending.decide(1)
    await amending.file(replace_("p1", "Gratis bus onder 65."))
    assert (await amending.admit(3)).state is State.FALLEN
    assert (await states(amending, text))[2] is State.ADMISSIBLE
    await amending.decide(2)
    assert await amending.keep_up(text.id)
    assert await amending.text(text.id) == ["Gratis bus onder 25.", WHEN]


async def test_after_an_annulment_the_rivals_meet_again(build, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    voting = await amending.decide(1)
    assert (await states(amending, text))[2] is State.FALLEN
    async with build.sessions.begin() as session:
        await annul_voting(session, voting.id, "De zaal was niet vol.", at=now(), by=BY)
    assert await states(amending, text) == {1: State.ADMISSIBLE, 2: State.ADMISSIBLE}
    await amending.decide(1, choices=("no",))
    await amending.decide(2)
    assert await states(amending, text) == {1: State.NOT_ADOPTED, 2: State.ADOPTED}


# ── while a result is not out yet ─────────────────────────────────────────────
async def test_two_in_conflict_are_not_under_vote_at_once(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    await amending.counted(1)
    plan = await amending.plan(text.id)
    assert (plan.now, plan.held_up) == ((), {2: (1,)})
    with pytest.raises(AmendmentsInConflict) as refused:
        await amending.open(2)
    assert refused.value.facts["amendments"] == [2]


async def test_what_is_no_rival_may_be_put_to_the_vote_meanwhile(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(LATER)
    await amending.counted(1)
    assert (await amending.plan(text.id)).now == (2,)
    await amending.open(2)


async def test_a_rival_of_what_is_under_vote_is_not_taken_over(build, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    await amending.open(1)
    with pytest.raises(IllegalMove) as refused:
        await sponsors(build, amending, 2)
    assert refused.value.facts["amendments"] == [1]


# ── amendments to amendments ──────────────────────────────────────────────────
FURTHER = replace_("p1", "Gratis bus onder 22.")


async def test_a_parent_waits_for_what_is_to_amend_it(amending, text):
    await amending.admitted(TO_21)
    await amending.file(FURTHER, to=1)
    with pytest.raises(AmendmentsUndecided) as refused:
        await amending.open(1)
    assert refused.value.facts["amendments"] == [2]
    await amending.admit(2)
    await amending.counted(2)
    with pytest.raises(AmendmentsUndecided):
        await amending.open(1)


async def test_what_was_adopted_to_an_amendment_is_in_it_when_it_is_put_to_the_vote(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(FURTHER, to=1)
    await amending.decide(2)
    await amending.decide(1)  # no worker came by
    assert await amending.keep_up(text.id)
    assert await amending.text(text.id) == ["Gratis bus onder 22.", WHEN]


@pytest.mark.parametrize("admitted", [True, False])
async def test_what_was_to_amend_an_inadmissible_one_is_over_too(build, amending, text, admitted):
    await amending.admitted(TO_21)
    await (amending.admitted if admitted else amending.file)(FURTHER, to=1)
    async with build.sessions.begin() as session:
        assembly = amending.hall.assembly.id
        await find_inadmissible(session, assembly, 1, 1, "Gaat over iets anders.", at=now(), by=BY)
    expected = State.INADMISSIBLE if admitted else State.WITHDRAWN
    assert (await states(amending, text))[2] is expected
    if admitted:
        with pytest.raises(IllegalMove):
            await amending.admit(2)


async def test_what_nobody_judged_ends_with_the_amendment_it_was_to_amend(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    await amending.file(FURTHER, to=2)
    await amending.decide(1)
    assert await states(amending, text) == {
        1: State.ADOPTED,
        2: State.FALLEN,
        3: State.WITHDRAWN,
    }
    assert await amending.keep_up(text.id)


async def test_a_rival_of_what_was_adopted_to_an_amendment_falls_to_it(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(FURTHER, to=1)
    await amending.file(replace_("p1", "Gratis bus onder 23."), to=1)
    await amending.decide(2)
    assert (await amending.admit(3)).state is State.FALLEN


# ── what cannot be a text ─────────────────────────────────────────────────────
async def test_an_amendment_that_leaves_no_words_is_refused(amending, text):
    with pytest.raises(EmptyText):
        await amending.file(delete("p1"), delete("p2"))


async def test_two_that_leave_no_words_keep_the_final_vote_waiting_and_are_named(amending, text):
    await amending.admitted(delete("p1"))
    await amending.admitted(delete("p2"))
    await amending.decide(1, 2)
    with pytest.raises(StillInConflict) as refused:
        await amending.open()
    assert refused.value.facts["amendments"] == [1, 2]


async def test_what_was_adopted_and_cannot_stand_together_keeps_the_final_vote_waiting(
    build, amending, text
):
    """As it may be in a house that worked with an older version: settled, it goes on."""
    await amending.admitted(TO_21)
    await amending.admitted(insert_after("p1", "Ook de tram."))
    await amending.decide(1, 2)
    await amending.file(TO_25)
    async with build.sessions.begin() as session:
        row = list((await held_all(session, text.id)).values())[2]
        for state in (State.ADMISSIBLE, State.UNDER_VOTE, State.ADOPTED):
            move(session, row, state, at=now(), by=BY)
            await session.flush()
    with pytest.raises(StillInConflict) as refused:
        await amending.open()
    assert refused.value.facts["amendments"] == [1, 2, 3]
    (conflict,) = (await amending.plan(text.id)).conflicts
    async with build.sessions.begin() as session:
        how = Settled([1, 3], "p1", conflict.start, conflict.end, prefer=3)
        await settle_conflict(session, amending.hall.assembly.id, 1, how, at=now(), by=BY)
    await amending.open()
    async with build.sessions.begin() as session:
        held = await hold_resolution(session, text.id)
        assert (held.state, held.current_version) == (ResolutionState.UNDER_VOTE, 2)
    assert await amending.text(text.id) == ["Gratis bus onder 25.", "Ook de tram.", WHEN]
