# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes: facts in, entries out, each one sentence in four languages with its numbers.

Facts stand in the order of time; of one moment, an end comes before a beginning and the closing
last. Arrivals that follow each other within ten minutes, with nothing between, are one entry, and
so are departures. Nothing here knows a ballot, or who took part in a voting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from assembly.assemblies.rules.called import pseudonym
from assembly.sittings.rules.floor import Kind
from assembly.sittings.rules.lifecycle import Moment
from assembly.sittings.rules.words import AND, SENTENCES

LANGUAGES = ("nl", "fr", "de", "en")
BUNDLE = timedelta(minutes=10)
"""Between two arrivals of one entry."""

Words = Mapping[str, str]
"""The same in each language."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the minutes say of one moment. `kind` is a word for programs."""

    at: datetime
    kind: str
    sentences: Words


@dataclass(frozen=True, slots=True)
class Held:
    """The sitting was opened, suspended, resumed or closed; the numbers are of that moment."""

    at: datetime
    what: Moment
    seated: int = 0
    present: int = 0
    represented: int = 0
    attendance_taken: bool = False

    def entry(self) -> Entry:
        """Counts only where attendance was taken."""
        kind = self.what.value
        if self.what is not Moment.SUSPENDED and not self.attendance_taken:
            kind += "_uncounted"
        elif self.what is Moment.OPENED and self.represented:
            kind += "_represented"
        numbers = {"seated": self.seated, "present": self.present, "represented": self.represented}
        return Entry(self.at, self.what.value, say(kind, **numbers))


