# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From founding to the published record, over HTTP alone; and before that, nobody can tell."""

import asyncio
import hashlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from pypdf import PdfReader
from sqlalchemy.exc import DBAPIError

from assembly.local.servers import Servers
from assembly.publication.formats.registry import FORMATS
from assembly.settings import Settings
from assembly.voting.models import Voting
from tests.build.house import PASSWORD, Build, Hall
from tests.edges.conftest import House, a_house
from tests.edges.town import bearer, but_for_chance, is_problem, rows, work
from workers import jobs
from workers.main import build_worker

API = "/api/v1"
CHOICES = ["yes"] * 4 + ["no"] * 2 + ["abstain"]

Json = dict[str, Any]


@dataclass
class Sitting:
    """One assembly as its people know it: addresses, tokens and receipts, nothing from inside."""

    client: httpx.AsyncClient
    slug: str
    moderator: str
    codes: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    voting: str = ""
    receipts: list[str] = field(default_factory=list)

    async def get(self, path: str, token: str | None = None) -> Any:
        answer = await self.client.get(API + path, headers=bearer(token) if token else {})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def do(self, method: str, path: str, status: int, body: Any = None) -> Any:
        """As the moderator."""
        answer = await self.client.request(
            method, API + path, json=body, headers=bearer(self.moderator)
        )
        assert answer.status_code == status, answer.text
        return answer.json()

    async def cast(self, index: int, choice: str) -> httpx.Response:
        return await self.client.post(
            f"{API}/votings/{self.voting}/ballots",
            json={"choice": choice, "tracker": str(uuid4())},
            headers=bearer(self.tokens[index]),
        )


async def sign_in(client: httpx.AsyncClient, **credentials: str) -> str:
    answer = await client.post(f"{API}/sign-in", json=credentials)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


async def convene(client: httpx.AsyncClient, build: Build, **founding: Any) -> Sitting:
    """The first administrator comes from the command line; all the rest happens over HTTP."""
    name = uuid4().hex[:12]
    await build.staff(f"head-{name}@example.org", administrator=True)
    head = await sign_in(client, email=f"head-{name}@example.org", password=PASSWORD)
    email = f"chair-{name}@example.org"
    enrolled = await client.post(
        f"{API}/staff",
        json={"name": "The chair", "email": email, "password": PASSWORD},
        headers=bearer(head),
    )
    assert enrolled.status_code == 201
    slug = f"sitting-{name}"
    sitting = Sitting(client, slug, await sign_in(client, email=email, password=PASSWORD))
    await sitting.do("POST", "/assemblies", 201, {"slug": slug, "name": "Sitting"} | founding)
    return sitting


async def prepare(sitting: Sitting, secrecy: str = "secret") -> None:
    """Seven seats, one resolution written twice and tabled, and its voting planned."""
    here = f"/assemblies/{sitting.slug}"
    seats = [{"number": number, "name": f"Persoon {number}"} for number in range(1, 8)]
    given = await sitting.do("POST", f"{here}/seats", 201, {"seats": seats})
    sitting.codes = [seat["code"] for seat in given]
    body = {"title": "Bus", "provisions": [{"text": "Gratis bus onder 16."}]}
    drafted = await sitting.do("POST", f"{here}/resolutions", 201, body)
    body["provisions"] = [
        {"text": "Gratis bus,  onder 18:"},
        {"kind": "item", "marker": "a.", "text": "ook ’s nachts."},
    ]
    revised = await sitting.client.put(
        f"{API}{here}/resolutions/1",
        json=body,
        headers=bearer(sitting.moderator) | {"If-Match": f'"{drafted["revision"]}"'},
    )
    assert (revised.status_code, revised.json()["version"]) == (200, 2)
    await sitting.do("POST", f"{here}/resolutions/1/tabling", 200)
    planned = await sitting.do(
        "POST", f"{here}/votings", 201, {"resolution": 1, "secrecy": secrecy}
    )
    sitting.voting = planned["id"]


async def vote(sitting: Sitting, choices: list[str]) -> None:
    """Opened; everybody signs in with their code and casts, all at once; closed."""
    await sitting.do("POST", f"/votings/{sitting.voting}/opening", 200)
    sitting.tokens = await asyncio.gather(
        *(sign_in(sitting.client, code=code) for code in sitting.codes)
    )
    answers = await asyncio.gather(
        *(sitting.cast(index, choice) for index, choice in enumerate(choices))
    )
    assert {answer.status_code for answer in answers} == {201}
    sitting.receipts = [answer.json()["tracker"] for answer in answers]
    await sitting.do("POST", f"/votings/{sitting.voting}/closing", 200)


