# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A lot that anybody can draw again: the order of the options follows from what was published.

    seed   = SHA-256("assembly tie-break 1" LF roll digest LF voting id LF, then each option id LF)
    number = SHA-256(seed LF option id)

The ids are sorted by their bytes, seeds and numbers are written as 64 lower-case hex digits, and
the option with the smallest number stands first. Whoever stands earlier is favoured: they enter,
are elected or are spared. One order serves a whole election. docs/other-methods.md draws one with
sha256sum.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

PREFIX = "assembly tie-break 1"


class Asked(StrEnum):
    """What a tie stood in the way of."""

    ELECTED = "elected"
    ENTERS_SECOND_ROUND = "enters_second_round"
    EXCLUDED = "excluded"
    TRANSFERRED_FIRST = "transferred_first"


@dataclass(frozen=True, slots=True)
class Look:
    """An earlier stage that told some of the tied apart, and those it left."""

    stage: int
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """One tie and how it was broken: by earlier stages where a method looks back, then by lot.

    `lot` is the whole order of those still tied, the favoured first, or None if no lot was drawn.
    `taken` are those to whom what was asked then happened.
    """

    stage: int
    asked: Asked
    among: tuple[str, ...]
    looks: tuple[Look, ...]
    lot: tuple[str, ...] | None
    taken: tuple[str, ...]


def seed_of(roll_digest: str, voting_id: str, options: Iterable[str]) -> str:
    """64 hex digits. The same options in another order give the same seed."""
    lines = [PREFIX, roll_digest, voting_id, *sorted(options)]
    return _sha256("".join(f"{line}\n" for line in lines))


def lot_order(seed: str, options: Iterable[str]) -> tuple[str, ...]:
    """The options by their number, smallest first. Leaving one out never changes the others."""
    return tuple(sorted(options, key=lambda option: _sha256(f"{seed}\n{option}")))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class Lots:
    """The ties of one decision, broken one after the other and kept."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._broken: list[Tie] = []

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Every tie so far, in the order in which they stood in the way."""
        return tuple(self._broken)

    def favour(self, among: Sequence[str], places: int, *, stage: int, asked: Asked) -> list[str]:
        """The first `places` in lot order. Drawn only when there are more options than places."""
        if len(among) <= places:
            return list(among)
        order = lot_order(self.seed, among)
        taken = order[:places]
        self._broken.append(Tie(stage, asked, tuple(sorted(among)), (), order, taken))
        return list(taken)

    def one_of(
        self,
        among: Sequence[str],
        earlier: Sequence[Mapping[str, Fraction]],
        *,
        stage: int,
        asked: Asked,
    ) -> str:
        """The one to exclude (fewest votes) or to transfer first (most), looking back first.

        The most recent earlier stage at which those tied were unequal keeps only those with the
        fewest, or the most; so on back to stage 1 while more than one is left; then the lot, which
        favours by sparing or by going first. `earlier` holds the votes after stage 1, 2, …
        """
        left, looks = sorted(among), list[Look]()
        best = min if asked is Asked.EXCLUDED else max
        for number in range(len(earlier), 0, -1):
            if len(left) == 1:
                break
            votes = earlier[number - 1]
            edge = best(votes[option] for option in left)
            kept = [option for option in left if votes[option] == edge]
            if len(kept) < len(left):
                looks.append(Look(number, tuple(kept)))
                left = kept
        order = lot_order(self.seed, left) if len(left) > 1 else None
        drawn = order or left
        taken = drawn[-1] if asked is Asked.EXCLUDED else drawn[0]
        if len(among) > 1:
            self._broken.append(
                Tie(stage, asked, tuple(sorted(among)), tuple(looks), order, (taken,))
            )
        return taken
