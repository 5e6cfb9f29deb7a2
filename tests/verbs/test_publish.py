# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Publishing: one record, which anybody can recompute, and not a word of the outcome before it."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.clock import now
from assembly.database import driver_of
from assembly.errors import IllegalMove, NotPublished, Refusal, Unexpected
from assembly.publication.queries import (
    decisions_of,
    has_record,
    require_decision,
    require_record,
    totals_of,
    waiting_for_publication,
)
from assembly.publication.rules.record import record_digest
from assembly.resolutions.draft import move_resolution, revise_resolution
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import Kind, Provision, digest
from assembly.voting.box import roll_call, trackers_in
from assembly.voting.cast import Paper, cast_ballots
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import Roll, preset
from assembly.voting.rules.numbers import write_verdict
from assembly.voting.rules.outcome import decide
from assembly.voting.rules.roll import box_digest, roll_digest
from assembly.voting.rules.tally import Tally
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows, run, sizes


async def counted(build: Build, hall: Hall, choices: list[str], **terms):
    voting = await build.open_voting(hall, **terms)
    await build.cast_all(hall, voting, choices)
    await build.close(voting)
    await build.count(voting)
    return voting


async def document_of(build: Build, voting):
    async with build.sessions() as session:
        return await require_record(session, voting.id)


async def test_publishing_releases_one_record_and_says_where(build):
    hall = await build.hall(seats=3)
    voting = await counted(build, hall, ["yes", "yes", "no"])
    assert await build.publish(voting) == hall.slug
    record = await document_of(build, voting)
    assert record.document["assembly"]["slug"] == hall.slug
    assert record.document["verdict"]["outcome"] == "adopted"
    assert record.document["tally"] == {"yes": 2, "no": 1, "abstain": 0, "blank": 0, "invalid": 0}


async def test_publishing_again_changes_nothing(build):
    hall = await build.hall(seats=1)
    voting = await counted(build, hall, ["yes"])
    await build.publish(voting)
    before = await sizes(build), await rows(build, "SELECT * FROM records")
    assert await build.publish(voting) is None
    assert (await sizes(build), await rows(build, "SELECT * FROM records")) == before
    assert (await acts(build))["publish_record"] == 1


@pytest.mark.parametrize("secrecy", Secrecy)
@pytest.mark.parametrize(
    ("choices", "rule"),
    [
        (["yes", "yes", "no", "abstain"], "simple"),
        (["yes", "no"], "two_thirds"),
        ([], "absolute_entitled"),
    ],
)
async def test_whoever_reads_the_record_computes_the_same(build, secrecy, choices, rule):
    """From the document and the public box alone: text, roll, box, turnout, verdict, digest."""
    hall = await build.hall(seats=5)
    voting = await counted(build, hall, choices, secrecy=secrecy, rule=rule)
    await build.publish(voting)
    record = await document_of(build, voting)
    document = record.document
    assert record_digest(document) == record.digest
    provisions = [
        Provision(Kind(one["kind"]), one["marker"], one["text"])
        for one in document["resolution"]["provisions"]
    ]
    assert digest(provisions) == document["resolution"]["digest"]
    assert roll_digest(range(1, 6)) == document["roll"]["digest"]
    async with build.sessions() as session:
        if secrecy is Secrecy.SECRET:
            lines = [str(tracker) for tracker in await trackers_in(session, voting.id)]
        else:
            ballots = await roll_call(session, voting.id, hall.assembly.id)
            lines = [f"{ballot.seat} {ballot.tracker} {ballot.choice}" for ballot in ballots]
            assert [ballot.choice for ballot in ballots] == choices
    assert box_digest(lines) == document["box_digest"]
    assert len(lines) == document["turnout"] == len(choices)
    verdict = decide(
        Tally(**document["tally"]),
        Roll(document["roll"]["entitled"], document["roll"]["present"]),
        preset(document["rule"]["preset"]),
    )
    assert document["verdict"] == write_verdict(verdict)


async def test_the_record_names_nobody_and_no_tracker(build):
    hall = await build.hall(seats=2)
    voting = await counted(build, hall, ["yes", "no"])
    await build.publish(voting)
    words = str((await document_of(build, voting)).document)
    people = [str(seat) for seat in hall.seats]
    people += [str(person) for (person,) in await rows(build, "SELECT person_id FROM seats")]
    trackers = [str(tracker) for (tracker,) in await rows(build, "SELECT tracker FROM ballots")]
    assert not [one for one in (*people, *trackers, "Seat 1") if one in words]


@pytest.mark.parametrize("state", ["planned", "open", "closed"])
async def test_what_is_not_counted_is_not_published(build, state):
    hall = await build.hall(seats=1)
    voting = await build.planned(hall) if state == "planned" else await build.open_voting(hall)
    if state == "closed":
        await build.close(voting)
    with pytest.raises(IllegalMove):
        await build.publish(voting)
    assert await one(build, "SELECT count(*) FROM records") == 0


