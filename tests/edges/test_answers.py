# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every answer carries; lists, filters and caches; health and metrics."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest
from sqlalchemy import text

from assembly.settings import Settings
from tests.build.house import PASSWORD, Build, Hall
from tests.conftest import database_named, drop_database, plain, run_sql
from tests.edges.conftest import a_database, client_of, living
from tests.edges.town import Role, bearer, is_problem, rows, work

API = "/api/v1"
HERE = f"{API}/assemblies/{{slug}}"
LIST = f"{API}/assemblies/caruna-2025/resolutions"


# ── security headers ──────────────────────────────────────────────────────────
def assert_guarded(answer: httpx.Response) -> None:
    headers = answer.headers
    policy = dict(
        (part.strip() + " ").split(" ", 1) for part in headers["content-security-policy"].split(";")
    )
    assert policy["default-src"].strip() == "'none'"
    assert policy["frame-ancestors"].strip() == "'none'"
    assert policy["base-uri"].strip() == "'none'"
    assert policy["form-action"].strip() == "'self'"
    sources = " ".join(policy.values())
    assert "unsafe" not in sources
    assert not re.search(r"https?:|\*", sources), "no third party"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] in {"no-referrer", "same-origin"}
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers
    assert "x-powered-by" not in headers


@pytest.mark.parametrize(
    ("role", "method", "path", "sent", "status"),
    [
        pytest.param(Role.PUBLIC, "GET", f"{API}/assemblies", {}, 200, id="a list"),
        pytest.param(Role.PUBLIC, "GET", "/", {}, 200, id="a page"),
        pytest.param(Role.PUBLIC, "GET", "/sign-in", {}, 200, id="a form"),
        pytest.param(Role.PUBLIC, "GET", "/static/assembly.css", {}, 200, id="a stylesheet"),
        pytest.param(Role.PUBLIC, "GET", "/schema", {}, 200, id="the reference"),
        pytest.param(Role.PUBLIC, "GET", "/schema/openapi.json", {}, 200, id="the description"),
        pytest.param(Role.PUBLIC, "GET", "/health/live", {}, 200, id="a pulse"),
        pytest.param(Role.PUBLIC, "GET", "/metrics", {}, 200, id="the metrics"),
        pytest.param(
            Role.PARTICIPANT,
            "POST",
            f"{API}/votings/{{open}}/ballots",
            {"json": {"choice": "yes"}},
            201,
            id="a receipt",
        ),
        pytest.param(Role.STAFF, "POST", f"{API}/sign-out", {}, 204, id="nothing"),
        pytest.param(Role.PUBLIC, "GET", "/desk", {}, 303, id="a redirection"),
        pytest.param(Role.PUBLIC, "OPTIONS", f"{API}/assemblies", {}, 204, id="the methods"),
        pytest.param(Role.PUBLIC, "HEAD", f"{API}/assemblies", {}, 200, id="headers alone"),
        pytest.param(
            Role.PUBLIC, "POST", f"{API}/sign-in", {"content": b"{"}, 400, id="a broken body"
        ),
        pytest.param(Role.PUBLIC, "GET", f"{API}/me", {}, 401, id="a missing token"),
        pytest.param(
            Role.PUBLIC,
            "GET",
            f"{API}/me",
            {"headers": bearer("wrong")},
            401,
            id="a wrong token",
        ),
        pytest.param(Role.PARTICIPANT, "GET", f"{HERE}/seats", {}, 403, id="a closed door"),
        pytest.param(
            Role.PUBLIC,
            "POST",
            f"{API}/sign-in",
            {"json": {}, "headers": {"Sec-Fetch-Site": "cross-site"}},
            403,
            id="another site",
        ),
        pytest.param(Role.PUBLIC, "GET", f"{API}/nothing", {}, 404, id="no operation"),
        pytest.param(Role.PUBLIC, "GET", "/nothing", {}, 404, id="no page"),
        pytest.param(Role.PUBLIC, "GET", "/static/nothing.css", {}, 404, id="no file"),
        pytest.param(Role.PUBLIC, "DELETE", f"{API}/assemblies", {}, 405, id="a wrong method"),
        pytest.param(Role.PUBLIC, "POST", "/", {}, 405, id="a wrong method on a page"),
        pytest.param(
            Role.PUBLIC,
            "POST",
            f"{API}/sign-in",
            {"content": b"x" * 65537},
            413,
            id="a body too large",
        ),
        pytest.param(Role.PUBLIC, "GET", f"{LIST}?limit=0", {}, 422, id="a wrong question"),
    ],
)
async def test_every_kind_of_answer_is_guarded(town, history, role, method, path, sent, status):
    answer = await town.ask(role, method, path, **sent)
    assert answer.status_code == status
    assert_guarded(answer)


