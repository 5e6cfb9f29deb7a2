# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands on the shelf is what the route would say, to the byte, until the news tells."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import asyncpg
import httpx
import pytest
from litestar import Litestar
from sqlalchemy import event
from sqlalchemy.engine import Engine

import assembly.tables
from assembly.clock import now
from assembly.follow_up.rules.dossier import Kind, Told
from assembly.follow_up.write import write_entry
from assembly.publication.shelf import Shelf
from tests.build.log import extended
from tests.conftest import plain
from tests.edges.conftest import client_of, living
from tests.edges.town import bearer
from tests.verbs.reading import rows

PATIENCE = 60.0
QUIET = {
    "attempts": "who tried to sign in",
    "attendances": "who is in the room",
    "audit_entries": "what happened, for the log",
    "ballots": "what a hall writes at once",
    "credentials": "how one signs in",
    "electors": "the frozen roll, shown with its record",
    "embargoes": "why a result waits, shown with its record",
    "follows": "what somebody hears of by mail",
    "history_imports": "files of history that are being read",
    "imports": "documents that are being read",
    "invitations": "letters on their way",
    "log_checkpoints": "asked of the database each time",
    "log_keys": "asked of the database each time",
    "log_leaves": "asked of the database each time",
    "log_nodes": "asked of the database each time",
    "log_pending": "acts on their way into the log",
    "moderators": "who may preside",
    "notices": "what somebody is to hear of",
    "paper_counts": "what nobody may read before the record",
    "participations": "what a hall writes at once",
    "proxies": "who casts for whom",
    "results": "what nobody may read before the record",
    "roll_call_ballots": "what a hall writes at once",
    "seat_lists": "lists that are being compared",
    "spread_news": "what subscribers are told of",
    "spread_until": "up to when subscribers are told",
    "subscribers": "who hears by mail: nobody sees them",
    "substitutions": "who sits for whom",
    "tokens": "who is signed in",
    "webhook_attempts": "how telling them went",
    "webhook_deliveries": "what other systems are told",
    "webhook_secrets": "how it is signed",
    "webhooks": "which other systems are told",
}
"""Tables that no public page of ours shows, or not before another one changes."""


async def moved(app: Litestar, since: int | None) -> int:
    """The moment of the news once it is another one than `since`."""
    end = time.monotonic() + PATIENCE
    while app.state.news.moment in {None, since}:
        assert time.monotonic() < end, "no news"
        await asyncio.sleep(0.01)
    moment: int = app.state.news.moment
    return moment


