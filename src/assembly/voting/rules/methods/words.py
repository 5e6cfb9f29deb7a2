# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences of an election in four languages. Labels of options stay in their own words."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from assembly.voting.rules.methods.method import Election, Ground, Question
from assembly.voting.rules.methods.tie import Asked, Tie

LONGEST_DECIMALS = 6

_SAID: dict[str, dict[str, str]] = {
    "elected": {
        "nl": "Gekozen: {who}.",
        "fr": "Résultat : {who}.",
        "de": "Gewählt: {who}.",
        "en": "Elected: {who}.",
    },
    "nobody": {
        "nl": "Geen enkele stem drukte een voorkeur uit; er is niets gekozen.",
        "fr": "Aucun bulletin n’exprimait de préférence ; rien n’est choisi.",
        "de": "Kein Stimmzettel drückte eine Präferenz aus; nichts ist gewählt.",
        "en": "No ballot expressed a preference; nothing is elected.",
    },
    "second_round": {
        "nl": "Geen optie heeft meer dan de helft van {total} stemmen. Tweede ronde: {who}.",
        "fr": "Aucune option n’a plus de la moitié des {total} voix. Second tour : {who}.",
        "de": "Keine Option hat mehr als die Hälfte von {total} Stimmen. Zweite Runde: {who}.",
        "en": "No option has more than half of {total} votes. Second round: {who}.",
    },
    "empty": {
        "nl": "Niet ingevulde zetels: {seats}.",
        "fr": "Sièges non pourvus : {seats}.",
        "de": "Unbesetzte Sitze: {seats}.",
        "en": "Seats left empty: {seats}.",
    },
    "votes": {
        "nl": "{label} ({votes} van {total} stemmen)",
        "fr": "{label} ({votes} voix sur {total})",
        "de": "{label} ({votes} von {total} Stimmen)",
        "en": "{label} ({votes} of {total} votes)",
    },
    "approved": {
        "nl": "{label} (op {votes} van {total} stembiljetten)",
        "fr": "{label} (sur {votes} bulletins de {total})",
        "de": "{label} (auf {votes} von {total} Stimmzetteln)",
        "en": "{label} (on {votes} of {total} ballots)",
    },
    "sum": {
        "nl": "{label} (punten: {points})",
        "fr": "{label} (points : {points})",
        "de": "{label} (Punkte: {points})",
        "en": "{label} (points: {points})",
    },
    "mean": {
        "nl": "{label} (gemiddeld {points}, gescoord op {scored} van {total} stembiljetten)",
        "fr": "{label} (moyenne {points}, noté sur {scored} bulletins de {total})",
        "de": "{label} (Durchschnitt {points}, bewertet auf {scored} von {total} Stimmzetteln)",
        "en": "{label} (mean {points}, scored on {scored} of {total} ballots)",
    },
    "grade": {
        "nl": "{label} (meerderheidsoordeel {grade}; beter: {better}, slechter: {worse})",
        "fr": "{label} (mention majoritaire {grade} ; au-dessus : {better}, au-dessous : {worse})",
        "de": "{label} (Mehrheitsurteil {grade}; besser: {better}, schlechter: {worse})",
        "en": "{label} (majority grade {grade}; better: {better}, worse: {worse})",
    },
    "round": {
        "nl": "{label} ({votes} van {total} overblijvende stemmen in telronde {stage})",
        "fr": "{label} ({votes} des {total} voix restantes au dépouillement {stage})",
        "de": "{label} ({votes} von {total} verbliebenen Stimmen in Zählgang {stage})",
        "en": "{label} ({votes} of {total} remaining votes in count {stage})",
    },
    "seat": {
        "nl": "{label} ({votes} stemmen in telronde {stage})",
        "fr": "{label} ({votes} voix au dépouillement {stage})",
        "de": "{label} ({votes} Stimmen in Zählgang {stage})",
        "en": "{label} ({votes} votes in count {stage})",
    },
    "quota": {
        "nl": "De kiesdrempel was {quota} van {total} stemmen voor {seats} zetel(s).",
        "fr": "Le quota était de {quota} voix sur {total} pour {seats} siège(s).",
        "de": "Die Quote war {quota} von {total} Stimmen für {seats} Sitz(e).",
        "en": "The quota was {quota} of {total} votes for {seats} seat(s).",
    },
    "condorcet": {
        "nl": "{label} wint elke vergelijking twee aan twee, het krapst {for_}–{against} tegen "
        "{rival}.",
        "fr": "{label} gagne toutes ses comparaisons deux à deux, la plus serrée {for_}–{against} "
        "contre {rival}.",
        "de": "{label} gewinnt jeden Paarvergleich, am knappsten {for_}–{against} gegen {rival}.",
        "en": "{label} wins every comparison of two, the closest {for_}–{against} against {rival}.",
    },
    "paths": {
        "nl": "Geen optie wint elke vergelijking; geen heeft tegen {label} een sterker pad dan "
        "omgekeerd, ook {rival} niet ({against} tegen {for_}).",
        "fr": "Aucune option ne gagne toutes ses comparaisons ; aucune n’a contre {label} un "
        "chemin plus fort que l’inverse, pas même {rival} ({against} contre {for_}).",
        "de": "Keine Option gewinnt jeden Paarvergleich; keine hat gegen {label} einen stärkeren "
        "Pfad als umgekehrt, auch {rival} nicht ({against} gegen {for_}).",
        "en": "No option wins every comparison; none has a stronger path against {label} than the "
        "other way round, not even {rival} ({against} against {for_}).",
    },
    "lot_for": {
        "nl": "Bij gelijke stand tussen {among} besliste het vastgelegde lot voor {taken}.",
        "fr": "À égalité entre {among}, le tirage consigné a décidé pour {taken}.",
        "de": "Bei Gleichstand zwischen {among} entschied das festgehaltene Los für {taken}.",
        "en": "In the tie between {among} the recorded lot decided for {taken}.",
    },
    "lot_against": {
        "nl": "Bij gelijke stand tussen {among} viel door het vastgelegde lot {taken} af.",
        "fr": "À égalité entre {among}, le tirage consigné a éliminé {taken}.",
        "de": "Bei Gleichstand zwischen {among} schied nach dem festgehaltenen Los {taken} aus.",
        "en": "In the tie between {among} the recorded lot excluded {taken}.",
    },
    "lot_order": {
        "nl": "Het vastgelegde lot bepaalde dat van {among} het overschot van {taken} eerst ging.",
        "fr": "Le tirage consigné a fait passer d’abord, parmi {among}, l’excédent de {taken}.",
        "de": "Nach dem festgehaltenen Los ging von {among} der Überschuss von {taken} zuerst.",
        "en": "Of {among} the recorded lot let the surplus of {taken} go first.",
    },
}

