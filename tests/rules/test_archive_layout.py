# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.archive.rules.layout import (
    Complaint,
    Fault,
    Reading,
    Sign,
    SourceDocument,
    SourceResolution,
    read_numbered_outcomes,
)
from assembly.archive.rules.lines import LARGEST
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.text import Kind, Provision, canonical

FOLDER = Path(__file__).parents[2] / "data" / "caruna-2025"
SOURCE = json.loads((FOLDER / "source.json").read_text("utf-8"))
DATA = (FOLDER / SOURCE["file"]).read_bytes()
LINES = DATA.decode("utf-8").split("\n")

NOT_ADOPTED = {5, 6, 12, 13, 15, 20, 29, 30, 31, 32, 33, 34, 41, 43}
PARAGRAPHS = {7: 4, 9: 3, 27: 2, 28: 2, 34: 2, 36: 2, 37: 2}  # all others have one
ITEMS = {19: ("a.", "b."), 22: ("a.", "b.")}

TITLE = "Besluiten (1 mei 2024)\n"


def read(text: str) -> Reading:
    return read_numbered_outcomes(text.encode())


def document_of(reading: Reading) -> SourceDocument:
    assert reading.complaints == ()
    assert reading.document is not None
    return reading.document


def words_of(resolution: SourceResolution) -> list[str]:
    return canonical(resolution.provisions).split()


def places(reading: Reading) -> list[tuple[int, Fault]]:
    return [(complaint.line, complaint.code) for complaint in reading.complaints]


CARUNA = document_of(read_numbered_outcomes(DATA))
BY_NUMBER = {resolution.number: resolution for resolution in CARUNA.resolutions}


# ── the first source, as it was delivered ─────────────────────────────────────
def test_the_shipped_source_has_the_digest_it_claims() -> None:
    assert hashlib.sha256(DATA).hexdigest() == SOURCE["sha256"]


def test_the_title_line_gives_the_title_and_the_day() -> None:
    assert CARUNA.title == "Resoluties Caruna (22 november 2025)"
    assert CARUNA.held_on == date(2025, 11, 22)
    assert CARUNA.held_on.isoformat() == SOURCE["assembly"]["held_on"]
    assert CARUNA.title_line == 1


def test_there_are_44_resolutions_in_the_order_of_their_numbers() -> None:
    assert [resolution.number for resolution in CARUNA.resolutions] == list(range(1, 45))


def test_thirty_are_adopted_and_fourteen_are_not() -> None:
    refused = {r.number for r in CARUNA.resolutions if r.outcome is Outcome.NOT_ADOPTED}
    adopted = {r.number for r in CARUNA.resolutions if r.outcome is Outcome.ADOPTED}
    assert refused == NOT_ADOPTED
    assert len(adopted) == 30


@pytest.mark.parametrize("number", range(1, 45), ids="resolution {} keeps every word".format)
def test_the_wording_is_the_source_between_number_and_outcome(number: int) -> None:
    resolution = BY_NUMBER[number]
    raw = [line.strip() for line in LINES[resolution.first_line - 1 : resolution.last_line]]
    assert raw[0].startswith(f"{number}. ")
    assert raw[-1] == ("Niet goedgekeurd" if number in NOT_ADOPTED else "Goedgekeurd")
    assert resolution.outcome_words == raw[-1]
    between = " ".join([raw[0].removeprefix(f"{number}. "), *raw[1:-1]])
    assert words_of(resolution) == between.split()


def test_every_line_with_words_is_in_one_resolution_or_accounted_for() -> None:
    inside = {line for r in CARUNA.resolutions for line in range(r.first_line, r.last_line + 1)}
    outside = [line.strip() for at, line in enumerate(LINES, 1) if at not in inside]
    assert [line for line in outside if line] == ["Resoluties Caruna (22 november 2025)", "5"]