@dataclass(frozen=True, slots=True)
class Item:
    """An item began, was done or was passed over. `over` is how many seconds later than planned."""

    at: datetime
    what: Moment
    position: int
    name: str | None = None
    because: str | None = None
    over: int = 0

    def entry(self) -> Entry:
        """Its name where it may be told; how late where that is a minute or more."""
        kind = self.what.value
        if self.what is Moment.ITEM_BEGUN and self.name is None:
            kind += "_unnamed"
        elif self.what is Moment.ITEM_DONE and self.over >= 60:  # noqa: PLR2004 - a minute
            kind += "_over"
        values = {"name": self.name or "", "because": self.because or "", "time": clock(self.over)}
        return Entry(self.at, self.what.value, say(kind, position=self.position, **values))


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody was called and has ended."""

    at: datetime
    seat: int
    label: str
    floor: Kind
    seconds: int

    def entry(self) -> Entry:
        """How long, in minutes and seconds; a seat whose only name is its number is named once."""
        kind = {
            Kind.CONTRIBUTION: "spoke",
            Kind.PRO: "spoke_pro",
            Kind.CONTRA: "spoke_contra",
            Kind.POINT_OF_ORDER: "spoke_point",
        }[self.floor]
        said = say(kind, seat=self.seat, label=self.label, time=clock(self.seconds))
        if self.label == pseudonym(self.seat):
            beside = f" ({self.label})"
            said = {language: words.replace(beside, "", 1) for language, words in said.items()}
        return Entry(self.at, kind, said)


@dataclass(frozen=True, slots=True)
class Movement:
    """Seats that came into the room, or left it."""

    at: datetime
    arrived: bool
    seats: tuple[int, ...]
    until: datetime | None = None

    def entry(self) -> Entry:
        """All their numbers, in order."""
        kind = "arrived" if self.arrived else "left"
        numbers = sorted(set(self.seats))
        form = f"{kind}_one" if len(numbers) == 1 else f"{kind}_many"
        said = {
            language: SENTENCES[language][form].format(
                count=len(numbers), seats=listed(numbers, language)
            )
            for language in LANGUAGES
        }
        return Entry(self.at, kind, said)


@dataclass(frozen=True, slots=True)
class Proxy:
    """One seat gave its proxy to another, or it ended."""

    at: datetime
    given: bool
    giver: int
    holder: int

    def entry(self) -> Entry:
        """Both numbers."""
        kind = "proxy_given" if self.given else "proxy_ended"
        return Entry(self.at, kind, say(kind, giver=self.giver, holder=self.holder))


@dataclass(frozen=True, slots=True)
class About:
    """What a voting is about: a resolution, or amendments to it."""

    number: int
    title: str
    amendments: tuple[int, ...] = ()

    def words(self, language: str) -> str:
        """As part of a sentence."""
        form = ("resolution", "amendment")[bool(self.amendments)]
        form += "s" if len(self.amendments) > 1 else ""
        return SENTENCES[language][form].format(
            number=self.number, title=self.title, amendments=listed(self.amendments, language)
        )


@dataclass(frozen=True, slots=True)
class VotingStep:
    """A voting was opened, closed, decided and published, or annulled.

    `kind` is voting_opened_secret, voting_opened_roll_call (either with _uncounted behind it where
    attendance is not taken), voting_closed, voting_outcome or voting_annulled. `sentences`
    are those of the published record, each with its outcome.
    """

    at: datetime
    kind: str
    about: About
    entitled: int = 0
    present: int = 0
    turnout: int = 0
    sentences: Words | None = None
    because: str = ""

    def entry(self) -> Entry:
        """Turnout and no counts, but for what was published."""
        said = {
            language: SENTENCES[language][self.kind].format(
                about=self.about.words(language),
                entitled=self.entitled,
                present=self.present,
                turnout=self.turnout,
                sentence=(self.sentences or {}).get(language, ""),
                because=self.because,
            )
            for language in LANGUAGES
        }
        opened = self.kind.startswith("voting_opened")
        return Entry(self.at, "voting_opened" if opened else self.kind, said)


@dataclass(frozen=True, slots=True)
class Decided:
    """A resolution or an amendment was decided, and everybody may know; `kind` says which way."""

    at: datetime
    kind: str
    number: int
    title: str = ""
    amendment: int = 0
    to: int = 0

    def entry(self) -> Entry:
        """By number."""
        said = say(
            self.kind,
            number=self.number,
            title=self.title,
            amendment=self.amendment,
            to=self.to,
        )
        return Entry(self.at, self.kind, said)


@dataclass(frozen=True, slots=True)
class Note:
    """What a moderator added, as it was written, in every language the same."""

    at: datetime
    text: str

    def entry(self) -> Entry:
        """Its words."""
        return Entry(self.at, "note", dict.fromkeys(LANGUAGES, self.text))


Fact = Held | Item | Speech | Movement | Proxy | VotingStep | Decided | Note


def write_minutes(facts: Iterable[Fact]) -> list[Entry]:
    """The entries in their order. The same facts, however they are listed, give the same."""
    return [fact.entry() for fact in bundled(sorted(facts, key=_place))]


def bundled(facts: Sequence[Fact]) -> list[Fact]:
    """As they are, but for movements that follow each other, which are one."""
    found: list[Fact] = []
    for fact in facts:
        last = found[-1] if found else None
        if (
            isinstance(fact, Movement)
            and isinstance(last, Movement)
            and fact.arrived is last.arrived
            and fact.at - (last.until or last.at) <= BUNDLE
        ):
            found[-1] = replace(last, seats=last.seats + fact.seats, until=fact.at)
        else:
            found.append(fact)
    return found


def say(kind: str, **values: object) -> dict[str, str]:
    """The sentence in each language."""
    return {language: SENTENCES[language][kind].format(**values) for language in LANGUAGES}


def listed(numbers: Sequence[int], language: str) -> str:
    """3, 4 and 7."""
    words = [str(number) for number in numbers]
    if len(words) < 2:  # noqa: PLR2004 - an "and" stands between two
        return "".join(words)
    return f"{', '.join(words[:-1])} {AND[language]} {words[-1]}"


def clock(seconds: int) -> str:
    """2:05; 1:00:00 from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


_ORDER = {
    "opened": 0,
    "resumed": 0,
    "item_done": 1,
    "item_begun": 3,
    "item_taken_up_again": 3,
    "voting_outcome": 4,
    "suspended": 8,
    "closed": 9,
}
"""Of one moment; everything else stands at 2, what follows from an outcome at 5."""


def _place(fact: Fact) -> tuple[object, ...]:
    kind = fact.what.value if isinstance(fact, (Held, Item)) else getattr(fact, "kind", "")
    rank = 5 if isinstance(fact, Decided) else _ORDER.get(kind, 2)
    return (fact.at, rank, type(fact).__name__, repr(fact))