async def test_a_fault_is_guarded_too(town):
    await execute(town.build, "ALTER TABLE assemblies RENAME TO assemblies_away")
    try:
        answers = [await town.ask(Role.PUBLIC, "GET", path) for path in (f"{API}/assemblies", "/")]
    finally:
        await execute(town.build, "ALTER TABLE assemblies_away RENAME TO assemblies")
    is_problem(answers[0], 500, "unexpected")
    assert (answers[1].status_code, answers[1].headers["content-type"][:9]) == (500, "text/html")
    for answer in answers:
        assert_guarded(answer)
        assert answer.headers["cache-control"] == "no-store"


# ── HEAD and OPTIONS ──────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "path",
    [
        f"{API}/assemblies",
        f"{HERE}/resolutions/{{decided_number}}",
        f"{API}/votings/{{decided}}/result",
        f"{API}/assemblies/nobody",
        "/",
        "/assemblies/{slug}",
        "/static/assembly.css",
        "/health/live",
        "/nothing",
    ],
)
async def test_head_is_get_without_its_words(town, path):
    read, head = [await town.ask(Role.PUBLIC, method, path) for method in ("GET", "HEAD")]
    assert (head.status_code, head.content) == (read.status_code, b"")
    assert {**head.headers} == {**read.headers}
    assert read.content


async def test_head_does_nothing_where_only_post_is(town):
    answer = await town.ask(Role.STAFF, "HEAD", f"{API}/sign-out")
    assert (answer.status_code, answer.content) == (405, b"")
    assert (await town.ask(Role.STAFF, "GET", f"{API}/me")).status_code in {200, 401}


# ── caches ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("role", "method", "path", "body"),
    [
        pytest.param(Role.PUBLIC, "POST", f"{API}/sign-in", "code", id="a token"),
        pytest.param(Role.PARTICIPANT, "GET", f"{API}/me", None, id="who one is"),
        pytest.param(
            Role.MODERATOR, "POST", f"{HERE}/seats", {"seats": [{"number": 90}]}, id="new codes"
        ),
        pytest.param(Role.MODERATOR, "POST", f"{HERE}/seats/{{seat}}/code", None, id="a new code"),
        pytest.param(
            Role.PARTICIPANT,
            "POST",
            f"{API}/votings/{{open}}/ballots",
            {"choice": "no"},
            id="a receipt or a refusal",
        ),
        pytest.param(Role.PARTICIPANT, "GET", "/my-votings", None, id="my votings"),
        pytest.param(Role.MODERATOR, "GET", "/assemblies/{slug}/desk", None, id="the desk"),
        pytest.param(Role.PUBLIC, "GET", "/sign-in", None, id="the form to sign in"),
    ],
)
async def test_what_is_for_one_person_is_stored_nowhere(town, role, method, path, body):
    if body == "code":
        body = {"code": town.hall.codes[5].shown()}
    answer = await town.ask(role, method, path, json=body)
    assert answer.status_code < 500
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("role", "path"),
    [
        pytest.param(Role.MODERATOR, f"{HERE}/resolutions", id="a list with drafts"),
        pytest.param(Role.MODERATOR, f"{HERE}/resolutions/{{draft}}", id="a draft"),
        pytest.param(Role.MODERATOR, f"{HERE}/seats", id="names of participants"),
        pytest.param(Role.PARTICIPANT, f"{API}/votings/{{open}}", id="whether I have voted"),
        pytest.param(Role.PARTICIPANT, f"{HERE}/votings", id="where I have voted"),
    ],
)
async def test_what_depends_on_who_asks_is_never_shared(town, role, path):
    """A cache in between must ask again, and must not give it to somebody else."""
    answer = await town.ask(role, "GET", path)
    assert answer.status_code == 200
    control = answer.headers.get("cache-control", "")
    assert "public" not in control
    assert "no-store" in control or "private" in control or "no-cache" in control
    if "no-store" not in control:
        assert {"authorization", "cookie"} <= {
            name.strip().lower() for name in answer.headers["vary"].split(",")
        }


