# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a command opens: settings, sessions on the database, as many files as it may."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

    from assembly.settings import Settings

FILES = 65_536
"""Open connections and files a web process asks for, where the system's own limit allows it."""


def read_settings() -> "Settings":
    """The environment's settings, or one sentence that names what is missing."""
    from pydantic import ValidationError

    from assembly.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(str(item["loc"][0]).upper() for item in error.errors())
        message = f"These settings are missing or wrong: {names}. See .env.example."
        raise click.ClickException(message) from None


@asynccontextmanager
async def open_sessions(
    settings: "Settings",
) -> "AsyncIterator[async_sessionmaker[AsyncSession]]":
    """Sessions on the configured database for one command."""
    import assembly.tables  # noqa: F401 - every foreign key finds its table
    from assembly.database import open_engine, sessions_of

    engine = open_engine(settings.database_url, pool_size=2, name="cli")
    try:
        yield sessions_of(engine)
    finally:
        await engine.dispose()


def raise_file_limit() -> None:
    """This process may hold as many connections as the system allows it to: streams stay open."""
    try:
        import resource
    except ImportError:  # not a Unix
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
