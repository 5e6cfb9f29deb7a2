# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a resolution was proposed: the document, the place in it, its chapter, what it cites.

Shown with the resolution to whoever may read the resolution, and to nobody before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.import_queries import DocumentView, documents_named
from assembly.publication.queries import Decision
from assembly.publication.schemas import CitationOut, OriginOut
from assembly.resolutions.chapters import OriginView, origins_of


@dataclass(frozen=True, slots=True)
class OriginShown:
    """The document, and the resolution's place in it."""

    document: DocumentView
    place: OriginView


async def origins_shown(
    session: AsyncSession, decisions: Sequence[Decision]
) -> dict[UUID, OriginShown]:
    """By resolution, those that were proposed in a document: three statements for all, or one."""
    found = await origins_of(session, [one.resolution.id for one in decisions])
    documents = await documents_named(session, {one.import_id for one in found.values()})
    return {
        resolution_id: OriginShown(documents[one.import_id], one)
        for resolution_id, one in found.items()
    }


def origin_out(shown: OriginShown | None) -> OriginOut | None:
    """As the API tells it."""
    if shown is None:
        return None
    place = shown.place
    return OriginOut(
        file=shown.document.file,
        digest=shown.document.digest,
        unit=place.unit,
        first=place.first,
        last=place.last,
        item=place.item,
        marker=place.marker,
        chapter=place.chapter,
        introduction=list(place.introduction),
        citations=[
            CitationOut(
                kind=one.kind,
                title=one.title,
                as_written=one.as_written,
                provision=one.provision,
            )
            for one in place.citations
        ],
        accepted_at=shown.document.accepted_at,
    )
