# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A result that is held back: nothing of it before its hour, and once, and the record says why."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError

from assembly.clock import now
from assembly.errors import (
    IllegalMove,
    ImpossibleSchedule,
    InvalidRequest,
    NotPublished,
    PreviewNotAgreed,
    ResultHeld,
)
from assembly.publication.publish import preview_record, publish_now, publish_record
from assembly.publication.queries import (
    decisions_of,
    require_decision,
    require_record,
    totals_of,
    waiting_for_publication,
)
from assembly.publication.rules.record import instant
from assembly.publication.search import Wanted, search
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.hold import move_publication
from assembly.voting.rules.release import Gate, Release
from assembly.voting.rules.schedule import FARTHEST
from tests.build.house import BY
from tests.verbs.planning import BECAUSE, annul
from tests.verbs.reading import acts, one, rows, run

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
HELD = Gate(Release.HELD)


async def publish(build, voting, at=None):
    async with build.sessions.begin() as session:
        return await publish_record(session, voting.id, at=at or now())


async def by_hand(build, voting, because=None, at=None):
    async with build.sessions.begin() as session:
        return await publish_now(session, voting.id, because, at=at or now(), by=BY)


async def move(build, voting, publish_at, because=BECAUSE, at=None):
    async with build.sessions.begin() as session:
        return await move_publication(
            session, voting.id, publish_at, because, at=at or now(), by=BY
        )


async def preview(build, voting):
    async with build.sessions.begin() as session:
        return await preview_record(session, voting.id, at=now(), by=BY)


async def all_there_is_to_read(build, hall):
    async with build.sessions() as session:
        found = await search(session, Wanted(q="bus"))
        return (
            await require_decision(session, hall.assembly.id, 1),
            await totals_of(session, hall.assembly.id),
            await decisions_of(session, hall.assembly.id, outcome=Outcome.ADOPTED),
            await decisions_of(session, hall.assembly.id, outcome=Outcome.NOT_ADOPTED),
            (found.total, found.facets, [one for _, one in found.decisions]),
            await rows(build, "SELECT to_jsonb(r)::text FROM resolutions r"),
        )


async def record_of(build, voting):
    async with build.sessions() as session:
        return (await require_record(session, voting.id)).document


# ── until its hour ────────────────────────────────────────────────────────────
async def test_at_its_hour_it_is_published_and_not_a_second_before(build):
    hall, at = await build.hall(seats=3), now()
    voting = await build.held(hall, publish_at=at + HOUR)
    async with build.sessions() as session:
        assert await waiting_for_publication(session, at + HOUR - SECOND) == []
        assert await waiting_for_publication(session, at + HOUR) == [voting.id]
    assert await publish(build, voting, at + HOUR - SECOND) is None
    assert await one(build, "SELECT count(*) FROM records") == 0
    assert await publish(build, voting, at + HOUR) == hall.slug
    assert await publish(build, voting, at + HOUR) is None
    assert (await acts(build))["publish_record"] == 1
    assert (await record_of(build, voting))["held"] == {
        "planned_for": instant(at + HOUR),
        "moves": [],
    }


async def test_without_an_hour_it_waits_for_somebody(build):
    hall = await build.hall(seats=3)
    voting = await build.held(hall)
    assert await publish(build, voting, now() + FARTHEST) is None
    assert await by_hand(build, voting) == hall.slug
    assert await by_hand(build, voting) is None
    found = await acts(build, f"voting:{voting.id}")
    assert (found["release_result"], found["publish_record"]) == (1, 1)
    assert (await record_of(build, voting))["held"] == {"planned_for": None, "moves": []}


@pytest.mark.parametrize("choices", [["yes"] * 3, ["no"] * 3, []], ids=["for", "against", "nobody"])
async def test_counting_it_moves_nothing_that_anybody_may_read(build, choices):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, gate=HELD)
    await build.cast_all(hall, voting, choices)
    before = await all_there_is_to_read(build, hall)
    await build.close(voting)
    await build.count(voting)
    assert await all_there_is_to_read(build, hall) == before
    assert "record_outcome" not in await acts(build)


@pytest.mark.parametrize(
    ("choices", "state"),
    [(["yes"], ResolutionState.ADOPTED), (["no"], ResolutionState.NOT_ADOPTED)],
)
async def test_with_its_record_it_is_decided_as_of_the_count(build, choices, state):
    hall = await build.hall(seats=1)
    voting = await build.held(hall, choices)
    await by_hand(build, voting, at=now() + HOUR)
    counted = await one(build, "SELECT counted_at FROM results")
    assert await rows(build, "SELECT state, decided_at FROM resolutions") == [
        (state.value, counted)
    ]
    async with build.sessions() as session:
        totals = await totals_of(session, hall.assembly.id)
    assert (totals.pending, totals.adopted + totals.not_adopted) == (0, 1)


