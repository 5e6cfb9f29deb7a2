# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From filing to the next version: what is voted on, what falls away, what remains."""

from datetime import timedelta

import pytest

from assembly.amendments.judge import find_inadmissible, set_terms, take_over, withdraw_amendment
from assembly.amendments.queries import TermsView, behind
from assembly.amendments.rules.lifecycle import State
from assembly.amendments.settle import Settled, choose_order, settle_conflict
from assembly.amendments.support import ask_to_split, end_support, support_amendment
from assembly.amendments.written import merges_of
from assembly.clock import now
from assembly.errors import (
    AmendmentsClosed,
    AmendmentsInConflict,
    AmendmentsUndecided,
    ChangesNothing,
    IllegalMove,
    OutOfOrder,
    OverlappingEdits,
    SplitAsked,
    SupportersMissing,
    UnknownProvision,
    UnknownVersion,
    UnsoundText,
)
from assembly.publication.queries import require_record
from assembly.resolutions.decide import hold_resolution
from assembly.resolutions.draft import move_resolution
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.annul import annul_voting
from tests.build.amending import Amending, delete, insert_after, replace_
from tests.build.house import BY

BUS, WHEN, WHO = "Gratis bus onder 18.", "Vanaf 2027.", "De stad betaalt alles."
TO_21 = replace_("p1", "Gratis bus onder 21.")
TO_25 = replace_("p1", "Gratis bus onder 25.")
TRAM = insert_after("p1", "Ook de tram.")


@pytest.fixture
async def amending(build) -> Amending:
    return Amending(build, await build.hall(seats=3))


@pytest.fixture
async def text(amending):
    return await amending.table(BUS, WHEN, WHO)


# ── filing ────────────────────────────────────────────────────────────────────
async def test_amendments_are_numbered_in_their_resolution(amending, text):
    await amending.table("Een andere tekst.")
    assert [(await amending.file(TO_21)).number for _ in range(2)] == [1, 2]
    assert (await amending.file(replace_("p1", "Nog een tekst."), on=2)).number == 1


@pytest.mark.parametrize(
    ("edits", "refusal"),
    [
        pytest.param([], ChangesNothing, id="no edit"),
        pytest.param([replace_("p1", f" {BUS} ")], ChangesNothing, id="what stands there"),
        pytest.param([replace_("p9", "Iets.")], UnknownProvision, id="no such provision"),
        pytest.param([TO_21, delete("p1")], OverlappingEdits, id="two edits of one provision"),
        pytest.param([replace_("p1", "\u202emoob")], UnsoundText, id="the direction turned"),
        pytest.param([replace_("p1", "a" * 20_001)], UnsoundText, id="longer than a provision may"),
    ],
)
async def test_edits_that_cannot_be_made_are_refused_by_name(amending, text, edits, refusal):
    with pytest.raises(refusal):
        await amending.file(*edits)
    assert await amending.all(text.id) == {}


async def test_edits_of_a_version_that_never_was_are_refused(amending, text):
    with pytest.raises(UnknownVersion) as refused:
        await amending.file(TO_21, version=2)
    assert refused.value.facts == {"version": 2, "current": 1}


async def test_after_the_deadline_nothing_is_filed_any_more(build, amending, text):
    end = now() + timedelta(hours=1)
    async with build.sessions.begin() as session:
        await set_terms(session, amending.hall.assembly.id, 1, TermsView(end, 0), at=now(), by=BY)
    await amending.file(TO_21)
    with pytest.raises(AmendmentsClosed):
        await amending.file(TO_25, at=end)


@pytest.mark.parametrize("state", [ResolutionState.WITHDRAWN, ResolutionState.UNDER_VOTE])
async def test_only_a_text_on_the_table_is_amended(build, amending, text, state):
    async with build.sessions.begin() as session:
        (await hold_resolution(session, text.id)).state = state
    with pytest.raises(AmendmentsClosed):
        await amending.file(TO_21)


