# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Webhooks by API and on the desk: what is refused, what is shown once, what is marked."""

import html
import re
from uuid import uuid4

import pytest

from assembly.clock import now
from assembly.webhooks.announce import ping
from assembly.webhooks.deliver import send_next
from assembly.webhooks.keys import secret_of
from assembly.webhooks.register import MOST
from assembly.webhooks.rules.event import CHOSEN, EventType
from assembly.webhooks.rules.signing import shown
from assembly.webhooks.send import Sender
from tests.build.receiver import receiving, registered
from tests.edges.town import bearer, is_problem
from tests.verbs.reading import acts, rows, run

WANTED = {"url": "https://example.org/hook?token=sesame", "events": ["record.published"]}


@pytest.fixture
async def hall(build):
    return await build.hall(seats=1)


@pytest.fixture
async def moderator(build, hall):
    return bearer(await build.token_of_staff(hall.email))


@pytest.fixture
def here(hall):
    return f"/api/v1/assemblies/{hall.slug}/webhooks"


async def test_a_secret_is_told_once_and_the_address_is_in_no_trail(
    client, build, moderator, here, settings
):
    made = await client.post(here, json=WANTED, headers=moderator)
    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    told = made.json()
    number = told["webhook"]["id"]
    assert told["secret"] == shown(secret_of(settings, number, 1))
    further = await client.post(f"{here}/{number}/secrets", headers=moderator)
    assert further.json()["secret"] == shown(secret_of(settings, number, 2))
    listed = await client.get(here, headers=moderator)
    assert listed.json() == {"webhooks": [told["webhook"]]}
    assert "whsec" not in listed.text
    trail = await rows(build, "SELECT facts::text || subject FROM audit_entries")
    assert not [line for (line,) in trail if "sesame" in line or "whsec" in line]


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        pytest.param(WANTED | {"url": "http://example.org/"}, "unsound-address", id="no https"),
        pytest.param(WANTED | {"url": "https://169.254.169.254/"}, "unsound-address", id="inside"),
        pytest.param(WANTED | {"events": ["ping"]}, "invalid-request", id="not to be chosen"),
        pytest.param(WANTED | {"events": []}, "invalid-request", id="nothing chosen"),
        pytest.param(WANTED | {"secret": "mine"}, "invalid-request", id="a secret of one's own"),
    ],
)
async def test_what_cannot_be_registered_is_refused_by_name(client, moderator, here, body, slug):
    is_problem(await client.post(here, json=body, headers=moderator), 422, slug)


async def test_an_address_is_registered_once_and_twenty_are_enough(
    client, build, hall, moderator, here
):
    assert (await client.post(here, json=WANTED, headers=moderator)).status_code == 201
    is_problem(await client.post(here, json=WANTED, headers=moderator), 409, "already-taken")
    for number in range(1, MOST):
        await registered(build, hall, f"https://example.org/{number}")
    one_more = WANTED | {"url": "https://example.org/more"}
    answer = await client.post(here, json=one_more, headers=moderator)
    assert is_problem(answer, 409, "webhook-limit-reached")["limit"] == MOST


async def test_an_event_is_asked_for_seen_in_the_log_and_sent_again(
    client, build, hall, moderator, here
):
    hook = await registered(build, hall, "https://example.org/")
    one = f"{here}/{hook.id}"
    event = (await client.post(f"{one}/pings", headers=moderator)).json()
    assert (event["kind"], event["state"], event["attempts"]) == ("ping", "waiting", 0)
    assert (await client.get(f"{one}/deliveries", headers=moderator)).json()["deliveries"] == [
        event
    ]
    again = f"{one}/deliveries/{event['event_id']}/attempts"
    assert (await client.post(again, headers=moderator)).status_code == 202
    unknown = f"{one}/deliveries/{uuid4()}/attempts"
    is_problem(await client.post(unknown, headers=moderator), 404, "delivery-not-found")
    assert (await client.delete(one, headers=moderator)).status_code == 204
    is_problem(await client.delete(one, headers=moderator), 404, "webhook-not-found")
    is_problem(await client.get(f"{one}/deliveries", headers=moderator), 404, "webhook-not-found")


