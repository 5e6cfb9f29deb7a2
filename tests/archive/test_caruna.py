# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Caruna, 22 November 2025: what the house says is what the source says, word for word."""

import hashlib
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from assembly.archive.bring_in import BroughtIn, bring_in
from assembly.archive.found import Naming
from assembly.archive.queries import SourceView, source_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import listed_assemblies, require_assembly
from assembly.clock import now
from assembly.publication.queries import Decision, Totals, decisions_of, totals_of
from assembly.publication.schemas import ResolutionOut
from assembly.publication.views import assembly_page, resolution_out
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import digest
from tests.build.house import Build
from tests.verbs.reading import one, rows, sizes

FOLDER = Path(__file__).resolve().parents[2] / "data" / "caruna-2025"
TOLD = json.loads((FOLDER / "source.json").read_text(encoding="utf-8"))
DATA = (FOLDER / TOLD["file"]).read_bytes()
LINES = DATA.decode("utf-8").split("\n")

NOT_ADOPTED = {5, 6, 12, 13, 15, 20, 29, 30, 31, 32, 33, 34, 41, 43}


async def bring(build: Build, data: bytes = DATA) -> BroughtIn:
    told = TOLD["assembly"]
    naming = Naming(told["slug"], told["name"], told["language"], told["time_zone"])
    async with build.sessions.begin() as session:
        return await bring_in(
            session, data, file=TOLD["file"], naming=naming, importer="a test", at=now()
        )


class Public:
    """What anybody reads about Caruna."""

    def __init__(
        self,
        assembly: Assembly,
        source: SourceView,
        decisions: list[Decision],
        totals: Totals,
    ) -> None:
        self.assembly = assembly
        self.source = source
        self.decisions = decisions
        self.totals = totals
        self.items: list[ResolutionOut] = [
            resolution_out(decision, assembly, source) for decision in decisions
        ]


@pytest.fixture
async def caruna(build: Build) -> AsyncIterator[Public]:
    await bring(build)
    async with build.sessions() as session:
        assembly = await require_assembly(session, "caruna-2025")
        source = await source_of(session, assembly.id)
        assert source is not None
        yield Public(
            assembly,
            source,
            await decisions_of(session, assembly.id),
            await totals_of(session, assembly.id),
        )


def bare(words: str) -> str:
    """Without white space, of whatever kind."""
    return "".join(words.split())


def between(first_line: int, last_line: int) -> tuple[str, str]:
    """The words of the source on these lines, and the last line, which gives the outcome."""
    return "\n".join(LINES[first_line - 1 : last_line - 1]), LINES[last_line - 1].strip()


async def test_there_are_44_resolutions_30_adopted_and_14_not(caruna):
    assert [item.number for item in caruna.items] == list(range(1, 45))
    assert [item.outcome for item in caruna.items].count(Outcome.ADOPTED) == 30
    assert {item.number for item in caruna.items if item.outcome is Outcome.NOT_ADOPTED} == (
        NOT_ADOPTED
    )
    page = assembly_page(caruna.assembly, caruna.totals).resolutions
    assert (page.total, page.adopted, page.not_adopted, page.pending) == (44, 30, 14, 0)


async def test_the_assembly_is_that_of_22_november_2025(caruna):
    assert caruna.assembly.name == "Caruna"
    assert str(caruna.assembly.held_on) == TOLD["assembly"]["held_on"] == "2025-11-22"
    assert (caruna.assembly.language, caruna.assembly.time_zone) == ("nl", "Europe/Brussels")
    assert caruna.assembly.is_imported


async def test_every_wording_is_that_of_the_source_white_space_aside(caruna):
    for item in caruna.items:
        words, _ = between(item.source.first_line, item.source.last_line)
        assert bare(words) == bare(f"{item.number}.{item.text}"), item.number


async def test_every_outcome_is_the_last_line_of_its_resolution(caruna):
    for item in caruna.items:
        _, outcome = between(item.source.first_line, item.source.last_line)
        assert outcome == item.outcome_label, item.number


async def test_every_word_of_the_source_is_in_exactly_one_resolution(caruna):
    """Between the title and the end nothing is left out and nothing is used twice."""
    taken = [
        line
        for item in caruna.items
        for line in range(item.source.first_line, item.source.last_line + 1)
    ]
    assert len(taken) == len(set(taken))
    left = [line for line in range(2, len(LINES) + 1) if line not in set(taken)]
    assert not [line for line in left if re.search(r"[^\W\d_]", LINES[line - 1])]


async def test_no_paragraph_keeps_the_line_breaks_of_the_page(caruna):
    for item in caruna.items:
        for provision in item.provisions:
            assert provision.text == " ".join(provision.text.split(" "))
            assert "\n" not in provision.text
    by_number = {item.number: item for item in caruna.items}
    assert [one.marker for one in by_number[19].provisions if one.kind == "item"] == ["a.", "b."]
    assert len(by_number[7].provisions) == 4


async def test_titles_are_derived_and_say_so(caruna):
    assert all(item.title_derived for item in caruna.items)
    for item in caruna.items:
        assert bare(item.text).startswith(bare(item.title.removesuffix(" …"))), item.number
    assert caruna.items[0].title == "De ruimtelijke ordening moet een sociale toets invoeren om …"


async def test_counts_are_not_recorded_and_never_nought(caruna):
    for item in caruna.items:
        assert item.counts_recorded is False
        assert (item.tally, item.verdict, item.sentences) == (None, None, None)
        assert (item.voting, item.record_digest) == (None, None)


async def test_each_resolution_says_where_it_was_read(caruna):
    for item in caruna.items:
        assert (item.source.file, item.source.digest) == (TOLD["file"], TOLD["sha256"])
        assert item.source.importer == "a test"
        assert LINES[item.source.first_line - 1].lstrip().startswith(f"{item.number}.")


async def test_the_source_is_the_file_that_ships(caruna, build):
    assert hashlib.sha256(DATA).hexdigest() == TOLD["sha256"] == caruna.source.digest
    assert await one(build, "SELECT content FROM sources") == DATA


async def test_the_digest_of_every_text_can_be_computed_again(caruna):
    for decision in caruna.decisions:
        assert digest(decision.resolution.provisions) == decision.resolution.digest


async def test_bringing_it_in_again_changes_nothing(caruna, build):
    before = await sizes(build), await rows(build, "SELECT * FROM resolutions ORDER BY number")
    assert (await bring(build)).new is False
    after = await sizes(build), await rows(build, "SELECT * FROM resolutions ORDER BY number")
    assert after == before


async def test_it_stands_in_the_public_list_of_assemblies(caruna, build):
    async with build.sessions() as session:
        assert [one.slug for one in await listed_assemblies(session)] == ["caruna-2025"]


async def test_words_are_found_and_outcomes_filtered(caruna, build):
    async with build.sessions() as session:
        found = await decisions_of(session, caruna.assembly.id, q="BURGERVERLOF")
        refused = await decisions_of(session, caruna.assembly.id, outcome=Outcome.NOT_ADOPTED)
        both = await decisions_of(
            session, caruna.assembly.id, q="burgerverlof", outcome=Outcome.ADOPTED
        )
        after = await decisions_of(session, caruna.assembly.id, after=40, limit=2)
        wild = await decisions_of(session, caruna.assembly.id, q="%")
    assert 6 in [one.resolution.number for one in found]
    assert {one.resolution.number for one in refused} == NOT_ADOPTED
    assert 6 not in [one.resolution.number for one in both]
    assert [one.resolution.number for one in after] == [41, 42]
    assert len(wild) == sum("%" in item.text for item in caruna.items) < 44
