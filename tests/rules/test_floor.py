# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who speaks next: a table of cases, and laws that hold for every list."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.errors import InvalidRequest
from assembly.sittings.rules.floor import (
    SIDES,
    Kind,
    Reason,
    Spoken,
    Waiting,
    next_up,
    order,
    require_kind,
)

START = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
NAMES = {"c": Kind.CONTRIBUTION, "+": Kind.PRO, "-": Kind.CONTRA, "!": Kind.POINT_OF_ORDER}


def hands(words: str) -> list[Waiting]:
    """`"1+ 2-"`: seat 1 in favour, then seat 2 against, a minute apart."""
    return [
        Waiting(
            UUID(int=place),
            UUID(int=int(word[:-1])),
            NAMES[word[-1]],
            START + timedelta(minutes=place),
        )
        for place, word in enumerate(words.split())
    ]


def heard(words: str) -> list[Spoken]:
    return [Spoken(UUID(int=int(word[:-1])), NAMES[word[-1]]) for word in words.split()]


def seats(places) -> str:
    return " ".join(str(place.waiting.seat_id.int) for place in places)


@pytest.mark.parametrize(
    ("waiting", "spoken", "rule", "expected"),
    [
        pytest.param("", "", {}, "", id="nobody"),
        pytest.param("3c 1c 2c", "", {}, "3 1 2", id="the order of hands"),
        pytest.param("1c 2! 3c 4!", "", {}, "2 4 1 3", id="points of order go first"),
        pytest.param("1+ 2+ 3-", "", {}, "1 2 3", id="sides matter only where they alternate"),
        pytest.param("1+ 2+ 3-", "", {"alternates": True}, "1 3 2", id="in turn"),
        pytest.param("1+ 2+ 3-", "9+", {"alternates": True}, "3 1 2", id="the other side's turn"),
        pytest.param("1- 2+", "9- 8!", {"alternates": True}, "2 1", id="a point leaves the turn"),
        pytest.param("1+ 2+", "9+", {"alternates": True}, "1 2", id="the other side is silent"),
        pytest.param("1c 2+ 3-", "9+", {"alternates": True}, "1 3 2", id="neither side"),
        pytest.param("1c 2c", "1c", {"new_voices_first": True}, "2 1", id="a new voice"),
        pytest.param("1c 2c", "1!", {"new_voices_first": True}, "1 2", id="a point is no speech"),
        pytest.param(
            "1+ 2- 3+",
            "1+ 2-",
            {"alternates": True, "new_voices_first": True},
            "3 2 1",
            id="new voices within each side's turn",
        ),
    ],
)
def test_the_order(waiting, spoken, rule, expected):
    assert seats(order(hands(waiting), heard(spoken), **rule)) == expected


@pytest.mark.parametrize(
    ("waiting", "spoken", "rule", "expected"),
    [
        ("1c 2!", "", {}, [Reason.POINT_OF_ORDER, Reason.HAND]),
        ("1c 2c", "1c", {"new_voices_first": True}, [Reason.NEW_VOICE, Reason.HAND]),
        ("1+ 2+ 3-", "", {"alternates": True}, [Reason.HAND, Reason.TURN, Reason.HAND]),
        ("1+", "9+", {"alternates": True}, [Reason.OTHER_SIDE_SILENT]),
    ],
)
def test_each_place_says_why(waiting, spoken, rule, expected):
    assert [place.because for place in order(hands(waiting), heard(spoken), **rule)] == expected


def test_hands_of_the_same_instant_stand_in_the_order_of_their_ids():
    same = [Waiting(UUID(int=n), UUID(int=n), Kind.CONTRIBUTION, START) for n in (3, 1, 2)]
    assert seats(order(same, [])) == "1 2 3"


def test_who_is_next_is_the_first_or_nobody():
    assert next_up([]) is None
    assert next_up(order(hands("1c 2!"), [])) == hands("1c 2!")[1]


