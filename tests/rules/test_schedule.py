# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a voting may begin and end, and what people may write for it."""

from datetime import UTC, datetime, timedelta

import pytest

from assembly.assemblies.rules.wall import local_time, read_time
from assembly.errors import (
    AmbiguousLocalTime,
    EndTooNear,
    ImpossibleSchedule,
    InvalidRequest,
    NoSuchLocalTime,
)
from assembly.voting.rules.annulment import sound_reason
from assembly.voting.rules.schedule import (
    FARTHEST,
    SHORTEST,
    SOONEST_END,
    WARNING_LATE,
    WARNINGS,
    Schedule,
    later_end,
    require_possible,
    require_time_left,
    warning_due,
)

BRUSSELS = "Europe/Brussels"
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def after(time: timedelta | None) -> datetime | None:
    return None if time is None else AT + time


def utc(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        pytest.param("2026-11-22T20:00:00+01:00", "2026-11-22T19:00", id="an offset"),
        pytest.param("2026-11-22T20:00:00Z", "2026-11-22T20:00", id="UTC"),
        pytest.param("2026-11-22t20:00:00z", "2026-11-22T20:00", id="small letters"),
        pytest.param("2026-11-22 20:00:00-00:30", "2026-11-22T20:30", id="a space"),
        pytest.param("2026-11-22T20:00:00.5Z", "2026-11-22T20:00:00.5", id="half a second"),
        pytest.param("2026-11-22T20:00", "2026-11-22T19:00", id="the wall in winter"),
        pytest.param("2026-07-22T20:00", "2026-07-22T18:00", id="the wall in summer"),
        pytest.param("2026-03-29T01:59:59", "2026-03-29T00:59:59", id="just before the gap"),
        pytest.param("2026-03-29T03:00", "2026-03-29T01:00", id="just after the gap"),
        pytest.param("2026-10-25T01:59:59", "2026-10-24T23:59:59", id="just before it comes twice"),
        pytest.param("2026-10-25T03:00", "2026-10-25T02:00", id="just after it came twice"),
        pytest.param("2026-10-25T02:30+02:00", "2026-10-25T00:30", id="the first of the two"),
        pytest.param("2026-10-25T02:30+01:00", "2026-10-25T01:30", id="the second of the two"),
        pytest.param("2026-03-29T02:30+02:00", "2026-03-29T00:30", id="an offset in the gap"),
    ],
)
def test_a_time_is_an_instant(words, instant):
    assert read_time(words, BRUSSELS, "opens_at") == utc(instant)


@pytest.mark.parametrize("words", ["2026-03-29T02:00", "2026-03-29T02:59:59"])
def test_a_local_time_that_does_not_exist_is_refused_by_name(words):
    with pytest.raises(NoSuchLocalTime) as refusal:
        read_time(words, BRUSSELS, "opens_at")
    assert refusal.value.facts["time_zone"] == BRUSSELS


@pytest.mark.parametrize("words", ["2026-10-25T02:00", "2026-10-25T02:59"])
def test_a_local_time_that_comes_twice_is_refused_by_name_with_both(words):
    with pytest.raises(AmbiguousLocalTime) as refusal:
        read_time(words, BRUSSELS, "opens_at")
    first, second = (datetime.fromisoformat(one) for one in refusal.value.facts["instants"])
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "tomorrow",
        "2026-11-22",
        "20:00",
        "2026-02-30T20:00",
        "2026-11-22T24:01",
        "2026-11-22T20:00:61",
        "2026-11-22T20",
        "20261122T2000",
        "2026-W47-7T20:00",
        "2026-11-22T20:00+1",
        "2026-11-22T20:00+25:00",
        "2026-11-22T20:00 Europe/Brussels",
        "2026-11-22T20:00\n",
        "2026-11-22T20:00\x00",
        "٢٠٢٦-11-22T20:00",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-14:00",
        "0001-01-01T00:00",
        "1e9",
    ],
)
def test_what_is_no_time_is_refused_with_its_place(words):
    with pytest.raises(InvalidRequest) as refusal:
        read_time(words, BRUSSELS, "closes_at")
    assert refusal.value.facts["errors"][0]["pointer"] == "/closes_at"


