# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What another installation decided, kept as its file says it: shown as what it is."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.keep import kept_documents
from assembly.publication.rules.correction import Facts, Given
from assembly.resolutions.backing import SponsorView
from assembly.resolutions.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A resolution as it was published there: what the file says, in the order of the file."""

    document: Mapping[str, Any]

    @property
    def page(self) -> str:
        """Where it was published."""
        return str(self.document["page"])

    @property
    def bundle(self) -> str | None:
        """Where everything is that anybody needs to verify it there; None for history."""
        voting = self.document["voting"]
        site = self.page.partition("/assemblies/")[0]
        return None if voting is None else f"{site}/api/v1/votings/{voting['id']}/bundle"

    @property
    def corrections(self) -> dict[int, str]:
        """Where each correction is read that its file carries, by version."""
        carried = self.document.get("corrections", ())
        return {one["document"]["version"]: str(one["record"]) for one in carried}

    @property
    def sponsors(self) -> tuple[SponsorView, ...]:
        """Who stood behind it, as far as their names left."""
        return tuple(
            SponsorView(
                one["number"], one["seat"], one["name"], datetime.fromisoformat(one["since"])
            )
            for one in self.document.get("sponsors", ())
        )

    @property
    def source(self) -> Mapping[str, Any] | None:
        """Where it was read there, if it was history there too."""
        found: Mapping[str, Any] | None = self.document["source"]
        return found


async def elsewhere_among(
    session: AsyncSession, resolutions: Collection[UUID]
) -> dict[UUID, Elsewhere]:
    """Those of these that came in from another installation, in one statement at most."""
    found = await kept_documents(session, resolutions)
    return {key: Elsewhere(json.loads(words)) for key, words in found.items()}


def published_facts(document: Mapping[str, Any]) -> Facts:
    """What a file says of an outcome, as far as it can be corrected.

    Of history with the day and the counts that its source gives; both sides, or it gives none.
    """
    told, source, counts = document["correction"], document["source"], document["source_counts"]
    title = None if document["title_derived"] else document["title"]
    facts = Facts(title, Outcome(document["outcome"]), note=told["note"] if told else None)
    if source is None:
        return facts
    day = document["decided_on"] if told else source["facts"]["decided_on"]
    both = counts is not None and counts["yes"] is not None and counts["no"] is not None
    return replace(
        facts,
        decided_on=None if day is None else date.fromisoformat(day),
        counts=Given(counts["yes"], counts["no"], counts["abstain"]) if both else None,
    )
