# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A conflict with a new version of the text as it is kept: which words, and what each side says."""

from collections.abc import Sequence
from typing import Any

from assembly.resolutions.rules.carry import VERSION
from assembly.resolutions.rules.change_document import write_changes
from assembly.resolutions.rules.conflicts import Conflict


def write_conflicts(conflicts: Sequence[Conflict]) -> list[Any]:
    """One object a conflict; `version` and `amendment` are the changes of the two sides."""
    return [
        {
            "provision": conflict.provision,
            "words": conflict.words,
            "start": conflict.start,
            "end": conflict.end,
            "version": write_changes(
                claim.change for claim in conflict.claims if VERSION in claim.amendments
            ),
            "amendment": write_changes(
                claim.change for claim in conflict.claims if set(claim.amendments) != {VERSION}
            ),
        }
        for conflict in conflicts
    ]
