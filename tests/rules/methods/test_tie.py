# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The lot: reproducible, dependent on the seed, and drawn only where something hangs on it."""

import hashlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.voting.rules.methods.tie import Asked, Look, Lots, lot_order, seed_of
from tests.rules.methods.elections import IDS, decide

DIGEST = hashlib.sha256(b"1\n2\n").hexdigest()
options = st.lists(st.sampled_from([f"o{i}" for i in range(40)]), min_size=1, unique=True)


def test_the_seed_is_the_digest_of_the_published_lines():
    text = f"assembly tie-break 1\n{DIGEST}\nv7\na\nb\n"
    assert seed_of(DIGEST, "v7", ["b", "a"]) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(("0" * 64, "v7", ["a", "b"]), id="another roll"),
        pytest.param((DIGEST, "v8", ["a", "b"]), id="another voting"),
        pytest.param((DIGEST, "v7", ["a", "c"]), id="another option"),
    ],
)
def test_anything_else_gives_another_seed(other):
    assert seed_of(DIGEST, "v7", ["a", "b"]) != seed_of(*other)


@given(options, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_how_the_options_stand(ids, shuffler):
    shuffled = list(ids)
    shuffler.shuffle(shuffled)
    assert lot_order(DIGEST, ids) == lot_order(DIGEST, shuffled)
    assert sorted(lot_order(DIGEST, ids)) == sorted(ids)


@given(options)
def test_leaving_one_out_keeps_the_others_in_their_order(ids):
    whole = lot_order(DIGEST, ids)
    assert lot_order(DIGEST, ids[1:]) == tuple(id_ for id_ in whole if id_ != ids[0])


def test_every_option_is_first_for_about_as_many_seeds():
    firsts = [lot_order(seed_of(DIGEST, str(i), IDS), IDS)[0] for i in range(2_000)]
    assert all(330 < firsts.count(id_) < 470 for id_ in IDS)


def test_another_seed_elects_another_of_those_tied():
    tied = [("a", 3), ("b", 3)]
    elected = {decide("single_choice", tied, seed=f"{i:064x}").elected for i in range(20)}
    assert elected == {("a",), ("b",)}


def test_what_fits_whole_needs_no_lot():
    lots = Lots(DIGEST)
    assert lots.favour(["a", "b"], 2, stage=1, asked=Asked.ELECTED) == ["a", "b"]
    assert lots.ties == ()


def test_the_first_in_the_order_is_elected_and_the_last_is_excluded():
    lots, order = Lots(DIGEST), lot_order(DIGEST, IDS)
    assert lots.favour(IDS, 1, stage=1, asked=Asked.ELECTED) == [order[0]]
    assert lots.one_of(IDS, [], stage=1, asked=Asked.TRANSFERRED_FIRST) == order[0]
    assert lots.one_of(IDS, [], stage=2, asked=Asked.EXCLUDED) == order[-1]
    assert [tie.taken for tie in lots.ties] == [(order[0],), (order[0],), (order[-1],)]


def test_the_most_recent_stage_that_differs_is_looked_at_first():
    lots = Lots(DIGEST)
    counted = [(1, 2, 3), (5, 4, 4), (6, 6, 6)]
    earlier = [dict(zip("abc", map(Fraction, votes), strict=True)) for votes in counted]
    assert lots.one_of(["a", "b", "c"], earlier, stage=4, asked=Asked.EXCLUDED) == "b"
    assert lots.ties[0].looks == (Look(2, ("b", "c")), Look(1, ("b",)))
    assert lots.ties[0].lot is None
    assert lots.one_of(["a", "b", "c"], earlier, stage=4, asked=Asked.TRANSFERRED_FIRST) == "a"


def test_one_alone_is_no_tie():
    lots = Lots(DIGEST)
    assert lots.one_of(["a"], [], stage=1, asked=Asked.EXCLUDED) == "a"
    assert lots.ties == ()