def digest_of(lines: list[str]) -> str:
    """SHA-256 over the lines in order, LF after each."""
    return hashlib.sha256("".join(f"{line}\n" for line in sorted(lines)).encode()).hexdigest()


@pytest.fixture(scope="module")
async def context(settings: Settings) -> AsyncIterator[jobs.Context]:
    """What a job finds: as the worker prepares it when it starts, and lets go when it ends."""
    worker = build_worker(settings, handle_signals=False)
    assert worker.on_startup
    assert worker.on_shutdown
    context: jobs.Context = {}
    await worker.on_startup(context)
    yield context
    await worker.on_shutdown(context)


# ── the whole story ───────────────────────────────────────────────────────────
async def test_a_resolution_is_drafted_voted_on_counted_and_published(client, build, settings):
    sitting = await convene(client, build)
    await prepare(sitting)
    here, voting = f"/assemblies/{sitting.slug}", f"/votings/{sitting.voting}"

    planned = await sitting.get(voting)
    assert (planned["state"], planned["entitled"], planned["turnout"]) == ("planned", None, 0)
    assert planned["choices"] == ["yes", "no", "abstain"]
    await vote(sitting, CHOICES)
    closed = await sitting.get(voting, sitting.tokens[0])
    assert (closed["state"], closed["entitled"], closed["turnout"]) == ("closed", 7, 7)
    assert (closed["me"]["entitled"], closed["me"]["voted"]) == (True, True)
    assert closed["roll_digest"] == hashlib.sha256(b"1\n2\n3\n4\n5\n6\n7\n").hexdigest()

    await work(settings)
    result = await sitting.get(f"{voting}/result")
    record = result["record"]
    assert record["tally"] == {"yes": 4, "no": 2, "abstain": 1, "blank": 0, "invalid": 0}
    assert record["verdict"] == {
        "outcome": "adopted",
        "ground": "majority_met",
        "base": "6",
        "needed_yes": "3",
        "margin": "1",
        "quorum": None,
        "colleges": {},
    }
    assert record["labels"] == {
        "nl": "Goedgekeurd",
        "fr": "Approuvée",
        "de": "Angenommen",
        "en": "Approved",
    }
    assert (record["turnout"], record["roll"]["entitled"]) == (7, 7)
    resolution = await sitting.get(f"{here}/resolutions/1")
    assert (resolution["state"], resolution["outcome"]) == ("adopted", "adopted")
    assert resolution["outcome_label"] == "Goedgekeurd"
    assert resolution["text"] == "Gratis bus, onder 18:\na. ook ’s nachts."
    assert resolution["tally"] == record["tally"]
    assert resolution["verdict"] == record["verdict"]
    assert resolution["record_digest"] == result["digest"]
    assert resolution["voting"] == sitting.voting
    listed = await sitting.get(f"{here}/resolutions?outcome=adopted")
    assert [item["number"] for item in listed["items"]] == [1]
    totals = (await sitting.get(here))["resolutions"]
    assert totals == {"total": 1, "adopted": 1, "not_adopted": 0, "pending": 0}
    page = await client.get(f"{here}/resolutions/1")
    assert "Goedgekeurd" in page.text
    assert (await sitting.get(voting))["published"] is True


