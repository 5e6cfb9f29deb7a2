# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on the table in the sample assembly, and what its seats ask to change in it. Pure."""

from dataclasses import dataclass

from assembly.resolutions.rules.edits import Op
from assembly.resolutions.rules.text import Kind, Provision
from assembly.sittings.rules.agenda import Planned
from assembly.sittings.rules.lifecycle import ItemKind

TABLED: list[tuple[str, list[Provision]]] = [
    (
        "Een stille minuut voor elke stemming",
        [
            Provision(
                Kind.PARAGRAPH,
                "",
                "Voor elke stemming houden we één minuut stilte, zodat iedereen de tekst nog eens "
                "kan lezen.",
            )
        ],
    ),
    (
        "Verslagen in gewone taal",
        [
            Provision(
                Kind.PARAGRAPH,
                "",
                "Van elke zitting verschijnt binnen een week een verslag in gewone taal:",
            ),
            Provision(Kind.ITEM, "a.", "met wat er beslist is en waarom;"),
            Provision(Kind.ITEM, "b.", "met wat er nog moet gebeuren, en tegen wanneer."),
        ],
    ),
    (
        "Vergaderen op een vaste dag",
        [
            Provision(
                Kind.PARAGRAPH,
                "",
                "We vergaderen elke eerste maandag van de maand, van 19 tot 22 uur.",
            ),
            Provision(
                Kind.PARAGRAPH, "", "De agenda is een week vooraf bekend voor alle deelnemers."
            ),
            Provision(Kind.PARAGRAPH, "", "Iedereen mag komen luisteren."),
        ],
    ),
    (
        "Vergaderen met een pauze per uur",
        [
            Provision(
                Kind.PARAGRAPH,
                "",
                "Een zitting duurt nooit langer dan een uur zonder pauze van minstens tien "
                "minuten.",
            )
        ],
    ),
]

AMENDED = 3
"""The number of the resolution that has amendments already."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An amendment of one seat. `edit` is about a provision by its place, counted from 0."""

    seat: int
    place: int
    op: Op
    text: str
    reason: str
    admissible: bool = True


AMENDMENTS = [
    Asked(
        2,
        0,
        Op.REPLACE,
        "We vergaderen elke eerste zaterdag van de maand, van 14 tot 17 uur.",
        "Wie in ploegen werkt, kan op maandagavond niet komen.",
    ),
    Asked(
        5,
        0,
        Op.REPLACE,
        "We vergaderen elke eerste dinsdag van de maand, van 19 tot 22 uur.",
        "Op maandag is de zaal vaak bezet.",
    ),
    Asked(
        7,
        2,
        Op.INSERT_AFTER,
        "Wie wil, kan de vergadering ook op afstand volgen.",
        "Zo kan ook wie ver woont erbij zijn.",
    ),
    Asked(
        9,
        1,
        Op.REPLACE,
        "De agenda is twee weken vooraf bekend voor alle deelnemers.",
        "Een week is kort om alles te lezen.",
        admissible=False,
    ),
]
"""Two about the same words, a new provision, and one that waits to be judged."""


SITTING = "Eerste zitting"
PLACE = "De grote zaal"
AGENDA = [
    Planned(ItemKind.OPENING, "Welkom", minutes=10),
    Planned(ItemKind.DECISION, resolution=1, minutes=15, speaking_seconds=120, floor_open=True),
    Planned(
        ItemKind.DEBATE,
        resolution=2,
        minutes=30,
        speaking_seconds=120,
        new_voices_first=True,
        floor_open=True,
    ),
    Planned(ItemKind.BREAK, "Pauze", minutes=15),
    Planned(
        ItemKind.DEBATE,
        resolution=3,
        minutes=45,
        speaking_seconds=90,
        alternates=True,
        floor_open=True,
    ),
    Planned(ItemKind.CLOSING, "Rondvraag en slot", minutes=10),
]
"""What the planned sitting is to deal with: a discussion of each kind, around the texts above."""
