# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Jobs: each may run twice, none needs Redis, and the sweep finds what no bell ever told."""

import json

import pytest
from arq.connections import ArqRedis, create_pool
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from assembly.clock import now
from assembly.database import sessions_of
from assembly.doorbell import Job, from_bytes, to_bytes
from assembly.errors import IllegalMove, Unexpected, VotingNotFound
from assembly.identity.sign_in import WINDOW, count_attempt
from assembly.voting.rules.ballot import Medium, Secrecy
from tests.build.amending import Amending, replace_
from tests.build.house import Build, Hall
from tests.verbs.reading import acts, one, rows, run, sizes
from workers import imports, jobs, letters, notices, webhooks
from workers.main import FUNCTIONS, HEARTBEAT, build_worker

DONE_ONCE = {"count_voting": 1, "record_outcome": 1, "publish_record": 1}


async def closed(build: Build, hall: Hall, choices=("yes", "yes", "no"), **terms):
    voting = await build.open_voting(hall, **terms)
    await build.cast_all(hall, voting, choices)
    await build.close(voting)
    return voting


async def done(build: Build, voting) -> dict[str, int]:
    found = await acts(build, f"voting:{voting.id}")
    outcomes = (await acts(build))["record_outcome"]
    return {
        "count_voting": found["count_voting"],
        "record_outcome": outcomes,
        "publish_record": found["publish_record"],
    }


async def spoil(build: Build, hall: Hall, voting) -> None:
    """Somebody is marked as having voted without a ballot: this can never be counted."""
    await run(
        build,
        "INSERT INTO participations (voting_id, seat_id, on_paper) VALUES (:voting, :seat, false)",
        voting=voting.id,
        seat=hall.seats[-1],
    )


# ── names ─────────────────────────────────────────────────────────────────────
HOMES = {
    Job.READ_IMPORT: imports,
    Job.SEND_LETTERS: letters,
    Job.DELIVER: webhooks,
    Job.SEND_NOTICES: notices,
}


async def test_every_job_that_can_be_rung_for_is_answered_to(settings):
    worker = build_worker(settings, handle_signals=False)
    assert set(Job) == set(FUNCTIONS) == {name for name in worker.functions if ":" not in name}
    for job in Job:
        home = HOMES.get(job, jobs)
        assert FUNCTIONS[job] is getattr(home, job.value)
        assert worker.functions[job].coroutine.__qualname__ == job.value


async def test_the_sweep_runs_by_itself_and_at_the_start(settings):
    worker = build_worker(settings, handle_signals=False)
    (cron,) = worker.cron_jobs
    assert cron.coroutine.__qualname__ == jobs.sweep.__qualname__ == "sweep"
    assert cron.run_at_startup
    assert cron.second == set(range(60))


async def test_no_result_is_kept_that_would_refuse_the_next_ring(settings):
    worker = build_worker(settings, handle_signals=False)
    assert {worker.functions[job].keep_result_s for job in Job} == {0}
    assert worker.keep_result_s == 0


async def test_the_heartbeat_is_where_the_doorbell_looks_for_it(settings, bell):
    worker = build_worker(settings, handle_signals=False)
    worker._pool = await queue(settings)
    await worker.pool.delete(worker.health_check_key)  # what a worker of another test left there
    assert not await bell.worker_seen()
    await worker.record_health()
    assert await bell.worker_seen()
    left = await worker.pool.pttl(worker.health_check_key)
    assert 0 < left <= (HEARTBEAT + 1) * 1000
    await worker.pool.aclose(close_connection_pool=True)


# ── the bell ──────────────────────────────────────────────────────────────────
async def test_a_ring_is_an_id_in_json_and_nothing_else(build, bell, settings):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    await bell.count(voting.id)
    await bell.publish(voting.id)
    redis = await queue(settings)
    kept = [json.loads(await redis.get(key)) for key in await redis.keys("arq:job:*")]
    assert sorted((one["f"], one["a"], one["k"]) for one in kept) == [
        ("count", [str(voting.id)], {}),
        ("publish", [str(voting.id)], {}),
    ]
    await redis.aclose(close_connection_pool=True)


async def test_ringing_twice_is_one_job(build, bell, settings):
    hall = await build.hall(seats=1)
    for _ in range(3):
        await bell.count(hall.assembly.id)
    redis = await queue(settings)
    assert len(await redis.queued_jobs()) == 1
    await redis.aclose(close_connection_pool=True)


async def test_a_worker_answers_the_bells_without_any_sweep(build, bell, settings):
    hall = await build.hall(seats=3)
    voting = await closed(build, hall)
    worker = build_worker(settings, handle_signals=False, burst=True)
    worker.cron_jobs = []
    await bell.count(voting.id)
    await worker.async_run()
    assert await done(build, voting) == DONE_ONCE
    assert (worker.jobs_complete, worker.jobs_failed) == (2, 0)
    await worker.ctx["bell"].close()
    await worker.ctx["engine"].dispose()
    await worker.pool.aclose(close_connection_pool=True)


