# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bad input: each kind has its own problem and one helpful sentence, and leaves nothing behind."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from assembly.voting.rules.ballot import Secrecy
from tests.build.house import PASSWORD
from tests.edges.town import PROBLEM, Role, Town, bearer, everything, is_problem, rows

API = "/api/v1"
HERE = f"{API}/assemblies/{{slug}}"
KB64 = 64 * 1024
MB2 = 2 * 1024 * 1024
JSON = {"Content-Type": "application/json"}
HIDDEN = "jawohl"
TEXT: dict[str, Any] = {"title": "Bus", "provisions": [{"text": "Gratis bus onder 18."}]}

Body = dict[str, Any]
"""A body that would do, to be spoiled."""


@dataclass(frozen=True)
class Door:
    """An operation that reads a body."""

    role: Role
    method: str
    address: str
    good: Body
    headers: dict[str, str] = field(default_factory=dict)
    most: int = KB64
    """Bytes that its body may have."""


DOORS = {
    "sign in": Door(
        Role.PUBLIC, "POST", f"{API}/sign-in", {"email": "a@example.org", "password": PASSWORD}
    ),
    "enrol staff": Door(
        Role.ADMINISTRATOR,
        "POST",
        f"{API}/staff",
        {"name": "New", "email": "new@example.org", "password": PASSWORD},
    ),
    "found an assembly": Door(
        Role.STAFF, "POST", f"{API}/assemblies", {"slug": "new-one", "name": "New"}
    ),
    "seat participants": Door(
        Role.MODERATOR, "POST", f"{HERE}/seats", {"seats": [{"number": 50, "name": "Somebody"}]}
    ),
    "change an assembly": Door(Role.MODERATOR, "PATCH", HERE, {"proxies_per_holder": 2}),
    "change a seat": Door(Role.MODERATOR, "PATCH", f"{HERE}/seats/2", {"weight": "2"}),
    "mark attendance": Door(Role.MODERATOR, "POST", f"{HERE}/attendance", {"arrived": [1]}),
    "give a proxy": Door(Role.MODERATOR, "PUT", f"{HERE}/seats/3/proxy", {"holder": 4}),
    "draft a resolution": Door(Role.MODERATOR, "POST", f"{HERE}/resolutions", TEXT, most=MB2),
    "revise a resolution": Door(
        Role.MODERATOR, "PUT", f"{HERE}/resolutions/{{draft}}", TEXT, {"If-Match": '"1"'}, MB2
    ),
    "translate a resolution": Door(
        Role.MODERATOR,
        "PUT",
        f"{HERE}/resolutions/{{tabled}}/translations/fr",
        {"version": 1, "provisions": [{"id": "p1", "text": "Bus gratuit."}]},
        {"If-None-Match": "*"},
        MB2,
    ),
    "name a sponsor": Door(
        Role.MODERATOR, "POST", f"{HERE}/resolutions/{{tabled}}/sponsors", {"seat": 2}
    ),
    "return a resolution": Door(
        Role.MODERATOR,
        "POST",
        f"{HERE}/resolutions/{{draft}}/return",
        {"because": "The costs are missing."},
    ),
    "plan a voting": Door(Role.MODERATOR, "POST", f"{HERE}/votings", {"resolution": 5}),
    "cast a ballot": Door(
        Role.PARTICIPANT, "POST", f"{API}/votings/{{open}}/ballots", {"choice": "yes"}
    ),
}


@pytest.fixture
async def unchanged(town: Town) -> AsyncIterator[None]:
    """Whatever this test asks for, afterwards every row is what it was."""
    before = await town.kept()
    yield
    after = await town.kept()
    assert {name for name in before if before[name] != after[name]} == set()


# ── the body itself ───────────────────────────────────────────────────────────
def raw(content: bytes) -> Callable[[Door], dict[str, Any]]:
    return lambda _: {"content": content, "headers": JSON}


def typed(media_type: str) -> Callable[[Door], dict[str, Any]]:
    return lambda door: {
        "content": json.dumps(door.good).encode(),
        "headers": {"Content-Type": media_type},
    }


def large(size: int) -> bytes:
    return b'{"x": "' + b"x" * (size - 9) + b'"}'


async def in_pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), 4096):
        yield content[start : start + 4096]


@pytest.mark.parametrize(
    ("spoil", "status", "slug"),
    [
        pytest.param(raw(b'{"slug": '), 400, "malformed-body", id="JSON that breaks off"),
        pytest.param(raw(b"{'slug': 'x'}"), 400, "malformed-body", id="JSON with single quotes"),
        pytest.param(raw(b""), 400, "malformed-body", id="nothing at all"),
        pytest.param(raw(b'{"name": NaN}'), 400, "malformed-body", id="a number that is none"),
        pytest.param(raw(b'{"name": "\xff\xfe"}'), 400, "malformed-body", id="bytes not in UTF-8"),
        pytest.param(raw(b'{"name": "\\ud800"}'), 400, "malformed-body", id="a lone surrogate"),
        pytest.param(
            raw(b'{"name": ' + b"[" * 30_000 + b"]" * 30_000 + b"}"),
            400,
            "malformed-body",
            id="thirty thousand lists in each other",
        ),
        pytest.param(raw(b"[]"), 422, "invalid-request", id="a list"),
        pytest.param(raw(b"null"), 422, "invalid-request", id="null"),
        pytest.param(raw(b'"words"'), 422, "invalid-request", id="words"),
        pytest.param(raw(b"{}"), 422, "invalid-request", id="an object without anything in it"),
        pytest.param(typed("text/plain"), 415, "unsupported-media-type", id="JSON as plain text"),
        pytest.param(lambda _: {"data": {"x": "y"}}, 415, "unsupported-media-type", id="a form"),
        pytest.param(lambda _: {"files": {"x": b"y"}}, 415, "unsupported-media-type", id="a file"),
        pytest.param(typed("application/xml"), 415, "unsupported-media-type", id="XML"),
        pytest.param(
            lambda door: {"content": large(door.most + 1), "headers": JSON},
            413,
            "body-too-large",
            id="one byte over what it takes",
        ),
        pytest.param(
            lambda door: {"content": in_pieces(large(door.most + 1)), "headers": JSON},
            413,
            "body-too-large",
            id="one byte over that, without saying its length",
        ),
    ],
)
@pytest.mark.usefixtures("unchanged")
async def test_a_body_that_cannot_be_read_is_refused_at_every_door(town, spoil, status, slug):
    seen = {}
    for name, door in DOORS.items():
        sent = spoil(door)
        sent["headers"] = door.headers | sent.get("headers", {})
        answer = await town.ask(door.role, door.method, door.address, **sent)
        told = answer.json()["type"] if answer.headers["content-type"] == PROBLEM else ""
        seen[name] = (answer.status_code, told.removeprefix("/problems/"))
        if seen[name] == (status, slug):
            is_problem(answer, status, slug)
    assert seen == dict.fromkeys(DOORS, (status, slug))


