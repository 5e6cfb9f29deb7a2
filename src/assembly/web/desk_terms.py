# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form that puts a resolution to the vote: what was typed, and the terms it means."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

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
from assembly.voting.rules.quorum import Quorum, QuorumOf, Unmet
from assembly.voting.rules.schedule import Schedule, read_time, require_possible
from assembly.web.texts import FORM_ERRORS, PROBLEMS

LONGEST = 40
"""Characters of a field; no sensible one is longer."""
MOST_HEADS = 100_000

MEDIA = (Medium.ELECTRONIC,)
"""What the form offers. Hands and paper join it when their counts can be entered on a page."""

CHOICES: dict[str, tuple[str, ...]] = {
    "secrecy": tuple(Secrecy),
    "rule": (*PRESETS, CUSTOM),
    "base": ("", *Base),
    "strictness": tuple(Strictness),
    "electorate": tuple(Electorate),
    "medium": MEDIA,
    "quorum": ("", "share", "number"),
    "of": tuple(QuorumOf),
    "unmet": tuple(Unmet),
}
TYPED = ("share", "quorum_share", "quorum_number", "opens_at", "closes_at")
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

    def terms(self, zone: str, at: datetime) -> Terms | None:
        """The terms, or None where `errors` says why not."""
        rule = self._rule()
        opens_at, closes_at = self._time("opens_at", zone), self._time("closes_at", zone)
        schedule = Schedule(opens_at, closes_at)
        if not self.errors.keys() & {"opens_at", "closes_at"}:
            self._check_hours(schedule, at)
        terms = (self._word("secrecy", Secrecy), self._word("electorate", Electorate))
        medium = self._word("medium", Medium)
        if medium not in MEDIA:
            self.errors["medium"] = FORM_ERRORS["choice"]
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
        )

    def _rule(self) -> Rule | None:
        name = self.value("rule")
        base = self._word("base", Base) if self.value("base") else None
        quorum = self._quorum()
        if name != CUSTOM:
            if name not in PRESETS:
                self.errors["rule"] = FORM_ERRORS["choice"]
                return None
            return Rule(preset(name, base), quorum)
        strictness = self._word("strictness", Strictness)
        share = self._read("share", lambda: read_share(self._tight("share")), "share")
        if share is None:
            return None
        majority = Majority(CUSTOM, share, strictness, base or Base.YES_NO)
        if not majority.is_possible:
            self.errors["share"] = FORM_ERRORS["impossible"]
        return Rule(majority, quorum)

    def _quorum(self) -> Quorum | None:
        of, unmet = self._word("of", QuorumOf), self._word("unmet", Unmet)
        match self.value("quorum"):
            case "":
                return None
            case "share":
                share = self._read(
                    "quorum_share", lambda: read_share(self._tight("quorum_share")), "share"
                )
                return share and Quorum(share, None, of, unmet)
            case "number":
                words = self.value("quorum_number")
                sound = words.isascii() and words.isdigit() and 0 < int(words) <= MOST_HEADS
                if not sound:
                    self.errors["quorum_number"] = FORM_ERRORS["whole"]
                    return None
                return Quorum(None, int(words), of, unmet)
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