# ── admissible ────────────────────────────────────────────────────────────────
async def test_an_amendment_needs_as_many_supporters_as_were_asked_for(build, amending, text):
    hall = amending.hall
    async with build.sessions.begin() as session:
        await set_terms(session, hall.assembly.id, 1, TermsView(None, 2), at=now(), by=BY)
    await amending.file(TO_21, seat=0)
    counts = []
    for seat in (1, 1, 2):
        async with build.sessions.begin() as session:
            counts.append(
                await support_amendment(
                    session, hall.assembly.id, 1, 1, hall.seats[seat], at=now(), by=BY
                )
            )
    assert counts == [1, 1, 2]
    async with build.sessions.begin() as session:
        assert (
            await end_support(session, hall.assembly.id, 1, 1, hall.seats[2], at=now(), by=BY) == 1
        )
    with pytest.raises(SupportersMissing) as refused:
        await amending.admit(1)
    assert refused.value.facts == {"needed": 2, "supporters": 1}
    async with build.sessions.begin() as session:
        await support_amendment(session, hall.assembly.id, 1, 1, hall.seats[2], at=now(), by=BY)
    assert (await amending.admit(1)).state is State.ADMISSIBLE


async def test_nobody_supports_an_amendment_of_their_own(build, amending, text):
    await amending.file(TO_21, seat=0)
    with pytest.raises(IllegalMove):
        async with build.sessions.begin() as session:
            await support_amendment(
                session, amending.hall.assembly.id, 1, 1, amending.hall.seats[0], at=now(), by=BY
            )


async def test_an_inadmissible_amendment_says_why_and_may_be_found_admissible_later(
    build, amending, text
):
    await amending.file(TO_21)
    async with build.sessions.begin() as session:
        await find_inadmissible(
            session, amending.hall.assembly.id, 1, 1, "Buiten het onderwerp.", at=now(), by=BY
        )
    (found,) = (await amending.all(text.id)).values()
    assert (found.state, found.because) == (State.INADMISSIBLE, "Buiten het onderwerp.")
    assert (await amending.admit(1)).because is None


# ── the plan ──────────────────────────────────────────────────────────────────
async def test_the_furthest_reaching_comes_first_and_says_what_falls(amending, text):
    for edit in (TRAM, TO_21, TO_25, delete("p3")):
        await amending.admitted(edit)
    await amending.file(delete("p2"))
    plan = await amending.plan(text.id)
    assert [(step.number, step.falls) for step in plan.steps] == [
        (4, ()),
        (2, (3,)),
        (3, (2,)),
        (1, ()),
    ]
    assert plan.now == (4, 2)
    assert plan.waiting == (5,)
    (conflict,) = plan.conflicts
    assert (conflict.amendments, conflict.words) == (("A2", "A3"), "18")


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        pytest.param([3], OutOfOrder, id="others come first"),
        pytest.param([4, 2, 3], AmendmentsInConflict, id="two in conflict"),
        pytest.param([5], IllegalMove, id="not admissible"),
    ],
)
async def test_what_is_not_next_is_not_put_to_the_vote(amending, text, numbers, refusal):
    for edit in (TRAM, TO_21, TO_25, delete("p3")):
        await amending.admitted(edit)
    await amending.file(delete("p2"))
    with pytest.raises(refusal):
        await amending.open(*numbers)


async def test_an_amendment_somebody_wants_alone_is_voted_on_alone(build, amending, text):
    await amending.admitted(delete("p3"))
    await amending.admitted(TO_21)
    async with build.sessions.begin() as session:
        await ask_to_split(session, amending.hall.assembly.id, 1, 2, at=now(), by=BY)
    assert (await amending.plan(text.id)).now == (1,)
    with pytest.raises(SplitAsked):
        await amending.open(1, 2)
    await amending.open(1)


