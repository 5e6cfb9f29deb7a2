# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tree over the log: one hash that stands for all leaves, and short proofs about it (RFC 9162).

A `Place` names a complete subtree: of 2**level leaves, the number-th from the left. Those never
change once they are there, so a log keeps them, and root and proofs are folded from a few of them.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from assembly.errors import Unexpected

LEAF, INNER = b"\x00", b"\x01"
EMPTY = hashlib.sha256(b"").digest()


class Place(NamedTuple):
    """A complete subtree; its leaves are number * 2**level and the 2**level - 1 after it."""

    level: int
    number: int


class Span(NamedTuple):
    """The leaves from `start` up to and without `end`."""

    start: int
    end: int


Places = tuple[Place, ...]


def hash_leaf(data: bytes) -> bytes:
    """RFC 9162, 2.1.1: leaves and inner nodes can never be taken for each other."""
    return hashlib.sha256(LEAF + data).digest()


def hash_inner(left: bytes, right: bytes) -> bytes:
    """The node above two."""
    return hashlib.sha256(INNER + left + right).digest()


def places_of(span: Span) -> Places:
    """The complete subtrees that a span is made of, the largest first; none for an empty one.

    Only for spans that occur in the tree: `start` is a multiple of the largest of them.
    """
    start, end = span
    found = []
    while start < end:
        level = (end - start).bit_length() - 1
        found.append(Place(level, start >> level))
        start += 1 << level
    return tuple(found)


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash of a span from those of its places, in their order."""
    if not hashes:
        return EMPTY
    *before, top = hashes
    for left in reversed(before):
        top = hash_inner(left, top)
    return top


def grown(size: int, peaks: Sequence[bytes], leaves: Sequence[bytes]) -> dict[Place, bytes]:
    """Every complete subtree that is there once `leaves` (hashes) follow `size` others.

    `peaks` are the hashes of `places_of(Span(0, size))`.
    """
    left = dict(zip(places_of(Span(0, size)), peaks, strict=True))
    new: dict[Place, bytes] = {}
    for index, leaf in enumerate(leaves, start=size):
        place, above = Place(0, index), leaf
        new[place] = above
        while place.number % 2:
            sibling = Place(place.level, place.number - 1)
            above = hash_inner(new[sibling] if sibling in new else left[sibling], above)
            place = Place(place.level + 1, place.number // 2)
            new[place] = above
    return new


def inclusion(index: int, size: int) -> tuple[Span, ...]:
    """Whose hashes prove that leaf `index` is among the first `size`, from the leaf upwards.

    RFC 9162, 2.1.3.1. Refuses an index that is not among them.
    """
    if not 0 <= index < size:
        raise Unexpected(f"There is no leaf {index} among the first {size}.")
    return tuple(_beside(index, Span(0, size)))[::-1]


def _beside(index: int, span: Span) -> Iterator[Span]:
    while span.end - span.start > 1:
        left, right = _halves(span)
        span, other = (left, right) if index < left.end else (right, left)
        yield other


def consistency(before: int, size: int) -> tuple[Span, ...]:
    """Whose hashes prove that the first `size` leaves begin with the first `before`.

    RFC 9162, 2.1.4.1: none where both are equal, or where there was nothing before.
    """
    if not 0 <= before <= size:
        raise Unexpected(f"{size} leaves cannot begin with {before}.")
    if before in {0, size}:
        return ()
    beside, span, at_the_edge = [], Span(0, size), True
    while span.end != before:
        left, right = _halves(span)
        span, other = (left, right) if before <= left.end else (right, left)
        at_the_edge = at_the_edge and other is right
        beside.append(other)
    return (*(() if at_the_edge else (span,)), *reversed(beside))


def _halves(span: Span) -> tuple[Span, Span]:
    """Split after the largest power of two smaller than the span, as the RFC does."""
    middle = span.start + (1 << ((span.end - span.start - 1).bit_length() - 1))
    return Span(span.start, middle), Span(middle, span.end)


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2: whether a leaf with this hash is the index-th below this root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at % 2 or at == last:
            found = hash_inner(step, found)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            found = hash_inner(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    before: int, size: int, root_before: bytes, root: bytes, path: Sequence[bytes]
) -> bool:
    """RFC 9162, 2.1.4.2: whether the tree of `size` leaves begins with the one of `before`."""
    if not 0 <= before <= size:
        return False
    if before in {0, size}:
        expected = EMPTY if before == 0 else root
        return not path and root_before == expected
    steps = list(path) if before & (before - 1) else [root_before, *path]
    if not steps:
        return False
    at, last = before - 1, size - 1
    while at % 2:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = hash_inner(step, old), hash_inner(step, new)
            while not at % 2 and at:
                at, last = at >> 1, last >> 1
        else:
            new = hash_inner(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == root_before and new == root


def hash_of(span: Span, nodes: Mapping[Place, bytes]) -> bytes:
    """The hash of a span, from subtrees at hand."""
    return fold([nodes[place] for place in places_of(span)])
