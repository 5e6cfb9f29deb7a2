# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lines that are cut, two doors at once, a broken ballot, a crowd too large, a closing."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

import psutil
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.voting.models import Voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.turn import take_turn_to_close
from tests.build.house import Build
from tests.build.load import Elector, Line, Load, Told, chance
from tests.crash.conftest import (
    Assembly,
    Door,
    Installation,
    close,
    require_box,
    require_result,
    until,
)
from tests.verbs.reading import one, rows, run


# ── the network dies ──────────────────────────────────────────────────────────
class Cut:
    """Stands before a web process; hands requests on, and hangs up instead of any answer."""

    def __init__(self, port: int) -> None:
        self.behind = port
        self.port = 0
        self.answered: list[bytes] = []

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_web, to_web = await asyncio.open_connection("127.0.0.1", self.behind)
        back = asyncio.create_task(from_web.read(65536))
        while not back.done():
            onward = asyncio.create_task(reader.read(65536))
            await asyncio.wait({back, onward}, return_when=asyncio.FIRST_COMPLETED)
            if not onward.done():
                onward.cancel()
                break
            to_web.write(onward.result())
        self.answered.append(await back)
        for end in (writer, to_web):
            with suppress(OSError):
                end.close()


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_a_ballot_whose_answer_is_lost_is_told_again_by_another_process(
    installation, assembly, build, secrecy
):
    voting = await assembly.open(secrecy)
    electors = assembly.electors(20)
    cut = Cut(installation.ports[0])
    async with cut.at_work():
        lost = await asyncio.gather(*(one.send_to(voting.id, cut.port) for one in electors))
    assert lost == [None] * 20
    assert [answer[:12] for answer in cut.answered] == [b"HTTP/1.1 201"] * 20
    again = await asyncio.gather(
        *(one.send_to(voting.id, installation.ports[1]) for one in electors)
    )
    assert [told.status for told in again if told] == [200] * 20
    box = "ballots" if secrecy is Secrecy.SECRET else "roll_call_ballots"
    found = await rows(
        build, f"SELECT tracker, choice FROM {box} WHERE voting_id = :id", id=voting.id
    )
    assert Counter(found) == Counter((one.tracker, one.choice) for one in electors)


# ── two doors at once ─────────────────────────────────────────────────────────
async def everywhere(
    installation: Installation, voting: Voting, ballots: list[list[Elector]]
) -> list[list[Told]]:
    """Each list of ballots is sent at once, shared out over the two web processes."""
    lines = [
        Line(installation.ports[number % 2]) for number in range(len(ballots) * len(ballots[0]))
    ]
    free = iter(lines)
    told = await asyncio.gather(
        *(
            asyncio.gather(*(ballot.send(voting.id, next(free)) for ballot in same))
            for same in ballots
        )
    )
    for line in lines:
        await line.close()
    return [[answer for answer in same if answer is not None] for same in told]


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_one_ballot_sent_to_two_processes_at_once_is_in_the_box_once(
    installation, assembly, build, secrecy
):
    voting = await assembly.open(secrecy)
    with Load(voting.id, installation.ports, clients=10) as load:
        load.feed(assembly.electors(300, 100))
        electors = assembly.electors(40)
        answers = await everywhere(installation, voting, [[one] * 4 for one in electors])
        await load.settle()
    assert [sorted(told.status for told in same) for same in answers] == [[200, 200, 200, 201]] * 40
    assert {str(one.tracker) for one in electors} == {
        told.body["tracker"] for same in answers for told in same
    }
    box = "ballots" if secrecy is Secrecy.SECRET else "roll_call_ballots"
    assert (
        await one(build, f"SELECT count(*) FROM {box} WHERE voting_id = :id", id=voting.id) == 340
    )


async def test_of_different_ballots_of_one_elector_at_two_processes_exactly_one_wins(
    installation, assembly, build
):
    voting = await assembly.open()
    rivals = [
        [Elector(one.seat_id, one.token, choice) for choice in ("yes", "no", "abstain", "no")]
        for one in assembly.electors(40)
    ]
    answers = await everywhere(installation, voting, rivals)
    assert [sorted(told.status for told in same) for same in answers] == [[201, 409, 409, 409]] * 40
    kinds = {told.body["type"] for same in answers for told in same if told.status == 409}
    assert kinds == {"/problems/already-voted"}
    await require_box(build, voting, [one for same in rivals for one in same if one.has_receipt])


