# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One amendment as its page shows it: its changes, its history, and what this reader may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import AmendmentView, supports
from assembly.amendments.rules.carry_document import write_conflicts
from assembly.amendments.rules.lifecycle import MOVES, State
from assembly.amendments.support import SUPPORTABLE
from assembly.amendments.written import TextView
from assembly.assemblies.models import Assembly
from assembly.errors import AmendmentNotFound
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.amending import AmendmentVoting, texts_of_amendment
from assembly.publication.queries import Decision, in_the_house, words_shown
from assembly.resolutions.backing import line_of
from assembly.resolutions.rules.change_document import read_changes
from assembly.resolutions.rules.changes import Base, Change, Insert, Remove, Reword
from assembly.resolutions.rules.conflicts import Conflict
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.text import Provision
from assembly.resolutions.rules.words import text_of
from assembly.web.overview import (
    OPEN_TO_AMENDMENTS,
    AmendmentLine,
    ConflictShown,
    Overview,
    overview_of,
)
from assembly.web.redlines import Mode, Redline, redline_of
from assembly.web.views import day_of


@dataclass(frozen=True, slots=True)
class Clash:
    """Where the present version has other words than those the amendment was made on."""

    words: str
    version: tuple[str, ...]
    amendment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What it asked for before, or asks now: since when and why."""

    ordinal: int
    version: int
    cause: str
    on: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one amendment. `able` names what this reader may do now."""

    overview: Overview
    line: AmendmentLine
    redline: Redline
    shown_text: int
    to_it: tuple[AmendmentLine, ...]
    conflicts: tuple[ConflictShown, ...]
    clashes: tuple[Clash, ...]
    votings: tuple[AmendmentVoting, ...]
    texts: tuple[Earlier, ...]
    able: frozenset[str]

    @property
    def view(self) -> AmendmentView:
        """The amendment itself."""
        return self.line.view


async def sheet_of(
    session: AsyncSession,
    assembly: Assembly,
    decision: Decision,
    number: int,
    actor: Actor,
    *,
    language: str,
    mode: Mode,
    text: int | None = None,
) -> Sheet:
    """The page, or `AmendmentNotFound`, also where the reader may not know of it.

    Only those in the house read what it asked for before.
    """
    house = in_the_house(actor, assembly.id)
    overview = await overview_of(session, assembly, decision, house=house, language=language)
    line = overview.by_number.get(number)
    if line is None:
        raise AmendmentNotFound("There is no amendment with this number here.")
    view = line.view
    texts = await texts_of_amendment(session, decision, view)
    wanted = next((one for one in texts if house and one.ordinal == text), texts[-1])
    words = await made_on(session, overview, view, wanted)
    return Sheet(
        overview=overview,
        line=line,
        redline=redline_of(
            words,
            wanted.changes,
            language=decision.resolution.language,
            mode=mode,
            width=decision.resolution.line_width,
            reader=language,
        ),
        shown_text=wanted.ordinal,
        to_it=tuple(one for one in overview.lines if one.view.amends == number),
        conflicts=tuple(
            one for one in overview.conflicts if number in one.amendments and one.settled is None
        ),
        clashes=tuple(map(_clash, view.conflicts or ())) if line.stuck else (),
        votings=tuple(one for one in overview.votings if number in one.voting.amendments),
        texts=tuple(_earlier(one, assembly.time_zone) for one in texts)
        if house and decision.lineage is None
        else (),
        able=await able_to(session, assembly, decision, view, actor),
    )


async def made_on(
    session: AsyncSession, overview: Overview, view: AmendmentView, text: TextView
) -> Sequence[Provision]:
    """The words that one text of an amendment was made on."""
    decision = overview.decision
    words = dict(overview.bases.versions)
    if text.version not in words:
        words |= await words_shown(session, decision, [text.version])
    base = Base(words[text.version].provisions)
    parent = None if view.amends is None else overview.views.get(view.amends)
    if parent is None:
        return base.provisions
    changes = parent.changes
    if (parent.version, parent.text) != (text.version, text.on_text):
        earlier = await texts_of_amendment(session, decision, parent)
        changes = next(one.changes for one in earlier if one.ordinal == text.on_text)
    return text_with(base, parent.name, changes)


async def able_to(
    session: AsyncSession, assembly: Assembly, decision: Decision, view: AmendmentView, actor: Actor
) -> frozenset[str]:
    """What this one may do with the amendment now, by the names of the steps."""
    if not may(actor, Permission.AMEND, assembly.id):
        return frozenset()
    if decision.resolution.state is not ResolutionState.TABLED:
        return frozenset()
    moderates = may(actor, Permission.MODERATE, assembly.id)
    line = actor.seat_id and await line_of(session, view.resolution_id, actor.seat_id)
    known = actor.seat_id and await supports(session, view.id, actor.seat_id)
    mine = view.seat_id is not None and view.seat_id == actor.seat_id
    whole = view.conflicts is None and view.version == decision.resolution.version
    open_state = view.state in SUPPORTABLE
    first = view.amends is None and whole
    steps = {
        "support": open_state and _apart(actor, mine=mine) and not known,
        "support-end": open_state and _apart(actor, mine=mine) and bool(known),
        "splitting": open_state and not view.by_itself,
        "amending": view.state in OPEN_TO_AMENDMENTS and first,
        "editing": (mine or moderates) and _rewrites(view),
        "withdrawal": (mine or moderates) and State.WITHDRAWN in MOVES[view.state],
        "taking-over": (moderates or line is not None) and view.state is State.ADMISSIBLE and first,
    }
    return frozenset(name for name, able in steps.items() if able)


def _apart(actor: Actor, *, mine: bool) -> bool:
    """Who supports sits here and did not write it; a moderator may hold a seat as well."""
    return actor.seat_id is not None and not mine


def _rewrites(view: AmendmentView) -> bool:
    """Until it is judged, and where it could not be carried over whole."""
    stuck = view.state is State.ADMISSIBLE and view.conflicts is not None
    return view.state is State.SUBMITTED or stuck


def _earlier(text: TextView, zone: str) -> Earlier:
    return Earlier(text.ordinal, text.version, text.cause.value, day_of(text.written_at, zone))


def clashes_of(conflicts: Sequence[Conflict]) -> tuple[Clash, ...]:
    """Conflicts with the present version, of an amendment that is not kept yet."""
    return tuple(map(_clash, write_conflicts(conflicts)))


def _clash(told: dict[str, Any]) -> Clash:
    return Clash(
        told["words"],
        tuple(map(wording, read_changes(told["version"]))),
        tuple(map(wording, read_changes(told["amendment"]))),
    )


def wording(change: Change) -> str:
    """The words a change puts there; none where it takes them away or only moves them."""
    if isinstance(change, Reword | Insert):
        return text_of(change.words).strip()
    return "" if isinstance(change, Remove) else "¶"
