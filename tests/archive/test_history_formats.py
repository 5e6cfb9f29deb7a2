# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every format of history becomes the same table; what is hostile is refused by name."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assembly.archive.reading.history import read_history
from assembly.archive.reading.history_apart import read_history_apart
from assembly.archive.rules.history import ALL_DELETED, understand_history
from assembly.archive.rules.mapping import sound_mapping, suggested
from assembly.archive.rules.questions import Given, Reply
from assembly.archive.rules.table import from_json, to_json
from assembly.archive.rules.tracked import (
    DELETION,
    INSERTION,
    Taken,
    changed,
    made,
    settled,
    taken_apart,
    unmade,
)
from assembly.errors import DocumentUnreadable, InvalidRequest
from tests.build.documents import a_pdf, an_encrypted_pdf, an_odt, docx_with, zipped
from tests.build.tracked import TRACKED, a_tracked, gone, ins, par, plain

TEXT = """Resoluties van de raad
1. Gratis bus
onder 18.
Goedgekeurd
2. Meer bomen:
a. in het park;
Verworpen
Einde van de lijst
"""


def asked(data, file, **columns):
    table = read_history(data, file)
    mapping = suggested(table)
    if columns:
        mapping = sound_mapping(table, mapping.part, columns)
    return table, understand_history(table, mapping, {})


def shown(history):
    return [
        (one.number, one.outcome.value, [(p.marker, p.text) for p in one.provisions])
        for one in history.lines
    ]


def questions(history):
    return [(one.ask.value, one.first, one.words) for one in history.questions]


# ── text, Word, PDF ───────────────────────────────────────────────────────────
def test_text_outside_of_resolutions_is_asked_about_and_never_left_aside():
    table, history = asked(TEXT.encode(), "raad.txt")
    assert (table.format, table.unit.value) == ("text", "line")
    assert shown(history) == [(1, "adopted", [("", "Gratis bus onder 18.")])]
    assert questions(history) == [
        ("number-missing", 1, "Resoluties van de raad"),
        ("outcome-missing", 1, "Resoluties van de raad"),
        ("outcome-unknown", 5, "Verworpen"),
        ("number-missing", 8, "Einde van de lijst"),
        ("outcome-missing", 8, "Einde van de lijst"),
    ]


def test_a_word_that_a_line_end_may_have_torn_is_asked_about():
    _, history = asked(b"1. Gratis auto-\nbus.\nGoedgekeurd\n", "raad.txt")
    assert questions(history) == [("word-broken", 1, "Gratis auto-\nbus.")]


def a_docx(fill):
    document = Document()
    fill(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_table_in_word_has_columns_and_the_text_outside_is_a_part_of_its_own():
    def fill(document):
        document.add_paragraph("1. Buiten de tabel.")
        document.add_paragraph("Goedgekeurd")
        table = document.add_table(rows=0, cols=3)
        for cells in (("Nr", "Tekst", "Uitslag"), ("1", "Bus.", "Goedgekeurd"), ("2", "", "Nee")):
            for cell, words in zip(table.add_row().cells, cells, strict=True):
                cell.text = words

    data = a_docx(fill)
    table, history = asked(data, "raad.docx")
    assert [(one.name, len(one.rows)) for one in table.parts] == [("table 1", 2), ("text", 1)]
    assert shown(history) == [(1, "adopted", [("", "Bus.")])]
    assert questions(history) == [
        ("outcome-unknown", 9, "Nee"),
        ("text-missing", 9, "2 | Nee"),
    ]
    outside = understand_history(
        table,
        sound_mapping(table, "text", {one: one for one in ("number", "text", "outcome")}),
        {},
    )
    assert shown(outside) == [(1, "adopted", [("", "Buiten de tabel.")])]


def test_numbers_that_word_only_shows_are_numbers():
    def fill(document):
        for words in ("Meer bomen.", "Meer gras."):
            document.add_paragraph(words, style="List Number")
            document.add_paragraph("Goedgekeurd")

    _, history = asked(a_docx(fill), "raad.docx")
    assert [one.number for one in history.lines] == [1, 2]


def test_a_pdf_is_read_from_its_text_layer_with_its_pages():
    lines = [(11, 72, 720 - 20 * at, words) for at, words in enumerate(TEXT.splitlines())]
    table, history = asked(a_pdf(lines), "raad.pdf")
    assert (table.format, table.unit.value, table.silent) == ("pdf", "page", ())
    assert shown(history) == [(1, "adopted", [("", "Gratis bus onder 18.")])]
    assert {one.first for one in history.questions} == {1}


def test_a_page_without_text_is_a_question():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(a_pdf([(11, 72, 700, "1. Bus.")]))))
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    table, history = asked(out.getvalue(), "raad.pdf")
    assert table.silent == (2,)
    assert ("page-silent", 2, "") in questions(history)


