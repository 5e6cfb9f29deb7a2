# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a source of history says of a resolution beside its words and its outcome."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a source says beside the words and the outcome. What is None is not recorded."""

    decided_on: date | None = None
    yes: int | None = None
    no: int | None = None
    abstain: int | None = None
    theme: str | None = None

    @property
    def counted(self) -> bool:
        """Whether the source gives any number."""
        return any(one is not None for one in (self.yes, self.no, self.abstain))
