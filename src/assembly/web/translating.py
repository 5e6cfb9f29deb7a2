# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Translate a resolution on a page: each piece of the text with a box for its words.

For moderators, and for its sponsors while it is theirs. What is refused comes back with what was
typed; what somebody else translated meanwhile stands beside it, and saving again takes its place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.bodies import TEXTS
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import status_of
from assembly.clock import now
from assembly.errors import Conflict, NotPermitted, Refusal, Stale, TranslationNotFound, Unsound
from assembly.identity.guard import Acting, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.publication.queries import (
    require_decision,
    require_translation,
    require_version,
)
from assembly.resolutions.backing import hand_of
from assembly.resolutions.history import TranslationView
from assembly.resolutions.queries import ResolutionView
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.rules.text import LANGUAGES, Provision
from assembly.resolutions.rules.translation import Translated
from assembly.resolutions.translate import write_translation
from assembly.web.draft_sheet import LONGEST_TITLE, Desk, desk_for
from assembly.web.rendering import PERSONAL, redirect, render
from assembly.web.texts import LANGUAGES as LANGUAGE_NAMES
from assembly.web.texts import PROBLEMS

HERE = "/assemblies/{slug:str}/drafts/{number:int}/translations/{language:str}"
BOX = "words-"


@dataclass(frozen=True, slots=True)
class Piece:
    """One provision: its words, those that stand in the box, and another's where they differ.

    `changed`: the text has other words here than when it was translated last.
    """

    provision: Provision
    words: str
    other: str | None
    changed: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class Board:
    """What a translator works on. `kept` is the latest edition, with the text it was made of."""

    view: ResolutionView
    language: str
    hand: Hand
    kept: TranslationView | None
    made_of: Mapping[str, str]

    @property
    def edition(self) -> int:
        """The one that stands there now; 0 for none."""
        return self.kept.edition if self.kept else 0

    @property
    def open(self) -> bool:
        """Whether this one may translate it now."""
        if self.hand is Hand.SPONSOR:
            return self.view.state is State.DRAFT
        return self.view.state is not State.WITHDRAWN

    @property
    def title(self) -> str:
        """Of the latest edition."""
        return (self.kept.title if self.kept else None) or ""

    @property
    def words(self) -> dict[str, str]:
        """Of the latest edition, by provision."""
        return {one.id: one.text for one in self.kept.provisions} if self.kept else {}


async def board_for(
    session: AsyncSession, desk: Desk, number: int, language: str, actor: Actor
) -> Board:
    """For moderators and sponsors; of a draft nobody else learns that there is one."""
    hand = await hand_of(session, actor, desk.assembly.id, number)
    decision = await require_decision(session, desk.assembly.id, number, drafts=hand is not None)
    view = decision.resolution
    if hand is None:
        raise NotPermitted(
            "Only its sponsors and the moderators translate a resolution.",
            permission=Permission.PROPOSE.value,
        )
    if language not in LANGUAGES or language == view.language:
        raise TranslationNotFound("There is nothing to translate into this language.")
    if language not in {line.language for line in decision.translations}:
        return Board(view, language, hand, None, {})
    kept = await require_translation(session, decision, language)
    version = await require_version(session, decision, kept.version)
    made_of = {one.id: one.text for one in version.provisions}
    return Board(view, language, hand, kept, made_of)


@get(HERE, guards=[signed_in])
async def translation_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    language: FromPath[str],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """The text and its translation as they stand."""
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
        board = await board_for(session, desk, number, language, actor)
    return _show(request, desk, board)


@post(HERE, status_code=200, guards=[signed_in], request_max_body_size=TEXTS)
async def translate(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    language: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """There is a further edition; or the form again with what was typed, and why not."""
    form = await request.form()
    typed = {name: str(form.get(name) or "") for name in form}
    async with sessions.begin() as session:
        desk = await desk_for(session, slug, actor)
        board = await board_for(session, desk, number, language, actor)
    try:
        async with sessions.begin() as session:
            written = await write_translation(
                session,
                desk.assembly.id,
                number,
                language,
                edition=_number(typed.get("edition", "")),
                version=_number(typed.get("version", "")),
                title=typed.get("title", "")[:LONGEST_TITLE],
                provisions=[
                    Translated(name.removeprefix(BOX), words)
                    for name, words in typed.items()
                    if name.startswith(BOX)
                ],
                at=now(),
                by=actor.name,
                hand=board.hand,
            )
    except (Conflict, Unsound, Stale) as refusal:
        async with sessions.begin() as session:
            board = await board_for(session, desk, number, language, actor)
        return _show(request, desk, board, typed, refusal)
    if written.public:
        await bell.changed(slug, f"resolution/{number}")
    return redirect(request, f"{desk.drafts}/{number}/translations/{language}")


def _number(word: str) -> int:
    """The number; 0 for what is none."""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else 0  # noqa: PLR2004


def _show(
    request: Request[Any, Any, Any],
    desk: Desk,
    board: Board,
    typed: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    view = board.view
    return render(
        request,
        "translation.html",
        headers=PERSONAL,
        home=f"{desk.drafts}/{view.number}/translations/{board.language}",
        status_code=200 if refusal is None else status_of(type(refusal)),
        assembly=desk.shown,
        moderates=desk.moderates,
        resolution=view,
        board=board,
        names=LANGUAGE_NAMES,
        title=board.title if typed is None else typed.get("title", ""),
        pieces=_pieces(board, typed, refusal),
        current=board.kept is None or board.kept.version == view.version,
        problem=PROBLEMS[refusal.slug] if refusal else None,
    )


def _pieces(board: Board, typed: Mapping[str, str] | None, refusal: Refusal | None) -> list[Piece]:
    """Every provision of the present version, in its order."""
    kept = board.words
    named = refusal.facts.get("provisions", ()) if refusal else ()
    place = refusal.facts.get("provision") if refusal else None
    pieces = []
    for at, one in enumerate(board.view.provisions, start=1):
        stands = kept.get(one.id, "")
        words = stands if typed is None else typed.get(BOX + one.id, stands)
        pieces.append(
            Piece(
                one,
                words,
                stands if stands and stands != words else None,
                one.id in kept and board.made_of.get(one.id) != one.text,
                one.id in named or at == place,
            )
        )
    return pieces


router = Router("/", route_handlers=[translation_page, translate], include_in_schema=False)
