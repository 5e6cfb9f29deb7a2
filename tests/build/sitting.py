# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sitting with people in it, and what is done in it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from assembly.clock import now
from assembly.sittings.agenda import put_agenda
from assembly.sittings.ask import ask_for_floor, set_list
from assembly.sittings.begin import begin_item
from assembly.sittings.floor import FloorView, floor_of
from assembly.sittings.plan import Plan, plan_sitting
from assembly.sittings.preside import open_sitting
from assembly.sittings.queries import ItemView, SittingView, agenda_of, require_sitting
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.floor import Kind
from assembly.sittings.rules.lifecycle import ItemKind
from assembly.sittings.speak import call_next
from tests.build.house import BY, Build, Hall

DEBATE = Planned(ItemKind.DEBATE, "Bus", floor_open=True)


@dataclass
class Meeting:
    """One sitting of a hall; each act is a transaction of its own."""

    build: Build
    hall: Hall
    number: int = 1
    items: list[UUID] = field(default_factory=list)

    @property
    def of(self) -> UUID:
        return self.hall.assembly.id

    async def do(self, verb: Callable[..., Awaitable[Any]], *values: Any, **named: Any) -> Any:
        """The verb on this sitting."""
        async with self.build.sessions.begin() as session:
            named = {"at": now(), "by": BY} | named
            return await verb(session, self.of, self.number, *values, **named)

    async def plan(self, **named: Any) -> SittingView:
        plan = Plan(**({"title": "Eerste zitting"} | named))
        async with self.build.sessions.begin() as session:
            row = await plan_sitting(session, self.hall.assembly, plan, at=now(), by=BY)
            self.number = row.number
        return await self.view()

    async def open(self, at: datetime | None = None) -> Any:
        async with self.build.sessions.begin() as session:
            hall = self.hall.assembly
            return await open_sitting(session, hall, self.number, at=at or now(), by=BY)

    async def view(self) -> SittingView:
        async with self.build.sessions.begin() as session:
            return await require_sitting(session, self.of, self.number)

    async def agenda(self, *, drafts: bool = False) -> list[ItemView]:
        view = await self.view()
        async with self.build.sessions.begin() as session:
            return await agenda_of(session, view.id, drafts=drafts)

    async def put(self, items: Sequence[Planned], revision: int | None = None) -> Any:
        if revision is None:
            revision = (await self.view()).revision
        row = await self.do(put_agenda, items, revision=revision)
        self.items = [item.id for item in await self.agenda()]
        return row

    async def begin(self, place: int = 1, **named: Any) -> Any:
        """The item at this place of the agenda begins."""
        return await self.do(begin_item, self.items[place - 1], **named)

    async def debating(self, *items: Planned) -> None:
        """Planned and open, with the first of these items being dealt with."""
        await self.plan()
        await self.put(items or [DEBATE])
        await self.open()
        await self.begin()

    async def ask(self, seat: int, kind: Kind = Kind.CONTRIBUTION, **named: Any) -> Any:
        """The seat with this number raises a hand."""
        return await self.do(ask_for_floor, self.hall.seats[seat - 1], kind, **named)

    async def set_list(self, *, is_open: bool) -> Any:
        return await self.do(set_list, is_open=is_open)

    async def next(self, **named: Any) -> Any:
        """The next one speaks after whoever was called last now."""
        floor = await self.floor()
        return await self.do(call_next, **({"after": floor.last_called} | named))

    async def floor(self) -> FloorView:
        view = await self.view()
        async with self.build.sessions.begin() as session:
            return await floor_of(session, view.id)

    async def line(self) -> list[int]:
        """The numbers of the seats that wait, in their order."""
        return [one.speaker.seat for one in (await self.floor()).waiting]
