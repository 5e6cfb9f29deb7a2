# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A moderator writes a text on the table anew: what was asked and what was decided goes along."""

from datetime import timedelta

import pytest

from assembly.amendments.file import rewrite_amendment
from assembly.amendments.judge import set_terms, take_over
from assembly.amendments.new_version import write_new_version
from assembly.amendments.queries import TermsView
from assembly.amendments.rules.lifecycle import State
from assembly.amendments.settle import Settled, settle_conflict
from assembly.amendments.wanted import Wanted
from assembly.amendments.written import merges_of
from assembly.clock import now
from assembly.errors import AdoptedWords, AmendmentsClosed, IllegalMove, InvalidRequest, Stale
from assembly.publication.earlier import footed
from assembly.publication.queries import require_decision
from assembly.resolutions.history import versions_of
from assembly.resolutions.queries import resolution_by_id
from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.annul import annul_voting
from tests.build.amending import Amending, insert_after, replace_
from tests.build.house import BY
from tests.verbs.reading import one

BUS, WHEN, WHO = "Gratis bus onder 18.", "Vanaf 2027.", "De stad betaalt alles."
TO_21 = replace_("p1", "Gratis bus onder 21.")
BECAUSE = "Het jaar was verkeerd."


@pytest.fixture
async def amending(build) -> Amending:
    return Amending(build, await build.hall(seats=3))


@pytest.fixture
async def text(amending):
    return await amending.table(BUS, WHEN, WHO)


async def renew(amending, text, *words, revision=None, because=BECAUSE, title=None):
    async with amending.build.sessions.begin() as session:
        if revision is None:
            revision = (await resolution_by_id(session, text.id)).revision
        return await write_new_version(
            session,
            amending.hall.assembly.id,
            text.number,
            revision=revision,
            title=title,
            provisions=[Provision(Kind.PARAGRAPH, "", word) for word in words],
            because=because,
            at=now(),
            by=BY,
        )


async def test_the_new_version_says_why_and_the_one_before_stays(amending, text):
    made = await renew(amending, text, BUS, "Vanaf 2028.", WHO)
    assert (made.current_version, made.state.value) == (2, "tabled")
    async with amending.build.sessions() as session:
        first, second = await versions_of(session, text.id)
    assert (first.because, second.because, second.written_as.value) == (None, BECAUSE, "moderator")
    assert await one(amending.build, "SELECT count(*) FROM provisions WHERE version = 1") == 3


async def test_what_stands_there_already_makes_no_version(amending, text):
    assert (await renew(amending, text, BUS, WHEN, WHO, revision=1)).current_version == 1


async def test_a_lost_answer_sent_again_changes_nothing(amending, text):
    made = await renew(amending, text, BUS, "Vanaf 2028.", WHO)
    again = await renew(amending, text, BUS, "Vanaf 2028.", WHO, revision=made.revision - 1)
    assert again.current_version == 2


async def test_open_amendments_go_along_or_are_in_conflict_word_for_word(amending, text):
    await amending.admitted(TO_21)
    await amending.file(replace_("p2", "Vanaf 2026."))
    await amending.file(replace_("p1", "Gratis tram onder 21."), to=1)
    await renew(amending, text, "Gratis bus en trein onder 18.", "Vanaf 2030.", WHO)
    found = await amending.all(text.id)
    assert {number: view.version for number, view in found.items()} == {1: 2, 2: 2, 3: 2}
    assert (found[1].conflicts, found[1].edits[0].text) == (None, "Gratis bus en trein onder 21.")
    assert found[2].conflicts[0]["words"] == "2027"
    assert (found[3].conflicts, found[3].on_text) == (None, found[1].text)
    assert found[3].edits[0].text == "Gratis tram en trein onder 21."


