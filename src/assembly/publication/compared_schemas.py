# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: two versions of a text compared."""

from typing import Any

from pydantic import ConfigDict

from assembly.api.schema import Schema
from assembly.resolutions.rules.changes import Style
from assembly.resolutions.rules.rows import Fate, Mark, Row


class MarkedOut(Schema):
    """A stretch of words, and what becomes of them; the white space at its ends belongs to it."""

    model_config = ConfigDict(str_strip_whitespace=False)

    text: str
    mark: Mark


class StyleOut(Schema):
    """What a provision is, apart from its words."""

    kind: str
    marker: str
    level: int


class RowOut(Schema):
    """A provision, or a part of one, as it was and as it is. `before` or `after` null: none.

    Lines are those of the older printed copy; null for what is new.
    """

    fate: Fate
    before: StyleOut | None
    after: StyleOut | None
    spans: list[MarkedOut]
    first_line: int | None
    last_line: int | None
    split: bool
    joined: bool


class VersionsCompared(Schema):
    """What changed from one version to another; `because` is why the other was written, if said.

    `edits` and `changes` are those an amendment that asks for it would have, `instructions` the
    same in nl, fr, de and en, and `rows` the text with the changes in it.
    """

    number: int
    from_version: int
    to_version: int
    language: str
    titles: tuple[str, str]
    because: str | None
    edits: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    instructions: dict[str, list[str]]
    rows: list[RowOut]
    links: dict[str, str]


def row_out(row: Row) -> RowOut:
    """The row on the wire."""
    return RowOut(
        fate=row.fate,
        before=_style(row.before),
        after=_style(row.after),
        spans=[
            MarkedOut(text=run.text if place else run.words, mark=run.mark)
            for place, run in enumerate(row.runs)
        ],
        first_line=row.first_line,
        last_line=row.last_line,
        split=row.split,
        joined=row.joined,
    )


def _style(style: Style | None) -> StyleOut | None:
    if style is None:
        return None
    return StyleOut(kind=style.kind.value, marker=style.marker, level=style.level)
