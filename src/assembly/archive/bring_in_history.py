# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring in history that a person mapped: with every answer and everything that was left out."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.bring_in import Naming
from assembly.archive.models import Source, SourceFact
from assembly.archive.queries import content_of, source_of
from assembly.archive.rules.history import History, understand_history
from assembly.archive.rules.mapping import Mapping as Columns
from assembly.archive.rules.questions import Given, Question
from assembly.archive.rules.table import Table
from assembly.assemblies.convene import found_assembly, number_reached
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import find_assembly
from assembly.audit.record import record_act
from assembly.errors import AlreadyTaken, InvalidRequest, QuestionsOpen, SourceChanged
from assembly.follow_up.open import open_dossiers
from assembly.resolutions.inherit import Inherited, inherit_resolutions
from assembly.resolutions.rules.outcome import Outcome


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
    slug, name = naming.slug or "", naming.name or ""
    reading = _reading(source, history)
    there = await find_assembly(session, slug)
    if there is not None:
        await _require_same(session, there, source, reading)
        return HistoryBroughtIn(there, new=False, history=history)
    assembly = await found_assembly(
        session,
        slug=slug,
        name=name,
        language=naming.language,
        time_zone=naming.time_zone,
        held_on=held_on,
        imported=True,
        at=at,
        by=by,
    )
    kept = Source(
        id=uuid4(),
        assembly_id=assembly.id,
        file=source.file,
        digest=source.digest,
        content=source.data,
        notes=[f"Left out at {one.first}: {one.reason}" for one in history.left_out],
        importer=importer,
        imported_at=at,
        reading=reading,
    )
    session.add(kept)
    await session.flush()
    await _take_over(session, assembly, kept.id, history, at=at, by=by)
    record_act(
        session,
        "bring_in",
        at=at,
        by=by,
        subject=f"assembly:{slug}",
        assembly_id=assembly.id,
        file=source.file,
        digest=source.digest,
        resolutions=len(history.lines),
        left_out=len(history.left_out),
        answered=len(source.answers),
    )
    return HistoryBroughtIn(assembly, new=True, history=history)


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


async def _take_over(
    session: AsyncSession,
    assembly: Assembly,
    source_id: UUID,
    history: History,
    *,
    at: datetime,
    by: str,
) -> None:
    """Resolutions, what the source says beside their words, and a dossier for what was adopted."""
    ids = await inherit_resolutions(
        session,
        assembly.id,
        source_id,
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
        language=assembly.language,
        at=at,
        by=by,
    )
    asked = {one.key: one for one in history.questions}
    await session.execute(
        insert(SourceFact),
        [
            {
                "resolution_id": ids[one.number],
                "source_id": source_id,
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
    await number_reached(session, assembly.id, max(one.number for one in history.lines))
    adopted = [ids[one.number] for one in history.lines if one.outcome is Outcome.ADOPTED]
    await open_dossiers(session, assembly.id, adopted, at=at, by=by)


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
    given = asdict(question.given) if question.given is not None else {}
    return told | given