async def test_a_warm_answer_of_the_public_is_not_given_to_a_moderator_nor_the_other_way(town):
    """Each asked twice, in turns: what was made for one never reaches the other."""
    seen = []
    for role in (Role.PUBLIC, Role.MODERATOR) * 2:
        items = (await town.ask(role, "GET", f"{HERE}/resolutions")).json()["items"]
        seen.append(any(item["state"] == "draft" for item in items))
    assert seen == [False, True, False, True]


async def test_an_answer_that_was_seen_is_not_sent_again(town):
    for path in (f"{HERE}/resolutions", "/", "/assemblies/{slug}", "/static/assembly.css"):
        first = await town.ask(Role.PUBLIC, "GET", path)
        again = await town.ask(
            Role.PUBLIC, "GET", path, headers={"If-None-Match": first.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == first.headers["etag"]
        assert_guarded(again)
        other = await town.ask(Role.PUBLIC, "GET", path, headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.content) == (200, first.content)


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        pytest.param("gzip", True, id="gzip"),
        pytest.param("br;q=1.0, gzip;q=0.8, *;q=0.1", True, id="gzip among others"),
        pytest.param("identity", False, id="plain"),
        pytest.param("", False, id="nothing in particular"),
        pytest.param("gzip;q=0", False, id="anything but gzip"),
        pytest.param("br, gzip; q=0.0", False, id="anything but gzip, with a space"),
    ],
)
async def test_a_public_answer_is_packed_for_who_can_unpack_it(client, history, accepted, packed):
    asked = client.build_request("GET", LIST, headers={"Accept-Encoding": accepted})
    answer = await client.send(asked)
    assert answer.headers.get("content-encoding") == ("gzip" if packed else None)
    assert len(answer.json()["items"]) == 44
    assert "accept-encoding" in answer.headers["vary"].lower()
    again = await client.get(LIST, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["vary"] == answer.headers["vary"], "RFC 9110, 15.4.5"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(f"{API}/assemblies/HALL/resolutions/1", id="a resolution"),
        pytest.param(f"{API}/assemblies/HALL/resolutions", id="a list"),
        pytest.param("/assemblies/HALL/resolutions/1", id="a page"),
    ],
)
async def test_what_was_made_while_a_record_came_out_is_not_kept_for_afterwards(
    build, client, path
):
    """The reader waits for the sources, with half of what it tells, and the record comes out."""
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes"])
    await build.close(voting)
    await build.count(voting)
    address = path.replace("HALL", hall.slug)
    async with build.sessions.begin() as session:
        await session.execute(text("LOCK TABLE sources IN ACCESS EXCLUSIVE MODE"))
        reading = asyncio.create_task(client.get(address))
        while not await rows(build, "SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert not reading.done(), "it was to wait"
            await asyncio.sleep(0.01)
        await build.publish(voting)
    assert (await reading).status_code == 200
    assert "Goedgekeurd" in (await client.get(address)).text


async def test_an_etag_never_stands_for_two_different_answers(build, client):
    """From table to record, everything the public reads of a resolution and of its list."""
    hall = await build.hall(seats=2)
    here = f"{API}/assemblies/{hall.slug}"
    addresses = [
        here,
        f"{here}/resolutions",
        f"{here}/resolutions/1",
        f"{here}/resolutions?outcome=adopted",
        f"/assemblies/{hall.slug}",
        f"/assemblies/{hall.slug}/resolutions/1",
    ]
    seen: dict[tuple[str, str], bytes] = {}

    async def look() -> None:
        for address in addresses:
            answer = await client.get(address)
            etag = answer.headers.get("etag")
            if answer.status_code == 200 and etag:
                assert seen.setdefault((address, etag), answer.content) == answer.content, address

    await look()
    voting = await build.open_voting(hall)
    await look()
    await build.cast_all(hall, voting, ["yes", "yes"])
    await look()
    await build.close(voting)
    await look()
    await build.count(voting)
    await look()
    await build.publish(voting)
    await look()
    assert len({etag for address, etag in seen if address.endswith("/resolutions/1")}) >= 2


async def test_the_etag_of_a_draft_is_the_revision_a_change_has_to_name(town):
    answer = await town.ask(Role.MODERATOR, "GET", f"{HERE}/resolutions/{{draft}}")
    revised = await town.ask(
        Role.MODERATOR,
        "PUT",
        f"{HERE}/resolutions/{{draft}}",
        json={"provisions": [{"text": "Anders."}]},
        headers={"If-Match": answer.headers["etag"]},
    )
    assert revised.status_code == 200, revised.text
    assert revised.headers["etag"] == f'"{revised.json()["revision"]}"'
    assert revised.json()["revision"] == answer.json()["revision"] + 1


# ── lists ─────────────────────────────────────────────────────────────────────
async def test_history_is_listed_whole_with_its_outcomes(client, history):
    items = (await client.get(LIST)).json()["items"]
    assert [item["number"] for item in items] == list(range(1, 45))
    outcomes = [item["outcome"] for item in items]
    assert (outcomes.count("adopted"), outcomes.count("not_adopted")) == (30, 14)
    labels = {(item["outcome"], item["outcome_label"]) for item in items}
    assert labels == {("adopted", "Goedgekeurd"), ("not_adopted", "Niet goedgekeurd")}
    assert {item["tally"] for item in items} == {None}, "not recorded is not zero"
    assert {item["counts_recorded"] for item in items} == {False}


@pytest.mark.parametrize(("outcome", "count"), [("adopted", 30), ("not_adopted", 14)])
async def test_the_filter_shows_one_outcome_and_all_of_it(client, history, outcome, count):
    items = (await client.get(f"{LIST}?outcome={outcome}")).json()["items"]
    assert len(items) == count
    assert {item["outcome"] for item in items} == {outcome}


async def follow(client: httpx.AsyncClient, address: str) -> AsyncIterator[httpx.Response]:
    """Page after page, as `next` leads; the Link header says the same (RFC 8288)."""
    while address:
        answer = await client.get(address)
        assert answer.status_code == 200
        yield answer
        following = answer.json()["next"]
        link = answer.headers.get("link")
        assert link == (f'<{following}>; rel="next"' if following else None)
        address = following or ""


@pytest.mark.parametrize("limit", [1, 7, 43, 44, 500])
@pytest.mark.parametrize("outcome", ["", "not_adopted"])
async def test_following_the_pages_shows_everything_once(client, history, limit, outcome):
    query = f"?limit={limit}" + (f"&outcome={outcome}" if outcome else "")
    pages = [page.json()["items"] async for page in follow(client, LIST + query)]
    numbers = [item["number"] for page in pages for item in page]
    whole = (await client.get(LIST + (f"?outcome={outcome}" if outcome else ""))).json()["items"]
    assert numbers == [item["number"] for item in whole]
    assert all(len(page) == limit for page in pages[:-1])
    assert 0 < len(pages[-1]) <= limit


async def test_the_next_page_asks_the_same_question(client, history):
    answer = await client.get(f"{LIST}?outcome=adopted&q=de%20%26%20het&limit=1")
    if answer.json()["next"] is None:
        answer = await client.get(f"{LIST}?outcome=adopted&q=de&limit=1")
    asked = dict(parse_qsl(urlsplit(answer.json()["next"]).query))
    assert (asked["outcome"], asked["limit"]) == ("adopted", "1")
    assert asked["q"] == dict(answer.request.url.params)["q"]
    assert asked["after"] == str(answer.json()["items"][0]["number"])


@pytest.fixture(scope="module")
async def library(build: Build) -> Hall:
    """Resolutions whose words hold every sign that means something to a pattern."""
    hall = await build.hall(seats=0)
    for words in (
        "Vijftig % van de bussen.",
        "Een lijn_onder de streep.",
        r"Een pad \ terug.",
        "Niets bijzonders, façade.",
        "NIETS IN KLEINE LETTERS.",
        "Cafe\u0301 met een los accent.",
    ):
        await build.tabled(hall, words)
    return hall


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        pytest.param("%", [1], id="a percent sign is a percent sign"),
        pytest.param("% van", [1], id="with the words after it"),
        pytest.param("_", [2], id="an underscore is an underscore"),
        pytest.param("lijn_onder", [2], id="between two words"),
        pytest.param("\\", [3], id="a backslash is a backslash"),
        pytest.param("façade", [4], id="with accents"),
        pytest.param("FAÇADE", [4], id="in capitals"),
        pytest.param("niets", [4, 5], id="in any case"),
        pytest.param("café", [6], id="however the accent was typed"),
        pytest.param("caf\u0065\u0301", [6], id="however the accent is asked for"),
        pytest.param("'; DROP TABLE ballots; --", [], id="what is no SQL here"),
        pytest.param("[a-z]", [], id="what is no pattern here"),
    ],
)
async def test_words_are_looked_for_as_they_are(client, library, words, numbers):
    answer = await client.get(f"{API}/assemblies/{library.slug}/resolutions", params={"q": words})
    assert [item["number"] for item in answer.json()["items"]] == numbers
    page = await client.get(f"/assemblies/{library.slug}/resolutions", params={"q": words})
    shown = {int(found) for found in re.findall(r"/resolutions/(\d+)", page.text)}
    assert sorted(shown) == numbers