@pytest.mark.parametrize(
    ("choices", "rule", "outcome", "ground"),
    [
        pytest.param(["yes"], "simple", "adopted", "majority_met", id="one yes of seven seats"),
        pytest.param(["yes", "no"], "simple", "not_adopted", "tie", id="a tie"),
        pytest.param(["abstain"] * 3, "simple", "not_adopted", "nobody_decided", id="abstentions"),
        pytest.param([], "simple", "not_adopted", "nobody_decided", id="nobody votes"),
        pytest.param(
            ["yes"] * 3, "absolute_entitled", "not_adopted", "majority_not_met", id="too few of all"
        ),
        pytest.param(
            ["yes", "yes", "no"], "two_thirds", "adopted", "majority_met", id="exactly two thirds"
        ),
        pytest.param(
            ["yes"] * 6 + ["no"], "unanimity", "not_adopted", "majority_not_met", id="all but one"
        ),
    ],
)
async def test_the_rule_decides(build, client, context, choices, rule, outcome, ground):
    """Here the jobs themselves are called, as the worker calls them."""
    hall = await build.hall(seats=7)
    voting = await build.open_voting(hall, rule=rule)
    if choices:
        await build.cast_all(hall, voting, choices)
    await build.close(voting)
    await jobs.count(context, str(voting.id))
    is_problem(await client.get(f"{API}/votings/{voting.id}/result"), 404, "not-published")
    await jobs.publish(context, str(voting.id))
    answer = await client.get(f"{API}/votings/{voting.id}/result")
    verdict = answer.json()["record"]["verdict"]
    assert (verdict["outcome"], verdict["ground"]) == (outcome, ground)
    label = {"adopted": "Goedgekeurd", "not_adopted": "Niet goedgekeurd"}[outcome]
    resolution = (await client.get(f"{API}/assemblies/{hall.slug}/resolutions/1")).json()
    assert resolution["outcome_label"] == label
    assert set(answer.json()["record"]["sentences"]) == {"nl", "fr", "de", "en"}


# ── what is published ─────────────────────────────────────────────────────────
async def test_a_secret_voting_publishes_trackers_and_no_name(client, build, settings):
    sitting = await convene(client, build)
    await prepare(sitting)
    await vote(sitting, CHOICES)
    await work(settings)
    answers = [
        await client.get(f"{API}/votings/{sitting.voting}/{part}") for part in ("box", "result")
    ]
    box = answers[0].json()
    assert box["trackers"] == sorted(sitting.receipts), "every receipt is in the box, none other"
    assert box["ballots"] is None
    assert "Persoon" not in answers[0].text + answers[1].text
    assert '"yes"' not in answers[0].text
    for receipt in sitting.receipts:
        assert receipt not in answers[1].text


async def test_a_roll_call_publishes_names_and_the_last_choice_of_each(client, build, settings):
    sitting = await convene(client, build)
    await prepare(sitting, secrecy="roll_call")
    await sitting.do("POST", f"/votings/{sitting.voting}/opening", 200)
    sitting.tokens = [await sign_in(client, code=code) for code in sitting.codes]
    for index, choice in [*enumerate(CHOICES), (0, "no"), (6, "yes")]:
        assert (await sitting.cast(index, choice)).status_code == 201
    assert (await sitting.get(f"/votings/{sitting.voting}"))["turnout"] == 7
    await sitting.do("POST", f"/votings/{sitting.voting}/closing", 200)
    await work(settings)
    box = await sitting.get(f"/votings/{sitting.voting}/box")
    assert box["trackers"] is None
    assert [(line["seat"], line["name"], line["choice"]) for line in box["ballots"]] == [
        (1, "Persoon 1", "no"),
        (2, "Persoon 2", "yes"),
        (3, "Persoon 3", "yes"),
        (4, "Persoon 4", "yes"),
        (5, "Persoon 5", "no"),
        (6, "Persoon 6", "no"),
        (7, "Persoon 7", "yes"),
    ]
    record = (await sitting.get(f"/votings/{sitting.voting}/result"))["record"]
    assert (record["tally"]["yes"], record["tally"]["no"]) == (4, 3)


