# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a JSON object that may hold nothing but what is known; each refusal names the key."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from assembly.errors import InvalidRequest, MalformedBody, UnknownRule, UnsoundNumber
from assembly.voting.rules.exact import Exact, read_exact
from assembly.voting.rules.majority import read_share

Word = TypeVar("Word", bound=StrEnum)
LONGEST_SHOWN = 40
LARGEST_DOCUMENT = 1_000_000


def read_json(data: bytes) -> object:
    """The document, or `MalformedBody`.

    Refuses what is not UTF-8 or not JSON (RFC 8259), NaN and Infinity, a key that stands twice in
    one object, more than a million bytes and nesting that nobody needs.
    """
    if len(data) > LARGEST_DOCUMENT:
        raise MalformedBody(f"The document is larger than {LARGEST_DOCUMENT} bytes.")
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
    def of(cls, value: object, known: Iterable[str], place: str = "") -> "Keys":
        """The object, if it is one and has only `known` keys; else `InvalidRequest`."""
        if not isinstance(value, dict):
            raise InvalidRequest(f"{place or 'The document'} is no JSON object.", what=place)
        keys, expected = cls(value, place), list(known)
        for key in value:
            if key not in expected:
                shown = keys.path(str(key)[:LONGEST_SHOWN])
                raise InvalidRequest(
                    f"{shown} is an unknown key; known here: {', '.join(expected)}.", what=shown
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

    def number(self, key: str) -> Exact:
        """An exact number, never negative."""
        return _not_negative(read_exact(self.required(key), what=self.path(key)), self.path(key))

    def number_or_none(self, key: str) -> Exact | None:
        """The same where the key is there."""
        return self.number(key) if self.has(key) else None

    def share(self, key: str) -> Fraction:
        """A fraction written "3/5", above 0 and at most 1."""
        text = self.text(key)
        try:
            return read_share(text)
        except UnknownRule as refusal:
            raise UnknownRule(f"{self.path(key)}: {refusal.detail}", what=self.path(key)) from None

    def text(self, key: str) -> str:
        """A string."""
        value = self.required(key)
        if not isinstance(value, str):
            raise InvalidRequest(f"{self.path(key)} is no text.", what=self.path(key))
        return value

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One of the words; `default` where the key is not there."""
        if default is not None and not self.has(key):
            return default
        text = self.text(key)
        if text not in set(words):
            raise UnknownRule(
                f"{self.path(key)} is none of: {', '.join(words)}.", what=self.path(key)
            )
        return words(text)


def _not_negative(number: Exact, path: str) -> Exact:
    if number < 0:
        raise UnsoundNumber(f"{path} is never negative.", what=path)
    return number
