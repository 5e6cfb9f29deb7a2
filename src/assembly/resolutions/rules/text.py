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
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
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
    """Whether it holds a control character or half a surrogate pair: nothing anybody can read."""
    return bool(_UNSEEN.search(text))


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
