# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A small assembly to try everything on, and the keys to enter it.

The keys are random, and kept readable only by their owner in the data folder of a trial
installation, because the database holds hashes alone and a second `make run` must show them again.
"""

import asyncio
import json
import os
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import assembly.tables  # noqa: F401 - every foreign key finds its table
from assembly.amendments.file import file_amendment
from assembly.amendments.judge import find_admissible
from assembly.amendments.wanted import Wanted
from assembly.assemblies.convene import NewSeat, found_assembly, seat_participants
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import find_assembly, seat_id_of
from assembly.clock import now
from assembly.identity.enrol import appoint_moderator, draw_free_codes, enrol_staff
from assembly.identity.hashing import Hasher
from assembly.identity.queries import has_staff
from assembly.resolutions.draft import draft_resolution, move_resolution
from assembly.resolutions.queries import resolution_by_id, resolution_id_of
from assembly.resolutions.rules.edits import ProvisionEdit
from assembly.resolutions.rules.lifecycle import State
from assembly.sample.texts import AGENDA, AMENDED, AMENDMENTS, PLACE, SITTING, TABLED
from assembly.sittings.agenda import put_agenda
from assembly.sittings.plan import Plan, plan_sitting

SLUG = "voorbeeld"
EMAIL = "moderator@example.org"
SEATS = 12
KEYS = "keys.json"
BY = "system:sample"


@dataclass(frozen=True, slots=True)
class Keys:
    """How to enter the sample assembly."""

    email: str
    password: str
    codes: list[str]


async def prepare_sample(
    sessions: async_sessionmaker[AsyncSession], hasher: Hasher, var: Path
) -> Keys | None:
    """The sample assembly is there; its keys, or None where this folder does not have them.

    Made once: on a database with staff of its own nothing is added.
    """
    async with sessions.begin() as session:
        there = await find_assembly(session, SLUG) is not None
        foreign = await has_staff(session)
    if there or foreign:
        return read_keys(var) if there else None
    return await _found_sample(sessions, hasher, var / KEYS)


async def _found_sample(
    sessions: async_sessionmaker[AsyncSession], hasher: Hasher, kept: Path
) -> Keys:
    password = secrets.token_urlsafe(12)
    password_hash = await hasher.hash_password(password)
    async with sessions.begin() as session:
        codes = await draw_free_codes(session, SEATS)
    hashes = await asyncio.gather(*(hasher.hash_code(code) for code in codes))
    keys = Keys(EMAIL, password, [code.shown() for code in codes])
    _write(kept, keys)
    at = now()
    async with sessions.begin() as session:
        person_id = await enrol_staff(
            session,
            name="Moderator",
            email=EMAIL,
            password_hash=password_hash,
            administrator=True,
            at=at,
            by=BY,
        )
        assembly = await found_assembly(
            session,
            slug=SLUG,
            name="Voorbeeldvergadering",
            language="nl",
            time_zone="Europe/Brussels",
            held_on=None,
            at=at,
            by=BY,
        )
        await appoint_moderator(session, assembly.id, person_id, at=at, by=BY)
        seats = [
            NewSeat(number, f"Zetel {number}", code, code_hash)
            for number, (code, code_hash) in enumerate(zip(codes, hashes, strict=True), start=1)
        ]
        await seat_participants(session, assembly, seats, at=at, by=BY)
        for title, provisions in TABLED:
            resolution = await draft_resolution(
                session, assembly, title=title, provisions=provisions, at=at, by=BY
            )
            await move_resolution(
                session, assembly.id, resolution.number, State.TABLED, at=at, by=BY
            )
        await _amend(session, assembly, at)
        await _plan_to_meet(session, assembly, at)
    return keys


async def _plan_to_meet(session: AsyncSession, assembly: Assembly, at: datetime) -> None:
    """There is a sitting in a week's time, at eight in the evening, with an agenda."""
    day = at.astimezone(ZoneInfo(assembly.time_zone)) + timedelta(days=7)
    begins = day.replace(hour=20, minute=0, second=0, microsecond=0)
    plan = Plan(SITTING, PLACE, begins, begins + timedelta(hours=3))
    sitting = await plan_sitting(session, assembly, plan, at=at, by=BY)
    await put_agenda(
        session, assembly.id, sitting.number, AGENDA, revision=sitting.revision, at=at, by=BY
    )


async def _amend(session: AsyncSession, assembly: Assembly, at: datetime) -> None:
    """There are amendments to judge and to vote on; nothing about them is decided."""
    resolution_id = await resolution_id_of(session, assembly.id, AMENDED)
    text = await resolution_by_id(session, resolution_id)
    for asked in AMENDMENTS:
        edit = ProvisionEdit(asked.op, text.provisions[asked.place].id, asked.text)
        row = await file_amendment(
            session,
            assembly,
            AMENDED,
            Wanted(text.version, [edit], reason=asked.reason),
            seat_id=await seat_id_of(session, assembly.id, asked.seat),
            at=at,
            by=BY,
        )
        if asked.admissible:
            await find_admissible(session, assembly.id, AMENDED, row.number, at=at, by=BY)


def _write(path: Path, keys: Keys) -> None:
    """Written before the database commits: keys without an assembly harm nobody."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(descriptor, 0o600)  # an older file keeps its own mode otherwise
        json.dump(asdict(keys), file)


def read_keys(var: Path) -> Keys | None:
    """The sample's keys, where this folder has them."""
    try:
        return Keys(**json.loads((var / KEYS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def how_to_enter(var: Path, url: str) -> str:
    """What `make run` prints once all is ready."""
    keys = read_keys(var)
    if keys is None:
        return "\n".join(
            [
                "",
                f"  Read        {url}/assemblies/caruna-2025",
                f"  Moderate    {url}/sign-in, with an account `.venv/bin/assembly enrol` made",
                f"  API         {url}/schema",
                "",
            ]
        )
    rows = ["   ".join(keys.codes[first : first + 4]) for first in range(0, len(keys.codes), 4)]
    lines = [
        "",
        f"  Read        {url}/assemblies/caruna-2025",
        f"  Moderate    {url}/sign-in, “Ik organiseer een vergadering”",
        f"              {keys.email}   {keys.password}",
        f"  Take part   {url}/sign-in, with one of these codes; each is a seat",
        *(f"              {row}" for row in rows),
        f"  API         {url}/schema",
        f"  Rehearse    .venv/bin/assembly rehearse --participants 50 --url {url}",
        "",
    ]
    return "\n".join(lines)