@pytest.mark.usefixtures("unchanged")
async def test_an_unknown_field_is_pointed_at_at_every_door(town):
    for door in DOORS.values():
        answer = await town.ask(
            door.role,
            door.method,
            door.address,
            json=door.good | {"bedtime": HIDDEN},
            headers=door.headers,
        )
        problem = is_problem(answer, 422, "invalid-request")
        assert [error["pointer"] for error in problem["errors"]] == ["/bedtime"]
        assert HIDDEN not in answer.text


async def test_exactly_64_kb_are_read(town):
    """The limit is the limit: this one fails for what it says, not for its length."""
    answer = await town.ask(
        Role.STAFF, "POST", f"{API}/assemblies", content=large(KB64), headers=JSON
    )
    is_problem(answer, 422, "invalid-request")


async def test_the_media_type_may_name_its_charset(town):
    answer = await town.ask(
        Role.MODERATOR,
        "POST",
        f"{HERE}/resolutions",
        content=json.dumps(TEXT).encode(),
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    assert answer.status_code == 201


# ── fields ────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Bad:
    """What is spoiled at which door, and where the answer points."""

    door: str
    spoilt: Body
    pointer: str
    status: int = 422
    slug: str = "invalid-request"


def bad(door: str, spoilt: Body, pointer: str, why: str) -> Any:
    return pytest.param(Bad(door, spoilt, pointer), id=f"{door}, {why}")


def slugs() -> list[Any]:
    wrong = {
        "climbing": "../../etc/passwd",
        "with a slash": "a/b/c",
        "encoded": "%2e%2e%2f",
        "in capitals": "Stad",
        "too short": "ab",
        "too long": "x" * 81,
        "with a dash in front": "-stad",
        "with two dashes": "sta--d",
        "with a dot": "stad.html",
        "with a space": "de stad",
        "with a NUL": "stad\u0000",
        "with another line": "stad\nstad",
        "with accents": "façade",
    }
    return [
        bad("found an assembly", {"slug": slug}, "/slug", f"a slug {why}")
        for why, slug in wrong.items()
    ]


def weights() -> list[Any]:
    wrong = {
        "of half, as a float": 0.5,
        "of one, as a float": 1.0,
        "of nothing": 0,
        "below nothing": -3,
        "of 0.0": "0.0",
        "with a minus": "-3",
        "with a plus": "+3",
        "with seven decimals": "1.0000001",
        "with a seventh decimal of 0": "1.5000000",
        "in powers": "1e3",
        "that is none": "NaN",
        "without end": "Infinity",
        "with a comma": "1,5",
        "in blanks": " ",
        "of no characters": "",
        "in Arabic digits": "١",
        "with eleven digits": 10**10,
        "with four hundred digits": 10**400,
        "of sixty thousand digits": "9" * 60_000,
        "that is true": True,
        "in a list": ["1"],
        "in an object": {"value": "1"},
    }
    return [
        case
        for why, weight in wrong.items()
        for case in (
            bad("change a seat", {"weight": weight}, "/weight", f"a weight {why}"),
            bad(
                "seat participants",
                {"seats": [{"number": 70, "weight": "1.5"}, {"number": 71, "weight": weight}]},
                "/seats/1/weight",
                f"a weight {why}",
            ),
        )
    ]


def colleges() -> list[Any]:
    wrong = {
        "without a name": "",
        "of blanks": " \u00a0 ",
        "too long": "x" * 41,
        "with a NUL": "NL\u0000",
        "on two lines": "NL\nFR",
        "with a tab": "NL\tFR",
        "written backwards": "NL\u202eRF",
        "in isolation": "\u2066NL\u2069",
        "with a space of no width": "N\u200bL",
        "with a soft hyphen": "N\u00adL",
        "with a mark of byte order": "\ufeffNL",
        "with a line separator": "N\u2028L",
        "for private use": "N\ue000L",
        "that is a number": 7,
        "that is a list": ["NL"],
    }
    return [
        case
        for why, college in wrong.items()
        for case in (
            bad("change a seat", {"college": college}, "/college", f"a college {why}"),
            bad(
                "seat participants",
                {"seats": [{"number": 72, "college": college}]},
                "/seats/0/college",
                f"a college {why}",
            ),
        )
    ]


def numbers() -> list[Any]:
    wrong = {
        "0": 0,
        "−1": -1,
        "1.0": 1.0,
        "1.5": 1.5,
        "1 in words": "1",
        "true": True,
        "nothing": None,
        "2^31": 2**31,
        "a huge one": 10**30,
    }
    return [
        case
        for why, number in wrong.items()
        for case in (
            bad("mark attendance", {"arrived": [1, number]}, "/arrived/1", f"seat {why} came"),
            bad("mark attendance", {"left": [number]}, "/left/0", f"seat {why} left"),
            bad("give a proxy", {"holder": number}, "/holder", f"to seat {why}"),
        )
    ]


@pytest.mark.parametrize(
    "case",
    [
        *slugs(),
        *weights(),
        *colleges(),
        *numbers(),
        bad("change a seat", {"weight": None}, "/weight", "no weight"),
        bad("mark attendance", {"arrived": [3, 2, 3]}, "/arrived", "one number twice"),
        bad("mark attendance", {"arrived": [], "left": [5, 5]}, "/left", "one leaving twice"),
        bad("mark attendance", {"arrived": [1, 2], "left": [2]}, "/left", "in and out at once"),
        bad("mark attendance", {"arrived": []}, "/", "nobody"),
        bad("mark attendance", {"arrived": [*range(1, 10_002)]}, "/arrived", "10,001 numbers"),
        bad("mark attendance", {"arrived": 1}, "/arrived", "a number that is no list"),
        bad("give a proxy", {"holder": 3}, "/holder", "to oneself"),
        *(
            bad(door, {"proxies_per_holder": limit}, "/proxies_per_holder", f"{why} proxies")
            for door in ("change an assembly", "found an assembly")
            for why, limit in {
                "−1": -1,
                "101": 101,
                "1.5": 1.5,
                "1.0": 1.0,
                "10^30": 10**30,
                "no": None,
                "many": "many",
                "true": True,
            }.items()
        ),
        bad("found an assembly", {"name": "  "}, "/name", "a name of spaces"),
        bad("found an assembly", {"name": "x" * 201}, "/name", "a name too long"),
        bad("found an assembly", {"name": "a\u0000b"}, "/name", "a name with a NUL"),
        bad("found an assembly", {"language": "tlh"}, "/language", "a language we do not speak"),
        bad("found an assembly", {"time_zone": "../UTC"}, "/time_zone", "a time zone that climbs"),
        bad("found an assembly", {"time_zone": ""}, "/time_zone", "no time zone"),
        bad("found an assembly", {"held_on": "2025-02-30"}, "/held_on", "a day that never was"),
        bad("found an assembly", {"rehearsal": "perhaps"}, "/rehearsal", "perhaps a rehearsal"),
        bad("enrol staff", {"email": "nobody"}, "/email", "an address that is none"),
        bad("enrol staff", {"email": "a\u0000@b.org"}, "/email", "an address with a NUL"),
        bad("enrol staff", {"name": "a\u0000"}, "/name", "a name with a NUL"),
        bad("enrol staff", {"name": ""}, "/name", "no name"),
        bad("enrol staff", {"password": HIDDEN}, "/password", "a short password"),
        bad("enrol staff", {"password": HIDDEN * 50}, "/password", "a password without end"),
        bad("sign in", {"email": "a\u0000@b.org"}, "/email", "an address with a NUL"),
        bad("sign in", {"email": "x" * 255}, "/email", "an address without end"),
        bad("sign in", {"code": "K7QM-3XR-9TW"}, "/", "a code and a password at once"),
        bad("sign in", {"email": None, "password": None, "code": "2" * 65}, "/code", "a long code"),
        bad("seat participants", {"seats": []}, "/seats", "nobody"),
        bad(
            "seat participants",
            {"seats": [{"number": number} for number in range(1000, 1501)]},
            "/seats",
            "501 at once",
        ),
        bad("seat participants", {"seats": [{"number": 0}]}, "/seats/0/number", "seat 0"),
        bad("seat participants", {"seats": [{"number": -7}]}, "/seats/0/number", "seat −7"),
        bad("seat participants", {"seats": [{"number": 10**30}]}, "/seats/0/number", "a huge seat"),
        bad("seat participants", {"seats": [{"number": 1.5}]}, "/seats/0/number", "half a seat"),
        bad(
            "seat participants",
            {"seats": [{"number": 60, "name": "a\u0000"}]},
            "/seats/0/name",
            "a name with a NUL",
        ),
        bad(
            "seat participants",
            {"seats": [{"number": 61}, {"number": 62}, {"number": 61}]},
            "/seats",
            "one number twice",
        ),
        bad("draft a resolution", {"title": "x" * 301}, "/title", "a title too long"),
        bad("draft a resolution", {"title": "a\u0000"}, "/title", "a title with a NUL"),
        bad(
            "draft a resolution",
            {"provisions": [{"text": "goed"}, {"text": "a\u0000b"}]},
            "/provisions/1/text",
            "a text with a NUL",
        ),
        bad(
            "revise a resolution",
            {"provisions": [{"text": "a\u0000b"}]},
            "/provisions/0/text",
            "a text with a NUL",
        ),
        bad(
            "draft a resolution",
            {"provisions": [{"text": "a", "kind": "song"}]},
            "/provisions/0/kind",
            "a kind of provision there is not",
        ),
        bad(
            "draft a resolution",
            {"provisions": [{"text": "a", "marker": "x" * 13}]},
            "/provisions/0/marker",
            "a marker too long",
        ),
        bad(
            "draft a resolution",
            {"provisions": [{"text": "x"}] * 10_001},
            "/provisions",
            "10001 provisions",
        ),
        bad(
            "draft a resolution",
            {"provisions": [{"text": "x" * 1_000_000}]},
            "/provisions/0/text",
            "a paragraph of 1 MB",
        ),
        bad("draft a resolution", {"language": "es"}, "/language", "a language there is not"),
        bad("draft a resolution", {"id": HIDDEN}, "/id", "a word as id"),
        bad("revise a resolution", {"language": "fr"}, "/language", "another language later"),
        bad("translate a resolution", {"version": 0}, "/version", "version 0"),
        bad("translate a resolution", {"title": "x" * 301}, "/title", "a translated title"),
        bad("name a sponsor", {"seat": 0}, "/seat", "seat 0 as sponsor"),
        bad("return a resolution", {"because": "x" * 2001}, "/because", "a reason without end"),
        bad("plan a voting", {"resolution": 0}, "/resolution", "resolution 0"),
        bad("plan a voting", {"resolution": 2**31}, "/resolution", "a large resolution"),
        bad("plan a voting", {"resolution": 10**400}, "/resolution", "a huge resolution"),
        bad("plan a voting", {"secrecy": "whispered"}, "/secrecy", "a secrecy there is not"),
        bad("cast a ballot", {"choice": HIDDEN * 9}, "/choice", "a choice without end"),
        bad("cast a ballot", {"choice": ["yes", "no"]}, "/choice", "two choices"),
        bad("cast a ballot", {"choice": None}, "/choice", "no choice"),
        bad("cast a ballot", {"tracker": HIDDEN}, "/tracker", "a word as tracker"),
        bad("cast a ballot", {"tracker": "0" * 31}, "/tracker", "a short tracker"),
        bad("cast a ballot", {"tracker": 7}, "/tracker", "a number as tracker"),
    ],
)
@pytest.mark.usefixtures("unchanged")
async def test_a_field_that_cannot_be_is_pointed_at_without_being_repeated(town, case):
    door = DOORS[case.door]
    answer = await town.ask(
        door.role, door.method, door.address, json=door.good | case.spoilt, headers=door.headers
    )
    problem = is_problem(answer, case.status, case.slug)
    assert [error["pointer"] for error in problem["errors"]] == [case.pointer]
    assert all(error["detail"] for error in problem["errors"])
    for value in case.spoilt.values():
        assert not isinstance(value, str) or len(value) < 5 or value not in answer.text


@pytest.mark.parametrize(
    ("provisions", "place"),
    [
        pytest.param([], None, id="no provision"),
        pytest.param([{"text": ""}], 1, id="an empty provision"),
        pytest.param([{"text": "Een."}, {"text": " \n\t "}], 2, id="a provision of white space"),
        pytest.param([{"text": "", "marker": "a."}], 1, id="a marker before nothing"),
    ],
)
@pytest.mark.parametrize("door", ["draft a resolution", "revise a resolution"])
@pytest.mark.usefixtures("unchanged")
async def test_a_text_without_words_is_refused(town, door, provisions, place):
    at = DOORS[door]
    answer = await town.ask(
        at.role, at.method, at.address, json={"provisions": provisions}, headers=at.headers
    )
    assert is_problem(answer, 422, "empty-text").get("provision") == place


@pytest.mark.parametrize("rule", ["whoever shouts", "", "SIMPLE", "custom", "simple\u0000"])
@pytest.mark.usefixtures("unchanged")
async def test_an_unknown_rule_is_refused_with_those_there_are(town, rule):
    body = {"resolution": town.places["tabled"], "rule": rule}
    answer = await town.ask(Role.MODERATOR, "POST", f"{HERE}/votings", json=body)
    problem = is_problem(answer, 422, "unknown-rule")
    assert {"simple", "two_thirds", "unanimity"} <= set(problem["presets"])


@pytest.mark.parametrize("word", [HIDDEN, "", "YES", "ja", "blank", "yes\u0000", "yes no"])
@pytest.mark.usefixtures("unchanged")
async def test_an_unknown_choice_is_refused_and_not_repeated(town, word):
    answer = await town.ask(
        Role.PARTICIPANT, "POST", f"{API}/votings/{{open}}/ballots", json={"choice": word}
    )
    problem = is_problem(answer, 422, "unknown-choice")
    assert problem["choices"] == ["yes", "no", "abstain"]
    assert word not in {HIDDEN, "YES", "blank"} or word not in answer.text


# ── addresses and queries ─────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("method", "address", "slug"),
    [
        pytest.param("GET", f"{API}/assemblies/nobody", "assembly-not-found", id="no such one"),
        pytest.param("GET", f"{API}/assemblies/%00", "assembly-not-found", id="a NUL"),
        pytest.param("GET", f"{API}/assemblies/a%00b/resolutions", "assembly-not-found", id="NUL"),
        pytest.param("GET", f"{API}/assemblies/%2e%2e", "assembly-not-found", id="two dots"),
        pytest.param("GET", f"{API}/assemblies/%ff", "assembly-not-found", id="not UTF-8"),
        pytest.param("GET", f"{API}/assemblies/{'x' * 3000}", "assembly-not-found", id="too long"),
        pytest.param("GET", f"{API}/assemblies/..%2f..%2fetc", "no-such-address", id="climbing"),
        pytest.param("GET", f"{HERE}/resolutions/0", "resolution-not-found", id="number 0"),
        pytest.param("GET", f"{HERE}/resolutions/-1", "resolution-not-found", id="number −1"),
        pytest.param("GET", f"{HERE}/resolutions/999", "resolution-not-found", id="a free number"),
        pytest.param(
            "GET", f"{HERE}/resolutions/{2**31}", "resolution-not-found", id="a large one"
        ),
        pytest.param(
            "GET", f"{HERE}/resolutions/{10**30}", "resolution-not-found", id="a huge one"
        ),
        pytest.param("GET", f"{HERE}/resolutions/{'9' * 5000}", "no-such-address", id="no number"),
        pytest.param("GET", f"{HERE}/resolutions/1e3", "no-such-address", id="a power"),
        pytest.param("PUT", f"{HERE}/resolutions/{2**31}", "resolution-not-found", id="revise it"),
        pytest.param(
            "POST", f"{HERE}/resolutions/{2**31}/tabling", "resolution-not-found", id="table it"
        ),
        pytest.param("POST", f"{HERE}/resolutions/999/tabling", "resolution-not-found", id="table"),
        pytest.param("POST", f"{HERE}/seats/999/code", "seat-not-found", id="a seat nobody has"),
        pytest.param("POST", f"{HERE}/seats/{2**31}/code", "seat-not-found", id="a large seat"),
        pytest.param("DELETE", f"{HERE}/seats/{10**30}/code", "seat-not-found", id="a huge seat"),
        pytest.param("DELETE", f"{HERE}/seats/-{10**30}/code", "seat-not-found", id="below all"),
        pytest.param("PATCH", f"{HERE}/seats/0", "seat-not-found", id="weigh seat 0"),
        pytest.param("PATCH", f"{HERE}/seats/{2**31}", "seat-not-found", id="weigh a large seat"),
        pytest.param("PATCH", f"{HERE}/seats/-{10**30}", "seat-not-found", id="weigh one below"),
        pytest.param("DELETE", f"{HERE}/seats/{10**30}/proxy", "seat-not-found", id="end a huge"),
        pytest.param("DELETE", f"{HERE}/seats/-{10**30}/proxy", "seat-not-found", id="end below"),
        pytest.param("DELETE", f"{HERE}/seats/1e3/proxy", "no-such-address", id="seat 1e3"),
        pytest.param("GET", f"{API}/assemblies/nobody/attendance", "assembly-not-found", id="room"),
        pytest.param("GET", f"{API}/votings/{uuid4()}", "voting-not-found", id="no such voting"),
        pytest.param("GET", f"{API}/votings/{uuid4()}/box", "voting-not-found", id="no such box"),
        pytest.param("POST", f"{API}/votings/{uuid4()}/opening", "voting-not-found", id="open it"),
        pytest.param("GET", f"{API}/votings/1", "no-such-address", id="a voting called 1"),
        pytest.param("GET", f"{API}/votings/{{open}}/result", "not-published", id="a result early"),
        pytest.param("GET", f"{API}/votings/{{closed}}/box", "not-published", id="a box early"),
        pytest.param("GET", f"{API}/nothing", "no-such-address", id="no such operation"),
        pytest.param("GET", f"{API}", "no-such-address", id="nothing below"),
    ],
)
@pytest.mark.usefixtures("unchanged")
async def test_what_is_not_there_is_not_found_by_its_own_name(town, method, address, slug):
    sent: dict[str, Any] = {}
    if method == "PUT":
        sent = {"json": TEXT, "headers": {"If-Match": '"1"'}}
    if method == "PATCH":
        sent = {"json": {"weight": "2"}}
    answer = await town.ask(Role.MODERATOR, method, address, **sent)
    is_problem(answer, 404, slug)


