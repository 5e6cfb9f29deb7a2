# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is rehearsed: three resolutions, and what each seat will do with its ballot. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.rules.ballot import Choice, Secrecy
from assembly.voting.rules.outcome import Ground

LEAST = 2
"""With one participant nobody can be counted against anybody."""


class Behaviour(StrEnum):
    """What an elector does. Most vote and are done; the others are the troubles of a real hall."""

    PLAIN = "votes once"
    TWICE = "sends the ballot twice at the same instant"
    HUNG_UP = "loses the line before the answer, and sends again"
    AGAIN = "sends again after the receipt"
    OTHER_CHOICE = "sends another choice afterwards"
    SAME_TRACKER = "sends another choice with the same tracker"
    NO_TRACKER = "lets the server draw the tracker"
    UNKNOWN_FIRST = "first sends a choice that does not exist"
    LAST_MOMENT = "votes while the voting is being closed"
    STAYS_AWAY = "does not vote"


CYCLE = (
    Behaviour.TWICE,
    Behaviour.HUNG_UP,
    Behaviour.OTHER_CHOICE,
    Behaviour.AGAIN,
    Behaviour.SAME_TRACKER,
    Behaviour.NO_TRACKER,
    Behaviour.LAST_MOMENT,
    Behaviour.PLAIN,
    Behaviour.PLAIN,
    Behaviour.PLAIN,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One seat's part in one voting: what it does, and the choice that must count in the end."""

    seat: int
    behaviour: Behaviour
    choice: Choice


@dataclass(frozen=True, slots=True)
class Motion:
    """A resolution to be rehearsed, and how its voting is meant to end."""

    title: str
    provisions: tuple[Provision, ...]
    secrecy: Secrecy
    ground: Ground


def _paragraph(text: str) -> Provision:
    return Provision(Kind.PARAGRAPH, "", text)


MOTIONS = (
    Motion(
        "Een repetitie verloopt zoals een zitting",
        (
            _paragraph("Dit is een repetitie. Over deze tekst wordt gestemd om te oefenen:"),
            Provision(Kind.ITEM, "a.", "elke zetel telt één keer, ook wie twee keer verstuurt;"),
            Provision(Kind.ITEM, "b.", "na de sluiting komt er geen stem meer bij."),
        ),
        Secrecy.SECRET,
        Ground.MAJORITY_MET,
    ),
    Motion(
        "Een repetitie mag ook nee zeggen",
        (
            _paragraph(
                "Bij deze oefening stemt een meerderheid tegen, zodat te zien is hoe een resolutie "
                "niet goedgekeurd wordt."
            ),
        ),
        Secrecy.SECRET,
        Ground.MAJORITY_NOT_MET,
    ),
    Motion(
        "Bij gelijke stemmen is er geen meerderheid",
        (
            _paragraph(
                "Bij deze hoofdelijke oefening stemmen evenveel zetels voor als tegen. Een "
                "resolutie zonder meerderheid is niet goedgekeurd."
            ),
        ),
        Secrecy.ROLL_CALL,
        Ground.TIE,
    ),
)


BY_PHONE = Motion(
    "Elke telefoon hoort de opening tegelijk",
    (
        _paragraph(
            "Bij deze oefening luistert elke telefoon. Zodra de stemming opent, haalt elk toestel "
            "de pagina op en stemt."
        ),
    ),
    Secrecy.SECRET,
    Ground.MAJORITY_MET,
)
"""The first voting: all at once, and without troubles, to see how fast a whole hall is."""


def plain_parts(seats: int, ground: Ground) -> list[Part]:
    """Everybody votes once, and the counts give `ground`."""
    choices = _choices(seats, ground)
    return [Part(seat, Behaviour.PLAIN, choice) for seat, choice in enumerate(choices, start=1)]


def parts_of(seats: int, ground: Ground) -> list[Part]:
    """One part a seat, 1 to `seats`. Whatever the troubles, the counts will give `ground`.

    Who votes at the last moment abstains: their ballot may be refused, and must decide nothing.
    """
    behaviours = [_behaviour(index, seats) for index in range(seats)]
    aside = {Behaviour.LAST_MOMENT, Behaviour.STAYS_AWAY}
    voters = sum(behaviour not in aside for behaviour in behaviours)
    choices = iter(_choices(voters, ground))
    return [
        Part(number, behaviour, Choice.ABSTAIN if behaviour in aside else next(choices))
        for number, behaviour in enumerate(behaviours, start=1)
    ]


def _behaviour(index: int, seats: int) -> Behaviour:
    away = seats // 25 or 1
    if seats >= len(CYCLE) and index >= seats - away:
        return Behaviour.STAYS_AWAY
    return Behaviour.UNKNOWN_FIRST if index == 0 else CYCLE[index % len(CYCLE)]


def _choices(voters: int, ground: Ground) -> Iterable[Choice]:
    """Enough of each for the ground: every tenth abstains, and who is left over in a tie."""
    yes, no, abstain = Choice.YES, Choice.NO, Choice.ABSTAIN
    if ground is Ground.TIE:
        pairs = (voters - voters // 10) // 2
        return [yes, no] * pairs + [abstain] * (voters - 2 * pairs)
    win, lose = (yes, no) if ground is Ground.MAJORITY_MET else (no, yes)
    pattern = (win, win, lose, win, win, lose, win, lose, win, abstain)
    return [pattern[index % len(pattern)] for index in range(voters)]


def other_than(choice: Choice) -> Choice:
    """Another choice than this one."""
    return Choice.NO if choice is Choice.YES else Choice.YES