# ── the hour is moved ─────────────────────────────────────────────────────────
async def test_every_move_and_its_reason_stands_in_the_record(build):
    hall, at = await build.hall(seats=3), now()
    voting = await build.held(hall, publish_at=at + HOUR)
    await move(build, voting, at + 2 * HOUR, "The press conference is later.", at=at)
    await move(build, voting, at + 2 * HOUR, "The same hour is no move.", at=at)
    await move(build, voting, None, "Nobody knows when the minister comes.", at=at + SECOND)
    assert await publish(build, voting, at + 3 * HOUR) is None
    assert await by_hand(build, voting, at=at + 4 * HOUR) == hall.slug
    assert (await record_of(build, voting))["held"] == {
        "planned_for": instant(at + HOUR),
        "moves": [
            {
                "moved_at": instant(at),
                "publish_at": instant(at + 2 * HOUR),
                "because": "The press conference is later.",
            },
            {
                "moved_at": instant(at + SECOND),
                "publish_at": None,
                "because": "Nobody knows when the minister comes.",
            },
        ],
    }
    assert (await acts(build))["move_publication"] == 2


async def test_before_its_hour_somebody_who_publishes_it_says_why(build):
    hall, at = await build.hall(seats=3), now()
    voting = await build.held(hall, publish_at=at + HOUR)
    with pytest.raises(InvalidRequest):
        await by_hand(build, voting, at=at + SECOND)
    assert await one(build, "SELECT count(*) FROM records") == 0
    assert await by_hand(build, voting, "It was leaked this morning.", at=at + SECOND)
    (moved,) = (await record_of(build, voting))["held"]["moves"]
    assert moved["because"] == "It was leaked this morning."
    assert moved["publish_at"] == instant(at + SECOND)


async def test_what_is_not_held_back_is_neither_moved_nor_released_nor_previewed(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.close(voting)
    await build.count(voting)
    with pytest.raises(IllegalMove):
        await move(build, voting, now() + HOUR)
    with pytest.raises(IllegalMove):
        await by_hand(build, voting)
    with pytest.raises(PreviewNotAgreed):
        await preview(build, voting)


async def test_what_is_not_counted_is_neither_released_nor_previewed(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, gate=HELD)
    with pytest.raises(IllegalMove):
        await by_hand(build, voting)
    with pytest.raises(NotPublished):
        await preview(build, voting)


async def test_once_released_nothing_is_held_back_again(build):
    hall = await build.hall(seats=3)
    voting = await build.held(hall)
    await by_hand(build, voting)
    with pytest.raises(IllegalMove):
        await move(build, voting, now() + HOUR)
    with pytest.raises(PreviewNotAgreed):
        await preview(build, voting)
    for change in ("released_at = NULL", "publish_at = now()"):
        with pytest.raises(DBAPIError, match="not held back again"):
            await run(build, f"UPDATE votings SET {change}")


@pytest.mark.parametrize("hour", [-SECOND, FARTHEST + HOUR], ids=["past", "too far"])
async def test_an_hour_that_cannot_be_kept_is_refused(build, hour):
    hall = await build.hall(seats=3)
    voting = await build.held(hall)
    at = now()
    with pytest.raises(ImpossibleSchedule):
        await move(build, voting, at + hour, at=at)
    with pytest.raises(ImpossibleSchedule):
        await build.planned(hall, gate=Gate(Release.HELD, now() + hour))


async def test_an_hour_without_holding_back_is_refused(build):
    hall = await build.hall(seats=3)
    with pytest.raises(ImpossibleSchedule):
        await build.planned(hall, gate=Gate(Release.AT_ONCE, now() + HOUR))


# ── seen beforehand ───────────────────────────────────────────────────────────
async def test_a_preview_is_what_will_be_published_and_is_on_record(build):
    hall = await build.hall(seats=3)
    voting = await build.held(hall)
    seen = await preview(build, voting)
    assert seen.published_at is None
    assert (await acts(build, f"voting:{voting.id}"))["preview_record"] == 1
    await by_hand(build, voting)
    assert await record_of(build, voting) == seen.document


async def test_what_somebody_may_have_seen_is_published_before_it_is_annulled(build):
    hall = await build.hall(seats=3)
    voting = await build.held(hall)
    with pytest.raises(ResultHeld):
        await annul(build, voting)
    await by_hand(build, voting)
    await annul(build, voting)
    assert await one(build, "SELECT state FROM resolutions") == "tabled"
    assert await one(build, "SELECT count(*) FROM records") == 1


async def test_before_the_count_it_is_annulled_like_any_other(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall, gate=HELD)
    await annul(build, voting)
    with pytest.raises(IllegalMove):
        await by_hand(build, voting)
