# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is doubtful in a source of history, and what its importer answered. Nothing is guessed."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from assembly.archive.rules.cells import count_in, day_in, number_in
from assembly.archive.rules.tracked import Readings, Taken
from assembly.errors import InvalidRequest
from assembly.resolutions.rules.markup import markup_in
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import tidy, turns, unseen

LONGEST_REASON = 500
LONGEST_VALUE = 100_000
LONGEST_PARAGRAPH = 20_000
LONGEST_TITLE = 300
LONGEST_THEME = 200


class Ask(StrEnum):
    """Why something is asked. docs/archive-import.md explains each."""

    ENCODING = "encoding"
    PAGE_SILENT = "page-silent"
    CELLS_TOO_MANY = "cells-too-many"
    NUMBER_MISSING = "number-missing"
    NUMBER_UNCLEAR = "number-unclear"
    NUMBER_TWICE = "number-twice"
    OUTCOME_MISSING = "outcome-missing"
    OUTCOME_UNKNOWN = "outcome-unknown"
    TEXT_MISSING = "text-missing"
    TEXT_UNSOUND = "text-unsound"
    TRACKED_CHANGE = "tracked-change"
    WORD_BROKEN = "word-broken"
    TITLE_UNSOUND = "title-unsound"
    THEME_UNSOUND = "theme-unsound"
    DAY_UNCLEAR = "day-unclear"
    COUNT_UNCLEAR = "count-unclear"
    COUNTS_DIFFER = "counts-differ"
    COUNTS_AGAINST = "counts-against"


class Reply(StrEnum):
    """How a question may be answered."""

    VALUE = "value"
    NOT_RECORDED = "not-recorded"
    LEAVE_OUT = "leave-out"


class Shape(StrEnum):
    """What a value must be."""

    CONFIRMED = "confirmed"
    NUMBER = "number"
    OUTCOME = "outcome"
    TEXT = "text"
    TITLE = "title"
    THEME = "theme"
    DAY = "day"
    COUNT = "count"
    COUNTS = "counts"
    READING = "reading"
    NONE = "none"


_LEAVES = (Reply.LEAVE_OUT,)
_NEEDED = (Reply.VALUE, Reply.LEAVE_OUT)
_ANY = (Reply.VALUE, Reply.NOT_RECORDED, Reply.LEAVE_OUT)

ASKED: dict[Ask, tuple[Shape, tuple[Reply, ...]]] = {
    Ask.ENCODING: (Shape.CONFIRMED, (Reply.VALUE,)),
    Ask.PAGE_SILENT: (Shape.NONE, _LEAVES),
    Ask.CELLS_TOO_MANY: (Shape.NONE, _LEAVES),
    Ask.NUMBER_MISSING: (Shape.NUMBER, _NEEDED),
    Ask.NUMBER_UNCLEAR: (Shape.NUMBER, _NEEDED),
    Ask.NUMBER_TWICE: (Shape.NUMBER, _NEEDED),
    Ask.OUTCOME_MISSING: (Shape.OUTCOME, _NEEDED),
    Ask.OUTCOME_UNKNOWN: (Shape.OUTCOME, _NEEDED),
    Ask.TEXT_MISSING: (Shape.TEXT, _NEEDED),
    Ask.TEXT_UNSOUND: (Shape.TEXT, _NEEDED),
    Ask.WORD_BROKEN: (Shape.TEXT, _NEEDED),
    Ask.TRACKED_CHANGE: (Shape.READING, _NEEDED),
    Ask.TITLE_UNSOUND: (Shape.TITLE, _ANY),
    Ask.THEME_UNSOUND: (Shape.THEME, _ANY),
    Ask.DAY_UNCLEAR: (Shape.DAY, _ANY),
    Ask.COUNT_UNCLEAR: (Shape.COUNT, _ANY),
    Ask.COUNTS_DIFFER: (Shape.COUNTS, _ANY),
    Ask.COUNTS_AGAINST: (Shape.COUNTS, _ANY),
}


