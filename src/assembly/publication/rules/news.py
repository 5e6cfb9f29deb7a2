# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is news, and the few words it is told in."""

from dataclasses import dataclass
from enum import StrEnum


class NewsKind(StrEnum):
    """What happened. The first three are about a resolution, the others about what they name."""

    OUTCOME = "outcome"
    ENTRY = "entry"
    ANNULMENT = "annulment"
    MINUTES = "minutes"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class NewsWords:
    """One language."""

    annulled: str
    minutes: str
    history: str


NEWS = {
    "nl": NewsWords(
        "de stemming is ongeldig verklaard",
        "{name}, notulen van zitting {number}: {title}",
        "{name}: beslissingen van vroeger, uit het archief ({count})",
    ),
    "fr": NewsWords(
        "le vote est annulé",
        "{name}, procès-verbal de la séance {number} : {title}",
        "{name} : décisions antérieures, reprises des archives ({count})",
    ),
    "de": NewsWords(
        "die Abstimmung ist annulliert",
        "{name}, Protokoll der Sitzung {number}: {title}",
        "{name}: frühere Beschlüsse aus dem Archiv ({count})",
    ),
    "en": NewsWords(
        "the voting is annulled",
        "{name}, minutes of sitting {number}: {title}",
        "{name}: earlier decisions, from the archive ({count})",
    ),
}