def test_a_local_time_has_its_offset():
    assert local_time(utc("2026-11-22T19:00"), BRUSSELS) == "2026-11-22T20:00:00+01:00"
    assert local_time(None, BRUSSELS) is None


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        pytest.param(None, None, id="both by hand"),
        pytest.param(SECOND, None, id="a beginning in a moment"),
        pytest.param(None, SHORTEST, id="an end just far enough from now"),
        pytest.param(SECOND, SECOND + SHORTEST, id="exactly the shortest"),
        pytest.param(FARTHEST - SHORTEST, FARTHEST, id="in ten years"),
    ],
)
def test_a_schedule_that_can_be_kept(opens, closes):
    require_possible(Schedule(after(opens), after(closes)), AT)


@pytest.mark.parametrize(
    ("opens", "closes", "field"),
    [
        pytest.param(timedelta(0), None, "opens_at", id="now has passed already"),
        pytest.param(-SECOND, SHORTEST, "opens_at", id="a beginning in the past"),
        pytest.param(None, -SECOND, "closes_at", id="an end in the past"),
        pytest.param(None, SHORTEST - SECOND, "closes_at", id="an end too near to now"),
        pytest.param(SECOND, SHORTEST, "closes_at", id="an end too near to its beginning"),
        pytest.param(SHORTEST * 2, SHORTEST, "closes_at", id="an end before its beginning"),
        pytest.param(SHORTEST, SHORTEST, "closes_at", id="an end at its beginning"),
        pytest.param(FARTHEST + SECOND, None, "opens_at", id="farther than ten years"),
    ],
)
def test_a_schedule_that_cannot_be_kept(opens, closes, field):
    with pytest.raises(ImpossibleSchedule) as refusal:
        require_possible(Schedule(after(opens), after(closes)), AT)
    assert refusal.value.facts["errors"][0]["pointer"] == f"/{field}"


def test_opening_leaves_people_the_shortest_time_there_is():
    require_time_left(None, AT)
    require_time_left(AT + SHORTEST, AT)
    for left in (SHORTEST - SECOND, timedelta(0), -SECOND):
        with pytest.raises(EndTooNear):
            require_time_left(AT + left, AT)


@pytest.mark.parametrize(
    ("present", "until", "seconds", "end"),
    [
        pytest.param(60, 90, None, 90, id="a later end"),
        pytest.param(60, None, 30, 90, id="seconds after the present end"),
        pytest.param(None, None, 30, 30, id="seconds from now where there is no end"),
        pytest.param(None, 10, None, 10, id="a first end just far enough"),
        pytest.param(60, 60, None, 60, id="the same end"),
        pytest.param(1, None, 9, 10, id="an end that is near is moved away"),
        pytest.param(60, 59, None, None, id="an earlier end"),
        pytest.param(1, 5, None, None, id="later, and still too near"),
        pytest.param(None, 9, None, None, id="a first end too near"),
        pytest.param(None, -1, None, None, id="a first end in the past"),
        pytest.param(60, 400_000_000, None, None, id="in a dozen years"),
    ],
)
def test_an_end_only_moves_to_later(present, until, seconds, end):
    def after_seconds(number):
        return None if number is None else AT + timedelta(seconds=number)

    assert timedelta(seconds=10) == SOONEST_END
    if end is None:
        with pytest.raises(ImpossibleSchedule):
            later_end(after_seconds(present), AT, until=after_seconds(until), seconds=seconds)
    else:
        found = later_end(after_seconds(present), AT, until=after_seconds(until), seconds=seconds)
        assert found == after_seconds(end)


@pytest.mark.parametrize(
    ("left", "mark"),
    [
        (61, None),
        (60, 60),
        (59.9, 60),
        (60 - WARNING_LATE + 0.1, 60),
        (60 - WARNING_LATE, None),
        (30, None),
        (10, 10),
        (10 - WARNING_LATE + 0.1, 10),
        (2, None),
        (0, None),
        (-5, None),
    ],
)
def test_a_warning_is_due_at_its_mark_and_a_little_later(left, mark):
    assert WARNINGS == (60, 10)
    assert warning_due(AT + timedelta(seconds=left), AT) == mark


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("x" * 10, "x" * 10),
        ("x" * 1000, "x" * 1000),
        ("  the   doors\nwere locked ", "the doors were locked"),
        ("e\u0301" * 1000, "é" * 1000),
    ],
    ids=["shortest", "longest", "spaces", "composed"],
)
def test_a_reason_is_kept_in_its_normal_form(words, kept):
    assert sound_reason(words) == kept


@pytest.mark.parametrize("words", ["", "x" * 9, "x         y", "x" * 1001, "x" * 20 + "\x00"])
def test_a_reason_that_says_too_little_or_too_much_is_refused(words):
    with pytest.raises(InvalidRequest):
        sound_reason(words)
