# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check-in codes: what they hold for, and for how long; and who is meant by a name."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.assemblies.rules.check_in import (
    ALPHABET,
    Sitter,
    called,
    code_holds,
    holds_until,
    key_of,
    number_in_code,
    number_typed,
    write_code,
)

KEY = key_of("a secret that is long enough for this")
AT = datetime(2026, 11, 23, 19, 2, tzinfo=UTC)
SITTER = Sitter(uuid4(), uuid4(), 7, "Ann De Vos")
INSTANTS = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(number=st.integers(1, 100_000), at=INSTANTS, seat=st.uuids(), person=st.uuids())
def test_a_code_says_its_seat_and_holds_for_five_to_ten_minutes(number, at, seat, person):
    sitter = Sitter(seat, person, number, "Ann")
    code = write_code(sitter, KEY, at)
    assert number_in_code(code) == number
    until = holds_until(at)
    assert timedelta(minutes=5) < until - at <= timedelta(minutes=10)
    assert code_holds(code, sitter, KEY, at)
    assert code_holds(code, sitter, KEY, until - timedelta(milliseconds=1))
    assert not code_holds(code, sitter, KEY, until + timedelta(milliseconds=1))
    assert not code_holds(code, sitter, KEY, at - timedelta(minutes=5))


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Sitter(uuid4(), SITTER.person_id, 7, "Ann De Vos"), id="another seat"),
        pytest.param(Sitter(SITTER.seat_id, uuid4(), 7, "Bo"), id="a substitute"),
        pytest.param(Sitter(SITTER.seat_id, SITTER.person_id, 8, "Ann"), id="another number"),
    ],
)
def test_a_code_holds_for_its_own_seat_and_person_only(other):
    assert not code_holds(write_code(other, KEY, AT), SITTER, KEY, AT)


def test_a_code_of_another_installation_does_not_hold():
    code = write_code(SITTER, key_of("another secret that is long enough"), AT)
    assert not code_holds(code, SITTER, KEY, AT)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(str.lower, id="in small letters"),
        pytest.param(lambda code: code.replace("-", ""), id="without dashes"),
        pytest.param(lambda code: f" {code}\r\n", id="with what a scanner sends after it"),
    ],
)
def test_a_code_is_read_however_it_is_typed(change):
    assert code_holds(change(write_code(SITTER, KEY, AT)), SITTER, KEY, AT)


@given(st.integers(0, 14), st.sampled_from(ALPHABET))
def test_a_code_with_one_letter_changed_does_not_hold(place, letter):
    plain = write_code(SITTER, KEY, AT).replace("-", "")
    changed = plain[:place] + letter + plain[place + 1 :]
    assert code_holds(changed, SITTER, KEY, AT) is (changed == plain)


def test_the_letters_lie_on_the_same_keys_of_three_keyboards():
    """QWERTY, AZERTY and QWERTZ have A, Q, W, Z, Y and M in different places, and the digits."""
    assert len(set(ALPHABET)) == 16
    assert not set(ALPHABET) & set("AQWZYM0123456789")


def test_no_two_keys_are_the_same_for_two_purposes():
    assert key_of("x" * 32) != key_of("y" * 32)
    assert len(key_of("x" * 32)) == 32


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", 7),
        (" 007 ", 7),
        ("0", 0),
        ("9" * 40, 0),
        ("٣", None),
        ("7a", None),
        ("", None),
        ("-7", None),
    ],
)
def test_a_number_is_plain_digits(typed, number):
    assert number_typed(typed) == number


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read_without_a_fault(typed):
    number_typed(typed)
    number_in_code(typed)
    called(typed, [SITTER])
    assert not code_holds(typed, SITTER, KEY, AT)


PEOPLE = [
    Sitter(UUID(int=n), UUID(int=n), n, name)
    for n, name in enumerate(
        ["Ann De Vos", "Anna Maes", "José Peeters", "Jan Jansen", "Jan Jansens", "Seat 6"], start=1
    )
]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        pytest.param("maes", [2], id="one word, any case"),
        pytest.param("jose", [3], id="without its accent"),
        pytest.param("vos ann", [1], id="in any order"),
        pytest.param("ann", [1, 2], id="the beginning of two"),
        pytest.param("jan jansen", [4], id="in full, though it begins another"),
        pytest.param("Jansens, Jan", [5], id="with a comma"),
        pytest.param("oseph", [], id="the middle of none"),
        pytest.param(" ,.", [], id="no word at all"),
    ],
)
def test_who_is_meant_by_a_name(typed, numbers):
    assert [one.number for one in called(typed, PEOPLE)] == numbers