@pytest.mark.parametrize("number", range(1, 45), ids="resolution {} is divided as written".format)
def test_each_resolution_has_its_paragraphs_and_items(number: int) -> None:
    provisions = BY_NUMBER[number].provisions
    paragraphs = [p for p in provisions if p.kind is Kind.PARAGRAPH]
    items = [p for p in provisions if p.kind is Kind.ITEM]
    assert len(paragraphs) == PARAGRAPHS.get(number, 1)
    assert tuple(item.marker for item in items) == ITEMS.get(number, ())
    assert list(provisions) == [*paragraphs, *items]
    assert all(paragraph.marker == "" for paragraph in paragraphs)
    assert all("  " not in p.text and p.text == p.text.strip() for p in provisions)


@pytest.mark.parametrize(
    ("number", "beginnings"),
    [
        pytest.param(
            7,
            [
                "Wij eisen een nieuw leiderschap",
                "Leiderschap dat zorgprofessionals",
                "De huidige organisatie",
                "Wij kiezen voor een zorgmodel",
            ],
            id="resolution 7 has four paragraphs",
        ),
        pytest.param(
            9,
            ["Zorg is geen neutrale zone", "Cultuur, ideologie en", "Want zorg die telt"],
            id="resolution 9 has three paragraphs",
        ),
        pytest.param(
            19,
            ["Gezond leven moet", "met duidelijke eindtermen", "Met ambassadeurs"],
            id="resolution 19 leads to two items",
        ),
        pytest.param(
            22,
            ["Om een gezond leven", "dat er maatregelen", "en dat er bij maatregelen"],
            id="resolution 22 leads to two items",
        ),
        pytest.param(
            27,
            ["Mantelzorgers moeten volwaardig", "Er moet ook ondersteuning"],
            id="in resolution 27 the last word that fits is at the margin",
        ),
        pytest.param(
            28, ["In de samenleving", "Hierdoor is"], id="an ellipsis opens no paragraph in 28"
        ),
        pytest.param(34, ["willen ons", "We keren"], id="resolution 34 begins with a small letter"),
        pytest.param(36, ["Politieke", "Solidariteit moet"], id="resolution 36 has two paragraphs"),
        pytest.param(37, ["Sensibilisering", "(Want waar"], id="a bracket opens a paragraph in 37"),
    ],
)
def test_a_text_of_several_provisions_divides_where_it_was_meant(
    number: int, beginnings: list[str]
) -> None:
    provisions = BY_NUMBER[number].provisions
    assert len(provisions) == len(beginnings)
    for provision, beginning in zip(provisions, beginnings, strict=True):
        assert provision.text.startswith(beginning)


def test_a_page_break_inside_a_resolution_leaves_no_trace_in_its_words() -> None:
    (paragraph,) = BY_NUMBER[29].provisions
    assert "We doorbreken bewust de silo’s in denken en doen" in paragraph.text


def test_the_quirks_of_the_source_stay() -> None:
    assert BY_NUMBER[16].provisions[0].text.endswith("(therapietrouw en empowerment )")
    assert "in zijn eigen situatie . Voorzie" in BY_NUMBER[17].provisions[0].text
    assert "sociale zekerheid als kracht" in BY_NUMBER[37].provisions[0].text


def test_the_page_number_and_the_page_breaks_are_noted_with_their_lines() -> None:
    notes = [(note.line, note.code) for note in read_numbered_outcomes(DATA).notes]
    assert notes == [
        (109, Sign.PAGE_BREAK),
        (209, Sign.PAGE_BREAK),
        (302, Sign.PAGE_BREAK),
        (415, Sign.PAGE_NUMBER),
    ]