@pytest.mark.usefixtures("unchanged")
async def test_ten_thousand_seats_nobody_has_are_refused_in_one_answer(town):
    answer = await town.ask(
        Role.MODERATOR, "POST", f"{HERE}/attendance", json={"arrived": [*range(1, 10_001)]}
    )
    assert len(is_problem(answer, 404, "seat-not-found")["numbers"]) == 100


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        pytest.param("limit=0", "/limit", id="a limit of nothing"),
        pytest.param("limit=-1", "/limit", id="a limit below nothing"),
        pytest.param("limit=501", "/limit", id="a limit too high"),
        pytest.param("limit=99999999999999999999", "/limit", id="an absurd limit"),
        pytest.param("limit=ten", "/limit", id="a limit in words"),
        pytest.param("limit=", "/limit", id="an empty limit"),
        pytest.param("after=-1", "/after", id="after −1"),
        pytest.param(f"after={2**31}", "/after", id="after a large number"),
        pytest.param(f"after={10**30}", "/after", id="after a huge number"),
        pytest.param("outcome=maybe", "/outcome", id="an outcome there is not"),
        pytest.param("outcome=", "/outcome", id="an empty outcome"),
        pytest.param(f"q={'x' * 201}", "/q", id="too many words"),
        pytest.param("q=%00", "/q", id="a NUL"),
    ],
)
async def test_a_question_that_makes_no_sense_is_pointed_at(town, query, pointer):
    answer = await town.ask(Role.PUBLIC, "GET", f"{HERE}/resolutions?{query}")
    problem = is_problem(answer, 422, "invalid-request")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


