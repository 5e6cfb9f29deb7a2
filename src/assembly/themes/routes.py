# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Keep the word list and tag resolutions over HTTP. What everybody reads is in `publication`."""

from litestar import Response, Router, delete, post, put
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AssemblyNotFound,
    IllegalMove,
    MarkupInText,
    ResolutionNotFound,
    Stale,
    ThemeInUse,
    ThemeLimitReached,
    ThemeNotFound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission
from assembly.themes.keep import add_theme, merge_theme, remove_theme, rename_theme
from assembly.themes.queries import listed
from assembly.themes.schemas import AddTheme, MergeTheme, RenameTheme, TagResolution, ThemeOut
from assembly.themes.tag import tag_resolution

UNKEPT = {"Cache-Control": "no-store"}


@post(
    "/themes",
    guards=[signed_in],
    operation_id="addTheme",
    responses=refusals(*GUARDED, *READS_BODY, AlreadyTaken, ThemeLimitReached, MarkupInText),
    security=NEEDS_TOKEN,
)
async def add(data: JSONBody[AddTheme], sessions: Sessions, actor: Acting) -> Response[ThemeOut]:
    """Add a theme to the list of the installation. Administrators only."""
    permit(actor, Permission.KEEP_THEMES)
    async with sessions.begin() as session:
        labels = data.labels.model_dump()
        row = await add_theme(session, data.slug, labels, data.uri, at=now(), by=actor.name)
        body = ThemeOut.of(listed(row))
    return Response(body, status_code=201, headers=UNKEPT)


@put(
    "/themes/{theme:str}",
    guards=[signed_in],
    operation_id="renameTheme",
    responses=refusals(*GUARDED, *READS_BODY, ThemeNotFound, Stale, MarkupInText),
    security=NEEDS_TOKEN,
)
async def rename(
    theme: FromPath[str], data: JSONBody[RenameTheme], sessions: Sessions, actor: Acting
) -> Response[ThemeOut]:
    """Give a theme other words, wherever it stands. Its slug stays. Administrators only."""
    permit(actor, Permission.KEEP_THEMES)
    async with sessions.begin() as session:
        row = await rename_theme(
            session,
            theme,
            data.labels.model_dump(),
            data.uri,
            revision=data.revision,
            at=now(),
            by=actor.name,
        )
        body = ThemeOut.of(listed(row))
    return Response(body, headers=UNKEPT)


@post(
    "/themes/{theme:str}/merger",
    guards=[signed_in],
    status_code=200,
    operation_id="mergeTheme",
    responses=refusals(*GUARDED, *READS_BODY, ThemeNotFound, IllegalMove),
    security=NEEDS_TOKEN,
)
async def merge(
    theme: FromPath[str], data: JSONBody[MergeTheme], sessions: Sessions, actor: Acting
) -> Response[ThemeOut]:
    """What was about this theme is about the other; old addresses lead there. Administrators."""
    permit(actor, Permission.KEEP_THEMES)
    async with sessions.begin() as session:
        row = await merge_theme(session, theme, data.into, at=now(), by=actor.name)
        body = ThemeOut.of(listed(row))
    return Response(body, headers=UNKEPT)


@delete(
    "/themes/{theme:str}",
    guards=[signed_in],
    operation_id="removeTheme",
    responses=refusals(*GUARDED, ThemeNotFound, ThemeInUse),
    security=NEEDS_TOKEN,
)
async def remove(theme: FromPath[str], sessions: Sessions, actor: Acting) -> None:
    """Take a theme that nothing is about out of the list. Administrators only."""
    permit(actor, Permission.KEEP_THEMES)
    async with sessions.begin() as session:
        await remove_theme(session, theme, at=now(), by=actor.name)


@post(
    "/assemblies/{slug:str}/resolutions/{number:int}/themes",
    guards=[signed_in],
    status_code=204,
    operation_id="tagResolution",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        ResolutionNotFound,
        ThemeNotFound,
        ThemeLimitReached,
    ),
    security=NEEDS_TOKEN,
)
async def tag(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[TagResolution],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> None:
    """Say what a resolution is about, also after publication. Moderators only.

    What is not named stays as it is.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await tag_resolution(
            session,
            assembly.id,
            number,
            add=data.add,
            remove=data.remove,
            at=now(),
            by=actor.name,
        )
    await bell.changed(slug, f"resolution/{number}")


router = Router("/", route_handlers=[add, rename, merge, remove, tag], tags=["Themes"])
