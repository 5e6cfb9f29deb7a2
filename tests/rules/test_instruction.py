# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""An amendment in words, in four languages: which lines, which words, what is to be done."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.resolutions.rules.changes import (
    BEGINNING,
    Base,
    Change,
    Insert,
    Join,
    Move,
    Remove,
    Restyle,
    Reword,
    Split,
    Style,
)
from assembly.resolutions.rules.instruction import instructions
from assembly.resolutions.rules.instruction_words import WORDS
from assembly.resolutions.rules.lines import printed_lines
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.rules.words import tokens_of
from tests.rules.test_merge import situations

TEXT = [
    Provision(
        Kind.PARAGRAPH,
        "",
        "Gratis bus onder 18, en de trein voor de helft van de prijs in de gemeente en de provincie"
        " als de reiziger dat vraagt.",
        id="p1",
    ),
    Provision(Kind.PARAGRAPH, "", "Vanaf 2027. Nu.", id="p2"),
    Provision(Kind.ITEM, "a.", "Ook op zondag.", id="p3"),
    Provision(Kind.ITEM, "-", "En ’s nachts.", 1, "p4"),
]
"""At forty columns: lines 1 to 3, 4, 5 and 6."""
BASE = Base(TEXT)
LINES = printed_lines(TEXT, 40)
PARAGRAPH, ITEM = Style(Kind.PARAGRAPH, "", 0), Style(Kind.ITEM, "b.", 1)