@pytest.mark.parametrize(
    "path", ["..%2f..%2fapp.py", "%2e%2e/texts.py", "%00", "fonts", "none.css"]
)
async def test_no_address_leads_out_of_the_static_files(town, path):
    answer = await town.ask(Role.PUBLIC, "GET", f"/static/{path}")
    is_problem(answer, 404, "no-such-address")


# ── revisions ─────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("named", "status", "slug"),
    [
        pytest.param(None, 428, "precondition-missing", id="none"),
        pytest.param(b"", 428, "precondition-missing", id="an empty one"),
        pytest.param(b"*", 428, "precondition-missing", id="any whatsoever"),
        pytest.param(b"three", 428, "precondition-missing", id="a word"),
        pytest.param(b'"1", "2"', 428, "precondition-missing", id="two of them"),
        pytest.param(b'"-1"', 428, "precondition-missing", id="one below zero"),
        pytest.param(b'"\xb2"', 428, "precondition-missing", id="a superscript two"),
        pytest.param(b"9" * 5000, 428, "precondition-missing", id="five thousand digits"),
        pytest.param(b'"2"', 412, "stale", id="one that is still to come"),
        pytest.param(b'"99999999999"', 412, "stale", id="a large one"),
    ],
)
@pytest.mark.usefixtures("unchanged")
async def test_a_change_names_the_revision_it_was_made_on(town, named, status, slug):
    headers = [(b"Authorization", f"Bearer {town.tokens[Role.MODERATOR]}".encode())]
    if named is not None:
        headers.append((b"If-Match", named))
    answer = await town.client.put(
        town.address(f"{HERE}/resolutions/{{draft}}"), json=TEXT, headers=headers
    )
    problem = is_problem(answer, status, slug)
    if slug == "stale":
        assert problem["current"] == 1


