# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why something was returned or annulled: words that others will read."""

from assembly.errors import InvalidRequest
from assembly.resolutions.rules.text import tidy, turns, unseen

SHORTEST_REASON = 10
LONGEST_REASON = 1000


def sound_reason(words: str) -> str:
    """The reason as it will be kept: NFC, single spaces. Refuses one that is too short or long."""
    reason = tidy(words)
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON or unseen(reason) or turns(reason):
        raise InvalidRequest(
            f"Say why, in {SHORTEST_REASON} to {LONGEST_REASON} characters.",
            errors=[{"pointer": "/because", "detail": "10 to 1000 readable characters"}],
        )
    return reason
