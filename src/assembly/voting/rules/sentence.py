# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One plain sentence per language that says what was decided and why, with the numbers.

The same words stand in the record, on the page and in what `assembly verify` recomputes, so they
are part of the rules and not of a page's catalogue.
"""

from fractions import Fraction

from assembly.voting.rules.majority import Base, Majority, Strictness
from assembly.voting.rules.outcome import Ground, Verdict
from assembly.voting.rules.tally import Tally

LANGUAGES = ("nl", "fr", "de", "en")

_SHARES: dict[str, dict[Fraction, str]] = {
    "nl": {
        Fraction(1, 2): "de helft",
        Fraction(2, 3): "twee derde",
        Fraction(3, 4): "drie vierde",
        Fraction(4, 5): "vier vijfde",
        Fraction(1): "eenparigheid",
    },
    "fr": {
        Fraction(1, 2): "la moitié",
        Fraction(2, 3): "les deux tiers",
        Fraction(3, 4): "les trois quarts",
        Fraction(4, 5): "les quatre cinquièmes",
        Fraction(1): "l’unanimité",
    },
    "de": {
        Fraction(1, 2): "die Hälfte",
        Fraction(2, 3): "zwei Drittel",
        Fraction(3, 4): "drei Viertel",
        Fraction(4, 5): "vier Fünftel",
        Fraction(1): "Einstimmigkeit",
    },
    "en": {
        Fraction(1, 2): "half",
        Fraction(2, 3): "two thirds",
        Fraction(3, 4): "three quarters",
        Fraction(4, 5): "four fifths",
        Fraction(1): "unanimity",
    },
}

_BASES: dict[str, dict[Base, str]] = {
    "nl": {
        Base.YES_NO: "van de stemmen voor en tegen",
        Base.CAST: "van de uitgebrachte stemmen",
        Base.PRESENT: "van de aanwezigen",
        Base.ENTITLED: "van de stemgerechtigden",
    },
    "fr": {
        Base.YES_NO: "des voix pour et contre",
        Base.CAST: "des voix exprimées",
        Base.PRESENT: "des présents",
        Base.ENTITLED: "des ayants droit",
    },
    "de": {
        Base.YES_NO: "der Ja- und Nein-Stimmen",
        Base.CAST: "der abgegebenen Stimmen",
        Base.PRESENT: "der Anwesenden",
        Base.ENTITLED: "der Stimmberechtigten",
    },
    "en": {
        Base.YES_NO: "of the votes for and against",
        Base.CAST: "of the ballots cast",
        Base.PRESENT: "of those present",
        Base.ENTITLED: "of those entitled to vote",
    },
}

_STRICTNESS: dict[str, dict[Strictness, str]] = {
    "nl": {Strictness.MORE_THAN: "meer dan", Strictness.AT_LEAST: "minstens"},
    "fr": {Strictness.MORE_THAN: "plus de", Strictness.AT_LEAST: "au moins"},
    "de": {Strictness.MORE_THAN: "mehr als", Strictness.AT_LEAST: "mindestens"},
    "en": {Strictness.MORE_THAN: "more than", Strictness.AT_LEAST: "at least"},
}

_COUNTS = {
    "nl": "{label}: voor {yes}, tegen {no}, onthouding {abstain}.",
    "fr": "{label} : pour {yes}, contre {no}, abstention {abstain}.",
    "de": "{label}: Ja {yes}, Nein {no}, Enthaltung {abstain}.",
    "en": "{label}: for {yes}, against {no}, abstention {abstain}.",
}

_NEEDED = {
    "nl": "Nodig: {rule}, hier minstens {needed} voor.",
    "fr": "Requis : {rule}, ici au moins {needed} pour.",
    "de": "Nötig: {rule}, hier mindestens {needed} Ja.",
    "en": "Needed: {rule}, here at least {needed} for.",
}

_UNREACHABLE = {
    "nl": "Nodig: {rule}; één stem tegen volstaat om het niet te halen.",
    "fr": "Requis : {rule} ; une seule voix contre suffit à l'empêcher.",
    "de": "Nötig: {rule}; eine Nein-Stimme genügt, um es zu verfehlen.",
    "en": "Needed: {rule}; a single vote against is enough to miss it.",
}

_CONDITION = {
    "nl": "Goedgekeurd bij {rule}.",
    "fr": "Approuvée si elle obtient {rule}.",
    "de": "Angenommen, wenn sie {rule} erhält.",
    "en": "Approved when it gets {rule}.",
}

_TIE = {
    "nl": "Precies de helft is geen meerderheid.",
    "fr": "Exactement la moitié n’est pas une majorité.",
    "de": "Genau die Hälfte ist keine Mehrheit.",
    "en": "Exactly half is not a majority.",
}

_NOBODY = {
    "nl": "Geen enkele stem telde mee voor de beslissing.",
    "fr": "Aucune voix n'a compté pour la décision.",
    "de": "Keine Stimme zählte für die Entscheidung.",
    "en": "No vote counted towards the decision.",
}


def rule_words(rule: Majority, language: str) -> str:
    """The rule in words: "meer dan de helft van de stemmen voor en tegen"."""
    share = _SHARES[language].get(rule.share, f"{rule.share.numerator}/{rule.share.denominator}")
    if rule.share == 1:
        return f"{share} {_BASES[language][rule.base]}"
    return f"{_STRICTNESS[language][rule.strictness]} {share} {_BASES[language][rule.base]}"


def condition(rule: Majority, language: str) -> str:
    """What an elector reads before choosing: "Goedgekeurd bij meer dan de helft van …"."""
    return _CONDITION[language].format(rule=rule_words(rule, language))


def sentence(verdict: Verdict, tally: Tally, rule: Majority, language: str) -> str:
    """Label, counts, and what the rule asked for; on a tie or an empty base, that it was one."""
    parts = [
        _COUNTS[language].format(
            label=verdict.outcome.label(language),
            yes=tally.yes,
            no=tally.no,
            abstain=tally.abstain,
        )
    ]
    if verdict.ground is Ground.TIE:
        parts.append(_TIE[language])
    if verdict.ground is Ground.NOBODY_DECIDED:
        parts.append(_NOBODY[language])
    words = rule_words(rule, language)
    if verdict.needed_yes is None:
        parts.append(_UNREACHABLE[language].format(rule=words))
    else:
        parts.append(_NEEDED[language].format(rule=words, needed=verdict.needed_yes))
    return " ".join(parts)


def sentences(verdict: Verdict, tally: Tally, rule: Majority) -> dict[str, str]:
    """The sentence in every language this house speaks."""
    return {language: sentence(verdict, tally, rule, language) for language in LANGUAGES}
