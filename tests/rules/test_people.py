# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Weights and colleges as they are read, presence, instants, and who may stand in for whom."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.assemblies.rules.presence import TICK, Place, begins_at, presence_of
from assembly.assemblies.rules.representing import (
    require_no_chain,
    require_room,
    require_sound_limit,
    require_two,
)
from assembly.assemblies.rules.standing import (
    plain_weight,
    read_college,
    read_weight,
    require_sound_standing,
)
from assembly.errors import InvalidRequest, ProxyChain, ProxyLimitReached
from assembly.voting.rules.ballot import Electorate
from assembly.voting.rules.exact import write_exact
from assembly.voting.rules.roll import SeatNow, freeze

MILLIONTHS = st.integers(1, 10**16 - 1)


# ── weights ───────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (1, "1"),
        ("1", "1"),
        ("1.50", "1.5"),
        ("0.000001", "0.000001"),
        ("100", "100"),
        ("100.0", "100"),
        (9_999_999_999, "9999999999"),
        ("9999999999.999999", "9999999999.999999"),
    ],
    ids=repr,
)
def test_a_weight_is_read_exactly(sent, kept):
    assert plain_weight(read_weight(sent)) == kept


@pytest.mark.parametrize(
    "sent",
    [
        *(1.0, 1.5, float("nan"), float("inf"), True, None, [], {}, b"1"),
        *(0, -1, 10**10, 10**400, "0", "0.0", "-1", "+1", "0.000000"),
        *("", " ", " 1", "1 ", "1e3", "1E3", "NaN", "Infinity", "1,5", "1.", ".5", "01", "1_000"),
        *("1.0000001", "1.0000000", "0.0000001", "10000000000", "١", "¹", "½", "0x1", "1\n"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_exact_weight_is_not_read(sent):
    with pytest.raises(ValueError, match="a weight"):
        read_weight(sent)


def test_a_float_is_told_how_to_send_it():
    with pytest.raises(ValueError, match=r'as words, such as "1\.5"'):
        read_weight(0.1)


@given(MILLIONTHS)
def test_a_weight_that_is_shown_is_read_back_and_stands_so_on_the_roll(millionths):
    weight = Decimal(millionths).scaleb(-6)
    assert read_weight(plain_weight(weight)) == weight
    assert plain_weight(weight) == write_exact(Fraction(weight))


# ── colleges ──────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("NL", "NL"),
        (" NL\n", "NL"),
        ("Groupe  linguistique\u00a0français", "Groupe linguistique français"),
        ("franc\u0327ais", "français"),
        ("e\u0301" * 40, "é" * 40),
    ],
)
def test_a_college_is_one_however_it_is_typed(words, kept):
    assert read_college(words) == kept


@pytest.mark.parametrize(
    "words",
    [
        *("", "  ", "x" * 41, "a\nb", "a\tb", "a\u0000", "a\u007fb", "a\u0085b"),
        *("a\u202eb", "\u2066a", "a\u200bb", "a\u200db", "a\u00adb", "a\ufeffb", "a\u2028b"),
        *("a\ud800", "a\ue000", "a\U000e0041"),
    ],
    ids=ascii,
)
def test_what_cannot_be_seen_or_is_too_long_is_no_college(words):
    with pytest.raises(ValueError, match="a college"):
        read_college(words)


@given(st.text(max_size=60))
def test_reading_a_college_again_changes_nothing(words):
    try:
        name = read_college(words)
    except ValueError:
        return
    assert read_college(name) == name
    assert "\n" not in name
    assert name == name.strip()


@pytest.mark.parametrize(
    ("weight", "college"),
    [
        ("0", None),
        ("-1", None),
        ("NaN", None),
        ("Infinity", None),
        ("1.0000001", None),
        ("1E+10", None),
        ("1", ""),
        ("1", "NL "),
        ("1", "e\u0301"),
        ("1", "x" * 41),
    ],
)
def test_what_would_be_kept_otherwise_is_not_kept(weight, college):
    with pytest.raises(InvalidRequest):
        require_sound_standing(Decimal(weight), college)


def test_a_sound_standing_is_kept():
    require_sound_standing(Decimal("1E+3"), "NL")
    require_sound_standing(Decimal("1.500000"), None)


# ── presence ──────────────────────────────────────────────────────────────────
@st.composite
def rooms(draw: st.DrawFn) -> list[Place]:
    count = draw(st.integers(1, 12))
    holders = st.none() | st.integers(1, count)
    places = [Place(number, draw(st.booleans()), draw(holders)) for number in range(1, count + 1)]
    return [Place(p.number, p.marked, p.holder if p.holder != p.number else None) for p in places]


@given(rooms(), st.booleans())
def test_who_is_present_is_who_a_roll_frozen_now_says_is_present(places, taken):
    """Two rooms of the house say it, each with its own words; they must never differ."""
    presence = presence_of(places, taken=taken)
    roll = freeze(
        [SeatNow(p.number, Fraction(1), None, p.marked, p.holder) for p in places],
        Electorate.ALL,
        attendance_taken=taken,
    )
    assert presence.seated == len(roll.entries)
    assert presence.present == roll.present
    assert presence.in_room == {entry.number for entry in roll.entries if entry.present}
    assert presence.represented == {
        entry.number: entry.held_by for entry in roll.entries if entry.held_by is not None
    }


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "last", "begins"),
    [
        pytest.param(NOON, None, NOON, id="the first"),
        pytest.param(NOON, (NOON - HOUR, NOON - HOUR), NOON, id="later, as clocks go"),
        pytest.param(NOON, (NOON, NOON), NOON + TICK, id="in the same instant"),
        pytest.param(NOON, (NOON + HOUR, NOON + 2 * HOUR), NOON + 2 * HOUR, id="a clock set back"),
        pytest.param(NOON, (NOON + HOUR, None), NOON + HOUR + TICK, id="set back, not ended"),
    ],
)
def test_the_line_of_time_goes_forward(at, last, begins):
    assert begins_at(at, last) == begins


# ── proxies ───────────────────────────────────────────────────────────────────
def test_nobody_stands_in_for_themselves():
    require_two(1, 2)
    with pytest.raises(InvalidRequest):
        require_two(2, 2)


@pytest.mark.parametrize(
    ("holds", "gave_to", "seat"),
    [pytest.param(1, None, 3, id="the giver holds"), pytest.param(0, 5, 4, id="the holder gave")],
)
def test_a_proxy_is_never_handed_on(holds, gave_to, seat):
    require_no_chain(3, 4, giver_holds=0, holder_gave_to=None)
    with pytest.raises(ProxyChain) as refused:
        require_no_chain(3, 4, giver_holds=holds, holder_gave_to=gave_to)
    assert refused.value.facts == {"seat": seat}


@pytest.mark.parametrize(("held", "limit", "fits"), [(0, 1, True), (1, 1, False), (0, 0, False)])
def test_a_holder_stands_in_for_so_many_and_no_more(held, limit, fits):
    if fits:
        require_room(7, held, limit)
        return
    with pytest.raises(ProxyLimitReached) as refused:
        require_room(7, held, limit)
    assert refused.value.facts == {"seat": 7, "limit": limit}


@pytest.mark.parametrize(("limit", "sound"), [(-1, False), (0, True), (100, True), (101, False)])
def test_an_assembly_allows_each_holder_none_to_a_hundred(limit, sound):
    if sound:
        require_sound_limit(limit)
        return
    with pytest.raises(InvalidRequest):
        require_sound_limit(limit)
