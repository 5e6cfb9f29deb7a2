# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A crowd to measure with: an assembly of any size, its tokens, and open votings, made by COPY."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.assemblies.convene import found_assembly
from assembly.assemblies.models import Assembly
from assembly.clock import now
from assembly.database import driver_of
from assembly.identity.sign_in import digest_of
from assembly.resolutions.draft import draft_resolution, move_resolution
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset

BY = "system:bench"
HANDLES = count()


@dataclass(frozen=True, slots=True)
class Crowd:
    """An assembly whose seats are all signed in."""

    assembly: Assembly
    seats: list[UUID]
    tokens: list[str]


async def gather_crowd(sessions: async_sessionmaker[AsyncSession], size: int) -> Crowd:
    """That many seats, each with a token in force."""
    at = now()
    seats, people, credentials = ([uuid4() for _ in range(size)] for _ in range(3))
    tokens = [secrets.token_urlsafe(32) for _ in range(size)]
    async with sessions.begin() as session:
        assembly = await found_assembly(
            session,
            slug=f"bench-{secrets.token_hex(4)}",
            name="Bench",
            language="nl",
            time_zone="Europe/Brussels",
            held_on=None,
            at=at,
            by=BY,
        )
        copy = (await driver_of(session)).copy_records_to_table
        await copy(
            "people",
            columns=["id", "name", "email", "is_staff", "is_administrator", "enrolled_at"],
            records=[(one, "Somebody", None, False, False, at) for one in people],
        )
        await copy(
            "seats",
            columns=["id", "assembly_id", "person_id", "number", "weight", "seated_at"],
            records=[
                (seat, assembly.id, person, number, Decimal(1), at)
                for number, (seat, person) in enumerate(zip(seats, people, strict=True), 1)
            ],
        )
        await copy(
            "credentials",
            columns=[
                "id",
                "person_id",
                "kind",
                "handle",
                "secret_hash",
                "assembly_id",
                "seat_id",
                "issued_at",
            ],
            records=[
                (one, person, "code", f"{next(HANDLES):08x}", "-", assembly.id, seat, at)
                for one, person, seat in zip(credentials, people, seats, strict=True)
            ],
        )
        await copy(
            "tokens",
            columns=["id", "digest", "credential_id", "issued_at", "used_at", "expires_at"],
            records=[
                (uuid4(), digest_of(token), one, at, at, at + timedelta(hours=12))
                for token, one in zip(tokens, credentials, strict=True)
            ],
        )
    async with sessions() as session:
        connection = await driver_of(session)
        await connection.execute("COMMIT")
        await connection.execute("VACUUM ANALYZE")
        await connection.execute("BEGIN")
    return Crowd(assembly, seats, tokens)


async def open_voting_for(
    sessions: async_sessionmaker[AsyncSession], crowd: Crowd, secrecy: Secrecy = Secrecy.SECRET
) -> Voting:
    """An open voting with everybody on the roll."""
    at = now()
    async with sessions.begin() as session:
        resolution = await draft_resolution(
            session,
            crowd.assembly,
            title=None,
            provisions=[Provision(Kind.PARAGRAPH, "", "Gratis bus.")],
            at=at,
            by=BY,
        )
        await move_resolution(
            session, crowd.assembly.id, resolution.number, State.TABLED, at=at, by=BY
        )
        terms = Terms(secrecy, abstain=True, rule=preset("simple"))
        voting = await plan_voting(session, crowd.assembly, resolution.number, terms, at=at, by=BY)
        return await open_voting(session, voting.id, at=at, by=BY)