async def test_of_two_edits_made_on_the_same_revision_the_second_is_refused(build, client):
    hall = await build.hall(seats=0)
    await build.draft(hall)
    address = f"{API}/assemblies/{hall.slug}/resolutions/1"
    headers = bearer(await build.token_of_staff(hall.email)) | {"If-Match": '"1"'}
    first, second = [
        await client.put(address, json={"provisions": [{"text": words}]}, headers=headers)
        for words in ("De eerste.", "De tweede.")
    ]
    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    problem = is_problem(second, 412, "stale")
    assert (problem["yours"], problem["current"]) == (1, 2)
    assert await rows(
        build,
        "SELECT p.text FROM provisions p JOIN resolutions r ON r.id = p.resolution_id"
        " WHERE r.assembly_id = :id AND p.version = r.current_version",
        id=hall.assembly.id,
    ) == [("De eerste.",)]


async def test_of_many_edits_made_at_once_one_is_kept(build, client):
    hall = await build.hall(seats=0)
    await build.draft(hall)
    address = f"{API}/assemblies/{hall.slug}/resolutions/1"
    headers = bearer(await build.token_of_staff(hall.email)) | {"If-Match": '"1"'}
    answers = await asyncio.gather(
        *(
            client.put(address, json={"provisions": [{"text": f"Tekst {turn}."}]}, headers=headers)
            for turn in range(5)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]


# ── what exists already ───────────────────────────────────────────────────────
@pytest.mark.usefixtures("unchanged")
async def test_a_slug_in_use_is_refused(town):
    body = {"slug": town.hall.slug, "name": "Once more"}
    answer = await town.ask(Role.STAFF, "POST", f"{API}/assemblies", json=body)
    problem = is_problem(answer, 409, "already-taken")
    assert problem["field"] == "slug"


@pytest.mark.usefixtures("unchanged")
async def test_an_address_in_use_is_refused_in_any_case(town):
    for email in (town.hall.email, town.hall.email.upper()):
        body = {"name": "Again", "email": email, "password": PASSWORD}
        answer = await town.ask(Role.ADMINISTRATOR, "POST", f"{API}/staff", json=body)
        assert is_problem(answer, 409, "already-taken")["field"] == "email"


@pytest.mark.usefixtures("unchanged")
async def test_one_seat_number_in_use_and_nobody_is_seated(town):
    body = {"seats": [{"number": 70}, {"number": 1}, {"number": 71}]}
    answer = await town.ask(Role.MODERATOR, "POST", f"{HERE}/seats", json=body)
    assert is_problem(answer, 409, "already-taken")["field"] == "number"


@pytest.mark.parametrize(
    ("address", "body"),
    [
        pytest.param(f"{API}/assemblies", {"slug": "at-once", "name": "At once"}, id="one slug"),
        pytest.param(f"{HERE}/seats", {"seats": [{"number": 80}]}, id="one seat"),
        pytest.param(f"{HERE}/votings", {"resolution": "tabled"}, id="one resolution's voting"),
    ],
)
async def test_of_many_who_take_the_same_at_once_one_gets_it(town, address, body):
    if "resolution" in body:
        body = {"resolution": (await town.build.tabled(town.hall)).number}
    answers = await asyncio.gather(
        *(town.ask(Role.MODERATOR, "POST", address, json=body) for _ in range(5))
    )
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


# ── steps that cannot be taken ────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("address", "body"),
    [
        pytest.param(f"{HERE}/votings", {"resolution": "draft"}, id="a voting on a draft"),
        pytest.param(f"{HERE}/votings", {"resolution": "planned_number"}, id="a second voting"),
        pytest.param(f"{HERE}/votings", {"resolution": "open_number"}, id="a voting while open"),
        pytest.param(f"{HERE}/votings", {"resolution": "decided_number"}, id="a voting afterwards"),
        pytest.param(f"{API}/votings/{{planned}}/closing", None, id="closing what is not open"),
        pytest.param(f"{API}/votings/{{closed}}/opening", None, id="opening what is closed"),
        pytest.param(f"{API}/votings/{{decided}}/opening", None, id="opening what is counted"),
        pytest.param(f"{HERE}/resolutions/{{open_number}}/tabling", None, id="tabling under vote"),
        pytest.param(
            f"{HERE}/resolutions/{{open_number}}/withdrawal", None, id="withdrawing under vote"
        ),
        pytest.param(
            f"{HERE}/resolutions/{{decided_number}}/withdrawal", None, id="withdrawing afterwards"
        ),
        pytest.param(
            f"{HERE}/resolutions/{{decided_number}}/tabling", None, id="tabling afterwards"
        ),
    ],
)
@pytest.mark.usefixtures("unchanged")
async def test_a_step_the_table_of_moves_does_not_have_is_refused(town, address, body):
    if body is not None:
        body = {"resolution": town.places[body["resolution"]]}
    answer = await town.ask(Role.MODERATOR, "POST", address, json=body)
    is_problem(answer, 409, "illegal-move")