def test_a_title_is_the_first_words_and_the_digest_follows_the_words() -> None:
    assert (
        BY_NUMBER[13].title == "Flexijobs afschaffen geeft (terug) ruimte voor zorg en connectie."
    )
    assert (
        BY_NUMBER[34].title
        == "willen ons financieringsmechanisme en de indexaanpassing herdenken voor een …"
    )
    assert len({resolution.digest for resolution in CARUNA.resolutions}) == 44


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, id="a byte order mark before it"),
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="line ends of another system"),
        pytest.param(lambda data: data.replace(b" \n", b"\n"), id="trailing spaces taken away"),
        pytest.param(lambda data: data.replace(b"\n 10.", b"\n\f10."), id="a form feed at a page"),
        pytest.param(lambda data: data.replace(b" 5  \n", b"\n"), id="no page number"),
        pytest.param(lambda data: data.rstrip(), id="no line end at the end"),
        pytest.param(
            lambda data: data.replace(b"Niet goed", b"Niet\xc2\xa0goed"),
            id="a no-break space inside an outcome",
        ),
    ],
)
def test_what_does_not_touch_the_words_changes_nothing(
    change: Callable[[bytes], bytes],
) -> None:
    changed = change(DATA)
    assert changed != DATA
    assert document_of(read_numbered_outcomes(changed)) == CARUNA


# ── small texts ───────────────────────────────────────────────────────────────
def provisions_of(*lines: str) -> tuple[Provision, ...]:
    text = "\n\n".join(lines)
    (resolution,) = document_of(read(f"{TITLE}1. {text}\nGoedgekeurd\n")).resolutions
    return resolution.provisions


FULL = "x" * 80


def test_a_short_line_in_the_middle_of_a_sentence_divides_nothing() -> None:
    assert provisions_of("Wij willen", "dat dit.") == (
        Provision(Kind.PARAGRAPH, "", "Wij willen dat dit."),
    )


def test_a_sentence_that_ends_with_a_full_line_divides_nothing() -> None:
    assert len(provisions_of(f"{FULL} nu.", "Verder.")) == 1


def test_the_next_word_is_measured_against_column_ninety() -> None:
    line = "x" * 83 + "."  # with “1. ” before it 87 columns
    assert len(provisions_of(line, "Er is.")) == 2
    assert len(provisions_of(line, "Het is.")) == 1


@pytest.mark.parametrize("end", [".", "!", "?", "…", "...", ".)", ".”", "?»"])
def test_a_short_line_that_ends_a_sentence_ends_a_paragraph(end: str) -> None:
    assert len(provisions_of(f"Dit is af{end}", "Dat ook.")) == 2


@pytest.mark.parametrize("end", [",", ";", ":", "", " –", ")", "”"])
def test_a_short_line_that_ends_no_sentence_ends_no_paragraph(end: str) -> None:
    assert len(provisions_of(f"Dit is niet af{end}", "en dat ook niet.")) == 1


def test_items_may_run_over_lines_and_a_paragraph_may_follow_them() -> None:
    assert provisions_of("Wij willen:", "a. dit", "en dat;", "b) alles.", "Nu.") == (
        Provision(Kind.PARAGRAPH, "", "Wij willen:"),
        Provision(Kind.ITEM, "a.", "dit en dat;"),
        Provision(Kind.ITEM, "b)", "alles."),
        Provision(Kind.PARAGRAPH, "", "Nu."),
    )


def test_a_text_may_begin_with_an_item() -> None:
    assert provisions_of("a. dit;", "b. dat.") == (
        Provision(Kind.ITEM, "a.", "dit;"),
        Provision(Kind.ITEM, "b.", "dat."),
    )


def test_an_item_goes_on_with_the_list_after_a_full_line_without_a_stop() -> None:
    assert [p.marker for p in provisions_of("a. dit", f"{FULL} vol en", "b. dat.")] == ["a.", "b."]


def test_a_list_opens_after_a_full_line_that_announces_it() -> None:
    assert [p.marker for p in provisions_of(f"{FULL} als volgt:", "a. dit;")] == ["", "a."]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((f"{FULL} vitamine", "a. is gezond."), id="a sentence ran on into a letter"),
        pytest.param(("Wij willen:", "c. dit."), id="a list cannot begin with c"),
        pytest.param(("Wij willen:", "a. dit;", "c. dat."), id="a list cannot skip a letter"),
        pytest.param(("Wij willen:", "a. dit;", "a. dat."), id="a list cannot repeat a letter"),
    ],
)
def test_a_letter_that_is_no_item_stays_in_the_words_and_is_noted(lines: tuple[str, ...]) -> None:
    reading = read("\n".join([TITLE + "1. " + lines[0], *lines[1:], "Goedgekeurd"]))
    (resolution,) = document_of(reading).resolutions
    assert words_of(resolution) == " ".join(lines).split()
    assert resolution.provisions[-1].text.endswith(lines[-1])
    assert [(n.line, n.code) for n in reading.notes] == [(len(lines) + 1, Sign.READ_AS_TEXT)]


