# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Themes on the desk: what a resolution is about, and for administrators the list itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import status_of
from assembly.assemblies.rules.naming import LANGUAGES, suggest_slug
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    Conflict,
    InvalidRequest,
    MarkupInText,
    NoSuchAddress,
    Refusal,
    Stale,
    ThemeNotFound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.queries import require_decision
from assembly.publication.themes import theme_totals
from assembly.resolutions.chapters import chapters_of
from assembly.themes.keep import add_theme, merge_theme, remove_theme, rename_theme
from assembly.themes.queries import all_themes, require_theme
from assembly.themes.rules.theme import LONGEST_LABEL, LONGEST_URI, Theme, suggested
from assembly.themes.tag import tag_resolution
from assembly.web.desk_frame import desk_page, frame_for
from assembly.web.forms import number_in
from assembly.web.rendering import PERSONAL, language_of, redirect, render
from assembly.web.texts import FORM_ERRORS, PROBLEMS

HERE = "/assemblies/{slug:str}/desk/{number:int}/themes"
ALL = "/desk/themes"
ONE = ALL + "/{theme:str}"
FIELDS = {**dict.fromkeys(LANGUAGES, LONGEST_LABEL), "slug": LONGEST_LABEL, "uri": LONGEST_URI}
WRONG = {"slug": "slug", "uri": "link"}


