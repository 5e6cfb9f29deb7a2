# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The worker keeps the hours: by its bell, by its sweep, late, twice, and with Redis emptied."""

import asyncio
import json
from datetime import timedelta

from redis.asyncio import Redis
from sqlalchemy import text

from assembly.clock import now
from assembly.voting.rules.release import Gate, Release
from assembly.voting.rules.schedule import WARNINGS
from tests.verbs.planning import annul, hours, opened, plan
from tests.verbs.reading import acts, one, rows, run, sizes
from tests.workers.test_worker_process import steady
from workers import jobs

SECOND = timedelta(seconds=1)


async def moved(build, voting, **seconds):
    """The hours of a voting lie elsewhere, as if it had been planned long ago."""
    for name, value in seconds.items():
        await run(
            build,
            f"UPDATE votings SET {name} = :at WHERE id = :id",
            at=now() + timedelta(seconds=value),
            id=voting.id,
        )


async def waiting(settings, voting_id: str) -> dict[str, float]:
    """The jobs of this voting in the queue, and how many seconds from now each is due."""
    async with Redis.from_url(settings.redis_url) as redis:
        found = await redis.zrange("arq:queue", 0, -1, withscores=True)
    return {
        name.decode(): score / 1000 - now().timestamp()
        for name, score in found
        if voting_id in name.decode()
    }


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# ── bells ─────────────────────────────────────────────────────────────────────
async def test_planning_rings_for_the_beginning_and_opening_for_end_and_warnings(
    build, client, settings
):
    hall = await build.hall(seats=1)
    resolution = await build.tabled(hall)
    head = bearer(await build.token_of_staff(hall.email))
    begin, end = now() + timedelta(hours=1), now() + timedelta(hours=2)
    answer = await client.post(
        f"/api/v1/assemblies/{hall.slug}/votings",
        json={
            "resolution": resolution.number,
            "opens_at": begin.isoformat(),
            "closes_at": end.isoformat(),
        },
        headers=head,
    )
    assert answer.status_code == 201, answer.text
    voting_id = answer.json()["id"]
    here = f"/api/v1/votings/{voting_id}"
    ((job, due),) = (await waiting(settings, voting_id)).items()
    assert job.startswith(f"open_due:{voting_id}:")
    assert 3500 < due <= 3600
    assert (await client.post(f"{here}/opening", headers=head)).status_code == 200
    rung = await waiting(settings, voting_id)
    assert sorted(name.partition(":")[0] for name in rung) == [
        "close_due",
        "open_due",
        "warn",
        "warn",
    ]
    dues = sorted(due for name, due in rung.items() if name.startswith(("close", "warn")))
    assert [round(dues[-1] - due) for due in dues] == [*WARNINGS, 0]
    assert 7100 < dues[-1] <= 7200
    assert (
        await client.post(f"{here}/extension", json={"seconds": 60}, headers=head)
    ).status_code == 200
    assert len(await waiting(settings, voting_id)) == 4 + 3


async def test_a_job_that_comes_too_early_or_twice_does_nothing(build, context):
    hall = await build.hall(seats=1)
    planned = await plan(build, hall, hours(3600, None, now()))
    open_ = await opened(build, await plan(build, hall, hours(None, 3600, now())))
    before = await sizes(build)
    for _ in range(2):
        await jobs.open_due(context, str(planned.id))
        await jobs.close_due(context, str(open_.id))
        await jobs.warn(context, str(open_.id))
    assert await sizes(build) == before
    await moved(build, planned, opens_at=-1)
    for _ in range(2):
        await jobs.open_due(context, str(planned.id))
    assert (await acts(build, f"voting:{planned.id}"))["open_voting"] == 1


async def test_the_sweep_opens_closes_counts_and_publishes_what_no_bell_told(build, context):
    hall = await build.hall(seats=3)
    planned = await plan(build, hall, hours(3600, None, now()))
    open_ = await opened(build, await plan(build, hall, hours(None, 40, now())))
    await build.cast_all(hall, open_, ["yes", "no", "yes"])
    await moved(build, planned, opens_at=-5)
    async with build.sessions.begin() as session:
        await session.execute(text("ALTER TABLE votings DISABLE TRIGGER votings_keep"))
        await session.execute(
            text("UPDATE votings SET opened_at = :b, closes_at = :e WHERE id = :id"),
            {"b": now() - 60 * SECOND, "e": now() - SECOND, "id": open_.id},
        )
        await session.execute(text("ALTER TABLE votings ENABLE TRIGGER votings_keep"))
    await jobs.sweep(context)
    assert await one(build, "SELECT state FROM votings WHERE id = :id", id=planned.id) == "open"
    assert await rows(
        build,
        "SELECT state, closed_at = closes_at FROM votings WHERE id = :id",
        id=open_.id,
    ) == [("counted", True)]
    assert await rows(build, "SELECT voting_id FROM records") == [(open_.id,)]
    before = await sizes(build)
    await jobs.sweep(context)
    assert await sizes(build) == before


