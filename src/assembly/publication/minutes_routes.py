# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes of a sitting: read them as JSON in four languages or as Markdown in one, publish them."""

from typing import Annotated, Literal

from litestar import Response, Router, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly
from assembly.assemblies.rules.wall import local_time
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    IllegalMove,
    InvalidRequest,
    MinutesNotPublished,
    MinutesUnchanged,
    MinutesVersionNotFound,
    SittingNotFound,
    Stale,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission, may
from assembly.publication.publish_minutes import add_to_minutes, publish_minutes
from assembly.publication.published_minutes import (
    Minutes,
    minutes_now,
    require_minutes,
    versions_of,
)
from assembly.publication.rules.minutes_text import write_markdown
from assembly.publication.schemas import (
    AddToMinutes,
    MinuteOut,
    MinutesOut,
    MinutesVersionOut,
    MinutesVersions,
)
from assembly.sittings.queries import agenda_of, require_sitting
from assembly.sittings.routes.planning import HERE, moderated
from assembly.sittings.schemas import SittingLine, SittingOut

ONE = "/assemblies/{slug:str}/sittings/{sitting:int}"
NO_STORE = {"Cache-Control": "no-store"}
MARKDOWN = "text/markdown"
FOUND = (AssemblyNotFound, SittingNotFound, MinutesNotPublished)

Language = Annotated[
    Literal["nl", "fr", "de", "en"] | None,
    QueryParameter(description="Else the assembly's own"),
]
WhichVersion = Annotated[
    int | None, QueryParameter(description="A version that was published; else the last one")
]
WRITTEN = ResponseSpec(
    str, generate_examples=False, description="The minutes as CommonMark", media_type=MARKDOWN
)


def _out(found: Minutes) -> Response[MinutesOut]:
    zone, kept = found.heading.zone, found.kept
    out = MinutesOut(
        sitting=SittingLine.of(found.sitting, zone),
        title=found.heading.title,
        place=found.heading.place,
        version=kept and kept.version,
        because=kept and kept.because,
        digest=kept and kept.digest,
        published_at=kept and kept.published_at,
        entries=[
            MinuteOut(
                at=entry.at,
                local=local_time(entry.at, zone) or "",
                kind=entry.kind,
                sentences=dict(entry.sentences),
            )
            for entry in found.entries
        ],
    )
    return Response(out, headers=NO_STORE)


@get(ONE + "/minutes", operation_id="readMinutes", responses=refusals(*FOUND))
async def read(
    slug: FromPath[str], sitting: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[MinutesOut]:
    """The minutes, entry by entry, each a sentence in four languages.

    Everybody reads the version that was published last; before there is one it is a preview for
    moderators. An outcome is in them from the publication of its record on.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        return _out(await require_minutes(session, assembly, sitting, actor))


@get(
    ONE + "/minutes/preview",
    guards=[signed_in],
    operation_id="previewMinutes",
    responses=refusals(*HERE),
    security=NEEDS_TOKEN,
)
async def preview(
    slug: FromPath[str], sitting: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[MinutesOut]:
    """What the minutes would say if they were published now. Moderators only."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        view = await require_sitting(session, assembly.id, sitting)
        return _out(await minutes_now(session, assembly, view))


@get(ONE + "/minutes/versions", operation_id="listMinutesVersions", responses=refusals(*FOUND))
async def list_versions(
    slug: FromPath[str], sitting: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[MinutesVersions]:
    """Every version of the minutes that was published, and why there is one after the first."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        view = await require_sitting(session, assembly.id, sitting)
        if view.minutes_published_at is None and not may(actor, Permission.MODERATE, assembly.id):
            raise MinutesNotPublished("The minutes of this sitting are not published.")
        lines = await versions_of(session, view.id)
    items = [MinutesVersionOut.model_validate(line) for line in lines]
    return Response(MinutesVersions(items=items), headers=NO_STORE)


@get(
    ONE + "/minutes/versions/{version:int}",
    operation_id="readMinutesVersion",
    responses=refusals(*FOUND, MinutesVersionNotFound),
)
async def read_version(
    slug: FromPath[str],
    sitting: FromPath[int],
    version: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[MinutesOut]:
    """The minutes as they were published in this version, word for word, for ever."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        return _out(await require_minutes(session, assembly, sitting, actor, version))


@get(
    ONE + "/minutes.md",
    operation_id="readMinutesText",
    responses={200: WRITTEN} | refusals(*FOUND, MinutesVersionNotFound, InvalidRequest),
)
async def read_text(
    slug: FromPath[str],
    sitting: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    language: Language = None,
    version: WhichVersion = None,
) -> Response[str]:
    """The same as a text to keep or to print, in the language asked for."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        found = await require_minutes(session, assembly, sitting, actor, version)
    text = markdown_of(found, language or found.heading.language)
    name = f"{assembly.slug}-{sitting}.md"
    return Response(
        text,
        media_type=MARKDOWN,
        headers=NO_STORE | {"Content-Disposition": f'inline; filename="{name}"'},
    )


def markdown_of(found: Minutes, language: str) -> str:
    """The document in one language."""
    heading = found.heading
    return write_markdown(
        found.entries,
        title=heading.title,
        where=[heading.assembly, heading.place or ""],
        zone=heading.zone,
        language=language,
        published=found.kept is not None,
    )


@post(
    ONE + "/minutes/publication",
    status_code=200,
    guards=[signed_in],
    operation_id="publishMinutes",
    responses=refusals(*HERE, IllegalMove),
    security=NEEDS_TOKEN,
)
async def publish(
    slug: FromPath[str], sitting: FromPath[int], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[SittingOut]:
    """Publish the minutes of a closed sitting as they are now, for ever. Harmless twice."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        view = await publish_minutes(session, assembly.id, sitting, at=now(), by=actor.name)
        items = await agenda_of(session, view.id, drafts=True)
        body = SittingOut.shown(view, items, assembly.time_zone, now())
    await bell.changed(slug, "sitting")
    return Response(body, headers=NO_STORE | {"ETag": f'"{view.revision}"'})


@post(
    ONE + "/minutes/versions",
    guards=[signed_in],
    operation_id="addToMinutes",
    responses=refusals(*HERE, *READS_BODY, MinutesNotPublished, MinutesUnchanged, Stale),
    security=NEEDS_TOKEN,
)
async def add(
    slug: FromPath[str],
    sitting: FromPath[int],
    data: JSONBody[AddToMinutes],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[MinutesVersionOut]:
    """Publish the minutes as they are now as a further version, for a reason everybody may read.

    `after` is the version that was read: 412 when there is a later one. Harmless twice. Moderators.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        row = await add_to_minutes(
            session,
            assembly.id,
            sitting,
            data.because,
            after=data.after,
            at=now(),
            by=actor.name,
        )
        body = MinutesVersionOut.model_validate(row)
    await bell.changed(slug, "sitting")
    return Response(body, status_code=201, headers=NO_STORE)


router = Router(
    "/",
    route_handlers=[
        read,
        preview,
        list_versions,
        read_version,
        read_text,
        publish,
        add,
    ],
    tags=["Sittings"],
)
