# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds beyond the latest hundred: archives with addresses that stay (RFC 5005)."""

from typing import Any
from uuid import uuid4

import feedparser
import httpx
import pytest

from assembly.archive.bring_in import bring_in
from assembly.archive.found import Naming
from assembly.clock import now
from assembly.publication.rules.correction import Correctable
from assembly.voting.annul import annul_voting
from tests.build.house import BY, Build
from tests.verbs.test_correct import correct

API = "/api/v1"
SITE = "http://127.0.0.1:8000"


async def read(client: httpx.AsyncClient, path: str) -> httpx.Response:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text[:300]
    return answer


async def walked(client, address: str) -> list[list[dict[str, Any]]]:
    """The items of a feed and of every archive it leads to, one document after the other."""
    documents: list[list[dict[str, Any]]] = []
    following: str | None = address
    while following is not None:
        told = (await read(client, following)).json()
        assert told["feed_url"] == SITE + following
        documents.append(told["items"])
        following = told["next_url"].removeprefix(SITE) if "next_url" in told else None
    return documents


async def imported(build: Build) -> str:
    """The slug of an assembly whose source has 130 resolutions."""
    lines = "".join(f"{one}. Samen sterk, deel {one}.\nGoedgekeurd\n" for one in range(1, 131))
    slug = f"lang-{uuid4().hex[:8]}"
    source = f"Resoluties {slug} (3 mei 2024)\n{lines}".encode()
    async with build.sessions.begin() as session:
        await bring_in(
            session, source, file="lang.txt", naming=Naming(slug=slug), importer="a test", at=now()
        )
    return slug


@pytest.fixture
async def long_history(build: Build) -> str:
    return await imported(build)


@pytest.mark.parametrize("place", ["/assemblies/{slug}", ""])
async def test_a_feed_and_its_archives_hold_every_outcome_in_documents_of_few(
    client, long_history, place
):
    everything = "" if place == "" else f"/assemblies/{long_history}"
    file = await read(client, f"{API}{everything}/export/json")
    all_of_them = {f"urn:uuid:{one['id']}" for one in file.json()["resolutions"]}
    first, *archives = await walked(client, f"{place.format(slug=long_history)}/feed.json")
    assert len(first) == 100
    assert archives
    assert all(len(one) <= 50 for one in archives)
    told = [item["id"] for document in archives for item in document]
    assert len(set(told)) == len(told)
    assert {item["id"] for item in first} | set(told) == all_of_them


async def test_both_kinds_of_a_feed_lead_through_the_same_archives(client, long_history):
    here = f"/assemblies/{long_history}/feed"
    for asked, links in (
        (
            "",
            {"first": "", "next": "?archive=2", "last": "?archive=1", "prev-archive": "?archive=2"},
        ),
        (
            "?archive=2",
            {
                "current": "",
                "first": "",
                "last": "?archive=1",
                "next": "?archive=1",
                "prev-archive": "?archive=1",
                "previous": "",
            },
        ),
        (
            "?archive=1",
            {
                "current": "",
                "first": "",
                "last": "?archive=1",
                "next-archive": "?archive=2",
                "previous": "?archive=2",
            },
        ),
    ):
        answer = await read(client, f"{here}.atom{asked}")
        atom = feedparser.parse(answer.content)
        assert not atom.bozo
        feed = (await read(client, f"{here}.json{asked}")).json()
        assert [one.id for one in atom.entries] == [one["id"] for one in feed["items"]]
        told = {one.rel: one.href for one in atom.feed.links}
        for further in ("alternate", "related"):
            told.pop(further)
        assert told.pop("self") == f"{SITE}{here}.atom{asked}"
        assert told == {name: f"{SITE}{here}.atom{one}" for name, one in links.items()}
        assert atom.feed.id == f"{SITE}{here}.atom"
        assert ("fh_archive" in atom.feed) == bool(asked)
        etag = answer.headers["etag"]
        again = await client.get(f"{here}.atom{asked}", headers={"If-None-Match": etag})
        assert again.status_code == 304
    feed = (await read(client, f"{here}.json?archive=1")).json()
    numbers = [one["url"].rsplit("/", 1)[1] for one in feed["items"]]
    assert numbers == [str(number) for number in range(50, 0, -1)]


async def test_an_archive_stays_as_it_is_while_more_is_published_and_corrected(
    client, build, long_history
):
    here = f"/assemblies/{long_history}/feed.json"
    before = (await read(client, f"{here}?archive=1")).json()["items"]
    await correct(build, long_history, {Correctable.TITLE: "Recht gezet"}, number=7)
    after = (await read(client, f"{here}?archive=1")).json()["items"]
    assert [one["id"] for one in after] == [one["id"] for one in before]
    first = (await read(client, here)).json()["items"]
    assert first[0]["id"] == after[-7]["id"]
    assert "Recht gezet" in first[0]["title"]
    assert len(first) == 100


async def test_an_annulled_outcome_leaves_its_place_in_an_archive_empty(client, build):
    hall = await build.hall(seats=3)
    voting = await build.decided(hall, yes=2, no=1)
    await imported(build)
    _, *before = await walked(client, "/feed.json")
    async with build.sessions.begin() as session:
        await annul_voting(session, voting.id, "De deuren waren dicht.", at=now(), by=BY)
    _, *after = await walked(client, "/feed.json")
    name = f"urn:uuid:{voting.resolution_id}"
    left = [[one["id"] for one in document if one["id"] != name] for document in before]
    assert left == [[one["id"] for one in document] for document in after]
    assert sum(map(len, before)) == sum(map(len, after)) + 1


async def test_an_archive_that_is_not_full_yet_is_refused_by_name(client, long_history):
    here = f"/en/assemblies/{long_history}/feed"
    for address in (f"{here}.atom?archive=3", f"{here}.json?archive=2147483647"):
        answer = await client.get(address)
        assert answer.status_code == 404
        assert "This feed has no such archive" in answer.text
    for junk in ("0", "-1", "two", "99999999999999999999"):
        assert (await client.get(f"{here}.atom?archive={junk}")).status_code == 422