async def test_what_was_adopted_and_waits_goes_along(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(insert_after("p3", "Ook de tram."))
    await amending.file(replace_("p3", "Het land betaalt alles."))
    await amending.decide(1)
    async with amending.build.sessions.begin() as session:
        await take_over(session, amending.hall.assembly.id, 1, 2, at=now(), by=BY)
    await renew(amending, text, "Gratis bus en trein onder 18.", WHEN, WHO)
    found = await amending.all(text.id)
    assert [found[number].state for number in (1, 2, 3)] == [
        State.ADOPTED,
        State.TAKEN_OVER,
        State.SUBMITTED,
    ]
    await amending.admit(3)
    await amending.decide(3, choices=("no",))
    assert await amending.keep_up(text.id)
    assert await amending.text(text.id) == [
        "Gratis bus en trein onder 21.",
        WHEN,
        WHO,
        "Ook de tram.",
    ]


async def test_words_that_wait_to_go_into_the_text_cannot_be_taken_back(amending, text):
    await amending.admitted(TO_21)
    await amending.file(replace_("p3", "Het land betaalt alles."))
    await amending.decide(1)
    with pytest.raises(AdoptedWords) as refused:
        await renew(amending, text, "Gratis bus onder 16.", WHEN, WHO)
    assert refused.value.facts["amendments"] == [1]
    assert await amending.text(text.id) == [BUS, WHEN, WHO]


async def test_an_adopted_amendment_to_an_open_one_goes_along(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(replace_("p1", "Gratis bus onder 23."), to=1)
    await amending.file(replace_("p1", "Gratis bus en trein onder 21."), to=1)
    await amending.decide(2)
    await renew(amending, text, BUS, "Vanaf 2028.", WHO)
    await amending.admit(3)
    await amending.decide(3, choices=("no",))
    await amending.keep_up(text.id)
    found = await amending.all(text.id)
    assert found[1].edits[0].text == "Gratis bus onder 23."


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["Gratis bus onder 18.", WHEN, WHO, "Ook de tram."], id="as it was"),
        pytest.param(["Gratis bus onder 16.", WHEN, WHO, "Ook de tram."], id="otherwise"),
        pytest.param(["Gratis bus onder 21.", WHEN, WHO], id="a new provision goes"),
        pytest.param(["Gratis bus onder 21.", WHEN, WHO, "Ook de bus."], id="a new one changes"),
    ],
)
async def test_words_in_the_text_that_were_adopted_cannot_be_taken_back(amending, text, words):
    await amending.admitted(TO_21, insert_after("p3", "Ook de tram."))
    await amending.decide(1)
    await amending.keep_up(text.id)
    with pytest.raises(AdoptedWords):
        await renew(amending, text, *words)


async def test_after_a_merge_the_rest_may_change_and_the_words_keep_their_notes(amending, text):
    await amending.admitted(TO_21)
    await amending.decide(1)
    await amending.keep_up(text.id)
    made = await renew(amending, text, "Gratis bus en tram onder 21.", "Vanaf 2028.", WHO)
    assert made.current_version == 3
    async with amending.build.sessions() as session:
        merges = await merges_of(session, text.id)
        decision = await require_decision(session, amending.hall.assembly.id, text.number)
        shown = await footed(session, decision, merges)
    assert shown is not None
    assert (shown.base, shown.amendments) == (1, (1,))
    assert shown.spans[0] == [("Gratis bus en tram onder", ()), (" 21", (1,)), (".", ())]


async def test_annulled_afterwards_only_the_adopted_words_go(amending, text):
    await amending.admitted(TO_21, insert_after("p3", "Ook de tram."))
    await amending.admitted(replace_("p3", "Het land betaalt alles."))
    voting = await amending.decide(2)
    await amending.decide(1)
    await amending.keep_up(text.id)
    await renew(
        amending,
        text,
        "Gratis bus en trein onder 21.",
        WHEN,
        "Het land betaalt alles.",
        "Ook de tram.",
    )
    async with amending.build.sessions.begin() as session:
        await annul_voting(session, voting.id, "De telling klopte niet.", at=now(), by=BY)
    assert await amending.text(text.id) == ["Gratis bus en trein onder 18.", WHEN, WHO]
    found = await amending.all(text.id)
    assert {number: (view.state, view.version) for number, view in found.items()} == {
        1: (State.ADOPTED, 4),
        2: (State.ADMISSIBLE, 4),
    }
    await amending.decide(2, choices=("no",))
    await amending.keep_up(text.id)
    assert await amending.text(text.id) == [
        "Gratis bus en trein onder 21.",
        WHEN,
        WHO,
        "Ook de tram.",
    ]


