# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: what is sent about themes. What everybody reads is in `publication`."""

from typing import ClassVar, Self

from pydantic import Field

from assembly.api.schema import Schema
from assembly.assemblies.rules.naming import LONGEST_SLUG
from assembly.database import LARGEST
from assembly.themes.queries import Listed
from assembly.themes.rules.theme import LONGEST_LABEL, LONGEST_URI, MOST_THEMES


class Labels(Schema):
    """The word in each language."""

    judged_later: ClassVar[frozenset[str]] = frozenset({"nl", "fr", "de", "en"})

    nl: str = Field(max_length=2 * LONGEST_LABEL)
    fr: str = Field(max_length=2 * LONGEST_LABEL)
    de: str = Field(max_length=2 * LONGEST_LABEL)
    en: str = Field(max_length=2 * LONGEST_LABEL)


class AddTheme(Schema):
    """A theme for the list. `uri` names the same notion in a vocabulary such as EuroVoc."""

    slug: str = Field(max_length=LONGEST_SLUG)
    labels: Labels
    uri: str | None = Field(None, max_length=2 * LONGEST_URI)


class RenameTheme(Schema):
    """Other words for a theme, and the revision that they were written upon. Its slug stays."""

    labels: Labels
    uri: str | None = Field(max_length=2 * LONGEST_URI)
    revision: int = Field(ge=1, le=LARGEST)


class MergeTheme(Schema):
    """The slug of the theme it becomes."""

    into: str = Field(max_length=LONGEST_SLUG)


class TagResolution(Schema):
    """Slugs of themes that it is to be about, and of those it is not about."""

    add: list[str] = Field([], max_length=MOST_THEMES)
    remove: list[str] = Field([], max_length=MOST_THEMES)


class ThemeOut(Schema):
    """A theme. `revision` is what renaming it names."""

    slug: str
    labels: Labels
    uri: str | None
    revision: int

    @classmethod
    def of(cls, one: Listed) -> Self:
        """As it stands in the list."""
        return cls(
            slug=one.theme.slug,
            labels=Labels(**one.theme.labels),
            uri=one.theme.uri,
            revision=one.revision,
        )