def test_a_year_at_the_head_of_a_line_is_text_when_the_sentence_ran_on() -> None:
    reading = read(f"{TITLE}1. {FULL} tegen\n2030. Daarna niet meer.\nGoedgekeurd\n")
    (resolution,) = document_of(reading).resolutions
    assert resolution.provisions[0].text == f"{FULL} tegen 2030. Daarna niet meer."
    assert [(n.line, n.code) for n in reading.notes] == [(3, Sign.READ_AS_TEXT)]


def test_an_amount_at_the_head_of_a_line_is_never_a_number_of_a_resolution() -> None:
    (paragraph,) = provisions_of("Wij geven", "2.500 euro.")
    assert paragraph.text == "Wij geven 2.500 euro."


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((f"{FULL} is nu", "goedgekeurd."), id="a sentence ran on into the word"),
        pytest.param(("Wij kiezen.", "Goede keuzes."), id="words that are only a little alike"),
    ],
)
def test_words_that_are_not_meant_as_an_outcome_are_text(lines: tuple[str, ...]) -> None:
    assert " ".join(p.text for p in provisions_of(*lines)) == " ".join(lines)


def test_notes_stand_in_the_order_of_their_lines() -> None:
    reading = read(f"{TITLE}1. {FULL} tegen\n2030. Nu.\nGoedgekeurd\n 2. Dat.\nGoedgekeurd\n")
    assert [(n.line, n.code) for n in reading.notes] == [
        (3, Sign.READ_AS_TEXT),
        (5, Sign.PAGE_BREAK),
    ]


def test_a_form_feed_is_noted_wherever_it_stands() -> None:
    reading = read(f"{TITLE}1. Wij doen\n\n\f\ndit.\nGoedgekeurd\n")
    assert document_of(reading).resolutions[0].provisions[0].text == "Wij doen dit."
    assert [(n.line, n.code) for n in reading.notes] == [(4, Sign.PAGE_BREAK)]


def test_the_number_may_stand_on_a_line_of_its_own() -> None:
    (resolution,) = document_of(read(f"{TITLE}1.\nWij doen dit.\nGoedgekeurd\n")).resolutions
    assert resolution.provisions == (Provision(Kind.PARAGRAPH, "", "Wij doen dit."),)
    assert (resolution.first_line, resolution.last_line) == (2, 4)


def test_no_break_spaces_stay_and_others_fold() -> None:
    (paragraph,) = provisions_of("Wij\u00a0zijn  met\t100\u00a0000", "mensen.")
    assert paragraph.text == "Wij\u00a0zijn met 100\u00a0000 mensen."


def test_a_hyphen_with_a_space_after_it_is_a_word_of_its_own() -> None:
    (paragraph,) = provisions_of("Zorg- ", "en welzijn.")
    assert paragraph.text == "Zorg- en welzijn."


def test_a_hyphen_at_the_very_end_tears_nothing() -> None:
    (paragraph,) = provisions_of("Welzijn en zorg-")
    assert paragraph.text == "Welzijn en zorg-"


