# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: assemblies, seats, the room, proxies, and who I am here."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from assembly.api.schema import Schema
from assembly.assemblies.rules.representing import MOST_PROXIES
from assembly.assemblies.rules.standing import plain_weight, read_college, read_weight

Language = Literal["nl", "fr", "de", "en"]


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        message = "no such time zone; use a name like Europe/Brussels"
        raise ValueError(message)
    return name


def _weight(sent: object) -> str:
    return plain_weight(read_weight(sent))


def _whole(sent: object) -> object:
    """A number of a seat is what was meant or it is nothing: no 1.0, no true, no "1"."""
    if isinstance(sent, bool) or not isinstance(sent, int):
        message = "send an integer"
        raise ValueError(message)  # noqa: TRY004 - what pydantic tells of
    return sent


def _all_different(numbers: list[int]) -> list[int]:
    if len(set(numbers)) < len(numbers):
        message = "numbers must differ"
        raise ValueError(message)
    return numbers


TimeZone = Annotated[str, AfterValidator(_known_zone)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=3, max_length=80)]
SeatNumber = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=100_000)]
WEIGHT = "An integer, or a decimal as words (`1.5`): above 0, at most six places"
COLLEGE = "1 to 40 characters that can be seen; null for none"
Weight = Annotated[str | int, BeforeValidator(_weight), Field(description=WEIGHT)]
College = Annotated[str, AfterValidator(read_college)]
Several = Annotated[list[SeatNumber], Field(max_length=10_000), AfterValidator(_all_different)]
ProxiesPerHolder = Annotated[
    int,
    BeforeValidator(_whole),
    Field(ge=0, le=MOST_PROXIES, description="How many one seat may represent"),
]


class FoundAssembly(Schema):
    """An assembly to be founded."""

    slug: Slug
    name: str = Field(min_length=1, max_length=200)
    language: Language = "nl"
    time_zone: TimeZone = "Europe/Brussels"
    held_on: date | None = None
    rehearsal: bool = Field(False, description="Runs all the same code, appears in no list")
    proxies_per_holder: ProxiesPerHolder = 1


class ChangeAssembly(Schema):
    """What a moderator may change. Proxies that were given stay in force."""

    proxies_per_holder: ProxiesPerHolder


class AssemblyOut(Schema):
    """An assembly, as everybody may read it."""

    slug: str
    name: str
    language: str
    time_zone: str
    held_on: date | None
    is_imported: bool
    is_rehearsal: bool
    proxies_per_holder: int


class NewSeatIn(Schema):
    """A seat to be taken."""

    number: int = Field(ge=1, le=100_000)
    name: str | None = Field(None, min_length=1, max_length=200, description="Else `Seat 7`")
    weight: Weight = "1"
    college: College | None = Field(None, description=COLLEGE)


class SeatParticipants(Schema):
    """Seats to be taken, all or none."""

    seats: list[NewSeatIn] = Field(min_length=1, max_length=500)


class SeatWithCode(Schema):
    """A seat with its personal code, shown this once."""

    number: int
    name: str
    code: str


class SeatOut(Schema):
    """A seat as a moderator sees it. `present` is in person; `holder` has its proxy."""

    number: int
    name: str
    has_code: bool
    weight: str
    college: str | None
    present: bool
    holder: int | None


class ChangeSeat(Schema):
    """What changes, for the votings that open from now on; `college` null takes it out of its."""

    weight: Weight | None = Field(None, description=f"{WEIGHT}. Never null")
    college: College | None = Field(None, description=COLLEGE)

    @field_validator("weight")
    @classmethod
    def _always_weighs(cls, weight: str | int | None) -> str | int:
        if weight is None:
            message = "a seat always has a weight"
            raise ValueError(message)
        return weight

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            message = "say what changes: weight, college, or both"
            raise ValueError(message)
        return self


class MarkAttendance(Schema):
    """Who came and who went, all or none; marking somebody again changes nothing."""

    arrived: Several = Field(default_factory=list)
    left: Several = Field(default_factory=list)

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.arrived or self.left):
            message = "say who arrived or who left"
            raise ValueError(message)
        return self


class PresentOut(Schema):
    """Somebody present: in person where `holder` is null, else by that seat."""

    number: int
    name: str
    holder: int | None


class PresenceOut(Schema):
    """Who is present now, as the roll of a voting opened now would say it.

    `present` is `in_room` plus `represented`. Until attendance is `taken`, whoever gave no proxy is
    in the room.
    """

    taken: bool
    seated: int
    in_room: int
    represented: int
    present: int
    who: list[PresentOut]


class StayOut(Schema):
    """A stay in the room; `left_at` is null while it lasts."""

    number: int
    name: str
    arrived_at: datetime
    left_at: datetime | None


class AttendanceOut(Schema):
    """Who is present now, and every stay in the order of arriving."""

    now: PresenceOut
    stays: list[StayOut]


class GiveProxy(Schema):
    """The seat that is to stand in."""

    holder: SeatNumber


class ProxyOut(Schema):
    """A proxy in force: `holder` stands in for `giver` while that one is absent."""

    giver: int
    holder: int


class SomebodyOut(Schema):
    """A seat and who sits there."""

    number: int
    name: str


class Me(Schema):
    """Who acts with this token. From `weight` on: of the own seat, empty for those without one."""

    role: Literal["administrator", "staff", "participant"]
    assembly: str | None
    seat: int | None
    moderates: list[str]
    weight: str | None
    college: str | None
    present: bool | None
    represents: list[SomebodyOut]
    represented_by: SomebodyOut | None
