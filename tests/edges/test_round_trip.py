# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one installation exports as JSON stands in another: the same assembly, to the byte."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    FileAltered,
    FileCutShort,
    FileNotUnderstood,
    FileTooLarge,
    Refusal,
    SourceChanged,
)
from assembly.follow_up.rules.dossier import Kind, StepState, Told
from assembly.follow_up.write import write_entry
from assembly.publication.formats import json_reading
from assembly.publication.formats.json_document import Lines
from assembly.publication.formats.registry import Scope, formats_of
from assembly.publication.formats.schema import SCHEMA
from assembly.publication.publish import publish_now
from assembly.publication.rules.correction import Correctable, Given
from assembly.publication.rules.record import record_digest
from assembly.publication.take_over import TakenOver, take_over
from assembly.settings import Settings
from assembly.voting.annul import annul_voting
from assembly.voting.rules.ballot import Secrecy
from tests.build.amending import Amending, insert_after, replace_
from tests.build.history import SOUND, history_brought_in
from tests.build.house import BY, Build, Hall
from tests.build.running import environ_of
from tests.build.themes import EUROVOC, HOUSING, added, tagged
from tests.edges.conftest import House, a_house
from tests.verbs.reading import acts, one, rows, sizes
from tests.verbs.test_correct import correct

THERE = "https://there.example"


def elsewhere(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": THERE})


@pytest.fixture
async def empty(servers, template) -> AsyncIterator[House]:
    """An installation with nobody in it, at an address of its own."""
    async with a_house(servers, template, elsewhere) as house:
        yield house


@pytest.fixture(scope="module")
async def refusing(servers, template) -> AsyncIterator[House]:
    """One that nothing ever comes into."""
    async with a_house(servers, template, elsewhere) as house:
        yield house


@pytest.fixture
async def third(servers, template) -> AsyncIterator[House]:
    async with a_house(servers, template) as house:
        yield house


@pytest.fixture(scope="module")
async def lively(build: Build) -> Hall:
    """An assembly that voted here, in every way that a file has to carry."""
    hall = await build.hall(seats=5)
    await _amended(build, hall)
    named = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL, rule="two_thirds")
    await build.cast_all(hall, named, ["yes", "yes", "no"])
    held = await build.held(hall, ["yes", "no", "no"], publish_at=now() + timedelta(hours=1))
    await build.close(named)
    await build.count(named)
    await build.publish(named)
    async with build.sessions.begin() as session:
        await publish_now(session, held.id, "Everybody is here already.", at=now(), by=BY)
    annulled = await build.decided(hall, yes=1, no=0)
    async with build.sessions.begin() as session:
        await annul_voting(session, annulled.id, "The doors were locked.", at=now(), by=BY)
    await build.held(hall, ["yes", "yes"])
    await _followed(build, hall)
    return hall


async def _amended(build: Build, hall: Hall) -> None:
    """Number 1: two votings on amendments, a version made of one, a translation, a voting."""
    amending = Amending(build, hall)
    resolution = await amending.table("Gratis bus onder 18.", "Vanaf 2027.")
    await amending.admitted(replace_("p1", "Gratis bus onder 21."))
    await amending.admitted(insert_after("p2", "Ook de tram."))
    await amending.decide(1, choices=["yes", "yes", "no"])
    await amending.decide(2, choices=["no", "no", "yes"])
    await amending.keep_up(resolution.id)
    async with build.sessions.begin() as session:
        resolution = await session.get_one(type(resolution), resolution.id)
    assert resolution.current_version == 2
    await build.translate(hall, resolution, "fr", "Bus gratuit avant 21 ans.", "Dès 2027.")
    voting = await build.open_on(hall, resolution)
    await build.cast_all(hall, voting, ["yes", "yes", "yes", "abstain"])
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)


async def _followed(build: Build, hall: Hall) -> None:
    for told in (
        Told(Kind.ADDRESSEE, "Vervoerregio"),
        Told(Kind.DUE, on=date(2027, 3, 1)),
        Told(Kind.STEP, "Overleg met de regio", date(2026, 12, 1), state=StepState.PLANNED),
        Told(
            Kind.STEP,
            "Overleg gehouden",
            date(2026, 1, 2),
            "https://there.example/verslag",
            step=1,
            state=StepState.DONE,
        ),
    ):
        async with build.sessions.begin() as session:
            await write_entry(session, hall.assembly, 1, told, at=now(), by=BY)


