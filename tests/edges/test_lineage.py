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
from sqlalchemy import event

from assembly.assemblies.models import Seat
from assembly.assemblies.queries import require_assembly
from assembly.assemblies.rules.called import RollCallNames
from assembly.clock import now
from assembly.errors import BoxDecides, FileAltered, FileNotUnderstood, Refusal
from assembly.forgetting.forget import forget_participant, say_roll_call_names
from assembly.identity.models import Person
from assembly.publication.formats.json_document import FORMAT, FORMAT_2
from assembly.publication.formats.schema import SCHEMA
from assembly.publication.queries import require_decision
from assembly.publication.released import public_assembly, public_resolution
from assembly.publication.rules.correction import Correctable, Given
from assembly.publication.rules.record import record_digest
from assembly.publication.whole import made_whole
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.annul import annul_voting
from tests.build.amending import Amending, delete, replace_
from tests.build.history import SOUND, history_brought_in
from tests.build.house import BY, Build, Hall
from tests.build.lineage import NO, YES, came_about
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
            for key in ("corrections", "sponsors", "lineage"):
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


def without(page: str, *houses: House) -> str:
    """Without the addresses of the installations: a link to votings is one to them here."""
    for house in houses:
        page = page.replace(f"{house.settings.public_url}/", "/")
    return page.replace(' rel="external"', "")


def section(page: str, name: str) -> str:
    """A part of a page."""
    found = re.search(rf'<section [^>]*aria-labelledby="{name}".*?</section>', page, re.DOTALL)
    assert found, name
    return found[0]


def text_of(page: str) -> str:
    """The words of the resolution with their footnotes."""
    found = re.search(r'<div class="body".*?</ol>', page, re.DOTALL)
    assert found
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


async def test_its_page_tells_the_same_of_how_it_came_about(told, told_file, house, second):
    """Sponsors, amendments, votings and footnotes; only links to the votings lead back."""
    page = f"/assemblies/{told.slug}/resolutions/1"
    for language in ("", "/fr", "/de"):
        there, here = await both(house, second, language + page)
        for name in ("sponsors", "amendments", "versions"):
            left = section(here.text, name)
            assert without(left, house) == section(there.text, name), name
        assert without(text_of(here.text), house) == text_of(there.text)
    site, (_, here) = house.settings.public_url, await both(house, second, f"/en{page}")
    boxes = re.findall(r'href="([^"]*)/en/votings/[^"]*/box"', here.text)
    assert boxes == [site] * (5 + 3)  # votings, and footnotes of those that were adopted
    assert here.text.count("Fietsersbond") == 1


async def test_an_older_file_tells_the_outcome_and_its_votings(told, told_file, third):
    """It comes out as it came in, and its page says what it always said."""
    old = in_format_2(told_file)
    await bring(third, old)
    assert await exported(third.client, told.slug) == old
    page = f"/assemblies/{told.slug}/resolutions/1"
    shown = (await third.client.get(f"/en{page}")).text
    for one in json.loads(old)["resolutions"][0]["amendment_votings"]:
        assert one["record"]["sentences"]["en"] in shown
    assert 'aria-labelledby="versions"' not in shown
    assert (await third.client.get(f"{page}/amendments")).status_code == 200
    assert (await third.client.get(f"{page}/compare?from=2&to=4")).status_code == 404


AMENDMENTS = range(1, 10)


async def test_each_amendment_has_its_page_in_the_other_house_too(told, told_file, house, second):
    """With what it asks for, why, who filed it, what it fell to, and its voting."""
    at_home = f"/assemblies/{told.slug}/resolutions/1/amendments"
    for number in AMENDMENTS:
        path = f"/fr{at_home}/{number}"
        there, here = await house.client.get(path), await second.client.get(path)
        assert here.status_code == there.status_code == (404 if number == 7 else 200)
        assert without(here.text, house, second) == without(there.text, house), number
    for path in (
        f"/de{at_home}",
        f"{at_home}/8?show=side",
        f"/api/v1{at_home}",
        f"/api/v1{at_home}/1",
        f"/api/v1{at_home.removesuffix('s')}-plan",
        f"/api/v1/assemblies/{told.slug}/resolutions/1/amended-text",
    ):
        there, here = await both(house, second, path)
        assert without(here.text, house, second) == without(there.text, house), path


async def test_what_nobody_may_read_does_not_leave(told_file):
    """Withdrawn amendments, sponsors who left, who supports, and drafts."""
    first, plain = lines(told_file)
    assert [one["number"] for one in first["lineage"]["amendments"]] == [1, 2, 3, 4, 5, 6, 8, 9]
    assert [(one["number"], one["seat"]) for one in first["sponsors"]] == [
        (1, None),
        (2, 1),
        (3, 2),
    ]
    assert plain["sponsors"] == plain["lineage"]["amendments"] == []


async def test_a_name_that_may_be_forgotten_does_not_leave(build, client):
    """Nobody can call back what another installation has: only names that stay go out."""
    hall = await build.hall(seats=5)
    await came_about(build, hall)

    async def named() -> set[str]:
        (told,) = lines(await exported(client, hall.slug))
        authors = [one["author"] for one in told["lineage"]["amendments"] if one["author"]]
        return {one["name"] for one in (*told["sponsors"], *authors)}

    people = await call_them(build, hall, "Wout Claes", "Mia Peeters")
    assert people <= await named()
    async with build.sessions.begin() as session:
        await forget_participant(session, hall.assembly, 1, at=now(), by=BY)
    assert await named() >= {"Mia Peeters", "Seat 1", "Fietsersbond"}
    assert "Wout Claes" not in await named()
    async with build.sessions.begin() as session:
        names = RollCallNames.PSEUDONYMS
        await say_roll_call_names(session, hall.assembly, names, at=now(), by=BY)
    assert await named() == {"Seat 1", "Seat 2", "Seat 3", "Fietsersbond"}