@pytest.mark.parametrize("place", ["tabled", "open_number", "decided_number"])
@pytest.mark.usefixtures("unchanged")
async def test_what_is_on_the_table_is_no_longer_edited(town, place):
    answer = await town.ask(
        Role.MODERATOR,
        "PUT",
        f"{HERE}/resolutions/{{{place}}}",
        json=TEXT,
        headers={"If-Match": '"2"'},
    )
    is_problem(answer, 409, "illegal-move")


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"{API}/votings/{{open}}/opening", id="opening what is open"),
        pytest.param(f"{API}/votings/{{closed}}/closing", id="closing what is closed"),
        pytest.param(f"{API}/votings/{{decided}}/closing", id="closing what is counted"),
        pytest.param(f"{HERE}/resolutions/{{tabled}}/tabling", id="tabling what is tabled"),
    ],
)
async def test_a_step_taken_again_is_answered_and_changes_nothing(town, address):
    before = await everything(town.build)
    answers = await asyncio.gather(*(town.ask(Role.MODERATOR, "POST", address) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert await everything(town.build) == before


async def test_a_voting_nobody_could_vote_in_is_not_opened(build, client):
    hall = await build.hall(seats=0)
    voting = await build.planned(hall)
    headers = bearer(await build.token_of_staff(hall.email))
    before = await everything(build)
    answer = await client.post(f"{API}/votings/{voting.id}/opening", headers=headers)
    is_problem(answer, 409, "nobody-to-vote")
    assert await everything(build) == before
    view = (await client.get(f"{API}/votings/{voting.id}")).json()
    assert (view["state"], view["entitled"]) == ("planned", None)


async def test_history_takes_no_drafts_no_seats_and_no_votings(town, history):
    before = await everything(town.build)
    for path, body in (
        ("resolutions", TEXT),
        ("seats", {"seats": [{"number": 1}]}),
        ("votings", {"resolution": 1}),
    ):
        answer = await town.ask(
            Role.ADMINISTRATOR, "POST", f"{API}/assemblies/{history}/{path}", json=body
        )
        is_problem(answer, 409, "illegal-move")
    assert await everything(town.build) == before


# ── ballots ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("place", "state"),
    [
        pytest.param("planned", "planned", id="not open yet"),
        pytest.param("closed", "closed", id="closed"),
        pytest.param("decided", "counted", id="decided"),
    ],
)
@pytest.mark.usefixtures("unchanged")
async def test_no_ballot_for_a_voting_that_is_not_open(town, place, state):
    body = {"choice": "yes", "tracker": str(uuid4())}
    answer = await town.ask(
        Role.PARTICIPANT, "POST", f"{API}/votings/{{{place}}}/ballots", json=body
    )
    problem = is_problem(answer, 409, "voting-not-open")
    assert problem["state"] == state
    assert body["tracker"] not in answer.text


async def test_after_closing_everybody_learns_whether_they_voted_and_nobody_what(build, client):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    mine = str(uuid4())
    tokens = [await build.token_of_seat(hall, index) for index in range(2)]
    address = f"{API}/votings/{voting.id}/ballots"

    async def send(token: str, choice: str, tracker: str) -> Any:
        body = {"choice": choice, "tracker": tracker}
        return await client.post(address, json=body, headers=bearer(token))

    cast = await send(tokens[0], "no", mine)
    assert cast.status_code == 201
    await build.close(voting)
    before = await everything(build)
    again = [await send(tokens[0], choice, mine) for choice in ("yes", "no", "abstain")]
    assert {answer.status_code for answer in again} == {200}
    assert len({answer.content for answer in again}) == 1, "a receipt never says what it is for"
    another = await send(tokens[0], "no", str(uuid4()))
    problem = is_problem(another, 409, "voting-not-open")
    assert problem["voted"] is True
    assert "in the box" in problem["detail"]
    absent = [await send(tokens[1], choice, mine) for choice in ("yes", "no", "abstain")]
    assert [is_problem(answer, 409, "voting-not-open")["voted"] for answer in absent] == [False] * 3
    assert len({answer.content for answer in absent}) == 1
    assert await everything(build) == before


async def test_who_took_a_seat_after_the_opening_is_not_an_elector(build, client):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    await build.seat(hall, 1)
    late = bearer(await build.token_of_seat(hall, 1))
    before = await everything(build)
    answer = await client.post(
        f"{API}/votings/{voting.id}/ballots", json={"choice": "yes"}, headers=late
    )
    is_problem(answer, 403, "not-entitled")
    assert await everything(build) == before
    me = (await client.get(f"{API}/votings/{voting.id}", headers=late)).json()["me"]
    assert (me["entitled"], me["voted"]) == (False, False)


@pytest.mark.parametrize(
    ("choice", "same_tracker"),
    [
        pytest.param("yes", True, id="another choice under the same tracker"),
        pytest.param("no", False, id="the same choice under another tracker"),
        pytest.param("yes", False, id="another choice under another tracker"),
        pytest.param("no", None, id="the same choice without a tracker"),
    ],
)
async def test_a_second_secret_ballot_is_refused(build, client, choice, same_tracker):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    headers = bearer(await build.token_of_seat(hall, 0))
    address = f"{API}/votings/{voting.id}/ballots"
    first = {"choice": "no", "tracker": str(uuid4())}
    cast = await client.post(address, json=first, headers=headers)
    assert (cast.status_code, cast.json()["repeated"]) == (201, False)
    again = await client.post(address, json=first, headers=headers)
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    assert again.json() | {"repeated": False} == cast.json()
    before = await everything(build)
    second = {"choice": choice, "tracker": first["tracker"] if same_tracker else str(uuid4())}
    if same_tracker is None:
        del second["tracker"]
    answer = await client.post(address, json=second, headers=headers)
    is_problem(answer, 409, "already-voted")
    assert not {"yes", "no", "abstain"} & set(answer.json()["detail"].lower().split())
    assert await everything(build) == before


@pytest.mark.parametrize("secrecy", [pytest.param(kind, id=kind.value) for kind in Secrecy])
async def test_a_tracker_of_another_ballot_casts_nothing(build, client, secrecy):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall, secrecy=secrecy)
    address = f"{API}/votings/{voting.id}/ballots"
    body = {"choice": "yes", "tracker": str(uuid4())}
    first, second = [bearer(await build.token_of_seat(hall, index)) for index in range(2)]
    assert (await client.post(address, json=body, headers=first)).status_code == 201
    before = await everything(build)
    answer = await client.post(address, json=body, headers=second)
    is_problem(answer, 409, "tracker-taken")
    assert body["tracker"] not in answer.text
    assert await everything(build) == before
    me = (await client.get(f"{API}/votings/{voting.id}", headers=second)).json()["me"]
    assert (me["entitled"], me["voted"]) == (True, False)
    retry = await client.post(address, json={"choice": "yes"}, headers=second)
    assert retry.status_code == 201


