# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that somebody looks for: without case, accents and ligatures, and anywhere in a word.

So that "vervoer" finds "Busvervoer" and "ecole" finds "l’École", as Dutch, French and German need
it. PostgreSQL folds what it keeps in the same way (`fold_words`, migration 0012).
"""

import re
import unicodedata
from collections.abc import Sequence

MOST_WORDS = 8
_MARKS = re.compile("[\u0300-\u036f]")
_PAIRS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "\u2019": "'"}

Runs = list[tuple[str, bool]]
"""A text in pieces, and which of them were looked for."""


def folded(text: str) -> str:
    """As it is compared."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    return "".join(_PAIRS.get(sign.lower(), sign.lower()) for sign in plain)


def sought_words(q: str) -> tuple[str, ...]:
    """The words to look for, folded, each once, at most `MOST_WORDS`; none where q says nothing."""
    found = dict.fromkeys(word for word in folded(q).split() if any(map(str.isalnum, word)))
    return tuple(found)[:MOST_WORDS]


def found_in(text: str, words: Sequence[str]) -> Runs:
    """The text in its own signs, with every place where one of the words stands."""
    plain, places = _with_places(text)
    hit = [False] * len(text)
    for word in words:
        start = plain.find(word)
        while start >= 0:
            for place in places[start : start + len(word)]:
                hit[place] = True
            start = plain.find(word, start + 1)
    return _runs(text, hit)


def _with_places(text: str) -> tuple[str, list[int]]:
    """Folded, and for each sign of that the place of the one it comes from."""
    plain: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for one in folded(sign):
            plain.append(one)
            places.append(place)
    return "".join(plain), places


def _runs(text: str, hit: Sequence[bool]) -> Runs:
    runs: Runs = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or hit[place] != hit[start]:
            runs.append((text[start:place], hit[start]))
            start = place
    return runs


def best_part(texts: Sequence[str], words: Sequence[str], longest: int) -> str:
    """The piece of the texts with most of the words, around the first of them; whole words."""
    best = max(texts, key=lambda text: sum(word in folded(text) for word in words), default="")
    if len(best) <= longest:
        return best
    plain, places = _with_places(best)
    first = min((plain.find(word) for word in words if word in plain), default=0)
    start = max(0, places[first] - longest // 3) if first else 0
    start = 0 if start == 0 else best.find(" ", start) + 1
    end = start + longest
    cut = best[start:end].rsplit(" ", 1)[0] if end < len(best) else best[start:]
    return f"{'… ' if start else ''}{cut}{' …' if end < len(best) else ''}"