def put(old: str, new: str, provision: str = "p1") -> Reword:
    """The first words like these give way to others."""
    tokens, sought = BASE.tokens(provision), tokens_of(old)
    at = next(at for at in range(len(tokens)) if tokens[at : at + len(sought)] == sought)
    return Reword(provision, at, at + len(sought), tokens_of(new))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            put("18", "21"),
            (
                "in regel 1, vervang “18” door “21”",
                "à la ligne 1, remplacer « 18 » par « 21 »",
                "in Zeile 1 „18“ durch „21“ ersetzen",
                "in line 1, replace “18” with “21”",
            ),
            id="a word",
        ),
        pytest.param(
            Reword("p1", 2, 2, (" en", " tram")),
            (
                "in regel 1, voeg na “bus” in: “en tram”",
                "à la ligne 1, insérer après « bus » : « en tram »",
                "in Zeile 1 nach „bus“ einfügen: „en tram“",
                "in line 1, insert after “bus”: “en tram”",
            ),
            id="words behind another",
        ),
        pytest.param(
            Reword("p1", 0, 0, (" Altijd",)),
            (
                "in regel 1, voeg vóór “Gratis” in: “Altijd”",
                "à la ligne 1, insérer avant « Gratis » : « Altijd »",
                "in Zeile 1 vor „Gratis“ einfügen: „Altijd“",
                "in line 1, insert before “Gratis”: “Altijd”",
            ),
            id="words before the first",
        ),
        pytest.param(
            Reword("p2", 3, 3, (" Of", " later", ".")),
            (
                "in regel 4, voeg na “2027.” in: “Of later.”",
                "à la ligne 4, insérer après « 2027. » : « Of later. »",
                "in Zeile 4 nach „2027.“ einfügen: „Of later.“",
                "in line 4, insert after “2027.”: “Of later.”",
            ),
            id="a sentence behind a point",
        ),
        pytest.param(
            put("onder 18", ""),
            (
                "in regel 1, schrap “onder 18”",
                "à la ligne 1, supprimer « onder 18 »",
                "in Zeile 1 „onder 18“ streichen",
                "in line 1, delete “onder 18”",
            ),
            id="words go",
        ),
        pytest.param(
            put("de trein voor de helft van de prijs in de gemeente", "een abonnement"),
            (
                "in regels 1–2, vervang “de trein … de gemeente” door “een abonnement”",
                "aux lignes 1 à 2, remplacer « de trein … de gemeente » par « een abonnement »",
                "in den Zeilen 1 bis 2 „de trein … de gemeente“ durch „een abonnement“ ersetzen",
                "in lines 1–2, replace “de trein … de gemeente” with “een abonnement”",
            ),
            id="many words over two lines",
        ),
        pytest.param(
            Reword("p1", 9, 10, (" hun",)),
            (
                "in regel 1, vervang de tweede “de” door “hun”",
                "à la ligne 1, remplacer le deuxième « de » par « hun »",
                "in Zeile 1 das zweite „de“ durch „hun“ ersetzen",
                "in line 1, replace the second “de” with “hun”",
            ),
            id="a word that stands there twice",
        ),
        pytest.param(
            Reword("p1", 10, 10, (" volle",)),
            (
                "in regel 1, voeg na de tweede “de” in: “volle”",
                "à la ligne 1, insérer après le deuxième « de » : « volle »",
                "in Zeile 1 nach dem zweiten „de“ einfügen: „volle“",
                "in line 1, insert after the second “de”: “volle”",
            ),
            id="behind a word that stands there twice",
        ),
        pytest.param(
            Reword("p1", 3, 4, ("\u00a018",)),
            (
                "in regel 1, wijzig de spatie vóór “18”",
                "à la ligne 1, modifier l’espace avant « 18 »",
                "in Zeile 1 das Leerzeichen vor „18“ ändern",
                "in line 1, change the space before “18”",
            ),
            id="only a space",
        ),
        pytest.param(
            Remove("p1"),
            (
                "in regels 1–3, schrap de alinea “Gratis bus … dat vraagt.”",
                "aux lignes 1 à 3, supprimer l’alinéa « Gratis bus … dat vraagt. »",
                "in den Zeilen 1 bis 3 den Absatz „Gratis bus … dat vraagt.“ streichen",
                "in lines 1–3, delete the paragraph “Gratis bus … dat vraagt.”",
            ),
            id="a paragraph goes",
        ),
        pytest.param(
            Remove("p3"),
            (
                "in regel 5, schrap punt a. “Ook op zondag.”",
                "à la ligne 5, supprimer le point a. « Ook op zondag. »",
                "in Zeile 5 Punkt a. „Ook op zondag.“ streichen",
                "in line 5, delete item a. “Ook op zondag.”",
            ),
            id="an item goes",
        ),
        pytest.param(
            Insert("p1", PARAGRAPH, (" Nieuw", ".")),
            (
                "na regel 3, voeg een nieuwe alinea in: “Nieuw.”",
                "après la ligne 3, insérer un nouvel alinéa : « Nieuw. »",
                "nach Zeile 3 einen neuen Absatz einfügen: „Nieuw.“",
                "after line 3, insert a new paragraph: “Nieuw.”",
            ),
            id="a new paragraph",
        ),
        pytest.param(
            Insert(BEGINNING, ITEM, (" Nieuw", ".")),
            (
                "aan het begin, voeg een nieuw punt b. op niveau 2 in: “Nieuw.”",
                "au début, insérer un nouveau point b. au niveau 2 : « Nieuw. »",
                "am Anfang einen neuen Punkt b. auf Ebene 2 einfügen: „Nieuw.“",
                "at the beginning, insert a new item b. at level 2: “Nieuw.”",
            ),
            id="a new item at the beginning",
        ),
        pytest.param(
            Split("p2", 3, PARAGRAPH),
            (
                "in regel 4, begin na “2027.” een nieuwe alinea",
                "à la ligne 4, commencer après « 2027. » un nouvel alinéa",
                "in Zeile 4 nach „2027.“ einen neuen Absatz beginnen",
                "in line 4, begin a new paragraph after “2027.”",
            ),
            id="split",
        ),
        pytest.param(
            Join("p2"),
            (
                "in regel 4, voeg de alinea samen met wat ervoor staat",
                "à la ligne 4, joindre l’alinéa à ce qui précède",
                "in Zeile 4 den Absatz mit dem Vorhergehenden verbinden",
                "in line 4, join the paragraph to what stands before it",
            ),
            id="joined",
        ),
        pytest.param(
            Move("p2", "p4"),
            (
                "in regel 4, zet de alinea “Vanaf 2027. Nu.” na regel 6",
                "à la ligne 4, déplacer l’alinéa « Vanaf 2027. Nu. » après la ligne 6",
                "in Zeile 4 den Absatz „Vanaf 2027. Nu.“ hinter Zeile 6 verschieben",
                "in line 4, move the paragraph “Vanaf 2027. Nu.” to after line 6",
            ),
            id="moved",
        ),
        pytest.param(
            Move("p3", BEGINNING),
            (
                "in regel 5, zet punt a. “Ook op zondag.” aan het begin",
                "à la ligne 5, déplacer le point a. « Ook op zondag. » au début",
                "in Zeile 5 Punkt a. „Ook op zondag.“ an den Anfang verschieben",
                "in line 5, move item a. “Ook op zondag.” to the beginning",
            ),
            id="moved to the beginning",
        ),
        pytest.param(
            Restyle("p3", ITEM),
            (
                "in regel 5, maak van punt a. punt b. op niveau 2",
                "à la ligne 5, transformer le point a. en point b. au niveau 2",
                "in Zeile 5 Punkt a. zu Punkt b. auf Ebene 2 machen",
                "in line 5, make item a. item b. at level 2",
            ),
            id="another marker",
        ),
        pytest.param(
            Restyle("p4", Style(Kind.ITEM, "", 1)),
            (
                "in regel 6, maak van het punt met “-” een punt zonder teken",
                "à la ligne 6, transformer le point avec « - » en point sans signe",
                "in Zeile 6 den Punkt mit „-“ zu einem Punkt ohne Zeichen machen",
                "in line 6, make the item with “-” an item without a marker",
            ),
            id="a marker goes",
        ),
        pytest.param(
            Restyle("p4", PARAGRAPH),
            (
                "in regel 6, maak van het punt met “-” een alinea op niveau 1",
                "à la ligne 6, transformer le point avec « - » en alinéa au niveau 1",
                "in Zeile 6 den Punkt mit „-“ zu einem Absatz auf Ebene 1 machen",
                "in line 6, make the item with “-” a paragraph at level 1",
            ),
            id="an item becomes a paragraph",
        ),
    ],
)
def test_each_change_is_said_in_four_languages(change, said):
    for language, sentence in zip(WORDS, said, strict=True):
        (told,) = instructions(BASE, [change], LINES, language)
        assert told.replace("\u202f", " ").replace("\u00a0", " ") == sentence


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "nl",
            [
                "na regel 3, voeg een nieuwe alinea in: “Eerst.”",
                "daarna, voeg een nieuwe alinea in: “Dan.”",
                "in regel 5, zet punt a. “Ook op zondag.” daarachter",
            ],
        ),
        (
            "fr",
            [
                "après la ligne 3, insérer un nouvel alinéa : « Eerst. »",
                "ensuite, insérer un nouvel alinéa : « Dan. »",
                "à la ligne 5, déplacer le point a. « Ook op zondag. » à la suite",
            ],
        ),
        (
            "de",
            [
                "nach Zeile 3 einen neuen Absatz einfügen: „Eerst.“",
                "danach einen neuen Absatz einfügen: „Dan.“",
                "in Zeile 5 Punkt a. „Ook op zondag.“ dahinter verschieben",
            ],
        ),
        (
            "en",
            [
                "after line 3, insert a new paragraph: “Eerst.”",
                "then insert a new paragraph: “Dan.”",
                "in line 5, move item a. “Ook op zondag.” behind that",
            ],
        ),
    ],
)
def test_what_goes_to_one_place_is_told_one_after_the_other(language, said):
    changes: list[Change] = [
        Insert("p1", PARAGRAPH, (" Eerst", ".")),
        Insert("p1", PARAGRAPH, (" Dan", ".")),
        Move("p3", "p1"),
    ]
    told = instructions(BASE, changes, LINES, language)
    assert [one.replace("\u202f", " ").replace("\u00a0", " ") for one in told] == said


