# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole house to measure: real servers, a web process, an assembly with tokens for its seats."""

import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

import assembly.tables  # noqa: F401 - every foreign key finds its table
from assembly.archive.bring_in import bring_in
from assembly.archive.found import Naming
from assembly.assemblies.convene import NewSeat, found_assembly, seat_participants
from assembly.clock import now
from assembly.database import open_engine, sessions_of
from assembly.identity.enrol import draw_free_codes
from assembly.identity.sign_in import admit, find_code
from assembly.local.servers import local_servers
from assembly.migrate import upgrade
from assembly.resolutions.draft import draft_resolution, move_resolution
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.settings import PROJECT
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset

BY = "system:bench"
UVICORN = [sys.executable, "-m", "assembly", "web", "--port"]
GRANIAN = [
    str(Path(sys.executable).parent / "granian"),
    "assembly.app:asgi",
    "--factory",
    "--interface",
    "asgi",
    "--no-access-log",
    "--port",
]


@dataclass(frozen=True, slots=True)
class Rig:
    """Where to send requests, and whom to be."""

    environ: dict[str, str]
    sessions: async_sessionmaker[AsyncSession]

    @contextmanager
    def web(self, command: list[str]) -> Iterator[int]:
        """A web process of this kind answers on the port."""
        port = free_port()
        process = subprocess.Popen(
            [*command, str(port)],
            env=self.environ,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until_alive(port)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


@asynccontextmanager
async def rig() -> AsyncIterator[Rig]:
    """Durable servers in a folder of their own, migrated, with Caruna in."""
    with (
        tempfile.TemporaryDirectory(prefix="assembly-bench-") as folder,
        local_servers(Path(folder)) as servers,
    ):
        await asyncio.to_thread(upgrade, servers.database_url)
        engine = open_engine(
            "postgresql+asyncpg://" + servers.database_url.partition("://")[2],
            pool_size=5,
            name="bench",
        )
        sessions = sessions_of(engine)
        source = PROJECT / "data" / "caruna-2025"
        file = json.loads((source / "source.json").read_text(encoding="utf-8"))["file"]
        async with sessions.begin() as session:
            await bring_in(
                session,
                (source / file).read_bytes(),
                file=file,
                naming=Naming(slug="caruna-2025"),
                importer="bench",
                at=now(),
            )
        environ = os.environ | {
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "SECRET_KEY": secrets.token_urlsafe(32),
            "LOG_LEVEL": "warning",
        }
        try:
            yield Rig(environ, sessions)
        finally:
            await engine.dispose()


async def open_hall(
    sessions: async_sessionmaker[AsyncSession], seats: int, votings: int
) -> tuple[list[str], list[UUID]]:
    """A token for every seat, and that many open secret votings."""
    at = now()
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
        codes = await draw_free_codes(session, seats)
        await seat_participants(
            session,
            assembly,
            [NewSeat(number, f"Seat {number}", code, "-") for number, code in enumerate(codes, 1)],
            at=at,
            by=BY,
        )
        opened = []
        for _ in range(votings):
            resolution = await draft_resolution(
                session,
                assembly,
                title=None,
                provisions=[Provision(Kind.PARAGRAPH, "", "Gratis bus.")],
                at=at,
                by=BY,
            )
            await move_resolution(
                session, assembly.id, resolution.number, State.TABLED, at=at, by=BY
            )
            terms = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))
            voting = await plan_voting(session, assembly, resolution.number, terms, at=at, by=BY)
            await open_voting(session, voting.id, at=at, by=BY)
            opened.append(voting.id)
    tokens = []
    async with sessions.begin() as session:
        for code in codes:
            known = await find_code(session, code)
            if known is not None:
                token, _ = await admit(
                    session, known, b"", at=at, lasts=timedelta(hours=1), instead_of=None
                )
                tokens.append(token)
    return tokens, opened


def say(
    name: str,
    value: float,
    unit: str,
    baseline: float | None,
    ratio: float | None,
    detail: dict[str, Any],
) -> None:
    """One JSON object on a line, as the contract has it."""
    line = {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "baseline": None if baseline is None else round(baseline, 2),
        "ratio": None if ratio is None else round(ratio, 3),
        "detail": detail,
    }
    print(json.dumps(line), flush=True)


def free_port() -> int:
    """A port nobody has now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_alive(port: int) -> None:
    """The web process answers, or this raises after a minute and a half."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    message = "the web process did not come up"
    raise RuntimeError(message)
