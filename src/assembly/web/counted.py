# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The numbers of a published record, as a page shows them: all of them, and what they are of."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assembly.publication.rules.chart import Bar, bar
from assembly.voting.rules.exact import Exact, read_exact, write_exact
from assembly.voting.rules.numbers import COUNTS

ALWAYS = ("yes", "no", "abstain")
DRAWN = ("yes", "no", "abstain", "blank")
"""What somebody said, or left empty on purpose; invalid papers are in no base and in no drawing."""


@dataclass(frozen=True, slots=True)
class CountShown:
    """One line of the table: ballots, and where the roll has weights what they weigh."""

    name: str
    heads: int
    weight: str | None


@dataclass(frozen=True, slots=True)
class QuorumShown:
    """How many were needed and how many there were, of what is counted."""

    required: str
    reached: str
    met: bool
    in_weights: bool


@dataclass(frozen=True, slots=True)
class CollegeShown:
    """What a college said, in the unit that decides; `met` is None where no rule asks it."""

    name: str
    yes: str
    no: str
    abstain: str
    needed: str | None
    met: bool | None


@dataclass(frozen=True, slots=True)
class CountedShown:
    """Everything a record counts. Numbers are written exactly; weights where the roll has some."""

    lines: tuple[CountShown, ...]
    base: str
    base_of: str
    needed: str | None
    margin: str | None
    present: int | None
    represented: int
    quorum: QuorumShown | None
    colleges: tuple[CollegeShown, ...]
    bar: Bar

    @property
    def weighted(self) -> bool:
        """Whether weights decided, not heads."""
        return self.lines[0].weight is not None


@dataclass(frozen=True, slots=True)
class ProofShown:
    """By what anybody knows that the record, its text, its roll and its box are these."""

    record: str
    text: str
    roll: str
    box: str
    version: int
    secret: bool
    medium: str


def counted(record: Mapping[str, Any]) -> CountedShown:
    """Both formats of records; the first knew neither weights, colleges nor a quorum.

    The mark of the bar is the share of the base, which the votes in favour must come to or pass.
    """
    heads, weights, verdict = record["tally"], record.get("weighed"), record["verdict"]
    base = _exact(verdict["base"])
    unit = heads if weights is None else weights
    roll = record["roll"]
    told = roll.get("attendance_taken") or roll.get("electorate") == "present"
    return CountedShown(
        lines=tuple(
            CountShown(name, heads[name], weights and weights[name])
            for name in COUNTS
            if heads[name] or name in ALWAYS
        ),
        base=write_exact(base),
        base_of=record["rule"]["base"],
        needed=_written(verdict["needed_yes"]),
        margin=_written(verdict["margin"]),
        present=roll["present"] if told else None,
        represented=roll.get("represented", 0),
        quorum=_quorum(record),
        colleges=_colleges(record),
        bar=bar(
            [(name, _exact(unit[name])) for name in DRAWN],
            whole=base,
            mark=Fraction(record["rule"]["share"]) * base,
        ),
    )


def proof(record: Mapping[str, Any], digest: str) -> ProofShown:
    """The digests that the record names, and its own."""
    return ProofShown(
        record=digest,
        text=record["resolution"]["digest"],
        roll=record["roll"]["digest"],
        box=record["box_digest"],
        version=record["resolution"]["version"],
        secret=record["voting"]["secrecy"] == "secret",
        medium=record.get("medium", "electronic"),
    )


def _quorum(record: Mapping[str, Any]) -> QuorumShown | None:
    check = record["verdict"].get("quorum")
    if check is None:
        return None
    in_weights = record["rule"]["quorum"]["counted_in"] == "weights"
    return QuorumShown(check["required"], check["reached"], check["met"], in_weights)


def _colleges(record: Mapping[str, Any]) -> tuple[CollegeShown, ...]:
    verdicts = record["verdict"].get("colleges") or {}
    shown = []
    for name, part in sorted((record.get("colleges") or {}).items()):
        unit = part["tally"] if part["weights"] is None else part["weights"]["tally"]
        yes, no, abstain = (write_exact(_exact(unit[count])) for count in ALWAYS)
        verdict = verdicts.get(name) or {"needed_yes": None, "met": None}
        needed, met = verdict["needed_yes"], verdict["met"]
        shown.append(CollegeShown(name, yes, no, abstain, needed, met))
    return tuple(shown)


def _exact(number: object) -> Exact:
    return read_exact(number, what="a number of the record")


def _written(number: object) -> str | None:
    return None if number is None else write_exact(_exact(number))