# ── JSON ──────────────────────────────────────────────────────────────────────
JSON = {
    "raad": {
        "besluiten": [
            {"id": 1, "tekst": ["Bus.", "Ook zondag."], "uitslag": "Approved", "n": {"ja": 3}},
            {"id": 2, "tekst": "Bomen.", "uitslag": "Approved", "a/b": True, "leeg": None},
        ]
    },
    "andere": [{"x": 1}],
}


def test_json_is_mapped_by_pointers_or_with_dots():
    data = json.dumps(JSON).encode()
    table = read_history(data, "raad.json")
    assert [one.name for one in table.parts] == ["/raad/besluiten", "/andere"]
    columns = table.parts[0].columns
    assert columns == ("/id", "/tekst", "/uitslag", "/n/ja", "/a~1b")
    told = {"number": "id", "text": "/tekst", "outcome": "$.uitslag", "yes": "n.ja"}
    mapping = sound_mapping(table, "/raad/besluiten", told)
    history = understand_history(table, mapping, {})
    assert history.questions == ()
    assert [one.yes for one in history.lines] == [3, None]
    assert [p.text for p in history.lines[0].provisions] == ["Bus.", "Ook zondag."]
    with pytest.raises(InvalidRequest):
        sound_mapping(table, "/raad/besluiten", told | {"no": "n.nee"})


# ── what is refused ───────────────────────────────────────────────────────────
DEEP = b'{"a":' * 60 + b"[]" + b"}" * 60
DEEPER = b"[" * 100_000 + b"]" * 100_000
BOMB = zipped({"word/document.xml": b"\0" * 30_000_000, "[Content_Types].xml": b""})
ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("data", "file", "code"),
    [
        pytest.param(b"", "a.csv", "empty-file", id="nothing"),
        pytest.param(b"a;b\n", "a.csv", "no-rows", id="only headings"),
        pytest.param(b'a;b\n1;"x\n', "a.csv", "broken-file", id="an open quotation mark"),
        pytest.param(b"a;b\n1;\x07\n", "a.csv", "forbidden-character", id="a control character"),
        pytest.param(b"a\n" + b"1\n" * 5001, "a.csv", "too-large", id="too many rows"),
        pytest.param(b"a;" * 101 + b"\n1", "a.csv", "too-large", id="too many columns"),
        pytest.param(b"a\n" + b"x" * 150_000, "a.csv", "too-large", id="a long cell"),
        pytest.param(b"{}", "a.json", "no-rows", id="JSON without a list"),
        pytest.param(b'{"a":1,"a":[{}]}', "a.json", "broken-file", id="a name twice"),
        pytest.param(b"[{]", "a.json", "broken-file", id="no JSON"),
        pytest.param(b"[{}, NaN]", "a.json", "broken-file", id="NaN"),
        pytest.param(b'["\xff"]', "a.json", "wrong-encoding", id="JSON that is not UTF-8"),
        pytest.param(DEEP, "a.json", "nested-too-deep", id="deep JSON"),
        pytest.param(DEEPER, "a.json", "nested-too-deep", id="very deep JSON"),
        pytest.param(an_encrypted_pdf(), "a.pdf", "encrypted", id="an encrypted PDF"),
        pytest.param(a_pdf([]), "a.pdf", "no-text", id="a PDF without text"),
        pytest.param(BOMB, "a.docx", "zip-bomb", id="a zip bomb"),
        pytest.param(
            docx_with({"word/document.xml": ENTITIES}), "a.docx", "xml-entities", id="XML"
        ),
        pytest.param(docx_with({"word/vbaProject.bin": b""}), "a.docx", "macros", id="macros"),
        pytest.param(an_odt(), "a.odt", "broken-file", id="an ODT"),
        pytest.param(b"<html>", "a.csv", "unsupported-format", id="HTML"),
    ],
)
async def test_a_file_that_cannot_be_read_is_refused_by_name(data, file, code):
    with pytest.raises(DocumentUnreadable) as refused:
        await read_history_apart(data, file)
    assert refused.value.facts["code"] == code


