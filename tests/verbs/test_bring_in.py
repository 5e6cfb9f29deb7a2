# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bringing in history: whole or not at all, once, and never changed behind anybody's back."""

import asyncio
import hashlib

import pytest

from assembly.archive.bring_in import BroughtIn, bring_in
from assembly.archive.found import Naming
from assembly.archive.queries import content_of, source_of
from assembly.assemblies.convene import NewSeat, seat_participants
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    IllegalMove,
    Refusal,
    SourceChanged,
    SourceUnreadable,
)
from assembly.identity.rules.codes import draw_code
from assembly.publication.queries import decisions_of, totals_of
from assembly.resolutions.draft import draft_resolution, revise_resolution
from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.open import Terms, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from tests.build.house import BY, Build
from tests.verbs.reading import acts, one, rows, sizes

ADOPTED, NOT_ADOPTED = "“Goedgekeurd”", "“Niet goedgekeurd”"
SOURCE = """Resoluties Dorpsraad (3 mei 2024)
1. Wij openen het
buurthuis op zondag.
Goedgekeurd
2. Wij sluiten de weg:
a. in de zomer;
b. op zondag.
Niet goedgekeurd
3. Samen sterk.
Goedgekeurd
"""


async def bring(build: Build, words: str | bytes = SOURCE, **naming: str) -> BroughtIn:
    data = words.encode() if isinstance(words, str) else words
    async with build.sessions.begin() as session:
        return await bring_in(
            session,
            data,
            file="besluiten.txt",
            naming=Naming(**naming),
            importer="a test",
            at=now(),
        )


async def test_the_document_names_the_assembly_and_its_day(build):
    brought = await bring(build)
    assert (brought.slug, brought.name, brought.new) == ("dorpsraad-2024", "Dorpsraad", True)
    assert await rows(
        build,
        "SELECT slug, name, language, is_imported, is_rehearsal, held_on::text FROM assemblies",
    ) == [("dorpsraad-2024", "Dorpsraad", "nl", True, False, "2024-05-03")]


async def test_what_is_told_comes_before_what_is_derived(build):
    await bring(build, slug="raad", name="De raad", language="fr", time_zone="Europe/Paris")
    assert await rows(build, "SELECT slug, name, language, time_zone FROM assemblies") == [
        ("raad", "De raad", "fr", "Europe/Paris")
    ]
    assert await rows(build, "SELECT DISTINCT language FROM resolutions") == [("fr",)]


async def test_resolutions_come_decided_with_their_lines_and_without_a_date_or_a_count(build):
    await bring(build)
    assert await rows(
        build,
        "SELECT number, state, title, first_line, last_line, decided_at, revision, current_version"
        " FROM resolutions ORDER BY number",
    ) == [
        (1, "adopted", None, 2, 4, None, 1, 1),
        (2, "not_adopted", None, 5, 8, None, 1, 1),
        (3, "adopted", None, 9, 10, None, 1, 1),
    ]
    assert await one(build, "SELECT count(*) FROM votings") == 0
    assert await one(build, "SELECT count(*) FROM results") == 0


async def test_items_of_a_list_are_items(build):
    await bring(build)
    assert await rows(
        build,
        "SELECT p.kind, p.marker, p.text FROM provisions p JOIN resolutions r"
        " ON r.id = p.resolution_id WHERE r.number = 2 ORDER BY p.place",
    ) == [
        ("paragraph", "", "Wij sluiten de weg:"),
        ("item", "a.", "in de zomer;"),
        ("item", "b.", "op zondag."),
    ]


async def test_the_source_is_kept_byte_for_byte_with_where_it_came_from(build):
    brought = await bring(build)
    async with build.sessions() as session:
        assembly = await require_assembly(session, "dorpsraad-2024")
        source = await source_of(session, assembly.id)
        assert await content_of(session, assembly.id) == SOURCE.encode()
    assert source is not None
    assert (source.file, source.importer) == ("besluiten.txt", "a test")
    assert source.digest == brought.digest == hashlib.sha256(SOURCE.encode()).hexdigest()
    assert await rows(build, "SELECT DISTINCT source_id FROM resolutions") == [(source.id,)]


async def test_the_same_source_again_changes_nothing(build):
    await bring(build)
    before = await sizes(build), await rows(build, "SELECT * FROM sources")
    again = await bring(build)
    assert again.new is False
    assert len(again.document.resolutions) == 3
    assert (await sizes(build), await rows(build, "SELECT * FROM sources")) == before
    assert (await acts(build))["bring_in"] == 1


