# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The floor: hands go up and down, speakers are called one at a time, clocks run and stand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from assembly.errors import (
    AlreadyTaken,
    AlreadyWaiting,
    FloorClosed,
    IllegalMove,
    InvalidRequest,
    NobodyWaiting,
    NotPermitted,
    SittingNotOpen,
    SpeakerNotFound,
)
from assembly.sittings.ask import withdraw_from_floor
from assembly.sittings.begin import end_item
from assembly.sittings.preside import resume_sitting, suspend_sitting
from assembly.sittings.rules.floor import Kind, Reason
from assembly.sittings.speak import call_next, call_speaker, end_speech, pause_clock, start_clock
from tests.build.sitting import DEBATE, Meeting
from tests.verbs.reading import one, rows

AT = datetime(2126, 11, 23, 19, 0, tzinfo=UTC)
"""Later than any hand of these tests goes up by the real clock."""
SIDES = replace(DEBATE, alternates=True)


@pytest.fixture
async def meeting(build) -> Meeting:
    return Meeting(build, await build.hall(seats=4))


async def test_hands_wait_in_the_order_of_asking(meeting):
    await meeting.debating()
    for seat in (3, 1, 2):
        await meeting.ask(seat)
    floor = await meeting.floor()
    assert [(one.speaker.seat, one.speaker.label) for one in floor.waiting] == [
        (3, "Seat 3"),
        (1, "Seat 1"),
        (2, "Seat 2"),
    ]
    assert (floor.speaking, floor.last_called) == (None, None)


async def test_asking_again_for_the_same_changes_nothing(meeting):
    await meeting.debating()
    first = await meeting.ask(1)
    again = await meeting.ask(1)
    assert first.id == again.id
    assert await one(meeting.build, "SELECT count(*) FROM speakers") == 1
    with pytest.raises(AlreadyWaiting) as refusal:
        await meeting.ask(1, Kind.PRO)
    assert refusal.value.facts == {"kind": "contribution"}


async def test_an_id_of_ones_own_asks_once_even_after_one_was_heard(meeting):
    await meeting.debating()
    drawn = uuid4()
    await meeting.ask(1, speaker_id=drawn)
    await meeting.next()
    assert (await meeting.ask(1, speaker_id=drawn)).called_at is not None
    with pytest.raises(AlreadyTaken):
        await meeting.ask(2, speaker_id=drawn)
    await meeting.do(end_item, meeting.items[0])
    assert (await meeting.ask(1, speaker_id=drawn)).id == drawn


async def test_the_list_is_asked_for_only_while_it_is_open(meeting):
    await meeting.debating(replace(DEBATE, floor_open=False))
    with pytest.raises(FloorClosed):
        await meeting.ask(1)
    for _ in range(2):
        await meeting.set_list(is_open=True)
    await meeting.ask(1)
    await meeting.set_list(is_open=False)
    with pytest.raises(FloorClosed):
        await meeting.ask(2)
    assert (await meeting.ask(1)).kind is Kind.CONTRIBUTION
    assert await meeting.line() == [1]


async def test_a_point_of_order_is_heard_with_the_list_closed_and_goes_first(meeting):
    await meeting.debating()
    await meeting.ask(1)
    await meeting.set_list(is_open=False)
    await meeting.ask(2, Kind.POINT_OF_ORDER)
    await meeting.ask(1, Kind.POINT_OF_ORDER)
    assert await meeting.line() == [2, 1, 1]
    assert (await meeting.floor()).waiting[0].because is Reason.POINT_OF_ORDER


async def test_between_two_items_nobody_asks_and_nobody_is_called(meeting):
    await meeting.debating()
    await meeting.do(end_item, meeting.items[0])
    for act in (meeting.ask(1), meeting.ask(1, Kind.POINT_OF_ORDER), meeting.next()):
        with pytest.raises(FloorClosed):
            await act
    assert (await meeting.floor()).item is None


async def test_an_item_that_hears_both_sides_asks_for_the_side(meeting):
    await meeting.debating(SIDES)
    with pytest.raises(InvalidRequest):
        await meeting.ask(1)
    await meeting.ask(1, Kind.PRO)
    await meeting.ask(2, Kind.PRO)
    await meeting.ask(3, Kind.CONTRA)
    assert await meeting.line() == [1, 3, 2]


async def test_calling_the_next_ends_the_speech_before(meeting):
    await meeting.debating(replace(DEBATE, speaking_seconds=60))
    await meeting.ask(1)
    await meeting.ask(2)
    await meeting.next(at=AT)
    await meeting.next(at=AT + timedelta(seconds=30))
    floor = await meeting.floor()
    assert floor.speaking is not None
    assert (floor.speaking.seat, floor.speaking.clock.limit) == (2, timedelta(seconds=60))
    assert [(one.seat, one.clock.spent) for one in floor.heard] == [(1, timedelta(seconds=30))]


