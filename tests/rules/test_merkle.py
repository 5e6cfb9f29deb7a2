# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tree over the log: its hashes are the RFC's, and no proof holds for anything but its leaf."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.audit.rules.merkle import (
    EMPTY,
    Place,
    Span,
    consistency,
    grown,
    hash_leaf,
    hash_of,
    inclusion,
    is_consistent,
    is_included,
    places_of,
)
from assembly.errors import Unexpected

# RFC 6962's and RFC 9162's common test data, as its first implementations publish them.
DATA = [
    bytes.fromhex(given)
    for given in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def plainly(leaves):
    """RFC 9162, 2.1.1, word for word: a second, slow way."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + plainly(leaves[:k]) + plainly(leaves[k:])).digest()


def tree_of(leaves):
    return grown(0, [], [hash_leaf(leaf) for leaf in leaves])


def root_of(leaves):
    return hash_of(Span(0, len(leaves)), tree_of(leaves))


def named(size):
    return [f"leaf {number}".encode() for number in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_published_test_data(size):
    assert root_of(DATA[:size]).hex() == ROOTS[size - 1]


def test_nothing_has_the_hash_of_nothing():
    assert root_of([]) == EMPTY == hashlib.sha256(b"").digest()


@given(st.lists(st.binary(max_size=9), max_size=70))
def test_the_root_is_that_of_the_definition(leaves):
    assert root_of(leaves) == plainly(leaves)


@given(st.integers(0, 40), st.integers(0, 40))
def test_growing_in_two_steps_is_growing_in_one(first, more):
    leaves = [hash_leaf(leaf) for leaf in named(first + more)]
    before = grown(0, [], leaves[:first])
    peaks = [before[place] for place in places_of(Span(0, first))]
    assert before | grown(first, peaks, leaves[first:]) == grown(0, [], leaves)


@pytest.mark.parametrize("size", range(1, 34))
def test_each_leaf_is_proved_and_nothing_else_is(size):
    leaves, nodes = named(size), tree_of(named(size))
    root = root_of(leaves)
    for index, leaf in enumerate(leaves):
        path = [hash_of(span, nodes) for span in inclusion(index, size)]
        one = hash_leaf(leaf)
        assert is_included(one, index, size, path, root)
        assert not is_included(hash_leaf(b"another"), index, size, path, root)
        assert not is_included(one, index, size, path, hash_leaf(root))
        assert not is_included(one, index, size, [*path, root], root)
        assert not is_included(one, size, size, path, root)
        for wrong in range(len(path)):
            changed = [*path]
            changed[wrong] = hash_leaf(path[wrong])
            assert not is_included(one, index, size, changed, root)
        if path:
            assert not is_included(one, index, size, path[:-1], root)
            assert not is_included(one, (index + 1) % size, size, path, root)


@pytest.mark.parametrize("size", range(1, 34))
def test_each_beginning_is_proved_and_no_other_history_is(size):
    leaves, nodes = named(size), tree_of(named(size))
    root = root_of(leaves)
    for before in range(size + 1):
        old = root_of(leaves[:before])
        path = [hash_of(span, nodes) for span in consistency(before, size)]
        assert is_consistent(before, size, old, root, path)
        assert not is_consistent(before, size, hash_leaf(old), root, path)
        assert not is_consistent(before, size, old, root, [*path, root])
        if 0 < before < size:
            assert not is_consistent(before, size, old, hash_leaf(root), path)
            assert not is_consistent(before, size, old, root, path[:-1])
            for wrong in range(len(path)):
                changed = [*path]
                changed[wrong] = hash_leaf(path[wrong])
                assert not is_consistent(before, size, old, root, changed)


@given(st.data(), st.integers(2, 200))
def test_a_log_that_was_rewritten_is_found(data, size):
    """One leaf of the past is another: no proof of ours leads from the old root to the new one."""
    before = data.draw(st.integers(1, size))
    place = data.draw(st.integers(0, before - 1))
    leaves = named(size)
    old = root_of(leaves[:before])
    leaves[place] = b"forged"
    nodes = tree_of(leaves)
    path = [hash_of(span, nodes) for span in consistency(before, size)]
    assert not is_consistent(before, size, old, root_of(leaves), path)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_a_leaf_that_is_not_there_has_no_proof(index, size):
    with pytest.raises(Unexpected):
        inclusion(index, size)
    assert not is_included(EMPTY, index, size, [], EMPTY)


@pytest.mark.parametrize(("before", "size"), [(-1, 3), (4, 3)])
def test_a_log_cannot_begin_with_more_than_it_has(before, size):
    with pytest.raises(Unexpected):
        consistency(before, size)
    assert not is_consistent(before, size, EMPTY, EMPTY, [])


def test_a_proof_is_short():
    size = 1_000_000
    assert max(len(inclusion(index, size)) for index in (0, 1, 65_535, 999_999)) <= 20
    assert len(consistency(999_999, size)) <= 21
    assert places_of(Span(0, 6)) == (Place(2, 0), Place(1, 2))
