# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The roll and the box as a bundle carries them: written in one form, and read back in no other."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from assembly.errors import InvalidRequest
from assembly.publication.rules.record import canonical_json
from assembly.voting.rules.document import Keys
from assembly.voting.rules.exact import read_exact
from assembly.voting.rules.numbers import whole
from assembly.voting.rules.roll import Entry, FrozenRoll, plain_decimal

ROLL_LINE = ("seat", "weight", "college", "present", "held_by")


@dataclass(frozen=True, slots=True)
class BallotLine:
    """One line of a roll call, without the name."""

    seat: int
    tracker: str
    choice: str

    @property
    def line(self) -> str:
        """As the box's digest reads it."""
        return f"{self.seat} {self.tracker} {self.choice}"


@dataclass(frozen=True, slots=True)
class SealedBox:
    """The trackers of a secret voting, or the ballots of a roll call; the other is None."""

    secret: tuple[str, ...] | None
    ballots: tuple[BallotLine, ...] | None

    @property
    def is_secret(self) -> bool:
        """Whether names stand apart."""
        return self.ballots is None

    @property
    def trackers(self) -> list[str]:
        """Every tracker, as listed."""
        return [*(self.secret or ()), *(ballot.tracker for ballot in self.ballots or ())]

    @property
    def lines(self) -> list[str]:
        """What the digest is taken of."""
        return [*(self.secret or ()), *(ballot.line for ballot in self.ballots or ())]

    @property
    def is_sorted(self) -> bool:
        """Trackers ascending, or ballots by seat."""
        if self.ballots is not None:
            seats = [ballot.seat for ballot in self.ballots]
            return seats == sorted(seats)
        return self.trackers == sorted(self.trackers)


@dataclass(frozen=True, slots=True)
class Sealed:
    """Both."""

    roll: FrozenRoll
    box: SealedBox


def write_roll(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """The lines of a roll, by seat number. No names."""
    return [
        {
            "seat": entry.number,
            "weight": plain_decimal(entry.weight),
            "college": entry.college,
            "present": entry.present,
            "held_by": entry.held_by,
        }
        for entry in entries
    ]


def read_roll(document: object) -> FrozenRoll:
    """What `write_roll` wrote, and nothing that only resembles it."""
    roll = FrozenRoll(tuple(_entry(line) for line in _listed(document, "roll")))
    _require_one_form(write_roll(roll.entries), document, "roll")
    return roll


def write_box(box: SealedBox) -> dict[str, Any]:
    """The box as JSON."""
    return {
        "trackers": None if box.secret is None else list(box.secret),
        "ballots": None if box.ballots is None else [asdict(ballot) for ballot in box.ballots],
    }


def read_box(document: object) -> SealedBox:
    """What `write_box` wrote: either trackers or ballots, each tracker in its one form."""
    keys = Keys.of(document, ("trackers", "ballots"), "box")
    trackers, ballots = keys.values.get("trackers"), keys.values.get("ballots")
    if (trackers is None) == (ballots is None):
        raise InvalidRequest("A box holds trackers, or ballots by name.")
    box = SealedBox(
        None
        if trackers is None
        else tuple(str(UUID(tracker)) for tracker in _listed(trackers, "box.trackers")),
        None
        if ballots is None
        else tuple(_ballot(line) for line in _listed(ballots, "box.ballots")),
    )
    _require_one_form(write_box(box), document, "box")
    return box


def _entry(document: object) -> Entry:
    keys = Keys.of(document, ROLL_LINE, "roll")
    return Entry(
        whole(keys, "seat"),
        Fraction(read_exact(keys.text("weight"), what="weight")),
        keys.text("college") if keys.has("college") else None,
        bool(keys.required("present")),
        whole(keys, "held_by") if keys.has("held_by") else None,
    )


def _ballot(document: object) -> BallotLine:
    keys = Keys.of(document, ("seat", "tracker", "choice"), "box.ballots")
    return BallotLine(whole(keys, "seat"), str(UUID(keys.text("tracker"))), keys.text("choice"))


def _listed(document: object, place: str) -> list[Any]:
    if not isinstance(document, list):
        raise InvalidRequest(f"{place} is no list.", what=place)
    return document


def _require_one_form(written: object, given: object, place: str) -> None:
    if canonical_json({"": written}) != canonical_json({"": given}):
        raise InvalidRequest(f"{place} is not in the form in which it is published.", what=place)