# ── one broken ballot ─────────────────────────────────────────────────────────
@asynccontextmanager
async def turn_held(build: Build, voting: Voting) -> AsyncIterator[AsyncSession]:
    """Every batch of this voting waits, until the end."""
    async with build.sessions.begin() as session:
        await take_turn_to_close(session, voting.id)
        yield session


async def waiting(build: Build, batches: int) -> bool:
    """So many connections of web processes wait for a lock."""
    found = await one(
        build,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'assembly-web' AND wait_event_type = 'Lock'",
    )
    return bool(found >= batches)


async def heard(door: Door, token: str) -> None:
    """The process has read all that was sent to it before: it answered someone who came later."""
    line = Line(door.port)
    for _ in range(5):
        assert (await line.ask("GET", "/api/v1/me", token)).status == 200
    await line.close()


BREAK = """
CREATE FUNCTION break_one() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.tracker = '{tracker}' THEN
        RAISE EXCEPTION 'this one is broken';
    END IF;
    RETURN NEW;
END $$
"""


async def test_a_broken_ballot_harms_no_other_of_its_batch(installation, assembly, build):
    voting = await assembly.open()
    *electors, broken = assembly.electors(61)
    door = installation.doors[0]
    await run(build, BREAK.format(tracker=broken.tracker))
    await run(
        build,
        "CREATE TRIGGER break_one BEFORE INSERT ON ballots"
        " FOR EACH ROW EXECUTE FUNCTION break_one()",
    )
    try:
        async with turn_held(build, voting):
            casting = [asyncio.create_task(one.send_to(voting.id, door.port)) for one in electors]
            casting.insert(30, asyncio.create_task(broken.send_to(voting.id, door.port)))
            await until(partial(waiting, build, 1), "nobody waits")
            await heard(door, assembly.moderators[0])
            assert not any(task.done() for task in casting)
        told = await asyncio.gather(*casting)
        assert Counter(answer.status for answer in told if answer) == {201: 60, 500: 1}
        assert not broken.has_receipt
        await require_box(build, voting, electors)
    finally:
        await run(build, "DROP TRIGGER break_one ON ballots")
        await run(build, "DROP FUNCTION break_one")
    again = await broken.send_to(voting.id, door.port)
    assert again is not None
    assert again.status == 201
    await require_box(build, voting, [*electors, broken])


# ── more than fit ─────────────────────────────────────────────────────────────
async def test_a_crowd_too_large_is_told_when_to_come_back_and_everybody_gets_in(
    installation, assembly, build
):
    voting = await assembly.open()
    door = Door(installation.folder, installation.environ | {"WAITING": "50"})
    try:
        await door.opens()
        with Load(voting.id, [door.port], clients=20) as load:
            load.feed(assembly.electors(200))
            await load.settle()
        process = psutil.Process(door.process.pid)
        before = process.memory_info().rss
        with Load(voting.id, [door.port], clients=300) as crowd:
            async with turn_held(build, voting):
                crowd.feed(assembly.electors(600, 200))
                await until(partial(turned_away, crowd, 250), "too few were turned away")
                assert crowd.receipts == 0
            await crowd.settle()
        grown = process.memory_info().rss - before
    finally:
        door.process.kill()
    assert grown < 60_000_000, f"{grown} bytes more"
    assert set(crowd.statuses) == {201, 503}
    assert crowd.statuses[201] == 600
    assert not crowd.broken
    await require_box(build, voting, [*load.electors, *crowd.electors])


async def turned_away(load: Load, times: int) -> bool:
    return load.statuses[503] >= times


