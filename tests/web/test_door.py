# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The door: a field for numbers, names and codes on the desk, and what the phone shows there."""

import html
import re
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from assembly.api.observe import HEADERS
from assembly.assemblies.attend import leave
from assembly.assemblies.check_in import check_in, undo_check_in
from assembly.assemblies.door import door_code
from assembly.assemblies.room import stays_of
from assembly.assemblies.rules.check_in import key_of
from assembly.assemblies.seat import rename_seat
from assembly.assemblies.substitute import substitute
from assembly.clock import now
from assembly.errors import CheckInCodeExpired
from assembly.identity.enrol import draw_free_codes
from tests.build.house import BY, PASSWORD
from tests.verbs.reading import acts
from tests.web.test_hall import browser, enter, site

__all__ = ["site"]

CODE = re.compile(r"(?:<span>[B-V]{5}</span>){3}")


@asynccontextmanager
async def a_door(site, build, **terms):
    """A moderator at the door of a hall."""
    hall = await build.hall(**({"seats": 12} | terms))
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        yield hall, laptop, f"/assemblies/{hall.slug}/desk/door"


def code_on(page):
    """The code that the phone shows, as somebody would type it."""
    found = CODE.search(page.text)
    assert found is not None
    return "-".join(re.findall(r"<span>([B-V]{5})</span>", found[0]))


async def stays(build, hall):
    async with build.sessions.begin() as session:
        return [(s.number, s.left_at is None) for s in await stays_of(session, hall.assembly.id)]


async def named(build, hall, number, name):
    async with build.sessions.begin() as session:
        await rename_seat(session, hall.assembly, number, name, at=now(), by=BY)


def key_of_site(site):
    return key_of(site.state.settings.secret_key.get_secret_value())


async def test_a_number_and_enter_checks_in_and_the_field_is_ready_for_the_next(site, build):
    async with a_door(site, build) as (hall, laptop, door):
        assert "autofocus" in (await laptop.get(door)).text
        page = await laptop.post(door, data={"typed": "7"})
        assert page.status_code == 200
        assert "is aangekomen" in page.text
        assert 'name="typed" required maxlength="200"' in page.text
        assert "autofocus" in page.text
        assert await stays(build, hall) == [(7, True)]
        again = await laptop.post(door, data={"typed": "7"})
        assert "was al aangekomen" in again.text
        assert await stays(build, hall) == [(7, True)], "twice is once"


async def test_a_name_checks_in_and_of_two_one_is_chosen(site, build):
    async with a_door(site, build) as (hall, laptop, door):
        await named(build, hall, 3, "José Peeters")
        await named(build, hall, 4, "Jana Maes")
        await named(build, hall, 5, "Jana Wouters <b>")
        await laptop.post(door, data={"typed": "jose"})
        asked = await laptop.post(door, data={"typed": "jana"})
        assert asked.status_code == 409
        assert "<b>" not in re.sub(r"<b>\d", "", asked.text)
        assert re.findall(r'name="typed" value="(\d+)"', asked.text) == ["4", "5"]
        await laptop.post(door, data={"typed": "5"})
        assert await stays(build, hall) == [(3, True), (5, True)]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        pytest.param("99", 404, id="no such seat"),
        pytest.param("zzz<script>", 404, id="nobody is called so"),
        pytest.param("", 422, id="nothing"),
        pytest.param("9" * 300, 404, id="no number of a seat"),
        pytest.param("BBBBJ-BBBBB-BBBBB", 409, id="a code that is none of ours"),
    ],
)
async def test_what_cannot_be_is_said_and_the_field_stays_empty(site, build, typed, status):
    async with a_door(site, build) as (hall, laptop, door):
        answer = await laptop.post(door, data={"typed": typed})
        assert answer.status_code == status
        assert 'role="alert"' in answer.text
        assert "<script>" not in answer.text
        assert "autofocus" in answer.text
        assert not re.search(r'<input id="typed"[^>]*value=', answer.text), "a scanner types on"
        assert await stays(build, hall) == []


async def test_the_last_ten_are_shown_and_one_is_taken_back(site, build):
    async with a_door(site, build) as (hall, laptop, door):
        for number in range(1, 12):
            await laptop.post(door, data={"typed": str(number)})
        page = await laptop.post(door, data={"typed": "12"})
        shown = re.findall(r'name="number" value="(\d+)"', page.text)
        assert shown == [str(number) for number in range(12, 2, -1)]
        since = html.unescape(re.findall(r'name="since" value="([^"]+)"', page.text)[0])
        the_stay = {"number": "12", "since": since}
        assert (await laptop.post(f"{door}/undoing", data=the_stay)).status_code == 200
        undone = await laptop.post(f"{door}/undoing", data=the_stay)
        assert "weer afwezig" in undone.text
        assert (12, False) in await stays(build, hall)
        await laptop.post(door, data={"typed": "12"})
        await laptop.post(f"{door}/undoing", data=the_stay)
        assert (12, True) in await stays(build, hall), "a later check-in stays"


@pytest.mark.parametrize("since", ["", "soon", "2026-11-23T20:00:00", "2026-11-23T20:00:00+00:00"])
async def test_taking_back_what_never_was_changes_nothing(site, build, since):
    async with a_door(site, build) as (hall, laptop, door):
        await laptop.post(door, data={"typed": "1"})
        answer = await laptop.post(f"{door}/undoing", data={"number": "1", "since": since})
        assert answer.status_code == 200
        assert await stays(build, hall) == [(1, True)]


