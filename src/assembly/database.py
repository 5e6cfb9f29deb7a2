# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The base of all tables, the names of their constraints, the engine and the session factory.

Nothing here commits. Edges write `async with sessions.begin() as session:`, so that a reader sees
where a transaction ends (docs/decisions/0002).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import CheckConstraint, DateTime, Enum, MetaData, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


LARGEST = 2**31 - 1
"""What an integer column holds: a larger number is not there, and need not be asked for."""


class Base(DeclarativeBase):
    """Every table. Instants are aware, ids are uuid4 drawn by the application."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        dict[str, Any]: JSONB(none_as_null=True),
        list[Any]: JSONB(none_as_null=True),
    }


def words(enum: type[StrEnum], length: int = 24) -> Enum:
    """A column that holds the words of `enum` as text; `one_of` adds the named CHECK."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


def one_of(column: str, enum: type[StrEnum]) -> CheckConstraint:
    """The database itself refuses a word that is not in `enum`."""
    allowed = ", ".join(f"'{member.value}'" for member in enum)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


SERVER_SETTINGS = {
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}


BY_KEY = {
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_bitmapscan": "off",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
}
"""Every row is found by its key. A plan made while a table was empty would read all of it later."""


def open_engine(url: str, *, pool_size: int, name: str) -> AsyncEngine:
    """An engine whose connections are named in pg_stat_activity and give up on a lock in time.

    `synchronous_commit` is left on: a ballot is on disk before it is acknowledged.
    """
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={
            "timeout": 5,
            "server_settings": SERVER_SETTINGS | {"application_name": f"assembly-{name}"},
        },
    )


Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"
"""A connection of the driver itself, for the few statements that carry a crowd."""


async def open_pool(
    url: str, *, size: int, name: str, lock_timeout: str = SERVER_SETTINGS["lock_timeout"]
) -> asyncpg.Pool:
    """Connections of the driver itself, opened when first needed and kept as they are."""

    async def as_it_is(_: Connection) -> None:
        """Every user ends its transaction; nothing else is left behind to reset."""

    return await asyncpg.create_pool(
        url.replace("postgresql+asyncpg://", "postgresql://", 1),
        min_size=0,
        max_size=size,
        max_inactive_connection_lifetime=60,
        timeout=5,
        command_timeout=30,
        reset=as_it_is,
        server_settings=SERVER_SETTINGS
        | BY_KEY
        | {"application_name": f"assembly-{name}", "lock_timeout": lock_timeout},
    )


async def driver_of(session: AsyncSession) -> Connection:
    """The driver's own connection under this session, inside the session's transaction."""
    connection = await session.connection()
    await connection.exec_driver_sql("SELECT 1")  # the adapter begins with its first statement
    raw: Connection = (await connection.get_raw_connection()).driver_connection  # type: ignore[assignment]
    return raw


AWAY = frozenset({"08", "28", "3D", "40", "53", "57"})
"""Connection broken, not let in, no such database, rolled back for another, full, shutting down."""
LOCK_NOT_HAD = "55P03"


def is_away(error: BaseException) -> bool:
    """Whether the driver says that the database, and not what it was asked, is the problem.

    An error of the driver about its own state comes from a line that broke a moment before.
    """
    if isinstance(error, (asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)):
        return True
    state = str(getattr(error, "sqlstate", None) or "")
    return state[:2] in AWAY or state == LOCK_NOT_HAD


def sessions_of(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions that keep what they loaded after a commit; nothing is queried behind one's back."""
    return async_sessionmaker(engine, expire_on_commit=False)


def breaks(error: IntegrityError, constraint: str) -> bool:
    """Whether it is this named constraint that refused."""
    cause = error.orig.__cause__ if error.orig is not None else None
    return getattr(cause, "constraint_name", None) == constraint
