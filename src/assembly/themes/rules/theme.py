# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A theme: a word in four languages that resolutions of any assembly are found by.

Its slug never changes, its words may. A theme is a finding aid: no record holds one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlsplit

from assembly.assemblies.rules.naming import LANGUAGES, is_slug
from assembly.errors import InvalidRequest
from assembly.resolutions.rules.markup import require_no_markup
from assembly.resolutions.rules.sought import folded
from assembly.resolutions.rules.text import tidy, turns, unseen

LONGEST_LABEL = 80
LONGEST_URI = 300
MOST_THEMES = 500
MOST_ON_ONE = 20
LEAST_IN_COMMON = 4
"""Words that are shorter say nothing about what a chapter is about."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What something is about. `uri` is the same notion in a vocabulary of others."""

    slug: str
    labels: Mapping[str, str]
    uri: str | None = None

    def label(self, language: str) -> str:
        """Its word in a language."""
        return self.labels[language]


def sound_theme(slug: str, labels: Mapping[str, str], uri: str | None) -> Theme:
    """The theme as it will be kept, or `InvalidRequest` that points at the first wrong field."""
    if not is_slug(slug):
        _refuse("slug", "Write small letters, digits and single dashes, at most 80.")
    sound = {}
    for language in LANGUAGES:
        word = tidy(labels.get(language, ""))
        if not word or len(word) > LONGEST_LABEL or unseen(word) or turns(word):
            _refuse(f"labels/{language}", f"Write 1 to {LONGEST_LABEL} readable characters.")
        require_no_markup(word, "The label", what="label")
        sound[language] = word
    return Theme(slug, sound, _uri(uri))


def _uri(given: str | None) -> str | None:
    address = (given or "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username
    except ValueError:
        sound = False
    plain = address.isascii() and address.isprintable() and not set(address) & set(' <>"{}|\\^`')
    if not sound or not plain or len(address) > LONGEST_URI:
        _refuse("uri", "Write a whole address that begins with https:// or http://.")
    return address


def suggested(words: str | None, themes: Iterable[Theme]) -> list[Theme]:
    """The themes that a heading may mean: one word of it and one of theirs begin alike.

    Only offered: whoever tags decides.
    """
    heading = _parts(words or "")
    return [
        theme
        for theme in themes
        if any(
            _alike(one, other)
            for label in theme.labels.values()
            for one in _parts(label)
            for other in heading
        )
    ]


def _parts(words: str) -> Sequence[str]:
    plain = "".join(sign if sign.isalnum() else " " for sign in folded(words))
    return [part for part in plain.split() if len(part) >= LEAST_IN_COMMON]


def _alike(one: str, other: str) -> bool:
    """The same word, or one within the other: `vervoer` and `busvervoer`."""
    return one in other or other in one


def _refuse(field: str, sentence: str) -> NoReturn:
    raise InvalidRequest(sentence, errors=[{"pointer": f"/{field}", "detail": sentence}])
