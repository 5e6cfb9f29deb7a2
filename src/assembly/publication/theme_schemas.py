# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: themes, and what is about them in every assembly."""

from datetime import date

from assembly.api.schema import Schema
from assembly.publication.schemas import ThemeLineOut, TotalsOut
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.outcome import Outcome


class ThemeTold(ThemeLineOut):
    """A theme, and how many resolutions of all assemblies are about it.

    `revision` is what renaming it names.
    """

    revision: int
    resolutions: TotalsOut


class Themes(Schema):
    """The whole list, by slug."""

    items: list[ThemeTold]


class AboutOut(Schema):
    """A resolution that is about a theme. `decided_on` is null where nothing gives a day."""

    assembly: str
    assembly_name: str
    number: int
    title: str
    title_derived: bool
    language: str
    state: State
    outcome: Outcome | None
    outcome_label: str | None
    decided_on: date | None
    links: dict[str, str]


class ThemePage(ThemeTold):
    """A theme with a page of what is about it, the newest first."""

    items: list[AboutOut]
    page: int
    pages: int
    next: str | None
