# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Records never change: a correction is a version of its own, and never what a box decides."""

import asyncio
from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError

from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    BoxDecides,
    InvalidRequest,
    MarkupInText,
    NothingCorrected,
    NothingPublished,
    RecordVersionNotFound,
    Stale,
)
from assembly.publication.correct import correct_record
from assembly.publication.corrections import Corrected
from assembly.publication.queries import Totals, decisions_of, require_decision, totals_of
from assembly.publication.record_versions import (
    RecordVersion,
    record_versions,
    require_record_version,
)
from assembly.publication.rules.correction import Correctable, Facts, Given
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.annul import annul_voting
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows, run
from tests.verbs.test_bring_in import bring

TYPO = "Een letter was fout."
TITLE = {Correctable.TITLE: "Gratis bus"}


async def correct(
    build: Build, slug: str, changes: Mapping[Correctable, object], number: int = 1, **how: object
) -> Corrected:
    told = {"because": TYPO, "corrects": 1} | how
    async with build.sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        return await correct_record(
            session,
            assembly,
            number,
            changes,
            str(told["because"]),
            corrects=int(str(told["corrects"])),
            at=now(),
            by=BY,
        )


async def versions(build: Build, slug: str, number: int = 1) -> list[RecordVersion]:
    async with build.sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        decision = await require_decision(session, assembly.id, number)
        return await record_versions(session, assembly.id, decision)


async def totals(build: Build, slug: str) -> Totals:
    async with build.sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        return await totals_of(session, assembly.id)


@pytest.fixture
async def hall(build) -> Hall:
    hall: Hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    return hall


async def kept(build: Build) -> list[tuple[object, ...]]:
    """All that a bundle is made of."""
    return await rows(build, "SELECT document, digest, published_at FROM records ORDER BY 2")


async def test_a_correction_is_a_further_version_and_the_first_one_stays_to_the_letter(build, hall):
    before = await kept(build)
    made = await correct(build, hall.slug, TITLE | {Correctable.NOTE: "Er stond: buss."})
    assert (made.version, made.because) == (2, TYPO)
    assert [change.field for change in made.changes] == ["title", "note"]
    first, second = await versions(build, hall.slug)
    assert first.facts == Facts(None, Outcome.ADOPTED)
    assert second.facts == Facts("Gratis bus", Outcome.ADOPTED, note="Er stond: buss.")
    assert await kept(build) == before
    async with build.sessions.begin() as session:
        (shown,) = await decisions_of(session, hall.assembly.id)
    assert (shown.resolution.title, shown.resolution.title_derived) == ("Gratis bus", False)
    assert shown.corrected == made
    assert await one(build, "SELECT title FROM versions") is None, "what was voted on stays"


async def test_it_is_an_audited_act_with_its_digest(build, hall):
    made = await correct(build, hall.slug, TITLE)
    assert (await acts(build))["correct_record"] == 1
    ((facts,),) = await rows(build, "SELECT facts FROM audit_entries WHERE act = 'correct_record'")
    assert facts == {"version": 2, "digest": made.digest, "because": TYPO}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param(Correctable.OUTCOME, "not_adopted", id="outcome"),
        pytest.param(Correctable.COUNTS, Given(9, 0), id="counts"),
        pytest.param(Correctable.DECIDED_ON, date(2020, 1, 1), id="day"),
    ],
)
async def test_what_the_box_decides_is_never_corrected(build, hall, field, value):
    with pytest.raises(BoxDecides) as refused:
        await correct(build, hall.slug, TITLE | {field: value})
    assert refused.value.facts["fields"] == [field]
    assert await one(build, "SELECT count(*) FROM corrections") == 0
    assert await one(build, "SELECT title FROM resolutions") is None


async def test_the_same_correction_sent_twice_is_one(build, hall):
    first = await correct(build, hall.slug, TITLE)
    assert await correct(build, hall.slug, TITLE) == first
    assert (await acts(build))["correct_record"] == 1


async def test_two_moderators_at_once_never_write_over_each_other(build, hall):
    found = await asyncio.gather(
        *(correct(build, hall.slug, {Correctable.TITLE: f"Titel {n}"}) for n in range(4)),
        return_exceptions=True,
    )
    assert [type(made) for made in found if isinstance(made, Exception)] == [Stale] * 3
    assert len(await versions(build, hall.slug)) == 2


async def test_the_same_sent_by_two_tabs_at_once_is_one(build, hall):
    found = await asyncio.gather(*(correct(build, hall.slug, TITLE) for _ in range(3)))
    assert found == [found[0]] * 3


@pytest.mark.parametrize(
    ("changes", "how", "refusal"),
    [
        pytest.param({}, {}, NothingCorrected, id="nothing"),
        pytest.param({Correctable.TITLE: " "}, {}, NothingCorrected, id="the same in other words"),
        pytest.param(TITLE, {"because": "Fout"}, InvalidRequest, id="no reason"),
        pytest.param(TITLE, {"corrects": 2}, Stale, id="a version that is not there"),
        pytest.param({Correctable.TITLE: "x" * 301}, {}, InvalidRequest, id="too long"),
        pytest.param({Correctable.TITLE: "<b>Bus</b>"}, {}, MarkupInText, id="markup"),
        pytest.param({Correctable.NOTE: "<script>"}, {}, MarkupInText, id="markup in a note"),
        pytest.param({Correctable.NOTE: "\u202e"}, {}, InvalidRequest, id="unreadable"),
    ],
)
async def test_what_cannot_be_kept_is_refused_whole(build, hall, changes, how, refusal):
    with pytest.raises(refusal):
        await correct(build, hall.slug, changes, **how)
    assert len(await versions(build, hall.slug)) == 1