# ── complaints, each on its line ──────────────────────────────────────────────
ONE = "1. Wij doen dit.\nGoedgekeurd\n"  # lines 2 and 3
COMPLAINTS = [
    pytest.param("", [(1, Fault.EMPTY_FILE)], id="an empty file"),
    pytest.param("\ufeff \n\u00a0\n", [(1, Fault.EMPTY_FILE)], id="a file of white space"),
    pytest.param(ONE, [(1, Fault.NO_TITLE)], id="resolutions without a title"),
    pytest.param("\n\n5\n", [(3, Fault.NO_TITLE)], id="a page number and nothing else"),
    pytest.param("\nBesluiten\n" + ONE, [(2, Fault.NO_DATE)], id="a title without a date"),
    pytest.param(
        "Besluiten (31 november 2024)\n" + ONE, [(1, Fault.NO_DATE)], id="a day that never was"
    ),
    pytest.param(
        "Van 1 mei 2024 tot 2 mei 2024\n" + ONE, [(1, Fault.NO_DATE)], id="a title with two days"
    ),
    pytest.param("Besluiten 1 mei 20245\n" + ONE, [(1, Fault.NO_DATE)], id="a year of five digits"),
    pytest.param(
        "Besluiten 111 mei 2024\n" + ONE, [(1, Fault.NO_DATE)], id="a day of three digits"
    ),
    pytest.param(TITLE + "\n \n", [(1, Fault.NO_RESOLUTIONS)], id="a title and nothing else"),
    pytest.param(
        TITLE + "Voorwoord.\nEn meer.\n" + ONE,
        [(2, Fault.TEXT_OUTSIDE)],
        id="text before the first",
    ),
    pytest.param(
        TITLE + ONE + "\nSlotwoord.\n" + ONE.replace("1.", "2.") + "Einde.\n",
        [(5, Fault.TEXT_OUTSIDE), (8, Fault.TEXT_OUTSIDE)],
        id="text after outcomes",
    ),
    pytest.param(
        TITLE + "Voorwoord.\nGoedgekeurd\nNog een woord.\n" + ONE,
        [(2, Fault.TEXT_OUTSIDE), (3, Fault.OUTCOME_ASTRAY), (4, Fault.TEXT_OUTSIDE)],
        id="text around an outcome that belongs nowhere",
    ),
    pytest.param(
        TITLE + "Voorwoord.\n1. Wij doen dit.\nGoedgekeurt\nSlotwoord.\n",
        [(2, Fault.TEXT_OUTSIDE), (4, Fault.OUTCOME_UNKNOWN), (5, Fault.TEXT_OUTSIDE)],
        id="text after a misspelt outcome",
    ),
    pytest.param(
        TITLE + "1.\nGoedgekeurt\n",
        [(2, Fault.EMPTY_TEXT), (3, Fault.OUTCOME_UNKNOWN)],
        id="a misspelt outcome and no text",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\nWij doen het zonder punt aan het eind\n",
        [(3, Fault.OUTCOME_MISSING)],
        id="a last line too long for an outcome",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\nNu meteen.\n",
        [(3, Fault.OUTCOME_MISSING)],
        id="a last line that is a sentence",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit\nnu meteen\n",
        [(3, Fault.OUTCOME_MISSING)],
        id="a last line that goes on with a sentence",
    ),
    pytest.param(
        TITLE + "1.\n3. Dat.\nGoedgekeurd\n",
        [(2, Fault.EMPTY_TEXT), (2, Fault.OUTCOME_MISSING), (3, Fault.NUMBER_GAP)],
        id="a number alone before a gap",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\n\n2. En dat.\nGoedgekeurd\n",
        [(2, Fault.OUTCOME_MISSING)],
        id="no outcome before the next number",
    ),
    pytest.param(
        TITLE + f"1. {FULL} vol en\n2. En dat.\nGoedgekeurd\n",
        [(2, Fault.OUTCOME_MISSING)],
        id="no outcome before the next number, after a full line",
    ),
    pytest.param(
        TITLE + ONE + "2. En dat\nook nog.\n\n", [(5, Fault.OUTCOME_MISSING)], id="no last outcome"
    ),
    pytest.param(
        TITLE + ONE + ONE, [(4, Fault.NUMBER_TWICE)], id="a number that stands there twice"
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\n1. En dat.\nGoedgekeurd\n",
        [(2, Fault.OUTCOME_MISSING), (3, Fault.NUMBER_TWICE)],
        id="a number twice without an outcome between",
    ),
    pytest.param(
        TITLE + ONE + "3. En dat.\nGoedgekeurd\n4. Meer.\nGoedgekeurd\n",
        [(4, Fault.NUMBER_GAP)],
        id="a gap, told once",
    ),
    pytest.param(
        TITLE + "2. En dat.\nGoedgekeurd\n",
        [(2, Fault.NUMBER_GAP)],
        id="a first number that is not 1",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\n3. En dat.\nGoedgekeurd\n",
        [(2, Fault.OUTCOME_MISSING), (3, Fault.NUMBER_GAP)],
        id="a gap without an outcome before it",
    ),
    pytest.param(
        TITLE + ONE + "3. Drie.\nGoedgekeurd\n2. Twee.\nGoedgekeurd\n",
        [(4, Fault.NUMBER_GAP), (6, Fault.NUMBER_GAP)],
        id="numbers out of order",
    ),
    pytest.param(
        TITLE + ONE + "3. Drie.\nGoedgekeurd\n2. Twee.\nGoedgekeurd\n4. Vier.\nGoedgekeurd\n",
        [(4, Fault.NUMBER_GAP), (6, Fault.NUMBER_GAP)],
        id="numbers out of order do not disturb the next",
    ),
    pytest.param(
        TITLE + "Goedgekeurd\n" + ONE, [(2, Fault.OUTCOME_ASTRAY)], id="an outcome before the first"
    ),
    pytest.param(
        TITLE + ONE + "Niet goedgekeurd\n", [(4, Fault.OUTCOME_ASTRAY)], id="a second outcome"
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\nGoedgekeurt\n2. En dat.\nGoedgekeurd\n",
        [(3, Fault.OUTCOME_UNKNOWN)],
        id="a misspelt outcome",
    ),
    pytest.param(
        TITLE + f"1. Wij {FULL} en\nGoedgekeurt\n2. En dat.\nGoedgekeurd\n",
        [(3, Fault.OUTCOME_UNKNOWN)],
        id="a misspelt outcome after a full line",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\ngoedgekeurd\n", [(3, Fault.OUTCOME_UNKNOWN)], id="small letters"
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\nGoedgekeurd.\n", [(3, Fault.OUTCOME_UNKNOWN)], id="a full stop"
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\nAangehouden\n2. En dat.\nGoedgekeurd\n",
        [(3, Fault.OUTCOME_UNKNOWN)],
        id="an outcome nobody knows",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\nGoedgekeurd met 12 stemmen tegen 3.\n",
        [(3, Fault.OUTCOME_UNKNOWN)],
        id="an outcome that says more",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\nNiet\nGoedgekeurd\n",
        [(4, Fault.OUTCOME_UNKNOWN)],
        id="an outcome torn over two lines never adopts",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit. Niet\nGoedgekeurd\n",
        [(3, Fault.OUTCOME_UNKNOWN)],
        id="an outcome whose first word hangs on the text never adopts",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit.\nNiet\ngoedgekeurd\n",
        [(4, Fault.OUTCOME_UNKNOWN)],
        id="an outcome torn over two lines",
    ),
    pytest.param(
        TITLE + "1.\nGoedgekeurd\n", [(2, Fault.EMPTY_TEXT)], id="a resolution without words"
    ),
    pytest.param(
        TITLE + "1. Goedgekeurd\n",
        [(2, Fault.EMPTY_TEXT)],
        id="a number and an outcome on one line",
    ),
    pytest.param(
        TITLE + "1.\n2. Dat.\nGoedgekeurd\n",
        [(2, Fault.EMPTY_TEXT), (2, Fault.OUTCOME_MISSING)],
        id="a number alone",
    ),
    pytest.param(
        TITLE + "1. Wij doen\n\n5\n\ndit.\nGoedgekeurd\n",
        [(4, Fault.NUMBER_ALONE)],
        id="a page number or a word, inside a resolution",
    ),
    pytest.param(
        TITLE + "1. Zorg-\nen welzijn.\nGoedgekeurd\n",
        [(2, Fault.BROKEN_WORD)],
        id="a word that may be torn",
    ),
    pytest.param(
        TITLE + "1. Wij\u202edoen dit.\nGoedgekeurd\n",
        [(2, Fault.FORBIDDEN_CHARACTER)],
        id="a character that turns the reading direction",
    ),
    pytest.param(
        TITLE + "1. Wij doen\n\x00dit.\nGoed\u200bgekeurd\n",
        [(3, Fault.FORBIDDEN_CHARACTER), (4, Fault.FORBIDDEN_CHARACTER)],
        id="characters that nobody sees",
    ),
    pytest.param(
        TITLE + "1. Wij doen dit\rof dat.\nGoedgekeurd\n",
        [(2, Fault.FORBIDDEN_CHARACTER)],
        id="a carriage return inside a line",
    ),
    pytest.param(
        TITLE + "1. Wij doen:\n\uf0b7 dit.\nGoedgekeurd\n",
        [(3, Fault.FORBIDDEN_CHARACTER)],
        id="a bullet that only one font can show",
    ),
    pytest.param(
        TITLE + "1. Wij doen\u2028dit.\nGoedgekeurd\n",
        [(2, Fault.FORBIDDEN_CHARACTER)],
        id="a line end that is no line end",
    ),
    pytest.param(
        TITLE + "1. Geco\ufffdrdineerd.\nGoedgekeurd\n",
        [(2, Fault.FORBIDDEN_CHARACTER)],
        id="a letter that was lost before",
    ),
]