async def test_what_it_is_told_of_changes_on_the_revision_that_was_read(
    client, build, hall, moderator, here
):
    hook = await registered(build, hall, "https://example.org/", [EventType.RECORD_PUBLISHED])
    one, wanted = f"{here}/{hook.id}", {"events": ["voting.annulled", "minutes.published"]}
    is_problem(await client.patch(one, json=wanted, headers=moderator), 428, "precondition-missing")
    on_first = moderator | {"If-Match": '"1"'}
    changed = await client.patch(one, json=wanted, headers=on_first)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert changed.json()["events"] == ["minutes.published", "voting.annulled"]
    assert changed.json()["revision"] == 2
    stale = is_problem(await client.patch(one, json=wanted, headers=on_first), 412, "stale")
    assert (stale["yours"], stale["current"]) == (1, 2)
    same = await client.patch(one, json=wanted, headers=moderator | {"If-Match": '"2"'})
    assert same.json()["revision"] == 2
    for events in ([], ["ping"], ["record.published"] * 5):
        answer = await client.patch(one, json={"events": events}, headers=on_first)
        is_problem(answer, 422, "invalid-request")
    everything = await client.patch(
        one, json={"events": list(CHOSEN)}, headers=moderator | {"If-Match": '"2"'}
    )
    assert everything.json()["events"] == list(CHOSEN)
    assert (await acts(build, f"webhook:{hook.id}"))["choose_webhook_events"] == 2


async def test_a_webhook_of_another_assembly_is_not_there(client, build, moderator, here):
    hook = await registered(build, await build.hall(seats=0), "https://example.org/")
    for method, path in (("GET", "deliveries"), ("POST", "secrets"), ("POST", "pings")):
        answer = await client.request(method, f"{here}/{hook.id}/{path}", headers=moderator)
        is_problem(answer, 404, "webhook-not-found")


async def test_a_disabled_one_takes_nothing_until_it_is_enabled(
    client, build, hall, moderator, here
):
    hook = await registered(build, hall, "https://example.org/")
    await run(build, "UPDATE webhooks SET disabled_at = now(), disabled_because = 'gone'")
    one = f"{here}/{hook.id}"
    is_problem(await client.post(f"{one}/pings", headers=moderator), 409, "illegal-move")
    for _ in range(2):
        enabled = await client.post(f"{one}/enabling", headers=moderator)
        assert enabled.json()["disabled_because"] is None
    assert (await client.post(f"{one}/pings", headers=moderator)).status_code == 202


# ── on the desk ───────────────────────────────────────────────────────────────
@pytest.mark.parametrize("language", ["", "/fr", "/de", "/en"])
async def test_the_desk_marks_what_is_disabled_and_says_why(
    client, build, hall, moderator, language
):
    hook = await registered(build, hall, "https://example.org/")
    async with build.sessions.begin() as session:
        await ping(session, hall.assembly.id, hook.id, at=now())
    desk = f"{language}/assemblies/{hall.slug}/desk"
    before = await client.get(desk, headers=moderator)
    await run(
        build,
        "UPDATE webhooks SET disabled_at = now(), disabled_because = 'failing' WHERE id = :id",
        id=hook.id,
    )
    after = await client.get(desk, headers=moderator)
    assert after.text.count("/desk/webhooks") == before.text.count("/desk/webhooks") + 1
    for path in ("webhooks", f"webhooks/{hook.id}"):
        page = await client.get(f"{desk}/{path}", headers=moderator)
        assert page.status_code == 200
        assert "https://example.org/" in page.text
        assert 'class="alarm"' in page.text or 'class="notice alarm"' in page.text


