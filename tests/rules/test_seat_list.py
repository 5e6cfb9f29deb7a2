# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A list of people compared with the seats: cell by cell, in four languages, nothing unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.assemblies.rules.list_columns import Column, columns_of
from assembly.assemblies.rules.naming import RULES, suggest_slug
from assembly.assemblies.rules.seat_list import Mark, Preview, Seated, preview, roll_digest
from assembly.voting.rules.majority import PRESETS

HEAD = ["Nr", "Naam", "Gewicht", "Groep", "E-mail"]
JAN = Seated(1, "Jan Peeters", "1", "NL", "jan@example.org")


def told(found: Preview, column: str, row: int = 0) -> tuple[str, str | None]:
    cell = found.rows[row].cells[Column(column)]
    return cell.mark.value, cell.reason


def codes(found: Preview) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(["Nummer", "Naam", "Gewicht", "Taalgroep", "E-mailadres"], id="Dutch"),
        pytest.param(["N° de siège", "Nom complet", "Poids", "Collège", "Courriel"], id="French"),
        pytest.param(["Sitz-Nr.", "Name", "Gewichtung", "Gruppe", "E-Mail-Adresse"], id="German"),
        pytest.param(["Seat number", "Full name", "Weight", "College", "e-mail"], id="English"),
    ],
)
def test_headers_are_known_in_four_languages(header):
    found, unknown, twice = columns_of(header)
    assert found == {column.value: place for place, column in enumerate(Column)}
    assert (unknown, twice) == ([], [])


def test_a_given_and_a_family_name_are_one_name():
    found = preview([["Prénom", "Nom", "N°"], ["Zoé", "Dubois", "4"]], [])
    assert found.rows[0].cells[Column.NAME].text == "Zoé Dubois"


def test_a_title_above_the_list_is_passed_over():
    found = preview([["Ledenlijst 2026"], [], HEAD, ["1", "Ann"]], [])
    assert (found.rows[0].at, found.rows[0].number) == (4, 1)


def test_without_a_header_it_is_no_list():
    assert codes(preview([["1", "Jan"], ["2", "Ann"]], [])) == ["no-header"]
    assert codes(preview([HEAD], [])) == ["no-rows"]
    many = [["nr", "naam"], *([str(n), "x"] for n in range(1, 10_002))]
    assert codes(preview(many, [])) == ["too-many-rows"]


@pytest.mark.parametrize(
    ("column", "row", "mark", "reason"),
    [
        pytest.param("name", ["1", "Jan Peeters"], "same", None, id="the same name"),
        pytest.param("name", ["1", "  Jan   Peeters "], "same", None, id="blanks do not matter"),
        pytest.param("name", ["1", ""], "same", None, id="an empty cell leaves what is there"),
        pytest.param("name", ["1", "Jan Pieters"], "changed", None, id="another name"),
        pytest.param("name", ["2", "Ann"], "new", None, id="a new person"),
        pytest.param("name", ["2", ""], "doubtful", "name-missing", id="nobody's name"),
        pytest.param("name", ["2", "=cmd|'/c calc'!A1"], "doubtful", "formula", id="a formula"),
        pytest.param("name", ["2", "1984"], "doubtful", "no-letters", id="a number for a name"),
        pytest.param("name", ["2", "a\u202eb"], "wrong", "unseen-character", id="turned around"),
        pytest.param("name", ["2", "x" * 201], "wrong", "too-long", id="201 letters"),
        pytest.param("name", ["2", "Jan Peeters"], "doubtful", "name-elsewhere", id="a double"),
        pytest.param("number", ["zeven", "Ann"], "wrong", "not-a-number", id="no number"),
        pytest.param("number", ["0", "Ann"], "wrong", "not-a-number", id="seat zero"),
        pytest.param("number", ["100001", "Ann"], "wrong", "not-a-number", id="too high"),
        pytest.param("number", ["007", "Ann"], "new", None, id="zeros in front"),
        pytest.param("number", ["7,0", "Ann"], "new", None, id="a number a spreadsheet rounded"),
        pytest.param("number", ["", "Ann"], "doubtful", "number-given", id="without a number"),
        pytest.param("weight", ["1", "", "1,5"], "changed", None, id="a comma"),
        pytest.param("weight", ["1", "", "1.0"], "same", None, id="one is one"),
        pytest.param("weight", ["1", "", "2.000"], "doubtful", "thousands", id="two, or thousands"),
        pytest.param("weight", ["1", "", "0"], "wrong", "not-a-weight", id="nothing"),
        pytest.param("weight", ["1", "", "-1"], "wrong", "not-a-weight", id="below nothing"),
        pytest.param("weight", ["1", "", "1e3"], "wrong", "not-a-weight", id="a power"),
        pytest.param("college", ["1", "", "", "FR"], "changed", None, id="another college"),
        pytest.param("college", ["2", "", "", "nl"], "doubtful", "colleges-alike", id="nl and NL"),
        pytest.param("college", ["2", "", "", "x" * 41], "wrong", "not-a-college", id="41 letters"),
        pytest.param("email", ["1", "", "", "", "jan@example.org"], "same", None, id="as it was"),
        pytest.param("email", ["2", "", "", "", "A.b@Example.ORG"], "new", None, id="an address"),
        pytest.param("email", ["2", "", "", "", "a@b"], "wrong", "not-an-address", id="no domain"),
        pytest.param(
            "email", ["2", "", "", "", "a@b.c\r\nBcc: x@y.z"], "wrong", "not-an-address", id="two"
        ),
    ],
)
def test_every_cell_says_what_it_does(column, row, mark, reason):
    assert told(preview([HEAD, row], [JAN]), column) == (mark, reason)