async def test_a_choice_that_was_switched_off_is_unknown(build, client):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall, abstain=False)
    headers = bearer(await build.token_of_seat(hall, 0))
    answer = await client.post(
        f"{API}/votings/{voting.id}/ballots", json={"choice": "abstain"}, headers=headers
    )
    assert is_problem(answer, 422, "unknown-choice")["choices"] == ["yes", "no"]


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({}, id="an empty form"),
        pytest.param({"choice": "yes"}, id="a form without a tracker"),
        pytest.param({"choice": "yes", "tracker": HIDDEN}, id="a tracker that is none"),
        pytest.param({"choice": HIDDEN, "tracker": str(uuid4())}, id="an unknown choice"),
    ],
)
@pytest.mark.parametrize("step", ["choice", "ballot"])
@pytest.mark.usefixtures("unchanged")
async def test_a_form_that_is_not_ours_casts_nothing_and_repeats_nothing(town, step, form):
    answer = await town.ask(Role.PARTICIPANT, "POST", f"/votings/{{open}}/{step}", data=form)
    assert (answer.status_code, answer.headers["cache-control"]) == (422, "no-store")
    assert answer.headers["content-type"].startswith("text/html")
    assert HIDDEN not in answer.text


# ── pages ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("role", "method", "address", "status"),
    [
        pytest.param(Role.PUBLIC, "GET", "/assemblies/%00", 404, id="a NUL for an assembly"),
        pytest.param(Role.PUBLIC, "GET", "/assemblies/%2e%2e", 404, id="two dots"),
        pytest.param(Role.PUBLIC, "GET", "/fr/nothing", 404, id="nothing, in French"),
        pytest.param(Role.PUBLIC, "GET", "/problems/%00", 404, id="a problem there is not"),
        pytest.param(
            Role.PUBLIC, "GET", f"/assemblies/{{slug}}/resolutions/{2**31}", 404, id="a huge number"
        ),
        pytest.param(
            Role.PUBLIC, "GET", f"/assemblies/{{slug}}/resolutions/{10**30}", 404, id="a vast one"
        ),
        pytest.param(
            Role.PUBLIC, "GET", "/assemblies/{slug}/resolutions/{draft}", 404, id="drafts"
        ),
        pytest.param(
            Role.PUBLIC, "GET", "/assemblies/{slug}/resolutions?q=%00", 422, id="words with a NUL"
        ),
        pytest.param(
            Role.PUBLIC, "GET", f"/assemblies/{{slug}}/resolutions?q={'x' * 201}", 422, id="many"
        ),
        pytest.param(Role.PARTICIPANT, "POST", "/votings/1/choice", 404, id="a voting called 1"),
        pytest.param(
            Role.PARTICIPANT, "POST", f"/votings/{uuid4()}/choice", 422, id="an empty form"
        ),
        pytest.param(
            Role.MODERATOR, "POST", "/assemblies/{slug}/desk/1/jumping", 404, id="no such step"
        ),
        pytest.param(
            Role.MODERATOR, "POST", "/assemblies/{slug}/desk/999/closing", 404, id="a step of none"
        ),
        pytest.param(
            Role.MODERATOR, "POST", f"/assemblies/{{slug}}/desk/{2**31}/tabling", 404, id="of 2^31"
        ),
        pytest.param(
            Role.MODERATOR,
            "POST",
            "/assemblies/{slug}/desk/{decided_number}/tabling",
            409,
            id="late",
        ),
    ],
)
@pytest.mark.usefixtures("unchanged")
async def test_a_page_that_cannot_be_shown_is_a_page_that_says_so(
    town, role, method, address, status
):
    answer = await town.ask(role, method, address)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    assert "<h1" in answer.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        pytest.param({}, 401, id="nothing"),
        pytest.param({"code": HIDDEN}, 401, id="a code that is none"),
        pytest.param({"code": "K7QM-3XR-9T\u0000"}, 401, id="a code with a NUL"),
        pytest.param({"code": "x" * 5000}, 401, id="a code without end"),
        pytest.param({"email": "a\u0000@b.org", "password": HIDDEN}, 401, id="a NUL in an address"),
        pytest.param({"email": "a@b.org", "password": "x\u0000"}, 401, id="a NUL in a password"),
        pytest.param({"email": "a@b.org"}, 401, id="an address without a password"),
        pytest.param({"code": "x" * KB64}, 413, id="more than 64 kB"),
    ],
)
async def test_the_form_to_sign_in_is_shown_again_with_the_reason(town, form, status):
    answer = await town.ask(Role.PUBLIC, "POST", "/sign-in", data=form)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "set-cookie" not in answer.headers
    assert HIDDEN not in answer.text


