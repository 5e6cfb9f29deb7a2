# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The steps that the buttons of a sitting's console take: each one verb.

A form names what it was made on: the sitting's revision, or on the floor who was called last. What
was done already is done once; what would change another sitting than was seen is `Stale`.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import seat_id_of
from assembly.errors import AgendaItemNotFound, InvalidRequest, SeatNotFound, SpeakerNotFound, Stale
from assembly.sittings.agenda import put_agenda
from assembly.sittings.ask import ask_for_floor, set_list, withdraw_from_floor
from assembly.sittings.begin import begin_item, end_item, pass_over
from assembly.sittings.preside import close_sitting, open_sitting, resume_sitting, suspend_sitting
from assembly.sittings.queries import ItemView, agenda_of, require_sitting
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.floor import Kind
from assembly.sittings.speak import call_next, call_speaker, end_speech, pause_clock, start_clock
from assembly.web.desk_frame import Frame
from assembly.web.forms import number_in


@dataclass(frozen=True, slots=True)
class Sent:
    """A form, whose sitting it is about, and who sent it when."""

    session: AsyncSession
    frame: Frame
    number: int
    form: Mapping[str, str]
    at: datetime
    by: str

    @property
    def assembly_id(self) -> UUID:
        """Of the sitting."""
        return self.frame.assembly.id

    @property
    def revision(self) -> int:
        """What the form was made on; 0, which no sitting is at, where it says nothing."""
        return number_in(self.form.get("revision", ""))

    def id(self, name: str) -> UUID | None:
        """The id in this field, if it is one."""
        try:
            return UUID(self.form.get(name, ""))
        except ValueError:
            return None

    @property
    def item(self) -> UUID:
        """The item that was meant."""
        if (found := self.id("item")) is None:
            raise AgendaItemNotFound("There is no such item on this agenda.")
        return found

    @property
    def speaker(self) -> UUID:
        """The one on the floor who was meant."""
        if (found := self.id("speaker")) is None:
            raise SpeakerNotFound("Nobody asked for the floor under this id here.")
        return found


async def _state(sent: Sent, verb: Callable[..., Awaitable[Any]]) -> None:
    subject = sent.frame.assembly if verb is open_sitting else sent.assembly_id
    _unchanged(sent, await verb(sent.session, subject, sent.number, at=sent.at, by=sent.by))


async def _item(sent: Sent, verb: Callable[..., Awaitable[Any]]) -> None:
    row = await verb(sent.session, sent.assembly_id, sent.number, sent.item, at=sent.at, by=sent.by)
    _unchanged(sent, row)


def _unchanged(sent: Sent, row: Any) -> None:
    """Only this step lies between what was seen and what is now; else `Stale`, and nothing is done.

    What was done before is done: a button pressed twice is no quarrel.
    """
    if row.changed_at == sent.at and row.revision - 1 != sent.revision:
        raise Stale(
            "Somebody changed this sitting meanwhile; read it again and repeat your change.",
            yours=sent.revision,
            current=row.revision - 1,
        )


async def _begin(sent: Sent) -> None:
    await begin_item(
        sent.session,
        sent.assembly_id,
        sent.number,
        sent.item,
        at=sent.at,
        by=sent.by,
        revision=sent.revision,
    )


def planned_as(item: ItemView) -> Planned:
    """The item as it stands on the agenda, for writing it back."""
    return Planned(
        item.kind,
        item.own_title,
        item.resolution.number if item.resolution else None,
        item.minutes,
        item.speaking_seconds,
        item.alternates,
        item.new_voices_first,
        item.floor_open,
        item.id,
    )