async def test_a_ring_with_nobody_there_is_lost_in_silence(build, bell, valkey):
    hall = await build.hall(seats=1)
    valkey.stop()
    await bell.count(hall.assembly.id)
    await bell.publish(hall.assembly.id)
    await bell.changed(hall.slug, "voting")
    assert not await bell.alive()
    assert not await bell.worker_seen()
    valkey.start()
    assert await bell.alive()


async def test_a_job_that_was_no_json_is_not_understood():
    assert from_bytes(to_bytes({"f": "count", "a": ["x"]})) == {"f": "count", "a": ["x"]}
    with pytest.raises(ValueError, match="utf-8"):
        from_bytes(b"\x80\x04N.")


async def queue(settings) -> ArqRedis:
    worker = build_worker(settings, handle_signals=False)
    return await create_pool(
        worker.redis_settings, job_serializer=to_bytes, job_deserializer=from_bytes
    )


# ── each job, twice ───────────────────────────────────────────────────────────
@pytest.mark.parametrize("secrecy", Secrecy)
async def test_counting_twice_is_one_result_and_one_ring(build, context, settings, secrecy):
    hall = await build.hall(seats=3)
    voting = await closed(build, hall, secrecy=secrecy)
    await jobs.count(context, str(voting.id))
    before = await sizes(build)
    redis = await queue(settings)
    assert [one.job_id for one in await redis.queued_jobs()] == [f"publish:{voting.id}"]
    await redis.flushall()
    await jobs.count(context, str(voting.id))
    assert await sizes(build) == before
    assert await redis.queued_jobs() == []
    await redis.aclose(close_connection_pool=True)


async def test_publishing_twice_is_one_record_and_one_word_to_those_who_listen(
    build, context, settings
):
    hall = await build.hall(seats=3)
    voting = await closed(build, hall)
    await jobs.count(context, str(voting.id))
    redis = await queue(settings)
    listener = redis.pubsub()
    await listener.subscribe("assembly:changes")
    await jobs.publish(context, str(voting.id))
    before = await sizes(build)
    await jobs.publish(context, str(voting.id))
    assert await sizes(build) == before
    heard = []
    while message := await listener.get_message(timeout=0.3):
        heard.append(message["data"])
    told = [json.loads(word) for word in heard if isinstance(word, bytes)]
    assert told == [{"assembly": hall.slug, "what": f"voting/{voting.id}"}]
    await listener.aclose()
    await redis.aclose(close_connection_pool=True)


async def test_sweeping_twice_is_sweeping_once(build, context):
    hall = await build.hall(seats=3)
    votings = [await closed(build, hall) for _ in range(3)]
    await jobs.sweep(context)
    before = await sizes(build)
    await jobs.sweep(context)
    assert await sizes(build) == before
    assert await one(build, "SELECT count(*) FROM records") == len(votings)


async def test_a_job_for_what_does_not_exist_or_is_not_ready_is_refused_and_changes_nothing(
    build, context
):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    before = await sizes(build)
    for job, refusal in ((jobs.count, IllegalMove), (jobs.publish, IllegalMove)):
        with pytest.raises(refusal):
            await job(context, str(voting.id))
        with pytest.raises(VotingNotFound):
            await job(context, str(hall.assembly.id))
    assert await sizes(build) == before


async def test_after_the_count_the_rows_of_the_old_marks_are_swept_away(build, context):
    hall = await build.hall(seats=3)
    voting = await closed(build, hall)
    await jobs.count(context, str(voting.id))
    found = await rows(
        build,
        "SELECT last_vacuum IS NOT NULL, n_dead_tup FROM pg_stat_user_tables"
        " WHERE relname = 'participations'",
    )
    assert found == [(True, 0)]


# ── without Redis ─────────────────────────────────────────────────────────────
async def test_every_job_does_its_work_while_redis_is_away(build, context, valkey):
    hall = await build.hall(seats=3)
    first, second = await closed(build, hall), await closed(build, hall)
    valkey.stop()
    await jobs.count(context, str(first.id))
    await jobs.publish(context, str(first.id))
    await jobs.sweep(context)
    assert await one(build, "SELECT count(*) FROM records") == 2
    assert await rows(build, "SELECT DISTINCT state FROM votings") == [("counted",)]
    assert (await done(build, second))["publish_record"] == 1


# ── the sweep ─────────────────────────────────────────────────────────────────
async def test_the_sweep_counts_and_publishes_what_no_bell_told(build, context):
    hall = await build.hall(seats=3)
    voting = await closed(build, hall)
    await jobs.sweep(context)
    assert await done(build, voting) == DONE_ONCE
    assert await one(build, "SELECT state FROM resolutions") == "adopted"


