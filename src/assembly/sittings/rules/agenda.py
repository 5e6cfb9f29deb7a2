# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What may stand on an agenda, and what a sitting may be called."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn
from uuid import UUID

from assembly.errors import ImpossibleSchedule, InvalidRequest
from assembly.resolutions.rules.markup import require_no_markup
from assembly.resolutions.rules.text import tidy, turns, unseen
from assembly.sittings.rules.lifecycle import ItemKind

MOST_ITEMS = 200
LONGEST_TITLE = 300
LONGEST_NOTE = 4000
LONGEST_DAY = 1440
"""Minutes an item may be planned for."""
SHORTEST_SPEECH, LONGEST_SPEECH = 10, 7200
"""Seconds a speaker may be given."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An item as somebody wants it on the agenda. Without an `id` it is a new one."""

    kind: ItemKind
    title: str | None = None
    resolution: int | None = None
    minutes: int | None = None
    speaking_seconds: int | None = None
    alternates: bool = False
    new_voices_first: bool = False
    floor_open: bool = False
    id: UUID | None = None


def sound_agenda(items: Sequence[Planned]) -> list[Planned]:
    """The items as they will be kept.

    Refuses (`InvalidRequest`, pointing at the item) too many, one without a name, a title that
    cannot be kept, and an id that stands there twice.
    """
    if len(items) > MOST_ITEMS:
        _refuse(f"An agenda has at most {MOST_ITEMS} items.", "/items", "too many")
    known = [item.id for item in items if item.id is not None]
    if len(set(known)) < len(known):
        _refuse("An item stands on the agenda twice.", "/items", "the same id twice")
    return [sound_item(item, f"/items/{place}") for place, item in enumerate(items)]


def sound_item(item: Planned, pointer: str = "") -> Planned:
    """The item as it will be kept; see `sound_agenda`."""
    title = sound_line(item.title, f"{pointer}/title")
    if title is None and item.resolution is None:
        _refuse("An item has a title or is about a resolution.", f"{pointer}/title", "has no name")
    return replace(item, title=title)


def sound_title(words: str) -> str:
    """What a sitting is called; refuses one without words (`InvalidRequest`)."""
    title = sound_line(words, "/title")
    if title is None:
        _refuse("A sitting has a title.", "/title", "is empty")
    return title


def sound_line(words: str | None, pointer: str) -> str | None:
    """One line of readable characters, NFC and with single spaces; None where there are none."""
    line = tidy(words or "")
    if len(line) > LONGEST_TITLE or unseen(line) or turns(line):
        _refuse(
            f"Write one line of at most {LONGEST_TITLE} readable characters.", pointer, "unreadable"
        )
    require_no_markup(line, "The line", what=pointer.rsplit("/", 1)[-1])
    return line or None


def sound_note(words: str) -> str:
    """A note for the minutes: NFC, single spaces. Refuses an empty or overlong one."""
    note = tidy(words)
    if not 0 < len(note) <= LONGEST_NOTE or unseen(note) or turns(note):
        _refuse(f"A note has 1 to {LONGEST_NOTE} readable characters.", "/text", "unreadable")
    require_no_markup(note, "The note", what="text")
    return note


def require_hours(planned_for: datetime | None, planned_until: datetime | None) -> None:
    """An end needs a beginning before it (`ImpossibleSchedule`)."""
    if planned_until is not None and (planned_for is None or planned_until <= planned_for):
        sentence = "A sitting ends after it begins."
        raise ImpossibleSchedule(
            sentence, errors=[{"pointer": "/planned_until", "detail": sentence}]
        )


def _refuse(sentence: str, pointer: str, detail: str) -> NoReturn:
    raise InvalidRequest(sentence, errors=[{"pointer": pointer, "detail": detail}])
