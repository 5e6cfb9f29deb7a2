# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what. One table; nothing else in the house decides about rights.

| permission | administrator | moderator of the assembly | other staff | its participant | public |
|---|---|---|---|---|---|
| enrol staff | yes | | | | |
| keep the list of themes | yes | | | | |
| found an assembly | yes | yes | yes | | |
| moderate | yes | yes | | | |
| propose | yes | yes | | where the assembly lets them | |
| amend | yes | yes | | yes | |
| hear the list of speakers | yes | yes | | yes | |
| cast | | | | if on the roll | |
| show a check-in code | | | | of the own seat | |
| give or end a proxy | yes | yes | | of the own seat | |
| read what is public | yes | yes | yes | yes | yes |
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Permission(StrEnum):
    """Rights that are not everybody's. Reading what is public needs none."""

    BE_SIGNED_IN = "be_signed_in"
    ENROL_STAFF = "enrol_staff"
    KEEP_THEMES = "keep_themes"
    FOUND_ASSEMBLY = "found_assembly"
    MODERATE = "moderate"
    PROPOSE = "propose"
    AMEND = "amend"
    HEAR_FLOOR = "hear_floor"
    CAST = "cast"
    BE_CHECKED_IN = "be_checked_in"
    REPRESENT = "represent"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts in one request. A participant's token holds for the one assembly of its seat."""

    person_id: UUID | None = None
    token_id: UUID | None = None
    is_staff: bool = False
    is_administrator: bool = False
    moderates: frozenset[UUID] = frozenset()
    seat_id: UUID | None = None
    assembly_id: UUID | None = None
    by_cookie: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether a valid token came with the request."""
        return self.person_id is not None

    @property
    def name(self) -> str:
        """As the audit trail writes it: `person:<id>`, or `public`."""
        return f"person:{self.person_id}" if self.person_id else "public"


PUBLIC = Actor()


def may(
    actor: Actor,
    permission: Permission,
    assembly_id: UUID | None = None,
    seat_id: UUID | None = None,
) -> bool:
    """Whether the table above says yes.

    `assembly_id` is needed to moderate, to propose and to cast, `seat_id` for a proxy of one's own.
    """
    moderates, sits = _moderates(actor, assembly_id), _sits_in(actor, assembly_id)
    match permission:
        case Permission.BE_SIGNED_IN:
            return actor.is_signed_in
        case Permission.ENROL_STAFF | Permission.KEEP_THEMES:
            return actor.is_administrator
        case Permission.FOUND_ASSEMBLY:
            return actor.is_staff or actor.is_administrator
        case Permission.CAST | Permission.BE_CHECKED_IN:
            return sits
        case Permission.PROPOSE | Permission.AMEND | Permission.HEAR_FLOOR:
            return moderates or sits
        case Permission.MODERATE | Permission.REPRESENT:
            own = permission is Permission.REPRESENT and sits and actor.seat_id == seat_id
            return moderates or own


def _moderates(actor: Actor, assembly_id: UUID | None) -> bool:
    return actor.is_administrator or (assembly_id is not None and assembly_id in actor.moderates)


def _sits_in(actor: Actor, assembly_id: UUID | None) -> bool:
    return (
        actor.seat_id is not None and assembly_id is not None and actor.assembly_id == assembly_id
    )
