# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what was told: JSON values turned into ours, or a refusal that names the key.

What was sent is never repeated: it may be a ballot.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TypeGuard

from assembly.errors import InvalidRequest

AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
"""A weight: at most six places, as on the roll."""


def is_whole(value: object) -> TypeGuard[int]:
    """True for an integer. True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def refuse(pointer: str, detail: str) -> InvalidRequest:
    """The refusal of one field."""
    return InvalidRequest(
        f"{pointer.strip('/') or 'The whole'}: {detail}",
        errors=[{"pointer": pointer, "detail": detail}],
    )


class Told:
    """An object that was sent, read key by key; `finish` refuses every key nobody read."""

    def __init__(self, value: object, pointer: str = "") -> None:
        if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
            raise refuse(pointer, "This must be an object.")
        self.pointer = pointer
        self._values: dict[str, object] = dict(value)

    def at(self, key: str) -> str:
        """The JSON pointer of a key."""
        return f"{self.pointer}/{key}"

    def anything(self, key: str) -> object:
        """What stands there; a key that is missing is refused."""
        if key not in self._values:
            raise refuse(self.at(key), "This is missing.")
        return self._values.pop(key)

    def words(self, key: str, longest: int = 200) -> str:
        """A text of 1 to `longest` characters on one line."""
        value = self.anything(key)
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise refuse(self.at(key), f"This must be a text of 1 to {longest} characters.")
        if any(ord(sign) < ord(" ") for sign in value):
            raise refuse(self.at(key), "This must be one line.")
        return value

    def one_of(self, key: str, among: Iterable[str], default: str | None = None) -> str:
        """One of these words, or the default where nothing is said."""
        known = list(among)
        value = self._values.pop(key, default)
        if value not in known:
            raise refuse(self.at(key), f"This must be one of: {', '.join(known)}.")
        return str(value)

    def whole(self, key: str, default: int | None, lowest: int, highest: int) -> int:
        """An integer within both bounds, or the default where nothing is said."""
        value = self._values.pop(key, default)
        if not is_whole(value) or not lowest <= value <= highest:
            raise refuse(self.at(key), f"This must be a whole number from {lowest} to {highest}.")
        return value

    def amount(self, key: str, default: int | None = None) -> Fraction:
        """A number above 0: an integer, or a string such as "2.5" with at most six places."""
        value = self._values.pop(key, default)
        text = str(value) if is_whole(value) else value
        if isinstance(text, str) and AMOUNT.fullmatch(text) and (exact := Fraction(text)) > 0:
            return exact
        raise refuse(
            self.at(key),
            'This must be a number above 0, such as 3 or "2.5", of at most six places.',
        )

    def many(self, key: str, most: int) -> list[object]:
        """A list of at most this many."""
        value = self.anything(key)
        if not isinstance(value, list) or len(value) > most:
            raise refuse(self.at(key), f"This must be a list of at most {most}.")
        return value

    def has(self, key: str) -> bool:
        """Whether the key is there and nobody read it yet."""
        return key in self._values

    def finish(self) -> None:
        """Nothing when every key was read; otherwise a refusal that names those left."""
        if self._values:
            names = sorted(self._values)
            raise InvalidRequest(
                f"Unknown here: {', '.join(names)}.",
                errors=[
                    {"pointer": self.at(name), "detail": "Nothing here has this name."}
                    for name in names
                ],
            )
