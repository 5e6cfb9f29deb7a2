# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words of each language for an amendment's instructions: data that `instruction` fills in.

Blanks are in braces. `where` is the line or lines, `old`, `new`, `near` are words in quotation
marks, `what` is a provision as it is, `made` as it will be.
"""

from dataclasses import dataclass

from assembly.resolutions.rules.text import Kind

Forms = tuple[str, str, str, str]
"""Without a marker, with a {marker} of letters, with one that is a sign, with its own gone."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    quoted: str
    line: str
    lines: str
    ordinals: tuple[str, ...]
    """From the first on; further ones are numbers."""
    ordinals_near: tuple[str, ...]
    """The same behind "after" and "before", for languages that have cases."""
    further: str
    nth: str
    nth_near: str
    replace: str
    delete: str
    insert_after: str
    insert_before: str
    space: str
    split: str
    join: str
    remove: str
    restyle: str
    insert: str
    insert_first: str
    insert_next: str
    """Behind what was put there just before."""
    move: str
    move_first: str
    move_next: str
    what: dict[Kind, Forms]
    new: dict[Kind, Forms]
    made: dict[Kind, Forms]
    level: str
    """Behind a new or changed provision that stands deeper or less deep."""


def _marked(plain: str, having: str, without: str, named: str = "") -> Forms:
    return (
        plain,
        f"{named or plain} {{marker}}",
        f"{plain} {having} {{marker}}",
        f"{plain} {without}".rstrip(),
    )


NL = Words(
    quoted="“{words}”",
    line="in regel {first}",
    lines="in regels {first}–{last}",
    ordinals=("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste"),
    ordinals_near=("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste"),
    further="{n}e",
    nth="de {nth} {words}",
    nth_near="de {nth} {words}",
    replace="{where}, vervang {old} door {new}",
    delete="{where}, schrap {old}",
    insert_after="{where}, voeg na {near} in: {new}",
    insert_before="{where}, voeg vóór {near} in: {new}",
    space="{where}, wijzig de spatie vóór {near}",
    split="{where}, begin na {near} {made}",
    join="{where}, voeg {what} samen met wat ervoor staat",
    remove="{where}, schrap {what} {old}",
    restyle="{where}, maak van {what} {made}",
    insert="na regel {last}, voeg {made} in: {new}",
    insert_first="aan het begin, voeg {made} in: {new}",
    insert_next="daarna, voeg {made} in: {new}",
    move="{where}, zet {what} {old} na regel {last}",
    move_first="{where}, zet {what} {old} aan het begin",
    move_next="{where}, zet {what} {old} daarachter",
    what={
        Kind.PARAGRAPH: _marked("de alinea", "met", "", "alinea"),
        Kind.ITEM: _marked("het punt", "met", "", "punt"),
    },
    new={
        Kind.PARAGRAPH: _marked("een nieuwe alinea", "met", ""),
        Kind.ITEM: _marked("een nieuw punt", "met", ""),
    },
    made={
        Kind.PARAGRAPH: _marked("een alinea", "met", "zonder teken", "alinea"),
        Kind.ITEM: _marked("een punt", "met", "zonder teken", "punt"),
    },
    level=" op niveau {level}",
)

FR = Words(
    quoted="«\u202f{words}\u202f»",
    line="à la ligne {first}",
    lines="aux lignes {first} à {last}",
    ordinals=("premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième"),
    ordinals_near=(
        "premier",
        "deuxième",
        "troisième",
        "quatrième",
        "cinquième",
        "sixième",
        "septième",
    ),
    further="{n}e",
    nth="le {nth} {words}",
    nth_near="le {nth} {words}",
    replace="{where}, remplacer {old} par {new}",
    delete="{where}, supprimer {old}",
    insert_after="{where}, insérer après {near}\u00a0: {new}",
    insert_before="{where}, insérer avant {near}\u00a0: {new}",
    space="{where}, modifier l’espace avant {near}",
    split="{where}, commencer après {near} {made}",
    join="{where}, joindre {what} à ce qui précède",
    remove="{where}, supprimer {what} {old}",
    restyle="{where}, transformer {what} en {made}",
    insert="après la ligne {last}, insérer {made}\u00a0: {new}",
    insert_first="au début, insérer {made}\u00a0: {new}",
    insert_next="ensuite, insérer {made}\u00a0: {new}",
    move="{where}, déplacer {what} {old} après la ligne {last}",
    move_first="{where}, déplacer {what} {old} au début",
    move_next="{where}, déplacer {what} {old} à la suite",
    what={
        Kind.PARAGRAPH: _marked("l’alinéa", "avec", "", "l’alinéa"),
        Kind.ITEM: _marked("le point", "avec", "", "le point"),
    },
    new={
        Kind.PARAGRAPH: _marked("un nouvel alinéa", "avec", ""),
        Kind.ITEM: _marked("un nouveau point", "avec", ""),
    },
    made={
        Kind.PARAGRAPH: _marked("alinéa", "avec", "sans signe"),
        Kind.ITEM: _marked("point", "avec", "sans signe"),
    },
    level=" au niveau {level}",
)

