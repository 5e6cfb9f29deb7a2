# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: assemblies, seats, the room, proxies, and who I am here."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    field_validator,
    model_validator,
)

from assembly.api.schema import Schema
from assembly.assemblies.rules.called import RollCallNames
from assembly.assemblies.rules.check_in import LONGEST as LONGEST_TYPED
from assembly.assemblies.rules.list_cells import read_address, read_name
from assembly.assemblies.rules.naming import (
    LONGEST_NAME,
    LONGEST_SLUG,
    SHORTEST_SLUG,
    SLUG,
    Language,
    is_time_zone,
)
from assembly.assemblies.rules.representing import MOST_PROXIES
from assembly.assemblies.rules.standing import plain_weight, read_college, read_weight


def _known_zone(name: str) -> str:
    if not is_time_zone(name):
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
Slug = Annotated[str, Field(pattern=SLUG, min_length=SHORTEST_SLUG, max_length=LONGEST_SLUG)]
SeatNumber = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=100_000)]
WEIGHT = "An integer, or a decimal as words (`1.5`): above 0, at most six places"
COLLEGE = "1 to 40 characters that can be seen; null for none"
Weight = Annotated[str | int, BeforeValidator(_weight), Field(description=WEIGHT)]
College = Annotated[str, AfterValidator(read_college)]
Several = Annotated[list[SeatNumber], Field(max_length=10_000), AfterValidator(_all_different)]
Rule = Literal[
    "simple",
    "absolute_cast",
    "absolute_present",
    "absolute_entitled",
    "two_thirds",
    "three_quarters",
    "four_fifths",
    "unanimity",
]
RULE = "The rule that the desk proposes for a voting"


def _name(sent: str) -> str:
    kept, wrong, _ = read_name(sent)
    if wrong or not kept:
        message = "1 to 200 characters that can be seen"
        raise ValueError(message)
    return kept


def _address(sent: str) -> str:
    kept, wrong, _ = read_address(sent.strip())
    if wrong or not kept:
        message = "an address such as jan@example.org"
        raise ValueError(message)
    return kept


PersonName = Annotated[str, Field(max_length=1000), AfterValidator(_name)]
Address = Annotated[str, Field(max_length=300), AfterValidator(_address)]
ADDRESS = "Where an invitation may go; used for nothing else"
ProxiesPerHolder = Annotated[
    int,
    BeforeValidator(_whole),
    Field(ge=0, le=MOST_PROXIES, description="How many one seat may represent"),
]


class FoundAssembly(Schema):
    """An assembly to be founded."""

    slug: Slug
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    language: Language = "nl"
    time_zone: TimeZone = "Europe/Brussels"
    held_on: date | None = None
    rehearsal: bool = Field(False, description="Runs all the same code, appears in no list")
    proxies_per_holder: ProxiesPerHolder = 1
    participants_propose: bool = Field(True, description="Whether they may draft resolutions")
    default_rule: Rule = Field("simple", description=RULE)
    roll_call_names: RollCallNames = Field(
        RollCallNames.NAMES_STAY,
        description="Whether published roll calls go on naming people who were forgotten",
    )


class CloneAssembly(Schema):
    """An assembly like this one: its settings and its people, and nothing that happened."""

    slug: Slug
    name: str = Field(min_length=1, max_length=200)
    held_on: date | None = None
    addresses: bool = Field(False, description="Whether e-mail addresses are taken along")


class ChangeAssembly(Schema):
    """What a moderator may change. Proxies that were given stay in force, drafts their authors'."""

    proxies_per_holder: ProxiesPerHolder | None = Field(None, description="Never null")
    participants_propose: bool | None = Field(None, description="Never null")
    default_rule: Rule | None = Field(None, description=f"{RULE}. Never null")

    @field_validator("proxies_per_holder", "participants_propose", "default_rule")
    @classmethod
    def _said(cls, value: object) -> object:
        if value is None:
            message = "leave it out where it stays as it is"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            message = "say what changes: proxies_per_holder, participants_propose, default_rule"
            raise ValueError(message)
        return self


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
    participants_propose: bool
    default_rule: str
    roll_call_names: RollCallNames