async def exported(client: httpx.AsyncClient, slug: str, more: str = "") -> bytes:
    answer = await client.get(f"/api/v1/assemblies/{slug}/export/json{more}")
    assert answer.status_code == 200, answer.text
    return answer.content


async def bring(house: House, data: bytes, named: str = "there.json") -> TakenOver:
    async with house.build.sessions.begin() as session:
        return await take_over(session, BytesIO(data), named=named, at=now())


@pytest.fixture(scope="module")
async def file(client, lively) -> bytes:
    return await exported(client, lively.slug)


async def test_the_file_is_after_its_schema_and_tells_all_of_it(file, lively):
    document = json.loads(file)
    Draft202012Validator(SCHEMA).validate(document)
    first, named, held = document["resolutions"]
    assert document["at"].endswith(f"/assemblies/{lively.slug}/export/json")
    assert [one["record"]["resolution"]["number"] for one in (first, named, held)] == [1, 2, 3]
    assert all(record_digest(one["record"]) == one["voting"]["digest"] for one in (first, named))
    outcomes = [one["record"]["verdict"]["outcome"] for one in first["amendment_votings"]]
    assert outcomes == ["adopted", "not_adopted"]
    assert [one["language"] for one in first["translations"]] == ["fr"]
    assert [one["kind"] for one in first["follow_up"]] == ["addressee", "due", "step", "step"]
    assert (named["follow_up"], held["follow_up"]) == ([], None)
    assert held["record"]["held"]["moves"][0]["because"] == "Everybody is here already."


async def test_an_assembly_that_voted_comes_out_as_it_went_in(file, lively, empty, third):
    """Also from the second installation into a third one, and one resolution by itself."""
    taken = await bring(empty, file)
    assert (taken.slug, taken.new, taken.total, taken.adopted) == (lively.slug, True, 3, 2)
    again = await exported(empty.client, lively.slug)
    assert again == file
    await bring(third, again)
    assert await exported(third.client, lively.slug) == file
    alone = f"/api/v1/assemblies/{lively.slug}/resolutions/1/export/json"
    assert (await empty.client.get(alone)).json() == json.loads(file)["resolutions"][0]


async def test_history_comes_out_as_it_went_in(client, history, empty):
    file = await exported(client, history)
    taken = await bring(empty, file)
    assert (taken.name, taken.total) == ("Caruna", 44)
    assert await exported(empty.client, history) == file
    shown = (await empty.client.get(f"/api/v1/assemblies/{history}/resolutions/19")).json()
    assert shown["counts_recorded"] is False
    assert shown["elsewhere"]["checked"] is False
    assert shown["elsewhere"]["source"] == json.loads(file)["resolutions"][18]["source"]
    assert (shown["source"]["file"], shown["source"]["first_line"]) == ("there.json", 20)


async def test_both_together_come_out_as_everything(client, history, lively, empty, file):
    await bring(empty, file)
    await bring(empty, await exported(client, history))
    there = json.loads((await client.get("/api/v1/export/json")).content)
    here = json.loads((await empty.client.get("/api/v1/export/json")).content)
    assert here["resolutions"] == there["resolutions"]


async def test_what_was_decided_elsewhere_is_shown_as_that(lively, empty, file):
    """With its counts and its reason, without a box that is not here; and it takes no votings."""
    await bring(empty, file)
    first = json.loads(file)["resolutions"][0]
    path = f"/api/v1/assemblies/{lively.slug}/resolutions/1"
    shown = (await empty.client.get(path)).json()
    assert shown["tally"] == first["voting"]["counts"]
    assert (shown["voting"], shown["record_digest"]) == (None, first["voting"]["digest"])
    assert not {"result", "box", "roll", "bundle"} & set(shown["links"])
    bundle = f"/api/v1/votings/{first['voting']['id']}/bundle"
    assert shown["elsewhere"] == {
        "page": first["page"],
        "bundle": first["page"].partition("/assemblies/")[0] + bundle,
        "published_at": first["published_at"].replace("+00:00", "Z"),
        "voting": first["voting"]["id"],
        "checked": True,
        "source": None,
    }
    page = (await empty.client.get(f"/fr/assemblies/{lively.slug}/resolutions/1")).text
    assert "Décidé ailleurs" in page
    assert "Bus gratuit avant 21 ans." in page
    assert first["record"]["sentences"]["fr"] in page
    assert first["amendment_votings"][1]["record"]["sentences"]["fr"] in page
    assert f"/votings/{first['voting']['id']}/box" not in page
    assert (await rows(empty.build, "SELECT count(*) FROM votings")) == [(0,)]
    assert (await acts(empty.build))["take_over"] == 1


