# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Annulment: what was decided no longer holds, the record stays, and a new voting may follow."""

import pytest

from assembly.archive.bring_in import bring_in
from assembly.archive.found import Naming
from assembly.clock import now
from assembly.errors import IllegalMove, InvalidRequest, NotPublished, VotingNotOpen
from assembly.publication.queries import (
    decisions_of,
    public_mark,
    require_record,
    totals_of,
    waiting_for_publication,
)
from assembly.resolutions.decide import return_to_table
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.open import open_voting
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import BY
from tests.verbs.planning import BECAUSE, annul, opened, plan
from tests.verbs.reading import acts, one, rows, run, sizes

STAGES = ("planned", "open", "closed", "counted", "published")


async def brought_to(build, hall, stage, *, on=None, secrecy=Secrecy.SECRET, test=False):
    """A voting with two ballots for and one against, where it can have them."""
    voting = await plan(build, hall, on=on, secrecy=secrecy, test=test)
    if stage != "planned":
        await opened(build, voting)
        await build.cast_all(hall, voting, ["yes", "yes", "no"])
    if stage in {"closed", "counted", "published"}:
        await build.close(voting)
    if stage in {"counted", "published"}:
        await build.count(voting)
    if stage == "published":
        await build.publish(voting)
    return voting


async def shown(build, hall):
    async with build.sessions() as session:
        decisions = await decisions_of(session, hall.assembly.id)
        return [(one.resolution.state, one.outcome, one.record) for one in decisions]


@pytest.mark.parametrize("secrecy", Secrecy)
@pytest.mark.parametrize("stage", STAGES)
async def test_a_voting_is_annulled_from_every_state_and_its_resolution_is_on_the_table(
    build, stage, secrecy
):
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    voting = await brought_to(build, hall, stage, on=resolution, secrecy=secrecy)
    before = await one(build, "SELECT revision FROM resolutions")
    async with build.sessions() as session:
        mark = await public_mark(session, hall.assembly.id)
        texts = await public_mark(session, hall.assembly.id, votings=False)
    await annul(build, voting, f"  {BECAUSE} ")
    assert await rows(build, "SELECT state, annulled_because FROM votings") == [
        ("annulled", BECAUSE)
    ]
    assert await rows(build, "SELECT state, decided_at FROM resolutions") == [("tabled", None)]
    after = await one(build, "SELECT revision FROM resolutions")
    assert after == before + (stage != "planned")
    async with build.sessions() as session:
        assert await public_mark(session, hall.assembly.id) != mark
        now_texts = await public_mark(session, hall.assembly.id, votings=False)
    assert (now_texts != texts) == (stage != "planned")
    assert await shown(build, hall) == [(ResolutionState.TABLED, None, None)]
    box = "ballots" if secrecy is Secrecy.SECRET else "roll_call_ballots"
    assert await one(build, f"SELECT count(*) FROM {box}") == (0 if stage == "planned" else 3)


@pytest.mark.parametrize("stage", STAGES)
async def test_annulling_again_with_the_same_reason_changes_nothing(build, stage):
    hall = await build.hall(seats=3)
    voting = await brought_to(build, hall, stage)
    await annul(build, voting)
    before = await sizes(build), await rows(build, "SELECT to_jsonb(v)::text FROM votings v")
    await annul(build, voting, BECAUSE.replace(" ", "  "))
    with pytest.raises(IllegalMove):
        await annul(build, voting, "Quite another reason.")
    assert before == (
        await sizes(build),
        await rows(build, "SELECT to_jsonb(v)::text FROM votings v"),
    )
    assert (await acts(build, f"voting:{voting.id}"))["annul_voting"] == 1


