# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Check-in codes: what a phone shows at the door, and what somebody there may type instead.

A code is fifteen letters: five for the number of the seat, ten (40 bits) of an HMAC over the seat,
who sits there and the time. It says who stands there and nothing else: nobody signs in with it, and
it is worth nothing to who is not a moderator. Its letters lie on the same keys of a QWERTY, an
AZERTY and a QWERTZ keyboard, because a hand scanner types in the layout it was given.
"""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

ALPHABET = "BCDEFGHJKLNPRSTV"
OF_NUMBER = 5
OF_PROOF = 10
PERIOD = timedelta(minutes=5)
LONGEST = 200
"""Characters that are looked at of what was typed."""

_IGNORED = str.maketrans("", "", " -–—_.\t\r\n\u00a0")


@dataclass(frozen=True, slots=True)
class Sitter:
    """A seat, and who sits there now."""

    seat_id: UUID
    person_id: UUID
    number: int
    name: str


def key_of(secret: str) -> bytes:
    """The key of this installation for check-in codes, and for nothing else."""
    return hmac.digest(secret.encode(), b"assembly check-in 1", hashlib.sha256)


def write_code(sitter: Sitter, key: bytes, at: datetime) -> str:
    """What the phone shows now, in three groups."""
    code = _letters(sitter.number, OF_NUMBER) + _proof(sitter, key, _period(at))
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def holds_until(at: datetime) -> datetime:
    """When a code that is shown now is not taken any more: five to ten minutes from now."""
    return datetime.fromtimestamp((_period(at) + 2) * PERIOD.total_seconds(), UTC)


def number_in_code(typed: str) -> int | None:
    """The seat that a code is about, whether it holds or not; None for what can be no code."""
    plain = _plain(typed)
    if len(plain) != OF_NUMBER + OF_PROOF or set(plain) - set(ALPHABET):
        return None
    number = 0
    for letter in plain[:OF_NUMBER]:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number


def code_holds(typed: str, sitter: Sitter, key: bytes, at: datetime) -> bool:
    """Whether it was made for this seat and who sits there, in this period or the one before."""
    proof = _plain(typed)[OF_NUMBER:]
    periods = (_period(at), _period(at) - 1)
    return number_in_code(typed) == sitter.number and any(
        hmac.compare_digest(proof.encode(), _proof(sitter, key, period).encode())
        for period in periods
    )


def number_typed(typed: str) -> int | None:
    """The number, if nothing but a number was typed; 0 for one that no seat can have."""
    plain = typed.strip()
    if not (plain.isascii() and plain.isdigit()):
        return None
    return int(plain) if len(plain) <= OF_PROOF else 0


def called(typed: str, sitters: Iterable[Sitter]) -> list[Sitter]:
    """Those who may be meant: every word that was typed begins a word of the name.

    Case and accents do not matter. A name that is typed in full is meant, also where it begins
    others.
    """
    wanted = _words(typed)
    if not wanted:
        return []
    meant = [
        sitter
        for sitter in sitters
        if all(any(own.startswith(one) for own in _words(sitter.name)) for one in wanted)
    ]
    exactly = [sitter for sitter in meant if sorted(_words(sitter.name)) == sorted(wanted)]
    return exactly or meant


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return "".join(sign if sign.isalnum() else " " for sign in kept).split()


def _plain(typed: str) -> str:
    return typed[:LONGEST].translate(_IGNORED).upper()


def _period(at: datetime) -> int:
    return int(at.timestamp() // PERIOD.total_seconds())


def _proof(sitter: Sitter, key: bytes, period: int) -> str:
    about = f"{sitter.seat_id} {sitter.person_id} {sitter.number} {period}"
    digest = hmac.digest(key, about.encode(), hashlib.sha256)
    return _letters(int.from_bytes(digest[:OF_PROOF], "big"), OF_PROOF)


def _letters(number: int, length: int) -> str:
    """The lowest `length` digits to the base of the alphabet."""
    found = ""
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        found = ALPHABET[rest] + found
    return found
