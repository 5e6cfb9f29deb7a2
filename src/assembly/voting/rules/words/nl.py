# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Dutch."""

from fractions import Fraction

from assembly.voting.rules.majority import Base, Strictness
from assembly.voting.rules.quorum import QuorumOf
from assembly.voting.rules.words.vocabulary import Unit, Words

_NUMBERS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_PARTS = ("derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")


def share(of: Fraction, strictness: Strictness) -> str:
    """As in "meer dan de helft", "minstens twee derde"."""
    least = strictness is Strictness.AT_LEAST
    if of == 1:
        return "eenparigheid" if least else "meer dan het geheel"
    if of.denominator == 2:  # noqa: PLR2004 - a half
        words = "de helft"
    elif of.denominator <= 10:  # noqa: PLR2004 - a tenth is the last with a name
        words = f"{_NUMBERS[of.numerator - 1]} {_PARTS[of.denominator - 3]}"
    else:
        words = f"{of.numerator}/{of.denominator}"
    return f"minstens {words}" if least else f"meer dan {words}"


HEADS = Unit(
    base={
        Base.YES_NO: "van de stemmen voor en tegen",
        Base.CAST: "van de uitgebrachte stemmen, onthoudingen meegerekend",
        Base.PRESENT: "van de aanwezigen",
        Base.ENTITLED: "van de stemgerechtigden",
    },
    reached={
        Base.YES_NO: (
            "{yes} van de {base} stemmen voor en tegen was voor",
            "{yes} van de {base} stemmen voor en tegen waren voor",
        ),
        Base.CAST: (
            "{yes} van de {base} uitgebrachte stemmen was voor",
            "{yes} van de {base} uitgebrachte stemmen waren voor",
        ),
        Base.PRESENT: (
            "{yes} van de {base} aanwezigen stemde voor",
            "{yes} van de {base} aanwezigen stemden voor",
        ),
        Base.ENTITLED: (
            "{yes} van de {base} stemgerechtigden stemde voor",
            "{yes} van de {base} stemgerechtigden stemden voor",
        ),
    },
    only={
        Base.YES_NO: ("de enige stem was voor", "de enige stem was tegen"),
        Base.CAST: (
            "de enige uitgebrachte stem was voor",
            "de enige uitgebrachte stem was niet voor",
        ),
        Base.PRESENT: ("de enige aanwezige stemde voor", "de enige aanwezige stemde niet voor"),
        Base.ENTITLED: (
            "de enige stemgerechtigde stemde voor",
            "de enige stemgerechtigde stemde niet voor",
        ),
    },
    needed="{needed} nodig",
    against=("{needed} nodig bij 1 stem tegen", "{needed} nodig bij {rest} stemmen tegen"),
    others=("{needed} nodig bij 1 andere stem", "{needed} nodig bij {rest} andere stemmen"),
    counts="{counts}.",
    entitled="van de stemgerechtigden",
    everybody="alle stemgerechtigden",
    quorum_number=("1 stemgerechtigde", "{number} stemgerechtigden"),
    took_part={
        QuorumOf.PRESENT: (
            "{reached} van de {entitled} stemgerechtigden was aanwezig",
            "{reached} van de {entitled} stemgerechtigden waren aanwezig",
        ),
        QuorumOf.VOTED: (
            "{reached} van de {entitled} stemgerechtigden heeft gestemd",
            "{reached} van de {entitled} stemgerechtigden hebben gestemd",
        ),
        QuorumOf.EXPRESSED: (
            "{reached} van de {entitled} stemgerechtigden stemde voor of tegen",
            "{reached} van de {entitled} stemgerechtigden stemden voor of tegen",
        ),
    },
    took_part_alone={
        QuorumOf.PRESENT: ("1 persoon was aanwezig", "{reached} personen waren aanwezig"),
        QuorumOf.VOTED: ("1 persoon heeft gestemd", "{reached} personen hebben gestemd"),
        QuorumOf.EXPRESSED: (
            "1 persoon stemde voor of tegen",
            "{reached} personen stemden voor of tegen",
        ),
    },
)