@pytest.mark.parametrize("secrecy", ["secret", "roll_call"])
async def test_anybody_can_recompute_both_digests_from_what_is_published(
    client, build, settings, secrecy
):
    sitting = await convene(client, build)
    await prepare(sitting, secrecy)
    await vote(sitting, CHOICES)
    await work(settings)
    result = await sitting.get(f"/votings/{sitting.voting}/result")
    box = await sitting.get(f"/votings/{sitting.voting}/box")
    canonical = json.dumps(
        result["record"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert hashlib.sha256(canonical.encode()).hexdigest() == result["digest"]
    lines = box["trackers"] or [
        f"{line['seat']} {line['tracker']} {line['choice']}" for line in box["ballots"]
    ]
    assert len(lines) == 7
    assert digest_of(lines) == box["digest"] == result["record"]["box_digest"]
    words = "Gratis bus, onder 18:\na. ook ’s nachts."
    assert result["record"]["resolution"]["digest"] == hashlib.sha256(words.encode()).hexdigest()


async def test_a_published_record_never_changes(client, build, settings):
    """Not by publishing again, not by another worker, and not by a hand in the database."""
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    ((voting_id,),) = await rows(
        build, "SELECT id FROM votings WHERE assembly_id = :id", id=hall.assembly.id
    )
    first = await client.get(f"{API}/votings/{voting_id}/result")
    await work(settings, ring=voting_id)
    assert (await client.get(f"{API}/votings/{voting_id}/result")).content == first.content
    for table in (
        "records",
        "results",
        "ballots",
        "participations",
        "electors",
        "versions",
        "provisions",
        "audit_entries",
    ):
        ((column,),) = await rows(
            build,
            "SELECT column_name FROM information_schema.columns WHERE table_name = :table"
            " AND is_identity = 'NO' ORDER BY ordinal_position LIMIT 1",
            table=table,
        )
        for sql in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"TRUNCATE {table} CASCADE",
        ):
            with pytest.raises(DBAPIError, match=r"append-only|stays marked"):
                await rows(build, sql)


async def test_nothing_a_moderator_presses_during_a_voting_keeps_it_from_its_outcome(
    client, build, settings
):
    sitting = await convene(client, build)
    await prepare(sitting)
    here = f"{API}/assemblies/{sitting.slug}"
    await sitting.do("POST", f"/votings/{sitting.voting}/opening", 200)
    sitting.tokens = [await sign_in(client, code=code) for code in sitting.codes]
    await sitting.cast(0, "yes")
    for path, body in (
        (f"{here}/resolutions/1/tabling", None),
        (f"{here}/resolutions/1/withdrawal", None),
        (f"{here}/votings", {"resolution": 1}),
        (f"{API}/votings/{sitting.voting}/opening", None),
    ):
        await client.post(path, json=body, headers=bearer(sitting.moderator))
    for step in ("tabling", "opening"):
        await client.post(
            f"/assemblies/{sitting.slug}/desk/1/{step}", headers=bearer(sitting.moderator)
        )
    await sitting.do("POST", f"/votings/{sitting.voting}/closing", 200)
    await work(settings)
    result = await client.get(f"{API}/votings/{sitting.voting}/result")
    assert result.status_code == 200, result.text
    assert result.json()["record"]["verdict"]["outcome"] == "adopted"


# ── rehearsals ────────────────────────────────────────────────────────────────
async def test_a_rehearsal_runs_the_same_code_and_is_in_no_list(client, build, settings):
    sitting = await convene(client, build, rehearsal=True)
    await prepare(sitting)
    await vote(sitting, CHOICES)
    await work(settings)
    record = (await sitting.get(f"/votings/{sitting.voting}/result"))["record"]
    assert record["voting"]["rehearsal"] is True
    assert record["verdict"]["outcome"] == "adopted"
    assert (await sitting.get(f"/votings/{sitting.voting}"))["rehearsal"] is True
    assert (await sitting.get(f"/assemblies/{sitting.slug}"))["is_rehearsal"] is True
    for token in (None, sitting.moderator, sitting.tokens[0]):
        listed = await sitting.get("/assemblies", token)
        assert sitting.slug not in [item["slug"] for item in listed["items"]]
    for address in ("/", "/fr/", "/de/", "/en/"):
        assert sitting.slug not in (await client.get(address)).text


# ── before it is published, nobody can tell ───────────────────────────────────
COMPARED_ANYWAY = {"etag", "content-length"}
"""A digest and a length of the words, which are compared themselves."""

VOTED, ABSENT, MODERATOR = "who has voted", "who has not voted", "the moderator"
ROLES = [None, VOTED, ABSENT, MODERATOR]


def written(answer: httpx.Response) -> str:
    """The words of the answer; of a workbook or a document the words of its parts."""
    if answer.content.startswith(b"%PDF"):  # its lines break at other places in a longer name
        text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
        return " ".join(text.split()).replace("- ", "-")
    if not answer.content.startswith(b"PK"):
        return answer.text
    with ZipFile(BytesIO(answer.content)) as archive:
        return "\n".join(
            f"{name}\n{archive.read(name).decode(errors='replace')}" for name in archive.namelist()
        )


@dataclass
class Twin:
    """One of two installations that differ in nothing but in what some ballots say."""

    house: House
    hall: Hall
    voting: Voting
    tokens: dict[str, str]

    def same(self, words: str) -> str:
        """Without what is different by chance: ids, digests, instants and the hall's own name."""
        return but_for_chance(words, self.hall.slug)

    async def told(self, role: str | None, method: str, address: str) -> dict[str, Any]:
        """The answer to this role, without what is different by chance."""
        headers = bearer(self.tokens[role]) if role else {}
        body: Any = None
        if method == "PUT":
            headers["If-Match"], body = '"3"', {"provisions": [{"text": "x"}]}
        elif address.endswith("/votings"):
            body = {"resolution": 1}
        elif address.endswith("/ballots"):
            body = {"choice": "yes", "tracker": str(uuid4())}
        answer = await self.house.client.request(
            method,
            address.replace("HALL", self.hall.slug).replace("ID", str(self.voting.id)),
            headers=headers,
            json=body,
        )
        kept = {name: self.same(value) for name, value in answer.headers.items()}
        return {
            "status": answer.status_code,
            "words": self.same(written(answer)),
            "headers": {name: kept[name] for name in kept if name not in COMPARED_ANYWAY},
        }


@pytest.fixture(scope="module")
async def twins(servers: Servers, template: str) -> AsyncIterator[list[Twin]]:
    """In both: resolution 1 under vote, 2 adopted, 3 not adopted, 4 adopted, 5 on the table."""
    made = []
    async with a_house(servers, template) as one, a_house(servers, template) as other:
        for house, choices in ((one, ["yes"] * 4 + ["no"]), (other, ["yes"] + ["no"] * 4)):
            build = house.build
            hall = await build.hall(seats=6)
            voting = await build.open_voting(hall)
            for yes, no in ((2, 1), (1, 2), (3, 0)):
                await build.decided(hall, yes=yes, no=no)
            await build.tabled(hall)
            await build.cast_all(hall, voting, choices)
            tokens = {
                VOTED: await build.token_of_seat(hall, 0),
                ABSENT: await build.token_of_seat(hall, 5),
                MODERATOR: await build.token_of_staff(hall.email),
            }
            made.append(Twin(house, hall, voting, tokens))
        yield made


NOT_ASKED = (
    "/metrics",
    "/health",
    "/problems",
    "/schema",
    "/static",
    f"{API}/events",
    f"{API}/assemblies/{{slug:str}}/check-in-code",
    "/my-votings/door",
)
"""What is the same for every assembly; test_answers.py looks at the metrics.

The code at the door is another one every five minutes, for one seat, and knows of no voting.

An event stream has no end and tells an opaque version: test_standing.py shows what it is made of.
"""


def to_read(app: Litestar) -> list[str]:
    """Every address of the application that can be read, about resolution 1 and its voting."""
    routes = [
        route.path
        for route in app.routes
        if isinstance(route, HTTPRoute)
        and "GET" in route.methods
        and not route.path.startswith(NOT_ASKED)
    ]
    named = {
        "slug": "HALL",
        "number": "1",
        "voting_id": "ID",
        "import_id": "ID",
        "history_id": "ID",
        "list_id": "ID",
        "webhook_id": "ID",
        "item": "ID",
        "part": "agenda",
        "ordinal": "1",
        "first": "1",
        "second": "1",
        "sitting": "1",
        "amendment": "1",
        "language": "fr",
        "size": "1",
        "index": "0",
        "version": "1",
        "theme": "mobiliteit",
        "token": "NONE",
        "key": "NONE",
    }
    routes = [
        path.replace("{form:str}", form)
        for path in routes
        for form in (FORMATS if "{form:str}" in path else [""])
    ]
    asked = [re.sub(r"\{(\w+)(:\w+)?\}", lambda name: named[name[1]], path) for path in routes]
    resolutions = f"{API}/assemblies/HALL/resolutions"
    asked += [
        f"{resolutions}?outcome={outcome}&limit={limit}"
        for outcome in ("adopted", "not_adopted")
        for limit in (1, 2)
    ]
    asked += [f"{resolutions}?limit=1", f"{resolutions}?q=Gratis", f"{resolutions}/2"]
    asked += [f"/fr/assemblies/HALL/resolutions/{number}" for number in (1, 2)]
    asked += ["/en/assemblies/HALL/resolutions?outcome=adopted"]
    return asked


TRIED = [
    ("PUT", f"{API}/assemblies/HALL/resolutions/1"),
    ("POST", f"{API}/assemblies/HALL/resolutions/1/tabling"),
    ("POST", f"{API}/assemblies/HALL/resolutions/1/withdrawal"),
    ("POST", f"{API}/assemblies/HALL/votings"),
    ("POST", f"{API}/votings/ID/opening"),
    ("POST", f"{API}/votings/ID/closing"),
    ("POST", f"{API}/votings/ID/ballots"),
    ("POST", "/assemblies/HALL/desk/1/tabling"),
    ("POST", "/assemblies/HALL/desk/1/opening"),
]
"""What a refusal could answer by the way."""


async def advance(twins: list[Twin], step: str) -> None:
    """Both votings have come this far; whoever was there already stays."""
    for twin in twins:
        build = twin.house.build
        if step != "open":
            await build.close(twin.voting)
        if step in {"counted", "published"}:
            await build.count(twin.voting)
        if step == "published":
            await build.publish(twin.voting)


async def differences(
    twins: list[Twin], role: str | None, asked: list[tuple[str, str]]
) -> list[str]:
    """Everything this role can ask and that is answered differently in the two halls."""
    one, other = twins
    return [
        f"{method} {address}"
        for method, address in asked
        if await one.told(role, method, address) != await other.told(role, method, address)
    ]


@pytest.mark.parametrize("role", [pytest.param(role, id=role or "the public") for role in ROLES])
@pytest.mark.parametrize(
    "step",
    [
        pytest.param("open", id="while it is open"),
        pytest.param("closed", id="between closing and counting"),
        pytest.param("counted", id="between counting and publishing"),
    ],
)
async def test_two_halls_that_vote_differently_cannot_be_told_apart(twins, step, role):
    await advance(twins, step)
    asked = [("GET", address) for address in to_read(twins[0].house.app)]
    if step == "counted":
        asked += TRIED
    assert await differences(twins, role, asked) == []
    for twin in twins:
        client, voting = twin.house.client, twin.voting.id
        here = f"{API}/assemblies/{twin.hall.slug}/resolutions/1"
        shown = (await client.get(here)).json()
        assert (shown["state"], shown["outcome"], shown["tally"]) == ("under_vote", None, None)
        is_problem(await client.get(f"{API}/votings/{voting}/result"), 404, "not-published")
        is_problem(await client.get(f"{API}/votings/{voting}/box"), 404, "not-published")


async def test_once_published_the_two_halls_can_be_told_apart(twins):
    """So that the comparison above is known to see what there is to see."""
    await advance(twins, "published")
    asked = [("GET", address) for address in to_read(twins[0].house.app)]
    found = await differences(twins, None, asked)
    assert {
        f"GET {API}/assemblies",
        f"GET {API}/assemblies/HALL",
        f"GET {API}/assemblies/HALL/resolutions",
        f"GET {API}/assemblies/HALL/resolutions?outcome=adopted&limit=1",
        f"GET {API}/assemblies/HALL/resolutions/1",
        f"GET {API}/votings/ID/result",
        "GET /",
        "GET /assemblies/HALL/resolutions/1",
        "GET /fr/assemblies/HALL/resolutions/1",
    } <= set(found)
    desk = await differences(twins, MODERATOR, [("GET", "/assemblies/HALL/desk")])
    assert desk == ["GET /assemblies/HALL/desk"]


async def test_a_refusal_between_counting_and_publishing_does_not_tell_the_moderator(client, build):
    """Nobody sees the outcome before the public does, and no refusal says it by the way."""
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await build.count(voting)
    headers = bearer(await build.token_of_staff(hall.email))
    here = f"{API}/assemblies/{hall.slug}"
    answers = [
        await client.post(f"{here}/votings", json={"resolution": 1}, headers=headers),
        await client.post(f"{here}/resolutions/1/tabling", headers=headers),
        await client.post(f"{here}/resolutions/1/withdrawal", headers=headers),
        await client.put(
            f"{here}/resolutions/1",
            json={"provisions": [{"text": "x"}]},
            headers=headers | {"If-Match": '"3"'},
        ),
    ]
    assert [answer.status_code for answer in answers] == [409] * 4
    assert [answer.text for answer in answers if "adopted" in answer.text] == []
