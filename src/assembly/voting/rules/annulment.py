# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a voting is annulled: words everybody will read beside its record."""

from assembly.resolutions.rules.reason import LONGEST_REASON, SHORTEST_REASON, sound_reason

__all__ = ["LONGEST_REASON", "SHORTEST_REASON", "sound_reason"]
