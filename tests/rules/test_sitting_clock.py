# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Clocks of speakers and items: what is spent, left and over, however often they stand and run."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.sittings.rules.clock import ZERO, Clock, seconds

START = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("after", "spent", "left", "over"),
    [
        pytest.param(0, 0, 60, 0, id="at the beginning"),
        pytest.param(59, 59, 1, 0, id="nearly over"),
        pytest.param(60, 60, 0, 0, id="exactly the limit"),
        pytest.param(75, 75, 0, 15, id="over"),
        pytest.param(-30, 0, 60, 0, id="a clock that was set back takes nothing back"),
    ],
)
def test_what_a_running_clock_says(after, spent, left, over):
    clock, at = Clock(ZERO, START, MINUTE), START + timedelta(seconds=after)
    assert seconds(clock.at(at)) == spent
    assert clock.left(at) == timedelta(seconds=left)
    assert clock.over(at) == timedelta(seconds=over)


def test_without_a_limit_nothing_is_left_and_nothing_over():
    clock = Clock(timedelta(hours=3), None)
    assert (clock.left(START), clock.over(START)) == (None, ZERO)


def test_seconds_are_whole_and_rounded_down():
    assert seconds(timedelta(seconds=59, microseconds=999_999)) == 59


STEPS = st.lists(st.tuples(st.sampled_from(["start", "stop"]), st.integers(0, 500)), max_size=12)


@given(STEPS)
def test_a_clock_counts_the_seconds_in_which_it_ran_and_no_others(steps):
    clock, at, running, spent = Clock(ZERO, None, MINUTE), START, False, 0
    for step, pause in steps:
        at += timedelta(seconds=pause)
        spent += pause if running else 0
        clock = clock.started(at) if step == "start" else clock.stopped(at)
        running = step == "start"
        assert seconds(clock.at(at)) == spent


@given(st.integers(-500, 500), st.integers(0, 500), st.integers(0, 500))
def test_left_and_over_make_up_the_limit(after, spent, limit):
    clock = Clock(timedelta(seconds=spent), START, timedelta(seconds=limit))
    at = START + timedelta(seconds=after)
    left = clock.left(at)
    assert left is not None
    assert left - clock.over(at) == timedelta(seconds=limit) - clock.at(at)
    assert ZERO in (left, clock.over(at))


@given(st.integers(0, 500), st.integers(0, 500))
def test_stopping_and_starting_twice_is_as_once(spent, after):
    clock, at = Clock(timedelta(seconds=spent), START), START + timedelta(seconds=after)
    assert clock.stopped(at).stopped(at + MINUTE) == clock.stopped(at)
    assert clock.started(at) == clock