# ── methods ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        pytest.param("DELETE", f"{API}/assemblies", {"GET", "POST"}, id="deleting assemblies"),
        pytest.param("PATCH", f"{HERE}/resolutions/1", {"GET", "PUT"}, id="patching a resolution"),
        pytest.param("GET", f"{API}/sign-in", {"POST"}, id="reading the sign-in"),
        pytest.param("DELETE", f"{API}/votings/{{open}}", {"GET"}, id="deleting a voting"),
        pytest.param("PUT", f"{API}/votings/{{open}}/ballots", {"POST"}, id="putting a ballot"),
        pytest.param("BREW", f"{API}/assemblies", {"GET", "POST"}, id="brewing"),
    ],
)
@pytest.mark.usefixtures("unchanged")
async def test_a_method_that_an_address_does_not_have_is_told_those_it_has(
    town, method, address, allowed
):
    answer = await town.ask(Role.MODERATOR, method, address)
    is_problem(answer, 405, "method-not-allowed")
    told = {word.strip() for word in answer.headers["allow"].split(",")}
    assert told >= allowed, "RFC 9110, 15.5.6"


# ── faults of ours ────────────────────────────────────────────────────────────
async def test_a_fault_says_nothing_of_its_inside_and_leaves_nothing_behind(build, client):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    headers = bearer(await build.token_of_seat(hall, 0))
    body = {"choice": "yes", "tracker": str(uuid4())}
    await _rename(build, "ballots", "ballots_away")
    try:
        answer = await client.post(f"{API}/votings/{voting.id}/ballots", json=body, headers=headers)
    finally:
        await _rename(build, "ballots_away", "ballots")
    is_problem(answer, 500, "unexpected")
    for inside in ("ballots_away", "relation", "SELECT", "INSERT", body["tracker"], "Traceback"):
        assert inside not in answer.json()["detail"]
    assert answer.json().keys() == {"type", "title", "status", "detail", "instance"}
    marked = await rows(
        build, "SELECT count(*) FROM participations WHERE voting_id = :id", id=voting.id
    )
    assert marked == [(0,)]
    assert (
        await client.post(f"{API}/votings/{voting.id}/ballots", json=body, headers=headers)
    ).status_code == 201


async def test_every_answer_of_refusal_leads_to_its_explanation(client):
    for slug in ("invalid-request", "already-voted", "not-signed-in", "unexpected"):
        answer = await client.get(f"/problems/{slug}")
        assert answer.status_code == 200
        assert answer.headers["content-type"] != PROBLEM


async def _rename(build: Any, old: str, new: str) -> None:
    async with build.sessions.begin() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")
