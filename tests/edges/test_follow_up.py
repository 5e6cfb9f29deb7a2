# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened next, over HTTP: behind the gate, for everybody, and to subscribe to."""

import json
from datetime import timedelta

import feedparser
import pytest

from assembly.clock import now
from assembly.follow_up.rules.dossier import today_in
from assembly.voting.annul import annul_voting
from tests.build.house import BY
from tests.edges.town import bearer, is_problem

API = "/api/v1/assemblies"
RAAD = {"kind": "addressee", "text": "Gemeenteraad"}


@pytest.fixture
async def hall(build):
    hall = await build.hall(seats=3)
    hall.voting = await build.decided(hall, yes=2, no=1)
    return hall


@pytest.fixture
async def write(client, build, hall):
    headers = bearer(await build.token_of_staff(hall.email))

    async def send(**entry):
        address = f"{API}/{hall.slug}/resolutions/1/follow-up/entries"
        return await client.post(address, json=entry, headers=headers)

    return send


def day(of: int) -> str:
    return (today_in("Europe/Brussels", now()) + timedelta(days=of)).isoformat()


async def test_a_dossier_tells_how_it_stands_and_keeps_every_entry(client, hall, write):
    here = f"{API}/{hall.slug}/resolutions/1/follow-up"
    empty = (await client.get(here)).json()
    assert (empty["addressee"], empty["due"], empty["progress"]) == (None, None, "open")
    for entry in (
        RAAD,
        {"kind": "due", "on": day(-3)},
        {"kind": "step", "text": "Studie", "on": day(-2), "state": "planned"},
    ):
        assert (await write(**entry)).status_code == 201
    late = (await client.get(here)).json()
    assert (late["addressee"], late["days_overdue"]) == ("Gemeenteraad", 3)
    assert late["steps"][0]["days_late"] == 2
    link = "https://example.org/antwoord.pdf"
    await write(kind="answer", text="Ja.", on=day(-1), link=link)
    await write(kind="step", text="Studie klaar", on=day(0), state="done", step=1)
    done = (await client.get(here)).json()
    assert (done["progress"], done["days_overdue"], done["days_answered_late"]) == ("done", 0, 2)
    assert done["answer"] == {"text": "Ja.", "on": day(-1), "link": link}
    assert [one["number"] for one in done["entries"]] == [1, 2, 3, 4, 5]


async def test_the_list_is_narrowed_down(client, build, hall, write):
    await build.decided(hall, yes=1, no=2)
    await write(kind="due", on=day(-1))
    here = f"{API}/{hall.slug}/follow-up"
    for state, numbers in (("open", [1]), ("overdue", [1]), ("answered", []), ("done", [])):
        items = (await client.get(here, params={"state": state})).json()["items"]
        assert [one["number"] for one in items] == numbers, state
    assert [one["number"] for one in (await client.get(here)).json()["items"]] == [1]
    is_problem(await client.get(here, params={"state": "lost"}), 422, "invalid-request")


async def test_what_is_not_published_as_adopted_has_no_dossier_anywhere(client, build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await build.count(voting)
    here = f"{API}/{hall.slug}/resolutions/1/follow-up"
    is_problem(await client.get(here), 404, "follow-up-not-found")
    assert (await client.get(f"{API}/{hall.slug}/follow-up")).json()["items"] == []
    headers = bearer(await build.token_of_staff(hall.email))
    is_problem(
        await client.post(f"{here}/entries", json=RAAD, headers=headers), 404, "follow-up-not-found"
    )
    await build.publish(voting)
    assert (await client.get(here)).status_code == 200


async def test_a_dossier_is_hidden_while_its_decision_is_annulled_and_goes_on_afterwards(
    client, build, hall, write
):
    here = f"{API}/{hall.slug}/resolutions/1/follow-up"
    await write(**RAAD)
    async with build.sessions.begin() as session:
        await annul_voting(session, hall.voting.id, "The doors were locked.", at=now(), by=BY)
    is_problem(await client.get(here), 404, "follow-up-not-found")
    feed = (await client.get(f"/assemblies/{hall.slug}/follow-up/feed.json")).json()
    assert feed["items"] == []
    page = await client.get(f"/assemblies/{hall.slug}/resolutions/1")
    assert "Gemeenteraad" not in page.text


async def test_both_feeds_tell_every_entry_the_latest_first(client, hall, write):
    await write(**RAAD)
    await write(kind="answer", text="Ja & nee.", on=day(0))
    for place in ("", "/resolutions/1"):
        here = f"/assemblies/{hall.slug}{place}/follow-up/feed"
        answer = await client.get(f"{here}.atom")
        assert answer.headers["content-type"].startswith("application/atom+xml")
        atom = feedparser.parse(answer.content)
        assert not atom.bozo
        feed = (await client.get(f"{here}.json")).json()
        assert [one.id for one in atom.entries] == [one["id"] for one in feed["items"]]
        assert [one["title"] for one in feed["items"]] == [
            "Resolutie 1 – Antwoord",
            "Resolutie 1 – Voor wie het is",
        ]
        assert "Ja & nee." in atom.entries[0].content[0].value


async def test_who_reads_knows_that_moderators_wrote_and_not_who(client, hall, write):
    await write(**RAAD)
    told = json.dumps((await client.get(f"{API}/{hall.slug}/resolutions/1/follow-up")).json())
    page = (await client.get(f"/assemblies/{hall.slug}/resolutions/1/follow-up")).text
    for words in (told, page):
        assert hall.email not in words
        assert str(hall.moderator_id) not in words


async def test_carunas_thirty_have_a_dossier_with_nothing_guessed(client, history):
    items = (await client.get(f"{API}/{history}/follow-up")).json()["items"]
    assert len(items) == 30
    assert {(one["addressee"], one["due"], one["progress"]) for one in items} == {
        (None, None, "open")
    }