async def test_a_held_result_is_rung_for_and_published_at_its_hour_once(build, context, settings):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, gate=Gate(Release.HELD, now() + 3600 * SECOND))
    await build.cast_all(hall, voting, ["yes", "no", "yes"])
    await build.close(voting)
    await jobs.count(context, str(voting.id))
    rung = await waiting(settings, str(voting.id))
    (left,) = [left for name, left in rung.items() if name.startswith("publish:")]
    assert 3500 < left < 3601
    for _ in range(2):
        await jobs.publish(context, str(voting.id))
        await jobs.sweep(context)
    assert await one(build, "SELECT count(*) FROM records") == 0
    await moved(build, voting, publish_at=-1)
    await asyncio.gather(*(jobs.publish(context, str(voting.id)) for _ in range(4)))
    await jobs.sweep(context)
    assert (await acts(build))["publish_record"] == 1
    assert await one(build, "SELECT state FROM resolutions") == "adopted"


async def test_the_sweep_publishes_what_was_held_back_while_no_worker_was_there(build, context):
    hall = await build.hall(seats=3)
    voting = await build.held(hall, publish_at=now() + 3600 * SECOND)
    await moved(build, voting, publish_at=-3600)
    await jobs.sweep(context)
    assert await rows(build, "SELECT voting_id FROM records") == [(voting.id,)]


async def test_a_missed_opening_is_said_once_however_often_the_worker_sweeps(build, context):
    hall = await build.hall(seats=0)
    planned = await plan(build, hall, hours(3600, None, now()))
    await moved(build, planned, opens_at=-5)
    for _ in range(4):
        await jobs.sweep(context)
    assert (await acts(build))["miss_opening"] == 1
    assert await one(build, "SELECT opening_missed FROM votings") == "nobody-to-vote"


# ── warnings ──────────────────────────────────────────────────────────────────
async def test_a_warning_is_given_once_for_each_end_that_was_announced(build, context, settings):
    hall = await build.hall(seats=1)
    voting = await opened(build, await plan(build, hall, hours(None, 58, now())))
    async with Redis.from_url(settings.redis_url) as redis, redis.pubsub() as line:
        await line.subscribe("assembly:changes")
        await asyncio.gather(*(jobs.warn(context, str(voting.id)) for _ in range(5)))
        await jobs.sweep(context)
        await run(build, "UPDATE votings SET closes_at = closes_at + interval '1 second'")
        await jobs.warn(context, str(voting.id))
        heard = []
        while message := await line.get_message(timeout=0.3):
            if message["type"] == "message":
                heard.append(json.loads(message["data"]))
    assert [word.keys() for word in heard] == [{"assembly", "what", "ends_at", "seconds_left"}] * 2
    assert {word["what"] for word in heard} == {f"voting/{voting.id}"}
    assert all(55 <= word["seconds_left"] <= 59 for word in heard)
    assert heard[0]["ends_at"] != heard[1]["ends_at"]


async def test_the_rows_an_annulled_voting_had_before_are_swept_away(build, context, settings):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "no"])
    await annul(build, voting)
    await jobs.unlink(context, str(voting.id))
    dead = await one(
        build, "SELECT count(*) FROM participations WHERE voting_id = :id", id=voting.id
    )
    assert dead == 2


# ── a real worker ─────────────────────────────────────────────────────────────
async def published(build, voting) -> bool:
    found = await one(build, "SELECT count(*) FROM records WHERE voting_id = :id", id=voting.id)
    return bool(found)


async def state(build, voting) -> str:
    return str(await one(build, "SELECT state FROM votings WHERE id = :id", id=voting.id))


async def test_a_voting_opens_and_closes_by_itself_and_its_outcome_follows(
    build, bell, crew, until
):
    hall = await build.hall(seats=3)
    crew.start()
    await steady(bell, until)
    voting = await plan(build, hall, hours(2, 32, now()))
    await bell.open_at(voting.id, voting.opens_at)

    async def is_open() -> bool:
        return await state(build, voting) == "open"

    await until(is_open, "it did not open")
    late = await one(build, "SELECT extract(epoch FROM opened_at - opens_at)::float FROM votings")
    assert 0 <= late < 5
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await until(lambda: published(build, voting), "no record after its end", 60)
    assert await rows(
        build, "SELECT state, closed_at = closes_at, opened_at >= opens_at FROM votings"
    ) == [("counted", True, True)]
    assert await rows(build, "SELECT yes, no FROM results") == [(2, 1)]


async def test_bells_lost_with_redis_are_made_up_for_by_the_sweep(build, bell, valkey, crew, until):
    hall = await build.hall(seats=1)
    voting = await plan(build, hall, hours(3, None, now()))
    await bell.open_at(voting.id, voting.opens_at)
    valkey.stop()
    valkey.start()
    crew.start()

    async def is_open() -> bool:
        return await state(build, voting) == "open"

    await until(is_open, "it did not open after Redis lost its memory")
    assert (await acts(build, f"voting:{voting.id}"))["open_voting"] == 1


async def test_a_worker_away_for_the_whole_window_opens_nothing(build, bell, crew, until):
    hall = await build.hall(seats=1)
    voting = await plan(build, hall, hours(60, 120, now()))
    await bell.open_at(voting.id, now())
    await moved(build, voting, opens_at=-120)
    await moved(build, voting, closes_at=-60)
    for _ in range(2):
        crew.start()

    async def missed() -> bool:
        found = await one(build, "SELECT opening_missed FROM votings")
        return found is not None

    await until(missed, "nobody said that it was missed")
    await asyncio.sleep(2.2)  # two more sweeps of two workers
    assert await rows(build, "SELECT state, opening_missed FROM votings") == [
        ("planned", "end-too-near")
    ]
    assert (await acts(build, f"voting:{voting.id}"))["miss_opening"] == 1
    assert crew.said().count("opening_missed") == 1
