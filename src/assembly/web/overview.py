# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""All amendments to a text as pages show them: each in a sentence, the plan, the conflicts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.planned import SettlementView
from assembly.amendments.queries import AmendmentView, TermsView
from assembly.amendments.rules.lifecycle import UNDECIDED, State
from assembly.amendments.rules.plan import number_of
from assembly.assemblies.models import Assembly
from assembly.publication.amending import (
    AmendmentVoting,
    PlanShown,
    amendments_shown,
    authors_shown,
    plan_shown,
    votings_on_amendments,
)
from assembly.publication.grounds import Bases, Ground, bases_for
from assembly.publication.queries import Decision
from assembly.resolutions.rules.conflicts import Conflict
from assembly.voting.rules.speech import capital
from assembly.web.catalogues import moment_words


@dataclass(frozen=True, slots=True)
class AuthorShown:
    """The seat it was filed from."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """An amendment in a list. `sentence` is its first instruction, `further` how many follow."""

    view: AmendmentView
    author: AuthorShown | None
    sentence: str | None
    further: int

    @property
    def number(self) -> int:
        """Its number in the resolution."""
        return self.view.number

    @property
    def stuck(self) -> bool:
        """Whether it waits to be rewritten."""
        return self.view.conflicts is not None and self.view.state in UNDECIDED


@dataclass(frozen=True, slots=True)
class SideShown:
    """What some amendments ask for in a place where others ask for something else."""

    amendments: tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """Amendments that cannot both be done in one place; how it was settled, if it was."""

    amendments: tuple[int, ...]
    provision: str
    start: int
    end: int
    words: str
    sides: tuple[SideShown, ...]
    settled: SettlementView | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a reader may see of all amendments to a text."""

    decision: Decision
    lines: tuple[AmendmentLine, ...]
    shown: PlanShown
    conflicts: tuple[ConflictShown, ...]
    votings: Sequence[AmendmentVoting]
    bases: Bases
    deadline: str | None

    @property
    def views(self) -> Mapping[int, AmendmentView]:
        """The amendments by number."""
        return self.bases.amendments

    @property
    def by_number(self) -> dict[int, AmendmentLine]:
        """The lines by number."""
        return {line.number: line for line in self.lines}

    @property
    def terms(self) -> TermsView:
        """Under what terms the text is amended."""
        return self.shown.terms


async def overview_of(
    session: AsyncSession,
    assembly: Assembly,
    decision: Decision,
    *,
    house: bool,
    language: str,
    also: Sequence[int] = (),
) -> Overview:
    """In as many statements for a hundred amendments as for one."""
    found = await amendments_shown(session, decision, house=house)
    bases = await bases_for(session, decision, found, also=also)
    authors = await authors_shown(session, decision, found)
    shown = await plan_shown(session, decision, found)
    return Overview(
        decision,
        tuple(_line(one, authors, bases, language) for one in found),
        shown,
        tuple(_conflicts(shown, bases, language)),
        await votings_on_amendments(session, decision, house=house),
        bases,
        deadline_words(shown.terms.closes_at, assembly.time_zone, language),
    )


def deadline_words(at: datetime | None, zone: str, language: str) -> str | None:
    """The end as the assembly's wall shows it, with its day."""
    if at is None:
        return None
    return moment_words(at.astimezone(ZoneInfo(zone)), language, with_day=True)


def _line(
    view: AmendmentView,
    authors: Mapping[int, tuple[int, str]],
    bases: Bases,
    language: str,
) -> AmendmentLine:
    sentences = bases.say(view, language)
    sentence = capital(sentences[0]) if sentences else None
    author = AuthorShown(*authors[view.number]) if view.number in authors else None
    return AmendmentLine(view, author, sentence, len(sentences) - 1)


def _conflicts(shown: PlanShown, bases: Bases, language: str) -> list[ConflictShown]:
    return [_conflict(one, bases, language, None) for one in shown.plan.conflicts] + [
        _conflict(one, bases, language, _settlement(one, shown.settlements))
        for one in shown.plan.settled
    ]


def _settlement(conflict: Conflict, settlements: Sequence[SettlementView]) -> SettlementView | None:
    return next((one for one in reversed(settlements) if one.value.fits(conflict)), None)


def _conflict(
    conflict: Conflict, bases: Bases, language: str, settled: SettlementView | None
) -> ConflictShown:
    ground = bases.of(bases.amendments[number_of(conflict.amendments[0])])
    return conflict_shown(conflict, ground, language, settled)


def conflict_shown(
    conflict: Conflict,
    ground: Ground | None,
    language: str,
    settled: SettlementView | None = None,
) -> ConflictShown:
    """With a sentence for each side, where the words that it is about are known."""
    sides = tuple(
        SideShown(
            tuple(map(number_of, claim.amendments)),
            capital(ground.say([claim.change], language)[0]) if ground else "",
        )
        for claim in conflict.claims
    )
    return ConflictShown(
        tuple(map(number_of, conflict.amendments)),
        conflict.provision,
        conflict.start,
        conflict.end,
        conflict.words,
        sides,
        settled,
    )


OPEN_TO_AMENDMENTS = frozenset({State.SUBMITTED, State.ADMISSIBLE})
"""States of an amendment in which it can be amended itself."""
