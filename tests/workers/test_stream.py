# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The event stream of real web processes: what it says, to whom, and that it outlives Redis."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from assembly.clock import now
from assembly.errors import Unavailable
from assembly.events.hub import MOST_LISTENERS, Hub
from assembly.events.listener import MOST_WAITING, Event, Listener, change
from assembly.events.slot import Line
from assembly.sittings.preside import close_sitting
from tests.build.running import Web, free_port
from tests.build.sitting import DEBATE, Meeting
from tests.verbs.planning import annul, hours, opened, plan
from tests.workers.test_worker_process import ends
from workers import jobs

Data = dict[str, Any]

HEARD = 20.0
"""Seconds an event may take on a busy machine."""


@pytest.fixture
def webs(crew, tmp_path) -> Iterator[list[Web]]:
    made = [Web(crew.environ, tmp_path / f"web{n}.log", free_port()) for n in range(2)]
    yield made
    for web in made:
        web.kill()


@pytest.fixture
async def web(webs: list[Web], until) -> Web:
    webs[0].start()
    await until(webs[0].serves, "no web")
    return webs[0]


class Stream:
    """What one client hears."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.lines = answer.aiter_lines()
        self.comments = 0

    async def next(self) -> tuple[str, Data]:
        """The next event: its name and its data, whose version is its id."""
        told: dict[str, str] = {}
        async with asyncio.timeout(HEARD):
            async for line in self.lines:
                if line.startswith(":"):
                    self.comments += 1
                elif line:
                    name, _, value = line.partition(": ")
                    told[name] = value
                elif "event" in told:
                    data = json.loads(told["data"])
                    assert told["id"] == data["version"]
                    return told["event"], data
        raise EOFError

    async def until(self, what: str, name: str = "change") -> Data:
        """The next event of this name about this."""
        while True:
            event, data = await self.next()
            if (event, data.get("what")) == (name, what):
                return data


@asynccontextmanager
async def listening(
    web: Web, slug: str, token: str | None = None, **headers
) -> AsyncIterator["Stream"]:
    if token:
        headers["Authorization"] = f"Bearer {token}"
    address = f"{web.url}/api/v1/events/{slug}"
    async with (
        httpx.AsyncClient(timeout=None) as client,
        client.stream("GET", address, headers=headers) as answer,
    ):
        yield Stream(answer)


# ── what it says ──────────────────────────────────────────────────────────────
async def test_it_begins_with_the_version_and_tells_what_changed(build, web, bell):
    hall = await build.hall(seats=3)
    async with listening(web, hall.slug) as stream:
        assert stream.answer.status_code == 200
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        assert stream.answer.headers["x-accel-buffering"] == "no"
        assert stream.answer.headers["cache-control"] == "no-store"
        name, hello = await stream.next()
        assert (name, hello["refetch"]) == ("hello", True)
        voting = await build.open_voting(hall)
        await bell.changed(hall.slug, f"voting/{voting.id}")
        changed = await stream.until(f"voting/{voting.id}")
        assert changed.keys() == {"what", "version"}
        assert changed["version"] != hello["version"]
    version = {"Last-Event-ID": changed["version"]}
    async with listening(web, hall.slug, **version) as stream:
        _, hello = await stream.next()
        assert hello == {"version": changed["version"], "refetch": False}


async def test_turnout_is_noticed_without_any_ring_and_no_event_holds_a_count(build, web):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    async with listening(web, hall.slug) as stream:
        await stream.next()
        await build.cast_all(hall, voting, ["yes", "yes", "no"])
        told = await stream.until(f"voting/{voting.id}")
        assert told.keys() == {"what", "version", "only"}
        assert told["only"] == "turnout"
        await build.close(voting)
        assert "only" not in await stream.until(f"voting/{voting.id}")


async def test_the_slot_and_the_route_begin_alike(build, web):
    """A limit is what only the route knows; a wrong token what only the route refuses."""
    hall = await build.hall(seats=1)
    token = await build.token_of_seat(hall, 0)
    signed = {"Authorization": f"Bearer {token}"}
    address = f"{web.url}/api/v1/events/{hall.slug}"
    for headers in ({}, signed, {"Cookie": f"__Host-assembly={token}"}):
        async with httpx.AsyncClient(timeout=HEARD, headers=headers) as client:
            routed = await client.get(f"{address}?limit=1")
            async with client.stream("GET", address) as slotted:
                hello = await Stream(slotted).next()
        assert slotted.status_code == routed.status_code == 200
        assert unlike(slotted.headers) == unlike(routed.headers)
        assert hello[1]["version"] in routed.text
    async with httpx.AsyncClient(timeout=HEARD) as client:
        wrong = await client.get(address, headers={"Authorization": "Bearer wrong"})
        assert (wrong.status_code, wrong.json()["type"]) == (401, "/problems/not-signed-in")


def unlike(headers: httpx.Headers) -> dict[str, str]:
    """Without what says how the body is sent, and when."""
    return {name: value for name, value in headers.items() if name not in {"date", "connection"}}


async def test_a_cookie_makes_an_insider(build, web):
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    token = await build.token_of_seat(hall, 0)
    async with listening(web, hall.slug, Cookie=f"__Host-assembly={token}") as inside:
        await inside.next()
        test = await plan(build, hall, on=resolution, test=True)
        assert (await inside.until(f"voting/{test.id}"))["test"] is True


async def test_every_process_tells_the_same_version(build, webs, until):
    hall = await build.hall(seats=3)
    for web in webs:
        web.start()
        await until(web.serves, "no web")
    voting = await build.open_voting(hall)
    async with listening(webs[0], hall.slug) as one, listening(webs[1], hall.slug) as two:
        assert await one.next() == await two.next()
        await annul(build, voting)
        what = f"voting/{voting.id}"
        assert await one.until(what) == await two.until(what)


async def test_warnings_tell_the_end_and_nothing_else(build, web, context):
    hall = await build.hall(seats=1)
    voting = await opened(build, await plan(build, hall, hours(None, 58, now())))
    async with listening(web, hall.slug) as stream:
        await stream.next()
        for _ in range(2):
            await jobs.warn(context, str(voting.id))
        told = await stream.until(f"voting/{voting.id}", "warning")
        assert told.keys() == {"what", "version", "ends_at", "seconds_left"}
        assert 50 <= told["seconds_left"] <= 58


async def test_a_test_voting_is_heard_of_in_the_house_only(build, web, bell):
    hall = await build.hall(seats=3)
    resolution = await build.tabled(hall)
    token = await build.token_of_seat(hall, 0)
    async with listening(web, hall.slug) as outside, listening(web, hall.slug, token) as inside:
        assert await outside.next() == await inside.next()
        test = await plan(build, hall, on=resolution, test=True)
        await bell.changed(hall.slug, f"voting/{test.id}", test=True)
        assert (await inside.until(f"voting/{test.id}"))["test"] is True
        real = await plan(build, hall, on=resolution)
        event, data = await outside.next()
        assert (event, data["what"]) == ("change", f"voting/{real.id}")


async def test_the_room_is_told_of_in_the_house_only(build, web):
    hall = await build.hall(seats=2)
    token = await build.token_of_staff(hall.email)
    here = f"{web.url}/api/v1/assemblies/{hall.slug}"
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        listening(web, hall.slug, token) as inside,
        listening(web, hall.slug) as outside,
        httpx.AsyncClient(headers=headers) as client,
    ):
        assert (await inside.next())[0] == (await outside.next())[0] == "hello"
        assert (await client.put(f"{here}/seats/1/proxy", json={"holder": 2})).status_code == 200
        assert await inside.until("proxies")
        assert (await client.post(f"{here}/attendance", json={"arrived": [2]})).status_code == 200
        assert await inside.until("attendance")
        voting = await build.open_voting(hall)
        event, data = await outside.next()
    assert (event, data["what"]) != ("change", "proxies")
    assert data["what"] in {"resolutions", f"voting/{voting.id}"}


async def test_sittings_are_told_of_without_a_ring_and_the_floor_in_the_house_only(build, web):
    meeting = Meeting(build, await build.hall(seats=2))
    slug, token = meeting.hall.slug, await build.token_of_staff(meeting.hall.email)
    await meeting.plan()
    async with listening(web, slug, token) as inside, listening(web, slug) as outside:
        version = (await inside.next())[1]["version"]
        assert (await outside.next())[1]["version"] == version
        await meeting.open()
        opened_as = await inside.until("sitting")
        assert opened_as["version"] != version
        assert (await outside.until("sitting"))["version"] == opened_as["version"]
        await meeting.put([DEBATE])
        await inside.until("agenda")
        await meeting.begin()
        await inside.until("floor")
        begun_as = (await standing(web, slug))["version"]
        await meeting.ask(1)
        asked_as = await inside.until("floor")
        assert asked_as["version"] == begun_as
        await meeting.do(close_sitting)
        heard = []
        while (data := (await outside.next())[1])["what"] != "sitting":
            heard.append(data["what"])
        assert set(heard) == {"agenda"}


async def standing(web: Web, slug: str) -> Data:
    """The present version, asked for by a stream of one event."""
    async with listening(web, slug) as stream:
        return (await stream.next())[1]


async def test_an_unknown_assembly_is_refused_and_a_head_ends(build, web):
    hall = await build.hall(seats=1)
    async with httpx.AsyncClient(base_url=f"{web.url}/api/v1/events", timeout=HEARD) as client:
        unknown = await client.get("/nobody")
        assert (unknown.status_code, unknown.json()["type"]) == (
            404,
            "/problems/assembly-not-found",
        )
        assert (await client.get(f"/{hall.slug}?limit=0")).status_code == 422
        assert (await client.head(f"/{hall.slug}")).status_code == 200
        once = await client.get(f"/{hall.slug}?limit=1")
        assert once.text.count("event:") == 1


# ── what it outlives ──────────────────────────────────────────────────────────
async def test_it_goes_on_while_redis_is_away_and_hears_it_again_when_it_is_back(
    build, web, valkey, bell, context
):
    hall = await build.hall(seats=1)
    async with listening(web, hall.slug) as stream:
        await stream.next()
        for _ in range(2):
            valkey.stop()
            voting = await build.open_voting(hall)
            await stream.until(f"voting/{voting.id}")
            valkey.start()
            voting = await opened(build, await plan(build, hall, hours(None, 58, now())))
            heard = asyncio.create_task(stream.until(f"voting/{voting.id}", "warning"))
            what = f"voting/{voting.id}"
            mark = 0
            while not heard.done():  # a warning comes over Redis alone
                mark += 1
                await bell.warn(hall.slug, what, voting.closes_at, left=58, mark=mark, test=False)
                await asyncio.wait([heard], timeout=0.2)
            assert (await heard)["what"] == what


async def test_a_stream_over_a_restart_of_redis_says_nothing_twice_and_casting_goes_on(
    build, web, valkey
):
    hall = await build.hall(seats=4)
    token = [await build.token_of_seat(hall, index) for index in range(4)]
    voting = await build.open_voting(hall)
    address = f"{web.url}/api/v1/votings/{voting.id}/ballots"
    heard: list[tuple[str, str]] = []
    async with listening(web, hall.slug) as stream, httpx.AsyncClient(timeout=HEARD) as client:
        _, hello = await stream.next()

        async def cast(index: int) -> None:
            answer = await client.post(
                address,
                json={"choice": "yes"},
                headers={"Authorization": f"Bearer {token[index]}"},
            )
            assert answer.status_code == 201
            data = await stream.until(f"voting/{voting.id}")
            heard.append((data["what"], data["version"]))

        await cast(0)
        valkey.stop()
        await cast(1)
        valkey.start()
        await cast(2)
        await cast(3)
    assert len(set(heard)) == len(heard) == 4
    assert hello["version"] not in {version for _, version in heard}
    async with listening(web, hall.slug, **{"Last-Event-ID": heard[-1][1]}) as stream:
        assert (await stream.next())[1]["refetch"] is False


async def test_listening_holds_no_connection_to_the_database(build, web, until):
    hall = await build.hall(seats=1)

    async def idle_in_transaction() -> bool:
        async with build.sessions() as session:
            found = await session.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND application_name = 'assembly-web' AND state LIKE 'idle in%'"
                )
            )
        return not found

    async def many(streams: int) -> None:
        async with listening(web, hall.slug) as stream:
            await stream.next()
            if streams > 1:
                await many(streams - 1)
            else:
                await until(idle_in_transaction, "a stream holds a transaction")
                async with httpx.AsyncClient() as client:
                    listed = await client.get(f"{web.url}/api/v1/assemblies/{hall.slug}")
                assert listed.status_code == 200

    await many(25)  # more than the ten connections a process has


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_streams_end_cleanly_when_the_process_is_told_to_end(build, web, sign):
    hall = await build.hall(seats=1)
    async with listening(web, hall.slug) as stream:
        await stream.next()
        assert web.process is not None
        os.kill(web.process.pid, sign)
        with pytest.raises(EOFError):
            await stream.until("what never comes")
        code = await ends(web, 60)
    said = web.log.read_text()
    assert code in {0, -sign}, said
    assert "Traceback" not in said
    assert "Cancel" not in said


# ── who is slow ───────────────────────────────────────────────────────────────
async def test_who_is_slow_is_told_to_fetch_everything_and_holds_little():
    slow = Listener(insider=False)
    for place in range(1000):
        slow.tell(change(f"voting/{place}", str(place)))
    waiting = []
    while event := await slow.heard(0):
        waiting.append(event)
    assert len(waiting) <= MOST_WAITING
    assert waiting[0].data["what"] == "everything"
    assert waiting[-1] == change("voting/999", "999")


async def test_silence_ends_after_a_while_and_the_end_comes_at_once():
    listener = Listener(insider=False)
    assert await listener.heard(0.01) is None
    listener.tell(Event("change", "v", {"what": "x", "version": "v", "test": True}))
    assert await listener.heard(0) is None
    ended = asyncio.create_task(listener.heard(60))
    await asyncio.sleep(0)
    listener.end()
    async with asyncio.timeout(1):
        assert await ended is None


async def test_who_is_slow_gets_everything_in_order_and_keeps_nobody_waiting():
    """A line whose client does not read is taken up by its own task; the others go on."""
    told: list[bytes] = []
    reads = asyncio.Event()

    async def send(message: Any) -> None:
        if b"change" in message.get("body", b""):
            await reads.wait()
            told.append(message["body"])

    async def receive() -> Any:
        await asyncio.Event().wait()

    listener = Listener(insider=False, hello=Event("hello", "v", {"version": "v"}))
    held = asyncio.create_task(Line(listener, send).hold(receive, None))
    await asyncio.sleep(0.05)
    events = [change(f"voting/{place}", str(place)) for place in range(5)]
    for event in events:
        listener.tell(event)
    await asyncio.sleep(0.05)
    assert told == []
    reads.set()
    listener.end()
    async with asyncio.timeout(HEARD):
        await held
    assert told == [event.wire for event in events]


async def test_a_full_house_sends_who_comes_to_look_by_themselves(build, sessions, settings):
    hall = await build.hall(seats=1)
    async with Hub(sessions, settings.redis_url) as hub, AsyncExitStack() as everybody:
        listen = partial(hub.listening, hall.assembly.id, hall.slug, insider=False, last=None)
        crowd = await asyncio.gather(
            *(everybody.enter_async_context(listen()) for _ in range(MOST_LISTENERS - 1))
        )
        hub.require_room()
        await everybody.enter_async_context(listen())
        with pytest.raises(Unavailable):
            hub.require_room()
        assert len({one.hello.version for one in crowd if one.hello}) == 1
        assert hub.listeners == MOST_LISTENERS


async def test_who_goes_is_forgotten(build, sessions, settings, until):
    hall = await build.hall(seats=1)
    async with Hub(sessions, settings.redis_url) as hub:
        listen = partial(hub.listening, hall.assembly.id, hall.slug, insider=False, last=None)
        async with listen() as one, listen() as two:
            assert hub.listeners == 2
            assert one.hello == two.hello
        assert hub.listeners == 0
        assert hub._watched == {}
