# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How texts came about, as far as everybody may read it, for the file that leaves."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.keep import kept_lineages
from assembly.publication.queries import Decision
from assembly.publication.rules.lineage import version_document
from assembly.resolutions.history import VersionLine, public_versions
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.text import Provision


async def lineages_of(
    session: AsyncSession, decisions: Sequence[Decision]
) -> dict[UUID, dict[str, Any]]:
    """Of each that a voting decided, in as many statements for many as for one.

    What was decided elsewhere has the one that came with it, if one did; history has none.
    """
    theirs = [one.resolution.id for one in decisions if one.elsewhere is not None]
    kept = await kept_lineages(session, theirs)
    ours = {
        one.resolution.id: one.resolution for one in decisions if one.resolution.source_id is None
    }
    versions = await public_versions(session, list(ours))
    return {key: json.loads(words) for key, words in kept.items()} | {
        key: _document(view, versions[key]) for key, view in ours.items()
    }


def _document(
    view: ResolutionView, versions: Sequence[tuple[VersionLine, tuple[Provision, ...]]]
) -> dict[str, Any]:
    return {
        "versions": [
            version_document(
                line.ordinal,
                line.title,
                view.language,
                line.digest,
                line.line_width,
                _instant(line.written_at),
                line.written_as.value,
                None if line.ordinal == view.version else words,
            )
            for line, words in versions
        ]
    }


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
