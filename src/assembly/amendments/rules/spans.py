# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which words of a merged text came from which amendments, by number: kept, answered and shown."""

from collections.abc import Sequence
from typing import Any

from assembly.amendments.rules.plan import number_of
from assembly.resolutions.rules.merge import Merged

Spans = Sequence[Sequence[Any]]
"""[[text, [numbers]], …] for each provision."""


def write_spans(merged: Merged) -> list[list[Any]]:
    """The spans with numbers instead of names; of the base text there are none."""
    return [
        [[span.text, [number_of(name) for name in span.amendments]] for span in spans]
        for spans in merged.spans
    ]
