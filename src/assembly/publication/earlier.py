# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A merged version with the footnotes of the merges before it, back to the text as it was tabled.

The next version says only what is new in it; here its words also say which amendment brought them
into an earlier one. Where a merge was undone, the words are those from before it, with their notes;
a version that was written on the table keeps the notes of the words it kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.rules.handed_on import Span, handed_on
from assembly.amendments.written import MergeView
from assembly.publication.queries import Decision, words_shown
from assembly.resolutions.history import VersionWords
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
    in_force = {one.version: one for one in merges if not one.undone}
    line = _line(decision.resolution.version, by_version)
    if not line:
        return None
    words = await words_shown(session, decision, line)
    made = [by_version[one] for one in line if one in in_force]
    if not made:
        return None
    spans = _spans(line[-1], in_force, words)
    for older, newer in zip(reversed(line), reversed(line[:-1]), strict=False):
        own = _spans(newer, in_force, words)
        spans = handed_on(words[older].provisions, spans, words[newer].provisions, own)
    numbers = dict.fromkeys(number for one in made for number in one.amendments)
    return Footed(made[0].base, words[line[0]].provisions, spans, tuple(numbers))


def _line(version: int, merges: Mapping[int, MergeView]) -> list[int]:
    """The versions that this one rests on and that say something of its words, the latest first.

    The last of them is a merge; none where no merge made any of it.
    """
    found: list[int] = []
    at, first = version, min(merges, default=version + 1)
    while at >= first:
        merge, before = merges.get(at), merges.get(at - 1)
        if merge is None and before is not None and before.undone:
            at = before.base
            continue
        found.append(at)
        at = at - 1 if merge is None else merge.base
    while found and found[-1] not in merges:
        found.pop()
    return found


def _spans(
    version: int, merges: Mapping[int, MergeView], words: Mapping[int, VersionWords]
) -> list[list[Span]]:
    """What its merge says; of a version that was written, nothing."""
    merge = merges.get(version)
    if merge is None:
        return [[(one.text, ())] for one in words[version].provisions]
    return [[(text, tuple(numbers)) for text, numbers in spans] for spans in merge.spans]
