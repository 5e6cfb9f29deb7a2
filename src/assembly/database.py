# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The base of all tables, the names of their constraints, the engine and the session factory.

Nothing here commits. Edges write `async with sessions.begin() as session:`, so that a reader sees
where a transaction ends (docs/decisions/0002).
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

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
            "server_settings": {
                "application_name": f"assembly-{name}",
                "lock_timeout": "10s",
                "idle_in_transaction_session_timeout": "60s",
                "timezone": "UTC",
            },
        },
    )


def sessions_of(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions that keep what they loaded after a commit; nothing is queried behind one's back."""
    return async_sessionmaker(engine, expire_on_commit=False)


def breaks(error: IntegrityError, constraint: str) -> bool:
    """Whether it is this named constraint that refused."""
    cause = error.orig.__cause__ if error.orig is not None else None
    return getattr(cause, "constraint_name", None) == constraint
