# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real worker: it lives through Redis going away, dies without harm, and ends when told to."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from redis.asyncio import Redis
from sqlalchemy import text

from assembly.local.kept import Command
from assembly.voting.models import Voting
from tests.build.house import Build, Hall
from tests.verbs.reading import acts, one, rows, run, sizes

ONE_OF_EACH = {
    "plan_voting": 1,
    "open_voting": 1,
    "close_voting": 1,
    "count_voting": 1,
    "publish_record": 1,
}


class Watched:
    """A voting, and what became of it."""

    def __init__(self, build: Build, voting: Voting) -> None:
        self.build = build
        self.voting = voting

    async def published(self) -> bool:
        found = await one(
            self.build,
            "SELECT count(*) FROM records WHERE voting_id = :id",
            id=self.voting.id,
        )
        return bool(found)

    async def undecided(self) -> bool:
        found = await rows(
            self.build,
            "SELECT v.state, r.state, (SELECT count(*) FROM results) FROM votings v"
            " JOIN resolutions r ON r.id = v.resolution_id WHERE v.id = :id",
            id=self.voting.id,
        )
        return found == [("closed", "under_vote", 0)]

    async def require_once(self, yes: int, no: int) -> None:
        """The outcome is there, right, and there once."""
        assert await rows(
            self.build,
            "SELECT yes, no, turnout FROM results WHERE voting_id = :id",
            id=self.voting.id,
        ) == [(yes, no, yes + no)]
        assert await acts(self.build, f"voting:{self.voting.id}") == ONE_OF_EACH
        outcome = "adopted" if yes > no else "not_adopted"
        assert await rows(
            self.build,
            "SELECT r.state, r.revision FROM resolutions r JOIN votings v"
            " ON v.resolution_id = r.id WHERE v.id = :id",
            id=self.voting.id,
        ) == [(outcome, 4)]


async def closed(build: Build, hall: Hall) -> Watched:
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    return Watched(build, voting)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def ends(worker: Command, seconds: float = 30) -> int | None:
    """How it ended, or None when it is still there; patient, for the machine may be busy."""
    until = time.monotonic() + seconds
    while worker.alive() and time.monotonic() < until:
        await asyncio.sleep(0.02)
    assert worker.process is not None
    return worker.process.poll()


async def listens(worker: Command) -> bool:
    """Whether it would hear a SIGTERM: before that the signal just kills it."""
    status = Path(f"/proc/{worker.pid}/status")
    if not status.parent.parent.joinpath("self").exists():
        await asyncio.sleep(5)  # no such file on this machine: it will have started by then
        return True
    caught = next(
        line.split()[1] for line in status.read_text().splitlines() if line.startswith("SigCgt")
    )
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


async def steady(bell, until, what: str = "no heartbeat") -> None:
    await until(bell.worker_seen, what)


# ── Redis goes away ───────────────────────────────────────────────────────────
async def test_ballots_are_cast_and_votings_closed_while_redis_is_away(build, client, valkey):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    tokens = [await build.token_of_seat(hall, index) for index in range(3)]
    moderator = await build.token_of_staff(hall.email)
    valkey.stop()
    took = []
    for token, choice in zip(tokens, ("yes", "no", "yes"), strict=True):
        start = time.monotonic()
        cast = await client.post(
            f"/api/v1/votings/{voting.id}/ballots", json={"choice": choice}, headers=bearer(token)
        )
        took.append(time.monotonic() - start)
        assert cast.status_code == 201, cast.text
    assert max(took) < 10
    assert (await client.get("/health/ready")).json()["status"] == "degraded"
    closing = await client.post(f"/api/v1/votings/{voting.id}/closing", headers=bearer(moderator))
    assert closing.status_code == 200, closing.text
    assert await one(build, "SELECT count(*) FROM ballots") == 3
    assert await one(build, "SELECT state FROM votings") == "closed"


