# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every single change that can be made to a bundle, for whoever says that it finds them."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value there is, and to every key."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield (*way, key)
            yield from places(part, (*way, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield (*way, index)
            yield from places(part, (*way, index))


def others(value: Any) -> list[Any]:
    """Other values than this one, some of which only look different."""
    match value:
        case bool():
            return [not value, int(value), None]
        case int():
            return [value + 1, float(value), str(value), None]
        case str():
            return [value + "0", value[:-1], value.upper() + "x", None]
        case None:
            return [0, "x", {}]
        case list():
            return [*([value[:-1], value + value[-1:], value[::-1]] if value else [[None]]), None]
        case _:
            return [{**value, "more": 1}, None]


def at(value: Any, way: tuple[Any, ...]) -> Any:
    """What stands there."""
    for step in way:
        value = value[step]
    return value


def assert_every_change_is_found(bundle: Any, is_found: Callable[[bytes], bool]) -> None:
    """Each value replaced by another, each key taken away: `is_found` says yes to all of them."""
    tried = 0
    for way in places(bundle):
        for other in others(at(bundle, way)):
            changed = copy.deepcopy(bundle)
            at(changed, way[:-1])[way[-1]] = other
            if json.dumps(changed, sort_keys=True) == json.dumps(bundle, sort_keys=True):
                continue
            if way == ("log",) and other is None:
                continue  # not in the log yet: what that leaves unknown is said, see below
            tried += 1
            assert is_found(json.dumps(changed).encode()), (way, other)
        if isinstance(way[-1], str):
            changed = copy.deepcopy(bundle)
            del at(changed, way[:-1])[way[-1]]
            assert is_found(json.dumps(changed).encode()), ("gone", way)
    assert tried > 300


def assert_every_byte_counts(
    data: bytes, is_found: Callable[[bytes], bool], *, steps: slice
) -> None:
    """A bit flipped, or a space put there: at these places of the file."""
    for place in range(len(data))[steps]:
        for other in (data[place] ^ 1, 0x20):
            if other != data[place]:
                changed = data[:place] + bytes([other]) + data[place + 1 :]
                assert is_found(changed), data[max(0, place - 20) : place + 20]
