# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""References in the words of a proposal: `(Technische fiche: Huizen van het Kind)`.

The words stay where they are; a citation points at them (docs/decisions/0023).
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from assembly.archive.rules.blocks import Code, Doubt
from assembly.resolutions.rules.text import tidy

KINDS = (
    "Technische fiche",
    "Fiche technique",
    "Technisches Merkblatt",
    "Technical sheet",
    "Factsheet",
    "Bron",
    "Source",
    "Quelle",
)
"""The labels that make a reference, in the four languages."""

LONGEST_TITLE = 300
_LABEL = r"[^\W\d_][^():\n]{2,39}"
_INNER = r"[^()]|\([^()]*\)"
_CITATION = re.compile(rf"\((?P<label>{_LABEL}):\s*(?P<title>(?:{_INNER}){{1,{LONGEST_TITLE}}})\)")
_OPENED = re.compile(rf"\((?P<label>{_LABEL}):(?P<rest>[^()]*)(?=\(|$)")
_ALIKE = 0.85
_LONG = 8  # letters: shorter labels must be spelt exactly, or every `(Bro: …)` would be one


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference as a structure. `provision` is the place of its words in the text, from 1."""

    kind: str
    title: str
    as_written: str
    at: int
    provision: int


def kind_of(label: str) -> tuple[str, bool] | None:
    """The kind a label names, and whether it is spelt as known; None when it is no reference."""
    folded = tidy(label).casefold()
    for kind in KINDS:
        if folded == kind.casefold():
            return kind, True
    for kind in KINDS:
        known = kind.casefold()
        if len(known) < _LONG or abs(len(known) - len(folded)) > 2:  # noqa: PLR2004 - two letters
            continue
        if SequenceMatcher(None, folded, known, autojunk=False).ratio() >= _ALIKE:
            return kind, False
    return None


def citations_in(text: str, at: int, provision: int) -> tuple[list[Citation], list[Doubt]]:
    """Every reference in these words, in order; a doubt for a misspelt or an unclosed one."""
    found: list[Citation] = []
    doubts: list[Doubt] = []
    for match in _CITATION.finditer(text):
        known = kind_of(match["label"])
        if known is None:
            continue
        kind, exact = known
        found.append(Citation(kind, tidy(match["title"]), match[0], at, provision))
        if not exact:
            doubts.append(Doubt(Code.SPELLING, at, match["label"]))
    closed = _CITATION.sub("", text)
    doubts += [
        Doubt(Code.UNCLOSED_CITATION, at, match[0][:80])
        for match in _OPENED.finditer(closed)
        if kind_of(match["label"])
    ]
    return found, doubts