# ── CSV, whatever stands in it ────────────────────────────────────────────────
WORDS = st.text(
    st.characters(codec="cp1252", exclude_categories=("Cc", "Cf", "Zs"))
    | st.sampled_from(' ;,\t"|\n'),
    max_size=30,
).map(lambda words: words.strip())
ROWS = st.lists(st.tuples(WORDS, WORDS, WORDS).filter(any), min_size=1, max_size=8)


@given(
    ROWS,
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
    st.integers(0, 3),
)
def test_cells_are_read_as_they_were_written(rows, delimiter, encoding, end, empty):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    out.write(end * empty)
    writer.writerow(["nr", "tekst", "uitslag"])
    for row in rows:
        writer.writerow(row)
        out.write(end * empty)
    data = out.getvalue().encode(encoding)
    table = read_history(data, "a.csv")
    (part,) = table.parts
    assert (part.columns, table.delimiter) == (("nr", "tekst", "uitslag"), delimiter)
    assert [one.cells for one in part.rows] == [
        tuple(cell.replace("\t", " ").strip() for cell in row) for row in rows
    ]
    lines = out.getvalue().replace("\r\n", "\n").split("\n")
    for row, written in zip(part.rows, rows, strict=True):
        stretch = "\n".join(lines[row.first - 1 : row.last])
        assert all(
            one in stretch for cell in written for one in cell.replace('"', '""').split("\n")
        )
    assert from_json(json.loads(json.dumps(to_json(table)))) == table


@given(ROWS)
def test_every_row_is_a_resolution_or_a_question_and_nothing_is_lost(rows):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([("nr", "tekst", "uitslag"), *rows])
    table, history = asked(out.getvalue().encode(), "a.csv")
    told = {one.first for one in history.lines}
    words = {one.words for one in history.questions if one.key.startswith("outcome:")}
    for row in table.parts[0].rows:
        about = any(one.first == row.first for one in history.questions)
        assert row.first in told or about or " ".join(row.cells[2].split()) in words


def test_windows_1252_is_confirmed_and_not_believed():
    _, history = asked("nr;tekst;uitslag\n1;Café;Goedgekeurd\n".encode("cp1252"), "a.csv")
    assert questions(history) == [("encoding", 1, "windows-1252")]


def test_what_excel_says_of_its_separator_counts_and_keeps_its_line():
    table, history = asked(b"sep=,\nnr,tekst,uitslag\n1,Bus; en tram.,Goedgekeurd\n", "a.csv")
    assert table.delimiter == ","
    assert [(one.first, one.last) for one in history.lines] == [(3, 3)]


