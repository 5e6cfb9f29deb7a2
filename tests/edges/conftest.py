# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One database, one application and one Valkey database a module; each test builds its own hall."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from redis.asyncio import Redis
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.app import create_app, front
from assembly.archive.bring_in import bring_in
from assembly.archive.found import Naming
from assembly.clock import now
from assembly.database import open_engine, sessions_of
from assembly.identity.hashing import Hasher
from assembly.local.servers import Servers
from assembly.settings import Settings
from tests.build.house import Build
from tests.conftest import database_named, drop_database, run_sql
from tests.edges.town import Town, found_town

OUR_REDIS = "db=5"
"""Jobs that other tests left in database 0 are not run here."""


@asynccontextmanager
async def living(settings: Settings) -> AsyncIterator[Litestar]:
    """The application between its start and its end, both of them in one task of its own.

    A fixture may be left by another task than entered it, and Litestar's lifespan must not.
    """
    app = create_app(settings)
    begun, over = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            begun.set()
            await over.wait()

    life, rise = asyncio.create_task(live()), asyncio.create_task(begun.wait())
    await asyncio.wait({life, rise}, return_when=asyncio.FIRST_COMPLETED)
    try:
        if life.done():
            life.result()
        yield app
    finally:
        rise.cancel()
        over.set()
        await life


def client_of(app: Litestar) -> httpx.AsyncClient:
    """HTTP through the front door; no cookie is kept between two requests."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=front(app), raise_app_exceptions=False),  # type: ignore[arg-type]
        base_url="http://test",
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
    )


@asynccontextmanager
async def a_database(servers: Servers, template: str) -> AsyncIterator[str]:
    """A database like the template, for a while."""
    name = f"test_{uuid4().hex}"
    await run_sql(servers.database_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield database_named(servers.database_url, name)
    finally:
        await drop_database(servers, name)


def settings_for(database_url: str, redis_url: str) -> Settings:
    """Hashing is cheap. A burst worker ends when nothing waits, so the sweep comes rarely."""
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        secret_key="only-for-tests-" + "x" * 32,
        argon2_memory_kib=64,
        argon2_passes=1,
        keep_public=False,  # a reader right behind a commit; tests/edges/test_shelf.py keeps
        sweep_seconds=30,
    )


@pytest.fixture(scope="module")
async def database(servers: Servers, template: str) -> AsyncIterator[str]:
    async with a_database(servers, template) as database:
        yield database


@pytest.fixture(scope="module")
async def settings(servers: Servers, database: str) -> Settings:
    settings = settings_for(database, servers.redis_url.replace("db=0", OUR_REDIS))
    redis = Redis.from_url(settings.redis_url)
    await redis.flushdb()
    await redis.aclose()
    return settings


@pytest.fixture(scope="module")
async def sessions(settings: Settings) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    engine = open_engine(settings.database_url, pool_size=10, name="test")
    yield sessions_of(engine)
    await engine.dispose()


@pytest.fixture(scope="module")
def hasher(settings: Settings) -> Iterator[Hasher]:
    hasher = Hasher(settings)
    yield hasher
    hasher.close()


@pytest.fixture(scope="module")
def build(sessions: async_sessionmaker[AsyncSession], hasher: Hasher) -> Build:
    return Build(sessions, hasher)


@pytest.fixture(scope="module")
async def app(settings: Settings) -> AsyncIterator[Litestar]:
    async with living(settings) as app:
        yield app


@pytest.fixture(scope="module")
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as client:
        yield client


@dataclass(frozen=True)
class House:
    """A whole installation: what builds in it, and who asks it."""

    settings: Settings
    build: Build
    client: httpx.AsyncClient
    app: Litestar


@asynccontextmanager
async def a_house(
    servers: Servers, template: str, changed: Callable[[Settings], Settings] = lambda told: told
) -> AsyncIterator[House]:
    """An installation of its own beside the one of the module, with other settings."""
    async with a_database(servers, template) as database:
        settings = changed(settings_for(database, servers.redis_url.replace("db=0", OUR_REDIS)))
        engine = open_engine(settings.database_url, pool_size=5, name="test")
        hasher = Hasher(settings)
        async with living(settings) as app, client_of(app) as client:
            yield House(settings, Build(sessions_of(engine), hasher), client, app)
        hasher.close()
        await engine.dispose()


@pytest.fixture(scope="module")
async def redis(settings: Settings) -> AsyncIterator[Redis]:
    redis = Redis.from_url(settings.redis_url)
    yield redis
    await redis.aclose()


@pytest.fixture(scope="module")
async def history(build: Build, project: Path) -> str:
    """Caruna is there, as the file has it; its slug."""
    file = project / "data" / "caruna-2025" / "000_51e6f999c075458b.txt"
    async with build.sessions.begin() as session:
        brought = await bring_in(
            session,
            file.read_bytes(),
            file=file.name,
            naming=Naming(slug="caruna-2025", name="Caruna"),
            importer="a test",
            at=now(),
        )
    return brought.slug


@pytest.fixture(scope="module")
async def town(build: Build, client: httpx.AsyncClient, redis: Redis) -> Town:
    return await found_town(build, client, redis)
