# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A resolution's text: an ordered list of provisions, its canonical form and its digest.

Two texts with the same words in the same provisions have the same digest, however they were typed:
the canonical form is Unicode NFC, runs of ordinary white space are one space, no-break spaces stay,
one line a provision, LF between them (RULES, "Text").
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_ORDINARY_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LATIN = r"\x00-\u024f\u1e00-\u1eff"
_BLANK = r"\u2000-\u200b\u2028-\u202f\u205f-\u206f\u3000\ufeff"
_LAST_TWO = "".join(f"\\U{plane:04x}fffe\\U{plane:04x}ffff" for plane in range(17))
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\ud800-\udfff"  # control, half a pair
    r"\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb"  # no width
    r"\u115f\u1160\u3164\uffa0\U000e0001"  # fillers, and a mark of language
    rf"\ufdd0-\ufdef{_LAST_TWO}]"  # no characters
    rf"|(?:^|(?<=[{_LATIN}{_BLANK}]))[\u200c\u200d]"  # joiners with nothing to join
    rf"|(?:^|(?<=[\sA-Za-z{_BLANK}]))[\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # no variant of it
    r"|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0020-\U000e007f]"  # no flag they belong to
)
_BREAKS = re.compile(r"[\x85\u2028\u2029]")
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
LANGUAGES = frozenset({"nl", "fr", "de", "en"})
TITLE_WORDS = 9
DEEPEST = 4
"""The deepest level of a list inside a list, counted from 0."""


class Kind(StrEnum):
    """A provision is running text, or an item of a list with a marker such as `a.`."""

    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered piece of text.

    `marker` is what stands before an item, empty for a paragraph. `level` is how deep an item is
    nested: 0 in an outermost list, and for a paragraph. `id` names it in every version of its
    resolution that has it, and nothing else ever; it is empty before the text was first kept.
    """

    kind: Kind
    marker: str
    text: str
    level: int = 0
    id: str = ""


def tidy(text: str) -> str:
    """NFC, ordinary white space folded to single spaces, none at the ends; no-break spaces stay."""
    return _ORDINARY_SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def unseen(text: str) -> bool:
    """Whether it holds a character that nobody sees: two texts could differ and look the same.

    Joiners and variation selectors may stand where a script or an emoji needs them; combining
    marks, no-break spaces and the plain marks of direction may always stand.
    """
    return bool(_UNSEEN.search(text))


def controls(text: str) -> bool:
    """Whether it holds a control character of ASCII or half a surrogate pair."""
    return bool(_CONTROL.search(text))


def readable(text: str) -> str:
    """The text without what nobody sees, for what others typed: a separator of lines is a space."""
    found = _BREAKS.sub(" ", text)
    while unseen(found):
        found = _UNSEEN.sub("", found)
    return found


def has_words(text: str) -> bool:
    """Whether there is anything to read: a letter, a digit or a sign."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in text)


def turns(text: str) -> bool:
    """Whether it holds a character that turns the direction of reading (Unicode UAX 9)."""
    return bool(_TURNS.search(text))


def canonical(provisions: Sequence[Provision]) -> str:
    """The text that is digested: one line a provision, an item's marker before its words."""
    return "\n".join(
        f"{tidy(provision.marker)} {tidy(provision.text)}".strip(" ") for provision in provisions
    )


def digest(provisions: Sequence[Provision]) -> str:
    """SHA-256 of the canonical form in UTF-8, in lower-case hex."""
    return hashlib.sha256(canonical(provisions).encode()).hexdigest()


def derived_title(provisions: Sequence[Provision]) -> str:
    """The first words of the first provision, cut at nine words with an ellipsis.

    Only ever shown marked as derived: a source that gives no titles has none.
    """
    if not provisions:
        return ""
    words = tidy(provisions[0].text).split(" ")
    if len(words) <= TITLE_WORDS:
        return " ".join(words)
    return " ".join(words[:TITLE_WORDS]).rstrip(" ,;:–-(“") + " …"
