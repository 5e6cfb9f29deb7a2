# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The words that stand for an outcome in a Dutch source, and the words that only look like them.

Exactly these words count; nothing is corrected, because an outcome read from a misspelling would
be a guess.
"""

from difflib import SequenceMatcher

from assembly.resolutions.rules.outcome import Outcome

OUTCOMES = {outcome.label("nl"): outcome for outcome in Outcome}

_LOWER = tuple(words.lower() for words in OUTCOMES)
_CLOSE = 0.8
_NEAR = range(min(map(len, _LOWER)) * 2 // 3, max(map(len, _LOWER)) * 3 // 2 + 1)  # lengths
_FEW = 4  # words


def is_near_miss(words: str) -> bool:
    """Whether the whole line was probably meant as an outcome: `Goedgekeurt`, `goedgekeurd.`."""
    if words in OUTCOMES or len(words) not in _NEAR:
        return False
    return any(_alike(words.lower(), known) for known in _LOWER)


def is_torn(before: str, words: str) -> bool:
    """Whether an outcome's first word was left on the line before: `… Niet`, then `Goedgekeurd`."""
    last = before.rsplit(" ", 1)[-1]
    return f"{last} {words}".lower() in _LOWER


def may_be_outcome(words: str) -> bool:
    """Whether a text's last line reads like an unknown outcome: `Aangehouden`, `Verworpen`."""
    if is_near_miss(words) or words.lower().startswith(_LOWER):
        return True
    return words[:1].isupper() and words[-1:].isalpha() and len(words.split(" ")) <= _FEW


def _alike(words: str, known: str) -> bool:
    matcher = SequenceMatcher(None, words, known, autojunk=False)
    return matcher.quick_ratio() >= _CLOSE and matcher.ratio() >= _CLOSE
