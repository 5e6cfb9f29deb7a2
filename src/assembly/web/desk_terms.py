# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form that puts a resolution to the vote: what was typed, and the terms it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from assembly.assemblies.rules.wall import read_time
from assembly.errors import (
    AmbiguousLocalTime,
    ImpossibleSchedule,
    NoSuchLocalTime,
    Refusal,
)
from assembly.voting.open import Terms
from assembly.voting.rules.ballot import Electorate, Medium, Secrecy
from assembly.voting.rules.majority import (
    CUSTOM,
    PRESETS,
    Base,
    Majority,
    Strictness,
    preset,
    read_share,
)
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.quorum import CountedIn, Quorum, QuorumOf, Unmet
from assembly.voting.rules.release import Gate, Release, require_later
from assembly.voting.rules.schedule import Schedule, require_possible
from assembly.web.texts import FORM_ERRORS, PROBLEMS

LONGEST = 200
"""Characters of a field; no sensible one is longer."""
MOST_HEADS = 100_000

CHOICES: dict[str, tuple[str, ...]] = {
    "secrecy": tuple(Secrecy),
    "rule": (*PRESETS, CUSTOM),
    "base": ("", *Base),
    "strictness": tuple(Strictness),
    "electorate": tuple(Electorate),
    "medium": tuple(Medium),
    "quorum": ("", "share", "number"),
    "of": tuple(QuorumOf),
    "unmet": tuple(Unmet),
    "counted_in": tuple(CountedIn),
    "colleges": ("", *PRESETS),
    "release": tuple(Release),
}
TYPED = (
    "share",
    "quorum_share",
    "quorum_number",
    "opens_at",
    "closes_at",
    "publish_at",
    "amendments",
)
TICKED = ("abstain", "test", "accept_small_classes")
FIRST = {"abstain": "1"}

Word = TypeVar("Word", bound=StrEnum)


@dataclass(slots=True)
class Asked:
    """What was typed, and what is wrong with it, by field. What is missing has its first choice."""

    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Asked":
        """From a form; only its own fields, and none longer than it could be."""
        names = (*CHOICES, *TYPED, *TICKED)
        return cls({name: str(form.get(name) or "")[:LONGEST].strip() for name in names})

    def value(self, name: str) -> str:
        """As it was typed."""
        word = self.typed.get(name, "")
        return word if word or name not in CHOICES else CHOICES[name][0]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """All of it, to travel through the summary."""
        return [(name, word) for name, word in self.typed.items() if word]

    @property
    def amendments(self) -> tuple[int, ...]:
        """The amendments it is about, each once; none for the text itself."""
        words = self.value("amendments").split(",")
        found = {int(word) for word in words if word.isascii() and word.isdigit()}
        return tuple(sorted(number for number in found if 0 < number <= MOST_HEADS))

    def terms(self, zone: str, at: datetime) -> Terms | None:
        """The terms, or None where `errors` says why not."""
        rule = self._rule()
        opens_at, closes_at = self._time("opens_at", zone), self._time("closes_at", zone)
        schedule = Schedule(opens_at, closes_at)
        if not self.errors.keys() & {"opens_at", "closes_at"}:
            self._check_hours(schedule, at)
        gate = self._gate(schedule, zone, at)
        terms = (self._word("secrecy", Secrecy), self._word("electorate", Electorate))
        medium = self._word("medium", Medium)
        if self.errors or rule is None:
            return None
        return Terms(
            terms[0],
            bool(self.value("abstain")),
            rule,
            electorate=terms[1],
            medium=medium,
            test=bool(self.value("test")),
            accept_small_classes=bool(self.value("accept_small_classes")),
            schedule=schedule,
            gate=gate,
        )

    def _rule(self) -> Rule | None:
        name = self.value("rule")
        base = self._word("base", Base) if self.value("base") else None
        quorum, each = self._quorum(), self._colleges()
        if name != CUSTOM:
            if name not in PRESETS:
                self.errors["rule"] = FORM_ERRORS["choice"]
                return None
            return Rule(preset(name, base), quorum, each)
        strictness = self._word("strictness", Strictness)
        share = self._read("share", lambda: read_share(self._tight("share")), "share")
        if share is None:
            return None
        majority = Majority(CUSTOM, share, strictness, base or Base.YES_NO)
        if not majority.is_possible:
            self.errors["share"] = FORM_ERRORS["impossible"]
        return Rule(majority, quorum, each)

    def _colleges(self) -> Majority | None:
        """What every college must reach beside the whole, if anything."""
        name = self.value("colleges")
        if name and name not in PRESETS:
            self.errors["colleges"] = FORM_ERRORS["choice"]
            return None
        return preset(name) if name else None

    def _quorum(self) -> Quorum | None:
        of, unmet = self._word("of", QuorumOf), self._word("unmet", Unmet)
        unit = self._word("counted_in", CountedIn)
        match self.value("quorum"):
            case "":
                return None
            case "share":
                share = self._read(
                    "quorum_share", lambda: read_share(self._tight("quorum_share")), "share"
                )
                return share and Quorum(share, None, of, unmet, unit)
            case "number":
                words = self.value("quorum_number")
                sound = words.isascii() and words.isdigit() and 0 < int(words) <= MOST_HEADS
                if not sound:
                    self.errors["quorum_number"] = FORM_ERRORS["whole"]
                    return None
                return Quorum(None, int(words), of, unmet, unit)
        self.errors["quorum"] = FORM_ERRORS["choice"]
        return None

    def _time(self, name: str, zone: str) -> datetime | None:
        words = self.value(name)
        if not words:
            return None
        try:
            return read_time(words, zone, name)
        except (NoSuchLocalTime, AmbiguousLocalTime) as refusal:
            self.errors[name] = PROBLEMS[refusal.slug].when
        except Refusal:
            self.errors[name] = FORM_ERRORS["no_time"]
        return None

    def _gate(self, schedule: Schedule, zone: str, at: datetime) -> Gate:
        """When the result is published. What was typed for another choice is left aside."""
        release = self._word("release", Release)
        gate = Gate(release, self._time("publish_at", zone) if release is Release.HELD else None)
        try:
            require_later(gate, schedule, at)
        except ImpossibleSchedule as refusal:
            self.errors["publish_at"] = PROBLEMS[refusal.slug].when
        return gate

    def _check_hours(self, schedule: Schedule, at: datetime) -> None:
        try:
            require_possible(schedule, at)
        except ImpossibleSchedule as refusal:
            where = str(refusal.facts["errors"][0]["pointer"]).removeprefix("/")
            self.errors[where] = PROBLEMS[refusal.slug].when

    def _word(self, name: str, kind: type[Word]) -> Word:
        word = self.value(name)
        if word in set(kind):
            return kind(word)
        self.errors[name] = FORM_ERRORS["choice"]
        return next(iter(kind))

    def _read(self, name: str, read: Callable[[], Any], fault: str) -> Any:
        try:
            return read()
        except Refusal:
            self.errors[name] = FORM_ERRORS[fault]
            return None

    def _tight(self, name: str) -> str:
        return self.value(name).replace(" ", "")