@pytest.mark.parametrize(("text", "expected"), COMPLAINTS)
def test_what_cannot_be_read_is_refused_whole_with_its_lines(
    text: str, expected: list[tuple[int, Fault]]
) -> None:
    reading = read(text)
    assert places(reading) == expected
    assert reading.document is None
    assert all(str(complaint).startswith("Line ") for complaint in reading.complaints)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        pytest.param(b"\xff\xfeB\x00", 1, id="another encoding from the first byte"),
        pytest.param(TITLE.encode() + b"1. Geco\xf6rdineerd.\n", 2, id="one letter in Latin-1"),
        pytest.param(b"\xef\xbb\xbf\n\nx\xe9\n", 3, id="after a byte order mark"),
        pytest.param(b"a\nb\xc3", 2, id="a letter cut in two by the end"),
    ],
)
def test_bytes_that_are_not_utf_8_are_refused_with_their_line(data: bytes, line: int) -> None:
    assert places(read_numbered_outcomes(data)) == [(line, Fault.NOT_UTF8)]


def test_a_file_too_large_is_refused_and_the_largest_is_not() -> None:
    largest = (TITLE + ONE).encode().ljust(LARGEST)
    assert document_of(read_numbered_outcomes(largest)).resolutions
    assert places(read_numbered_outcomes(largest + b" ")) == [(1, Fault.TOO_LARGE)]


