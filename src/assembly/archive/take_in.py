# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A document of proposals is sent, read, accepted, undone, rejected."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.apart.rules.limits import LARGEST_DOCUMENT, Fault, unreadable
from assembly.archive.models import Import
from assembly.archive.rules.file_names import sound_file
from assembly.archive.rules.import_states import IN_FORCE, State, require_import_move
from assembly.archive.rules.preview import from_json, to_json
from assembly.archive.rules.proposals import Chapter, ProposalDocument
from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.database import LARGEST
from assembly.errors import (
    DocumentTooLarge,
    DocumentUnreadable,
    IllegalMove,
    ImportNotFound,
    InvalidRequest,
)
from assembly.resolutions.take_up import Cited, Proposed, ProposedChapter, propose, take_back

LEASE = timedelta(seconds=8)
"""How long a worker is believed to be at a document after it last said so."""
MOST_ATTEMPTS = 4


async def send_document(
    session: AsyncSession, assembly: Assembly, data: bytes, *, file: str, at: datetime, by: str
) -> tuple[UUID, bool]:
    """The document waits to be read; its id, and whether it is new.

    The same bytes, while they are neither rejected nor undone, are the same import: the constraint
    decides, so that two senders meet in one. Refuses history, and files too large or empty.
    """
    if assembly.is_imported:
        raise IllegalMove("An imported assembly is history; nothing is proposed in it.")
    if len(data) > LARGEST_DOCUMENT:
        message = "A document has at most 10 MB."
        raise DocumentTooLarge(message, limit=LARGEST_DOCUMENT)
    if not data:
        raise unreadable(Fault.EMPTY_FILE, "The file is empty.")
    digest = hashlib.sha256(data).hexdigest()
    name = sound_file(file)
    for _ in range(3):  # what it met may have been rejected or undone at this moment
        new_id = await session.scalar(
            insert(Import)
            .values(
                id=uuid4(),
                assembly_id=assembly.id,
                file=name,
                digest=digest,
                size=len(data),
                content=data,
                state=State.WAITING,
                attempts=0,
                sent_at=at,
                sent_by=by,
            )
            .on_conflict_do_nothing()
            .returning(Import.id)
        )
        if new_id is not None:
            _note(session, "send_document", new_id, assembly.id, at=at, by=by, digest=digest)
            return new_id, True
        there = await session.scalar(
            select(Import.id).where(
                Import.assembly_id == assembly.id,
                Import.digest == digest,
                Import.state.in_(IN_FORCE),
            )
        )
        if there is not None:
            return there, False
    raise IllegalMove("The same document is being rejected or undone; send it again.")


async def claim(
    session: AsyncSession, import_id: UUID, *, at: datetime
) -> tuple[str, bytes] | None:
    """The file and its bytes, for whoever reads it now; None when nobody has to.

    A document that outlived several readers is refused: it is no use to try for ever.
    """
    row = await session.scalar(
        select(Import).where(Import.id == import_id).with_for_update(skip_locked=True)
    )
    if row is None or row.state is not State.WAITING:
        return None
    if row.reading_until is not None and row.reading_until > at:
        return None
    if row.attempts >= MOST_ATTEMPTS:
        message = "Reading this file broke off again and again."
        _refuse(row, unreadable(Fault.READER_DIED, message), at)
        return None
    row.attempts += 1
    row.reading_until = at + LEASE
    content: bytes = await row.awaitable_attrs.content
    return row.file, content


async def still_reading(session: AsyncSession, import_id: UUID, *, at: datetime) -> None:
    """The reader said so; nobody else begins."""
    await session.execute(
        update(Import)
        .where(Import.id == import_id, Import.state == State.WAITING)
        .values(reading_until=at + LEASE)
    )


async def keep_reading(
    session: AsyncSession,
    import_id: UUID,
    found: ProposalDocument | DocumentUnreadable,
    *,
    at: datetime,
) -> bool:
    """What was understood, or why nothing was, is kept. False when it was read or rejected before.

    Locks the row.
    """
    row = await session.scalar(select(Import).where(Import.id == import_id).with_for_update())
    if row is None or row.state is not State.WAITING:
        return False
    if isinstance(found, ProposalDocument):
        row.state, row.preview = State.READ, to_json(found)
        row.read_at, row.reading_until = at, None
    else:
        _refuse(row, found, at)
    return True