async def test_every_file_and_page_of_it_can_be_had(client, history, lively, empty, file):
    await bring(empty, file)
    await bring(empty, await exported(client, history))
    for slug, number in ((lively.slug, 2), (history, 19)):
        here = f"/api/v1/assemblies/{slug}"
        for scope, place in (
            (Scope.ONE, f"{here}/resolutions/{number}/export"),
            (Scope.ASSEMBLY, f"{here}/export"),
        ):
            for form in formats_of(scope):
                answer = await empty.client.get(f"{place}/{form.key}")
                assert (answer.status_code, bool(answer.content)) == (200, True), form.key
        for page in ("", "/resolutions", f"/resolutions/{number}", "/follow-up"):
            answer = await empty.client.get(f"/fr/assemblies/{slug}{page}")
            assert answer.status_code == 200, page
        assert (await empty.client.get(f"/assemblies/{slug}/feed.atom")).status_code == 200
    page = await empty.client.get("/search", params={"q": "bus", "year": now().year})
    assert f'href="/assemblies/{lively.slug}/resolutions/1"' in page.text


async def test_what_happens_next_goes_on_and_is_exported(lively, empty, third, file):
    await bring(empty, file)
    async with empty.build.sessions.begin() as session:
        assembly = await require_assembly(session, lively.slug)
        told = Told(Kind.ANSWER, "Wij voeren het in.", date(2026, 1, 3))
        await write_entry(session, assembly, 1, told, at=now(), by=BY)
    again = await exported(empty.client, lively.slug)
    *before, entry = json.loads(again)["resolutions"][0]["follow_up"]
    assert before == json.loads(file)["resolutions"][0]["follow_up"]
    assert entry["text"] == "Wij voeren het in."
    await bring(third, again)
    assert await exported(third.client, lively.slug) == again


async def test_the_same_file_again_changes_nothing(empty, file):
    await bring(empty, file)
    before = await sizes(empty.build)
    taken = await bring(empty, file, "under another name.json")
    assert (taken.new, taken.total, taken.adopted) == (False, 3, 2)
    assert await sizes(empty.build) == before


async def test_another_file_for_the_same_assembly_is_refused(empty, file):
    await bring(empty, file)
    before = await sizes(empty.build)
    other = sealed(file, lambda document: document["resolutions"].pop())
    with pytest.raises(SourceChanged) as refused:
        await bring(empty, other)
    assert len(refused.value.facts["differences"]) == 1
    assert await sizes(empty.build) == before


async def test_the_slug_of_an_assembly_of_ours_is_taken(empty, lively, file):
    await empty.build.hall(slug=lively.slug)
    with pytest.raises(AlreadyTaken):
        await bring(empty, file)


async def test_a_resolution_that_is_here_is_not_brought_in_twice(empty, lively, history, client):
    """Under another slug, with every digest fitting: the ids are the same."""
    file = await exported(client, history)
    await bring(empty, file)
    before = await sizes(empty.build)
    other = sealed(file.replace(b"caruna-2025", b"caruna-2026"), lambda _: None)
    with pytest.raises(AlreadyTaken):
        await bring(empty, other)
    assert await sizes(empty.build) == before