def test_complaints_stop_at_a_hundred_and_say_how_many_remain() -> None:
    reading = read(TITLE + "Goedgekeurd\n" * 150)
    assert len(reading.complaints) == 101
    assert reading.complaints[-1] == Complaint(
        102, Fault.TOO_MANY, "There are 51 more complaints from here on."
    )


@pytest.mark.parametrize("month", ["MEI", "Mei", "mei"])
def test_months_are_read_in_any_case(month: str) -> None:
    assert document_of(read(f"Besluiten (1 {month} 2024)\n{ONE}")).held_on == date(2024, 5, 1)


def test_a_long_s_in_a_month_is_still_that_month() -> None:
    assert document_of(read(f"Besluiten 1 augu\u017ftus 2024\n{ONE}")).held_on == date(2024, 8, 1)


# ── whatever comes ────────────────────────────────────────────────────────────
PIECES = [
    *("1. ", "2. ", "3)", "12. Wij", "2030. ", "5", "a. ", "b. ", "Goedgekeurd", "Niet "),
    *("Goedgekeurt", "goedgekeurd", "Aangehouden", "\n", "\n\n", "\r\n", "\f", " ", "\u00a0"),
    *("Wij doen dit.", "dit", "...", "–", "Zorg-", "\ufeff", "\x00", "\u202e", "x" * 85, TITLE),
]
jumbles = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def assert_whole_or_refused(data: bytes) -> None:
    reading = read_numbered_outcomes(data)
    assert (reading.document is None) is bool(reading.complaints)
    last = max(1, len(data.split(b"\n")) - data.endswith(b"\n"))
    lines = [complaint.line for complaint in reading.complaints]
    lines += [note.line for note in reading.notes]
    assert all(1 <= line <= last for line in lines)
    if reading.document:
        numbers = [resolution.number for resolution in reading.document.resolutions]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(words_of(resolution) for resolution in reading.document.resolutions)