def test_french_quotes_and_colons_never_stand_at_the_end_of_a_line():
    (told,) = instructions(BASE, [Reword("p1", 2, 2, (" tram",))], LINES, "fr")
    assert "«\u202fbus\u202f»\u00a0: «\u202ftram\u202f»" in told


def test_a_word_that_stands_there_very_often_is_counted_with_a_number():
    base = Base([Provision(Kind.PARAGRAPH, "", "ja " * 12 + "nee", id="p1")])
    lines = printed_lines(base.provisions)
    said = [instructions(base, [Reword("p1", 9, 10, ())], lines, name)[0] for name in WORDS]
    assert said == [
        "in regel 1, schrap de 10e “ja”",
        "à la ligne 1, supprimer le 10e «\u202fja\u202f»",
        "in Zeile 1 das 10. „ja“ streichen",
        "in line 1, delete the 10th “ja”",
    ]


LINE = re.compile(r"^(?:in regels?|na regel) (\d+)(?:–(\d+))?[, ]|” na regel (\d+)$")


@given(situations(), st.integers(20, 40))
@settings(deadline=None)
def test_every_change_has_an_instruction_that_names_only_lines_the_provision_has(situation, width):
    base, made = situation
    lines = printed_lines(base.provisions, width)
    for changes in made.values():
        for language in WORDS:
            said = instructions(base, changes, lines, language)
            assert len(said) == len(changes)
            assert all("{" not in one and one.strip() == one for one in said)
        for change, sentence in zip(changes, instructions(base, changes, lines, "nl"), strict=True):
            names = {change.provision} | ({change.after} if isinstance(change, Move) else set())
            own = {line.number for line in lines if line.provision_id in names}
            told = {int(number) for number in LINE.findall(sentence) for number in number if number}
            assert told <= own
            assert bool(told) or BEGINNING in names or sentence.startswith("daarna, ")
