# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""German."""

from fractions import Fraction

from assembly.voting.rules.majority import Base, Strictness
from assembly.voting.rules.quorum import QuorumOf
from assembly.voting.rules.words.vocabulary import Unit, Words

_NUMBERS = ("ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_PARTS = ("Drittel", "Viertel", "Fünftel", "Sechstel", "Siebtel", "Achtel", "Neuntel", "Zehntel")


def share(of: Fraction, strictness: Strictness) -> str:
    """As in "mehr als die Hälfte", "mindestens zwei Drittel"."""
    least = strictness is Strictness.AT_LEAST
    if of == 1:
        return "Einstimmigkeit" if least else "mehr als die Gesamtheit"
    if of.denominator == 2:  # noqa: PLR2004 - a half
        words = "die Hälfte"
    elif of.denominator <= 10:  # noqa: PLR2004 - a tenth is the last with a name
        words = f"{_NUMBERS[of.numerator - 1]} {_PARTS[of.denominator - 3]}"
    else:
        words = f"{of.numerator}/{of.denominator}"
    return f"mindestens {words}" if least else f"mehr als {words}"


HEADS = Unit(
    base={
        Base.YES_NO: "der Ja- und Nein-Stimmen",
        Base.CAST: "der abgegebenen Stimmen samt Enthaltungen",
        Base.PRESENT: "der Anwesenden",
        Base.ENTITLED: "der Stimmberechtigten",
    },
    reached={
        Base.YES_NO: (
            "{yes} von {base} Ja- und Nein-Stimmen lautete auf Ja",
            "{yes} von {base} Ja- und Nein-Stimmen lauteten auf Ja",
        ),
        Base.CAST: (
            "{yes} von {base} abgegebenen Stimmen lautete auf Ja",
            "{yes} von {base} abgegebenen Stimmen lauteten auf Ja",
        ),
        Base.PRESENT: (
            "{yes} von {base} Anwesenden stimmte mit Ja",
            "{yes} von {base} Anwesenden stimmten mit Ja",
        ),
        Base.ENTITLED: (
            "{yes} von {base} Stimmberechtigten stimmte mit Ja",
            "{yes} von {base} Stimmberechtigten stimmten mit Ja",
        ),
    },
    only={
        Base.YES_NO: ("die einzige Stimme lautete auf Ja", "die einzige Stimme lautete auf Nein"),
        Base.CAST: (
            "die einzige abgegebene Stimme lautete auf Ja",
            "die einzige abgegebene Stimme lautete nicht auf Ja",
        ),
        Base.PRESENT: (
            "die einzige anwesende Person stimmte mit Ja",
            "die einzige anwesende Person stimmte nicht mit Ja",
        ),
        Base.ENTITLED: (
            "die einzige stimmberechtigte Person stimmte mit Ja",
            "die einzige stimmberechtigte Person stimmte nicht mit Ja",
        ),
    },
    needed="nötig: {needed}",
    against=("nötig: {needed} bei 1 Nein-Stimme", "nötig: {needed} bei {rest} Nein-Stimmen"),
    others=(
        "nötig: {needed} bei 1 anderen Stimme",
        "nötig: {needed} bei {rest} anderen Stimmen",
    ),
    counts="{counts}.",
    entitled="der Stimmberechtigten",
    everybody="alle Stimmberechtigten",
    quorum_number=("1 Stimmberechtigter", "{number} Stimmberechtigte"),
    took_part={
        QuorumOf.PRESENT: (
            "{reached} von {entitled} Stimmberechtigten war anwesend",
            "{reached} von {entitled} Stimmberechtigten waren anwesend",
        ),
        QuorumOf.VOTED: (
            "{reached} von {entitled} Stimmberechtigten hat abgestimmt",
            "{reached} von {entitled} Stimmberechtigten haben abgestimmt",
        ),
        QuorumOf.EXPRESSED: (
            "{reached} von {entitled} Stimmberechtigten stimmte mit Ja oder Nein",
            "{reached} von {entitled} Stimmberechtigten stimmten mit Ja oder Nein",
        ),
    },
    took_part_alone={
        QuorumOf.PRESENT: ("1 Person war anwesend", "{reached} Personen waren anwesend"),
        QuorumOf.VOTED: ("1 Person hat abgestimmt", "{reached} Personen haben abgestimmt"),
        QuorumOf.EXPRESSED: (
            "1 Person stimmte mit Ja oder Nein",
            "{reached} Personen stimmten mit Ja oder Nein",
        ),
    },
)

WEIGHTS = Unit(
    base={
        Base.YES_NO: "des Stimmgewichts für Ja und Nein",
        Base.CAST: "des abgegebenen Stimmgewichts samt Enthaltungen",
        Base.PRESENT: "des anwesenden Stimmgewichts",
        Base.ENTITLED: "des gesamten Stimmgewichts",
    },
    reached={
        Base.YES_NO: (
            "ein Stimmgewicht von {yes} lautete auf Ja, bei {base} für Ja und Nein zusammen",
        )
        * 2,
        Base.CAST: ("ein Stimmgewicht von {yes} lautete auf Ja, bei {base} abgegebenem",) * 2,
        Base.PRESENT: ("ein Stimmgewicht von {yes} lautete auf Ja, bei {base} anwesendem",) * 2,
        Base.ENTITLED: ("ein Stimmgewicht von {yes} lautete auf Ja, bei {base} insgesamt",) * 2,
    },
    only={},
    needed="nötig: {needed}",
    against=("nötig: {needed} bei {rest} Nein",) * 2,
    others=("nötig: {needed} bei {rest} für andere Stimmen",) * 2,
    counts="Stimmgewicht: {counts}.",
    entitled="des gesamten Stimmgewichts",
    everybody="das gesamte Stimmgewicht",
    quorum_number=("ein Stimmgewicht von {number}",) * 2,
    took_part={
        QuorumOf.PRESENT: ("ein Stimmgewicht von {reached} bei {entitled} war anwesend",) * 2,
        QuorumOf.VOTED: ("ein Stimmgewicht von {reached} bei {entitled} hat abgestimmt",) * 2,
        QuorumOf.EXPRESSED: (
            "ein Stimmgewicht von {reached} bei {entitled} stimmte mit Ja oder Nein",
        )
        * 2,
    },
    took_part_alone={
        QuorumOf.PRESENT: ("ein Stimmgewicht von {reached} war anwesend",) * 2,
        QuorumOf.VOTED: ("ein Stimmgewicht von {reached} hat abgestimmt",) * 2,
        QuorumOf.EXPRESSED: ("ein Stimmgewicht von {reached} stimmte mit Ja oder Nein",) * 2,
    },
)

WORDS = Words(
    point=",",
    void="Ohne Ergebnis",
    share=share,
    heads=HEADS,
    weights=WEIGHTS,
    whole="{label}: {why}.",
    tie="{reached}, genau die Hälfte, und das ist keine Mehrheit; {needed} ({rule})",
    decided="{reached}; {needed} ({rule})",
    unreachable="{reached}; nötig war {rule}",
    nobody={
        Base.YES_NO: "niemand stimmte mit Ja oder Nein",
        Base.CAST: "es wurde keine gültige Stimme abgegeben",
        Base.PRESENT: "niemand war anwesend",
        Base.ENTITLED: "niemand war stimmberechtigt",
    },
    nobody_needed="{nobody}; nötig: {needed} ({rule})",
    nobody_unreachable="{nobody}; nötig war {rule}",
    quorum_not_met="das Quorum ist nicht erreicht; {check}",
    quorum_met="Das Quorum ist erreicht: {check}.",
    quorum_check="{took_part}; nötig: {required} ({rule})",
    quorum_check_number="{took_part}; nötig: {required}",
    quorum_of={
        QuorumOf.PRESENT: "{least} anwesend",
        QuorumOf.VOTED: "{least} mit abgegebener Stimme, leere und ungültige mitgerechnet",
        QuorumOf.EXPRESSED: "{least} mit Ja- oder Nein-Stimme",
    },
    at_least="mindestens {number}",
    voided="Die Abstimmung ist nichtig, und die Vorlage kommt zurück auf den Tisch.",
    college_not_met=(
        "die Mehrheit ist insgesamt erreicht, aber nicht im Kollegium {names}",
        "die Mehrheit ist insgesamt erreicht, aber nicht in den Kollegien {names}",
    ),
    in_the_whole="Insgesamt: {why}.",
    in_college="Im Kollegium {name}: {why}.",
    quoted="„{name}“",
    conjunction="und",
    counted=("Ja {n}", "Nein {n}", "Enthaltung {n}", "leer {n}", "ungültig {n}"),
    condition="Angenommen, wenn sie {rule} erhält.",
    condition_quorum="Quorum: {quorum}.",
    otherwise_not_adopted="Sonst ist sie nicht angenommen.",
    otherwise_void="Sonst ist die Abstimmung nichtig, und die Vorlage kommt zurück auf den Tisch.",
    condition_each="Auch jedes Kollegium muss für sich zustimmen: {rule}.",
    condition_college="Außerdem nötig im Kollegium {name}: {rule}.",
    rule_quorum="; Quorum: {quorum}",
    rule_each="; in jedem Kollegium: {rule}",
    rule_college="; im Kollegium {name}: {rule}",
)
