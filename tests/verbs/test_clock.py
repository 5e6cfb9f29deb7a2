# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting that ends: by the event, by the clock, and by a cancellation, whatever meets it."""

import asyncio

import pytest

from assembly.clock import set_within
from assembly.events.hub import Hub

NOWHERE = "redis://127.0.0.1:1"


async def test_an_event_is_waited_for_no_longer_than_was_said():
    event = asyncio.Event()
    assert not await set_within(event, 0.01)
    asyncio.get_running_loop().call_soon(event.set)
    assert await set_within(event, 60)
    assert await set_within(event, 0)


@pytest.mark.parametrize("turns", range(5))
async def test_who_is_cancelled_while_the_event_is_set_is_cancelled(turns):
    event = asyncio.Event()

    async def waits_for_ever() -> None:
        while True:
            await set_within(event, 60)
            event.clear()

    waiting = asyncio.create_task(waits_for_ever())
    await asyncio.sleep(0)
    event.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    waiting.cancel()
    ended, _ = await asyncio.wait({waiting}, timeout=60)
    assert ended
    assert waiting.cancelled()


@pytest.mark.parametrize("turns", range(5))
async def test_the_hub_closes_while_it_is_being_rung(sessions, turns):
    async def serve_and_close() -> None:
        async with Hub(sessions, NOWHERE) as hub:
            await asyncio.sleep(0)
            hub._due.set()
            for _ in range(turns):
                await asyncio.sleep(0)

    closing = asyncio.create_task(serve_and_close())
    ended, _ = await asyncio.wait({closing}, timeout=60)
    closing.cancel()
    assert ended