async def test_the_phone_shows_a_code_that_the_door_takes(site, build):
    async with a_door(site, build) as (hall, laptop, door), browser(site) as phone:
        await enter(phone, hall.codes[1].shown())
        assert "/my-votings/door" in (await phone.get("/my-votings")).text
        page = await phone.get("/my-votings/door")
        assert 'src="data:image/svg+xml' in page.text
        code = code_on(page)
        done = await laptop.post(door, data={"typed": code.lower()})
        assert "is aangekomen" in done.text
        assert await stays(build, hall) == [(2, True)]
        part = await phone.get("/my-votings/door/now")
        assert "Je aankomst is genoteerd" in part.text
        assert "<main" not in part.text
        again = await laptop.post(door, data={"typed": code})
        assert "was al aangekomen" in again.text, "scanned twice"


async def test_with_a_check_in_code_nobody_signs_in(site, build):
    async with a_door(site, build) as (hall, _, _), browser(site) as phone:
        await enter(phone, hall.codes[1].shown())
        code = code_on(await phone.get("/my-votings/door"))
        async with browser(site) as thief:
            answer = await thief.post("/sign-in", data={"code": code})
            assert answer.status_code in {401, 422}
            assert (await thief.get("/my-votings")).url.path == "/sign-in"
            told = await thief.post("/api/v1/sign-in", json={"code": code})
            assert told.status_code == 401


async def test_a_code_is_of_no_use_to_who_does_not_moderate(site, build):
    async with a_door(site, build) as (hall, _, door), browser(site) as phone:
        await enter(phone, hall.codes[0].shown())
        code = code_on(await phone.get("/my-votings/door"))
        assert (await phone.post(door, data={"typed": code})).status_code == 403
        assert await stays(build, hall) == []


async def test_a_code_is_too_old_after_ten_minutes_and_ends_with_a_substitution(build):
    hall, key = await build.hall(seats=2), key_of("a secret for this test alone, long")
    at = now()
    async with build.sessions.begin() as session:
        own = await door_code(session, hall.assembly.id, hall.seats[0], key=key, at=at)
    async with build.sessions.begin() as session:
        with pytest.raises(CheckInCodeExpired):
            await check_in(
                session, hall.assembly, own.code, key=key, at=at + timedelta(minutes=11), by=BY
            )
        (code,) = await draw_free_codes(session, 1)
        await substitute(session, hall.assembly, 1, "Vera", code, "x", at=at, by=BY)
    async with build.sessions.begin() as session:
        with pytest.raises(CheckInCodeExpired):
            await check_in(session, hall.assembly, own.code, key=key, at=at, by=BY)
    assert await stays(build, hall) == []


async def test_a_code_of_another_assembly_does_not_hold(build):
    key, at = key_of("a secret for this test alone, long"), now()
    here, there = await build.hall(seats=1), await build.hall(seats=1)
    async with build.sessions.begin() as session:
        own = await door_code(session, there.assembly.id, there.seats[0], key=key, at=at)
        with pytest.raises(CheckInCodeExpired):
            await check_in(session, here.assembly, own.code, key=key, at=at, by=BY)


async def test_what_is_undone_is_on_record_once(build):
    hall, key, at = await build.hall(seats=1), key_of("x" * 32), now()
    async with build.sessions.begin() as session:
        done = await check_in(session, hall.assembly, "1", key=key, at=at, by=BY)
    for _ in range(2):
        async with build.sessions.begin() as session:
            await undo_check_in(session, hall.assembly, 1, done.since, at=now(), by=BY)
    async with build.sessions.begin() as session:
        await leave(session, hall.assembly, [1], at=now(), by=BY)
    found = await acts(build, f"assembly:{hall.slug}")
    assert (found["arrive"], found["undo_check_in"], found["leave"]) == (1, 1, 0)


async def test_the_camera_is_allowed_at_the_door_and_nowhere_else(site, build):
    async with a_door(site, build) as (hall, laptop, door):
        for page in (await laptop.get(door), await laptop.post(door, data={"typed": "99"})):
            assert page.headers["permissions-policy"].startswith("camera=(self)")
            assert page.headers.get_list("permissions-policy") == [
                page.headers["permissions-policy"]
            ]
            assert page.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
        for other in (f"/assemblies/{hall.slug}/desk/room", f"/assemblies/{hall.slug}/desk", "/"):
            told = (await laptop.get(other)).headers["permissions-policy"]
            assert told.startswith("camera=()")


async def test_from_the_console_a_lost_phone_is_two_clicks_away(site, build):
    async with a_door(site, build) as (hall, laptop, _):
        desk = f"/assemblies/{hall.slug}/desk"
        await laptop.post(f"{desk}/sittings", data={"title": "Najaar"})
        console = await laptop.get(f"{desk}/sittings/1")
        assert f'href="{desk}/room"' in console.text
        room = await laptop.get(f"{desk}/room")
        assert f'href="{desk}/people/7"' in room.text
        person = await laptop.get(f"{desk}/people/7")
        assert f'action="{desk}/people/7/code"' in person.text
        assert f'action="{desk}/people/7/substitute"' in person.text


async def test_the_room_has_the_field_of_the_door_too(site, build):
    async with a_door(site, build) as (hall, laptop, door):
        room = await laptop.get(f"/assemblies/{hall.slug}/desk/room")
        assert f'action="{door}"' in room.text
