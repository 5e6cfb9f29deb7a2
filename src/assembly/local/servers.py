# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Both servers together, for the tests and for whoever needs them for a while."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from assembly.local.checks import claim
from assembly.local.postgres import LocalPostgres
from assembly.local.valkey import LocalValkey


@dataclass(frozen=True, slots=True)
class Servers:
    """Two servers that may be stopped, killed and started one by one under the same URLs."""

    postgres: LocalPostgres
    valkey: LocalValkey

    @property
    def database_url(self) -> str:
        """`postgresql://…` for asyncpg, SQLAlchemy (with its driver named) and psql alike."""
        return self.postgres.database_url

    @property
    def redis_url(self) -> str:
        """`unix:///…` for redis-py and arq alike."""
        return self.valkey.redis_url


@contextmanager
def local_servers(folder: Path, *, durable: bool = True) -> Iterator[Servers]:
    """PostgreSQL and Valkey run with their data in the folder, and have ended afterwards.

    Refuses a folder another run holds. To be entered from the main thread: the servers end with
    the thread that started them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    servers = Servers(
        LocalPostgres(folder / "postgres", durable=durable), LocalValkey(folder / "valkey")
    )
    with claim(folder, "servers"), ExitStack() as started:
        started.callback(servers.postgres.stop)
        servers.postgres.start()
        started.callback(servers.valkey.stop)
        servers.valkey.start()
        yield servers
