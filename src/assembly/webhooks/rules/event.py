# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What webhooks tell: thin events with addresses of what is public, never what is not."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class EventType(StrEnum):
    """Of what a webhook may be told. `ping` is only ever asked for by hand."""

    RECORD_PUBLISHED = "record.published"
    RECORD_CORRECTED = "record.corrected"
    MINUTES_PUBLISHED = "minutes.published"
    VOTING_ANNULLED = "voting.annulled"
    PING = "ping"


CHOSEN = tuple(kind for kind in EventType if kind is not EventType.PING)
"""What can be chosen."""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, by public facts alone; `links` are paths below the public address."""

    kind: EventType
    facts: Mapping[str, Any]
    links: Mapping[str, str]


def write_body(event_id: UUID, event: Event, at: datetime, *, site: str) -> str:
    """The JSON that is sent, with whole addresses. The same values always give the same words."""
    told = {
        "id": str(event_id),
        "type": event.kind.value,
        "at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": {
            **event.facts,
            "links": {name: f"{site}{path}" for name, path in sorted(event.links.items())},
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
