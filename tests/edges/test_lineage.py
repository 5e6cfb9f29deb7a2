# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What one installation knows of how an outcome came about stands in another one as well."""

import json
import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator

from assembly.clock import now
from assembly.errors import BoxDecides, FileAltered, FileNotUnderstood, Refusal
from assembly.publication.formats.json_document import FORMAT, FORMAT_2
from assembly.publication.formats.schema import SCHEMA
from assembly.publication.rules.correction import Correctable, Given
from assembly.publication.rules.record import record_digest
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.annul import annul_voting
from tests.build.history import SOUND, history_brought_in
from tests.build.house import BY, Build, Hall
from tests.build.lineage import came_about
from tests.edges.conftest import House, a_house
from tests.edges.test_round_trip import at, bring, elsewhere, exported, sealed
from tests.verbs.reading import sizes
from tests.verbs.test_correct import correct, versions


@pytest.fixture(scope="module")
def house(settings, build, client, app) -> House:
    return House(settings, build, client, app)


@pytest.fixture(scope="module")
async def second(servers, template) -> AsyncIterator[House]:
    async with a_house(servers, template, elsewhere) as house:
        yield house


@pytest.fixture(scope="module")
async def third(servers, template) -> AsyncIterator[House]:
    async with a_house(servers, template) as house:
        yield house


def lines(file: bytes) -> list[dict[str, Any]]:
    document = json.loads(file)
    Draft202012Validator(SCHEMA).validate(document)
    found: list[dict[str, Any]] = document["resolutions"]
    return found


def in_format_2(file: bytes) -> bytes:
    """As an installation wrote it that knew nothing of what is new in format 3."""

    def change(document: dict[str, Any]) -> None:
        document["format"] = FORMAT_2
        for told in document["resolutions"]:
            for key in ("corrections", "lineage"):
                told.pop(key, None)

    return sealed(file, change)


async def passed_on(slug: str, house: House, to: House) -> bytes:
    """What the house exports comes into the other one and out of it, the same."""
    file = await exported(house.client, slug)
    lines(file)
    await bring(to, file)
    assert await exported(to.client, slug) == file
    return file


@pytest.fixture
async def decided(build: Build) -> Hall:
    """A voting that was annulled and held again, whose record was corrected twice."""
    hall = await build.hall(seats=3)
    first = await build.decided(hall, yes=1, no=0)
    await correct(build, hall.slug, {Correctable.TITLE: "Gratis tram"})
    async with build.sessions.begin() as session:
        await annul_voting(session, first.id, "The doors were locked.", at=now(), by=BY)
    async with build.sessions.begin() as session:
        again = await session.get_one(Resolution, first.resolution_id)
    voting = await build.open_on(hall, again)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    await correct(build, hall.slug, {Correctable.TITLE: "Gratis bus"}, corrects=3)
    await correct(build, hall.slug, {Correctable.NOTE: "Zie verslag."}, corrects=4)
    return hall


async def test_every_correction_comes_along_and_leads_to_what_was_before(
    build, house, decided, second
):
    file = await passed_on(decided.slug, house, second)
    (told,) = lines(file)
    assert [each["document"]["version"] for each in told["corrections"]] == [4, 5]
    assert told["corrections"][1]["record"] == told["correction"]["record"]
    there = await versions(build, decided.slug)
    here = await versions(second.build, decided.slug)
    assert [each.version for each in here] == [3, 4, 5]
    assert [each.facts for each in here] == [each.facts for each in there[2:]]
    assert [each.digest for each in here] == [each.digest for each in there[2:]]
    page = f"/assemblies/{decided.slug}/resolutions/1"
    shown = (await second.client.get(page)).text
    assert "Zie verslag." in shown
    assert f'href="{page}/records/4"' in shown
    before = (await second.client.get(f"{page}/records/4")).text
    assert told["corrections"][0]["record"] in before
    assert (await second.client.get(f"/api/v1{page}/records/2")).status_code == 404


async def test_a_correction_of_what_came_from_elsewhere_goes_on(house, decided, second, third):
    """In the file it stands as it was corrected last, with the address of who corrected it."""
    await bring(second, before := await exported(house.client, decided.slug))
    with pytest.raises(BoxDecides):
        await correct(
            second.build, decided.slug, {Correctable.OUTCOME: Outcome.NOT_ADOPTED}, corrects=5
        )
    await correct(second.build, decided.slug, {Correctable.TITLE: "De bus is gratis"}, corrects=5)
    (told,) = lines(await passed_on(decided.slug, second, third))
    (was,) = lines(before)
    assert told["title"] == "De bus is gratis"
    assert told["corrections"][:2] == was["corrections"]
    assert told["correction"]["version"] == 6
    assert told["correction"]["record"].startswith("https://there.example/")
    assert {key for key in told if told[key] != was[key]} == {"title", "correction", "corrections"}
    await correct(third.build, decided.slug, {Correctable.NOTE: None}, corrects=6)
    (again,) = lines(await exported(third.client, decided.slug))
    assert [each["document"]["version"] for each in again["corrections"]] == [4, 5, 6, 7]