async def test_words_are_looked_for_in_titles_too_and_not_in_drafts(build, client):
    hall = await build.hall(seats=0)
    await build.draft(hall, "Iets.", title="Een zeldzame titel")
    address = f"{API}/assemblies/{hall.slug}/resolutions?q=ZELDZAME"
    assert (await client.get(address)).json()["items"] == []
    moderator = bearer(await build.token_of_staff(hall.email))
    await client.post(f"{API}/assemblies/{hall.slug}/resolutions/1/tabling", headers=moderator)
    assert [item["number"] for item in (await client.get(address)).json()["items"]] == [1]


async def test_a_filter_misses_nothing_while_a_record_waits(build, client):
    """Resolution 1 is counted and not published; 2 and 3 are adopted. A page of one still leads
    to the next, or its absence would tell what was decided about 1."""
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "yes"])
    await build.close(voting)
    for _ in range(2):
        await build.decided(hall, yes=2, no=1)
    await build.count(voting)
    address = f"{API}/assemblies/{hall.slug}/resolutions?outcome=adopted&limit=1"
    pages = [page.json()["items"] async for page in follow(client, address)]
    assert [[item["number"] for item in page] for page in pages] == [[2], [3]]


async def test_created_things_say_where_they_are(town):
    drafted = await town.ask(
        Role.MODERATOR, "POST", f"{HERE}/resolutions", json={"provisions": [{"text": "x"}]}
    )
    there = await town.ask(Role.MODERATOR, "GET", drafted.headers["location"])
    assert there.json()["number"] == drafted.json()["number"]
    planned = await town.ask(
        Role.MODERATOR,
        "POST",
        f"{HERE}/votings",
        json={"resolution": town.places["tabled"]},
    )
    there = await town.ask(Role.PUBLIC, "GET", planned.headers["location"])
    assert there.json()["id"] == planned.json()["id"]