def test_an_item_that_alternates_asks_for_the_side():
    for kind in Kind:
        require_kind(kind, alternates=False)
    for kind in (Kind.PRO, Kind.CONTRA, Kind.POINT_OF_ORDER):
        require_kind(kind, alternates=True)
    with pytest.raises(InvalidRequest):
        require_kind(Kind.CONTRIBUTION, alternates=True)


# ── laws ──────────────────────────────────────────────────────────────────────
KINDS = st.sampled_from(Kind)
SEATS = st.integers(1, 6).map(lambda number: UUID(int=number))
SPOKEN = st.lists(st.builds(Spoken, SEATS, KINDS), max_size=6)
RULES = st.fixed_dictionaries({"alternates": st.booleans(), "new_voices_first": st.booleans()})


@st.composite
def lists(draw) -> list[Waiting]:
    """As the database lets them be: a seat once, and once for a point of order."""
    pairs = st.tuples(SEATS, KINDS)
    drawn = draw(
        st.lists(pairs, max_size=8, unique_by=lambda one: (one[0], one[1] is Kind.POINT_OF_ORDER))
    )
    minutes = draw(st.lists(st.integers(0, 3), min_size=len(drawn), max_size=len(drawn)))
    return [
        Waiting(UUID(int=100 + n), seat, kind, START + timedelta(minutes=minute))
        for n, ((seat, kind), minute) in enumerate(zip(drawn, minutes, strict=True))
    ]


@given(lists(), SPOKEN, RULES)
def test_everybody_who_waits_has_one_place(waiting, spoken, rule):
    placed = [place.waiting for place in order(waiting, spoken, **rule)]
    assert sorted(placed, key=lambda one: one.id) == sorted(waiting, key=lambda one: one.id)


@given(lists(), SPOKEN, RULES, st.randoms())
def test_the_order_does_not_depend_on_how_the_list_is_read(waiting, spoken, rule, chance):
    mixed = list(waiting)
    chance.shuffle(mixed)
    assert order(mixed, spoken, **rule) == order(waiting, spoken, **rule)


@given(lists(), SPOKEN, RULES)
def test_points_of_order_are_before_everything_else(waiting, spoken, rule):
    points = [place.waiting.kind is Kind.POINT_OF_ORDER for place in order(waiting, spoken, **rule)]
    assert points == sorted(points, reverse=True)


@given(lists(), SPOKEN, RULES)
def test_when_the_first_has_spoken_the_others_stand_as_they_stood(waiting, spoken, rule):
    placed = [place.waiting for place in order(waiting, spoken, **rule)]
    if not placed:
        return
    first = placed[0]
    left = [one for one in waiting if one is not first]
    then = order(left, [*spoken, Spoken(first.seat_id, first.kind)], **rule)
    assert [place.waiting for place in then] == placed[1:]


@given(lists(), SPOKEN, st.booleans())
def test_no_side_speaks_twice_in_a_row_while_the_other_waits(waiting, spoken, new):
    placed = [
        place.waiting.kind
        for place in order(waiting, spoken, alternates=True, new_voices_first=new)
        if place.waiting.kind in SIDES
    ]
    before = [one.kind for one in spoken if one.kind in SIDES][-1:]
    for place, kind in enumerate(placed):
        last = (before + placed)[len(before) + place - 1] if before or place else None
        if kind is last:
            assert SIDES[kind] not in placed[place:]


@given(lists(), SPOKEN)
def test_a_new_voice_waits_for_nobody_who_has_spoken(waiting, spoken):
    voices = {one.seat_id for one in spoken if one.kind is not Kind.POINT_OF_ORDER}
    told = [
        place.waiting.seat_id in voices
        for place in order(waiting, spoken, new_voices_first=True)
        if place.waiting.kind is not Kind.POINT_OF_ORDER
    ]
    assert told == sorted(told)
