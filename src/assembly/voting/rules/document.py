# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading numbers, shares and words out of a JSON object; each refusal names the key."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from assembly import documents
from assembly.documents import LARGEST_DOCUMENT, LONGEST_SHOWN, read_json
from assembly.errors import UnknownRule, UnsoundNumber
from assembly.voting.rules.exact import Exact, read_exact
from assembly.voting.rules.majority import read_share

__all__ = ["LARGEST_DOCUMENT", "LONGEST_SHOWN", "Keys", "read_json"]

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Keys(documents.Keys):
    """One object of a document that holds numbers."""

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
