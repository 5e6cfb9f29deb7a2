# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Run migrations against DATABASE_URL, or the URL that `assembly.migrate` hands over."""

import asyncio
import os

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine

from assembly.tables import METADATA

LOCK_TIMEOUT = "SET lock_timeout = '5s'"


def url() -> str:
    """As given by the caller, else from the environment."""
    given = context.config.attributes.get("url") or os.environ["DATABASE_URL"]
    return "postgresql+asyncpg://" + str(given).partition("://")[2]


def run(connection: Connection) -> None:
    """Every revision in one transaction, giving up rather than queueing behind a long lock."""
    connection.exec_driver_sql(LOCK_TIMEOUT)
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def online() -> None:
    """Open one connection, migrate, close."""
    engine = create_async_engine(url(), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


if context.is_offline_mode():
    context.configure(url=url(), target_metadata=METADATA, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
elif (connection := context.config.attributes.get("connection")) is not None:
    run(connection)
else:
    asyncio.run(online())