WEIGHTS = Unit(
    base={
        Base.YES_NO: "van het stemgewicht voor en tegen",
        Base.CAST: "van het uitgebrachte stemgewicht, onthoudingen meegerekend",
        Base.PRESENT: "van het aanwezige stemgewicht",
        Base.ENTITLED: "van het totale stemgewicht",
    },
    reached={
        Base.YES_NO: ("een stemgewicht van {yes} was voor, op {base} voor en tegen samen",) * 2,
        Base.CAST: ("een stemgewicht van {yes} was voor, op {base} uitgebracht",) * 2,
        Base.PRESENT: ("een stemgewicht van {yes} was voor, op {base} aanwezig",) * 2,
        Base.ENTITLED: ("een stemgewicht van {yes} was voor, op {base} in totaal",) * 2,
    },
    only={},
    needed="{needed} nodig",
    against=("{needed} nodig bij {rest} tegen",) * 2,
    others=("{needed} nodig bij {rest} voor andere stemmen",) * 2,
    counts="Stemgewicht: {counts}.",
    entitled="van het totale stemgewicht",
    everybody="het hele stemgewicht",
    quorum_number=("een stemgewicht van {number}",) * 2,
    took_part={
        QuorumOf.PRESENT: ("een stemgewicht van {reached} op {entitled} was aanwezig",) * 2,
        QuorumOf.VOTED: ("een stemgewicht van {reached} op {entitled} heeft gestemd",) * 2,
        QuorumOf.EXPRESSED: ("een stemgewicht van {reached} op {entitled} stemde voor of tegen",)
        * 2,
    },
    took_part_alone={
        QuorumOf.PRESENT: ("een stemgewicht van {reached} was aanwezig",) * 2,
        QuorumOf.VOTED: ("een stemgewicht van {reached} heeft gestemd",) * 2,
        QuorumOf.EXPRESSED: ("een stemgewicht van {reached} stemde voor of tegen",) * 2,
    },
)

WORDS = Words(
    point=",",
    void="Geen uitslag",
    share=share,
    heads=HEADS,
    weights=WEIGHTS,
    whole="{label}: {why}.",
    tie="{reached}, precies de helft, en dat is geen meerderheid: {needed} ({rule})",
    decided="{reached}, {needed} ({rule})",
    unreachable="{reached}; nodig was {rule}",
    nobody={
        Base.YES_NO: "niemand stemde voor of tegen",
        Base.CAST: "er is geen geldige stem uitgebracht",
        Base.PRESENT: "er was niemand aanwezig",
        Base.ENTITLED: "er was niemand stemgerechtigd",
    },
    nobody_needed="{nobody}, {needed} nodig ({rule})",
    nobody_unreachable="{nobody}; nodig was {rule}",
    quorum_not_met="het quorum is niet gehaald, want {check}",
    quorum_met="Het quorum is gehaald: {check}.",
    quorum_check="{took_part}, {required} nodig ({rule})",
    quorum_check_number="{took_part}, {required} nodig",
    quorum_of={
        QuorumOf.PRESENT: "{least} aanwezig",
        QuorumOf.VOTED: "{least} met een uitgebrachte stem, blanco en ongeldig meegerekend",
        QuorumOf.EXPRESSED: "{least} met een stem voor of tegen",
    },
    at_least="minstens {number}",
    voided="De stemming is nietig en de resolutie komt terug op tafel.",
    college_not_met=(
        "de meerderheid is gehaald in het geheel, maar niet in het college {names}",
        "de meerderheid is gehaald in het geheel, maar niet in de colleges {names}",
    ),
    in_the_whole="In het geheel: {why}.",
    in_college="In het college {name}: {why}.",
    quoted="‘{name}’",
    conjunction="en",
    counted=("voor {n}", "tegen {n}", "onthouding {n}", "blanco {n}", "ongeldig {n}"),
    condition="Goedgekeurd bij {rule}.",
    condition_quorum="Quorum: {quorum}.",
    otherwise_not_adopted="Anders is de resolutie niet goedgekeurd.",
    otherwise_void="Anders is de stemming nietig en komt de resolutie terug op tafel.",
    condition_each="Ook elk college moet zijn meerderheid halen: {rule}.",
    condition_college="Ook nodig in het college {name}: {rule}.",
    rule_quorum="; quorum: {quorum}",
    rule_each="; in elk college: {rule}",
    rule_college="; in het college {name}: {rule}",
)
