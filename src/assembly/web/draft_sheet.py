# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The page where one writes a resolution: for whom, what stands in the form, what is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.problems import status_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.errors import Refusal
from assembly.identity.guard import permit
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.queries import require_decision
from assembly.resolutions.backing import SponsorView, hand_of, line_of
from assembly.resolutions.history import TranslationLine
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.lifecycle import EDITORS, Hand
from assembly.resolutions.rules.plain import write_plain
from assembly.resolutions.rules.text import LANGUAGES
from assembly.web.forms import id_in, number_in
from assembly.web.rendering import PERSONAL, render
from assembly.web.texts import PROBLEMS
from assembly.web.views import AssemblyShown, assembly_shown

LONGEST_TITLE = 1000
NOTHING = MappingProxyType({"because": "", "seat": "", "body": "", "wrong": ""})


@dataclass(frozen=True, slots=True)
class Desk:
    """The assembly, and whether the one who writes moderates it."""

    assembly: Assembly
    shown: AssemblyShown
    moderates: bool

    @property
    def drafts(self) -> str:
        """The address of the list, without a language."""
        return f"/assemblies/{self.assembly.slug}/drafts"


@dataclass(slots=True)
class Typed:
    """What stands in the form."""

    title: str = ""
    text: str = ""
    language: str = ""
    revision: int = 0
    id: str = field(default_factory=lambda: str(uuid4()))

    @classmethod
    async def of(cls, request: Request[Any, Any, Any]) -> "Typed":
        """From a form; a revision that is none is 0, which no text has."""
        form = await request.form()
        language = str(form.get("language") or "")
        return cls(
            title=str(form.get("title") or "")[:LONGEST_TITLE],
            text=str(form.get("text") or ""),
            language=language if language in LANGUAGES else "",
            revision=number_in(form.get("revision")),
            id=id_in(form.get("id")),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A resolution on the page where one writes it. `hand` is None for who only reads it."""

    view: ResolutionView
    hand: Hand | None
    sponsors: tuple[SponsorView, ...]
    own_line: int | None
    translations: Mapping[str, TranslationLine]

    @property
    def editable(self) -> bool:
        """Whether this one may write it anew now."""
        return self.hand in EDITORS.get(self.view.state, ())


async def desk_for(session: AsyncSession, slug: str, actor: Actor) -> Desk:
    """For who may propose here; everybody else is refused."""
    assembly = await require_assembly(session, slug)
    permit(actor, Permission.PROPOSE, assembly.id)
    shown = assembly_shown(assembly)
    return Desk(assembly, shown, may(actor, Permission.MODERATE, assembly.id))


async def sheet_for(session: AsyncSession, desk: Desk, number: int, actor: Actor) -> Sheet:
    """The resolution for who writes in it, or for who might join it on the table."""
    hand = await hand_of(session, actor, desk.assembly.id, number)
    decision = await require_decision(session, desk.assembly.id, number, drafts=hand is not None)
    mine = await own_line(session, decision.resolution.id, actor)
    translations = {line.language: line for line in decision.translations}
    return Sheet(decision.resolution, hand, decision.sponsors, mine, translations)


async def own_line(session: AsyncSession, resolution_id: UUID, actor: Actor) -> int | None:
    """The line of this participant in the list of sponsors, while in force."""
    return None if actor.seat_id is None else await line_of(session, resolution_id, actor.seat_id)


def standing(view: ResolutionView) -> Typed:
    """The form with what stands there now."""
    title = "" if view.title_derived else view.title
    return Typed(title, write_plain(view.provisions), view.language, view.revision)


def show_form(
    request: Request[Any, Any, Any],
    desk: Desk,
    typed: Typed,
    sheet: Sheet | None = None,
    refusal: Refusal | None = None,
    *,
    filled: Mapping[str, str] = NOTHING,
) -> Response[Any]:
    """The page; where something was refused with the refusal on top and what was typed."""
    other = refusal is not None and sheet is not None
    return render(
        request,
        "draft.html",
        headers=PERSONAL,
        home=f"{desk.drafts}/{sheet.view.number if sheet else 'new'}",
        status_code=200 if refusal is None else status_of(type(refusal)),
        assembly=desk.shown,
        moderates=desk.moderates,
        typed=typed,
        sheet=sheet,
        other=standing(sheet.view) if other and sheet else None,
        problem=PROBLEMS[refusal.slug] if refusal else None,
        place=refusal.facts.get("provision") if refusal else None,
        limit=refusal.facts.get("limit") if refusal else None,
        filled=filled,
    )
