# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Themes, and resolutions that are about them."""

from collections.abc import Sequence

from assembly.clock import now
from assembly.themes.keep import add_theme
from assembly.themes.tag import tag_resolution
from tests.build.house import BY, Build, Hall

MOBILITY = {"nl": "Mobiliteit", "fr": "Mobilité", "de": "Mobilität", "en": "Mobility"}
HOUSING = {"nl": "Wonen", "fr": "Logement", "de": "Wohnen", "en": "Housing"}
EUROVOC = "http://eurovoc.europa.eu/5889"


async def added(
    build: Build, slug: str, labels: dict[str, str] = MOBILITY, uri: str | None = None
) -> None:
    """It is in the list."""
    async with build.sessions.begin() as session:
        await add_theme(session, slug, labels, uri, at=now(), by=BY)


async def tagged(
    build: Build, hall: Hall, number: int, *add: str, remove: Sequence[str] = ()
) -> None:
    """The resolution is about these, and not about those any more."""
    async with build.sessions.begin() as session:
        await tag_resolution(
            session, hall.assembly.id, number, add=add, remove=remove, at=now(), by=BY
        )
