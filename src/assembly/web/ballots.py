# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A voting as an elector sees it, with everybody for whom a choice can be made."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from assembly.assemblies.room import Somebody
from assembly.publication.queries import Published
from assembly.publication.wording import Wording
from assembly.resolutions.queries import ResolutionView
from assembly.voting.electorate import ForWhom, Place
from assembly.voting.queries import VotingView
from assembly.voting.rules.ballot import Choice, Medium, Secrecy, offered
from assembly.voting.rules.sentence import condition
from assembly.web.about import AskedShown
from assembly.web.holes import HOLE, TRACKER
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
    tracker: UUID | str
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class VotingShown:
    """An open voting on an elector's phone. `people` has the own seat first."""

    id: UUID
    number: int
    words: Wording
    page: str
    rule_sentence: str
    secret: bool
    test: bool
    voted: bool
    choices: tuple[Choice, ...]
    ends: EndShown | None
    represented_by: Somebody | None
    people: tuple[PersonShown, ...]
    asked: AskedShown | None = None
    by_hand: bool = False

    @property
    def may_choose(self) -> bool:
        """Whether there is anybody left to choose for on a device."""
        return not self.by_hand and any(person.may_choose for person in self.people)


@dataclass(frozen=True, slots=True)
class AnnulledShown:
    """A voting one was on the roll of, that no longer holds."""

    number: int
    because: str
    asked: AskedShown | None = None


@dataclass(frozen=True, slots=True)
class ResultShown:
    """A voting that is over. Until its record is published only that it is over; no count."""

    id: UUID
    number: int
    title: str
    title_language: str
    secret: bool
    held: bool
    published: bool
    outcome: str | None
    sentence: str | None
    page: str
    asked: AskedShown | None = None


def page_of(slug: str, number: int) -> str:
    """Where everybody reads the resolution."""
    return f"/assemblies/{slug}/resolutions/{number}"


def result_shown(
    voting: VotingView,
    view: ResolutionView,
    words: Wording,
    asked: AskedShown | None,
    record: Published | None,
    slug: str,
    language: str,
) -> ResultShown:
    """What may be told of it now."""
    page = page_of(slug, view.number)
    if len(voting.amendments) == 1:
        page += f"/amendments/{voting.amendments[0]}"
    return ResultShown(
        id=voting.id,
        number=view.number,
        title=words.title,
        title_language=words.title_language,
        secret=voting.secrecy is Secrecy.SECRET,
        held=voting.is_held,
        published=record is not None,
        outcome=None if record is None else record.document["verdict"]["outcome"],
        sentence=None if record is None else record.document["sentences"][language],
        page=page,
        asked=asked,
    )


def voting_shown(
    voting: VotingView,
    view: ResolutionView,
    words: Wording,
    place: Place,
    language: str,
    *,
    slug: str,
    zone: str,
    seen: datetime,
    asked: AskedShown | None = None,
    holes: bool = False,
) -> VotingShown:
    """The voting with the words that are voted on, for who stands there on its roll.

    With `holes` for trackers and the time left, it can be kept, and filled for each request.
    """
    secret = voting.secrecy is Secrecy.SECRET
    ends = end_shown(voting.closes_at, zone, seen, language)
    if holes and ends is not None:
        ends = replace(ends, left=HOLE.format("left", ends.iso))
    return VotingShown(
        id=voting.id,
        number=view.number,
        words=words,
        page=page_of(slug, view.number),
        rule_sentence=condition(voting.rule, language, weighted=voting.is_weighted),
        secret=secret,
        test=voting.is_test,
        voted=place.own is not None and place.own.voted,
        choices=offered(abstain=voting.abstain),
        ends=ends,
        represented_by=place.represented_by,
        people=tuple(_person(one, place, secret=secret, hole=holes) for one in place.casts_for),
        asked=asked,
        by_hand=voting.medium is Medium.HAND,
    )


def with_choices(shown: VotingShown, filled_in: Mapping[int, tuple[str, UUID]]) -> VotingShown:
    """The same with what was filled in: choices and trackers by number."""

    def filled(person: PersonShown) -> PersonShown:
        choice, tracker = filled_in.get(person.number, ("", person.tracker))
        return replace(person, choice=choice or None, tracker=tracker)

    return replace(shown, people=tuple(map(filled, shown.people)))


def _person(one: ForWhom, place: Place, *, secret: bool, hole: bool) -> PersonShown:
    return PersonShown(
        number=one.number,
        name=one.name,
        own=one is place.own,
        weight=one.weight if place.weighted else None,
        voted=one.voted,
        may_choose=not (secret and one.voted),
        tracker=TRACKER if hole else uuid4(),
    )