async def test_a_redis_that_hangs_keeps_nobody_waiting_long(build, client, valkey):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    token, moderator = await build.token_of_seat(hall, 0), await build.token_of_staff(hall.email)
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        start = time.monotonic()
        cast = await client.post(
            f"/api/v1/votings/{voting.id}/ballots", json={"choice": "yes"}, headers=bearer(token)
        )
        middle = time.monotonic()
        closing = await client.post(
            f"/api/v1/votings/{voting.id}/closing", headers=bearer(moderator)
        )
        end = time.monotonic()
    finally:
        os.kill(valkey.pid, signal.SIGCONT)
    assert (cast.status_code, closing.status_code) == (201, 200)
    assert middle - start < 2
    assert end - middle < 5


async def test_a_voting_closed_while_redis_is_away_has_its_outcome_once_it_is_back(
    build, client, valkey, crew, bell, until
):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    watched = Watched(build, voting)
    tokens = [await build.token_of_seat(hall, index) for index in range(3)]
    moderator = await build.token_of_staff(hall.email)
    worker = crew.start()
    await steady(bell, until)
    valkey.stop()
    for token, choice in zip(tokens, ("yes", "no", "yes"), strict=True):
        cast = await client.post(
            f"/api/v1/votings/{voting.id}/ballots", json={"choice": choice}, headers=bearer(token)
        )
        assert cast.status_code == 201
    closing = await client.post(f"/api/v1/votings/{voting.id}/closing", headers=bearer(moderator))
    assert closing.json()["state"] == "closed"
    await asyncio.sleep(1.5)  # longer than a sweep
    assert await watched.undecided()
    assert worker.alive()
    valkey.start()
    await until(watched.published, "no record after Redis came back")
    await asyncio.sleep(1.5)  # another sweep finds nothing to do
    await watched.require_once(yes=2, no=1)
    result = await client.get(f"/api/v1/votings/{voting.id}/result")
    assert result.status_code == 200
    assert '"adopted"' in result.text
    assert worker.alive()


async def test_a_worker_that_idles_while_redis_is_restarted_goes_on(
    build, valkey, crew, bell, until
):
    hall = await build.hall(seats=3)
    worker = crew.start()
    await steady(bell, until)
    for _ in range(3):
        valkey.stop()
        await asyncio.sleep(0.3)
        valkey.start()
        await steady(bell, until, "no heartbeat after Redis was restarted")
        watched = await closed(build, hall)
        await bell.count(watched.voting.id)
        await until(watched.published, "no record after Redis was restarted")
        await watched.require_once(yes=2, no=1)
    assert worker.alive()


async def test_a_worker_started_before_redis_waits_for_it(build, valkey, crew, bell, until):
    hall = await build.hall(seats=3)
    watched = await closed(build, hall)
    valkey.stop()
    worker = crew.start()
    await asyncio.sleep(2)
    assert worker.alive()
    valkey.start()
    await until(watched.published, "no record after Redis came up")
    await watched.require_once(yes=2, no=1)


