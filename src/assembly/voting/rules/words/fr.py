# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""French. No-break spaces stand before : and ; and inside « »."""

from fractions import Fraction

from assembly.voting.rules.majority import Base, Strictness
from assembly.voting.rules.quorum import QuorumOf
from assembly.voting.rules.words.vocabulary import Unit, Words

_NUMBERS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_PARTS = ("tiers", "quart", "cinquième", "sixième", "septième", "huitième", "neuvième", "dixième")


def share(of: Fraction, strictness: Strictness) -> str:
    """As in "plus de la moitié", "au moins les deux tiers", "plus d’un tiers"."""
    least = strictness is Strictness.AT_LEAST
    if of == 1:
        return "l’unanimité" if least else "plus que la totalité"
    if of.denominator == 2:  # noqa: PLR2004 - a half
        return "au moins la moitié" if least else "plus de la moitié"
    if of.denominator > 10:  # noqa: PLR2004 - a tenth is the last with a name
        words = f"{of.numerator}/{of.denominator}"
        return f"au moins {words}" if least else f"plus de {words}"
    part = _PARTS[of.denominator - 3]
    if of.numerator == 1:
        return f"au moins un {part}" if least else f"plus d’un {part}"
    words = f"{_NUMBERS[of.numerator - 1]} {part if part.endswith('s') else part + 's'}"
    return f"au moins les {words}" if least else f"plus des {words}"


HEADS = Unit(
    base={
        Base.YES_NO: "des voix pour et contre",
        Base.CAST: "des votes émis, abstentions comprises",
        Base.PRESENT: "des présents",
        Base.ENTITLED: "des ayants droit",
    },
    reached={
        Base.YES_NO: ("{yes} voix pour sur {base} voix pour et contre",) * 2,
        Base.CAST: ("{yes} voix pour sur {base} votes émis",) * 2,
        Base.PRESENT: ("{yes} voix pour sur {base} présents",) * 2,
        Base.ENTITLED: ("{yes} voix pour sur {base} ayants droit",) * 2,
    },
    only={
        Base.YES_NO: ("la seule voix était pour", "la seule voix était contre"),
        Base.CAST: ("le seul vote émis était pour", "le seul vote émis n’était pas pour"),
        Base.PRESENT: (
            "la seule personne présente a voté pour",
            "la seule personne présente n’a pas voté pour",
        ),
        Base.ENTITLED: (
            "le seul ayant droit a voté pour",
            "le seul ayant droit n’a pas voté pour",
        ),
    },
    needed="il en fallait {needed}",
    against=("il en fallait {needed} face à {rest} contre",) * 2,
    others=(
        "il en fallait {needed} face à 1 autre vote",
        "il en fallait {needed} face à {rest} autres votes",
    ),
    counts="{counts}.",
    entitled="des ayants droit",
    everybody="tous les ayants droit",
    quorum_number=("1 ayant droit", "{number} ayants droit"),
    took_part={
        QuorumOf.PRESENT: (
            "1 ayant droit sur {entitled} était présent",
            "{reached} ayants droit sur {entitled} étaient présents",
        ),
        QuorumOf.VOTED: (
            "1 ayant droit sur {entitled} a voté",
            "{reached} ayants droit sur {entitled} ont voté",
        ),
        QuorumOf.EXPRESSED: (
            "1 ayant droit sur {entitled} a voté pour ou contre",
            "{reached} ayants droit sur {entitled} ont voté pour ou contre",
        ),
    },
    took_part_alone={
        QuorumOf.PRESENT: (
            "1 personne était présente",
            "{reached} personnes étaient présentes",
        ),
        QuorumOf.VOTED: ("1 personne a voté", "{reached} personnes ont voté"),
        QuorumOf.EXPRESSED: (
            "1 personne a voté pour ou contre",
            "{reached} personnes ont voté pour ou contre",
        ),
    },
)