async def test_the_form_shows_the_secret_once_or_says_what_is_wrong(
    client, build, hall, moderator, settings
):
    form = f"/en/assemblies/{hall.slug}/desk/webhooks"
    url = "https://example.org/form"
    nothing = await client.post(form, data={"url": url}, headers=moderator)
    assert nothing.status_code == 422
    assert "Choose at least one." in nothing.text
    wrong = {"url": '"><script>', "event": "record.published"}
    refused = await client.post(form, data=wrong, headers=moderator)
    assert refused.status_code == 422
    assert "<script>" not in refused.text.split("<main")[1]
    made = await client.post(
        form, data={"url": url, "event": ["record.published", "ping"]}, headers=moderator
    )
    ((number, events),) = await rows(build, "SELECT id, events FROM webhooks WHERE url = :u", u=url)
    assert events == ["record.published"]
    (secret,) = re.findall(r"<code[^>]*>(.*?)</code>", made.text)
    assert html.unescape(secret) == shown(secret_of(settings, number, 1))
    one = f"{form}/{number}"
    assert secret not in (await client.get(one, headers=moderator)).text
    further = await client.post(f"{one}/secret", headers=moderator)
    assert shown(secret_of(settings, number, 2)) in html.unescape(further.text)
    pinged = await client.post(f"{one}/ping", headers=moderator)
    assert pinged.status_code == 303
    assert "Test event" in (await client.get(one, headers=moderator)).text
    assert (await client.post(f"{one}/nothing", headers=moderator)).status_code == 404
    removed = await client.post(f"{one}/removal", headers=moderator)
    assert (removed.status_code, removed.headers["location"]) == (303, form)
    assert (await client.get(one, headers=moderator)).status_code == 404


async def test_the_desk_changes_what_it_is_told_of_and_writes_over_nobodys_work(
    client, build, hall, moderator
):
    hook = await registered(build, hall, "https://example.org/", [EventType.RECORD_PUBLISHED])
    page = f"/en/assemblies/{hall.slug}/desk/webhooks/{hook.id}"
    nothing = await client.post(f"{page}/events", data={"revision": "1"}, headers=moderator)
    assert nothing.status_code == 422
    assert "Choose at least one." in nothing.text
    typed = {"revision": "1", "event": ["record.corrected", "ping"]}
    changed = await client.post(f"{page}/events", data=typed, headers=moderator)
    assert (changed.status_code, changed.headers["location"]) == (303, page)
    again = await client.post(f"{page}/events", data=typed, headers=moderator)
    assert again.status_code == 412
    assert await rows(
        build, "SELECT events, revision FROM webhooks WHERE id = :id", id=hook.id
    ) == [(["record.corrected"], 2)]
    shown = (await client.get(page, headers=moderator)).text
    ticked = re.findall(r'value="([a-z.]+)" checked', shown)
    assert ticked == ["record.corrected"]


async def test_the_desk_shows_every_attempt_and_nothing_of_the_answer(
    client, build, hall, moderator, settings
):
    here = settings.model_copy(update={"webhooks_local": True})
    async with receiving("503 Sesame") as receiver:
        hook = await registered(build, hall, receiver.url)
        async with build.sessions.begin() as session:
            event_id = (await ping(session, hall.assembly.id, hook.id, at=now())).event_id
        async with Sender(local=True) as sender:
            assert await send_next(build.sessions, hook.id, here, sender) is False
    page = f"/en/assemblies/{hall.slug}/desk/webhooks/{hook.id}"
    shown = (await client.get(page, headers=moderator)).text
    assert "Every attempt" in shown
    assert re.search(r"the other system answered with an error \(503\) · \d+ ms", shown)
    assert "Sesame" not in shown
    listed = await client.get(
        f"/api/v1/assemblies/{hall.slug}/webhooks/{hook.id}/deliveries", headers=moderator
    )
    ((attempt,),) = [one["latest_attempts"] for one in listed.json()["deliveries"]]
    assert attempt.keys() == {"number", "state", "at", "status", "failed_because", "took_ms"}
    assert (attempt["number"], attempt["state"], attempt["status"]) == (1, "failed", 503)
    again = await client.post(f"{page}/again", data={"event": str(event_id)}, headers=moderator)
    assert again.status_code == 303