async def test_nothing_is_corrected_before_it_is_published(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await build.count(voting)
    with pytest.raises(NothingPublished):
        await correct(build, hall.slug, TITLE)
    assert await versions(build, hall.slug) == []


async def test_history_is_read_again_and_totals_dossiers_and_gate_follow(build):
    slug = (await bring(build)).slug
    assert await totals(build, slug) == Totals(3, 2, 1)
    changes = {
        Correctable.OUTCOME: "adopted",
        Correctable.COUNTS: Given(12, 3),
        Correctable.DECIDED_ON: date(2024, 5, 2),
    }
    await correct(build, slug, changes, number=2)
    assert await totals(build, slug) == Totals(3, 3, 0)
    assert await one(build, "SELECT count(*) FROM dossiers") == 3
    first, second = await versions(build, slug, 2)
    assert first.facts == Facts(None, Outcome.NOT_ADOPTED)
    assert second.facts == Facts(None, Outcome.ADOPTED, date(2024, 5, 2), Given(12, 3))
    back = {Correctable.OUTCOME: "not_adopted", Correctable.COUNTS: None}
    await correct(build, slug, back, number=2, corrects=2)
    assert await totals(build, slug) == Totals(3, 2, 1)
    assert [each.facts.outcome for each in await versions(build, slug, 2)] == [
        Outcome.NOT_ADOPTED,
        Outcome.ADOPTED,
        Outcome.NOT_ADOPTED,
    ]
    await bring(build)
    assert len(await versions(build, slug, 2)) == 3, "the same source again changes nothing"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({Correctable.OUTCOME: "void"}, id="no outcome"),
        pytest.param({Correctable.OUTCOME: None}, id="none at all"),
        pytest.param({Correctable.DECIDED_ON: date(2999, 1, 1)}, id="a day to come"),
        pytest.param({Correctable.COUNTS: Given(-1, 3)}, id="fewer than nobody"),
    ],
)
async def test_history_is_not_corrected_to_nonsense(build, changes):
    slug = (await bring(build)).slug
    with pytest.raises(InvalidRequest):
        await correct(build, slug, changes)


async def test_a_number_leads_to_the_same_version_for_ever(build, hall):
    voting = (await rows(build, "SELECT id FROM votings"))[0][0]
    await correct(build, hall.slug, TITLE)
    before = await versions(build, hall.slug)
    async with build.sessions.begin() as session:
        await annul_voting(session, voting, "The doors were locked.", at=now(), by=BY)
    annulled = await versions(build, hall.slug)
    assert [each.in_force for each in annulled] == [False, False]
    with pytest.raises(NothingPublished):
        await correct(build, hall.slug, TITLE, corrects=2)
    async with build.sessions.begin() as session:
        resolution = (await require_decision(session, hall.assembly.id, 1)).resolution
    again = await build.open_on(hall, resolution)
    await build.cast_all(hall, again, ["no", "no", "yes"])
    await build.close(again)
    await build.count(again)
    await build.publish(again)
    await correct(build, hall.slug, {Correctable.TITLE: "De bus"}, corrects=3)
    every = await versions(build, hall.slug)
    assert [(each.version, each.facts.title, each.in_force) for each in every] == [
        (1, None, False),
        (2, "Gratis bus", False),
        (3, "Gratis bus", True),
        (4, "De bus", True),
    ]
    assert [each.facts for each in every[:2]] == [each.facts for each in before]
    async with build.sessions.begin() as session:
        decision = await require_decision(session, hall.assembly.id, 1)
        with pytest.raises(RecordVersionNotFound):
            await require_record_version(session, hall.assembly.id, decision, 5)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("UPDATE resolutions SET title = 'Anders'", id="title"),
        pytest.param("UPDATE resolutions SET title = NULL", id="no title"),
        pytest.param(
            "UPDATE resolutions SET state = 'not_adopted', decided_at = now()", id="state"
        ),
    ],
)
async def test_the_database_lets_nothing_pass_that_no_correction_says(build, hall, sql):
    await correct(build, hall.slug, TITLE)
    with pytest.raises(DBAPIError, match=r"does not change|cannot become"):
        await run(build, sql)


async def test_the_outcome_of_history_changes_only_by_a_correction(build):
    slug = (await bring(build)).slug
    with pytest.raises(DBAPIError, match="cannot become"):
        await run(build, "UPDATE resolutions SET state = 'adopted' WHERE number = 2")
    await correct(build, slug, {Correctable.OUTCOME: "adopted"}, number=2)
    with pytest.raises(DBAPIError, match="cannot become"):
        await run(build, "UPDATE resolutions SET state = 'not_adopted' WHERE number = 2")
