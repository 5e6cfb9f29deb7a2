# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a source says now that it did not say before, resolution by resolution."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from assembly.archive.rules.source import SourceDocument, SourceResolution
from assembly.resolutions.rules.text import Provision, canonical

FIRST_WORDS = 3
MOST_WORDS = 2_000  # beyond this the words are not aligned, only the stretch that differs is given


class Aspect(StrEnum):
    """What differs. `DIVISION` is the same words over other paragraphs or items."""

    TITLE = "title"
    DATE = "date"
    OUTCOME = "outcome"
    WORDING = "wording"
    DIVISION = "division"
    ADDED = "added"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed, with its line in the new file; no `number` is the document itself."""

    number: int | None
    aspect: Aspect
    before: str
    after: str
    line: int

    def __str__(self) -> str:
        subject = "The document" if self.number is None else f"Resolution {self.number}"
        return f"{subject} (line {self.line}): {self._sentence()}."

    def _sentence(self) -> str:
        if self.aspect is Aspect.ADDED:
            return f"it is new, “{self.after}”"
        if self.aspect is Aspect.MISSING:
            return f"it is gone, “{self.before}”"
        if not self.before:
            return f"the {self.aspect} gained “{self.after}”"
        if not self.after:
            return f"the {self.aspect} lost “{self.before}”"
        return f"the {self.aspect} was “{self.before}” and is now “{self.after}”"


def differences(before: SourceDocument, after: SourceDocument) -> tuple[Difference, ...]:
    """Everything that differs, the document first, then by number; empty when nothing does.

    Resolutions are compared by their number, which is their name: one put in at the front changes
    every one after it. Line numbers and white space are no difference.
    """
    found = list(_of_the_document(before, after))
    old = {resolution.number: resolution for resolution in before.resolutions}
    new = {resolution.number: resolution for resolution in after.resolutions}
    last_line = after.title_line
    for number in sorted(old.keys() | new.keys()):
        if number not in new:
            gone = old[number].title
            found.append(Difference(number, Aspect.MISSING, gone, "", last_line))
            continue
        last_line = new[number].last_line
        if number in old:
            found.extend(_of_a_resolution(old[number], new[number]))
        else:
            added = new[number]
            found.append(Difference(number, Aspect.ADDED, "", added.title, added.first_line))
    return tuple(found)


def _of_the_document(before: SourceDocument, after: SourceDocument) -> Iterator[Difference]:
    if before.title != after.title:
        yield Difference(None, Aspect.TITLE, before.title, after.title, after.title_line)
    if before.held_on != after.held_on:
        was, now = before.held_on.isoformat(), after.held_on.isoformat()
        yield Difference(None, Aspect.DATE, was, now, after.title_line)


def _of_a_resolution(before: SourceResolution, after: SourceResolution) -> Iterator[Difference]:
    number = after.number
    if before.outcome is not after.outcome:
        was, now = before.outcome_words, after.outcome_words
        yield Difference(number, Aspect.OUTCOME, was, now, after.last_line)
    if before.digest == after.digest:
        return
    old, new = _words(before.provisions), _words(after.provisions)
    if old == new:
        was, now = _division(before.provisions), _division(after.provisions)
        yield Difference(number, Aspect.DIVISION, was, now, after.first_line)
    for was, now in _changed_words(old, new):
        yield Difference(number, Aspect.WORDING, was, now, after.first_line)


def _words(provisions: tuple[Provision, ...]) -> list[str]:
    return canonical(provisions).replace("\n", " ").split(" ")


def _division(provisions: tuple[Provision, ...]) -> str:
    """How each provision begins, enough to see where the break moved."""
    return " / ".join(f"{one.marker} {_beginning(one.text)}".strip(" ") for one in provisions)


def _beginning(text: str) -> str:
    words = text.split(" ")
    return text if len(words) <= FIRST_WORDS else " ".join(words[:FIRST_WORDS]) + " …"


def _changed_words(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Each stretch that differs, once: what stood there and what stands there now."""
    if len(old) + len(new) > MOST_WORDS:
        yield _differing_stretch(old, new)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            yield " ".join(old[start:end]), " ".join(new[new_start:new_end])


def _differing_stretch(old: list[str], new: list[str]) -> tuple[str, str]:
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    room = shorter - head
    tail = next((at for at in range(room) if old[-1 - at] != new[-1 - at]), room)
    return " ".join(old[head : len(old) - tail]), " ".join(new[head : len(new) - tail])
