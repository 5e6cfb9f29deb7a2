# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Adopted or not adopted, and the words each language has for it."""

from enum import StrEnum


class Outcome(StrEnum):
    """What an assembly decided about one resolution. There is no third word."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"

    def label(self, language: str = "nl") -> str:
        """The words on paper, as the first customer writes them: Goedgekeurd, Niet goedgekeurd."""
        return _WORDS.get(language, _WORDS["nl"])[self]


_WORDS = {
    "nl": {Outcome.ADOPTED: "Goedgekeurd", Outcome.NOT_ADOPTED: "Niet goedgekeurd"},
    "fr": {Outcome.ADOPTED: "Approuvée", Outcome.NOT_ADOPTED: "Non approuvée"},
    "de": {Outcome.ADOPTED: "Angenommen", Outcome.NOT_ADOPTED: "Nicht angenommen"},
    "en": {Outcome.ADOPTED: "Approved", Outcome.NOT_ADOPTED: "Not approved"},
}