async def test_a_result_that_its_counts_do_not_decide_is_not_published(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "no", "no"])
    await build.close(voting)
    async with build.sessions.begin() as session:
        await session.execute(
            text(
                "INSERT INTO results (voting_id, yes, no, abstain, turnout, outcome, ground,"
                " blank, invalid, verdict, box_digest, counted_at)"
                " VALUES (:id, 1, 2, 0, 3, 'adopted', 'majority_met', 0, 0, '{}', 'f', now())"
            ),
            {"id": voting.id},
        )
        await session.execute(
            text("UPDATE votings SET state = 'counted' WHERE id = :id"), {"id": voting.id}
        )
    with pytest.raises(Unexpected):
        await build.publish(voting)
    assert await one(build, "SELECT count(*) FROM records") == 0


# ── the gate ──────────────────────────────────────────────────────────────────
async def test_until_the_record_is_there_the_public_sees_a_resolution_under_vote(build):
    hall = await build.hall(seats=1)
    voting = await counted(build, hall, ["yes"])
    async with build.sessions() as session:
        decision = await require_decision(session, hall.assembly.id, 1)
        totals = await totals_of(session, hall.assembly.id)
        adopted = await decisions_of(session, hall.assembly.id, outcome=Outcome.ADOPTED)
        drafts = await decisions_of(session, hall.assembly.id, drafts=True)
        with pytest.raises(NotPublished):
            await require_record(session, voting.id)
        assert not await has_record(session, voting.id)
        assert await waiting_for_publication(session, now()) == [voting.id]
    for seen in (decision, *drafts):
        assert (seen.outcome, seen.record, seen.resolution.decided_at) == (None, None, None)
        assert seen.resolution.state is ResolutionState.UNDER_VOTE
    assert (totals.total, totals.adopted, totals.not_adopted, totals.pending) == (1, 0, 0, 1)
    assert adopted == []


async def test_with_the_record_the_public_sees_the_outcome(build):
    hall = await build.hall(seats=1)
    voting = await counted(build, hall, ["yes"])
    await build.publish(voting)
    async with build.sessions() as session:
        decision = await require_decision(session, hall.assembly.id, 1)
        totals = await totals_of(session, hall.assembly.id)
        adopted = await decisions_of(session, hall.assembly.id, outcome=Outcome.ADOPTED)
        assert await waiting_for_publication(session, now()) == []
    assert decision.outcome is Outcome.ADOPTED
    assert decision.record is not None
    assert (totals.total, totals.adopted, totals.pending) == (1, 1, 0)
    assert [one.resolution.number for one in adopted] == [1]


@pytest.mark.parametrize("choice", ["yes", "no"])
async def test_until_the_record_is_there_no_refusal_tells_the_outcome(build, choice):
    hall = await build.hall(seats=1)
    voting = await counted(build, hall, [choice])
    told = {}
    for asked in ("table", "withdraw", "revise", "plan", "open", "cast"):
        with pytest.raises(Refusal) as refused:
            async with build.sessions.begin() as session:
                await ask(session, hall, voting, asked)
        told[asked] = f"{refused.value.detail} {refused.value.facts}"
    assert not [asked for asked, words in told.items() if "adopted" in words], told


async def ask(session: AsyncSession, hall: Hall, voting: Voting, asked: str) -> None:
    """Something that cannot be done any more."""
    here, terms = hall.assembly, Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))
    words = [Provision(Kind.PARAGRAPH, "", "anders")]
    match asked:
        case "table":
            await move_resolution(session, here.id, 1, ResolutionState.TABLED, at=now(), by=BY)
        case "withdraw":
            await move_resolution(session, here.id, 1, ResolutionState.WITHDRAWN, at=now(), by=BY)
        case "revise":
            await revise_resolution(
                session, here.id, 1, revision=4, title=None, provisions=words, at=now(), by=BY
            )
        case "plan":
            await plan_voting(session, here, 1, terms, at=now(), by=BY)
        case "open":
            await open_voting(session, voting.id, at=now(), by=BY)
        case "cast":
            connection = await driver_of(session)
            paper = Paper(hall.seats[0], uuid4(), "yes", hall.seats[0], here.id)
            (answer,) = await cast_ballots(connection, voting.id, [paper], at=now())
            assert isinstance(answer, Refusal)
            raise answer


async def test_a_rehearsal_is_published_as_one(build):
    hall = await build.hall(seats=1, rehearsal=True)
    voting = await counted(build, hall, ["yes"])
    await build.publish(voting)
    assert (await document_of(build, voting)).document["voting"]["rehearsal"] is True


async def test_a_record_stays_as_it_was_whatever_happens_to_names_later(build):
    hall = await build.hall(seats=1)
    voting = await counted(build, hall, ["yes"])
    await build.publish(voting)
    before = await document_of(build, voting)
    await run(build, "UPDATE assemblies SET name = 'Renamed'")
    assert await build.publish(voting) is None
    assert await document_of(build, voting) == before