async def test_the_next_is_called_once_however_often_the_same_is_sent(meeting):
    await meeting.debating()
    for seat in (1, 2, 3):
        await meeting.ask(seat)
    speakers = [await meeting.do(call_next, after=None) for _ in range(3)]
    assert {speaker.seat_id for speaker in speakers} == {meeting.hall.seats[0]}
    await meeting.do(end_speech, speakers[0].id)
    assert await meeting.do(call_next, after=None) is None
    assert await meeting.line() == [2, 3]


async def test_nobody_is_called_where_nobody_waits(meeting):
    await meeting.debating()
    with pytest.raises(NobodyWaiting):
        await meeting.next()


async def test_a_moderator_may_call_somebody_out_of_turn(meeting):
    await meeting.debating()
    first, second = await meeting.ask(1), await meeting.ask(2)
    for _ in range(2):
        await meeting.do(call_speaker, second.id)
    await meeting.do(call_speaker, first.id)
    with pytest.raises(IllegalMove):
        await meeting.do(call_speaker, second.id)
    floor = await meeting.floor()
    assert (floor.speaking and floor.speaking.seat, floor.last_called) == (1, first.id)


async def test_a_clock_stands_and_runs_again_each_harmless_twice(meeting):
    await meeting.debating(replace(DEBATE, speaking_seconds=60))
    speaker = await meeting.ask(1)
    await meeting.do(call_speaker, speaker.id, at=AT)
    for seconds in (20, 25):
        await meeting.do(pause_clock, speaker.id, at=AT + timedelta(seconds=seconds))
    for seconds in (100, 105):
        await meeting.do(start_clock, speaker.id, at=AT + timedelta(seconds=seconds))
    for seconds in (150, 200):
        ended = await meeting.do(end_speech, speaker.id, at=AT + timedelta(seconds=seconds))
        assert ended.spent == timedelta(seconds=70)
        assert ended.ended_at == AT + timedelta(seconds=150)
    for verb in (pause_clock, start_clock):
        with pytest.raises(IllegalMove):
            await meeting.do(verb, speaker.id)


async def test_a_suspension_stops_the_speaker_until_a_moderator_starts_the_clock(meeting):
    await meeting.debating()
    speaker = await meeting.ask(1)
    await meeting.ask(2)
    await meeting.do(call_speaker, speaker.id, at=AT)
    await meeting.do(suspend_sitting, at=AT + timedelta(seconds=10))
    for act in (meeting.next(), meeting.do(start_clock, speaker.id)):
        with pytest.raises(SittingNotOpen):
            await act
    await meeting.do(resume_sitting, at=AT + timedelta(seconds=60))
    floor = await meeting.floor()
    assert floor.speaking is not None
    assert floor.speaking.clock.running_since is None
    assert floor.speaking.clock.spent == timedelta(seconds=10)


async def test_a_hand_is_taken_down_by_its_own_seat_or_a_moderator(meeting):
    await meeting.debating()
    mine = await meeting.ask(1)
    with pytest.raises(NotPermitted):
        await meeting.do(withdraw_from_floor, mine.id, seat_id=meeting.hall.seats[1])
    for _ in range(2):
        await meeting.do(withdraw_from_floor, mine.id, seat_id=meeting.hall.seats[0])
    assert await meeting.line() == []
    second = await meeting.ask(1)
    assert second.id != mine.id
    await meeting.next()
    with pytest.raises(IllegalMove):
        await meeting.do(withdraw_from_floor, second.id)
    with pytest.raises(IllegalMove):
        await meeting.do(call_speaker, mine.id)
    with pytest.raises(SpeakerNotFound):
        await meeting.do(withdraw_from_floor, uuid4())


async def test_an_item_that_ends_ends_its_speech_and_keeps_those_who_wait(meeting):
    await meeting.debating()
    await meeting.ask(1)
    await meeting.ask(2)
    await meeting.next()
    await meeting.do(end_item, meeting.items[0])
    await meeting.begin(1, because="Een vraag bleef open.")
    assert await meeting.line() == [2]
    assert [one.seat for one in (await meeting.floor()).heard] == [1]
    assert await one(meeting.build, "SELECT floor_open FROM agenda_items") is False


async def test_what_happens_on_the_floor_is_in_the_trail_and_raises_its_revision(meeting):
    await meeting.debating()
    before = await one(meeting.build, "SELECT floor_revision FROM agenda_items")
    await meeting.ask(1)
    await meeting.next()
    acts = await rows(meeting.build, "SELECT act FROM audit_entries ORDER BY position DESC LIMIT 2")
    assert acts == [("call_speaker",), ("ask_for_floor",)]
    assert await one(meeting.build, "SELECT floor_revision FROM agenda_items") == before + 2
