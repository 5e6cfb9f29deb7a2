# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two texts on a page: with the changes in it, side by side, or only what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Annotated
from urllib.parse import urlencode

from litestar.params import QueryParameter

from assembly.publication.grounds import Ground, ground_of
from assembly.resolutions.rules.changes import Change
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.lines import WIDTH
from assembly.resolutions.rules.rows import Stretch, stretches
from assembly.resolutions.rules.shown import shown
from assembly.resolutions.rules.text import Provision
from assembly.voting.rules.speech import capital
from assembly.web.rendering import Asked, language_of, prefixed


class Mode(StrEnum):
    """How changes are shown."""

    INLINE = "inline"
    SIDES = "sides"
    RESULT = "result"


ModeAsked = Annotated[str | None, QueryParameter(name="show", max_length=20)]
ANYTHING = "A1"
"""A name for an amendment that is shown by itself; it stands on no page."""


@dataclass(frozen=True, slots=True)
class Redline:
    """The changes of a text. `in_words` are instructions, one for each change."""

    mode: Mode
    language: str
    stretches: tuple[Stretch, ...]
    result: tuple[Provision, ...]
    in_words: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether there is any difference."""
        return any(row.changed for stretch in self.stretches for row in stretch.rows)


def mode_of(word: str | None) -> Mode:
    """The mode that was asked for; what nobody knows is the usual one."""
    return Mode(word) if word in set(Mode) else Mode.INLINE


def redline_of(
    provisions: Sequence[Provision],
    changes: Sequence[Change],
    *,
    language: str,
    mode: Mode = Mode.INLINE,
    width: int = WIDTH,
    reader: str | None = None,
) -> Redline:
    """The text with these changes; `reader` is the language of the instructions, if wanted."""
    ground = ground_of(provisions, width)
    marked, result = _marked(ground, tuple(changes))
    told = tuple(map(capital, ground.say(changes, reader))) if reader else ()
    return Redline(mode, language, marked, result, told)


@lru_cache(maxsize=128)
def _marked(
    ground: Ground, changes: tuple[Change, ...]
) -> tuple[tuple[Stretch, ...], tuple[Provision, ...]]:
    """The same ground and the same changes give the same rows, for whoever reads them."""
    rows = shown(ground.base, changes, ground.lines)
    return tuple(stretches(rows)), text_with(ground.base, ANYTHING, changes)


def mode_links(request: Asked) -> list[tuple[str, str]]:
    """Each mode with its address: this page, asked for in another way."""
    here = prefixed(language_of(request), request.url.path)
    kept = [(name, word) for name, word in request.query_params.multi_items() if name != "show"]

    def address(mode: Mode) -> str:
        query = kept if mode is Mode.INLINE else [*kept, ("show", mode.value)]
        return f"{here}?{urlencode(query)}" if query else here

    return [(mode.value, address(mode)) for mode in Mode]
