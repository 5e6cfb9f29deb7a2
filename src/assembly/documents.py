# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a JSON object that may hold nothing but what is known; each refusal names the key.

Pure: what the commands that need no database read their questions with.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from assembly.errors import InvalidRequest, MalformedBody

LONGEST_SHOWN = 40
LARGEST_DOCUMENT = 1_000_000


def shown(name: str) -> str:
    """A name as a refusal repeats it: its beginning, on one line, with nothing that controls."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in name[:LONGEST_SHOWN])


def read_json(data: bytes, largest: int = LARGEST_DOCUMENT) -> object:
    """The document, or `MalformedBody`.

    Refuses what is not UTF-8 or not JSON (RFC 8259), NaN and Infinity, a key that stands twice in
    one object, more than `largest` bytes and nesting that nobody needs.
    """
    if len(data) > largest:
        raise MalformedBody(f"The document is larger than {largest} bytes.")
    try:
        return json.loads(data.decode(), object_pairs_hook=_once_each, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise MalformedBody("The document is not UTF-8.") from None
    except RecursionError:
        raise MalformedBody("The document is nested too deeply.") from None
    except ValueError as problem:
        raise MalformedBody(f"The document is no JSON: {problem}.") from None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise MalformedBody(f"The key {twice[:LONGEST_SHOWN]!r} stands twice in one object.")
    return found


def _no_number(word: str) -> object:
    raise MalformedBody(f"{word} is no number.")


@dataclass(frozen=True, slots=True)
class Keys:
    """One object of a document, and where in it it stands: "" is the document itself."""

    values: Mapping[str, Any]
    place: str

    @classmethod
    def of(cls, value: object, known: Iterable[str], place: str = "") -> Self:
        """The object, if it is one and has only `known` keys; else `InvalidRequest`."""
        if not isinstance(value, dict):
            raise InvalidRequest(f"{place or 'The document'} is no JSON object.", what=place)
        keys, expected = cls(value, place), list(known)
        for key in value:
            if key not in expected:
                where = keys.path(shown(str(key)))
                raise InvalidRequest(
                    f"{where} is an unknown key; known here: {', '.join(expected)}.", what=where
                )
        return keys

    def path(self, key: str) -> str:
        """The key with the way to it: "colleges.nl.yes"."""
        return f"{self.place}.{key}" if self.place else key

    def has(self, key: str) -> bool:
        """Whether the key is there and not null."""
        return self.values.get(key) is not None

    def required(self, key: str) -> Any:
        """What stands there, or a refusal that says it is missing."""
        if not self.has(key):
            raise InvalidRequest(f"{self.path(key)} is missing.", what=self.path(key))
        return self.values[key]

    def text(self, key: str) -> str:
        """A string."""
        value = self.required(key)
        if not isinstance(value, str):
            raise InvalidRequest(f"{self.path(key)} is no text.", what=self.path(key))
        return value

    def items(self, key: str, known: Iterable[str], most: int) -> list[Self]:
        """A list of at most `most` objects with `known` keys."""
        value = self.required(key)
        if not isinstance(value, list):
            raise InvalidRequest(f"{self.path(key)} is no list.", what=self.path(key))
        if len(value) > most:
            raise InvalidRequest(f"{self.path(key)} has more than {most} items.", what=key)
        expected = list(known)
        return [
            type(self).of(item, expected, f"{self.path(key)}[{at}]")
            for at, item in enumerate(value)
        ]
