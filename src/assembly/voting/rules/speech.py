# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The clauses that sentences about a decision are made of, in one language and one unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from assembly.voting.rules.exact import Exact, exactly, write_exact
from assembly.voting.rules.majority import Base, Majority, Strictness
from assembly.voting.rules.quorum import Quorum, QuorumCheck
from assembly.voting.rules.tally import Tally
from assembly.voting.rules.words import WORDS
from assembly.voting.rules.words.vocabulary import OneMany, Unit, Words


@dataclass(frozen=True, slots=True)
class Part:
    """What a clause about a majority tells: of the whole, or of one college."""

    majority: Majority
    yes: Exact
    base: Exact
    needed: Exact | None
    tie: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """A language, speaking of heads or of weights."""

    words: Words
    unit: Unit

    @classmethod
    def of(cls, language: str, *, weighted: bool) -> "Speech":
        """The clauses of this language."""
        words = WORDS[language]
        return cls(words, words.weights if weighted else words.heads)

    def number(self, number: Exact) -> str:
        """The digits, with the language's own decimal sign."""
        return write_exact(number).replace(".", self.words.point)

    def rule(self, majority: Majority) -> str:
        """As in "more than half of the votes for and against"."""
        share = self.words.share(majority.share, majority.strictness)
        return f"{share} {self.unit.base[majority.base]}"

    def majority(self, part: Part) -> str:
        """How many of how many were for, and how many were needed: "50 of the 101 …"."""
        rule = self.rule(part.majority)
        if part.base == 0:
            return self._nobody(part, rule)
        reached = self._reached(part)
        if part.needed is None:
            return self.words.unreachable.format(reached=reached, rule=rule)
        frame = self.words.tie if part.tie else self.words.decided
        return frame.format(reached=reached, needed=self._needed(part, part.needed), rule=rule)

    def _reached(self, part: Part) -> str:
        only = self.unit.only.get(part.majority.base)
        if only and part.base == 1 and part.yes in {0, 1}:
            return only[0 if part.yes else 1]
        return _one_many(self.unit.reached[part.majority.base], part.yes).format(
            yes=self.number(part.yes), base=self.number(part.base)
        )

    def _needed(self, part: Part, needed: Exact) -> str:
        """Where yes votes are part of the base, the others tell why it is that many."""
        number, rest = self.number(needed), exactly(part.base - part.yes)
        match part.majority.base:
            case _ if rest == 0:
                frame = self.unit.needed
            case Base.YES_NO:
                frame = _one_many(self.unit.against, rest)
            case Base.CAST:
                frame = _one_many(self.unit.others, rest)
            case _:
                frame = self.unit.needed
        return frame.format(needed=number, rest=self.number(rest))

    def _nobody(self, part: Part, rule: str) -> str:
        nobody = self.words.nobody[part.majority.base]
        if part.needed is None:
            return self.words.nobody_unreachable.format(nobody=nobody, rule=rule)
        needed = self.number(part.needed)
        return self.words.nobody_needed.format(nobody=nobody, needed=needed, rule=rule)

    def counts(self, tally: Tally) -> str:
        """All counts; blank and invalid where there were any."""
        numbers = (tally.yes, tally.no, tally.abstain, tally.blank, tally.invalid)
        said = [
            frame.format(n=self.number(number))
            for place, (frame, number) in enumerate(zip(self.words.counted, numbers, strict=True))
            if number or place < 3  # noqa: PLR2004 - yes, no and abstain are always told
        ]
        return capital(self.unit.counts.format(counts=", ".join(said)))

    def quorum(self, quorum: Quorum) -> str:
        """Who must take part: "at least half of those entitled to vote present"."""
        return self.words.quorum_of[quorum.of].format(least=self._least(quorum))

    def _least(self, quorum: Quorum) -> str:
        if quorum.number is not None:
            frame = _one_many(self.unit.quorum_number, quorum.number)
            number = frame.format(number=self.number(quorum.number))
            return self.words.at_least.format(number=number)
        share = quorum.share or Fraction(1)
        if share == 1:
            return self.unit.everybody
        return f"{self.words.share(share, Strictness.AT_LEAST)} {self.unit.entitled}"

    def check(self, quorum: Quorum, check: QuorumCheck) -> str:
        """How many took part, of how many, and how many were required."""
        alone = check.entitled is None or check.entitled == 1
        frames = self.unit.took_part_alone if alone else self.unit.took_part
        took_part = _one_many(frames[quorum.of], check.reached).format(
            reached=self.number(check.reached),
            entitled="" if check.entitled is None else self.number(check.entitled),
        )
        required = self.number(check.required)
        if quorum.number is not None:
            return self.words.quorum_check_number.format(took_part=took_part, required=required)
        return self.words.quorum_check.format(
            took_part=took_part, required=required, rule=self._least(quorum)
        )

    def names(self, names: Iterable[str]) -> str:
        """As in "‘nl’, ‘fr’ en ‘de’"."""
        *first, last = [self.name(name) for name in names]
        return f"{', '.join(first)} {self.words.conjunction} {last}" if first else last

    def name(self, name: str) -> str:
        """A college's name in the language's quotation marks."""
        return self.words.quoted.format(name=name)


def capital(words: str) -> str:
    """The same, beginning with a capital."""
    return words[:1].upper() + words[1:]


def _one_many(frames: OneMany, number: Exact) -> str:
    return frames[0 if number == 1 else 1]
