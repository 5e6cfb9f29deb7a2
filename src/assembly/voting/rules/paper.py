# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A count of papers or hands: whether it adds up, fits the roll, and is the one entered before.

Two people count, neither sees what the other entered, and only two entries in a row that say the
same are a count (blind double entry, docs/decisions/0020).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

from assembly.errors import PapersDoNotReconcile
from assembly.voting.rules.ballot import Medium
from assembly.voting.rules.document import Keys
from assembly.voting.rules.exact import write_exact
from assembly.voting.rules.numbers import COUNTS, whole
from assembly.voting.rules.sums import Class, Standing
from assembly.voting.rules.tally import Tally


class Agreement(StrEnum):
    """What a moderator is told about an entry. Never a number."""

    ENTERED = "entered"
    DIFFERS = "differs"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """The papers of one class of electors."""

    weight: Fraction
    college: str | None
    tally: Tally
    papers: int

    @property
    def of(self) -> Class:
        """Whose papers these are."""
        return (self.weight, self.college)


def needs_papers(medium: Medium, marked: int) -> bool:
    """Whether the count waits for papers: by hands always, else when somebody votes on paper."""
    return medium is Medium.HAND or (medium is Medium.HYBRID and marked > 0)


def sound_lines(
    lines: Sequence[PaperLine], roll: Mapping[Class, Standing], marked: Mapping[Class, int]
) -> list[PaperLine]:
    """The lines in their one form: by college and weight, without those that hold no paper.

    Refuses (`PapersDoNotReconcile`) a line that does not add up, a class that is not on the roll
    or stands twice, and more papers than paper voters of that class: those marked, or where nobody
    was marked (a show of hands) those present.
    """
    seen: set[Class] = set()
    for place, line in enumerate(lines, start=1):
        if line.of not in roll:
            raise PapersDoNotReconcile(f"Line {place}: nobody on the roll is of it.", line=place)
        if line.of in seen:
            raise PapersDoNotReconcile(f"Line {place} stands there twice.", line=place)
        seen.add(line.of)
        if line.tally.ballots != line.papers:
            raise PapersDoNotReconcile(
                f"Line {place}: yes, no, abstain, blank and invalid are not its papers.", line=place
            )
        most = marked.get(line.of, 0) if marked else roll[line.of].present
        if line.papers > most:
            raise PapersDoNotReconcile(
                f"Line {place}: there are more papers than people who vote on paper.", line=place
            )
    return sorted(
        (line for line in lines if line.papers), key=lambda line: (line.college or "", line.weight)
    )


def write_lines(lines: Iterable[PaperLine]) -> list[dict[str, Any]]:
    """As they are kept, compared and published."""
    return [
        {
            "weight": write_exact(line.weight),
            "college": line.college,
            **{count: int(number) for count, number in asdict(line.tally).items()},
            "papers": line.papers,
        }
        for line in lines
    ]


def read_lines(documents: Sequence[object]) -> list[PaperLine]:
    """What `write_lines` wrote."""
    return [_read_line(document, place) for place, document in enumerate(documents, start=1)]


def agreement(entered: object, by: object, before: tuple[object, object] | None) -> Agreement:
    """How an entry stands to the one before it, (lines, by whom). One person never agrees alone."""
    if before is None or before[1] == by:
        return Agreement.ENTERED
    return Agreement.AGREED if before[0] == entered else Agreement.DIFFERS


def _read_line(document: object, place: int) -> PaperLine:
    keys = Keys.of(document, ("weight", "college", *COUNTS, "papers"), f"lines.{place}")
    return PaperLine(
        Fraction(keys.number("weight")),
        keys.text("college") if keys.has("college") else None,
        Tally(*(whole(keys, count) for count in COUNTS)),
        whole(keys, "papers"),
    )
