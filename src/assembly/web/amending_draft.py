# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What an amendment is written on, and what it would come down to before it is filed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.amendments.queries import AmendmentView
from assembly.amendments.rights import require_own
from assembly.amendments.rules.lifecycle import State
from assembly.amendments.rules.plan import name_of
from assembly.amendments.wanted import Wanted, what_is_asked
from assembly.assemblies.models import Assembly
from assembly.clock import now
from assembly.errors import AmendmentNotFound
from assembly.identity.guard import permit
from assembly.identity.rules.permissions import Actor, Permission
from assembly.publication.grounds import Ground, ground_of
from assembly.publication.queries import Decision, decision_for
from assembly.resolutions.rules.changes import Base, Change
from assembly.resolutions.rules.conflicts import Conflict
from assembly.resolutions.rules.fold import text_with
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.resolutions.rules.order import open_conflicts
from assembly.resolutions.rules.text import Provision
from assembly.web.amendment_sheet import Clash, clashes_of
from assembly.web.overview import ConflictShown, Overview, conflict_shown, overview_of
from assembly.web.redlines import Redline, redline_of
from assembly.web.views import AssemblyShown, assembly_shown

THIS = 0
"""The number of what is not filed yet; no amendment has it."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is written: on which words, to which amendment, or which one anew.

    `ground` are the words an author changes, `present` those that stand in an untouched form.
    """

    assembly: Assembly
    shown: AssemblyShown
    decision: Decision
    overview: Overview
    parent: AmendmentView | None
    edited: AmendmentView | None
    ground: tuple[Provision, ...]
    present: tuple[Provision, ...]

    @property
    def here(self) -> str:
        """The address of the resolution, without a language."""
        return f"/assemblies/{self.assembly.slug}/resolutions/{self.decision.resolution.number}"

    @property
    def version(self) -> int:
        """The present version."""
        return self.decision.resolution.version

    @property
    def on_text(self) -> int:
        """Which text of the amended amendment this is written on; 0 for the text itself."""
        return self.parent.text if self.parent else 0

    @property
    def open(self) -> bool:
        """Whether the text takes amendments now, or this one waits to be rewritten."""
        closes_at = self.overview.terms.closes_at
        tabled = self.decision.resolution.state is ResolutionState.TABLED
        stuck = self.edited is not None and self.edited.conflicts is not None
        return tabled and (stuck or closes_at is None or now() < closes_at)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be filed: its changes, and where it could not stand beside others."""

    redline: Redline
    conflicts: tuple[ConflictShown, ...]
    clashes: tuple[Clash, ...]


async def task_for(
    session: AsyncSession,
    slug: str,
    number: int,
    actor: Actor,
    language: str,
    *,
    to: int | None,
    edit: int | None,
) -> Task:
    """For participants and moderators; who edits is its author or a moderator."""
    assembly, decision = await decision_for(session, slug, number, actor)
    permit(actor, Permission.AMEND, assembly.id)
    overview = await overview_of(session, assembly, decision, house=True, language=language)
    edited = _found(overview, edit)
    if edited is not None:
        require_own(actor, assembly.id, edited)
    parent = _found(overview, edited.amends if edited else to)
    ground = decision.resolution.provisions
    if parent is not None and parent.version == decision.resolution.version:
        ground = text_with(Base(ground), parent.name, parent.changes)
    present = ground
    if edited is not None and edited.version == decision.resolution.version:
        present = text_with(Base(ground), edited.name, edited.changes)
    return Task(
        assembly,
        assembly_shown(assembly),
        decision,
        overview,
        parent,
        edited,
        ground,
        present,
    )


def _found(overview: Overview, number: int | None) -> AmendmentView | None:
    if number is None:
        return None
    view = overview.views.get(number)
    if view is None:
        raise AmendmentNotFound("There is no amendment with this number here.")
    return view


async def preview_of(session: AsyncSession, task: Task, wanted: Wanted, language: str) -> Preview:
    """What would be filed. Refuses what filing would refuse of the words."""
    view = task.decision.resolution
    made = await what_is_asked(session, view.id, view.version, wanted, task.parent)
    ground = ground_of(task.ground, view.line_width)
    return Preview(
        redline_of(
            task.ground,
            made.carried.changes,
            language=view.language,
            width=view.line_width,
            reader=language,
        ),
        tuple(_against_others(task, ground, made.carried.changes, language)),
        clashes_of(made.carried.conflicts),
    )


def _against_others(
    task: Task, ground: Ground, changes: Sequence[Change], language: str
) -> list[ConflictShown]:
    """Conflicts with amendments that were found admissible and stand on the same words."""
    amends = task.parent.number if task.parent else None
    made = {
        one.name: one.changes
        for one in task.overview.views.values()
        if one.state is State.ADMISSIBLE
        and one.amends == amends
        and one.version == task.version
        and one.conflicts is None
        and one is not task.edited
    }
    settled = [one.value for one in task.overview.shown.settlements]
    found = open_conflicts(ground.base, made | {name_of(THIS): changes}, settled)
    return [_shown(one, ground, language) for one in found if name_of(THIS) in one.amendments]


def _shown(conflict: Conflict, ground: Ground, language: str) -> ConflictShown:
    """Beside the amendments that are filed already."""
    shown = conflict_shown(conflict, ground, language)
    return replace(shown, amendments=tuple(one for one in shown.amendments if one != THIS))
