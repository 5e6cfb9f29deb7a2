# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hall of a single transferable vote: who holds which papers at what value, stage by stage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from assembly.voting.rules.methods.instant_runoff import Count
from assembly.voting.rules.methods.method import Question, Ranks, ranks_by
from assembly.voting.rules.methods.ranking import Pile, deal, weight_of, without_votes
from assembly.voting.rules.methods.tie import Asked, Lots

ONE = Fraction(1)


class Act(StrEnum):
    """What happened at a stage."""

    FIRST_PREFERENCES = "first_preferences"
    SURPLUS = "surplus"
    EXCLUSION = "exclusion"
    LAST_VACANCIES = "last_vacancies"


@dataclass(frozen=True, slots=True)
class Parcel:
    """Papers that moved on together: from one value to another, `many` in all.

    `transferable` had a next available preference; the others are exhausted at their new value.
    """

    held_at: Fraction
    moved_at: Fraction
    many: Fraction
    transferable: Fraction


@dataclass(frozen=True, slots=True)
class Stage:
    """The hall after one act. votes + exhausted + lost = the votes of the first stage, exactly."""

    stage: int
    act: Act
    of: tuple[str, ...]
    quota: int
    parcels: tuple[Parcel, ...]
    votes: Mapping[str, Fraction]
    exhausted: Fraction
    lost: Fraction
    elected: tuple[str, ...]


class Hall:
    """The state of one count. `places`: values are kept to 1/places, or exactly where None."""

    def __init__(
        self, question: Question, count: Count, quota: int, places: int | None, seed: str
    ) -> None:
        self.question = question
        self.quota = quota
        self.places = places
        self.scale = count.scale
        self.lots = Lots(seed)
        self.stages: list[Stage] = []
        self.continuing = list(question.ids)
        self.elected: tuple[str, ...] = ()
        self.excluded: list[tuple[str, ...]] = []
        self._surpluses: list[str] = []
        self._held: dict[str, dict[Fraction, Pile]] = {id_: {} for id_ in question.ids}
        self._exhausted = Fraction(0)
        self._lost = Fraction(0)
        for id_, pile in deal(count.papers, question.ids).items():
            self._held[id_][ONE] = pile
        self._votes = {id_: self._value(self._held[id_]) for id_ in question.ids}

    def run(self) -> None:
        """All seats are filled, and every act stands in `stages`."""
        self._close_stage(Act.FIRST_PREFERENCES, (), ())
        while self._vacancies:
            if len(self.continuing) <= self._vacancies:
                self._fill_last_vacancies()
            elif self._surpluses:
                self._transfer_surplus()
            else:
                self._exclude()

    @property
    def _vacancies(self) -> int:
        return self.question.seats - len(self.elected)

    def ranking(self) -> Ranks:
        """The elected by stage and votes, those left by votes, the excluded, the last first."""
        ranks: list[tuple[str, ...]] = []
        for stage in self.stages:
            ranks += ranks_by({id_: stage.votes[id_] for id_ in stage.elected})
        ranks += ranks_by({id_: self._votes[id_] for id_ in self.continuing})
        return (*ranks, *reversed(self.excluded))

    # ── acts
    def _transfer_surplus(self) -> None:
        """Rules 48 and 49: the largest surplus moves on; its owner keeps exactly the quota."""
        most = max(self._votes[id_] for id_ in self._surpluses)
        tied = [id_ for id_ in self._surpluses if self._votes[id_] == most]
        owner = self._one_of(tied, Asked.TRANSFERRED_FIRST)
        self._surpluses.remove(owner)
        votes = self._votes[owner]
        share = (votes - self.quota) / votes
        parcels, moved = self._move(owner, share)
        self._lost += votes - self.quota - moved
        self._votes[owner] = Fraction(self.quota)
        self._close_stage(Act.SURPLUS, (owner,), parcels)

    def _exclude(self) -> None:
        """Rules 50 and 51: the last one's papers move on at the value they had."""
        votes = {id_: self._votes[id_] for id_ in self.continuing}
        nobodys = without_votes(votes)
        if nobodys and len(self.continuing) - len(nobodys) >= self._vacancies:
            leaving = tuple(nobodys)
        else:
            fewest = min(votes.values())
            tied = [id_ for id_ in self.continuing if votes[id_] == fewest]
            leaving = (self._one_of(tied, Asked.EXCLUDED),)
        self.continuing = [id_ for id_ in self.continuing if id_ not in leaving]
        self.excluded.append(leaving)
        parcels: tuple[Parcel, ...] = ()
        for id_ in leaving:
            parcels += self._move(id_, ONE)[0]
            self._votes[id_] = Fraction(0)
        self._close_stage(Act.EXCLUSION, leaving, parcels)

    def _fill_last_vacancies(self) -> None:
        """Rule 52: as many are left as there are seats; nothing moves any more."""
        elected, self.continuing = tuple(self.continuing), []
        self.elected += elected
        self._close_stage(Act.LAST_VACANCIES, elected, (), elected)

    # ── papers
    def _move(self, owner: str, share: Fraction) -> tuple[tuple[Parcel, ...], Fraction]:
        """The parcels that left the owner, and what they are worth where they went."""
        parcels: list[Parcel] = []
        moved = Fraction(0)
        held, self._held[owner] = self._held[owner], {}
        for value in sorted(held, reverse=True):
            moved_at = self._kept(value * share) if share != ONE else value
            piles = deal(held[value], self.continuing)
            lying = Fraction(weight_of(piles.pop("", [])), self.scale)
            for to, pile in piles.items():
                self._held[to].setdefault(moved_at, []).extend(pile)
                self._votes[to] += moved_at * Fraction(weight_of(pile), self.scale)
            many = Fraction(weight_of(held[value]), self.scale)
            self._exhausted += moved_at * lying
            moved += moved_at * many
            parcels.append(Parcel(value, moved_at, many, many - lying))
        return tuple(parcels), moved

    def _kept(self, value: Fraction) -> Fraction:
        return value if self.places is None else Fraction(floor(value * self.places), self.places)

    def _value(self, held: Mapping[Fraction, Pile]) -> Fraction:
        return sum(
            (value * weight_of(pile) / self.scale for value, pile in held.items()), Fraction(0)
        )

    # ── records
    def _one_of(self, tied: list[str], asked: Asked) -> str:
        earlier = [stage.votes for stage in self.stages]
        return self.lots.one_of(tied, earlier, stage=len(self.stages) + 1, asked=asked)

    def _close_stage(
        self,
        act: Act,
        of: tuple[str, ...],
        parcels: Iterable[Parcel],
        elected: tuple[str, ...] = (),
    ) -> None:
        """Rule 47: whoever has the quota now is elected. Then the stage is written down."""
        reached = [id_ for id_ in self.continuing if self._votes[id_] >= self.quota]
        for id_ in sorted(reached, key=lambda id_: -self._votes[id_]):
            self.continuing.remove(id_)
            self.elected += (id_,)
            elected += (id_,)
            if self._votes[id_] > self.quota:
                self._surpluses.append(id_)
        self.stages.append(
            Stage(
                len(self.stages) + 1,
                act,
                of,
                self.quota,
                tuple(parcels),
                dict(self._votes),
                self._exhausted,
                self._lost,
                elected,
            )
        )
