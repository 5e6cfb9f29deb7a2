# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two moderators and a whole hall at the same sitting: nothing twice, nobody skipped or stuck."""

import asyncio
from collections.abc import Awaitable
from uuid import uuid4

import pytest

from assembly.errors import FloorClosed, Refusal, SittingUnderWay, Stale
from assembly.sittings.agenda import add_item
from assembly.sittings.ask import set_list, withdraw_from_floor
from assembly.sittings.begin import begin_item
from assembly.sittings.preside import close_sitting, suspend_sitting
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.sittings.speak import call_next, call_speaker
from tests.build.sitting import DEBATE, Meeting
from tests.verbs.reading import one, rows

CURRENT = "SELECT count(*) FROM agenda_items WHERE state = 'current'"
SPEAKING = "SELECT count(*) FROM speakers WHERE called_at IS NOT NULL AND ended_at IS NULL"


async def together(*acts: Awaitable[object]) -> list[object]:
    """What came of each; anything but a refusal is a fault of ours."""
    came = await asyncio.gather(*acts, return_exceptions=True)
    for outcome in came:
        assert not isinstance(outcome, BaseException) or isinstance(outcome, Refusal), outcome
    return came


@pytest.fixture
async def meeting(build) -> Meeting:
    return Meeting(build, await build.hall(seats=8))


async def test_sittings_planned_at_once_have_numbers_without_gaps(meeting):
    await together(*(Meeting(meeting.build, meeting.hall).plan() for _ in range(8)))
    numbers = await rows(meeting.build, "SELECT number FROM sittings ORDER BY number")
    assert [number for (number,) in numbers] == list(range(1, 9))


async def test_of_two_sittings_opened_at_once_one_is_open(meeting):
    await meeting.plan()
    second = Meeting(meeting.build, meeting.hall)
    await second.plan()
    came = await together(meeting.open(), second.open(), meeting.open(), second.open())
    assert len([one for one in came if isinstance(one, SittingUnderWay)]) == 2
    assert await one(meeting.build, "SELECT count(*) FROM sittings WHERE state = 'open'") == 1


async def test_two_moderators_who_begin_two_items_leave_one_current(meeting):
    await meeting.debating(DEBATE, DEBATE, DEBATE)
    for _ in range(4):
        await together(
            *(
                meeting.do(begin_item, item, because="Omdat het moet, ja.")
                for item in meeting.items
            ),
            *(meeting.ask(seat) for seat in (1, 2)),
        )
        assert await one(meeting.build, CURRENT) == 1
        assert await one(meeting.build, SPEAKING) == 0


async def test_of_two_who_saw_the_same_agenda_one_begins_the_next_item(meeting):
    await meeting.debating(DEBATE, DEBATE, DEBATE)
    seen = (await meeting.view()).revision
    came = await together(
        *(meeting.do(begin_item, item, revision=seen) for item in meeting.items[1:])
    )
    assert len([one for one in came if isinstance(one, Stale)]) == 1
    assert await one(meeting.build, CURRENT) == 1


async def test_two_calls_of_the_next_speaker_call_one(meeting):
    await meeting.debating()
    for seat in range(1, 7):
        await meeting.ask(seat)
    for turn in range(1, 4):
        after = (await meeting.floor()).last_called
        await together(*(meeting.do(call_next, after=after) for _ in range(4)))
        floor = await meeting.floor()
        assert floor.speaking is not None
        assert floor.speaking.seat == turn
        assert [one.speaker.seat for one in floor.waiting] == list(range(turn + 1, 7))


async def test_two_who_call_different_people_leave_one_speaking(meeting):
    await meeting.debating()
    asked = [await meeting.ask(seat) for seat in range(1, 7)]
    await together(*(meeting.do(call_speaker, speaker.id) for speaker in asked))
    assert await one(meeting.build, SPEAKING) == 1
    assert await one(meeting.build, "SELECT count(*) FROM speakers WHERE ended_at IS NOT NULL") == 5


async def test_a_double_tap_raises_one_hand(meeting):
    await meeting.debating()
    drawn = uuid4()
    await together(
        *(meeting.ask(1) for _ in range(6)),
        *(meeting.ask(2, speaker_id=drawn) for _ in range(6)),
    )
    assert await meeting.line() in ([1, 2], [2, 1])


async def test_who_asks_while_the_list_closes_waits_or_is_told(meeting):
    await meeting.debating()
    for _ in range(4):
        await meeting.set_list(is_open=True)
        before = len(await meeting.line())
        came = await together(
            *(meeting.ask(seat) for seat in range(1, 9)), meeting.do(set_list, is_open=False)
        )
        told = [one for one in came if isinstance(one, FloorClosed)]
        assert len(await meeting.line()) == 8 - len(told)
        assert len(await meeting.line()) >= before
        floor = await meeting.floor()
        for waiting in floor.waiting:
            await meeting.do(withdraw_from_floor, waiting.speaker.id)


async def test_a_hand_that_goes_down_while_it_is_called_is_one_of_the_two(meeting):
    await meeting.debating()
    for _ in range(6):
        speaker = await meeting.ask(1)
        await together(
            meeting.do(withdraw_from_floor, speaker.id), meeting.do(call_speaker, speaker.id)
        )
        states = await rows(
            meeting.build,
            "SELECT called_at IS NULL, withdrawn_at IS NULL FROM speakers WHERE id = :id",
            id=speaker.id,
        )
        assert sorted(states[0]) == [False, True]


async def test_hands_and_callings_meet_a_suspension_and_a_closing_without_getting_stuck(meeting):
    await meeting.debating(DEBATE, DEBATE)
    await together(
        *(meeting.ask(seat) for seat in range(1, 9)),
        *(meeting.next() for _ in range(3)),
        meeting.begin(2),
        meeting.do(add_item, Planned(ItemKind.OTHER, "Rondvraag")),
        meeting.do(suspend_sitting),
    )
    running = "SELECT count(*) FROM speakers WHERE running_since IS NOT NULL"
    assert await one(meeting.build, running) == 0
    await together(*(meeting.ask(seat) for seat in range(1, 9)), meeting.do(close_sitting))
    assert await one(meeting.build, CURRENT) == 0
    assert await one(meeting.build, SPEAKING) == 0
