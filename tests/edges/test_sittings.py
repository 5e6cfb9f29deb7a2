# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sittings over HTTP: an evening from the plan to published minutes, and what nobody may see."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from icalendar import Calendar, Event

from assembly.clock import now
from assembly.publication.publish_minutes import add_to_minutes, publish_minutes
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.sittings.preside import close_sitting
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.voting.annul import annul_voting
from assembly.voting.rules.ballot import Secrecy
from tests.build.amending import Amending, replace_
from tests.build.house import BY, Hall
from tests.build.sitting import DEBATE, Meeting
from tests.edges.town import bearer, is_problem


class Desk:
    """A hall asked over HTTP as its moderator, as a participant or as nobody."""

    def __init__(self, client: httpx.AsyncClient, hall: Hall, tokens: dict[str, str]) -> None:
        self.client, self.hall, self.tokens = client, hall, tokens
        self.here = f"/api/v1/assemblies/{hall.slug}/sittings"

    async def ask(self, who: str, method: str, path: str = "", **sent) -> httpx.Response:
        headers = bearer(self.tokens[who]) if who in self.tokens else {}
        sent["headers"] = headers | sent.get("headers", {})
        return await self.client.request(method, self.here + path, **sent)

    async def done(self, path: str, who: str = "moderator", **sent) -> Any:
        """What a POST that succeeds answers."""
        answer = await self.ask(who, "POST", path, **sent)
        assert answer.is_success, answer.text
        return answer.json()


@pytest.fixture
async def desk(build, client) -> Desk:
    hall = await build.hall(seats=4)
    tokens = {
        "moderator": await build.token_of_staff(hall.email),
        "anna": await build.token_of_seat(hall, 0),
        "bart": await build.token_of_seat(hall, 1),
    }
    return Desk(client, hall, tokens)


@pytest.fixture
async def meeting(build, desk) -> Meeting:
    return Meeting(build, desk.hall)


async def test_a_whole_evening(desk):
    plan = {"title": "Eerste zitting", "place": "Zaal 1", "planned_for": "2026-12-01T20:00"}
    planned = await desk.done("", json=plan)
    assert planned["planned_for"] == "2026-12-01T19:00:00Z"
    assert planned["planned_for_local"] == "2026-12-01T20:00:00+01:00"
    items = [
        {"kind": "opening", "title": "Welkom"},
        {"kind": "debate", "title": "Bus", "floor_open": True, "speaking_seconds": 60},
    ]
    put = await desk.ask("moderator", "PUT", "/1/agenda", json={"items": items})
    is_problem(put, 428, "precondition-missing")
    put = await desk.ask(
        "moderator", "PUT", "/1/agenda", json={"items": items}, headers={"If-Match": '"1"'}
    )
    assert put.headers["etag"] == '"2"'
    stale = await desk.ask(
        "moderator", "PUT", "/1/agenda", json={"items": []}, headers={"If-Match": '"1"'}
    )
    assert is_problem(stale, 412, "stale")["current"] == 2
    await desk.done("/1/opening")
    _, bus = put.json()["agenda"]
    begun = await desk.done(f"/1/agenda/{bus['id']}/beginning")
    assert [item["state"] for item in begun["agenda"]] == ["planned", "current"]
    hand = await desk.done("/1/floor", "anna", json={})
    again = await desk.done("/1/floor", "anna", json={"kind": "contribution"})
    assert hand["id"] == again["id"]
    await desk.done("/1/floor", json={"seat": 2})
    floor = await desk.done("/1/floor/next", json={"after": None})
    assert (floor["speaking"]["seat"], floor["speaking"]["label"]) == (1, "Seat 1")
    assert floor["speaking"]["clock"]["limit"] == 60
    assert [(one["place"], one["speaker"]["seat"]) for one in floor["waiting"]] == [(1, 2)]
    same = await desk.done("/1/floor/next", json={"after": None})
    assert same["speaking"]["id"] == hand["id"]
    following = await desk.done("/1/floor/next", json={"after": floor["last_called"]})
    assert following["speaking"]["seat"] == 2
    await desk.done("/1/notes", json={"text": "De voorzitter dankt."})
    await desk.done("/1/closing")
    await desk.done("/1/minutes/publication")
    minutes = (await desk.ask("nobody", "GET", "/1/minutes")).json()
    assert [entry["kind"] for entry in minutes["entries"]] == [
        "opened",
        "item_begun",
        "spoke",
        "spoke",
        "note",
        "item_done",
        "closed",
    ]
    text = await desk.ask("nobody", "GET", "/1/minutes.md?language=de")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert text.text.startswith("# Protokoll: Eerste zitting\n")
    assert "Sitz 1 spricht" in text.text


