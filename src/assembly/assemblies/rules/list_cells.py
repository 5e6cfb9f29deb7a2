# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One cell of a list of people: what would be kept, why it is wrong, why it is doubtful.

All of them answer (kept, wrong, doubtful); an empty cell keeps nothing and is neither.
"""

import re
import unicodedata

from assembly.assemblies.rules.standing import plain_weight, read_college, read_weight

LONGEST_NAME = 200
LONGEST_ADDRESS = 254
LARGEST_NUMBER = 100_000

Read = tuple[str, str | None, str | None]

_NUMBER = re.compile(r"0{0,5}([1-9][0-9]{0,5})(?:[.,]0+)?")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORMULA = ("=", "+", "-", "@")


def read_number(words: str) -> tuple[int, str | None]:
    """The number of the seat, 0 without one, and why it is wrong. `007` and `7,0` are 7."""
    if not words:
        return 0, None
    found = _NUMBER.fullmatch(words)
    number = int(found[1]) if found else 0
    if not 0 < number <= LARGEST_NUMBER:
        return 0, "not-a-number"
    return number, None


def read_name(words: str) -> Read:
    """Single blanks, NFC, nothing that cannot be seen."""
    name = " ".join(unicodedata.normalize("NFC", words).split())
    if any(unicodedata.category(sign) in _UNSEEN for sign in name):
        return "", "unseen-character", None
    if len(name) > LONGEST_NAME:
        return "", "too-long", None
    if name.startswith(_FORMULA):
        return name, None, "formula"
    if name and not any(sign.isalpha() for sign in name):
        return name, None, "no-letters"
    return name, None, None


def read_weight_cell(words: str) -> Read:
    """`1,5` is 1.5. `1.000` may be a thousand somewhere: it is read as one, and doubtful."""
    if not words:
        return "", None, None
    try:
        weight = plain_weight(read_weight(words.replace(",", ".")))
    except ValueError:
        return "", "not-a-weight", None
    return weight, None, "thousands" if _THOUSANDS.fullmatch(words) else None


def read_college_cell(words: str) -> Read:
    """As `read_college`."""
    if not words:
        return "", None, None
    try:
        college = read_college(words)
    except ValueError:
        return "", "not-a-college", None
    return college, None, "formula" if college.startswith(_FORMULA) else None


def read_address(words: str) -> Read:
    """One address, as mail servers take it without extensions (RFC 5321); the domain in small."""
    if not words:
        return "", None, None
    bare = words.removeprefix("mailto:")
    if len(bare) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(bare) or ".." in bare:
        return "", "not-an-address", None
    local, _, domain = bare.rpartition("@")
    if local.startswith(".") or local.endswith("."):
        return "", "not-an-address", None
    return f"{local}@{domain.lower()}", None, None