async def test_a_settled_conflict_stays_settled(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(replace_("p1", "Gratis bus onder 25."))
    async with amending.build.sessions.begin() as session:
        await settle_conflict(
            session,
            amending.hall.assembly.id,
            1,
            Settled([1, 2], "p1", 3, 4, text="23"),
            at=now(),
            by=BY,
        )
    await amending.decide(1)
    await renew(amending, text, "Gratis bus en tram onder 18.", WHEN, WHO)
    assert not (await amending.plan(text.id)).conflicts
    await amending.decide(2)
    await amending.keep_up(text.id)
    assert (await amending.text(text.id))[0] == "Gratis bus en tram onder 23."


async def test_nothing_changes_under_a_voting(amending, text):
    await amending.admitted(TO_21)
    voting = await amending.counted(1)
    with pytest.raises(IllegalMove):
        await renew(amending, text, BUS, "Vanaf 2028.", WHO)
    await amending.build.publish(voting)
    await amending.keep_up(text.id)
    await amending.open()
    with pytest.raises(IllegalMove):
        await renew(amending, text, "Gratis bus onder 21.", "Vanaf 2028.", WHO)


async def test_a_stale_or_unexplained_version_is_refused(amending, text):
    with pytest.raises(Stale):
        await renew(amending, text, BUS, "Vanaf 2028.", WHO, revision=1)
    with pytest.raises(InvalidRequest):
        await renew(amending, text, BUS, "Vanaf 2028.", WHO, because="Zo.")


async def test_who_wrote_a_stuck_amendment_rewrites_it_and_it_is_judged_again(amending, text):
    await amending.admitted(replace_("p2", "Vanaf 2026."))
    await renew(amending, text, BUS, "Vanaf 2030.", WHO)
    stuck = (await amending.all(text.id))[1]
    assert stuck.conflicts
    async with amending.build.sessions.begin() as session:
        await set_terms(
            session,
            amending.hall.assembly.id,
            1,
            TermsView(now() - timedelta(minutes=1), 0),
            at=now(),
            by=BY,
        )
    mended = replace_("p2", "Vanaf 2029.")
    row = await amending.rewrite(1, mended, revision=stuck.revision, version=2)
    assert row.state is State.SUBMITTED
    assert (await amending.all(text.id))[1].conflicts is None
    with pytest.raises(AmendmentsClosed):
        await amending.rewrite(1, replace_("p2", "Ooit."), revision=row.revision, version=2)
    assert (await amending.admit(1)).state is State.ADMISSIBLE
    with pytest.raises(IllegalMove):
        await amending.rewrite(1, mended, revision=row.revision + 1, version=2)


async def test_a_moderator_who_rewrites_a_stuck_amendment_has_judged_it(amending, text):
    await amending.admitted(replace_("p2", "Vanaf 2026."))
    await renew(amending, text, BUS, "Vanaf 2030.", WHO)
    stuck = (await amending.all(text.id))[1]
    async with amending.build.sessions.begin() as session:
        row = await rewrite_amendment(
            session,
            amending.hall.assembly.id,
            1,
            1,
            Wanted(2, [replace_("p2", "Vanaf 2029.")]),
            revision=stuck.revision,
            at=now(),
            by=BY,
            moderator=True,
        )
    assert row.state is State.ADMISSIBLE


async def test_what_a_moderator_rewrites_against_adopted_words_falls_to_them(amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(replace_("p2", "Vanaf 2028."))
    await amending.decide(1)
    await renew(amending, text, BUS, "Vanaf 2030.", WHO)
    stuck = (await amending.all(text.id))[2]
    assert stuck.conflicts is not None
    async with amending.build.sessions.begin() as session:
        row = await rewrite_amendment(
            session,
            amending.hall.assembly.id,
            text.number,
            2,
            Wanted(2, [replace_("p1", "Gratis bus onder 25.")]),
            revision=stuck.revision,
            at=now(),
            by=BY,
            moderator=True,
        )
        assert row.state is State.FALLEN
