# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file of history is sent, mapped, answered, brought in, or thrown away."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.apart.rules.limits import LARGEST_HISTORY, megabytes
from assembly.archive.bring_in_history import HistoryBroughtIn, MappedSource, bring_in_history
from assembly.archive.found import Naming
from assembly.archive.models import HistoryImport
from assembly.archive.rules.file_names import sound_file
from assembly.archive.rules.history import understand_history
from assembly.archive.rules.history_states import HistoryState, require_history_move
from assembly.archive.rules.mapping import Field, sound_mapping
from assembly.archive.rules.mapping import Mapping as Columns
from assembly.archive.rules.questions import (
    answers_from_json,
    answers_to_json,
    sound_answer,
)
from assembly.archive.rules.table import Table, from_json, to_json
from assembly.assemblies.rules.naming import require_sound_names
from assembly.audit.record import record_act
from assembly.errors import (
    AlreadyTaken,
    DocumentTooLarge,
    HistoryChanged,
    IllegalMove,
    ImportNotFound,
    InvalidRequest,
    QuestionsOpen,
)
from assembly.identity.enrol import appoint_moderator
from assembly.identity.rules.permissions import Actor


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered to one question; an empty reply takes an answer back."""

    question: str
    reply: str
    value: str = ""
    reason: str = ""


async def send_history(
    session: AsyncSession, data: bytes, table: Table, *, file: str, at: datetime, by: str
) -> tuple[UUID, bool]:
    """The file is kept with the rows that were read; its id, and whether it is new.

    The same bytes of the same sender, while they are not thrown away, are the same file: the
    constraint decides. Others who send them have a file of their own.
    Refuses a file that is too large (`DocumentTooLarge`).
    """
    if len(data) > LARGEST_HISTORY:
        message = f"A file of history has at most {megabytes(LARGEST_HISTORY)} MB."
        raise DocumentTooLarge(message, limit=LARGEST_HISTORY)
    digest = hashlib.sha256(data).hexdigest()
    for _ in range(3):  # what it met may have been thrown away at this moment
        new_id = await session.scalar(
            insert(HistoryImport)
            .values(
                id=uuid4(),
                file=sound_file(file),
                digest=digest,
                size=len(data),
                content=data,
                sheet=to_json(table),
                state=HistoryState.OPEN,
                revision=1,
                answers={},
                sent_at=at,
                sent_by=by,
            )
            .on_conflict_do_nothing()
            .returning(HistoryImport.id)
        )
        if new_id is not None:
            _note(session, "send_history", new_id, at=at, by=by, digest=digest)
            return new_id, True
        there = await session.scalar(
            select(HistoryImport.id).where(
                HistoryImport.digest == digest,
                HistoryImport.sent_by == by,
                HistoryImport.state != HistoryState.REJECTED,
            )
        )
        if there is not None:
            return there, False
    raise IllegalMove("The same file is being thrown away; send it again.")


async def map_history(
    session: AsyncSession,
    import_id: UUID,
    actor: Actor,
    *,
    revision: int,
    part: str,
    columns: Mapping[str, str],
    naming: Naming,
    held_on: date | None,
    at: datetime,
) -> None:
    """Which column is what, and what the assembly will be called. Answers to other columns go.

    Refuses columns and names that cannot be (`InvalidRequest`), and another revision than the one
    that was looked at (`HistoryChanged`). Locks the row.
    """
    row = await _lock(session, import_id, actor, revision)
    mapping = sound_mapping(from_json(await row.awaitable_attrs.sheet), part, columns)
    slug, name = naming.slug or "", naming.name or ""
    require_sound_names(slug, name, naming.language, naming.time_zone)
    told = {"part": part, "columns": {one.value: name for one, name in mapping.columns.items()}}
    if row.mapping is not None and row.mapping != told:
        row.answers = {}
    row.mapping = told
    row.naming = {
        "slug": slug,
        "name": name,
        "language": naming.language,
        "time_zone": naming.time_zone,
        "held_on": held_on.isoformat() if held_on else None,
    }
    row.revision += 1
    _note(session, "map_history", import_id, at=at, by=actor.name, **told)


async def answer_history(
    session: AsyncSession,
    import_id: UUID,
    actor: Actor,
    answers: Sequence[Answer],
    *,
    revision: int,
    at: datetime,
) -> None:
    """All of these questions are answered, or none is. An answer may be given anew.

    Refuses what answers no question of this file (`InvalidRequest`), and another revision than the
    one that was looked at (`HistoryChanged`). Locks the row.
    """
    row = await _lock(session, import_id, actor, revision)
    mapping = mapping_of(row.mapping)
    if mapping is None:
        raise QuestionsOpen("Say first which column is what.", questions=0)
    kept = answers_from_json(row.answers)
    table = from_json(await row.awaitable_attrs.sheet)
    asked = {one.key: one for one in understand_history(table, mapping, kept).questions}
    for one in answers:
        question = asked.get(one.question)
        if question is None:
            raise InvalidRequest(
                "This is no question about this file.",
                errors=[{"pointer": f"/answers/{one.question}", "detail": "no such question"}],
            )
        if one.reply:
            kept[one.question] = sound_answer(question, one.reply, one.value, one.reason)
        else:
            kept.pop(one.question, None)
    row.answers = answers_to_json(kept)
    row.revision += 1
    _note(session, "answer_history", import_id, at=at, by=actor.name, answers=len(answers))


async def accept_history(
    session: AsyncSession,
    import_id: UUID,
    actor: Actor,
    *,
    revision: int,
    importer: str,
    at: datetime,
) -> HistoryBroughtIn | None:
    """The assembly is there with all that was read; who brought it in moderates it.

    Repeated, it changes nothing and answers None. Refuses open questions (`QuestionsOpen`), a slug
    in use (`AlreadyTaken`), and another revision than the one that was looked at
    (`HistoryChanged`). Locks the row: of two who accept at once, one writes.
    """
    row = await _lock(session, import_id, actor, None)
    if row.state is HistoryState.BROUGHT_IN:
        return None
    _require_revision(row, revision)
    require_history_move(row.state, HistoryState.BROUGHT_IN)
    mapping = mapping_of(row.mapping)
    if mapping is None or row.naming is None:
        raise QuestionsOpen("Say first which column is what.", questions=0)
    source = MappedSource(
        await row.awaitable_attrs.content,
        row.file,
        from_json(await row.awaitable_attrs.sheet),
        mapping,
        answers_from_json(row.answers),
    )
    naming, held_on = naming_of(row.naming)
    brought = await bring_in_history(
        session,
        source,
        naming=naming,
        held_on=held_on,
        importer=importer,
        at=at,
        by=actor.name,
    )
    if not brought.new:
        raise AlreadyTaken(f"There is an assembly called {naming.slug} already.", field="slug")
    if actor.person_id is not None:
        await appoint_moderator(session, brought.assembly.id, actor.person_id, at=at, by=actor.name)
    row.state, row.assembly_id, row.ended_at = HistoryState.BROUGHT_IN, brought.assembly.id, at
    row.revision += 1
    return brought


async def reject_history(
    session: AsyncSession, import_id: UUID, actor: Actor, *, at: datetime
) -> None:
    """The file is thrown away, with its rows. Repeated, it changes nothing. Locks the row."""
    row = await _lock(session, import_id, actor, None)
    if row.state is HistoryState.REJECTED:
        return
    require_history_move(row.state, HistoryState.REJECTED)
    row.state, row.ended_at = HistoryState.REJECTED, at
    row.content, row.revision = b"", row.revision + 1
    row.sheet = {**await row.awaitable_attrs.sheet, "parts": []}
    _note(session, "reject_history", import_id, at=at, by=actor.name)


def mapping_of(told: Mapping[str, Any] | None) -> Columns | None:
    """The mapping as it is kept; None before there is one."""
    if told is None:
        return None
    return Columns(told["part"], {Field(one): name for one, name in told["columns"].items()})


def naming_of(told: Mapping[str, Any]) -> tuple[Naming, date | None]:
    """What the assembly will be called, and its day."""
    day = told["held_on"]
    naming = Naming(told["slug"], told["name"], told["language"], told["time_zone"])
    return naming, date.fromisoformat(day) if day else None


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """The files that this one may know of, as a part of a statement.

    Their own, and those that became an assembly which they moderate; administrators all of them.
    """
    return or_(
        literal(actor.is_administrator),
        HistoryImport.sent_by == actor.name,
        HistoryImport.assembly_id.in_(actor.moderates),
    )


async def _lock(
    session: AsyncSession, import_id: UUID, actor: Actor, revision: int | None
) -> HistoryImport:
    """The row, held FOR UPDATE, open where a revision is asked for; or `ImportNotFound`.

    That is also the answer to whoever may not know of it.
    """
    row = await session.scalar(
        select(HistoryImport).where(HistoryImport.id == import_id, seen_by(actor)).with_for_update()
    )
    if row is None:
        raise ImportNotFound("There is no file of history with this id.")
    if revision is not None:
        _require_revision(row, revision)
        if row.state is not HistoryState.OPEN:
            require_history_move(row.state, HistoryState.OPEN)
    return row


def _require_revision(row: HistoryImport, revision: int) -> None:
    if row.revision != revision:
        raise HistoryChanged(
            "Somebody went on with this file meanwhile. Look at it again.", revision=row.revision
        )


def _note(
    session: AsyncSession, act: str, import_id: UUID, *, at: datetime, by: str, **facts: Any
) -> None:
    record_act(session, act, at=at, by=by, subject=f"history:{import_id}", **facts)
