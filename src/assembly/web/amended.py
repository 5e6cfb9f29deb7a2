# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The amended text with footnotes: which words came from which amendment, by which voting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from assembly.amendments.queries import AmendmentView
from assembly.amendments.rules.lifecycle import State
from assembly.amendments.rules.spans import Spans
from assembly.publication.amending import AmendmentVoting, adopted_by
from assembly.resolutions.rules.text import Provision


@dataclass(frozen=True, slots=True)
class SpanShown:
    """Words with the marks of their footnotes. `refs` makes each anchor a name of its own."""

    text: str
    notes: tuple[int, ...]
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PieceShown:
    """A provision of the amended text."""

    provision: Provision
    spans: tuple[SpanShown, ...]


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A footnote. `back` are the anchors it is called from, none where words only went."""

    mark: int
    amendment: int
    taken_over: bool
    voting: UUID | None
    yes: int | None
    no: int | None
    back: tuple[str, ...]
    site: str = ""


@dataclass(frozen=True, slots=True)
class AmendedShown:
    """The text and its notes. `version` is None while it is not made yet, `base` its ground."""

    language: str
    base: int
    version: int | None
    pieces: tuple[PieceShown, ...]
    notes: tuple[NoteShown, ...]


def amended_shown(
    provisions: Sequence[Provision],
    spans: Spans,
    amendments: Mapping[int, AmendmentView],
    votings: Sequence[AmendmentVoting],
    *,
    made_of: Sequence[int],
    language: str,
    base: int,
    version: int | None,
) -> AmendedShown:
    """Footnotes are counted in the order in which they are called; who only takes away follows."""
    marks: dict[int, int] = {}
    back: dict[int, list[str]] = {}
    pieces = []
    for provision, runs in zip(provisions, spans, strict=True):
        shown = tuple(_span(words, numbers, marks, back) for words, numbers in runs)
        pieces.append(PieceShown(provision, shown))
    for number in made_of:
        marks.setdefault(number, len(marks) + 1)
    records = adopted_by(votings)
    notes = tuple(
        _note(number, mark, amendments.get(number), records.get(number), tuple(back.get(mark, ())))
        for number, mark in marks.items()
    )
    return AmendedShown(language, base, version, tuple(pieces), notes)


def _span(
    words: str, numbers: Sequence[int], marks: dict[int, int], back: dict[int, list[str]]
) -> SpanShown:
    notes = tuple(marks.setdefault(number, len(marks) + 1) for number in numbers)
    refs = []
    for mark in notes:
        called = back.setdefault(mark, [])
        called.append(f"ref-{mark}-{len(called) + 1}")
        refs.append(called[-1])
    return SpanShown(words, notes, tuple(refs))


def _note(
    number: int,
    mark: int,
    view: AmendmentView | None,
    voting: AmendmentVoting | None,
    back: tuple[str, ...],
) -> NoteShown:
    tally: dict[str, Any] = voting.record.document["tally"] if voting and voting.record else {}
    return NoteShown(
        mark,
        number,
        view is not None and view.state is State.TAKEN_OVER,
        voting.voting.id if voting else None,
        tally.get("yes"),
        tally.get("no"),
        back,
        voting.site if voting else "",
    )