async def test_every_link_of_an_answer_leads_somewhere(town, history):
    for path in (f"{HERE}/resolutions/{{decided_number}}", f"{LIST}/1"):
        links = (await town.ask(Role.PUBLIC, "GET", path)).json()["links"]
        assert {"self", "page"} <= links.keys()
        for address in links.values():
            assert (await town.client.get(address)).status_code == 200, address


# ── health ────────────────────────────────────────────────────────────────────
async def ready(client: httpx.AsyncClient) -> tuple[int, dict[str, Any]]:
    answer = await client.get("/health/ready")
    assert answer.headers["cache-control"] == "no-store"
    return answer.status_code, answer.json()


async def test_all_is_well_with_everything_there_and_a_worker_at_work(client, redis):
    await redis.set("arq:queue:health-check", "at work", ex=3)
    assert await ready(client) == (
        200,
        {"status": "ready", "database": "ok", "migrations": "ok", "redis": "ok", "worker": "ok"},
    )


async def test_without_a_worker_ballots_are_taken_and_outcomes_wait(client, redis):
    await redis.delete("arq:queue:health-check")
    status, said = await ready(client)
    assert (status, said["status"]) == (200, "degraded")
    assert (said["worker"], said["redis"]) == ("down", "ok")


async def test_without_redis_everything_goes_on_but_the_ringing(settings, build):
    """Opening, casting and closing are answered; the worker's sweep finds the rest."""
    hall = await build.hall(seats=1)
    voting = await build.planned(hall)
    away = settings.model_copy(update={"redis_url": "unix:///nowhere/valkey.sock?db=0"})
    async with living(away) as app, client_of(app) as client:
        status, said = await ready(client)
        assert (status, said["status"], said["redis"]) == (200, "degraded", "down")
        moderator = bearer(await build.token_of_staff(hall.email))
        elector = bearer(await build.token_of_seat(hall, 0))
        here = f"{API}/votings/{voting.id}"
        answers = [
            await client.post(f"{here}/opening", headers=moderator),
            await client.post(f"{here}/ballots", json={"choice": "yes"}, headers=elector),
            await client.post(f"{here}/closing", headers=moderator),
        ]
        assert [answer.status_code for answer in answers] == [200, 201, 200]
    await work(settings)
    assert await build.publish(voting) is None, "published by the sweep, without a ring"


