# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Exact numbers: what may be written, and that it is read back to the last digit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.errors import UnsoundNumber
from assembly.voting.rules.exact import LARGEST, next_step, read_exact, step_of, write_exact

numbers = st.builds(
    lambda units, places: Fraction(units, 10**places),
    st.integers(-(10**9), 10**9),
    st.integers(0, 6),
)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (99, 99),
        ("99", 99),
        ("12.5", Fraction(25, 2)),
        ("12.50", Fraction(25, 2)),
        ("12.0", 12),
        ("-0.000001", Fraction(-1, 10**6)),
        (LARGEST, LARGEST),
        (str(LARGEST), LARGEST),
    ],
    ids=repr,
)
def test_a_number_is_what_it_says(written, number):
    read = read_exact(written, what="yes")
    assert read == number
    assert isinstance(read, int) == (number == int(number))


@pytest.mark.parametrize(
    "written",
    [
        *(1.0, 0.5, True, False, None, [], {}, float("nan"), float("inf")),
        *(
            "",
            " ",
            "1 ",
            " 1",
            "1e3",
            "1E3",
            "1_000",
            "1,5",
            "+1",
            ".5",
            "5.",
            "0x10",
            "1/2",
            "--1",
        ),
        *("NaN", "Infinity", "0.0000001", "१२", "１２", "1\n", "1.5\n", "1" * 17),
        *(LARGEST + 1, -LARGEST - 1, str(LARGEST + 1), "1000000000000000.000001"),
    ],
    ids=repr,
)
def test_what_is_no_exact_number_is_refused_by_its_name(written):
    with pytest.raises(UnsoundNumber, match=r"^tally\.yes ") as refusal:
        read_exact(written, what="tally.yes")
    assert refusal.value.facts["what"] == "tally.yes"


@given(numbers)
def test_what_is_written_is_read_back(number):
    written = write_exact(number)
    assert read_exact(written, what="number") == number
    assert "e" not in written.lower()


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (-1, "-1"),
        (Fraction(25, 2), "12.5"),
        (Fraction(-1, 4), "-0.25"),
        (10**15, "1" + "0" * 15),
    ],
)
def test_numbers_are_written_in_plain_digits(number, written):
    assert write_exact(number) == written


def test_a_third_is_never_rounded():
    with pytest.raises(UnsoundNumber):
        write_exact(Fraction(1, 3))


@pytest.mark.parametrize(
    ("numbers", "step"),
    [
        ([], 1),
        ([3, 4], 1),
        ([Fraction(1, 2), 3], Fraction(1, 10)),
        ([Fraction(1, 4)], Fraction(1, 100)),
    ],
)
def test_the_step_is_that_of_the_number_with_most_decimals(numbers, step):
    assert step_of(numbers) == step


@given(numbers, st.integers(0, 6), st.booleans())
def test_the_next_step_is_the_smallest_there(threshold, places, beyond):
    step = Fraction(1, 10**places)
    found = next_step(threshold, step, beyond=beyond)
    assert found % step == 0
    assert found > threshold if beyond else found >= threshold
    assert found - step <= threshold if beyond else found - step < threshold