async def _rewrite(sent: Sent, change: Callable[[list[Planned], int], None]) -> None:
    """The agenda with `change` made to it at the place of the item."""
    view = await require_sitting(sent.session, sent.assembly_id, sent.number)
    items = [planned_as(one) for one in await agenda_of(sent.session, view.id, drafts=True)]
    place = next((at for at, one in enumerate(items) if one.id == sent.item), None)
    if view.revision != sent.revision:
        raise Stale("Somebody changed this agenda meanwhile; read it again.", current=view.revision)
    if place is None:
        raise AgendaItemNotFound("There is no such item on this agenda.")
    change(items, place)
    await put_agenda(
        sent.session,
        sent.assembly_id,
        sent.number,
        items,
        revision=sent.revision,
        at=sent.at,
        by=sent.by,
    )


def _moved(by: int) -> Callable[[list[Planned], int], None]:
    def move(items: list[Planned], place: int) -> None:
        items.insert(max(0, place + by), items.pop(place))

    return move


def _removed(items: list[Planned], place: int) -> None:
    items.pop(place)


async def rewrite_item(sent: Sent, item: Planned) -> None:
    """The item is as it is wanted; everything else on the agenda stays."""

    def replaced(items: list[Planned], place: int) -> None:
        items[place] = item

    await _rewrite(sent, replaced)


async def _next(sent: Sent) -> None:
    await call_next(
        sent.session, sent.assembly_id, sent.number, after=sent.id("after"), at=sent.at, by=sent.by
    )


async def _one(sent: Sent, verb: Callable[..., Awaitable[object]]) -> None:
    """A verb about one who asked for the floor."""
    await verb(sent.session, sent.assembly_id, sent.number, sent.speaker, at=sent.at, by=sent.by)


async def _list(sent: Sent, *, is_open: bool) -> None:
    await set_list(
        sent.session, sent.assembly_id, sent.number, is_open=is_open, at=sent.at, by=sent.by
    )


async def _hand(sent: Sent) -> None:
    """A hand for a seat, whose kind must be one."""
    seat = number_in(sent.form.get("seat", ""))
    seat_id = await seat_id_of(sent.session, sent.assembly_id, seat)
    if seat_id is None:
        raise SeatNotFound("There is no seat with this number in this assembly.")
    await ask_for_floor(
        sent.session,
        sent.assembly_id,
        sent.number,
        seat_id,
        read_kind(sent.form.get("kind", "")),
        at=sent.at,
        by=sent.by,
    )


def read_kind(word: str) -> Kind:
    """What the floor is asked for, or `InvalidRequest`."""
    try:
        return Kind(word)
    except ValueError:
        raise InvalidRequest(
            "Say what the floor is asked for.",
            errors=[{"pointer": "/kind", "detail": "is none of them"}],
        ) from None


Step = Callable[[Sent], Awaitable[None]]

STEPS: dict[str, tuple[Step, str]] = {
    "opening": (lambda sent: _state(sent, open_sitting), "state"),
    "suspension": (lambda sent: _state(sent, suspend_sitting), "state"),
    "resumption": (lambda sent: _state(sent, resume_sitting), "state"),
    "closing": (lambda sent: _state(sent, close_sitting), "state"),
    "begin": (_begin, "state"),
    "end": (lambda sent: _item(sent, end_item), "state"),
    "pass-over": (lambda sent: _item(sent, pass_over), "agenda"),
    "up": (lambda sent: _rewrite(sent, _moved(-1)), "agenda"),
    "down": (lambda sent: _rewrite(sent, _moved(1)), "agenda"),
    "remove": (lambda sent: _rewrite(sent, _removed), "agenda"),
    "next": (_next, "floor"),
    "call": (lambda sent: _one(sent, call_speaker), "floor"),
    "pause": (lambda sent: _one(sent, pause_clock), "floor"),
    "continue": (lambda sent: _one(sent, start_clock), "floor"),
    "finish": (lambda sent: _one(sent, end_speech), "floor"),
    "take-down": (lambda sent: _one(sent, withdraw_from_floor), "floor"),
    "open-list": (lambda sent: _list(sent, is_open=True), "floor"),
    "close-list": (lambda sent: _list(sent, is_open=False), "floor"),
    "hand": (_hand, "floor"),
}
"""Each step, and the part of the page to look at afterwards."""
