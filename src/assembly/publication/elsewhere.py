# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What another installation decided, kept as its file says it: shown as what it is."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.archive.keep import kept_documents


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
