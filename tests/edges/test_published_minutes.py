# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Published minutes never change: what is added is a version of its own, with a reason."""

import asyncio
from uuid import uuid4

import pytest

from assembly.assemblies.seat import rename_seat
from assembly.clock import now
from assembly.publication.publish_minutes import add_to_minutes, publish_minutes
from assembly.publication.published_minutes import waiting_to_be_kept
from assembly.publication.rules.record import record_digest
from assembly.sittings.minute import add_note, release_minutes
from assembly.sittings.preside import close_sitting
from assembly.sittings.speak import end_speech
from tests.build.house import BY
from tests.edges.test_sittings import desk, meeting
from tests.edges.town import bearer, is_problem, rows, work

__all__ = ["desk", "meeting"]

WHY = "De naam van de gast stond fout."


async def held(meeting):
    """A sitting that was closed, with its minutes published."""
    await meeting.debating()
    await meeting.do(close_sitting)
    await meeting.do(publish_minutes)


async def kept_of(build, meeting):
    """The rows of this assembly: document and digest."""
    return await rows(
        build,
        "SELECT document, digest FROM minutes_versions WHERE assembly_id = :id ORDER BY version",
        id=meeting.of,
    )


async def minutes(desk, path="", who="nobody"):
    answer = await desk.ask(who, "GET", f"/1/minutes{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_note_stands_in_published_minutes_from_their_next_version_on(desk, meeting):
    await held(meeting)
    first = await minutes(desk)
    assert (first["version"], first["because"]) == (1, None)
    await meeting.do(add_note, "De gast heette Vera.")
    for who in ("nobody", "moderator"):
        assert await minutes(desk, who=who) == first, "nothing was published"
    preview = await minutes(desk, "/preview", who="moderator")
    assert [entry["kind"] for entry in preview["entries"]][-1] == "note"
    assert preview["version"] is None
    sent = {"because": WHY, "after": 1}
    for _ in range(2):
        answer = await desk.ask("moderator", "POST", "/1/minutes/versions", json=sent)
        assert (answer.status_code, answer.json()["version"]) == (201, 2), "twice is once"
    second = await minutes(desk)
    assert (second["version"], second["because"]) == (2, WHY)
    assert len(second["entries"]) == len(first["entries"]) + 1
    then = await minutes(desk, "/versions/1")
    assert then == first | {"sitting": then["sitting"]}, "the first one stays as it was"
    assert await minutes(desk, "/versions/2") == second
    listed = (await minutes(desk, "/versions"))["items"]
    assert [(one["version"], one["because"]) for one in listed] == [(1, None), (2, WHY)]
    old = await desk.ask("nobody", "GET", "/1/minutes.md?language=nl&version=1")
    new = await desk.ask("nobody", "GET", "/1/minutes.md?language=nl")
    assert ("Vera" in old.text, "Vera" in new.text) == (False, True)


async def test_a_name_that_changes_later_changes_no_published_minutes(build, desk, meeting):
    await meeting.debating()
    await meeting.ask(1)
    await meeting.next()
    speaking = (await meeting.floor()).speaking
    await meeting.do(end_speech, speaking.id)
    await meeting.do(close_sitting)
    await meeting.do(publish_minutes)
    before = await minutes(desk)
    async with build.sessions.begin() as session:
        await rename_seat(session, meeting.hall.assembly, 1, "Iemand Anders", at=now(), by=BY)
    assert await minutes(desk) == before
    assert "Iemand Anders" in str(await minutes(desk, "/preview", who="moderator"))


async def test_the_digest_is_of_what_is_kept(build, desk, meeting):
    await held(meeting)
    ((document, digest),) = await kept_of(build, meeting)
    assert record_digest(document) == digest == (await minutes(desk))["digest"]


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        pytest.param({"because": WHY, "after": 1}, 409, "minutes-unchanged", id="nothing to add"),
        pytest.param({"because": WHY, "after": 7}, 412, "stale", id="another version"),
        pytest.param({"because": "Nee", "after": 1}, 422, "invalid-request", id="no reason"),
        pytest.param({"because": WHY, "after": 0}, 422, "invalid-request", id="no version"),
        pytest.param({"because": WHY}, 422, "invalid-request", id="which version is not said"),
    ],
)
async def test_an_addition_that_cannot_be_is_none(desk, meeting, sent, status, slug):
    await held(meeting)
    answer = await desk.ask("moderator", "POST", "/1/minutes/versions", json=sent)
    is_problem(answer, status, slug)
    assert len((await minutes(desk, "/versions"))["items"]) == 1


