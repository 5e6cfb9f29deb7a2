# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Files of many resolutions, written from one snapshot of the database part by part.

A file is never empty and never cut short: where there is nothing the asking is refused, and where
what was written is not what the totals of the same snapshot say, the file fails.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import listed_assemblies, require_assembly
from assembly.errors import NothingPublished, TooManyForOneFile, Unexpected
from assembly.publication.formats.registry import Format
from assembly.publication.released import (
    assembly_in_files,
    count_released,
    public_assembly,
    released_in,
)
from assembly.publication.spool import Spool
from assembly.resolutions.rules.outcome import Outcome

AT_ONCE = 2
"""Files that one process writes at a time; further ones wait their turn."""

Factory = async_sessionmaker[AsyncSession]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which resolutions, in which format; all assemblies' where no slug is given."""

    form: Format
    site: str
    at: str
    slug: str | None = None
    outcome: Outcome | None = None


def address_of(site: str, form: Format, slug: str | None, outcome: Outcome | None) -> str:
    """Where the file is read."""
    place = f"{site}/api/v1/{f'assemblies/{slug}/' if slug else ''}export/{form.key}"
    return place if outcome is None else f"{place}?outcome={outcome.value}"


@asynccontextmanager
async def snapshot(sessions: Factory) -> AsyncIterator[AsyncSession]:
    """A session that sees one moment of the database, however long it reads."""
    async with sessions.begin() as session:
        _ = await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


async def export(
    session: AsyncSession,
    asked: Asked,
    *,
    counted: Callable[[int], None] = lambda _: None,
    wrote: Callable[[int], None] = lambda _: None,
) -> AsyncIterator[bytes]:
    """The file, in chunks. `counted` hears how many there will be, `wrote` how many there are.

    Refuses where there is nothing (`NothingPublished`) or more than the format holds
    (`TooManyForOneFile`), before the first chunk; fails where the end is not what was counted.
    """
    assemblies = await _assemblies(session, asked)
    expected = 0
    for one in assemblies:
        expected += await count_released(session, one, outcome=asked.outcome)
    _require_fitting(asked, expected)
    counted(expected)
    about = None
    if asked.slug is not None:
        about = await assembly_in_files(session, assemblies[0], asked.site)
    if asked.form.many is None:
        raise Unexpected("This format holds one resolution.")
    writer, there = asked.form.many(about, asked.at), 0
    yield writer.begin()
    for assembly in assemblies:
        parts = released_in(
            session, assembly, asked.site, outcome=asked.outcome, whole=asked.form.whole
        )
        async for part in parts:
            yield await asyncio.to_thread(writer.add, part)
            there += len(part)
            wrote(there)
    if there != expected:
        raise Unexpected(f"{there} of {expected} resolutions were written; the file is not whole.")
    yield await asyncio.to_thread(writer.end)


async def _assemblies(session: AsyncSession, asked: Asked) -> Sequence[Assembly]:
    """The one that is asked for, or all that are listed, by their slugs."""
    if asked.slug is not None:
        assembly = await require_assembly(session, asked.slug)
        public_assembly(assembly, asked.site)
        return [assembly]
    return sorted(await listed_assemblies(session), key=lambda one: one.slug)


def _require_fitting(asked: Asked, expected: int) -> None:
    if not expected:
        raise NothingPublished("No outcome is published yet: there is nothing to put in a file.")
    if asked.form.most is not None and expected > asked.form.most:
        raise TooManyForOneFile(
            f"{expected} resolutions do not fit into one file of this format.",
            resolutions=expected,
            limit=asked.form.most,
        )


class Exporting:
    """A file being written in the background, and how many resolutions it will hold."""

    def __init__(self, sessions: Factory, turns: asyncio.Semaphore, asked: Asked) -> None:
        self._sessions = sessions
        self._turns = turns
        self._asked = asked
        self._spool = Spool()
        self._expected: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._write())

    async def expected(self) -> int:
        """How many; or the refusal, while there is still somebody to tell."""
        try:
            return await self._expected
        except BaseException:
            await self.close()
            raise

    async def chunks(self) -> AsyncIterator[bytes]:
        """The file. Whoever stops reading ends the writing."""
        try:
            async for chunk in self._spool.chunks():
                yield chunk
        finally:
            await self.close()

    async def close(self) -> None:
        """Nothing goes on, and nothing is left on disk."""
        self._task.cancel()
        await asyncio.wait([self._task])
        self._spool.close()

    async def _write(self) -> None:
        try:
            async with self._turns, snapshot(self._sessions) as session:
                async for chunk in export(session, self._asked, counted=self._expected.set_result):
                    self._spool.put(chunk)
            self._spool.finish()
        except Exception as failure:  # noqa: BLE001 - the reader is told, whatever it was
            if not self._expected.done():
                self._expected.set_exception(failure)
            self._spool.fail(failure)
