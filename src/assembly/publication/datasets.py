# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which assemblies have open data: when it changed last, and what it is about."""

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import listed_assemblies
from assembly.publication.formats.dcat import Dataset
from assembly.publication.latest import latest_of
from assembly.publication.released import public_assembly
from assembly.publication.themes import themes_in


async def datasets_of(session: AsyncSession, site: str) -> list[Dataset]:
    """Every listed assembly with a published outcome."""
    datasets = []
    for assembly in sorted(await listed_assemblies(session), key=lambda one: one.slug):
        found = await latest_of(session, [assembly], site)
        if found:
            themes = await themes_in(session, assembly, decided=True)
            datasets.append(
                Dataset(
                    public_assembly(assembly, site),
                    found[0].changed_at,
                    tuple(theme for theme, _ in themes),
                )
            )
    return datasets
