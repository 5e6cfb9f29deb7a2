# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A ballot: one of the choices a voting offers, and the tracker its elector's device drew.

The tracker is 128 random bits, written as a UUID. It is the ballot's only name: for a secret voting
nothing kept joins it with a person (RULES, "Ballots"; docs/follow-a-ballot.md).
"""

from enum import StrEnum

from assembly.errors import UnknownChoice


class Choice(StrEnum):
    """What an elector may say. Blank and invalid exist on paper only."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Secrecy(StrEnum):
    """Whether a name stands beside the choice."""

    SECRET = "secret"  # noqa: S105 - the field's own word, not a password
    ROLL_CALL = "roll_call"


class Electorate(StrEnum):
    """Who is on the roll: all seats, or those present at opening and those they represent."""

    ALL = "all"
    PRESENT = "present"


class Subject(StrEnum):
    """What is decided: the text as a whole, or amendments to it."""

    RESOLUTION = "resolution"
    AMENDMENTS = "amendments"


class Medium(StrEnum):
    """How ballots are given: on devices, on devices and paper, or by hands or paper only."""

    ELECTRONIC = "electronic"
    HYBRID = "hybrid"
    HAND = "hand"


def offered(*, abstain: bool) -> tuple[Choice, ...]:
    """The choices of a voting, in the order they are shown."""
    return (Choice.YES, Choice.NO, Choice.ABSTAIN) if abstain else (Choice.YES, Choice.NO)


def read_choice(word: str, choices: tuple[Choice, ...]) -> Choice:
    """The choice this word means. The refusal never repeats the word: it may be half a ballot."""
    for choice in choices:
        if word == choice.value:
            return choice
    raise UnknownChoice(
        f"Choose one of: {', '.join(choices)}.", choices=[choice.value for choice in choices]
    )
