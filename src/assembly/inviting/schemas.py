# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: whom to invite, and what became of it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from assembly.api.schema import Schema
from assembly.assemblies.rules.naming import Language
from assembly.assemblies.schemas import SeatNumber
from assembly.inviting.rules.sending import Channel, Failure


def _each_once(numbers: list[int]) -> list[int]:
    return sorted(set(numbers))


Seats = Annotated[list[SeatNumber], Field(min_length=1), AfterValidator(_each_once)]


class Invite(Schema):
    """Whom: these seats, else those who are meant by `which`."""

    seats: Seats | None = Field(None, max_length=10_000, description="Null: see `which`")
    which: Literal["without_code", "never_signed_in", "all"] = "without_code"
    languages: list[Language] = Field(
        default_factory=list, max_length=4, description="Else the assembly's own"
    )


class LettersAsked(Schema):
    """The seats whose letter waits to be mailed now."""

    numbers: list[int]


class InvitationOut(Schema):
    """The latest invitation of a seat. `again`: the last attempt failed, another follows."""

    number: int
    channel: Channel
    state: Literal["waiting", "again", "sent", "failed"]
    made_at: datetime
    sent_at: datetime | None
    failed_because: Failure | None
    attempts: int


class InvitationsOut(Schema):
    """Whether this installation sends mail, and what became of each invitation."""

    mail: bool
    invitations: list[InvitationOut]