async def accept_import(
    session: AsyncSession,
    assembly: Assembly,
    import_id: UUID,
    *,
    leave_out: Collection[int] = (),
    at: datetime,
    by: str,
) -> list[int]:
    """Every proposal but those left out is a draft; their numbers.

    Repeated with the same items it changes nothing and answers []. Refuses (`IllegalMove`) another
    choice once it is accepted, and what is not read; (`InvalidRequest`) items that are not there,
    or leaving out all. Locks the row: of two who accept at once, one writes.
    """
    row = await lock_import(session, assembly.id, import_id)
    left_out = sorted(set(leave_out))
    if row.state is State.ACCEPTED:
        if row.left_out == left_out:
            return []
        raise IllegalMove(
            "Somebody accepted this document with another choice of items.",
            state=row.state.value,
            left_out=row.left_out,
        )
    require_import_move(row.state, State.ACCEPTED)
    document = from_json(await row.awaitable_attrs.preview)
    items = {proposal.item for proposal in document.proposals}
    if not items.issuperset(left_out) or len(left_out) == len(items):
        raise InvalidRequest(
            "Only items of this document can be left out, and not all of them.",
            errors=[{"pointer": "/leave_out", "detail": "not items of this document, or all"}],
        )
    row.state, row.left_out, row.accepted_at = State.ACCEPTED, left_out, at
    numbers = await propose(
        session,
        assembly,
        import_id,
        [_proposed(chapter, frozenset(left_out)) for chapter in document.chapters],
        unit=document.unit.value,
        at=at,
        by=by,
    )
    _note(session, "accept_import", import_id, assembly.id, at=at, by=by, numbers=numbers)
    return numbers


async def undo_import(
    session: AsyncSession, assembly_id: UUID, import_id: UUID, *, at: datetime, by: str
) -> list[int]:
    """Every draft it became is withdrawn; their numbers. Repeated, it changes nothing.

    Refuses (`ImportInUse`) once somebody worked on one. Locks the row, then the resolutions.
    """
    row = await lock_import(session, assembly_id, import_id)
    if row.state is State.UNDONE:
        return []
    require_import_move(row.state, State.UNDONE)
    numbers = await take_back(session, assembly_id, import_id, at=at, by=by)
    row.state, row.ended_at = State.UNDONE, at
    _note(session, "undo_import", import_id, assembly_id, at=at, by=by, numbers=numbers)
    return numbers


async def reject_import(
    session: AsyncSession, assembly_id: UUID, import_id: UUID, *, at: datetime, by: str
) -> None:
    """The document is thrown away unused. Repeated, it changes nothing. Locks the row."""
    row = await lock_import(session, assembly_id, import_id)
    if row.state is State.REJECTED:
        return
    require_import_move(row.state, State.REJECTED)
    row.state, row.ended_at, row.refusal = State.REJECTED, at, None
    _note(session, "reject_import", import_id, assembly_id, at=at, by=by)


async def lock_import(session: AsyncSession, assembly_id: UUID, import_id: UUID) -> Import:
    """The row, held FOR UPDATE, or `ImportNotFound`."""
    row = await session.scalar(
        select(Import)
        .where(Import.id == import_id, Import.assembly_id == assembly_id)
        .with_for_update()
    )
    if row is None:
        raise ImportNotFound("No document with this id was brought in here.")
    return row


def _proposed(chapter: Chapter, left_out: frozenset[int]) -> ProposedChapter:
    return ProposedChapter(
        chapter.title,
        chapter.introduction,
        tuple(
            Proposed(
                proposal.item,
                proposal.title,
                proposal.marker,
                proposal.provisions,
                tuple(
                    Cited(one.kind, one.title, one.as_written, one.at, one.provision)
                    for one in proposal.citations
                ),
                min(proposal.first, LARGEST),
                min(proposal.last, LARGEST),
            )
            for proposal in chapter.proposals
            if proposal.item not in left_out
        ),
    )


def _refuse(row: Import, refusal: DocumentUnreadable, at: datetime) -> None:
    row.state, row.read_at, row.reading_until = State.REFUSED, at, None
    row.refusal = {"detail": refusal.detail, **refusal.facts}


def _note(
    session: AsyncSession,
    act: str,
    import_id: UUID,
    assembly_id: UUID,
    *,
    at: datetime,
    by: str,
    **facts: object,
) -> None:
    subject = f"import:{import_id}"
    record_act(session, act, at=at, by=by, subject=subject, assembly_id=assembly_id, **facts)
