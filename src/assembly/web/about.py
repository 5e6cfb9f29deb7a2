# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a voting on amendments asks, wherever a voting is shown: in a sentence and as changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import AmendmentView, amendments_of
from assembly.publication.grounds import bases_here
from assembly.resolutions.queries import ResolutionView
from assembly.voting.rules.speech import capital
from assembly.web.redlines import Redline, redline_of


@dataclass(frozen=True, slots=True)
class AskedShown:
    """Amendments that are voted on together: their numbers, what they ask for, the changes."""

    numbers: tuple[int, ...]
    amends: int | None
    sentences: tuple[str, ...]
    redline: Redline | None
    reasons: tuple[tuple[int, str], ...] = ()


async def asked_in(
    session: AsyncSession, resolution: ResolutionView, numbers: Sequence[int], language: str
) -> AskedShown | None:
    """What is asked; None of a voting on the text itself. For those who vote, and moderators."""
    if not numbers:
        return None
    every = await amendments_of(session, resolution.id)
    found = [one for one in every if one.number in set(numbers)]
    if not found:
        return AskedShown(tuple(numbers), None, (), None)
    bases = await bases_here(session, resolution, every)
    ground = bases.of(found[0])
    alike = all((one.version, one.amends) == (found[0].version, found[0].amends) for one in found)
    changes = tuple(dict.fromkeys(change for one in found for change in one.changes))
    redline = None
    if ground is not None and alike:
        redline = redline_of(
            ground.base.provisions,
            changes,
            language=resolution.language,
            width=resolution.line_width,
        )
    return AskedShown(
        tuple(one.number for one in found),
        found[0].amends,
        tuple(capital(sentence) for one in found for sentence in bases.say(one, language)),
        redline,
        _reasons(found),
    )


def _reasons(found: Sequence[AmendmentView]) -> tuple[tuple[int, str], ...]:
    return tuple((one.number, one.reason) for one in found if one.reason)