async def test_history_from_elsewhere_is_corrected_in_all_that_its_source_may_say(
    build, house, second, third
):
    slug = await history_brought_in(build, SOUND.replace(b"Bus", b"Brug"), "dorp-9")
    await bring(second, await exported(house.client, slug))
    await correct(
        second.build,
        slug,
        {
            Correctable.OUTCOME: Outcome.NOT_ADOPTED,
            Correctable.COUNTS: Given(3, 12),
            Correctable.DECIDED_ON: date(2019, 5, 6),
        },
    )
    told = lines(await passed_on(slug, second, third))[0]
    assert (told["outcome"], told["decided_on"]) == ("not_adopted", "2019-05-06")
    assert told["source_counts"] == {"yes": 3, "no": 12, "abstain": None}
    assert told["follow_up"] is None
    assert told["corrections"][0]["document"]["before"]["counts"]["yes"] == 12
    await correct(third.build, slug, {Correctable.OUTCOME: Outcome.ADOPTED}, corrects=2)
    assert lines(await exported(third.client, slug))[0]["follow_up"] == []


async def test_an_older_file_comes_in_and_out_as_it_was(build, house, decided, second):
    old = in_format_2(await exported(house.client, decided.slug))
    await bring(second, old)
    assert await exported(second.client, decided.slug) == old
    (only,) = await versions(second.build, decided.slug)
    assert (only.version, only.facts.note) == (5, "Zie verslag.")


async def test_an_older_file_that_is_corrected_here_leaves_in_the_present_format(
    build, house, decided, second, third
):
    old = in_format_2(await exported(house.client, decided.slug))
    await bring(second, old)
    await correct(second.build, decided.slug, {Correctable.NOTE: "Toch niet."}, corrects=5)
    file = await passed_on(decided.slug, second, third)
    (told,), document = lines(file), json.loads(file)
    assert document["format"] == FORMAT
    assert [each["document"]["version"] for each in told["corrections"]] == [6]
    everything = json.loads((await third.client.get("/api/v1/export/json")).content)
    assert told in everything["resolutions"]


# ── how the text came about ───────────────────────────────────────────────────
@pytest.fixture(scope="module")
async def told(build: Build) -> Hall:
    """Number 1 came about in every way there is; number 2 was voted on as it was tabled."""
    hall = await build.hall(seats=5)
    await came_about(build, hall)
    await build.decided(hall, yes=2, no=1)
    return hall


@pytest.fixture(scope="module")
async def told_file(told: Hall, house: House, second: House) -> bytes:
    """The same in the second house."""
    return await passed_on(told.slug, house, second)


async def both(house: House, second: House, path: str) -> tuple[httpx.Response, httpx.Response]:
    there, here = await house.client.get(path), await second.client.get(path)
    assert there.status_code == 200, path
    assert here.status_code == 200, (path, here.text)
    return there, here


def without(page: str, house: House) -> str:
    """Without the address of the installation: a link to its votings is one to them here."""
    return page.replace(f"{house.settings.public_url}/", "/").replace(' rel="external"', "")