WEIGHTS = Unit(
    base={
        Base.YES_NO: "du poids des voix pour et contre",
        Base.CAST: "du poids des votes émis, abstentions comprises",
        Base.PRESENT: "du poids des présents",
        Base.ENTITLED: "du poids total",
    },
    reached={
        Base.YES_NO: ("un poids de {yes} pour, sur {base} pour et contre réunis",) * 2,
        Base.CAST: ("un poids de {yes} pour, sur {base} émis",) * 2,
        Base.PRESENT: ("un poids de {yes} pour, sur {base} présent",) * 2,
        Base.ENTITLED: ("un poids de {yes} pour, sur {base} au total",) * 2,
    },
    only={},
    needed="il fallait {needed}",
    against=("il fallait {needed} face à {rest} contre",) * 2,
    others=("il fallait {needed} face à {rest} pour les autres votes",) * 2,
    counts="Poids des voix : {counts}.",
    entitled="du poids total",
    everybody="la totalité du poids",
    quorum_number=("un poids de {number}",) * 2,
    took_part={
        QuorumOf.PRESENT: ("un poids de {reached} sur {entitled} était présent",) * 2,
        QuorumOf.VOTED: ("un poids de {reached} sur {entitled} a voté",) * 2,
        QuorumOf.EXPRESSED: ("un poids de {reached} sur {entitled} a voté pour ou contre",) * 2,
    },
    took_part_alone={
        QuorumOf.PRESENT: ("un poids de {reached} était présent",) * 2,
        QuorumOf.VOTED: ("un poids de {reached} a voté",) * 2,
        QuorumOf.EXPRESSED: ("un poids de {reached} a voté pour ou contre",) * 2,
    },
)

WORDS = Words(
    point=",",
    void="Sans résultat",
    share=share,
    heads=HEADS,
    weights=WEIGHTS,
    whole="{label} : {why}.",
    tie=("{reached}, soit exactement la moitié, ce qui n’est pas une majorité ; {needed} ({rule})"),
    decided="{reached} ; {needed} ({rule})",
    unreachable="{reached} ; il fallait {rule}",
    nobody={
        Base.YES_NO: "personne n’a voté pour ou contre",
        Base.CAST: "aucun vote valable n’a été émis",
        Base.PRESENT: "personne n’était présent",
        Base.ENTITLED: "personne n’avait le droit de vote",
    },
    nobody_needed="{nobody} ; il fallait {needed} voix pour ({rule})",
    nobody_unreachable="{nobody} ; il fallait {rule}",
    quorum_not_met="le quorum n’est pas atteint ; {check}",
    quorum_met="Le quorum est atteint : {check}.",
    quorum_check="{took_part}, il en fallait {required} ({rule})",
    quorum_check_number="{took_part}, il en fallait {required}",
    quorum_of={
        QuorumOf.PRESENT: "{least} en séance",
        QuorumOf.VOTED: "{least} votant, bulletins blancs et nuls compris",
        QuorumOf.EXPRESSED: "{least} votant pour ou contre",
    },
    at_least="au moins {number}",
    voided="Le vote est nul et la résolution revient sur la table.",
    college_not_met=(
        "la majorité est atteinte dans l’ensemble, mais pas dans le collège {names}",
        "la majorité est atteinte dans l’ensemble, mais pas dans les collèges {names}",
    ),
    in_the_whole="Dans l’ensemble : {why}.",
    in_college="Dans le collège {name} : {why}.",
    quoted="« {name} »",
    conjunction="et",
    counted=("pour {n}", "contre {n}", "abstention {n}", "blanc {n}", "nul {n}"),
    condition="Approuvée si elle obtient {rule}.",
    condition_quorum="Quorum : {quorum}.",
    otherwise_not_adopted="Sinon, la résolution n’est pas approuvée.",
    otherwise_void="Sinon, le vote est nul et la résolution revient sur la table.",
    condition_each="Chaque collège doit aussi donner sa majorité : {rule}.",
    condition_college="Il faut aussi, dans le collège {name}, {rule}.",
    rule_quorum=" ; quorum : {quorum}",
    rule_each=" ; dans chaque collège : {rule}",
    rule_college=" ; dans le collège {name} : {rule}",
)
