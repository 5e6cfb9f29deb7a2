# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring the database to the newest revision, and say whether it is there."""

import asyncio

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.settings import PROJECT


def _config(database_url: str | None = None) -> Config:
    config = Config(PROJECT / "alembic.ini")
    if database_url is not None:
        config.attributes["url"] = database_url
    return config


def upgrade(database_url: str) -> None:
    """Every revision is applied, in one transaction; nothing happens when they are already."""
    command.upgrade(_config(database_url), "head")


def check(database_url: str) -> None:
    """Raises when models and migrations differ, or when a downgrade and upgrade do not meet."""
    command.upgrade(_config(database_url), "head")
    command.check(_config(database_url))
    command.downgrade(_config(database_url), "base")
    command.upgrade(_config(database_url), "head")


def newest() -> str:
    """The revision the code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


async def is_newest(session: AsyncSession) -> bool:
    """Whether the database is where the code expects it."""
    try:
        present = await session.scalar(text("SELECT version_num FROM alembic_version"))
    except ProgrammingError:
        return False
    expected = await asyncio.to_thread(newest)
    return bool(present == expected)