def section(page: str, name: str) -> str:
    """A part of a page."""
    found = re.search(rf'<section [^>]*aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    assert found, name
    return found[0]


async def test_earlier_versions_are_in_the_other_house_too(told, told_file, house, second):
    """Those that everybody may read: what nobody read before it was tabled never leaves."""
    first, plain = lines(told_file)
    assert [one["version"] for one in first["lineage"]["versions"]] == [2, 3, 4]
    assert [one["version"] for one in plain["lineage"]["versions"]] == [1]
    assert "Niemand las dit." not in told_file.decode()
    page = f"/fr/assemblies/{told.slug}/resolutions/1"
    there, here = await both(house, second, page)
    assert section(here.text, "versions") == section(there.text, "versions")
    for path in (
        f"{page}/compare?from=2&to=4",
        f"{page}/compare?from=3&to=4&show=side",
        f"{page}/print?version=3",
        f"{page}/print.txt?version=2",
        f"/api/v1/assemblies/{told.slug}/resolutions/1/versions",
        f"/api/v1/assemblies/{told.slug}/resolutions/1/versions/3",
    ):
        there, here = await both(house, second, path)
        assert without(here.text, second) == without(there.text, house), path
    gone = f"/api/v1/assemblies/{told.slug}/resolutions/1/versions/1"
    assert (await second.client.get(gone)).status_code == 404


LINEAGE = ("resolutions", 0, "lineage")
VERSION = (*LINEAGE, "versions", 0)


@pytest.mark.parametrize(
    ("way", "to", "refusal"),
    [
        (LINEAGE, None, FileNotUnderstood),
        ((*LINEAGE, "extra"), 1, FileNotUnderstood),
        ((*LINEAGE, "versions"), [], FileAltered),
        ((*VERSION, "provisions", 0, "text"), "Gratis trein.", FileAltered),
        ((*VERSION, "provisions", 0, "text"), "Gratis\u0000bus", FileNotUnderstood),
        ((*VERSION, "provisions"), [], FileNotUnderstood),
        ((*VERSION, "digest"), "0" * 64, FileAltered),
        ((*VERSION, "version"), 9, FileNotUnderstood),
        ((*VERSION, "language"), "fr", FileAltered),
        ((*VERSION, "line_width"), 5, FileNotUnderstood),
        ((*VERSION, "written_as"), "ghost", FileNotUnderstood),
        ((*VERSION, "written_at"), "gisteren", FileNotUnderstood),
        ((*LINEAGE, "versions", 2, "version"), 5, FileAltered),
    ],
)
async def test_a_text_whose_history_was_tampered_with_is_found(
    told_file, refusing, way, to, refusal
):
    await refused(refusing, sealed(told_file, at(*way, to=to)), refusal)


async def test_history_has_no_lineage(client, history, refusing):
    file = await exported(client, history)
    assert all("lineage" not in one for one in lines(file))

    def change(document: dict[str, Any]) -> None:
        told = document["resolutions"][0]
        going_on = [(key, told.pop(key)) for key in ("themes", "follow_up")]
        told |= {"lineage": {"versions": []}} | dict(going_on)

    await refused(refusing, sealed(file, change), FileNotUnderstood)


FIRST = ("resolutions", 0)
LAST = (*FIRST, "corrections", 1)


@pytest.mark.parametrize(
    ("way", "to", "refusal"),
    [
        ((*FIRST, "corrections"), [], FileAltered),
        ((*FIRST, "correction"), None, FileAltered),
        ((*FIRST, "correction", "because"), "Daarom dan maar.", FileAltered),
        ((*FIRST, "title"), "Gratis trein", FileAltered),
        ((*LAST, "digest"), "0" * 64, FileAltered),
        ((*LAST, "record"), "javascript:alert(1)", FileNotUnderstood),
        ((*LAST, "document", "because"), "Daarom dan maar.", FileAltered),
        ((*LAST, "document", "facts", "note"), "Iets anders.", FileAltered),
        ((*LAST, "document", "before", "title"), "Iets anders", FileAltered),
        ((*LAST, "document", "version"), 7, FileAltered),
        ((*LAST, "extra"), 1, FileNotUnderstood),
    ],
)
async def test_a_correction_that_was_tampered_with_is_found(
    corrected_file, refusing, way, to, refusal
):
    await refused(refusing, sealed(corrected_file, at(*way, to=to)), refusal)


async def test_a_correction_with_its_digest_made_anew_breaks_the_chain(corrected_file, refusing):
    def change(document: dict[str, Any]) -> None:
        first, last = document["resolutions"][0]["corrections"]
        first["document"]["because"] = "Daarom dan maar."
        first["digest"] = record_digest(first["document"])
        last["digest"] = record_digest(last["document"])

    await refused(refusing, sealed(corrected_file, change), FileAltered)


async def test_what_a_box_decides_no_correction_says(corrected_file, refusing):
    def change(document: dict[str, Any]) -> None:
        told = document["resolutions"][0]["corrections"][1]
        told["document"]["facts"]["decided_on"] = "2020-01-01"
        told["digest"] = record_digest(told["document"])

    await refused(refusing, sealed(corrected_file, change), Refusal)


async def test_an_older_file_has_nothing_that_is_new(corrected_file, refusing):
    def change(document: dict[str, Any]) -> None:
        document["format"] = FORMAT_2

    await refused(refusing, sealed(corrected_file, change), FileNotUnderstood)


@pytest.fixture(scope="module")
async def refusing(servers, template) -> AsyncIterator[House]:
    """One that nothing ever comes into."""
    async with a_house(servers, template, elsewhere) as house:
        yield house


@pytest.fixture(scope="module")
async def corrected_file(client, build: Build) -> bytes:
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    await correct(build, hall.slug, {Correctable.TITLE: "Gratis bus"})
    await correct(build, hall.slug, {Correctable.NOTE: "Zie verslag."}, corrects=2)
    return await exported(client, hall.slug)


async def refused(house: House, file: bytes, refusal: type[Refusal]) -> None:
    before = await sizes(house.build)
    with pytest.raises(refusal):
        await bring(house, file)
    assert await sizes(house.build) == before
