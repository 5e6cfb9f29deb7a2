# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The text that is amended in a rehearsal: what is asked for, and what must come out. Pure.

What comes out is written down here by hand, word for word. It is not worked out by the engine that
the server uses, or the rehearsal would agree with whatever that engine does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assembly.rehearsal.documents import listed, read
from assembly.rehearsal.plan import Motion
from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.outcome import Ground

Span = tuple[str, tuple[int, ...]]


def _paragraphs(*texts: str) -> tuple[Provision, ...]:
    return tuple(Provision(Kind.PARAGRAPH, "", text) for text in texts)


AMENDED = Motion(
    "De zaal herschrijft een tekst",
    _paragraphs(
        "De zaal oefent elke maand één keer, in het openbaar.",
        "Elk verslag verschijnt binnen een week.",
        "Iedereen mag komen luisteren.",
    ),
    Secrecy.SECRET,
    Ground.MAJORITY_MET,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One amendment: `place` is the provision it is about, counted from 0."""

    place: int
    op: str
    text: str | None = None

    def edits(self, ids: list[str]) -> list[dict[str, Any]]:
        """As it is sent, and as the record must say it."""
        told: dict[str, Any] = {"op": self.op, "provision": ids[self.place]}
        return [told if self.text is None else told | {"text": self.text}]


FURTHEST, RIVAL, ADDITION, TWICE, WITHDRAWN, INADMISSIBLE = 1, 2, 3, 4, 5, 6

FILED = {
    FURTHEST: Asked(1, "replace", "Elk verslag verschijnt dezelfde dag."),
    RIVAL: Asked(1, "replace", "Elk verslag verschijnt binnen een maand."),
    ADDITION: Asked(2, "insert_after", "Wie wil, mag ook vragen stellen."),
    TWICE: Asked(0, "replace", "De zaal oefent elke maand twee keer, in het openbaar."),
    WITHDRAWN: Asked(2, "delete"),
    INADMISSIBLE: Asked(0, "replace", "De zaal oefent nooit."),
}
"""By the number each must get. The first two are about the same words."""

ADMITTED = (FURTHEST, RIVAL, ADDITION, TWICE)
ORDER = [FURTHEST, RIVAL, TWICE, ADDITION]
"""Three words disappear, then one, one and none; of equals the lower number comes first."""

BUNDLE = [TWICE, ADDITION]
ADOPTED = sorted([FURTHEST, *BUNDLE])

BECOMES: tuple[tuple[Span, ...], ...] = (
    (
        ("De zaal oefent elke maand", ()),
        (" twee", (TWICE,)),
        (" keer, in het openbaar.", ()),
    ),
    (("Elk verslag verschijnt", ()), (" dezelfde dag", (FURTHEST,)), (".", ())),
    (("Iedereen mag komen luisteren.", ()),),
    (("Wie wil, mag ook vragen stellen.", (ADDITION,)),),
)
"""The text in the end, in spans, each with the amendments it came from."""

NEW_TEXT = _paragraphs(*("".join(text for text, _ in spans) for spans in BECOMES))
STATES = {
    FURTHEST: "adopted",
    RIVAL: f"fallen to {FURTHEST}",
    ADDITION: "adopted",
    TWICE: "adopted",
    WITHDRAWN: "withdrawn",
    INADMISSIBLE: "inadmissible",
}


def states_in(amendments: Any, numbers: Iterable[int] = tuple(STATES)) -> str:
    """What a list of amendments says became of these."""
    found = {str(read(item, "number")): item for item in listed(amendments, "items")}
    return in_words({number: _state(found.get(str(number))) for number in numbers})


def in_words(states: dict[int, str]) -> str:
    """As a row of the report shows it."""
    return ", ".join(f"{number} {state}" for number, state in sorted(states.items()))


def _state(amendment: Any) -> str:
    state, cause = read(amendment, "state"), read(amendment, "fell_to")
    return f"{state} to {cause}" if cause is not None else str(state)


def spans_in(document: Any) -> list[str]:
    """The spans of an amended text, a line for each provision: the numbers stand in brackets."""
    return [
        "|".join(
            _span(str(read(span, "text")), listed(span, "amendments"))
            for span in listed(provision, "spans")
        )
        for provision in listed(document, "provisions")
    ]


def spans_expected() -> list[str]:
    """As `spans_in`, of what must come out."""
    return ["|".join(_span(text, list(numbers)) for text, numbers in spans) for spans in BECOMES]


def _span(text: str, numbers: list[Any]) -> str:
    return f"{text}{numbers}" if numbers else text
