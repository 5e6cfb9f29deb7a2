# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bring in a whole document of proposals at once, as the command does: no preview to accept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.bring_in import BY
from assembly.archive.found import Naming
from assembly.archive.import_queries import find_import, imports_of
from assembly.archive.reading.text import decoded
from assembly.archive.rules.import_states import State
from assembly.archive.rules.outcome_words import OUTCOMES, is_near_miss
from assembly.archive.rules.proposals import ProposalDocument
from assembly.archive.take_in import accept_import, keep_reading, reject_import, send_document
from assembly.assemblies.convene import found_assembly
from assembly.assemblies.queries import find_assembly
from assembly.errors import DocumentUnreadable, SourceChanged

HISTORY = ".txt"


@dataclass(frozen=True, slots=True)
class Taken:
    """Where the proposals stand now. `new` is false when they came in before."""

    slug: str
    new: bool
    state: State


def is_history(data: bytes, name: str) -> bool:
    """Whether a file without a description is a text with outcomes: a sitting of the past."""
    if "." in name and not name.lower().endswith((HISTORY, ".text")):
        return False
    try:
        lines = [" ".join(line.split()) for line in decoded(data).splitlines()]
    except DocumentUnreadable:
        return not data.startswith((b"%PDF-", b"PK", b"\xd0\xcf\x11\xe0"))
    return any(line in OUTCOMES or is_near_miss(line) for line in lines)


async def bring_in_proposals(
    session: AsyncSession,
    data: bytes,
    document: ProposalDocument,
    *,
    file: str,
    slug: str,
    name: str,
    naming: Naming,
    at: datetime,
) -> Taken:
    """The assembly is there, with every proposal as a draft in its chapter.

    The same bytes again change nothing, also after somebody undid them. Other bytes under the same
    file name are refused (`SourceChanged`) while the first are in force; history takes no drafts.
    """
    assembly = await find_assembly(session, slug)
    if assembly is None:
        assembly = await found_assembly(
            session,
            slug=slug,
            name=name,
            language=naming.language,
            time_zone=naming.time_zone,
            held_on=None,
            at=at,
            by=BY,
        )
    there = await find_import(session, assembly.id, hashlib.sha256(data).hexdigest())
    if there is not None and there.state in {State.ACCEPTED, State.UNDONE}:
        return Taken(slug, new=False, state=there.state)
    for other in await imports_of(session, assembly.id):
        if other.file == file and other.state is State.ACCEPTED:
            raise SourceChanged(
                f"{file} was brought into {slug} with other words; nothing was changed.",
                slug=slug,
                differences=["Undo the first one, or bring this one in under another name."],
            )
    if there is not None and there.state is State.REFUSED:
        await reject_import(session, assembly.id, there.id, at=at, by=BY)
    import_id, _ = await send_document(session, assembly, data, file=file, at=at, by=BY)
    await keep_reading(session, import_id, document, at=at)
    await accept_import(session, assembly, import_id, at=at, by=BY)
    return Taken(slug, new=True, state=State.ACCEPTED)
