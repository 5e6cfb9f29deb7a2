# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proposals of a document become drafts, in chapters; and drafts of a document are taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.errors import ImportInUse, Unsound
from assembly.resolutions.draft import draft_resolution, move_resolution
from assembly.resolutions.models import Chapter, CitationRow, Origin, Resolution
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Provision


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference; `provision` is the place of its words in the text, from 1."""

    kind: str
    title: str
    as_written: str
    at: int
    provision: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal with its place in the document."""

    item: int
    title: str | None
    marker: str
    provisions: tuple[Provision, ...]
    citations: tuple[Cited, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class ProposedChapter:
    """A headed part of the document with the proposals that are taken over from it."""

    title: str | None
    introduction: tuple[str, ...]
    proposals: tuple[Proposed, ...]


async def propose(
    session: AsyncSession,
    assembly: Assembly,
    import_id: UUID,
    chapters: Sequence[ProposedChapter],
    *,
    unit: str,
    at: datetime,
    by: str,
) -> list[int]:
    """Each proposal is a draft with the next number, its chapter, its place and its references.

    Refuses what drafting refuses, naming the item. Locks the assembly's row, so that the numbers
    follow each other. Once an import only: the database refuses an item, or a chapter, that is
    there already.
    """
    numbers: list[int] = []
    for ordinal, chapter in enumerate(chapters, start=1):
        row = Chapter(
            id=uuid4(),
            assembly_id=assembly.id,
            import_id=import_id,
            ordinal=ordinal,
            title=chapter.title,
            introduction=list(chapter.introduction),
        )
        session.add(row)
        await session.flush()
        for proposed in chapter.proposals:
            try:
                resolution = await draft_resolution(
                    session,
                    assembly,
                    title=proposed.title,
                    provisions=proposed.provisions,
                    at=at,
                    by=by,
                )
            except Unsound as refusal:
                said = f"Item {proposed.item}: {refusal.detail}"
                raise type(refusal)(said, **refusal.facts, item=proposed.item) from None
            numbers.append(resolution.number)
            session.add(
                Origin(
                    resolution_id=resolution.id,
                    import_id=import_id,
                    chapter_id=row.id,
                    item=proposed.item,
                    marker=proposed.marker[:40],
                    unit=unit,
                    first=proposed.first,
                    last=proposed.last,
                )
            )
            session.add_all(_citations(resolution.id, proposed.citations))
    await session.flush()
    return numbers


def _citations(resolution_id: UUID, citations: Sequence[Cited]) -> list[CitationRow]:
    """The names of provisions in a first version are those of their places."""
    return [
        CitationRow(
            resolution_id=resolution_id,
            ordinal=ordinal,
            provision_id=f"p{cited.provision}",
            kind=cited.kind,
            title=cited.title,
            as_written=cited.as_written,
            at=cited.at,
        )
        for ordinal, cited in enumerate(citations, start=1)
    ]


async def take_back(
    session: AsyncSession, assembly_id: UUID, import_id: UUID, *, at: datetime, by: str
) -> list[int]:
    """Every draft of the import is withdrawn; its number is not used again.

    Refuses (`ImportInUse`, naming each) once somebody worked on one: it was revised, translated,
    sponsored or put on the table. One that was withdrawn by itself stands in nobody's way. Locks
    the rows, by number.
    """
    rows = list(
        await session.scalars(
            select(Resolution)
            .join(Origin, Origin.resolution_id == Resolution.id)
            .where(Origin.import_id == import_id)
            .order_by(Resolution.number)
            .with_for_update(of=Resolution)
        )
    )
    used = [{"number": row.number, "because": because} for row in rows if (because := _in_use(row))]
    if used:
        said = ", ".join(str(one["number"]) for one in used[:10])
        message = f"Somebody worked on what this became: resolution {said}."
        raise ImportInUse(message, resolutions=used)
    drafts = [row.number for row in rows if row.state is State.DRAFT]
    for number in drafts:
        await move_resolution(session, assembly_id, number, State.WITHDRAWN, at=at, by=by)
    return drafts


def _in_use(resolution: Resolution) -> str | None:
    """What depends on the draft, if anything does."""
    if resolution.state is State.WITHDRAWN:
        return None
    if resolution.state is not State.DRAFT:
        return "tabled"
    if resolution.revision > 1 or resolution.current_version > 1:
        return "revised"
    return "translated or sponsored" if resolution.beside else None