DE = Words(
    quoted="„{words}“",
    line="in Zeile {first}",
    lines="in den Zeilen {first} bis {last}",
    ordinals=("erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte"),
    ordinals_near=("ersten", "zweiten", "dritten", "vierten", "fünften", "sechsten", "siebten"),
    further="{n}.",
    nth="das {nth} {words}",
    nth_near="dem {nth} {words}",
    replace="{where} {old} durch {new} ersetzen",
    delete="{where} {old} streichen",
    insert_after="{where} nach {near} einfügen: {new}",
    insert_before="{where} vor {near} einfügen: {new}",
    space="{where} das Leerzeichen vor {near} ändern",
    split="{where} nach {near} {made} beginnen",
    join="{where} {what} mit dem Vorhergehenden verbinden",
    remove="{where} {what} {old} streichen",
    restyle="{where} {what} zu {made} machen",
    insert="nach Zeile {last} {made} einfügen: {new}",
    insert_first="am Anfang {made} einfügen: {new}",
    insert_next="danach {made} einfügen: {new}",
    move="{where} {what} {old} hinter Zeile {last} verschieben",
    move_first="{where} {what} {old} an den Anfang verschieben",
    move_next="{where} {what} {old} dahinter verschieben",
    what={
        Kind.PARAGRAPH: _marked("den Absatz", "mit", "", "Absatz"),
        Kind.ITEM: _marked("den Punkt", "mit", "", "Punkt"),
    },
    new={
        Kind.PARAGRAPH: _marked("einen neuen Absatz", "mit", ""),
        Kind.ITEM: _marked("einen neuen Punkt", "mit", ""),
    },
    made={
        Kind.PARAGRAPH: _marked("einem Absatz", "mit", "ohne Zeichen", "Absatz"),
        Kind.ITEM: _marked("einem Punkt", "mit", "ohne Zeichen", "Punkt"),
    },
    level=" auf Ebene {level}",
)

EN = Words(
    quoted="“{words}”",
    line="in line {first}",
    lines="in lines {first}–{last}",
    ordinals=("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    ordinals_near=("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    further="{n}th",
    nth="the {nth} {words}",
    nth_near="the {nth} {words}",
    replace="{where}, replace {old} with {new}",
    delete="{where}, delete {old}",
    insert_after="{where}, insert after {near}: {new}",
    insert_before="{where}, insert before {near}: {new}",
    space="{where}, change the space before {near}",
    split="{where}, begin {made} after {near}",
    join="{where}, join {what} to what stands before it",
    remove="{where}, delete {what} {old}",
    restyle="{where}, make {what} {made}",
    insert="after line {last}, insert {made}: {new}",
    insert_first="at the beginning, insert {made}: {new}",
    insert_next="then insert {made}: {new}",
    move="{where}, move {what} {old} to after line {last}",
    move_first="{where}, move {what} {old} to the beginning",
    move_next="{where}, move {what} {old} behind that",
    what={
        Kind.PARAGRAPH: _marked("the paragraph", "with", "", "paragraph"),
        Kind.ITEM: _marked("the item", "with", "", "item"),
    },
    new={
        Kind.PARAGRAPH: _marked("a new paragraph", "with", ""),
        Kind.ITEM: _marked("a new item", "with", ""),
    },
    made={
        Kind.PARAGRAPH: _marked("a paragraph", "with", "without a marker", "paragraph"),
        Kind.ITEM: _marked("an item", "with", "without a marker", "item"),
    },
    level=" at level {level}",
)

WORDS = {"nl": NL, "fr": FR, "de": DE, "en": EN}