async def assert_down(client: httpx.AsyncClient) -> None:
    """It lives; it is not ready; whatever needs the database says so and when to come back."""
    assert (await client.get("/health/live")).json() == {"status": "alive"}
    status, said = await ready(client)
    assert (status, said["status"]) == (503, "down")
    assert (said["database"], said["migrations"]) == ("down", "down")
    answers = [
        await client.get(f"{API}/assemblies"),
        await client.post(f"{API}/sign-in", json={"email": "a@example.org", "password": PASSWORD}),
        await client.get(f"{API}/me", headers=bearer("some-token")),
    ]
    for answer in answers:
        is_problem(answer, 503, "unavailable")
        assert int(answer.headers["retry-after"]) > 0
        assert_guarded(answer)
    page = await client.get("/")
    assert (page.status_code, page.headers["content-type"][:9]) == (503, "text/html")


def elsewhere(settings: Settings, database_url: str) -> Settings:
    return Settings(**(settings.model_dump() | {"database_url": database_url}))


async def test_without_a_database_server_it_lives_but_is_down(settings):
    away = elsewhere(settings, "postgresql://nobody@/nothing?host=/nowhere")
    async with living(away) as app, client_of(app) as client:
        await assert_down(client)


async def test_without_its_database_it_lives_but_is_down(settings, servers):
    away = elsewhere(settings, database_named(servers.database_url, f"never_{uuid4().hex}"))
    async with living(away) as app, client_of(app) as client:
        await assert_down(client)


async def test_where_no_further_connection_is_let_in_it_is_down_too(settings, servers, template):
    async with a_database(servers, template) as url:
        name = url.partition("?")[0].rpartition("/")[2]
        await run_sql(servers.database_url, f"ALTER DATABASE {name} CONNECTION LIMIT 0")
        async with living(elsewhere(settings, url)) as app, client_of(app) as client:
            await assert_down(client)


