# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Real servers for every test: PostgreSQL and Valkey from their wheels, started once.

Each test that asks for `database` gets a database of its own, copied from one that alembic
migrated: commits are real, tests cannot see each other, and append-only tables need no emptying.
"""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import httpx
import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from litestar import Litestar
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.app import create_app, front, house
from assembly.database import open_engine, sessions_of
from assembly.identity.hashing import Hasher
from assembly.local.servers import Servers, local_servers
from assembly.migrate import upgrade
from assembly.settings import Settings
from tests.build.house import Build

TEMPLATE = "assembly_template"

# How long an example takes says how busy the machine is, and nothing else.
hypothesis_settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("any machine")

# Who starts the suite in the background, or so that it outlives them, hands down signals ignored;
# our programs are tested with them.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with local_servers(tmp_path_factory.mktemp("servers"), durable=False) as servers:
        yield servers


def database_named(url: str, name: str) -> str:
    """The same server, another database: the name stands between the last slash and the query."""
    head, question, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{question}{query}"


def plain(url: str) -> str:
    """As asyncpg itself reads it."""
    return url.replace("postgresql+asyncpg://", "postgresql://")


async def run_sql(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(plain(url))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


async def drop_database(servers: Servers, name: str) -> None:
    """It is gone, and so is what a process that a test killed left open in it.

    A vacuum that happens to be in it may be ended by the server only, which does so in a moment.
    """
    for _ in range(200):
        try:
            await run_sql(servers.database_url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        except (asyncpg.InsufficientPrivilegeError, asyncpg.ObjectInUseError):
            await asyncio.sleep(0.05)
        else:
            return
    pytest.fail(f"{name} is still in use")


@pytest.fixture(scope="session")
async def template(servers: Servers) -> str:
    await run_sql(servers.database_url, f"CREATE DATABASE {TEMPLATE}")
    await asyncio.to_thread(upgrade, database_named(servers.database_url, TEMPLATE))
    return TEMPLATE


@pytest.fixture
async def database(servers: Servers, template: str) -> AsyncIterator[str]:
    name = f"test_{uuid4().hex}"
    await run_sql(servers.database_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield database_named(servers.database_url, name)
    await drop_database(servers, name)


@pytest.fixture
def settings(servers: Servers, database: str) -> Settings:
    """Hashing is cheap here; nothing else differs from a real installation."""
    return Settings(
        database_url=database,
        redis_url=servers.redis_url,
        secret_key="only-for-tests-" + "x" * 32,
        argon2_memory_kib=64,
        argon2_passes=1,
        keep_public=False,  # a reader right behind a commit; tests/edges/test_shelf.py keeps
        sweep_seconds=1,
    )


@pytest.fixture
async def sessions(settings: Settings) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = open_engine(settings.database_url, pool_size=10, name="test")
    yield sessions_of(engine)
    await engine.dispose()


@pytest.fixture
def hasher(settings: Settings) -> Iterator[Hasher]:
    hasher = Hasher(settings)
    yield hasher
    hasher.close()


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    app = create_app(settings)
    async with house(settings)(app):
        yield app


@pytest.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP against the real application, with its door; no cookie is kept between requests."""
    transport = httpx.ASGITransport(app=front(app), raise_app_exceptions=False)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


@pytest.fixture
def build(sessions: async_sessionmaker[AsyncSession], hasher: Hasher) -> Build:
    return Build(sessions, hasher)


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).resolve().parents[1]