@dataclass(frozen=True, slots=True)
class Given:
    """An answer. A value is what the importer says it is; who leaves something out says why."""

    reply: Reply
    value: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Something doubtful, where it stands first, the words there, and how many rows it is about.

    `readings` are those of a tracked change.
    """

    key: str
    ask: Ask
    first: int
    last: int
    words: str
    rows: int = 1
    given: Given | None = None
    readings: Readings | None = None

    @property
    def shape(self) -> Shape:
        """What a value must be."""
        return ASKED[self.ask][0]

    @property
    def replies(self) -> tuple[Reply, ...]:
        """How it may be answered."""
        return ASKED[self.ask][1]


def word_key(words: str) -> str:
    """The key of the question what a word for an outcome means."""
    return f"outcome:{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def counts_in(words: str) -> tuple[int, int, int] | None:
    """Yes, no and abstain, in this order, with spaces or slashes between."""
    found = [count_in(one) for one in words.replace("/", " ").split()]
    if len(found) != len(("yes", "no", "abstain")) or None in found:
        return None
    yes, no, abstain = (one or 0 for one in found)
    return yes, no, abstain


def text_is_sound(words: str, longest: int = LONGEST_PARAGRAPH) -> bool:
    """Whether these are words that can be kept: no markup, nothing unseen, not too long a piece."""
    if markup_in(words) or turns(words):
        return False
    lines = [tidy(line) for line in words.split("\n")]
    return all(len(line) <= longest and not unseen(line) for line in lines)


def sound_answer(question: Question, reply: str, value: str, reason: str) -> Given:
    """The answer, or `InvalidRequest` when it does not answer this question."""
    if reply not in question.replies:
        raise _unsound(question, "this question cannot be answered like this")
    words, because = _lines(value), tidy(reason)
    if unseen(because) or len(because) > LONGEST_REASON:
        raise _unsound(question, f"a reason has at most {LONGEST_REASON} characters")
    if reply == Reply.LEAVE_OUT:
        if not because:
            raise _unsound(question, "say why it is left out")
        return Given(Reply.LEAVE_OUT, reason=because)
    if reply == Reply.NOT_RECORDED:
        return Given(Reply.NOT_RECORDED, reason=because)
    if len(words) > LONGEST_VALUE or not _fits(question, words):
        raise _unsound(question, f"this is no {question.shape}")
    return Given(Reply.VALUE, words, because)


def _lines(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(found for line in lines if (found := tidy(line)))


def _fits(question: Question, value: str) -> bool:
    if question.shape is Shape.CONFIRMED:
        return value == question.words
    return bool(value) and _FITS[question.shape](value)


def _one_line(value: str, longest: int) -> bool:
    return "\n" not in value and text_is_sound(value, longest)


_FITS: dict[Shape, Callable[[str], bool]] = {
    Shape.NUMBER: lambda value: number_in(value) is not None,
    Shape.OUTCOME: lambda value: value in set(Outcome),
    Shape.DAY: lambda value: day_in(value) is not None,
    Shape.COUNT: lambda value: count_in(value) is not None,
    Shape.COUNTS: lambda value: counts_in(value) is not None,
    Shape.TITLE: lambda value: _one_line(value, LONGEST_TITLE),
    Shape.THEME: lambda value: _one_line(value, LONGEST_THEME),
    Shape.TEXT: text_is_sound,
    Shape.READING: lambda value: value in set(Taken),
}


def _unsound(question: Question, detail: str) -> InvalidRequest:
    return InvalidRequest(
        "An answer cannot be taken like this.",
        errors=[{"pointer": f"/answers/{question.key}", "detail": detail}],
    )


def answers_to_json(answers: Mapping[str, Given]) -> dict[str, Any]:
    """As they are kept."""
    return {key: asdict(given) for key, given in answers.items()}


def answers_from_json(told: Mapping[str, Any]) -> dict[str, Given]:
    """The same answers."""
    return {
        key: Given(Reply(one["reply"]), one["value"], one["reason"]) for key, one in told.items()
    }