async def test_a_reason_is_required(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    for words in ("", "short", "x" * 1001):
        with pytest.raises(InvalidRequest):
            await annul(build, voting, words)
    assert await one(build, "SELECT state FROM votings") == "open"


@pytest.mark.parametrize("stage", ["planned", "open", "closed"])
async def test_what_was_annulled_before_the_count_is_never_counted_nor_shown(build, stage):
    hall = await build.hall(seats=3)
    voting = await brought_to(build, hall, stage)
    await annul(build, voting)
    for step in (build.count, build.publish, build.close):
        with pytest.raises(IllegalMove):
            await step(voting)
    with pytest.raises(IllegalMove):
        await opened(build, voting)
    assert isinstance(await build.cast(hall, voting, 0, "yes"), VotingNotOpen)
    assert await one(build, "SELECT count(*) FROM results") == 0
    async with build.sessions() as session:
        with pytest.raises(NotPublished):
            await require_record(session, voting.id)


async def test_counted_and_annulled_before_its_record_it_gets_none(build):
    hall = await build.hall(seats=3)
    voting = await brought_to(build, hall, "counted")
    await annul(build, voting)
    async with build.sessions() as session:
        assert await waiting_for_publication(session, now()) == []
    with pytest.raises(IllegalMove):
        await build.publish(voting)
    assert await one(build, "SELECT count(*) FROM records") == 0


@pytest.mark.parametrize("stage", ["open", "closed"])
async def test_a_secret_box_that_is_annulled_no_longer_tells_which_mark_came_with_which_ballot(
    build, stage
):
    """The marks are rows of one transaction, as after a count."""
    hall = await build.hall(seats=3)
    voting = await plan(build, hall)
    await opened(build, voting)
    for index in range(3):
        await build.cast(hall, voting, index, "yes")
    births = "SELECT count(DISTINCT xmin::text) FROM participations"
    assert await one(build, births) == 3
    if stage == "closed":
        await build.close(voting)
    await annul(build, voting)
    assert await build.unlink(voting)
    assert await one(build, births) == 1
    assert await one(build, "SELECT count(*) FROM participations") == 3


async def test_the_record_stays_as_it_was_and_is_no_outcome_any_more(build):
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    first = await brought_to(build, hall, "published", on=resolution)
    before = await rows(build, "SELECT to_jsonb(r)::text FROM records r")
    await annul(build, first)
    assert await rows(build, "SELECT to_jsonb(r)::text FROM records r") == before
    async with build.sessions() as session:
        assert (await totals_of(session, hall.assembly.id)).pending == 1
        assert await decisions_of(session, hall.assembly.id, outcome=Outcome.ADOPTED) == []
        assert (await require_record(session, first.id)).document["verdict"]


async def test_the_record_of_the_next_voting_is_the_one_that_is_shown(build):
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    first = await brought_to(build, hall, "published", on=resolution)
    await annul(build, first)
    second = await plan(build, hall, on=resolution)
    await opened(build, second)
    assert await shown(build, hall) == [(ResolutionState.UNDER_VOTE, None, None)]
    await build.cast_all(hall, second, ["no", "no", "yes"])
    await build.close(second)
    await build.count(second)
    assert await shown(build, hall) == [(ResolutionState.UNDER_VOTE, None, None)]
    async with build.sessions() as session:
        totals = await totals_of(session, hall.assembly.id)
        assert (totals.adopted, totals.not_adopted, totals.pending) == (0, 0, 1)
    await build.publish(second)
    ((state, outcome, record),) = await shown(build, hall)
    assert (state, outcome) == (ResolutionState.NOT_ADOPTED, Outcome.NOT_ADOPTED)
    assert record.document["voting"]["id"] == str(second.id)
    assert await one(build, "SELECT count(*) FROM records") == 2


async def test_annulling_a_void_voting_leaves_the_resolution_where_it_is(build):
    """It went back to the table with the count; a later voting may have it by now."""
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    void = await brought_to(build, hall, "closed", on=resolution)
    await run(
        build,
        "INSERT INTO results (voting_id, yes, no, abstain, blank, invalid, turnout, outcome,"
        " ground, verdict, box_digest, counted_at)"
        " VALUES (:id, 2, 1, 0, 0, 0, 3, NULL, 'quorum_not_met', '{}', 'f', now())",
        id=void.id,
    )
    await run(build, "UPDATE votings SET state = 'counted'")
    await run(build, "UPDATE resolutions SET state = 'tabled'")
    later = await plan(build, hall, on=resolution)
    await opened(build, later)
    await annul(build, void)
    assert await one(build, "SELECT state FROM resolutions") == "under_vote"


async def test_annulling_a_void_voting_before_its_record_gives_the_resolution_back(build):
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    void = await brought_to(build, hall, "closed", on=resolution)
    await run(
        build,
        "INSERT INTO results (voting_id, yes, no, abstain, blank, invalid, turnout, outcome,"
        " ground, verdict, box_digest, counted_at)"
        " VALUES (:id, 2, 1, 0, 0, 0, 3, NULL, 'quorum_not_met', '{}', 'f', now())",
        id=void.id,
    )
    await run(build, "UPDATE votings SET state = 'counted'")
    await annul(build, void)
    assert await one(build, "SELECT state FROM resolutions") == "tabled"


async def test_only_what_a_voting_moved_goes_back_to_the_table_and_history_never(build):
    hall = await build.hall(seats=1)
    tabled = await build.tabled(hall)
    async with build.sessions.begin() as session:
        history = await bring_in(
            session,
            b"Resoluties Raad (3 mei 2024)\n1. Samen sterk.\nGoedgekeurd\n",
            file="raad.txt",
            naming=Naming(slug="raad-2024", name="Raad"),
            importer="a test",
            at=now(),
        )
    imported = await one(
        build,
        "SELECT r.id FROM resolutions r JOIN assemblies a ON a.id = r.assembly_id"
        " WHERE a.slug = :slug",
        slug=history.slug,
    )
    for resolution_id in (tabled.id, imported):
        async with build.sessions.begin() as session:
            with pytest.raises(IllegalMove):
                await return_to_table(session, resolution_id, at=now(), by=BY)
    assert await one(build, "SELECT state FROM resolutions WHERE id = :id", id=imported) == (
        "adopted"
    )


async def test_opening_again_after_an_annulment_needs_a_new_voting(build):
    hall = await build.hall(seats=3)
    voting = await brought_to(build, hall, "open")
    await annul(build, voting)
    async with build.sessions.begin() as session:
        with pytest.raises(IllegalMove):
            await open_voting(session, voting.id, at=now(), by=BY)


# ── test votings ──────────────────────────────────────────────────────────────
async def test_a_test_voting_touches_nothing_and_is_public_nowhere(build):
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    before = await rows(build, "SELECT to_jsonb(r)::text FROM resolutions r")
    async with build.sessions() as session:
        mark = await public_mark(session, hall.assembly.id)
    voting = await brought_to(build, hall, "published", on=resolution, test=True)
    assert await one(build, "SELECT yes FROM results WHERE voting_id = :id", id=voting.id) == 2
    assert await one(build, "SELECT count(*) FROM records") == 0
    assert await rows(build, "SELECT to_jsonb(r)::text FROM resolutions r") == before
    async with build.sessions() as session:
        assert await public_mark(session, hall.assembly.id) == mark
        assert await waiting_for_publication(session, now()) == []
        assert (await totals_of(session, hall.assembly.id)).pending == 1


async def test_several_test_votings_run_beside_the_real_one(build):
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    tests = [await plan(build, hall, on=resolution, test=True) for _ in range(2)]
    real = await plan(build, hall, on=resolution)
    for voting in (*tests, real):
        await opened(build, voting)
        await build.cast_all(hall, voting, ["yes"])
    await annul(build, tests[0])
    assert await one(build, "SELECT state FROM resolutions") == "under_vote"
    for voting in (tests[1], real):
        await build.close(voting)
        await build.count(voting)
        await build.publish(voting)
    assert await rows(build, "SELECT voting_id FROM records") == [(real.id,)]


async def test_a_test_voting_needs_a_tabled_resolution(build):
    hall = await build.hall(seats=1)
    with pytest.raises(IllegalMove):
        await plan(build, hall, on=await build.draft(hall), test=True)
