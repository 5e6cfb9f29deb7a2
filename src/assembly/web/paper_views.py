# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper and hands on the page of a voting: the two forms, what was typed, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.voting.papers_entered import (
    PaperClass,
    PapersEntered,
    paper_classes,
    papers_entered,
)
from assembly.voting.queries import VotingView
from assembly.voting.rules.ballot import Medium
from assembly.voting.rules.exact import write_exact
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.paper import PaperLine
from assembly.voting.rules.tally import Tally
from assembly.web.forms import number_in
from assembly.web.texts import FORM_ERRORS

COUNTS = ("yes", "no", "abstain", "blank", "invalid")
FIELDS = (*COUNTS, "papers")
MUST = frozenset({"yes", "no", "papers"})
"""What is never left empty; of the others, empty is none."""
LARGEST = 100_000
LONGEST = 400
MOST_LINES = 1000
MOST_MARKED = 1000
"""Seats that are marked in one form."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the form. Its fields are called `yes-1`, `no-1`, … by its place."""

    place: int
    weight: str
    college: str | None
    most: int


@dataclass(frozen=True, slots=True)
class PapersShown:
    """What the page says of paper. `entered` is None while nothing can be entered."""

    by_hand: bool
    marked: int
    lines: tuple[LineShown, ...]
    several: bool
    entered: PapersEntered | None
    agreed: bool


async def papers_shown(
    session: AsyncSession, voting: VotingView, person: UUID | None
) -> PapersShown | None:
    """None of a voting without paper. The form is there when the voting is closed and waits."""
    if voting.medium is Medium.ELECTRONIC or voting.state not in {State.OPEN, State.CLOSED}:
        return None
    waits = voting.state is State.CLOSED and voting.needs_papers and not voting.papers_agreed
    classes = await paper_classes(session, voting.id) if waits else []
    entered = await papers_entered(session, voting.id, person) if waits and person else None
    return PapersShown(
        by_hand=voting.medium is Medium.HAND,
        marked=voting.on_paper,
        lines=tuple(_line_shown(place, one) for place, one in enumerate(classes, start=1)),
        several=len(classes) > 1,
        entered=entered,
        agreed=voting.papers_agreed,
    )


def _line_shown(place: int, one: PaperClass) -> LineShown:
    return LineShown(place, write_exact(one.weight), one.college, one.most)


@dataclass(slots=True)
class PapersTyped:
    """What was typed of a count, and what is wrong with it, by field."""

    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "PapersTyped":
        """From a form: the fields of lines as many as there may be, none longer than a number."""
        places = range(1, min(MOST_LINES, len(form)) + 1)
        names = [f"{name}-{at}" for at in places for name in (*FIELDS, "weight", "college")]
        return cls({name: str(form.get(name) or "")[:40].strip() for name in names if name in form})

    def lines(self) -> list[PaperLine]:
        """The lines that were filled in; what is no number has a word in `errors`."""
        places = [name.removeprefix("weight-") for name in self.typed if name.startswith("weight-")]
        return [self._line(place) for place in places]

    def require(self, papers: PapersShown | None) -> None:
        """A line of the form that did not come is missed at its fields: it is never taken as 0."""
        for line in papers.lines if papers else ():
            if f"weight-{line.place}" not in self.typed:
                self.errors |= {f"{name}-{line.place}": FORM_ERRORS["whole"] for name in MUST}

    def _line(self, place: str) -> PaperLine:
        numbers = {name: self._number(name, place) for name in FIELDS}
        return PaperLine(
            self._weight(place),
            self.typed.get(f"college-{place}") or None,
            Tally(*(numbers[name] for name in COUNTS)),
            numbers["papers"],
        )

    def _weight(self, place: str) -> Fraction:
        try:
            return Fraction(self.typed[f"weight-{place}"])
        except (ValueError, ZeroDivisionError):
            return Fraction(0)  # of nobody: the roll refuses it

    def _number(self, name: str, place: str) -> int:
        key = f"{name}-{place}"
        word = self.typed.get(key, "")
        if not word and name not in MUST:
            return 0
        number = number_in(word, LARGEST)
        if not number and set(word) != {"0"}:
            self.errors[key] = FORM_ERRORS["whole"]
        return number


def seats_in(words: str) -> list[int] | None:
    """The seats written as `3, 5, 12-15`; None for anything else, and for too many of them."""
    found: set[int] = set()
    for part in words[:LONGEST].replace(",", " ").replace(";", " ").split():
        first, dash, last = part.replace("–", "-").partition("-")
        low, high = number_in(first, LARGEST), number_in(last if dash else first, LARGEST)
        if not 0 < low <= high or high - low >= MOST_MARKED:
            return None
        found.update(range(low, high + 1))
    return sorted(found) if 0 < len(found) <= MOST_MARKED else None