def test_the_domain_of_an_address_is_written_small_and_its_name_is_kept():
    found = preview([HEAD, ["2", "Ann", "", "", "Ann.B@Example.ORG"]], [])
    assert found.rows[0].cells[Column.EMAIL].text == "Ann.B@example.org"


def test_a_number_that_comes_twice_is_wrong_in_both_rows():
    found = preview([HEAD, ["2", "Ann"], ["02", "Bo"]], [])
    assert [row.mark for row in found.rows] == [Mark.WRONG, Mark.WRONG]
    assert "number-twice" in codes(found)


def test_a_name_or_an_address_that_comes_twice_is_doubtful():
    same = ["Ann", "", "", "ann@example.org"]
    found = preview([HEAD, ["2", *same], ["3", *same]], [])
    assert told(found, "name") == ("doubtful", "name-twice")
    assert told(found, "email", 1) == ("doubtful", "address-twice")


def test_another_name_on_a_seat_with_a_code_is_doubtful():
    here = Seated(1, "Jan", "1", None, None, has_code=True)
    assert told(preview([HEAD, ["1", "Piet"]], [here]), "name") == ("doubtful", "code-stays")


def test_numbers_that_are_missing_follow_the_highest_there_is():
    found = preview([["Naam", "nr"], ["Ann", ""], ["Bo", "40"], ["Cas", ""]], [JAN])
    assert [row.number for row in found.rows] == [41, 40, 42]


def test_the_file_is_told_what_it_passes_over():
    head = ["nr", "naam", "Schoenmaat", "Name"]
    found = preview([head, ["2", "Ann", "38", "x"]], [JAN])
    assert [(one.code, one.words) for one in found.findings] == [
        ("unknown-column", ("Schoenmaat",)),
        ("column-twice", ("Name",)),
        ("not-in-list", ("1",)),
    ]


CELL = st.text(st.characters(codec="utf-8"), max_size=12)


@given(st.lists(st.lists(CELL, max_size=6), max_size=8))
def test_whatever_stands_there_every_cell_is_marked_and_only_wrong_ones_are_lost(rows):
    found = preview([HEAD, *rows], [JAN])
    for row in found.rows:
        assert set(row.cells) <= set(Column)
        assert all((cell.mark is Mark.WRONG) <= bool(cell.reason) for cell in row.cells.values())
    numbers = [row.number for row in found.rows if row.mark is not Mark.WRONG]
    assert len(numbers) == len(set(numbers))


@given(
    st.permutations([JAN, Seated(2, "Ann", "1.5", None, None), Seated(3, "Bo", "1", "FR", None)])
)
def test_the_digest_of_the_seats_does_not_depend_on_their_order(seats):
    assert roll_digest(seats) == roll_digest(sorted(seats, key=lambda seat: seat.number))
    assert roll_digest(seats) != roll_digest(seats[1:])


def test_what_a_list_says_again_changes_nothing():
    row = ["1", "Jan Peeters", "1", "NL", "jan@example.org"]
    assert preview([HEAD, row], [JAN]).rows[0].mark is Mark.SAME


def test_an_assembly_may_propose_exactly_the_rules_there_are():
    assert list(RULES) == list(PRESETS)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Burgerraad Ménage 2026", "burgerraad-menage-2026"),
        ("  Raad – Süd  ", "raad-sud"),
        ("日本", ""),
        ("A", ""),
    ],
)
def test_an_address_is_made_of_the_name(name, slug):
    assert suggest_slug(name) == slug