class Cutter:
    """Stands between a worker and Redis and hangs up on all its lines at one command, once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.at: bytes | None = None
        self.url = ""
        self.ends: set[asyncio.StreamWriter] = set()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        server = await asyncio.start_server(self.carry, "127.0.0.1", 0)
        self.url = f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
        try:
            yield
        finally:
            server.close()
            for end in self.ends:
                end.close()
            await asyncio.gather(*(end.wait_closed() for end in self.ends), return_exceptions=True)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_redis, to_redis = await asyncio.open_unix_connection(self.path)
        self.ends |= {writer, to_redis}
        await asyncio.gather(self.pump(reader, to_redis), self.pump(from_redis, writer))

    async def pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """From one end to the other until either hangs up, or we do."""
        with suppress(OSError):
            while words := await reader.read(65536):
                if self.at is not None and b"\r\n" + self.at + b"\r\n" in words:
                    self.at = None
                    for end in self.ends:
                        end.close()
                    break
                writer.write(words)
                await writer.drain()
        writer.close()


async def test_a_worker_goes_on_wherever_its_connection_is_cut(build, valkey, crew, bell, until):
    """One cut at each command a worker sends. The outcome comes, from the same process."""
    hall = await build.hall(seats=3)
    cutter = Cutter(urlsplit(valkey.redis_url).path)
    died_at = []
    async with cutter.at_work():
        worker = crew.start(REDIS_URL=cutter.url)
        await steady(bell, until)
        for command in ("ZRANGEBYSCORE", "WATCH", "EXISTS", "ZSCORE", "MULTI", "INCRBY", "DEL"):
            cutter.at = command.encode()
            watched = await closed(build, hall)
            await bell.count(watched.voting.id)

            async def cut_and_seen(watched: Watched = watched, worker: Command = worker) -> bool:
                return not worker.alive() or (cutter.at is None and await watched.published())

            await until(cut_and_seen, f"nothing happened after {command}")
            await asyncio.sleep(0.3)
            if not worker.alive():
                died_at.append(command)
                worker = crew.start(REDIS_URL=cutter.url)
                await until(watched.published, "no record from the next worker")
            await watched.require_once(yes=2, no=1)
        worker.kill()
    assert died_at == [], crew.said()[-3000:]


# ── the worker dies ───────────────────────────────────────────────────────────
async def test_a_worker_killed_in_the_middle_of_counting_leaves_nothing_half_done(
    build, crew, until
):
    """Somebody holds the resolution, so that the count stands still inside its transaction."""
    hall = await build.hall(seats=3)
    watched = await closed(build, hall)

    async def counting() -> bool:
        found = await one(
            build,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'assembly-worker' AND wait_event_type = 'Lock'"
            " AND query LIKE '%FROM resolutions%FOR UPDATE%'",
        )
        return bool(found)

    async def gone() -> bool:
        found = await one(
            build,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'assembly-worker'",
        )
        return not found

    async with build.sessions() as holder:
        await holder.execute(
            text("SELECT 1 FROM resolutions WHERE id = :id FOR UPDATE"),
            {"id": watched.voting.resolution_id},
        )
        first = crew.start()
        await until(counting, "the worker did not begin to count")
        assert await watched.undecided()
        os.kill(first.process.pid, signal.SIGKILL)
        assert await ends(first) == -signal.SIGKILL
        assert await watched.undecided()
    await until(gone, "the dead worker's transaction did not end")
    assert await watched.undecided()
    assert await one(build, "SELECT count(*) FROM participations") == 3
    crew.start()
    await until(watched.published, "no record from the second worker")
    await asyncio.sleep(1.2)
    await watched.require_once(yes=2, no=1)


async def test_a_worker_killed_in_the_middle_of_publishing_is_followed_by_a_record(
    build, crew, until
):
    """Somebody holds the key of the record, so that publishing stands still."""
    hall = await build.hall(seats=3)
    watched = await closed(build, hall)
    await build.count(watched.voting)

    async def publishing() -> bool:
        found = await one(
            build,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'assembly-worker' AND wait_event_type = 'Lock'"
            " AND query LIKE 'INSERT INTO records%'",
        )
        return bool(found)

    async with build.sessions() as holder:
        await holder.execute(
            text(
                "INSERT INTO records"
                " (voting_id, assembly_id, resolution_id, document, digest, published_at)"
                " SELECT id, assembly_id, resolution_id, '{}', 'never committed', now()"
                " FROM votings WHERE id = :id"
            ),
            {"id": watched.voting.id},
        )
        first = crew.start()
        await until(publishing, "the worker did not begin to publish")
        os.kill(first.process.pid, signal.SIGKILL)
        assert await ends(first) == -signal.SIGKILL
    assert not await watched.published()
    crew.start()
    await until(watched.published, "no record from the second worker")
    await watched.require_once(yes=2, no=1)


async def test_two_workers_do_everything_once(build, crew, bell, until):
    hall = await build.hall(seats=3)
    for _ in range(2):
        crew.start()
    await steady(bell, until)
    votings = [await closed(build, hall) for _ in range(6)]
    for watched in votings[:3]:
        await bell.count(watched.voting.id)
    for watched in votings:
        await until(watched.published, "no record from two workers")
    await asyncio.sleep(1.2)
    for watched in votings:
        await watched.require_once(yes=2, no=1)
    assert await one(build, "SELECT count(*) FROM results") == 6


async def test_the_heartbeat_comes_with_the_worker_and_goes_with_it(build, client, crew, until):
    async def status(expected: str) -> bool:
        answer = await client.get("/health/ready")
        assert answer.status_code == 200
        told = answer.json()
        assert (told["status"] == "ready") is (told["worker"] == "ok")
        return bool(told["status"] == expected)

    assert await status("degraded")
    worker = crew.start()
    await until(partial(status, "ready"), "never ready")
    os.kill(worker.process.pid, signal.SIGKILL)
    await until(partial(status, "degraded"), "a dead worker still seen", 60)


# ── it is told to end ─────────────────────────────────────────────────────────
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_an_idle_worker_ends_when_told(crew, bell, until, sign):
    worker = crew.start()
    await steady(bell, until)
    worker.process.send_signal(sign)
    assert await ends(worker) == 0, crew.said()
    assert "Traceback" not in crew.said()
    assert not await bell.worker_seen(), "its heartbeat is still there"


async def test_a_worker_told_to_end_while_it_counts_ends_and_the_next_one_counts(
    build, crew, until
):
    hall = await build.hall(seats=3)
    watched = await closed(build, hall)

    async def counting() -> bool:
        found = await one(
            build,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name = 'assembly-worker' AND wait_event_type = 'Lock'",
        )
        return bool(found)

    async with build.sessions() as holder:
        await holder.execute(
            text("SELECT 1 FROM resolutions WHERE id = :id FOR UPDATE"),
            {"id": watched.voting.resolution_id},
        )
        worker = crew.start()
        await until(counting, "the worker did not begin to count")
        worker.process.send_signal(signal.SIGTERM)
        assert await ends(worker) == 0, crew.said()
    assert await watched.undecided()
    crew.start()
    await until(watched.published, "no record from the second worker")
    await watched.require_once(yes=2, no=1)


@pytest.mark.parametrize("away", ["never there", "gone", "hanging"])
async def test_a_worker_without_redis_ends_when_told(crew, valkey, bell, until, away):
    if away == "never there":
        valkey.stop()
        worker = crew.start()
        await until(partial(listens, worker), "the worker did not start")
    else:
        worker = crew.start()
        await steady(bell, until)
        if away == "gone":
            valkey.stop()
        else:
            os.kill(valkey.pid, signal.SIGSTOP)
        await asyncio.sleep(0.5)
    try:
        assert worker.alive()
        worker.process.send_signal(signal.SIGTERM)
        assert await ends(worker) == 0, crew.said()
    finally:
        if away == "hanging":
            os.kill(valkey.pid, signal.SIGCONT)


# ── what it writes down ───────────────────────────────────────────────────────
async def apart_from_the_log(build) -> dict[str, int]:
    """How many rows each table has; every sweep carries what happened into the log."""
    found = await sizes(build)
    return {table: count for table, count in found.items() if not table.startswith("log_")}


async def test_a_count_that_fails_in_the_database_writes_no_counts_into_the_log(
    build, settings, crew, bell, until
):
    """A result is in the way, so that writing ours fails with all its values at hand."""
    hall = await build.hall(seats=3)
    watched = await closed(build, hall)
    await run(
        build,
        "INSERT INTO results (voting_id, yes, no, abstain, turnout, outcome, ground, blank,"
        " invalid, verdict, box_digest, counted_at)"
        " VALUES (:id, 0, 0, 0, 0, 'not_adopted', 'tie', 0, 0, '{}', 'f', now())",
        id=watched.voting.id,
    )
    before = await apart_from_the_log(build)
    await bell.count(watched.voting.id)
    crew.start()

    async def tried() -> bool:
        """Once for the bell and once in a sweep."""
        async with Redis.from_url(settings.redis_url) as redis:
            rung = await redis.exists(f"arq:job:count:{watched.voting.id}")
        return not rung and "sweep_failed" in crew.said()

    await until(tried, "the worker did not try")
    said = crew.said()
    assert not [
        word for word in ("INSERT INTO results", "parameters", "DETAIL", "majority") if word in said
    ], said
    assert await apart_from_the_log(build) == before
