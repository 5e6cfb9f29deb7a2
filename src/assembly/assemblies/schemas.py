# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: assemblies, seats, and who I am here."""

from datetime import date
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from assembly.api.schema import Schema

Language = Literal["nl", "fr", "de", "en"]


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        message = "no such time zone; use a name like Europe/Brussels"
        raise ValueError(message)
    return name


TimeZone = Annotated[str, AfterValidator(_known_zone)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=3, max_length=80)]


class FoundAssembly(Schema):
    """An assembly to be founded."""

    slug: Slug
    name: str = Field(min_length=1, max_length=200)
    language: Language = "nl"
    time_zone: TimeZone = "Europe/Brussels"
    held_on: date | None = None
    rehearsal: bool = Field(False, description="Runs all the same code, appears in no list")


class AssemblyOut(Schema):
    """An assembly, as everybody may read it."""

    slug: str
    name: str
    language: str
    time_zone: str
    held_on: date | None
    is_imported: bool
    is_rehearsal: bool


class NewSeatIn(Schema):
    """A seat to be taken."""

    number: int = Field(ge=1, le=100_000)
    name: str | None = Field(None, min_length=1, max_length=200, description="Else `Seat 7`")


class SeatParticipants(Schema):
    """Seats to be taken, all or none."""

    seats: list[NewSeatIn] = Field(min_length=1, max_length=500)


class SeatWithCode(Schema):
    """A seat with its personal code, shown this once."""

    number: int
    name: str
    code: str


class SeatOut(Schema):
    """A seat as a moderator sees it."""

    number: int
    name: str
    has_code: bool


class Me(Schema):
    """Who acts with this token."""

    role: Literal["administrator", "staff", "participant"]
    assembly: str | None
    seat: int | None
    moderates: list[str]
