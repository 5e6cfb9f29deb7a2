# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Personal codes: what a participant types to enter.

A code is ten characters of an alphabet without look-alikes (no 0 O, 1 I L, U). The first four are
the handle, which finds the credential and carries the limit on attempts; the last six are the
secret, about 29 bits, kept only as an argon2id hash. Shown in groups, `K7QM-3XR-9TW`; typed in any
case, with any spaces and dashes.
"""

import secrets
from dataclasses import dataclass

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
UNPREFIXED = "nl"
"""The language whose pages have no prefix (docs/decisions/0009)."""
HANDLE_LENGTH = 4
SECRET_LENGTH = 6
_IGNORED = str.maketrans("", "", " -–—_.\t\r\n\u00a0")


@dataclass(frozen=True, slots=True)
class Code:
    """One personal code, in its two parts."""

    handle: str
    secret: str

    def shown(self) -> str:
        """As it is printed on paper and on a screen, once."""
        half = SECRET_LENGTH // 2
        return f"{self.handle}-{self.secret[:half]}-{self.secret[half:]}"

    def __repr__(self) -> str:
        """Never the secret, so that no traceback or log can hold it."""
        return f"Code({self.handle}-…)"


def draw_code() -> Code:
    """A code nobody had before, with overwhelming likelihood; the database decides."""
    letters = [secrets.choice(ALPHABET) for _ in range(HANDLE_LENGTH + SECRET_LENGTH)]
    return Code("".join(letters[:HANDLE_LENGTH]), "".join(letters[HANDLE_LENGTH:]))


def read_code(typed: str) -> Code | None:
    """The code someone meant, or None where no code can look like this."""
    plain = typed.translate(_IGNORED).upper()
    if len(plain) != HANDLE_LENGTH + SECRET_LENGTH or set(plain) - set(ALPHABET):
        return None
    return Code(plain[:HANDLE_LENGTH], plain[HANDLE_LENGTH:])


def join_link(home: str, language: str, code: Code) -> str:
    """Where a QR code leads. The code stands behind the `#`: browsers keep that to themselves.

    So it is in no request and in no log (RFC 9110, 4.2.5).
    """
    prefix = "" if language == UNPREFIXED else f"/{language}"
    return f"{home}{prefix}/join#{code.shown()}"
