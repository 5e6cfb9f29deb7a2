# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What stands in the database, read past our own queries."""

from collections import Counter
from typing import Any

from sqlalchemy import text

from tests.build.house import Build


async def rows(build: Build, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """Every row."""
    async with build.sessions() as session:
        return [tuple(row) for row in await session.execute(text(sql), values)]


async def one(build: Build, sql: str, **values: object) -> Any:
    """The only value of the only row."""
    ((value,),) = await rows(build, sql, **values)
    return value


async def run(build: Build, sql: str, **values: object) -> None:
    """Done and committed, past every verb."""
    async with build.sessions.begin() as session:
        await session.execute(text(sql), values)


async def acts(build: Build, subject: str = "%") -> Counter[str]:
    """How often each act stands in the audit trail."""
    found = await rows(
        build, "SELECT act FROM audit_entries WHERE subject LIKE :subject", subject=subject
    )
    return Counter(str(act) for (act,) in found)


async def sizes(build: Build) -> dict[str, int]:
    """How many rows each table has."""
    tables = await rows(
        build, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    return {table: await one(build, f"SELECT count(*) FROM {table}") for (table,) in tables}