class NewSeatIn(Schema):
    """A seat to be taken."""

    number: int = Field(ge=1, le=100_000)
    name: str | None = Field(None, min_length=1, max_length=200, description="Else `Seat 7`")
    weight: Weight = "1"
    college: College | None = Field(None, description=COLLEGE)
    email: Address | None = Field(None, description=ADDRESS)


class SeatParticipants(Schema):
    """Seats to be taken, all or none."""

    seats: list[NewSeatIn] = Field(min_length=1, max_length=500)


class SeatWithCode(Schema):
    """A seat with its personal code, shown this once.

    `link` opens the page that signs in; the code stands behind its `#`, which no server ever sees.
    """

    number: int
    name: str
    code: str
    link: str


class SeatOut(Schema):
    """A seat as a moderator sees it. `present` is in person; `holder` has its proxy.

    `has_signed_in`: with the code in force. `instead_of`: for whom the named one substitutes.
    """

    number: int
    name: str
    has_code: bool
    weight: str
    college: str | None
    present: bool
    holder: int | None
    email: str | None
    has_signed_in: bool
    instead_of: str | None


class Substitute(Schema):
    """Who sits there for a while."""

    name: PersonName


class ChangeSeat(Schema):
    """What changes; weight and college for the votings that open from now on.

    `college` null takes it out of its college, `email` null forgets the address.
    """

    name: PersonName | None = Field(None, description="Never null")
    email: Address | None = Field(None, description=ADDRESS)
    weight: Weight | None = Field(None, description=f"{WEIGHT}. Never null")
    college: College | None = Field(None, description=COLLEGE)

    @field_validator("weight", "name")
    @classmethod
    def _always_there(cls, value: object) -> object:
        if value is None:
            message = "a seat always has a weight and a name"
            raise ValueError(message)
        return value

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set:
            message = "say what changes: name, email, weight, college"
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


class CheckIn(Schema):
    """What was typed or scanned at the door: a seat's number, a check-in code, or a name."""

    typed: str = Field(min_length=1, max_length=LONGEST_TYPED)


class CheckedInOut(Schema):
    """Who is in the room since when; `before` where that was so already."""

    number: int
    name: str
    since: datetime
    before: bool


class UndoCheckIn(Schema):
    """The seat, and `since` as the check-in said it."""

    number: SeatNumber
    since: AwareDatetime


class DoorCodeOut(Schema):
    """What to show at the door, until then; `since` is null for who is not checked in."""

    number: int
    name: str
    code: str
    until: datetime
    since: datetime | None


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


class CellOut(Schema):
    """A cell of a list: what would be kept, what stands there now, and why it is marked so."""

    text: str
    mark: Literal["same", "new", "changed", "doubtful", "wrong"]
    was: str | None
    reason: str | None


class ListRow(Schema):
    """A person in a list: the line of the file, and the cells by column."""

    at: int
    number: int
    exists: bool
    mark: Literal["same", "new", "changed", "doubtful", "wrong"]
    cells: dict[str, CellOut]


class ListFinding(Schema):
    """Something about the whole file."""

    code: str
    words: list[str]


class ListPreview(Schema):
    """What a list would do."""

    rows: list[ListRow]
    findings: list[ListFinding]
    columns: list[str]
    totals: dict[str, int]


class SeatListOut(Schema):
    """A list of people: where it stands, and the digest of the seats it was compared with."""

    id: UUID
    file: str
    digest: str
    state: Literal["previewed", "applied", "undone", "rejected"]
    roll: str
    sent_at: datetime
    applied_at: datetime | None
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    preview: ListPreview
    left_out: list[int]


class SeatListBrief(Schema):
    """A list of people without its rows."""

    id: UUID
    file: str
    state: Literal["previewed", "applied", "undone", "rejected"]
    sent_at: datetime


class ApplySeatList(Schema):
    """Agree to a preview: the digest of the seats on it, and the lines that are left out."""

    roll: str = Field(pattern="^[0-9a-f]{64}$")
    leave_out: list[int] = Field(default_factory=list, max_length=10_000)