def sealed(file: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The file with something changed, and a digest and a count that fit."""
    document = json.loads(file)
    change(document)
    lines = Lines()
    head = {key: document[key] for key in ("format", "schema", "at", "assembly")}
    return lines.begin(head) + lines.add(document["resolutions"]) + lines.end()


def at(*way: str | int, to: Any) -> Callable[[dict[str, Any]], object]:
    """Changes what stands there."""

    def change(document: dict[str, Any]) -> None:
        for step in way[:-1]:
            document = document[step]  # type: ignore[index]
        document[way[-1]] = to  # type: ignore[index]

    return change


FIRST = ("resolutions", 0)
RECORD = (*FIRST, "record")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param(lambda _: b"", FileCutShort, id="empty"),
        pytest.param(lambda file: file[:10], FileCutShort, id="a few letters of it"),
        pytest.param(lambda file: file[: len(file) // 2], FileCutShort, id="half of it"),
        pytest.param(lambda file: file[:-1], FileCutShort, id="without its last letter"),
        pytest.param(
            lambda file: file[: file.rindex(b"\n]") + 1], FileCutShort, id="without its end"
        ),
        pytest.param(
            lambda file: file.replace(b',"count":3}', b',"count":4}'),
            FileCutShort,
            id="fewer than it says",
        ),
        pytest.param(lambda file: file + b"{}\n", FileNotUnderstood, id="more after its end"),
        pytest.param(
            lambda file: file.replace(b"tram", b"tren", 1), FileAltered, id="a word is another"
        ),
        pytest.param(
            lambda file: file.replace(b'"digest":"', b'"digest":"0', 1), Refusal, id="a digest"
        ),
        pytest.param(
            lambda file: file.replace(b"assembly-resolutions/3", b"assembly-resolutions/1"),
            FileNotUnderstood,
            id="an older version",
        ),
        pytest.param(
            lambda file: file.replace(b"assembly-resolutions/3", b"assembly-resolutions/4"),
            FileNotUnderstood,
            id="a version to come",
        ),
        pytest.param(
            lambda file: file.replace(b'"number":1,', b'"number":1,"number":1,', 1),
            FileNotUnderstood,
            id="a key twice",
        ),
        pytest.param(lambda _: b"{}\n", FileNotUnderstood, id="another JSON"),
        pytest.param(
            lambda file: json.dumps(json.loads(file), indent=2).encode() + b"\n",
            FileNotUnderstood,
            id="the same, written otherwise",
        ),
        pytest.param(lambda _: b"\xff\xfe\n", FileNotUnderstood, id="not UTF-8"),
        pytest.param(
            lambda file: file.replace(b"{", b'{"a":' + b"[" * 100_000, 2),
            FileNotUnderstood,
            id="nested without end",
        ),
    ],
)
async def test_a_file_that_is_not_what_was_written_brings_in_nothing(
    refusing, file, change, refusal
):
    before = await sizes(refusing.build)
    with pytest.raises(refusal):
        await bring(refusing, change(file))
    assert await sizes(refusing.build) == before


@pytest.mark.parametrize(
    ("way", "to", "refusal"),
    [
        (("assembly",), None, FileNotUnderstood),
        (("assembly", "slug"), "Not A Slug", FileNotUnderstood),
        (("assembly", "time_zone"), "Mars/Olympus", FileNotUnderstood),
        (("assembly", "page"), "javascript:alert(1)", FileNotUnderstood),
        (("at",), "https://x.example/api/v1/assemblies/x/export/json", FileNotUnderstood),
        ((*FIRST, "number"), True, FileNotUnderstood),
        ((*FIRST, "number"), 9, FileAltered),
        ((*FIRST, "id"), "1", FileNotUnderstood),
        ((*FIRST, "extra"), 1, FileNotUnderstood),
        ((*FIRST, "provisions"), [], FileAltered),
        ((*FIRST, "provisions", 0, "text"), "Gratis\u0000bus", FileNotUnderstood),
        ((*FIRST, "provisions", 0, "text"), "Gratis trein.", FileAltered),
        ((*FIRST, "text"), "Gratis trein.", FileAltered),
        ((*FIRST, "title"), "Iets anders", FileAltered),
        ((*FIRST, "outcome"), "not_adopted", FileAltered),
        ((*FIRST, "outcome_label"), "Ja", FileAltered),
        ((*FIRST, "page"), "https://evil.example/", FileAltered),
        ((*FIRST, "decided_on"), "2020-01-01", FileAltered),
        ((*FIRST, "voting", "counts", "yes"), 4, FileAltered),
        ((*FIRST, "record"), None, FileAltered),
        ((*RECORD, "tally", "yes"), 4, FileAltered),
        ((*FIRST, "amendment_votings", 0, "digest"), "0" * 64, FileAltered),
        ((*FIRST, "amendment_votings", 0, "record", "turnout"), 4, FileAltered),
        ((*RECORD, "voting", "id"), "../x", FileAltered),
        ((*FIRST, "follow_up"), None, FileAltered),
        ((*FIRST, "follow_up", 0, "number"), 2, FileNotUnderstood),
        ((*FIRST, "follow_up", 3, "link"), "javascript:alert(1)", FileNotUnderstood),
        ((*FIRST, "translations", 0, "language"), "xx", FileNotUnderstood),
        (("resolutions",), [], FileCutShort),
    ],
)
async def test_what_does_not_fit_is_found_though_the_digest_of_the_file_does(
    refusing, file, way, to, refusal
):
    before = await sizes(refusing.build)
    with pytest.raises(refusal):
        await bring(refusing, sealed(file, at(*way, to=to)))
    assert await sizes(refusing.build) == before


async def test_a_record_whose_digest_was_made_anew_still_has_to_decide_what_it_says(refusing, file):
    def change(document: dict[str, Any]) -> None:
        first = document["resolutions"][0]
        first["record"]["tally"]["yes"] = first["voting"]["counts"]["yes"] = 2
        first["record"]["tally"]["no"] = first["voting"]["counts"]["no"] = 1
        first["voting"]["digest"] = record_digest(first["record"])

    with pytest.raises(FileAltered) as refused:
        await bring(refusing, sealed(file, change))
    assert (refused.value.facts["line"], refused.value.facts["what"]) == (2, "record")


async def test_only_some_of_the_resolutions_are_not_the_assembly(client, lively, refusing):
    file = await exported(client, lively.slug, "?outcome=adopted")
    assert json.loads(file)["count"] == 2
    with pytest.raises(FileNotUnderstood):
        await bring(refusing, file)


async def test_all_assemblies_are_not_one(client, lively, refusing):
    with pytest.raises(FileNotUnderstood):
        await bring(refusing, (await client.get("/api/v1/export/json")).content)


async def test_a_line_that_nobody_would_write_is_too_large(refusing, file, monkeypatch):
    monkeypatch.setattr(json_reading, "LONGEST_LINE", 3_000)
    with pytest.raises(FileTooLarge):
        await bring(refusing, file)


async def test_two_at_once_bring_it_in_once(empty, file):
    taken = await asyncio.gather(*[bring(empty, file) for _ in range(2)], return_exceptions=True)
    assert [type(one) for one in taken].count(TakenOver) >= 1
    assert all(isinstance(one, TakenOver | AlreadyTaken) for one in taken)
    assert await one(empty.build, "SELECT count(*) FROM resolutions") == 3


async def test_by_the_commands_from_file_to_file(empty, lively, file, project, tmp_path):
    """Preview, import, again, and export; what is refused is one sentence and changes nothing."""
    environ = environ_of(empty.settings, project) | {"PUBLIC_URL": THERE}
    source, out, broken = (tmp_path / name for name in ("a.json", "b.json", "c.json"))
    source.write_bytes(file)
    broken.write_bytes(file[:-2])

    async def run(*words: str | Path) -> tuple[int, str]:
        command = [sys.executable, "-m", "assembly", *map(str, words)]
        done = await asyncio.to_thread(
            subprocess.run, command, env=environ, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    totals = "3 resolutions, 2 adopted, 1 not adopted"
    for words, said in (
        (("import", source, "--preview"), "would be brought in"),
        (("import", source), "brought in"),
        (("import", source), "was there already, unchanged"),
    ):
        code, told = await run(*words)
        assert (code, said in told, told.splitlines()[-1]) == (0, True, totals), told
    assert (await run("export", "json", out, "--slug", lively.slug))[0] == 0
    assert out.read_bytes() == file
    code, told = await run("import", broken)
    assert (code, told.strip()) == (1, "The file ends too soon. Its last line is missing.")


async def test_counts_of_a_source_corrections_and_themes_come_along(client, build, empty):
    told = await history_brought_in(build, slug="dorp-1")
    corrected = await history_brought_in(build, SOUND.replace(b"Bus", b"Tram"), "dorp-2")
    await correct(
        build, corrected, {Correctable.COUNTS: Given(13, 2), Correctable.NOTE: "Herteld."}
    )
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    await correct(build, hall.slug, {Correctable.TITLE: "Gratis bus"})
    await added(build, "mobiliteit", uri=EUROVOC)
    await added(build, "wonen", HOUSING)
    await tagged(build, hall, 1, "wonen", "mobiliteit")
    for slug in (told, corrected, hall.slug):
        file = await exported(client, slug)
        Draft202012Validator(SCHEMA).validate(json.loads(file))
        await bring(empty, file)
        assert await exported(empty.client, slug) == file
    (ours,) = json.loads(await exported(empty.client, hall.slug))["resolutions"]
    assert [one["slug"] for one in ours["themes"]] == ["mobiliteit", "wonen"]
    assert (await empty.client.get("/api/v1/themes/wonen")).json()["resolutions"]["total"] == 1
    (first,) = json.loads(await exported(empty.client, told))["resolutions"]
    (second,) = json.loads(await exported(empty.client, corrected))["resolutions"]
    assert first["source_counts"] == {"yes": 12, "no": 3, "abstain": None}
    assert second["source_counts"] == {"yes": 13, "no": 2, "abstain": None}
    assert second["correction"]["note"] == "Herteld."
