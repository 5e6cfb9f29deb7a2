# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about files of history."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.found import Naming
from assembly.archive.histories import mapping_of, naming_of, seen_by
from assembly.archive.models import HistoryImport
from assembly.archive.rules.history import History, understand_history
from assembly.archive.rules.history_states import HistoryState
from assembly.archive.rules.mapping import Mapping, suggested
from assembly.archive.rules.questions import answers_from_json
from assembly.archive.rules.table import Table, from_json
from assembly.assemblies.models import Assembly
from assembly.errors import ImportNotFound
from assembly.identity.rules.permissions import Actor


@dataclass(frozen=True, slots=True)
class HistoryLineView:
    """A file of history on a list."""

    id: UUID
    file: str
    state: HistoryState
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class HistoryView:
    """A file without its bytes. `mapped` says whether the mapping is chosen, or only suggested."""

    id: UUID
    file: str
    digest: str
    size: int
    state: HistoryState
    revision: int
    sent_at: datetime
    table: Table
    mapping: Mapping
    mapped: bool
    naming: Naming | None
    held_on: date | None
    history: History
    slug: str | None


async def require_history(session: AsyncSession, import_id: UUID, actor: Actor) -> HistoryView:
    """The file with all that is understood of it, or `ImportNotFound`, as `seen_by` says."""
    found = (
        await session.execute(
            select(HistoryImport, Assembly.slug)
            .outerjoin(Assembly, Assembly.id == HistoryImport.assembly_id)
            .where(HistoryImport.id == import_id, seen_by(actor))
        )
    ).one_or_none()
    if found is None:
        raise ImportNotFound("There is no file of history with this id.")
    row, slug = found
    table = from_json(await row.awaitable_attrs.sheet)
    mapping = mapping_of(row.mapping)
    naming, held_on = naming_of(row.naming) if row.naming else (None, None)
    history = History((), (), ())
    if mapping is not None:
        history = understand_history(table, mapping, answers_from_json(row.answers))
    return HistoryView(
        row.id,
        row.file,
        row.digest,
        row.size,
        row.state,
        row.revision,
        row.sent_at,
        table,
        mapping or (suggested(table) if table.parts else Mapping("", {})),
        mapping is not None,
        naming,
        held_on,
        history,
        slug,
    )


async def histories_of(session: AsyncSession, actor: Actor) -> list[HistoryLineView]:
    """The latest files that this one may know of."""
    rows = await session.execute(
        select(HistoryImport.id, HistoryImport.file, HistoryImport.state, HistoryImport.sent_at)
        .where(seen_by(actor))
        .order_by(HistoryImport.sent_at.desc(), HistoryImport.id)
        .limit(100)
    )
    return [HistoryLineView(*row) for row in rows]
