# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A voting as an elector sees it, with everybody for whom a choice can be made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from assembly.assemblies.room import Somebody
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.text import Provision
from assembly.voting.electorate import ForWhom, Place
from assembly.voting.queries import VotingView
from assembly.voting.rules.ballot import Choice, Secrecy, offered
from assembly.voting.rules.sentence import condition
from assembly.web.hours import EndShown, end_shown


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody a choice is made for. The tracker is drawn with the page and travels with it."""

    number: int
    name: str
    own: bool
    weight: str | None
    voted: bool
    may_choose: bool
    tracker: UUID
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class VotingShown:
    """An open voting on an elector's phone. `people` has the own seat first."""

    id: UUID
    number: int
    title: str
    title_derived: bool
    language: str
    provisions: tuple[Provision, ...]
    rule_sentence: str
    secret: bool
    test: bool
    voted: bool
    choices: tuple[Choice, ...]
    ends: EndShown | None
    represented_by: Somebody | None
    people: tuple[PersonShown, ...]

    @property
    def may_choose(self) -> bool:
        """Whether there is anybody left to choose for."""
        return any(person.may_choose for person in self.people)


@dataclass(frozen=True, slots=True)
class AnnulledShown:
    """A voting one was on the roll of, that no longer holds."""

    number: int
    title: str
    language: str
    because: str


def voting_shown(
    voting: VotingView,
    view: ResolutionView,
    place: Place,
    language: str,
    *,
    zone: str,
    seen: datetime,
) -> VotingShown:
    """The voting with the words that are voted on, for who stands there on its roll."""
    secret = voting.secrecy is Secrecy.SECRET
    return VotingShown(
        id=voting.id,
        number=view.number,
        title=view.title,
        title_derived=view.title_derived,
        language=view.language,
        provisions=view.provisions,
        rule_sentence=condition(voting.rule, language, weighted=voting.is_weighted),
        secret=secret,
        test=voting.is_test,
        voted=place.own is not None and place.own.voted,
        choices=offered(abstain=voting.abstain),
        ends=end_shown(voting.closes_at, zone, seen, language),
        represented_by=place.represented_by,
        people=tuple(_person(one, place, secret=secret) for one in place.casts_for),
    )


def with_choices(shown: VotingShown, filled_in: Mapping[int, tuple[str, UUID]]) -> VotingShown:
    """The same with what was filled in: choices and trackers by number."""

    def filled(person: PersonShown) -> PersonShown:
        choice, tracker = filled_in.get(person.number, ("", person.tracker))
        return replace(person, choice=choice or None, tracker=tracker)

    return replace(shown, people=tuple(map(filled, shown.people)))


def _person(one: ForWhom, place: Place, *, secret: bool) -> PersonShown:
    return PersonShown(
        number=one.number,
        name=one.name,
        own=one is place.own,
        weight=one.weight if place.weighted else None,
        voted=one.voted,
        may_choose=not (secret and one.voted),
        tracker=uuid4(),
    )