@pytest.mark.parametrize(
    ("old", "new", "differences"),
    [
        pytest.param(
            "3. Samen sterk.\nGoedgekeurd",
            "3. Samen sterk.\nNiet goedgekeurd",
            [f"Resolution 3 (line 10): the outcome was {ADOPTED} and is now {NOT_ADOPTED}."],
            id="an outcome",
        ),
        pytest.param(
            "op zondag.\nGoedgekeurd",
            "op maandag.\nGoedgekeurd",
            ["Resolution 1 (line 2): the wording was “zondag.” and is now “maandag.”."],
            id="a word",
        ),
        pytest.param(
            "\n3. Samen sterk.\nGoedgekeurd",
            "",
            ["Resolution 3 (line 8): it is gone, “Samen sterk.”."],
            id="a resolution gone",
        ),
        pytest.param(
            "buurthuis op",
            "buurthuis  op",
            ["The words are the same; only white space or line breaks differ."],
            id="white space",
        ),
    ],
)
async def test_a_changed_source_is_refused_with_what_differs_and_nothing_changes(
    build, old, new, differences
):
    await bring(build)
    before = await sizes(build), await rows(build, "SELECT * FROM provisions ORDER BY 1, 2, 3")
    changed = SOURCE.replace(old, new)
    assert changed != SOURCE
    with pytest.raises(SourceChanged) as refused:
        await bring(build, changed)
    assert refused.value.facts == {"slug": "dorpsraad-2024", "differences": differences}
    after = await sizes(build), await rows(build, "SELECT * FROM provisions ORDER BY 1, 2, 3")
    assert after == before


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        pytest.param(
            SOURCE.replace("b. op zondag.\nNiet goedgekeurd\n", "b. op zondag.\n"),
            "Line ",
            id="a missing outcome",
        ),
        pytest.param(SOURCE.replace("3. Samen", "2. Samen"), "Line 9", id="a number twice"),
        pytest.param(SOURCE.replace("3. Samen", "4. Samen"), "Line 9", id="a gap"),
        pytest.param("Resoluties (3 mei 2024)\n", "Line ", id="no resolutions"),
        pytest.param("", "Line ", id="an empty file"),
        pytest.param(
            SOURCE.replace("zondag", "zond\u00e4g").encode("latin-1"), "Line 3", id="not UTF-8"
        ),
        pytest.param(SOURCE.replace("Samen", "Sa\x00men"), "Line 9", id="a NUL"),
    ],
)
async def test_a_broken_source_leaves_nothing_and_says_on_which_line(build, words, complaint):
    before = await sizes(build)
    with pytest.raises(SourceUnreadable) as refused:
        await bring(build, words)
    assert all(line.startswith("Line ") for line in refused.value.facts["complaints"])
    assert any(line.startswith(complaint) for line in refused.value.facts["complaints"])
    assert await sizes(build) == before


async def test_a_slug_of_an_assembly_of_ours_is_taken(build):
    await build.hall(seats=1, slug="dorpsraad-2024")
    before = await sizes(build)
    with pytest.raises(AlreadyTaken):
        await bring(build)
    assert await sizes(build) == before


@pytest.mark.parametrize(
    "naming",
    [
        pytest.param({"slug": "Dorps raad"}, id="a slug with a space"),
        pytest.param({"slug": "x" * 81}, id="a slug that is too long"),
        pytest.param({"name": "x" * 201}, id="a name that is too long"),
        pytest.param({"language": "xx"}, id="an unknown language"),
    ],
)
async def test_a_name_that_cannot_be_is_refused_for_what_it_is(build, naming):
    with pytest.raises(Refusal) as refused:
        await bring(build, **naming)
    assert not isinstance(refused.value, AlreadyTaken)
    assert await one(build, "SELECT count(*) FROM assemblies") == 0


async def test_two_importers_at_once_bring_it_in_once(build):
    answers = await asyncio.gather(*(bring(build) for _ in range(4)), return_exceptions=True)
    brought = [answer for answer in answers if isinstance(answer, BroughtIn)]
    assert [answer.new for answer in brought].count(True) == 1
    assert all(isinstance(answer, BroughtIn | AlreadyTaken) for answer in answers)
    assert await one(build, "SELECT count(*) FROM resolutions") == 3
    assert (await acts(build))["bring_in"] == 1


# ── history stays history ─────────────────────────────────────────────────────
async def test_the_numbers_of_history_are_used(build):
    await bring(build)
    assert await one(build, "SELECT last_number FROM assemblies") == 3


async def test_nothing_is_drafted_revised_seated_or_voted_on_in_history(build):
    await bring(build)
    async with build.sessions() as session:
        assembly = await require_assembly(session, "dorpsraad-2024")
    before = await sizes(build)
    words = [Provision(Kind.PARAGRAPH, "", "Nieuw.")]
    code = draw_code()
    seat = NewSeat(1, "Zetel 1", code, await build.hasher.hash_code(code))
    terms = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))
    at = now()
    for act in (
        lambda session: draft_resolution(
            session, assembly, title=None, provisions=words, at=at, by=BY
        ),
        lambda session: revise_resolution(
            session, assembly.id, 1, revision=1, title=None, provisions=words, at=at, by=BY
        ),
        lambda session: seat_participants(session, assembly, [seat], at=at, by=BY),
        lambda session: plan_voting(session, assembly, 1, terms, at=at, by=BY),
    ):
        with pytest.raises(IllegalMove):
            async with build.sessions.begin() as session:
                await act(session)
    assert await sizes(build) == before
    with pytest.raises(IllegalMove):  # even a text without words is first of all too late
        async with build.sessions.begin() as session:
            await draft_resolution(session, assembly, title=None, provisions=[], at=at, by=BY)


async def test_the_outcome_of_history_is_public_without_a_record_and_without_counts(build):
    await bring(build)
    async with build.sessions() as session:
        assembly = await require_assembly(session, "dorpsraad-2024")
        decisions = await decisions_of(session, assembly.id)
        totals = await totals_of(session, assembly.id)
    assert [(one.resolution.number, str(one.outcome), one.record) for one in decisions] == [
        (1, "adopted", None),
        (2, "not_adopted", None),
        (3, "adopted", None),
    ]
    assert (totals.total, totals.adopted, totals.not_adopted, totals.pending) == (3, 2, 1, 0)
