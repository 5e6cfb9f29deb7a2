# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real processes of ours, for tests that go through a socket: what they are given, the web."""

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

import httpx

from assembly.local.kept import Command
from assembly.settings import Settings


def environ_of(settings: Settings, project: Path) -> dict[str, str]:
    """What a process of ours is given so that it runs on these servers, with cheap hashing."""
    return {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url,
        "SECRET_KEY": settings.secret_key.get_secret_value(),
        "SWEEP_SECONDS": "1",
        "LOG_LEVEL": "info",
        "SMTP_URL": settings.smtp_url.get_secret_value(),
        "MAIL_FROM": settings.mail_from,
        "ARGON2_MEMORY_KIB": str(settings.argon2_memory_kib),
        "ARGON2_PASSES": str(settings.argon2_passes),
        "PYTHONPATH": f"{project / 'src'}{os.pathsep}{project}",
    }


def free_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


class Web(Command):
    """`assembly web` on a port of its own."""

    def __init__(self, environ: dict[str, str], log: Path, port: int) -> None:
        command = [sys.executable, "-m", "assembly", "web", "--port", str(port)]
        super().__init__("web", command, log=log, environ=environ)
        self.url = f"http://127.0.0.1:{port}"

    async def serves(self) -> bool:
        """Whether it answers."""
        async with httpx.AsyncClient() as client:
            with suppress(httpx.TransportError):
                return (await client.get(f"{self.url}/health/live")).status_code == 200
        return False
