# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what. One table; nothing else in the house decides about rights.

| permission | administrator | moderator of the assembly | other staff | its participant | public |
|---|---|---|---|---|---|
| enrol staff | yes | | | | |
| found an assembly | yes | yes | yes | | |
| moderate | yes | yes | | | |
| cast | | | | if on the roll | |
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
    FOUND_ASSEMBLY = "found_assembly"
    MODERATE = "moderate"
    CAST = "cast"
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

    `assembly_id` is needed to moderate and to cast, `seat_id` for a proxy of one's own.
    """
    match permission:
        case Permission.BE_SIGNED_IN:
            return actor.is_signed_in
        case Permission.ENROL_STAFF:
            return actor.is_administrator
        case Permission.FOUND_ASSEMBLY:
            return actor.is_staff or actor.is_administrator
        case Permission.MODERATE:
            return _moderates(actor, assembly_id)
        case Permission.CAST:
            return _sits_in(actor, assembly_id)
        case Permission.REPRESENT:
            return _moderates(actor, assembly_id) or (
                _sits_in(actor, assembly_id) and actor.seat_id == seat_id
            )


def _moderates(actor: Actor, assembly_id: UUID | None) -> bool:
    return actor.is_administrator or (assembly_id is not None and assembly_id in actor.moderates)


def _sits_in(actor: Actor, assembly_id: UUID | None) -> bool:
    return (
        actor.seat_id is not None and assembly_id is not None and actor.assembly_id == assembly_id
    )