async def test_hands_are_ones_own(desk, meeting):
    await meeting.debating()
    hand = await desk.done("/1/floor", "anna", json={})
    answer = await desk.ask("bart", "DELETE", f"/1/floor/{hand['id']}")
    is_problem(answer, 403, "not-permitted")
    is_problem(await desk.ask("bart", "POST", "/1/floor", json={"seat": 1}), 403, "not-permitted")
    is_problem(await desk.ask("bart", "POST", "/1/floor", json={"seat": 99}), 403, "not-permitted")
    own = await desk.ask("bart", "POST", "/1/floor", json={"seat": 2})
    assert own.status_code == 201
    for _ in range(2):
        gone = await desk.ask("anna", "DELETE", f"/1/floor/{hand['id']}")
        assert gone.json()["withdrawn_at"] is not None
    is_problem(await desk.ask("moderator", "POST", "/1/floor", json={}), 422, "invalid-request")
    wrong = await desk.ask("moderator", "POST", "/1/floor", json={"seat": 99})
    is_problem(wrong, 404, "seat-not-found")
    is_problem(
        await desk.ask("anna", "POST", "/1/floor/next", json={"after": None}), 403, "not-permitted"
    )


async def test_the_list_of_speakers_is_for_the_house_and_has_no_page_for_others(desk, meeting):
    await meeting.debating()
    await meeting.ask(3)
    is_problem(await desk.ask("nobody", "GET", "/1/floor"), 401, "not-signed-in")
    for path in ("", "/1", ".ics", "/1/sitting.ics"):
        assert "Seat 3" not in (await desk.ask("nobody", "GET", path)).text


@pytest.mark.parametrize("who", ["nobody", "anna"])
async def test_a_text_that_is_not_public_has_no_name_on_the_agenda(build, desk, meeting, who):
    secret = await build.draft(desk.hall, title="Nog geheim")
    await meeting.plan()
    await meeting.put([Planned(ItemKind.DEBATE, resolution=secret.number)])
    await meeting.open()
    await meeting.begin()
    seen = (await desk.ask(who, "GET", "/1")).json()["agenda"][0]
    assert (seen["title"], seen["resolution"]) == (None, None)
    assert "geheim" in (await desk.ask("moderator", "GET", "/1")).text
    await meeting.do(close_sitting)
    await meeting.do(publish_minutes)
    assert "geheim" not in (await desk.ask(who, "GET", "/1/minutes")).text
    await build.move(desk.hall, secret, ResolutionState.TABLED)
    assert "geheim" in (await desk.ask(who, "GET", "/1")).text


async def test_minutes_are_a_preview_until_they_are_published(desk, meeting):
    await meeting.debating()
    for who in ("nobody", "anna"):
        for path in ("/1/minutes", "/1/minutes.md"):
            is_problem(await desk.ask(who, "GET", path), 404, "minutes-not-published")
    preview = await desk.ask("moderator", "GET", "/1/minutes.md")
    assert "*Ontwerp: deze notulen zijn nog niet bekendgemaakt.*" in preview.text
    assert (await desk.ask("moderator", "GET", "/1/minutes")).json()["published_at"] is None
    is_problem(await desk.ask("moderator", "GET", "/7/minutes"), 404, "sitting-not-found")


async def test_a_sitting_is_not_closed_while_people_vote(build, desk, meeting):
    await meeting.debating()
    voting = await build.open_voting(desk.hall)
    refused = is_problem(
        await desk.ask("moderator", "POST", "/1/closing"), 409, "voting-still-open"
    )
    assert (refused["votings"], refused["resolutions"]) == ([str(voting.id)], [1])


# ── outcomes in minutes ───────────────────────────────────────────────────────
LATER = "De uitslag was er nog niet."