async def test_before_minutes_are_published_there_is_no_version(desk, meeting):
    await meeting.debating()
    sent = {"because": WHY, "after": 1}
    answer = await desk.ask("moderator", "POST", "/1/minutes/versions", json=sent)
    is_problem(answer, 404, "minutes-not-published")
    is_problem(await desk.ask("nobody", "GET", "/1/minutes/versions"), 404, "minutes-not-published")
    assert (await minutes(desk, "/versions", who="moderator"))["items"] == []
    answer = await desk.ask("moderator", "GET", "/1/minutes/versions/1")
    is_problem(answer, 404, "minutes-version-not-found")


@pytest.mark.parametrize("version", [0, 2, 10**12])
async def test_a_version_that_there_is_not_is_not_found(desk, meeting, version):
    await held(meeting)
    answer = await desk.ask("nobody", "GET", f"/1/minutes/versions/{version}")
    is_problem(answer, 404, "minutes-version-not-found")


async def test_two_who_add_at_once_add_one_after_the_other_or_not_at_all(build, desk, meeting):
    await held(meeting)
    await meeting.do(add_note, "De gast heette Vera.")

    async def add(because):
        try:
            return (await meeting.do(add_to_minutes, because, after=1)).version
        except Exception as refusal:  # noqa: BLE001 - named below
            return type(refusal).__name__

    done = await asyncio.gather(add(WHY), add(WHY), add("Een heel andere reden."))
    assert sorted(map(str, done)) in (["2", "2", "Stale"], ["2", "Stale", "Stale"])
    assert len(await kept_of(build, meeting)) == 2


async def test_minutes_that_were_public_before_are_kept_by_the_worker(
    build, desk, meeting, settings
):
    await meeting.debating()
    await meeting.do(close_sitting)
    await meeting.do(release_minutes)
    before = await minutes(desk)
    assert before["version"] is None
    await work(settings)
    kept = await minutes(desk)
    assert (kept["version"], kept["entries"]) == (1, before["entries"])
    async with build.sessions.begin() as session:
        assert (await meeting.view()).id not in await waiting_to_be_kept(session)
    await work(settings)
    assert len(await kept_of(build, meeting)) == 1


async def test_nobody_writes_a_second_first_version(build, desk, meeting):
    await held(meeting)
    await asyncio.gather(*(meeting.do(publish_minutes) for _ in range(4)))
    assert len(await kept_of(build, meeting)) == 1


async def test_on_the_page_an_addition_is_shown_and_published_with_its_reason(desk, meeting):
    await held(meeting)
    page = f"/assemblies/{desk.hall.slug}/sittings/1/minutes"
    headers = bearer(desk.tokens["moderator"])
    note = {"text": "De gast heette Vera.", "id": str(uuid4())}
    await desk.client.post(f"{page}/note", data=note, headers=headers)
    assert "Vera" not in (await desk.client.get(page)).text
    shown = (await desk.client.get(page, headers=headers)).text
    assert shown.count("Vera") == 1
    assert "Nog niet gepubliceerd" in shown
    short = {"because": "Nee", "after": "1"}
    refused = await desk.client.post(f"{page}/addition", data=short, headers=headers)
    assert (refused.status_code, ">Nee</textarea>" in refused.text) == (422, True)
    sent = {"because": WHY, "after": "1"}
    for _ in range(2):
        answer = await desk.client.post(f"{page}/addition", data=sent, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, page)
    public = (await desk.client.get(page)).text
    assert (public.count("Vera"), WHY in public) == (1, True)
    old = await desk.client.get(f"{page}/versions/1")
    assert "Vera" not in old.text
    assert "Er is een latere versie" in old.text
    assert f'href="{page}"' in old.text
    assert "Er is een latere versie" not in (await desk.client.get(f"{page}/versions/2")).text
    assert (await desk.client.get(f"{page}/versions/3")).status_code == 404
