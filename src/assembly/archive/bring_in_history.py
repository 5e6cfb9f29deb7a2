# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring in history that a person mapped: with every answer and everything that was left out."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.found import Delivered, Founded, Naming, found_from_source
from assembly.archive.models import SourceFact
from assembly.archive.queries import content_of, source_of
from assembly.archive.rules.history import History, understand_history
from assembly.archive.rules.mapping import Mapping as Columns
from assembly.archive.rules.questions import Given, Question
from assembly.archive.rules.table import Table
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import find_assembly
from assembly.errors import AlreadyTaken, InvalidRequest, QuestionsOpen, SourceChanged
from assembly.resolutions.inherit import Inherited


@dataclass(frozen=True, slots=True)
class MappedSource:
    """A file with all that its importer says about it."""

    data: bytes
    file: str
    table: Table
    mapping: Columns
    answers: Mapping[str, Given]

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.data).hexdigest()

    def understood(self) -> History:
        """The history, or `QuestionsOpen`; `InvalidRequest` where nothing is left of it."""
        history = understand_history(self.table, self.mapping, self.answers)
        if history.open:
            message = "Some questions about this file are not answered yet."
            raise QuestionsOpen(message, questions=len(history.open))
        if not history.lines:
            raise InvalidRequest(
                "Everything in this file is left out; there is nothing to bring in.",
                errors=[{"pointer": "/answers", "detail": "leave out less"}],
            )
        return history


@dataclass(frozen=True, slots=True)
class HistoryBroughtIn:
    """What stands in the archive now. `new` is false when it stood there before."""

    assembly: Assembly
    new: bool
    history: History


async def bring_in_history(
    session: AsyncSession,
    source: MappedSource,
    *,
    naming: Naming,
    held_on: date | None,
    importer: str,
    at: datetime,
    by: str,
) -> HistoryBroughtIn:
    """An imported assembly has every resolution of the file, but for those left out.

    The file is kept byte for byte, with how it was read and what was answered. The same file, read
    in the same way, changes nothing; another one under the same slug is refused (`SourceChanged`).
    Refuses open questions (`QuestionsOpen`).
    """
    history = source.understood()
    reading = _reading(source, history)
    there = await find_assembly(session, naming.slug or "")
    if there is not None:
        await _require_same(session, there, source, reading)
        return HistoryBroughtIn(there, new=False, history=history)
    founded = await found_from_source(
        session,
        Delivered(
            source.file,
            source.digest,
            source.data,
            [f"Left out at {one.first}: {one.reason}" for one in history.left_out],
            importer,
            reading,
        ),
        [
            Inherited(
                number=one.number,
                outcome=one.outcome,
                provisions=one.provisions,
                first_line=one.first,
                last_line=one.last,
                title=one.title,
            )
            for one in history.lines
        ],
        naming=naming,
        held_on=held_on,
        at=at,
        by=by,
        left_out=len(history.left_out),
        answered=len(source.answers),
    )
    await _keep_facts(session, founded, history)
    return HistoryBroughtIn(founded.assembly, new=True, history=history)


async def _require_same(
    session: AsyncSession, assembly: Assembly, source: MappedSource, reading: dict[str, Any]
) -> None:
    content = await content_of(session, assembly.id)
    if content is None:
        message = f"An assembly that was not imported is called {assembly.slug}."
        raise AlreadyTaken(message, field="slug")
    view = await source_of(session, assembly.id)
    found = []
    if content != source.data:
        found.append("The file is another one.")
    if view is None or view.reading != reading:
        found.append("The columns or the answers are other ones.")
    if found:
        raise SourceChanged(
            f"{assembly.slug} was brought in from another source; nothing was changed.",
            slug=assembly.slug,
            differences=found,
        )


async def _keep_facts(session: AsyncSession, founded: Founded, history: History) -> None:
    """What the source says of each resolution beside its words."""
    asked = {one.key: one for one in history.questions}
    await session.execute(
        insert(SourceFact),
        [
            {
                "resolution_id": founded.ids[one.number],
                "source_id": founded.source_id,
                "decided_on": one.on,
                "yes": one.yes,
                "no": one.no,
                "abstain": one.abstain,
                "theme": one.theme,
                "answered": [_told(asked[key]) for key in one.answered],
            }
            for one in history.lines
        ],
    )


def _reading(source: MappedSource, history: History) -> dict[str, Any]:
    """How the file was read, as it is kept and compared."""
    table = source.table
    return {
        "format": table.format,
        "unit": table.unit.value,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "part": source.mapping.part,
        "columns": {field.value: name for field, name in source.mapping.columns.items()},
        "answers": [_told(one) for one in history.questions],
        "left_out": [asdict(one) for one in history.left_out],
    }


def _told(question: Question) -> dict[str, Any]:
    told = asdict(replace(question, given=None))
    del told["given"], told["key"]
    if question.readings is None:
        del told["readings"]  # what was brought in before there were any is told the same
    given = asdict(question.given) if question.given is not None else {}
    return told | given