async def kinds(desk: Desk, who: str = "nobody") -> list[str]:
    answer = await desk.ask(who, "GET", "/1/minutes")
    assert answer.status_code == 200, answer.text
    return [entry["kind"] for entry in answer.json()["entries"]]


async def test_an_outcome_is_in_the_minutes_when_it_is_published_and_not_before(
    build, desk, meeting
):
    await meeting.debating()
    voting = await build.open_voting(desk.hall)
    await build.cast_all(desk.hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await meeting.do(close_sitting)
    await meeting.do(publish_minutes)
    await build.count(voting)
    for who in ("nobody", "anna", "moderator"):
        text = (await desk.ask(who, "GET", "/1/minutes")).text
        assert "voting_outcome" not in text
        assert "resolution_adopted" not in text
        assert "oedgekeurd" not in text
    assert (await kinds(desk))[2:4] == ["voting_opened", "voting_closed"]
    await build.publish(voting)
    assert (await kinds(desk))[-1] == "closed", "what was published stays as it was"
    await meeting.do(add_to_minutes, LATER, after=1)
    assert (await kinds(desk))[-3:] == ["closed", "voting_outcome", "resolution_adopted"]
    entries = (await desk.ask("nobody", "GET", "/1/minutes")).json()["entries"]
    here = f"/api/v1/votings/{voting.id}/result"
    record = (await desk.client.get(here)).json()["record"]
    for language in ("nl", "fr", "de", "en"):
        assert record["sentences"][language] in entries[-2]["sentences"][language]
        assert record["labels"][language] in entries[-2]["sentences"][language]


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_minutes_say_how_many_voted_and_never_who(build, desk, meeting, secrecy):
    await meeting.debating()
    voting = await build.open_voting(desk.hall, secrecy=secrecy)
    await build.cast(desk.hall, voting, 2, "no")
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    answer = await desk.ask("moderator", "GET", "/1/minutes")
    assert "Seat 3" not in answer.text
    assert "Gestemd: 1 van de 4." in answer.text


async def test_an_annulment_is_told_beside_the_outcome_it_undid(build, desk, meeting):
    await meeting.debating()
    voting = await build.open_voting(desk.hall)
    await build.cast(desk.hall, voting, 0, "yes")
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    async with build.sessions.begin() as session:
        await annul_voting(session, voting.id, "De deuren waren dicht.", at=now(), by=BY)
    assert (await kinds(desk, "moderator"))[-4:] == [
        "voting_closed",
        "voting_outcome",
        "resolution_adopted",
        "voting_annulled",
    ]
    assert "De deuren waren dicht." in (await desk.ask("moderator", "GET", "/1/minutes")).text


async def test_what_became_of_amendments_is_told(build, desk, meeting):
    amending = Amending(build, desk.hall)
    await meeting.debating()
    await amending.table("Gratis bus onder 18.")
    await amending.admitted(replace_("p1", "Gratis bus onder 21."))
    await amending.admitted(replace_("p1", "Gratis bus onder 25."))
    voting = await amending.open(1)
    await build.cast_all(desk.hall, voting, ["yes", "yes"])
    await build.close(voting)
    await build.count(voting)
    await meeting.do(close_sitting)
    await meeting.do(publish_minutes)
    assert "amendment_adopted" not in await kinds(desk)
    await build.publish(voting)
    assert "amendment_adopted" not in await kinds(desk), "what was published stays as it was"
    await meeting.do(add_to_minutes, LATER, after=1)
    told = (await desk.ask("nobody", "GET", "/1/minutes")).json()["entries"]
    said = {entry["kind"]: entry["sentences"]["en"] for entry in told}
    assert said["amendment_adopted"] == "Amendment 1 to resolution 1 is approved."
    assert said["amendment_fallen"] == (
        "Amendment 2 to resolution 1 falls away, because amendment 1 is approved."
    )


async def test_votings_and_arrivals_of_another_hour_are_none_of_this_sitting(build, desk, meeting):
    await build.arrive(desk.hall, [0, 1])
    await build.decided(desk.hall, yes=2, no=1)
    await meeting.debating()
    await build.arrive(desk.hall, [2])
    await build.arrive(desk.hall, [3])
    await build.leave(desk.hall, [0])
    await build.proxy(desk.hall, 0, 1)
    await meeting.do(close_sitting)
    await build.leave(desk.hall, [1, 2])
    await build.decided(desk.hall, yes=2, no=1)
    await meeting.do(publish_minutes)
    answer = (await desk.ask("nobody", "GET", "/1/minutes")).json()["entries"]
    assert [entry["sentences"]["en"] for entry in answer] == [
        "The sitting is opened. Present: 2 of 4.",
        "Item 1 begins: Bus.",
        "2 arrive: seats 3 and 4.",
        "Seat 1 leaves.",
        "Seat 1 gives a proxy to seat 2.",
        "Item 1 is done.",
        "The sitting is closed. Present: 4 of 4.",
    ]


# ── calendars ─────────────────────────────────────────────────────────────────
def events_in(answer: httpx.Response) -> list[Event]:
    """As another program would read them."""
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return [one for one in found if isinstance(one, Event)]


async def test_a_calendar_has_every_sitting_with_an_hour_and_says_what_is_cancelled(desk, meeting):
    at = datetime(2026, 12, 1, 19, 0, tzinfo=UTC)
    await meeting.plan(planned_for=at, place="Zaal 1; boven, links")
    await meeting.plan(planned_for=at)
    await meeting.plan()
    await desk.done("/2/cancellation", json={"because": "De zaal staat onder water."})
    answer = await desk.ask("nobody", "GET", ".ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")
    events = events_in(answer)
    assert [(str(one["STATUS"]), one.sequence) for one in events] == [
        ("CONFIRMED", 1),
        ("CANCELLED", 2),
    ]
    assert events[0].start == at
    assert events[0]["LOCATION"] == "Zaal 1; boven, links"
    assert (await desk.ask("nobody", "GET", ".ics")).content == answer.content
    alone = events_in(await desk.ask("nobody", "GET", "/1/sitting.ics"))
    assert [one.uid for one in alone] == [events[0].uid]
    assert events_in(await desk.ask("nobody", "GET", "/3/sitting.ics")) == []


async def test_a_sitting_that_changes_keeps_its_uid_and_counts_on(desk, meeting):
    view = await meeting.plan(planned_for=datetime(2026, 12, 1, 19, 0, tzinfo=UTC))

    async def event():
        answer = await desk.ask("nobody", "GET", "/1/sitting.ics")
        (found,) = events_in(answer)
        return found.uid, found.sequence, str(found.start)

    before = await event()
    assert before[0] == str(view.id)
    changed = {"title": "Later", "planned_for": "2026-12-02T20:00"}
    await desk.ask("moderator", "PUT", "/1", json=changed, headers={"If-Match": '"1"'})
    after = await event()
    assert (after[0], after[1]) == (before[0], before[1] + 1)
    assert after[2] > before[2]


# ── the page ──────────────────────────────────────────────────────────────────
async def test_a_moderator_adds_a_note_on_the_page_and_publishes_it(desk, meeting):
    await meeting.debating()
    page = f"/assemblies/{desk.hall.slug}/sittings/1/minutes"
    headers = bearer(desk.tokens["moderator"])
    assert (await desk.client.get(page)).status_code == 404
    assert "<form" in (await desk.client.get(page, headers=headers)).text
    drawn = str(uuid4())
    for _ in range(2):
        form = {"text": "De voorzitter dankt & groet <3.", "id": drawn}
        answer = await desk.client.post(f"{page}/note", data=form, headers=headers)
        refused = await desk.client.post(f"{page}/note", data={"text": " "}, headers=headers)
        assert (answer.status_code, refused.status_code) == (303, 422)
    early = await desk.client.post(f"{page}/publication", headers=headers)
    assert early.status_code == 409
    await meeting.do(close_sitting)
    answer = await desk.client.post(f"{page}/publication", headers=headers)
    assert answer.headers["location"] == page
    shown = (await desk.client.get(f"/fr{page}")).text
    assert shown.count("De voorzitter dankt &amp; groet &lt;3.") == 1
    assert "La séance est close." in shown
    assert 'action="' not in shown
    assert DEBATE.title is not None
    assert f"Le point 1 commence : {DEBATE.title}." in shown
