# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: what a search found, and what there is to choose from."""

from assembly.api.schema import Schema
from assembly.publication.theme_schemas import AboutOut


class OutcomeFacets(Schema):
    """How many came out like this; `undecided` are on the table or under vote."""

    adopted: int
    not_adopted: int
    undecided: int


class AssemblyFacet(Schema):
    """How many are of this assembly."""

    slug: str
    name: str
    resolutions: int


class ThemeFacet(Schema):
    """How many are about this theme."""

    slug: str
    resolutions: int


class FacetsOut(Schema):
    """How many there would be under each choice, the other choices left as they are."""

    outcomes: OutcomeFacets
    years: dict[int, int]
    assemblies: list[AssemblyFacet]
    themes: list[ThemeFacet]


class SearchPage(Schema):
    """A page of what was found; `words` are those that were looked for, as they are compared."""

    words: list[str]
    total: int
    items: list[AboutOut]
    facets: FacetsOut
    page: int
    pages: int
    next: str | None