async def test_the_sweep_publishes_what_was_counted_and_forgotten(build, context):
    hall = await build.hall(seats=3)
    voting = await closed(build, hall)
    await build.count(voting)
    await jobs.sweep(context)
    assert await done(build, voting) == DONE_ONCE


async def test_the_sweep_leaves_votings_alone_that_are_not_closed(build, context):
    hall = await build.hall(seats=1)
    await build.planned(hall)
    await build.open_voting(hall)
    await jobs.sweep(context)  # what happened goes into the log
    before = await sizes(build)
    await jobs.sweep(context)
    assert await sizes(build) == before


async def test_a_voting_that_cannot_be_counted_does_not_keep_the_next_one_waiting(build, context):
    hall = await build.hall(seats=4)
    broken = await build.open_voting(hall)
    await build.cast_all(hall, broken, ["yes"])
    await spoil(build, hall, broken)
    await build.close(broken)
    sound = await closed(build, hall)
    for _ in range(2):
        await jobs.sweep(context)
    assert (await done(build, sound))["publish_record"] == 1
    assert await rows(build, "SELECT state FROM votings WHERE id = :id", id=broken.id) == [
        ("closed",)
    ]
    with pytest.raises(Unexpected):
        await jobs.count(context, str(broken.id))


async def test_a_record_that_cannot_be_written_does_not_keep_the_next_one_waiting(build, context):
    hall = await build.hall(seats=3)
    lied, sound = await closed(build, hall), await closed(build, hall)
    async with build.sessions.begin() as session:
        await session.execute(
            text(
                "INSERT INTO results (voting_id, yes, no, abstain, turnout, outcome, ground,"
                " blank, invalid, verdict, box_digest, counted_at)"
                " VALUES (:id, 1, 2, 0, 3, 'adopted', 'majority_met', 0, 0, '{}', 'f', now())"
            ),
            {"id": lied.id},
        )
        await session.execute(
            text("UPDATE votings SET state = 'counted' WHERE id = :id"), {"id": lied.id}
        )
    await jobs.sweep(context)
    assert await rows(build, "SELECT voting_id FROM records") == [(sound.id,)]


async def test_a_voting_somebody_holds_does_not_end_the_sweep(build, context, settings):
    """The count gives up on the lock in time, and the votings after it have their turn."""
    hall = await build.hall(seats=3)
    held, free = await closed(build, hall), await closed(build, hall)
    impatient = create_async_engine(
        settings.database_url, connect_args={"server_settings": {"lock_timeout": "300ms"}}
    )
    async with build.sessions() as holder:
        await holder.execute(
            text("SELECT 1 FROM votings WHERE id = :id FOR UPDATE"), {"id": held.id}
        )
        await jobs.sweep({**context, "sessions": sessions_of(impatient)})
    await impatient.dispose()
    assert await rows(build, "SELECT voting_id FROM records") == [(free.id,)]
    await jobs.sweep(context)
    assert await one(build, "SELECT count(*) FROM records") == 2


async def test_the_sweep_forgets_old_attempts(build, context):
    async with build.sessions.begin() as session:
        await count_attempt(session, b"x" * 32, at=now() - WINDOW * 2)
    await jobs.sweep(context)
    assert await one(build, "SELECT count(*) FROM attempts") == 0


async def test_a_voting_that_waits_for_papers_waits_silently(build, context, capsys):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, medium=Medium.HAND)
    await build.close(voting)
    await jobs.count(context, str(voting.id))
    await jobs.sweep(context)
    assert await one(build, "SELECT state FROM votings") == "closed"
    assert "sweep_failed" not in capsys.readouterr().out


# ── amendments ────────────────────────────────────────────────────────────────
async def test_what_was_adopted_is_in_the_text_once_the_record_is_out(build, context):
    amending = Amending(build, await build.hall(seats=3))
    text = await amending.table("Gratis bus onder 18.")
    await amending.admitted(replace_("p1", "Gratis bus onder 21."))
    voting = await amending.counted(1)
    await jobs.publish(context, str(voting.id))
    assert await amending.text(text.id) == ["Gratis bus onder 21."]


async def test_the_sweep_makes_the_version_that_no_bell_told_of(build, context):
    amending = Amending(build, await build.hall(seats=3))
    text = await amending.table("Gratis bus onder 18.")
    await amending.admitted(replace_("p1", "Gratis bus onder 21."))
    await amending.decide(1)
    await jobs.sweep(context)
    assert await amending.text(text.id) == ["Gratis bus onder 21."]
    assert (await acts(build))["merge_amendments"] == 1
    await jobs.sweep(context)
    assert (await acts(build))["merge_amendments"] == 1
