# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A merged version with the footnotes of the merges before it, back to the text as it was tabled.

The next version says only what is new in it; here its words also say which amendment brought them
into an earlier one. Where a merge was undone, the words are those from before it, with their notes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.rules.handed_on import Span, handed_on
from assembly.amendments.written import MergeView
from assembly.publication.queries import Decision, words_shown
from assembly.resolutions.rules.text import Provision


@dataclass(frozen=True, slots=True)
class Footed:
    """A version's spans, and every amendment that it is made of, the latest merge's first.

    `base` is the version that the latest of these merges was made on.
    """

    base: int
    provisions: Sequence[Provision]
    spans: Sequence[Sequence[Span]]
    amendments: tuple[int, ...]


async def footed(
    session: AsyncSession, decision: Decision, merges: Sequence[MergeView]
) -> Footed | None:
    """The present version with all its notes, in one statement; None where no merge made it."""
    by_version = {one.version: one for one in merges}
    line = _line(decision.resolution.version, by_version)
    if not line:
        return None
    wanted = {one.version for one in line}
    words = await words_shown(session, decision, wanted)
    spans = _kept(line[-1])
    for older, newer in zip(reversed(line), reversed(line[:-1]), strict=False):
        spans = handed_on(
            words[older.version].provisions, spans, words[newer.version].provisions, _kept(newer)
        )
    numbers = dict.fromkeys(number for one in line for number in one.amendments)
    return Footed(line[0].base, words[line[0].version].provisions, spans, tuple(numbers))


def _line(version: int, merges: Mapping[int, MergeView]) -> list[MergeView]:
    """The merges that this version rests on, the latest first."""
    found: list[MergeView] = []
    at = version
    while at > 0:
        merge, before = merges.get(at), merges.get(at - 1)
        if merge is not None:
            found.append(merge)
            at = merge.base
        elif before is not None and before.undone:
            at = before.base
        else:
            break
    return found


def _kept(merge: MergeView) -> list[list[Span]]:
    return [[(words, tuple(numbers)) for words, numbers in spans] for spans in merge.spans]
