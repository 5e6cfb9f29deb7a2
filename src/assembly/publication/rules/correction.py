# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Corrections of a published outcome: what people may have got wrong, and how it is kept.

What a voting held here came to is computed from its box: it is no clerical error, and nobody
corrects it. Of history, whose outcome is what its source says, that may have been read wrongly.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NoReturn

from assembly.errors import BoxDecides, InvalidRequest, NothingCorrected
from assembly.publication.rules.record import instant
from assembly.resolutions.rules.markup import require_no_markup
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.sound import sound_title
from assembly.resolutions.rules.text import tidy, turns, unseen

FORMAT = "assembly-correction/1"
LONGEST_NOTE = 4000
EARLIEST = date(1600, 1, 1)
MOST_VOTES = 2**31 - 1


class Correctable(StrEnum):
    """What can be corrected."""

    TITLE = "title"
    OUTCOME = "outcome"
    DECIDED_ON = "decided_on"
    COUNTS = "counts"
    NOTE = "note"


WRITTEN_HERE = frozenset({Correctable.TITLE, Correctable.NOTE})
"""Of a voting held here; everything else its box and the clock say."""


@dataclass(frozen=True, slots=True)
class Given:
    """Counts as a source gives them. What it does not say is None."""

    yes: int
    no: int
    abstain: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a version of the record says, as far as it can be corrected.

    No title: lists show the first words. No day: that of the voting, or of the assembly that was
    brought in. No counts: those of the box, or not recorded.
    """

    title: str | None
    outcome: Outcome
    decided_on: date | None = None
    counts: Given | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a correction changed."""

    field: Correctable
    before: Any
    after: Any


def corrected(
    facts: Facts, changes: Mapping[Correctable, Any], *, held_here: bool, today: date
) -> Facts:
    """The facts with these put right. What is not among the changes stays.

    Refuses what a box decides (`BoxDecides`), what cannot be kept (`InvalidRequest`,
    `MarkupInText`), and where nothing would change (`NothingCorrected`).
    """
    decided = sorted(set(changes) - WRITTEN_HERE) if held_here else []
    if decided:
        raise BoxDecides(
            "The outcome, the counts and the day of a voting held here come from its box.",
            fields=decided,
        )
    after = replace(
        facts, **{field.value: _sound(field, changes[field], today) for field in changes}
    )
    if after == facts:
        raise NothingCorrected("The record says all of this already.")
    return after


def differences(before: Facts, after: Facts) -> tuple[Change, ...]:
    """What is said differently, in the order of the fields."""
    return tuple(
        Change(field, was, becomes)
        for field in Correctable
        if (was := getattr(before, field.value)) != (becomes := getattr(after, field.value))
    )


def write_facts(facts: Facts) -> dict[str, Any]:
    """As they are kept."""
    counts, day = facts.counts, facts.decided_on
    return {
        "title": facts.title,
        "outcome": facts.outcome.value,
        "decided_on": None if day is None else day.isoformat(),
        "counts": None
        if counts is None
        else {"yes": counts.yes, "no": counts.no, "abstain": counts.abstain},
        "note": facts.note,
    }


def read_facts(document: Mapping[str, Any]) -> Facts:
    """As they were written."""
    day, counts = document["decided_on"], document["counts"]
    return Facts(
        document["title"],
        Outcome(document["outcome"]),
        None if day is None else date.fromisoformat(day),
        None if counts is None else Given(**counts),
        document["note"],
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Which record a correction follows, by its number and its digest."""

    slug: str
    number: int
    version: int
    digest: str


def write_correction(
    corrects: Place, before: Facts, after: Facts, because: str, at: datetime
) -> dict[str, Any]:
    """The document that is kept and digested. `before` is what the version it corrects says."""
    return {
        "format": FORMAT,
        "assembly": corrects.slug,
        "resolution": corrects.number,
        "version": corrects.version + 1,
        "corrects": {"version": corrects.version, "digest": corrects.digest},
        "because": because,
        "corrected_at": instant(at),
        "before": write_facts(before),
        "facts": write_facts(after),
    }


def _sound(field: Correctable, value: Any, today: date) -> Any:
    match field:
        case Correctable.TITLE:
            title = sound_title(value)
            require_no_markup(title or "", "The title", what="title")
            return title
        case Correctable.OUTCOME:
            if value not in set(Outcome):
                _refuse("outcome", "An outcome is adopted or not_adopted.")
            return Outcome(value)
        case Correctable.DECIDED_ON:
            if value is not None and not EARLIEST <= value <= today:
                _refuse("decided_on", "Write a day between 1600 and today.")
            return value
        case Correctable.COUNTS:
            return _counts(value)
        case Correctable.NOTE:
            return _note(value)


def _counts(value: Given | None) -> Given | None:
    numbers = [] if value is None else [value.yes, value.no, value.abstain or 0]
    if any(not 0 <= number <= MOST_VOTES for number in numbers):
        _refuse("counts", "Counts are whole numbers from 0.")
    return value


def _note(value: str | None) -> str | None:
    words = tidy(value or "")
    if len(words) > LONGEST_NOTE or unseen(words) or turns(words):
        _refuse("note", f"Write at most {LONGEST_NOTE} readable characters.")
    require_no_markup(words, "The note", what="note")
    return words or None


def _refuse(field: str, sentence: str) -> NoReturn:
    raise InvalidRequest(sentence, errors=[{"pointer": f"/{field}", "detail": sentence}])
