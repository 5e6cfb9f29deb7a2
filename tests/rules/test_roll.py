# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The digests of the frozen roll and of the box: everybody can compute them again."""

import hashlib
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from assembly.voting.rules.roll import box_digest, roll_digest

SEATS = st.sets(st.integers(1, 100_000), max_size=60)


def test_the_roll_is_one_line_a_seat_in_the_order_of_numbers():
    assert roll_digest([10, 2, 1]) == hashlib.sha256(b"1\n2\n10\n").hexdigest()


def test_the_box_is_one_line_a_tracker_in_the_order_of_the_alphabet():
    assert box_digest(["b2", "a10", "a2"]) == hashlib.sha256(b"a10\na2\nb2\n").hexdigest()


def test_nobody_and_nothing_have_a_digest_too():
    assert roll_digest([]) == box_digest([]) == hashlib.sha256(b"").hexdigest()


@given(SEATS, st.randoms(use_true_random=False))
def test_the_order_in_which_seats_come_never_matters(seats, chance):
    shuffled = list(seats)
    chance.shuffle(shuffled)
    assert roll_digest(shuffled) == roll_digest(sorted(seats))


@given(SEATS, SEATS)
def test_two_rolls_have_one_digest_only_when_they_are_the_same(one, other):
    assert (roll_digest(one) == roll_digest(other)) is (one == other)


def test_one_tracker_more_or_other_changes_the_box():
    trackers = [str(uuid4()) for _ in range(5)]
    whole = box_digest(trackers)
    assert box_digest(reversed(trackers)) == whole
    assert box_digest(trackers[:-1]) != whole
    assert box_digest([*trackers[:-1], str(uuid4())]) != whole
