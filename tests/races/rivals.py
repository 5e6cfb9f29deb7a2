# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several who act at once."""

import asyncio
from collections.abc import Awaitable

from assembly.errors import Refusal


async def together(*acts: Awaitable[object]) -> list[object]:
    """What came of each; anything but a refusal is a fault of ours."""
    came = await asyncio.gather(*acts, return_exceptions=True)
    for outcome in came:
        assert not isinstance(outcome, BaseException) or isinstance(outcome, Refusal), outcome
    return came