@pytest.fixture
async def app(settings) -> AsyncIterator[Litestar]:
    async with living(settings.model_copy(update={"keep_public": True})) as app:
        await moved(app, None)
        yield app


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that is sent meanwhile."""
    sent: list[str] = []

    def note(*told: object) -> None:
        sent.append(str(told[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
async def decided(app, build):
    hall = await build.hall(seats=3)
    before = app.state.news.moment
    await build.decided(hall, yes=2, no=1)
    await moved(app, before)
    await asyncio.sleep(0.2)  # the last of its commits is told too
    return hall


def pages(slug: str) -> list[str]:
    return [
        "/",
        "/fr/",
        f"/assemblies/{slug}",
        f"/assemblies/{slug}/resolutions",
        f"/assemblies/{slug}/resolutions?outcome=adopted",
        f"/de/assemblies/{slug}/resolutions/1",
        f"/assemblies/{slug}/resolutions/1",
        f"/api/v1/assemblies/{slug}/resolutions",
        f"/api/v1/assemblies/{slug}/resolutions/1",
    ]


async def test_a_warm_answer_asks_nothing_and_is_the_same_to_the_byte(client, decided):
    for path in pages(decided.slug):
        first = await client.get(path)
        assert first.status_code == 200, path
        with counted() as sent:
            second = await client.get(path)
        assert sent == [], path
        assert (second.content, second.headers) == (first.content, first.headers), path


async def test_each_reader_gets_the_form_that_they_understand(client, decided):
    path = f"/assemblies/{decided.slug}/resolutions/1"
    for _ in range(2):
        packed = await client.get(path, headers={"Accept-Encoding": "gzip"})
        bare = await client.get(path, headers={"Accept-Encoding": "identity"})
        head = await client.head(path)
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in bare.headers
        assert packed.text == bare.text
        assert (head.status_code, head.content) == (200, b"")


async def test_whoever_has_it_is_told_so(client, decided):
    path = f"/assemblies/{decided.slug}/resolutions/1"
    tag = (await client.get(path)).headers["etag"]
    for given in (tag, tag.removeprefix("W/"), f'"other", {tag}'):
        with counted() as sent:
            known = await client.get(path, headers={"If-None-Match": given})
        assert (known.status_code, known.content, sent) == (304, b"", [])
        assert known.headers["etag"] == tag
    assert (await client.get(path, headers={"If-None-Match": '"other"'})).status_code == 200


async def test_a_publication_shows_to_the_next_reader(app, client, build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast(hall, voting, 0, "yes")
    await build.close(voting)
    await build.count(voting)
    await asyncio.sleep(0.3)
    path = f"/api/v1/assemblies/{hall.slug}/resolutions/1"
    for _ in range(2):
        assert (await client.get(path)).json()["outcome"] is None
    before = app.state.news.moment
    await build.publish(voting)
    await moved(app, before)
    assert (await client.get(path)).json()["outcome"] == "adopted"


async def test_credentials_of_any_kind_go_by(client, build, decided):
    """Also ones that nobody knows: what a page says to somebody is theirs."""
    path = f"/api/v1/assemblies/{decided.slug}/resolutions"
    draft = await build.draft(decided)
    await client.get(path)
    await asyncio.sleep(0.2)
    await client.get(path)
    moderator = bearer(await build.token_of_staff(decided.email))
    listed = (await client.get(path, headers=moderator)).json()["items"]
    assert draft.number in [one["number"] for one in listed]
    public = (await client.get(path)).json()["items"]
    assert draft.number not in [one["number"] for one in public]
    with counted() as sent:
        assert (await client.get(path, headers={"Cookie": "x=y"})).status_code == 200
    assert sent


async def test_casting_is_no_news(app, client, build, decided):
    voting = await build.open_voting(decided)
    await asyncio.sleep(0.3)
    before = app.state.news.moment
    await build.cast(decided, voting, 0, "yes")
    await extended(build)
    await build.token_of_seat(decided, 1)
    await asyncio.sleep(0.5)
    assert app.state.news.moment == before


async def test_while_nobody_tells_nothing_is_kept_and_it_comes_back(app, client, settings, decided):
    path = f"/assemblies/{decided.slug}/resolutions/1"
    await client.get(path)
    before = app.state.news.moment
    line = await asyncpg.connect(plain(settings.database_url))
    ended = await line.fetchval(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'assembly-news' AND datname = current_database()"
    )
    await line.close()
    assert ended == 1
    end = time.monotonic() + PATIENCE
    while app.state.news.moment == before:
        assert time.monotonic() < end
        await asyncio.sleep(0.001)
    with counted() as sent:
        assert (await client.get(path)).status_code == 200
    assert sent
    await moved(app, before)
    await client.get(path)
    with counted() as sent:
        await client.get(path)
    assert sent == []


async def test_what_is_refused_or_found_nowhere_is_not_kept(client):
    for path in ("/assemblies/nowhere", "/api/v1/assemblies/nowhere/resolutions"):
        for _ in range(2):
            with counted() as sent:
                assert (await client.get(path)).status_code == 404
            assert sent, path


async def test_every_table_tells_or_has_a_reason_not_to(build):
    told = await rows(
        build,
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_tell_news'",
    )
    telling = {table for (table,) in told}
    assert telling | set(QUIET) == set(assembly.tables.METADATA.tables)
    assert not telling & set(QUIET)


async def test_the_oldest_makes_room(app, client, decided):
    small = Shelf(client._transport.app.app._beyond, app.state, most_bytes=40_000)
    transport = httpx.ASGITransport(app=type(client._transport.app)(small))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as reader:
        for number in range(30):
            assert (await reader.get(f"/assemblies/{decided.slug}?n={number}")).status_code == 200
        assert 0 < small._size <= 40_000
        with counted() as sent:
            await reader.get(f"/assemblies/{decided.slug}?n=29")
        assert sent == []
        with counted() as sent:
            await reader.get(f"/assemblies/{decided.slug}?n=0")
        assert sent


async def test_what_depends_on_the_day_stands_until_the_day_ends(app, client, decided):
    """And is made anew by the first reader after it, though no news came."""
    for path in (
        f"/assemblies/{decided.slug}/resolutions/1",
        f"/assemblies/{decided.slug}/follow-up",
        f"/assemblies/{decided.slug}/resolutions/1/follow-up/feed.atom",
    ):
        first = await client.get(path)
        with counted() as sent:
            assert (await client.get(path)).content == first.content
        assert sent == [], path
        shelf = client._transport.app.app
        ((key, kept),) = shelf._kept.items()
        assert now() < kept.until <= now() + timedelta(hours=25)
        shelf._kept[key] = replace(kept, until=now())
        with counted() as sent:
            assert (await client.get(path)).content == first.content
        assert sent, path
        shelf._kept.clear()


async def test_an_entry_of_a_dossier_shows_to_the_next_reader(app, client, build, decided):
    path = f"/assemblies/{decided.slug}/resolutions/1/follow-up"
    for _ in range(2):
        assert "Gemeenteraad" not in (await client.get(path)).text
    before = app.state.news.moment
    async with build.sessions.begin() as session:
        told = Told(Kind.ADDRESSEE, "Gemeenteraad")
        await write_entry(session, decided.assembly, 1, told, at=now(), by="system:test")
    await moved(app, before)
    assert "Gemeenteraad" in (await client.get(path)).text