# ── closing under load ────────────────────────────────────────────────────────
@asynccontextmanager
async def slow_disk(build: Build) -> AsyncIterator[None]:
    """Every batch has seen that the voting is open a while before its ballots are in."""
    await run(
        build,
        "CREATE FUNCTION take_a_while() RETURNS trigger LANGUAGE plpgsql AS"
        " $$BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END$$",
    )
    await run(
        build,
        "CREATE TRIGGER take_a_while BEFORE INSERT ON ballots"
        " FOR EACH STATEMENT EXECUTE FUNCTION take_a_while()",
    )
    try:
        yield
    finally:
        await run(build, "DROP TRIGGER take_a_while ON ballots")
        await run(build, "DROP FUNCTION take_a_while")


@asynccontextmanager
async def quick_disk(_: Build) -> AsyncIterator[None]:
    yield


@pytest.mark.parametrize("disk", [slow_disk, quick_disk])
async def test_what_two_moderators_close_under_load_is_what_was_acknowledged(
    installation, assembly, build, disk
):
    """It is counted at once, while a ballot that had got past the closing would be on its way."""
    async with disk(build):
        await close_under_load(installation, assembly, build)


async def close_under_load(installation: Installation, assembly: Assembly, build: Build) -> None:
    met = 0
    for _ in range(3):
        voting = await assembly.open()
        with Load(voting.id, installation.ports) as load:
            load.feed(assembly.electors(400))
            await load.reach(chance.randrange(20, 250))
            await asyncio.gather(
                *(
                    close(door, voting, token)
                    for door, token in zip(installation.doors, assembly.moderators, strict=True)
                )
            )
            await build.count(voting)
            await load.settle()
        assert set(load.statuses) <= {201, 409}
        kinds = {
            told.body["type"] for one in load.electors for told in one.answers if told.status == 409
        }
        assert kinds <= {"/problems/voting-not-open"}
        inside = [one for one in load.electors if one.has_receipt]
        met += len(inside) < len(load.electors)
        await require_box(build, voting, inside)
        choices = Counter(one.choice for one in inside)
        await require_result(build, voting, choices, installation.doors[0])
    assert met, "the closing never came in the middle"


# ── somebody holds a row for long ─────────────────────────────────────────────
async def timed(assembly: Assembly, voting: Voting, door: Door, electors: list[Elector]) -> float:
    """The longest of these ballots, sent one after the other; all have their receipt."""
    line, slowest = Line(door.port), 0.0
    for elector in electors:
        told = await elector.send(voting.id, line)
        assert told is not None
        assert told.status == 201, told
        slowest = max(slowest, told.took)
    await line.close()
    return slowest


async def hold(session: AsyncSession, voting: Voting) -> None:
    await session.execute(
        text("SELECT 1 FROM votings WHERE id = :id FOR UPDATE"), {"id": voting.id}
    )


async def test_who_comes_late_does_not_wait_for_a_count(installation, assembly, build):
    voting, other = await assembly.open(), await assembly.open()
    door = installation.doors[0]
    await timed(assembly, voting, door, assembly.electors(3))
    installation.worker.kill()
    await close(door, voting, assembly.moderators[0])
    async with build.sessions.begin() as session:
        await hold(session, voting)
        late = await asyncio.gather(
            *(one.send_to(voting.id, door.port) for one in assembly.electors(20, 10))
        )
        assert {told.status for told in late if told} == {409}
        assert max(told.took for told in late if told) < 15
        assert await timed(assembly, other, door, assembly.electors(20)) < 2


async def test_many_votings_that_are_held_do_not_slow_down_another(installation, assembly, build):
    held = [await assembly.open() for _ in range(9)]
    other = await assembly.open()
    door = installation.doors[0]
    async with build.sessions.begin() as session:
        for voting in held:
            await hold(session, voting)
        stuck = [
            asyncio.create_task(elector.send_to(voting.id, door.port))
            for voting in held
            for elector in assembly.electors(10)
        ]
        await until(partial(waiting, build, 1), "nobody waits")
        await heard(door, assembly.moderators[0])
        assert await timed(assembly, other, door, assembly.electors(20)) < 2.5
        assert not any(task.done() for task in stuck[:10])
        told = await asyncio.gather(*stuck)
    assert {answer.status for answer in told if answer} == {503}
    assert max(answer.took for answer in told if answer) < 30
    slowest = await asyncio.gather(
        *(timed(assembly, voting, door, assembly.electors(3)) for voting in held)
    )
    assert max(slowest) < 5
