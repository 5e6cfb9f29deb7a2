# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: amendments, their plan and the amended text, as anybody may read them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import ConfigDict

from assembly.amendments.rules.lifecycle import Cause, State
from assembly.api.schema import Schema


class AuthorOut(Schema):
    """The seat that filed an amendment."""

    seat: int
    name: str


class AmendmentOut(Schema):
    """An amendment with what it asks for on `version`, and what the server found in that.

    `instructions` say it in words, by the lines of the printed copy, in the language of the text,
    `instructions_in` in each of nl, fr, de and en.
    `in_conflict` lists where the present version has other words than those it was made on; null
    where it stands. An amendment of the moderators has no author.
    """

    number: int
    amends: int | None
    state: State
    revision: int
    author: AuthorOut | None
    reason: str | None
    because: str | None
    fell_to: int | None
    version: int
    cause: Cause
    edits: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    instructions: list[str]
    instructions_in: dict[str, list[str]]
    in_conflict: list[Any] | None
    supporters: int
    by_itself: bool
    votings: list[UUID]
    submitted_at: datetime
    decided_at: datetime | None
    links: dict[str, str]


class Amendments(Schema):
    """All amendments to a text, by number."""

    items: list[AmendmentOut]


class ConflictOut(Schema):
    """Amendments that cannot both be done in this place, and the base text's words there.

    `start` and `end` count words and signs of the provision, as a settlement names them.
    """

    amendments: list[int]
    provision: str
    start: int
    end: int
    words: str


class StepOut(Schema):
    """One amendment in the order of the votings; `falls` go when it is adopted.

    It `waits_for` the results of votings on these, which it is in conflict with.
    """

    amendment: int
    disappearing: int
    changing: int
    falls: list[int]
    waits_for: list[int]


class SettlementOut(Schema):
    """How a conflict was settled."""

    amendments: list[int]
    provision: str
    words: str
    prefer: int | None
    text: str | None
    because: str | None


class PlanOut(Schema):
    """What is put to the vote `now`, the whole order, and what is left for the final vote."""

    version: int
    closes_at: datetime | None
    supporters_needed: int
    now: list[int]
    steps: list[StepOut]
    conflicts: list[ConflictOut]
    settled: list[SettlementOut]
    waiting: list[int]
    stuck: list[int]
    in_the_text: list[int]
    chosen_because: str | None


class SpanOut(Schema):
    """A stretch of words, and the amendments it came from; none for the base text.

    The white space at its ends belongs to it: the spans of a provision joined are its text.
    """

    model_config = ConfigDict(str_strip_whitespace=False)

    text: str
    amendments: list[int]


class AmendedProvisionOut(Schema):
    """A provision of the amended text."""

    id: str
    kind: str
    marker: str
    level: int
    text: str
    spans: list[SpanOut]


class AmendedText(Schema):
    """The text with what was adopted: `made_of` says which amendments are in it.

    `votings` gives for each of them the voting whose published record says so; one that a sponsor
    took over has none.
    """

    base: int
    version: int | None
    made_of: list[int]
    votings: dict[int, UUID]
    provisions: list[AmendedProvisionOut]
    conflicts: list[ConflictOut]
