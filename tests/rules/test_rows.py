# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a cell of a table may hold: never a formula, and nothing is lost."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.publication.formats.rows import FORMULA, exact, plain, safe
from assembly.publication.formats.xml_text import xml


@given(st.text())
def test_no_text_begins_a_formula_and_every_text_comes_back(text):
    assert not safe(text).startswith(FORMULA)
    if not (text.startswith("'") and text[1:].startswith(FORMULA)):
        assert plain(safe(text)) == text


@given(st.sampled_from(FORMULA), st.text())
def test_what_would_be_computed_is_marked(sign, rest):
    assert safe(sign + rest) == "'" + sign + rest


@pytest.mark.parametrize(
    ("number", "cell"),
    [("12", 12), ("-3", -3), ("0", 0), ("12.500001", "12.500001"), (None, None)],
)
def test_numbers_stay_numbers(number, cell):
    assert exact(number) == cell


@given(st.lists(st.text(st.characters(exclude_characters="\r")), min_size=1))
def test_a_row_is_read_back_as_it_was_written(cells):
    line = io.StringIO(newline="")
    csv.writer(line, lineterminator="\r\n").writerow([safe(cell) for cell in cells])
    (row,) = csv.reader(io.StringIO(line.getvalue(), newline=""))
    assert row == [safe(cell) for cell in cells]


@given(st.text())
def test_words_in_xml_hold_only_what_xml_can(text):
    assert not re.search('[<>"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]', xml(text))