# ── what a resolution is about ────────────────────────────────────────────────
@get(HERE, guards=[signed_in])
async def tags_page(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """Every theme with a box to tick; those that the heading in the document suggests come first.

    None of them is ticked that nobody ticked.
    """
    return await _tags(request, slug, number, sessions, actor)


@post(HERE, status_code=200, guards=[signed_in])
async def tag_on_desk(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """What was ticked or unticked is done; what others did to further boxes stays."""
    form = await request.form()
    before = set(str(form.get("before") or "").split())
    ticked = {str(word) for word in form.getall("theme", [])}
    try:
        async with sessions.begin() as session:
            frame = await frame_for(session, slug, actor)
            await tag_resolution(
                session,
                frame.assembly.id,
                number,
                add=ticked - before,
                remove=before - ticked,
                at=now(),
                by=actor.name,
            )
    except (Conflict, ThemeNotFound) as refusal:
        return await _tags(request, slug, number, sessions, actor, refusal)
    await bell.changed(slug, f"resolution/{number}")
    return redirect(request, f"{frame.desk}#r{number}")


async def _tags(
    request: Request[Any, Any, Any],
    slug: str,
    number: int,
    sessions: Sessions,
    actor: Actor,
    refusal: Refusal | None = None,
) -> Response[Any]:
    language = language_of(request)
    async with sessions.begin() as session:
        frame = await frame_for(session, slug, actor)
        decision = await require_decision(session, frame.assembly.id, number, drafts=True)
        chapter = (await chapters_of(session, frame.assembly.id)).get(number)
        themes = _by_word([one.theme for one in await all_themes(session)], language)
    fitting = suggested(chapter[1], themes) if chapter else []
    return desk_page(
        request,
        "desk_tags.html",
        frame,
        home=f"/{number}/themes",
        refusal=refusal,
        resolution=decision.resolution,
        chapter=chapter[1] if chapter else None,
        suggested=fitting,
        others=[one for one in themes if one not in fitting],
        set={one.slug for one in decision.themes},
        keeps=may(actor, Permission.KEEP_THEMES),
    )


def _by_word(themes: list[Theme], language: str) -> list[Theme]:
    return sorted(themes, key=lambda one: one.label(language).casefold())


# ── the list ──────────────────────────────────────────────────────────────────
@dataclass(slots=True)
class Words:
    """A theme as it was typed, and what is wrong with it, by field."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Any) -> "Words":
        """From a form."""
        return cls(
            {
                name: str(form.get(name) or "")[: longest + 1].strip()
                for name, longest in FIELDS.items()
            }
        )

    def value(self, name: str) -> str:
        """As it was typed; an address that was left empty is made of the Dutch word."""
        word = self.typed.get(name, "")
        return word or (suggest_slug(self.typed.get("nl", "")) if name == "slug" else "")

    @property
    def labels(self) -> dict[str, str]:
        """The word in each language."""
        return {language: self.value(language) for language in LANGUAGES}

    def note(self, refusal: InvalidRequest | MarkupInText | AlreadyTaken) -> None:
        """The field that was refused says why."""
        if isinstance(refusal, AlreadyTaken):
            self.errors["slug"] = FORM_ERRORS["theme_taken"]
        elif isinstance(refusal, MarkupInText):
            self.errors["nl"] = FORM_ERRORS["theme_word"]
        else:
            for error in refusal.facts.get("errors", ()):
                name = str(error["pointer"]).rpartition("/")[2]
                self.errors[name] = FORM_ERRORS[WRONG.get(name, "theme_word")]


@get(ALL, guards=[signed_in])
async def list_desk(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The list with its numbers, and the form for a further theme. Administrators only."""
    permit(actor, Permission.KEEP_THEMES)
    return await _list(request, sessions, Words())


@post(ALL, status_code=200, guards=[signed_in])
async def add_on_desk(
    request: Request[Any, Any, Any], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The theme is in the list; what is refused keeps what was typed."""
    permit(actor, Permission.KEEP_THEMES)
    form = Words.of(await request.form())
    try:
        async with sessions.begin() as session:
            uri = form.value("uri") or None
            await add_theme(session, form.value("slug"), form.labels, uri, at=now(), by=actor.name)
    except (InvalidRequest, MarkupInText, AlreadyTaken) as refused:
        form.note(refused)
        return await _list(request, sessions, form)
    except Conflict as refused:
        return await _list(request, sessions, form, refused)
    return redirect(request, ALL)


@get(ONE, guards=[signed_in])
async def theme_desk(
    request: Request[Any, Any, Any], theme: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """One theme: its words, merging it, removing it. Administrators only."""
    permit(actor, Permission.KEEP_THEMES)
    return await _one(request, sessions, theme)


@post(ONE + "/{step:str}", status_code=200, guards=[signed_in])
async def change_on_desk(
    request: Request[Any, Any, Any],
    theme: FromPath[str],
    step: FromPath[str],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """The theme has other words, became another one, or is gone."""
    permit(actor, Permission.KEEP_THEMES)
    sent = await request.form()
    form = Words.of(sent)
    try:
        async with sessions.begin() as session:
            await _change(session, theme, step, sent, form, actor.name)
    except (InvalidRequest, MarkupInText) as refused:
        form.note(refused)
        return await _one(request, sessions, theme, form)
    except (Conflict, Stale) as refused:
        return await _one(request, sessions, theme, None, refused)
    return redirect(request, ALL)


async def _change(
    session: AsyncSession, theme: str, step: str, sent: Any, form: Words, by: str
) -> None:
    at = now()
    match step:
        case "words":
            await rename_theme(
                session,
                theme,
                form.labels,
                form.value("uri") or None,
                revision=number_in(sent.get("revision")),
                at=at,
                by=by,
            )
        case "merger":
            await merge_theme(session, theme, str(sent.get("into") or ""), at=at, by=by)
        case "removal":
            await remove_theme(session, theme, at=at, by=by)
        case _:
            raise NoSuchAddress("There is no such step.")


async def _list(
    request: Request[Any, Any, Any], sessions: Sessions, form: Words, refusal: Refusal | None = None
) -> Response[Any]:
    language = language_of(request)
    async with sessions.begin() as session:
        found = await theme_totals(session)
    shown = [(one.theme, totals.total) for one, totals in found]
    shown.sort(key=lambda one: one[0].label(language).casefold())
    return _page(request, "desk_themes.html", form, refusal, ALL, themes=shown)


async def _one(
    request: Request[Any, Any, Any],
    sessions: Sessions,
    slug: str,
    form: Words | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    async with sessions.begin() as session:
        listed = await require_theme(session, slug)
        themes = [one.theme for one in await all_themes(session)]
    theme = listed.theme
    form = form or Words({**theme.labels, "uri": theme.uri or "", "slug": theme.slug})
    return _page(
        request,
        "desk_theme.html",
        form,
        refusal,
        f"{ALL}/{theme.slug}",
        theme=theme,
        revision=listed.revision,
        others=_by_word([one for one in themes if one != theme], language_of(request)),
    )


def _page(
    request: Request[Any, Any, Any],
    template: str,
    form: Words,
    refusal: Refusal | None,
    home: str,
    **values: Any,
) -> Response[Any]:
    return render(
        request,
        template,
        headers=PERSONAL,
        home=home,
        status_code=status_of(type(refusal)) if refusal else 422 if form.errors else 200,
        problem=PROBLEMS[refusal.slug] if refusal else None,
        form=form,
        signed_in=True,
        **values,
    )


router = Router(
    "/",
    route_handlers=[
        tags_page,
        tag_on_desk,
        list_desk,
        add_on_desk,
        theme_desk,
        change_on_desk,
    ],
    include_in_schema=False,
)
