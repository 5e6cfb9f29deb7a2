# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a result becomes public: agreed before the voting opens (docs/decisions/0036).

So nobody holds back a result because they have seen it.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from assembly.errors import ImpossibleSchedule
from assembly.voting.rules.schedule import FARTHEST, Schedule


class Release(StrEnum):
    """Published as soon as it is counted, or held back until an hour or a moderator's act."""

    AT_ONCE = "at_once"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Gate:
    """How a result is released. Without `publish_at`, a held one is published by hand."""

    release: Release = Release.AT_ONCE
    publish_at: datetime | None = None


AT_ONCE = Gate()


def require_later(gate: Gate, schedule: Schedule, at: datetime) -> None:
    """Nothing, or `ImpossibleSchedule`: an hour without a hold, or one that cannot be kept.

    The hour of publication lies after the planned beginning and end of the voting. One that comes
    before the count is kept by publishing as soon as it is counted.
    """
    if gate.publish_at is None:
        return
    if gate.release is not Release.HELD:
        _refuse("Only a result that is held back has an hour of its own.")
    require_hour(gate.publish_at, at)
    for hour in (schedule.opens_at, schedule.closes_at):
        if hour is not None and gate.publish_at <= hour:
            _refuse("The result cannot be published before the voting has ended.")


def require_hour(publish_at: datetime, at: datetime) -> None:
    """Nothing, or `ImpossibleSchedule`: past, or too far ahead."""
    if publish_at <= at:
        _refuse("This time has passed already.")
    if publish_at > at + FARTHEST:
        _refuse("Nothing is scheduled more than ten years ahead.")


def is_due(gate: Gate, at: datetime) -> bool:
    """Whether a counted result may be public without anybody's further act; at the hour it may."""
    if gate.release is Release.AT_ONCE:
        return True
    return gate.publish_at is not None and gate.publish_at <= at


def gate_facts(gate: Gate) -> dict[str, Any]:
    """What the audit trail says of it; of one published at once nothing, as ever."""
    if gate.release is Release.AT_ONCE:
        return {}
    return {
        "release": gate.release.value,
        "publish_at": None if gate.publish_at is None else gate.publish_at.isoformat(),
    }


def _refuse(sentence: str) -> None:
    raise ImpossibleSchedule(sentence, errors=[{"pointer": "/publish_at", "detail": sentence}])
