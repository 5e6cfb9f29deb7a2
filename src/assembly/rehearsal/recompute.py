# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a record must say, worked out once more by the code of `assembly verify`. Pure."""

from typing import Any

from assembly.errors import Refusal
from assembly.publication.rules.again import Again, decide_again, text_in, verdict_document
from assembly.rehearsal.documents import read
from assembly.voting.rules.tally import Tally

__all__ = ["Again", "decide_again", "tally_in", "text_in", "verdict_document"]


def tally_in(document: Any) -> Tally | None:
    """The counts a document gives, or None where it gives none that could be."""
    counts = read(document, "tally")
    try:
        return Tally(**{str(word): int(number) for word, number in counts.items()})
    except (AttributeError, TypeError, ValueError, Refusal):
        return None