async def call_them(build: Build, hall: Hall, *names: str) -> set[str]:
    """The first seats have these names."""
    async with build.sessions.begin() as session:
        for seat_id, name in zip(hall.seats, names, strict=False):
            seat = await session.get_one(Seat, seat_id)
            (await session.get_one(Person, seat.person_id)).name = name
    return set(names)


async def test_as_many_statements_for_many_as_for_one(build, told, settings):
    """Of what a file carries of how texts came about."""
    engine = build.sessions.kw["bind"].sync_engine
    asked: list[str] = []

    def heard(_: Any, __: Any, statement: str, *___: Any) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", heard)
    try:
        sizes = []
        for of in ([1], [1, 2]):
            async with build.sessions() as session:
                assembly = await require_assembly(session, told.slug)
                found = [await require_decision(session, assembly.id, one) for one in of]
                about = public_assembly(assembly, settings.public_url)
                values = [public_resolution(one, about, None) for one in found]
                asked.clear()
                await made_whole(session, found, values)
                sizes.append(len(asked))
        assert sizes[0] == sizes[1]
    finally:
        event.remove(engine, "before_cursor_execute", heard)


LINEAGE = ("resolutions", 0, "lineage")
VERSION, AMENDMENT = (*LINEAGE, "versions", 0), (*LINEAGE, "amendments", 0)


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
        ((*LINEAGE, "terms", "supporters_needed"), -1, FileNotUnderstood),
        ((*LINEAGE, "terms", "closes_at"), "morgen", FileNotUnderstood),
        ((*LINEAGE, "order", "because"), "", FileNotUnderstood),
        ((*LINEAGE, "amendments"), [], FileAltered),
        ((*AMENDMENT, "number"), 7, FileNotUnderstood),
        ((*AMENDMENT, "state"), "not_adopted", FileAltered),
        ((*AMENDMENT, "state"), "withdrawn", FileNotUnderstood),
        ((*AMENDMENT, "decided_at"), None, FileNotUnderstood),
        ((*AMENDMENT, "edits", 0, "text"), "Gratis vliegtuig.", FileAltered),
        ((*AMENDMENT, "changes", 0, "words"), ["vliegtuig"], FileAltered),
        ((*AMENDMENT, "changes"), [{"change": "explode"}], FileNotUnderstood),
        ((*AMENDMENT, "version"), 9, FileAltered),
        ((*AMENDMENT, "author", "name"), "", FileNotUnderstood),
        ((*AMENDMENT, "earlier"), [], FileAltered),
        ((*AMENDMENT, "extra"), 1, FileNotUnderstood),
        ((*LINEAGE, "amendments", 1, "fell_to"), None, FileNotUnderstood),
        ((*LINEAGE, "amendments", 5, "edits", 0, "text"), "Gratis \u0000.", FileNotUnderstood),
        ((*LINEAGE, "amendments", 7, "state"), "taken_over", FileAltered),
        ((*LINEAGE, "merges", 0, "spans", 0, 0, 0), "Duur ", FileAltered),
        ((*LINEAGE, "merges", 0, "spans"), [], FileAltered),
        ((*LINEAGE, "merges", 0, "base"), 3, FileNotUnderstood),
        ((*LINEAGE, "merges", 0, "amendments"), ["1"], FileNotUnderstood),
        (("resolutions", 0, "sponsors", 0, "name"), "", FileNotUnderstood),
        (("resolutions", 0, "sponsors", 1, "number"), 1, FileNotUnderstood),
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


async def test_what_was_taken_back_and_done_again_comes_along(build, house, second):
    """A voting on amendments was annulled: their version was undone, and they were voted on again.

    Another amendment was carried over in between. The annulled voting itself stays where it was.
    """
    hall = await build.hall(seats=5)
    amending = Amending(build, hall)
    text = await amending.table("Gratis bus onder 18.", "Vanaf 2027.", "De regio betaalt.")
    await amending.admitted(replace_("p1", "Gratis bus onder 21."))
    await amending.admitted(delete("p2"))
    first = await amending.decide(1, 2, choices=YES)
    await amending.keep_up(text.id)
    await amending.file(replace_("p3", "De stad betaalt."), version=2)
    await amending.admit(3)
    async with build.sessions.begin() as session:
        await annul_voting(session, first.id, "The doors were locked.", at=now(), by=BY)
    await amending.keep_up(text.id)
    while steps := (await amending.plan(text.id)).steps:
        number = steps[0].number
        await amending.decide(number, choices=NO if number == 2 else YES)
        await amending.keep_up(text.id)
    async with build.sessions.begin() as session:
        text = await session.get_one(Resolution, text.id)
    voting = await build.open_on(hall, text)
    await build.cast_all(hall, voting, YES)
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    (told,) = lines(await passed_on(hall.slug, house, second))
    assert [one["undone"] for one in told["lineage"]["merges"]] == [True, False]
    states = [one["state"] for one in told["lineage"]["amendments"]]
    assert states == ["adopted", "not_adopted", "adopted"]
    page = f"/assemblies/{hall.slug}/resolutions/1"
    there, here = await both(house, second, page)
    for name in ("amendments", "versions"):
        assert without(section(here.text, name), house) == section(there.text, name), name
    for number in (1, 2, 3):
        there, here = await both(house, second, f"{page}/amendments/{number}")
        assert section(here.text, "asks") == section(there.text, "asks"), number