async def test_another_order_needs_a_reason_and_is_kept(build, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(delete("p3"))
    assert (await amending.plan(text.id)).now == (2, 1)
    async with build.sessions.begin() as session:
        await choose_order(
            session, amending.hall.assembly.id, 1, [1, 2], "De leeftijd eerst.", at=now(), by=BY
        )
    assert [step.number for step in (await amending.plan(text.id)).steps] == [1, 2]


# ── voting ────────────────────────────────────────────────────────────────────
async def test_an_adopted_amendment_lets_others_fall_and_makes_the_next_version(
    build, amending, text
):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    await amending.admitted(TRAM)
    await amending.decide(1)
    found = await amending.all(text.id)
    assert [(one.state, one.fell_to) for one in found.values()] == [
        (State.ADOPTED, None),
        (State.FALLEN, 1),
        (State.ADMISSIBLE, None),
    ]
    assert not await amending.keep_up(text.id)
    await amending.decide(3, choices=["yes", "yes", "no"])
    async with build.sessions() as session:
        assert await behind(session) == [text.id]
    assert await amending.keep_up(text.id)
    assert await amending.text(text.id) == ["Gratis bus onder 21.", "Ook de tram.", WHEN, WHO]
    async with build.sessions() as session:
        (merge,) = await merges_of(session, text.id)
        assert await behind(session) == []
    assert (merge.base, merge.amendments) == (1, (1, 3))
    assert merge.spans[0] == [["Gratis bus onder", []], [" 21", [1]], [".", []]]
    assert not await amending.keep_up(text.id)


async def test_the_final_vote_is_on_the_amended_text_and_waits_for_every_amendment(
    build, amending, text
):
    await amending.admitted(TO_21)
    await amending.file(TRAM)
    with pytest.raises(AmendmentsUndecided) as refused:
        await amending.open()
    assert refused.value.facts == {"amendments": [1, 2]}
    await amending.decide(1)
    async with build.sessions.begin() as session:
        await withdraw_amendment(session, amending.hall.assembly.id, 1, 2, at=now(), by=BY)
    final = await amending.decide()
    async with build.sessions() as session:
        record = await require_record(session, final.id)
    resolution = record.document["resolution"]
    assert resolution["version"] == 2
    assert resolution["provisions"][0]["text"] == "Gratis bus onder 21."


async def test_a_rejected_amendment_leaves_the_text_and_its_rivals_alone(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    await amending.decide(1, choices=["no", "no", "yes"])
    found = await amending.all(text.id)
    assert [one.state for one in found.values()] == [State.NOT_ADOPTED, State.ADMISSIBLE]
    assert await amending.text(text.id) == [BUS, WHEN, WHO]


async def test_nothing_moves_before_the_record_is_out(build, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    voting = await amending.counted(1)
    states = [one.state for one in (await amending.all(text.id)).values()]
    assert states == [State.UNDER_VOTE, State.ADMISSIBLE]
    await build.publish(voting)
    states = [one.state for one in (await amending.all(text.id)).values()]
    assert states == [State.ADOPTED, State.FALLEN]


async def test_the_record_says_word_for_word_what_was_voted_on(build, amending, text):
    await amending.admitted(TO_21)
    voting = await amending.decide(1)
    async with build.sessions() as session:
        record = await require_record(session, voting.id)
    assert record.document["amendments"] == [
        {
            "number": 1,
            "version": 1,
            "edits": [{"op": "replace", "provision": "p1", "text": "Gratis bus onder 21."}],
            "changes": [
                {"change": "reword", "provision": "p1", "start": 3, "end": 4, "words": [" 21"]}
            ],
        }
    ]


async def test_a_text_is_not_withdrawn_while_amendments_to_it_are_under_vote(build, amending, text):
    await amending.admitted(TO_21)
    await amending.open(1)
    with pytest.raises(IllegalMove):
        async with build.sessions.begin() as session:
            await move_resolution(
                session,
                amending.hall.assembly.id,
                1,
                ResolutionState.WITHDRAWN,
                at=now(),
                by=BY,
            )


async def test_several_are_decided_together(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TRAM)
    await amending.decide(1, 2)
    await amending.keep_up(text.id)
    assert await amending.text(text.id) == ["Gratis bus onder 21.", "Ook de tram.", WHEN, WHO]


async def test_what_a_sponsor_takes_over_needs_no_vote(build, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    async with build.sessions.begin() as session:
        await take_over(session, amending.hall.assembly.id, 1, 2, at=now(), by=BY)
    found = await amending.all(text.id)
    assert [(one.state, one.fell_to) for one in found.values()] == [
        (State.FALLEN, 2),
        (State.TAKEN_OVER, None),
    ]
    await amending.keep_up(text.id)
    assert (await amending.text(text.id))[0] == "Gratis bus onder 25."


# ── conflicts ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("how", "words"),
    [
        pytest.param({"prefer": 2}, "Gratis bus onder 25.", id="one side preferred"),
        pytest.param({"text": "23"}, "Gratis bus onder 23.", id="a third text"),
    ],
)
async def test_a_settled_conflict_lets_both_be_adopted(build, amending, text, how, words):
    await amending.admitted(TO_21, TRAM)
    await amending.admitted(TO_25)
    (conflict,) = (await amending.plan(text.id)).conflicts
    wanted = Settled([1, 2], "p1", conflict.start, conflict.end, **how)
    async with build.sessions.begin() as session:
        await settle_conflict(session, amending.hall.assembly.id, 1, wanted, at=now(), by=BY)
    plan = await amending.plan(text.id)
    assert (plan.conflicts, len(plan.settled), plan.now) == ((), 1, (1, 2))
    await amending.decide(1, 2)
    await amending.keep_up(text.id)
    assert await amending.text(text.id) == [words, "Ook de tram.", WHEN, WHO]


# ── amendments to amendments ──────────────────────────────────────────────────
async def test_an_amendment_to_an_amendment_is_decided_first_and_goes_into_it(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(replace_("p1", "Gratis bus en tram onder 21."), to=1)
    assert [step.number for step in (await amending.plan(text.id)).steps] == [2, 1]
    await amending.decide(2)
    assert await amending.keep_up(text.id)
    await amending.decide(1)
    await amending.keep_up(text.id)
    assert (await amending.text(text.id))[0] == "Gratis bus en tram onder 21."


async def test_what_amends_an_amendment_that_is_written_anew_goes_over_to_its_new_words(
    amending, text
):
    first = await amending.file(TO_21)
    await amending.file(replace_("p1", "Gratis bus en tram onder 21."), to=1)
    await amending.file(replace_("p1", "Gratis bus onder 20."), to=1)
    await amending.rewrite(1, replace_("p1", "Gratis bus onder 23."), revision=first.revision)
    views = await amending.all(text.id)
    assert [(one.on_text, one.conflicts is None) for one in views.values()] == [
        (None, True),
        (2, True),
        (2, False),
    ]
    await amending.admit(1)
    await amending.admit(2)
    assert [step.number for step in (await amending.plan(text.id)).steps] == [2, 1]
    await amending.decide(2)
    async with amending.build.sessions.begin() as session:
        await withdraw_amendment(session, amending.hall.assembly.id, 1, 3, at=now(), by=BY)
    await amending.keep_up(text.id)
    await amending.decide(1)
    await amending.keep_up(text.id)
    assert (await amending.text(text.id))[0] == "Gratis bus en tram onder 23."


async def test_there_is_one_level_of_amendments_to_amendments(amending, text):
    await amending.file(TO_21)
    await amending.file(replace_("p1", "Gratis bus en tram onder 21."), to=1)
    with pytest.raises(IllegalMove):
        await amending.file(replace_("p1", "Gratis tram onder 21."), to=2)


async def test_what_was_to_amend_a_fallen_one_falls_with_it(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    await amending.admitted(replace_("p1", "Gratis bus en tram onder 25."), to=2)
    async with amending.build.sessions.begin() as session:
        await choose_order(
            session, amending.hall.assembly.id, 1, [1, 3, 2], "Eerst de jongste.", at=now(), by=BY
        )
    await amending.decide(1)
    found = await amending.all(text.id)
    assert [(one.state, one.fell_to) for one in found.values()][1:] == [
        (State.FALLEN, 1),
        (State.FALLEN, 1),
    ]


# ── undone ────────────────────────────────────────────────────────────────────
async def test_an_annulled_voting_takes_the_words_out_again(build, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    await amending.admitted(TRAM)
    first = await amending.decide(1)
    await amending.decide(3)
    await amending.keep_up(text.id)
    async with build.sessions.begin() as session:
        await annul_voting(session, first.id, "De lijst klopte niet.", at=now(), by=BY)
    assert await amending.text(text.id) == [BUS, WHEN, WHO]
    found = await amending.all(text.id)
    assert [one.state for one in found.values()] == [
        State.ADMISSIBLE,
        State.ADMISSIBLE,
        State.ADOPTED,
    ]
    await amending.decide(1, choices=["no"])
    await amending.decide(2)
    await amending.keep_up(text.id)
    assert (await amending.text(text.id))[:2] == ["Gratis bus onder 25.", "Ook de tram."]


async def test_once_the_text_is_decided_the_votings_before_it_stand(build, amending, text):
    await amending.admitted(TO_21)
    first = await amending.decide(1)
    await amending.decide()
    with pytest.raises(IllegalMove):
        async with build.sessions.begin() as session:
            await annul_voting(session, first.id, "De lijst klopte niet.", at=now(), by=BY)