# ── XLSX ──────────────────────────────────────────────────────────────────────
def a_workbook(*sheets, hidden=()):
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data, member, old, new):
    """The same zip with other words in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[member]
    parts[member] = parts[member].replace(old, new)
    return zipped(parts)


RAAD = (
    (),
    ("Nr", "Tekst", "Uitslag", "Datum", "Voor"),
    (1, "Gratis bus.", "Goedgekeurd", date(2024, 5, 3), 12.0),
    (),
    (2, "Meer bomen.", "Verworpen", "3/4/2024", "tien"),
)


def test_each_sheet_is_a_part_with_the_rows_it_counts_and_nothing_is_left_aside():
    data = a_workbook(("Raad", RAAD), ("Oud", (("x",), (1,))), ("Leeg", ()), hidden={"Oud"})
    table, history = asked(data, "raad.xlsx")
    assert (table.format, table.unit.value) == ("xlsx", "line")
    assert [(one.name, len(one.rows)) for one in table.parts] == [("Raad", 2), ("Oud", 1)]
    assert shown(history) == [(1, "adopted", [("", "Gratis bus.")])]
    (line,) = history.lines
    assert (line.first, str(line.on), line.yes) == (3, "2024-05-03", 12)
    assert [one[:2] for one in questions(history)] == [
        ("outcome-unknown", 5),
        ("day-unclear", 5),
        ("count-unclear", 5),
    ]
    assert from_json(json.loads(json.dumps(to_json(table)))) == table


SHEET = "xl/worksheets/sheet1.xml"


def test_a_formula_is_its_stored_value_and_nothing_is_computed():
    data = a_workbook(("Raad", (("Nr", "Tekst", "Uitslag"), ("=1+1", "Bus.", "Goedgekeurd"))))
    with pytest.raises(DocumentUnreadable) as refused:
        read_history(data, "raad.xlsx")
    assert (refused.value.facts["code"], refused.value.facts["at"]) == ("no-value", 2)
    stored = rewritten(data, SHEET, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>7</v>")
    _, history = asked(stored, "raad.xlsx")
    assert [one.number for one in history.lines] == [7]
    broken = rewritten(
        data, SHEET, b'<c r="A2"><f>1+1</f><v></v></c>', b'<c r="A2" t="e"><v>#REF!</v></c>'
    )
    with pytest.raises(DocumentUnreadable) as refused:
        read_history(broken, "raad.xlsx")
    assert refused.value.facts["code"] == "no-value"


async def test_a_hostile_spreadsheet_is_refused_by_name_in_a_process_apart():
    data = a_workbook(("Raad", (("Nr", "Tekst", "Uitslag"), (1, "Bus.", "Goedgekeurd"))))
    table = await read_history_apart(data, "raad.xlsx")
    assert [one.name for one in table.parts] == ["Raad"]
    types = "[Content_Types].xml"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for hostile, code in (
        (rewritten(data, types, b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), "macros"),
        (zipped(parts | {"xl/vbaProject.bin": b"x"}), "macros"),
        (zipped(parts | {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macros"),
        (zipped(parts | {SHEET: b"<worksheet"}), "broken-file"),
        (zipped(parts | {"xl/media/x.bin": b"0" * 9_000_000}), "zip-bomb"),
        (a_workbook(("Raad", [["x"] * 101])), "too-large"),
        (a_workbook(("Raad", [["x"]] * 5_002)), "too-large"),
    ):
        with pytest.raises(DocumentUnreadable) as refused:
            await read_history_apart(hostile, "raad.xlsx")
        assert refused.value.facts["code"] == code


# ── tracked changes in Word ───────────────────────────────────────────────────
def answered(table, history, **replies):
    """What is read once each of these changes is taken like this."""
    mapping = suggested(table)
    given = {}
    for name, word in replies.items():
        key = name.replace("_", "-", 1).replace("_", ":")
        given[key] = Given(Reply.VALUE, word)
    assert given.keys() <= {one.key for one in history.questions}
    return understand_history(table, mapping, given)


def test_each_tracked_change_is_a_question_with_both_readings():
    table, history = asked(a_tracked(*TRACKED), "raad.docx")
    assert from_json(json.loads(json.dumps(to_json(table)))) == table
    assert [(one.key, one.ask.value) for one in history.questions] == [
        ("change-1:1", "tracked-change"),
        ("change-2:1", "tracked-change"),
    ]
    first, second = (one.readings for one in history.questions)
    assert (first.deleted, first.inserted) == ("onder 18", "onder 21")
    assert first.before == "Gratis bus onder 18, ook"
    assert first.after == "Gratis bus onder 21, ook"
    assert (second.deleted, second.inserted) == ("'s ", "")
    assert history.lines == (), "nothing is taken as accepted"


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ("after", "after", "Gratis bus onder 21, ook"),
        ("before", "after", "Gratis bus onder 18, ook"),
        ("after", "before", "Gratis bus onder 21, ook's"),
        ("before", "before", "Gratis bus onder 18, ook's"),
    ],
)
def test_any_of_them_is_taken_or_taken_back(first, second, text):
    changed_twice = (gone("onder 18"), ins("onder 21"), plain(", ook"), gone("'s "))
    content = (par(plain("1. Gratis bus "), *changed_twice), TRACKED[1])
    table, history = asked(a_tracked(*content), "raad.docx")
    told = answered(table, history, change_1_1=first, change_2_1=second)
    assert shown(told) == [(1, "adopted", [("", text)])]
    assert told.open == ()


def test_a_number_and_an_outcome_may_have_been_changed():
    content = (
        par(gone("1"), ins("2"), plain(". Bus.")),
        par(gone("Goedgekeurd")),
        par(ins("Niet goedgekeurd")),
        par(ins("3. Bomen.")),
        par(plain("Goedgekeurd")),
    )
    table, history = asked(a_tracked(*content), "raad.docx")
    (part,) = table.parts
    assert [row.cells for row in part.rows] == [
        ("2", "Bus.", "Niet goedgekeurd"),
        ("3", "Bomen.", "Goedgekeurd"),
    ]
    every = {one.key.replace("-", "_").replace(":", "_"): "after" for one in history.questions}
    assert len(every) == 4
    assert [one[:2] for one in shown(answered(table, history, **every))] == [
        (2, "not_adopted"),
        (3, "adopted"),
    ]
    back = dict.fromkeys(every, "before")
    told = answered(table, history, **back)
    assert [one[:2] for one in shown(told)] == [(1, "adopted")]
    assert [one[0] for one in questions(told) if one[1] == 4][:1] == ["tracked-change"]


def cell(*runs, kind=""):
    said = f"<w:tcPr><w:{kind}/></w:tcPr>" if kind else ""
    return f"<w:tc>{said}{par(*runs)}</w:tc>"


def row(*cells, kind=""):
    said = f"<w:trPr><w:{kind}/></w:trPr>" if kind else ""
    return f"<w:tr>{said}{''.join(cells)}</w:tr>"


def test_rows_and_cells_of_a_table_that_were_deleted_or_inserted_are_asked_about():
    head = row(*(cell(plain(words)) for words in ("Nr", "Tekst", "Uitslag")))
    content = (
        head
        + row(*(cell(plain(words)) for words in ("1", "Bus.", "Goedgekeurd")), kind="del")
        + row(*(cell(ins(words)) for words in ("2", "Bomen.", "Goedgekeurd")), kind="ins")
        + row(cell(plain("3")), cell(plain("Gras."), kind="cellDel"), cell(plain("Goedgekeurd")))
    )
    table, history = asked(a_tracked(f"<w:tbl>{content}</w:tbl>"), "raad.docx")
    assert [
        (one.key, one.readings.deleted, one.readings.inserted) for one in history.questions
    ] == [
        ("change-1:1", "1", ""),
        ("change-2:1", "Bus.", ""),
        ("change-3:1", "Goedgekeurd", ""),
        ("change-1:2", "", "2"),
        ("change-2:2", "", "Bomen."),
        ("change-3:2", "", "Goedgekeurd"),
        ("change-1:3", "Gras.", ""),
    ]
    every = {one.key.replace("-", "_").replace(":", "_"): "after" for one in history.questions}
    told = answered(table, history, **every)
    assert [one.number for one in told.lines] == [2]
    assert [(one.words, one.reason) for one in told.left_out] == [
        ("1 Bus. Goedgekeurd", ALL_DELETED)
    ]
    assert [(one.ask.value, one.first) for one in told.open] == [("text-missing", 10)]
    back = answered(table, history, **(every | {"change_1_3": "before"}))
    assert [one.number for one in back.lines] == [2, 3]


def test_the_end_of_a_paragraph_that_was_tracked_is_a_change_of_its_own():
    content = (
        par(plain("1. Gratis bus")),
        par(plain("en tram"), mark="del"),
        par(plain("en trein.")),
        par(plain("Goedgekeurd")),
    )
    table, history = asked(a_tracked(*content), "raad.docx")
    ((before, after),) = [(one.readings.before, one.readings.after) for one in history.questions]
    assert (before, after) == ("Gratis bus en tram¶ en trein.", "Gratis bus en tram en trein.")
    for word, texts in (
        ("after", ["Gratis bus", "en tram en trein."]),
        ("before", ["Gratis bus", "en tram", "en trein."]),
    ):
        told = answered(table, history, change_1_1=word)
        assert [p.text for p in told.lines[0].provisions] == texts


def test_a_row_is_left_out_with_its_changes_and_signs_of_ours_are_refused():
    table, history = asked(a_tracked(*TRACKED), "raad.docx")
    given = {"change-1:1": Given(Reply.LEAVE_OUT, reason="Nooit beslist.")}
    told = understand_history(table, suggested(table), given)
    assert (told.open, told.lines, len(told.left_out)) == ((), (), 1)
    assert history.open
    with pytest.raises(DocumentUnreadable) as refused:
        asked(a_tracked(par(plain("1. Bus\ufdd0."))), "raad.docx")
    assert refused.value.facts["code"] == "forbidden-character"


WORDS_OF_PIECES = st.text(alphabet="ab \n", max_size=4)


@given(st.lists(st.tuples(st.sampled_from(["", DELETION, INSERTION]), WORDS_OF_PIECES)))
def test_all_taken_or_all_taken_back_is_one_of_the_two_texts(pieces):
    words = "".join(changed(text, sign) for sign, text in pieces if text)
    text, changes = taken_apart(words, 0)
    assert settled((text,), [(one, Taken.AFTER) for one in changes]) == (made(words),)
    assert settled((text,), [(one, Taken.BEFORE) for one in changes]) == (unmade(words),)
    assert all(one.inserted != one.deleted or one.inserted for one in changes)
