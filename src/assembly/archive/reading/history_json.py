# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON (RFC 8259) as tables: each list of objects is one. Places are entries of the list, from 1.

A part and a column are named by their JSON Pointer (RFC 6901).
"""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from assembly.apart.rules.limits import Fault, unreadable
from assembly.archive.rules.blocks import Unit
from assembly.archive.rules.table import MOST_COLUMNS, MOST_PARTS, Part, Row, Table, sound_part

DEEPEST = 50


def read_json(data: bytes) -> Table:
    """Every list in which there are objects, the outermost first."""
    try:
        told = json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=str,
            parse_int=str,
            parse_constant=_no_number,
        )
    except UnicodeDecodeError:
        raise unreadable(Fault.WRONG_ENCODING, "JSON is UTF-8; this is not.") from None
    except RecursionError:
        raise unreadable(Fault.NESTED_TOO_DEEP, "The JSON is nested too deeply.") from None
    except json.JSONDecodeError as problem:
        message = f"This is no JSON: line {problem.lineno}, column {problem.colno}."
        raise unreadable(Fault.BROKEN_FILE, message, problem.lineno) from None
    parts: list[Part] = []
    for pointer, entries in _lists(told, "", 0):
        if len(parts) == MOST_PARTS:
            raise unreadable(Fault.TOO_LARGE, f"The JSON has more than {MOST_PARTS} lists.")
        parts.append(_part(pointer, entries))
    if not parts:
        raise unreadable(Fault.NO_ROWS, "The JSON has no list of objects.")
    return Table("json", Unit.ITEM, tuple(parts), "utf-8")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise unreadable(Fault.BROKEN_FILE, "An object has the same name twice.")
    return found


def _no_number(word: str) -> NoReturn:
    raise unreadable(Fault.BROKEN_FILE, f"{word} is no JSON.")


def _lists(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    """Lists of objects below objects; lists inside entries belong to their entry."""
    if depth > DEEPEST:
        raise unreadable(Fault.NESTED_TOO_DEEP, f"The JSON is nested deeper than {DEEPEST}.")
    if isinstance(value, list):
        if any(isinstance(one, dict) for one in value):
            yield pointer or "/", value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _lists(inner, f"{pointer}/{_escaped(name)}", depth + 1)


def _part(pointer: str, entries: list[Any]) -> Part:
    found = [dict(_leaves(one, "", 0)) for one in entries]
    columns = list(dict.fromkeys(name for one in found for name in one))
    if len(columns) > MOST_COLUMNS:
        message = f"The entries of {pointer} have more than {MOST_COLUMNS} different names."
        raise unreadable(Fault.TOO_LARGE, message)
    rows = [
        Row(place, place, tuple(one.get(name, "") for name in columns))
        for place, one in enumerate(found, start=1)
    ]
    return sound_part(pointer, columns, rows)


def _leaves(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    """Words, numbers and truths by their pointer; lists of words are lines of one cell."""
    if depth > DEEPEST:
        raise unreadable(Fault.NESTED_TOO_DEEP, f"The JSON is nested deeper than {DEEPEST}.")
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{pointer}/{_escaped(name)}", depth + 1)
    elif isinstance(value, list):
        if all(isinstance(one, str) for one in value):
            yield pointer or "/", "\n".join(value)
        else:
            for place, inner in enumerate(value):
                yield from _leaves(inner, f"{pointer}/{place}", depth + 1)
    elif value is not None:
        yield pointer or "/", value if isinstance(value, str) else json.dumps(value)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
