# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a text came about in another installation, as the pages here show what came about here."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.keep import kept_lineages
from assembly.publication.rules.parts import provision_in
from assembly.resolutions.history import VersionLine, VersionView, VersionWords
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.lifecycle import Hand
from assembly.resolutions.rules.text import Provision, derived_title


@dataclass(frozen=True, slots=True)
class Lineage:
    """What its file says of how the text came about. It was checked when it came in."""

    of: ResolutionView
    document: Mapping[str, Any]

    @property
    def first_version(self) -> int:
        """The earliest version that everybody may read."""
        return int(self.document["versions"][0]["version"])

    @property
    def lines(self) -> list[VersionLine]:
        """The versions, the first one first."""
        return [_line(one) for one in self.document["versions"]]

    def version(self, ordinal: int) -> VersionView | None:
        """This version with its words; None where there is none."""
        told = next((one for one in self.document["versions"] if one["version"] == ordinal), None)
        if told is None:
            return None
        line, words = _line(told), self._words(told)
        return VersionView(
            resolution_id=self.of.id,
            ordinal=line.ordinal,
            title=line.title or derived_title(words),
            title_derived=line.title is None,
            digest=line.digest,
            line_width=line.line_width,
            written_at=line.written_at,
            written_as=line.written_as,
            provisions=words,
        )

    def words(self, ordinals: Collection[int]) -> dict[int, VersionWords]:
        """The words of these versions; one that there is not is absent."""
        return {
            one["version"]: VersionWords(one["line_width"], self._words(one))
            for one in self.document["versions"]
            if one["version"] in ordinals
        }

    def _words(self, told: Mapping[str, Any]) -> tuple[Provision, ...]:
        pieces: Sequence[Mapping[str, Any]] | None = told["provisions"]
        return self.of.provisions if pieces is None else tuple(map(provision_in, pieces))


async def lineage_of(session: AsyncSession, view: ResolutionView) -> Lineage | None:
    """The one that came in with it; None where none did, in one statement at most."""
    if view.source_id is None:
        return None
    found: dict[UUID, str] = await kept_lineages(session, [view.id])
    return Lineage(view, json.loads(found[view.id])) if view.id in found else None


def _line(told: Mapping[str, Any]) -> VersionLine:
    return VersionLine(
        told["version"],
        told["title"],
        told["digest"],
        told["line_width"],
        datetime.fromisoformat(told["written_at"]),
        Hand(told["written_as"]),
    )