_LOTS = {
    Asked.ELECTED: "lot_for",
    Asked.ENTERS_SECOND_ROUND: "lot_for",
    Asked.EXCLUDED: "lot_against",
    Asked.TRANSFERRED_FIRST: "lot_order",
}


def say(language: str, key: str, **values: Any) -> str:
    """One sentence or part of one. Fractions are written as `number` writes them."""
    written = {
        name: number(value, language) if isinstance(value, Fraction) else value
        for name, value in values.items()
    }
    return _SAID[key][language].format(**written)


def number(value: Fraction, language: str) -> str:
    """The exact number with the language's own sign between whole and decimals."""
    written = exact(value).replace("-", "−")
    return written if language == "en" else written.replace(".", ",")


def exact(value: Fraction) -> str:
    """As a decimal where six places hold it exactly, else as a fraction: 12, 2.5 or 7/3."""
    scaled = value * 10**LONGEST_DECIMALS
    if scaled.denominator > 1:
        return str(value)
    sign = "-" if value < 0 else ""
    before, after = divmod(abs(scaled.numerator), 10**LONGEST_DECIMALS)
    places = f"{after:0{LONGEST_DECIMALS}}".rstrip("0")
    return f"{sign}{before}.{places}" if places else f"{sign}{before}"


def names(question: Question, ids: Sequence[str]) -> str:
    """The labels, between commas."""
    return ", ".join(question.label(id_) for id_ in ids)


def sentences(
    question: Question,
    election: Election[Any],
    language: str,
    describe: Callable[[str], str],
    *more: str,
) -> str:
    """Who is elected with the numbers, what the method adds, seats left empty, and each lot."""
    if election.ground is Ground.NOBODY_DECIDED:
        return say(language, "nobody")
    parts = list(more)
    if election.ground is Ground.DECIDED:
        who = "; ".join(describe(id_) for id_ in election.elected)
        parts.insert(0, say(language, "elected", who=who))
        empty = question.seats - len(election.elected)
        if empty:
            parts.append(say(language, "empty", seats=empty))
    parts += [_lot(question, tie, language) for tie in election.ties if tie.lot]
    return " ".join(parts)


def _lot(question: Question, tie: Tie, language: str) -> str:
    among = names(question, sorted(tie.lot or (), key=question.ids.index))
    return say(language, _LOTS[tie.asked], among=among, taken=names(question, tie.taken))
