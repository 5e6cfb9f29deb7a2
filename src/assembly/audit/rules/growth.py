# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether a log only grew between two of its checkpoints (RFC 9162, 2.1.4)."""

from collections.abc import Sequence
from enum import StrEnum

from assembly.audit.rules.checkpoint import Checkpoint
from assembly.audit.rules.merkle import is_consistent


class Growth(StrEnum):
    """What two checkpoints say together."""

    SAME = "same"
    GREW = "grew"
    REWRITTEN = "rewritten"
    SHRUNK = "shrunk"


def growth(before: Checkpoint, after: Checkpoint, *, there: int, path: Sequence[bytes]) -> Growth:
    """`there` is how many entries the log holds now, `path` what it offers as a proof.

    Shrunk where a log was signed that is longer than the present one. Two of one length are the
    same when their roots are. `before` is no longer than `after`.
    """
    if after.size > there:
        return Growth.SHRUNK
    if before.size == after.size:
        return Growth.SAME if before.root == after.root else Growth.REWRITTEN
    fits = is_consistent(before.size, after.size, before.root, after.root, path)
    return Growth.GREW if fits else Growth.REWRITTEN