async def test_a_database_that_was_not_migrated_is_down(settings, servers):
    name = f"empty_{uuid4().hex}"
    await run_sql(servers.database_url, f"CREATE DATABASE {name}")
    away = elsewhere(settings, database_named(servers.database_url, name))
    async with living(away) as app, client_of(app) as client:
        status, said = await ready(client)
    await drop_database(servers, name)
    assert (status, said["status"]) == (503, "down")
    assert (said["database"], said["migrations"]) == ("ok", "down")


async def cut_connections(settings: Settings) -> int:
    """As a server does that is told to stop; how many connections of the web process there were."""
    connection = await asyncpg.connect(plain(settings.database_url))
    cut = await connection.fetchval(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND application_name = 'assembly-web'"
    )
    await connection.close()
    return int(cut)


async def test_connections_that_were_cut_are_made_again(client, settings):
    assert (await client.get(f"{API}/assemblies")).status_code == 200
    assert await cut_connections(settings) >= 1
    assert (await client.get(f"{API}/assemblies")).status_code == 200


async def test_a_ballot_whose_connection_is_cut_is_not_half_cast_and_may_be_sent_again(
    build, client, settings
):
    """The ballot waits for a lock when the server goes away under it."""
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    request = {
        "url": f"{API}/votings/{voting.id}/ballots",
        "json": {"choice": "yes", "tracker": str(uuid4())},
        "headers": bearer(await build.token_of_seat(hall, 0)),
    }
    async with build.sessions.begin() as session:
        await session.execute(
            text("SELECT 1 FROM votings WHERE id = :id FOR UPDATE"), {"id": voting.id}
        )
        casting = asyncio.create_task(client.post(**request))
        while not await rows(build, "SELECT 1 FROM pg_locks WHERE NOT granted"):
            assert not casting.done()
            await asyncio.sleep(0.01)
        await cut_connections(settings)
        answer = await casting
    is_problem(answer, 503, "unavailable")
    marks = "SELECT count(*) FROM participations WHERE voting_id = :id"
    assert await rows(build, marks, id=voting.id) == [(0,)]
    assert (await client.post(**request)).status_code == 201


# ── metrics ───────────────────────────────────────────────────────────────────
async def test_metrics_hold_requests_and_no_counts_of_anything_decided(build, client):
    hall = await build.hall(seats=9)
    voting = await build.decided(hall, yes=5, no=3, abstain=1)
    tracker = str(uuid4())
    token = await build.token_of_seat(hall, 0)
    for path in ("", "/resolutions", "/resolutions/1", "/resolutions?q=words-of-a-search"):
        await client.get(f"{API}/assemblies/{hall.slug}{path}")
    await client.post(
        f"{API}/votings/{voting.id}/ballots",
        json={"choice": "abstain", "tracker": tracker},
        headers=bearer(token),
    )
    answer = await client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["cache-control"] == "no-store"
    names = set(re.findall(r"^# TYPE (\w+)", answer.text, re.MULTILINE))
    ours = {name for name in names if not name.startswith(("python_", "process_"))}
    assert {name.removesuffix("_created").removesuffix("_total") for name in ours} == {
        "assembly_requests",
        "assembly_request_seconds",
    }
    labels = set(re.findall(r"(\w+)=\"", answer.text))
    assert labels <= {"method", "route", "status", "le", "generation"} | {
        "implementation",
        "major",
        "minor",
        "patchlevel",
        "version",
    }
    for private in (hall.slug, str(voting.id), tracker, "words-of-a-search", "abstain", "adopted"):
        assert private not in answer.text
    assert f'route="{API}/votings/' in answer.text


async def test_an_address_that_does_not_exist_is_no_new_line_in_the_metrics(client):
    await client.get("/nothing-at-all")
    before = len((await client.get("/metrics")).text.splitlines())
    for _ in range(5):
        await client.get(f"/{uuid4()}")
        await client.get(f"{API}/{uuid4()}")
    assert len((await client.get("/metrics")).text.splitlines()) == before


async def execute(build: Build, sql: str) -> None:
    async with build.sessions.begin() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(sql)