@settings(deadline=None)  # a busy machine is no failure
@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_on_lines_of_the_file(data: bytes) -> None:
    assert_whole_or_refused(data)


@settings(deadline=None)  # a busy machine is no failure
@given(text=jumbles, titled=st.booleans())
def test_any_jumble_of_known_pieces_is_read_or_refused(text: str, *, titled: bool) -> None:
    assert_whole_or_refused(((TITLE if titled else "") + text).encode())


def wrapped(words: list[str], width: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


@settings(deadline=None)  # a busy machine is no failure
@given(data=st.data())
def test_where_lines_are_broken_never_changes_the_wording(data: st.DataObject) -> None:
    text = [CARUNA.title]
    for resolution in CARUNA.resolutions:
        width = data.draw(st.integers(40, 140))
        blank = "\n" * data.draw(st.integers(1, 3))
        lines = wrapped([f"{resolution.number}.", *words_of(resolution)], width)
        text += [" " + blank.join(f"{line} " for line in lines), resolution.outcome_words]
    again = document_of(read("\n".join(text)))
    assert [words_of(r) for r in again.resolutions] == [words_of(r) for r in CARUNA.resolutions]
    assert [r.outcome for r in again.resolutions] == [r.outcome for r in CARUNA.resolutions]


VOCABULARY = sorted(
    {
        word
        for resolution in CARUNA.resolutions
        for provision in resolution.provisions
        for word in provision.text.split(" ")
        if re.fullmatch(r"[^\W\d_]{2,20},?", word)
    }
)
sentences = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=40).map(
    lambda words: [*words, "klaar."]
)


def laid_out(prefix: str, words: list[str]) -> tuple[list[str], list[str]]:
    """The words and their lines, the last of them with room for any word of the vocabulary."""
    lines = wrapped([*prefix.split(), *words], 90)
    if len(lines[-1]) > 68:
        words = [*words[:-1], *["verder"] * 5, words[-1]]
        lines = wrapped([*prefix.split(), *words], 90)
    return words, lines


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, list[tuple[tuple[Provision, ...], Outcome]]]:
    lines, expected = [TITLE], []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        provisions = []
        paragraphs = draw(st.integers(1, 3))
        markers = ["a.", "b.", "c."][: draw(st.integers(0, 3))]
        for at, marker in enumerate([""] * paragraphs + markers):
            prefix = f"{number}." if at == 0 else marker
            words, rows = laid_out(prefix, draw(sentences))
            kind = Kind.ITEM if marker else Kind.PARAGRAPH
            provisions.append(Provision(kind, marker, " ".join(words)))
            lines += rows
        outcome = draw(st.sampled_from(Outcome))
        lines.append(outcome.label("nl"))
        expected.append((tuple(provisions), outcome))
    return "\n".join(lines), expected


@settings(deadline=None)  # a busy machine is no failure
@given(made=documents())
def test_a_document_that_is_laid_out_like_the_source_is_read_back_as_it_was(
    made: tuple[str, list[tuple[tuple[Provision, ...], Outcome]]],
) -> None:
    text, expected = made
    assert [(r.provisions, r.outcome) for r in document_of(read(text)).resolutions] == expected
