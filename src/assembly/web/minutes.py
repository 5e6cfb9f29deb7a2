# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes to read and to print, every version; moderators add notes there and publish them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from litestar import Response, Router, get, post
from litestar.params import FromPath

from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import status_of
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    Conflict,
    MinutesNotPublished,
    NoSuchAddress,
    Refusal,
    Stale,
    Unsound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission, may
from assembly.publication.publish_minutes import add_to_minutes, publish_minutes
from assembly.publication.published_minutes import (
    Minutes,
    minutes_now,
    require_minutes,
    versions_of,
)
from assembly.publication.queries import totals_of
from assembly.publication.rules.kept_minutes import beyond
from assembly.resolutions.rules.reason import LONGEST_REASON
from assembly.sittings.minute import add_note
from assembly.sittings.rules.agenda import LONGEST_NOTE
from assembly.sittings.rules.minutes import Entry
from assembly.web.forms import number_in
from assembly.web.rendering import PERSONAL, Asked, language_of, redirect, render
from assembly.web.texts import PROBLEMS
from assembly.web.views import assembly_shown, day_of

HERE = "/assemblies/{slug:str}/sittings/{sitting:int}/minutes"
VARIES = {"Cache-Control": "no-cache", "Vary": "Authorization, Cookie"}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in the reader's language; `written` by hand, in the assembly's."""

    iso: str
    hour: str
    sentence: str
    written: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, the id the note will bear, and why it was refused."""

    typed: str = ""
    because: str = ""
    id: UUID | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """What the minutes say now and did not when they were published, and the other way round."""

    added: list[tuple[date, list[Line]]]
    gone: list[tuple[date, list[Line]]]


@get(HERE, include_in_schema=False)
async def minutes_page(
    request: Asked, slug: FromPath[str], sitting: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[Any]:
    """The version published last, for everybody; before that a preview for moderators."""
    return await _page(request, slug, sitting, sessions, actor, Draft())


@get(HERE + "/versions/{version:int}", include_in_schema=False)
async def minutes_version_page(
    request: Asked,
    slug: FromPath[str],
    sitting: FromPath[int],
    version: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[Any]:
    """The minutes as they were published in this version, for ever."""
    return await _page(request, slug, sitting, sessions, actor, Draft(), version)


@post(HERE + "/{step:str}", status_code=200, guards=[signed_in])
async def take_step(
    request: Asked,
    slug: FromPath[str],
    sitting: FromPath[int],
    step: FromPath[str],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[Any]:
    """The note is added, or the minutes or an addition are published.

    What is refused keeps what was typed.
    """
    form = await request.form()
    typed = str(form.get("text") or "")[: 2 * LONGEST_NOTE]
    because = str(form.get("because") or "")[: 2 * LONGEST_REASON]
    drawn = _drawn(str(form.get("id") or ""))
    try:
        async with sessions.begin() as session:
            assembly = await require_assembly(session, slug)
            permit(actor, Permission.MODERATE, assembly.id)
            of, at, by = assembly.id, now(), actor.name
            match step:
                case "note":
                    await add_note(session, of, sitting, typed, at=at, by=by, note_id=drawn)
                case "publication":
                    await publish_minutes(session, of, sitting, at=at, by=by)
                case "addition":
                    after = number_in(form.get("after"))
                    await add_to_minutes(session, of, sitting, because, after=after, at=at, by=by)
                case _:
                    raise NoSuchAddress("There is no such step.")
    except (Conflict, MinutesNotPublished, Stale, Unsound) as refusal:
        again = None if isinstance(refusal, AlreadyTaken) else drawn
        draft = Draft(typed, because, again, refusal)
        return await _page(request, slug, sitting, sessions, actor, draft)
    if step != "note":
        await bell.changed(slug, "sitting")
    return redirect(request, f"/assemblies/{slug}/sittings/{sitting}/minutes")


async def _page(
    request: Asked,
    slug: str,
    sitting: int,
    sessions: Sessions,
    actor: Actor,
    draft: Draft,
    version: int | None = None,
) -> Response[Any]:
    language, since = language_of(request), None
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        found = await require_minutes(session, assembly, sitting, actor, version)
        totals = await totals_of(session, assembly.id)
        versions = await versions_of(session, found.sitting.id)
        moderates = may(actor, Permission.MODERATE, assembly.id)
        if moderates and found.kept is not None and version is None:
            current = await minutes_now(session, assembly, found.sitting)
            since = _since(found, current, language)
    zone, refusal, home = found.heading.zone, draft.refusal, _home(slug, sitting)
    return render(
        request,
        "minutes.html",
        home=home if version is None else f"{home}/versions/{version}",
        status_code=200 if refusal is None else status_of(type(refusal)),
        headers=PERSONAL if moderates else VARIES,
        assembly=assembly_shown(assembly, totals),
        sitting=found.sitting,
        heading_kept=found.heading,
        zone=zone,
        kept=found.kept,
        is_old=version is not None and version < len(versions),
        is_one=version is not None,
        published_on=found.kept and day_of(found.kept.published_at, zone),
        versions=[(one, day_of(one.published_at, zone)) for one in versions],
        days=_days(found.entries, zone, language),
        since=since,
        moderates=moderates,
        note_id=draft.id or uuid4(),
        typed=draft.typed,
        because=draft.because,
        problem=PROBLEMS[refusal.slug] if refusal else None,
    )


def _home(slug: str, sitting: int) -> str:
    return f"/assemblies/{slug}/sittings/{sitting}/minutes"


def _since(then: Minutes, current: Minutes, language: str) -> Since:
    zone = then.heading.zone
    return Since(
        _days(beyond(current.entries, then.entries), zone, language),
        _days(beyond(then.entries, current.entries), zone, language),
    )


def _days(entries: Sequence[Entry], zone: str, language: str) -> list[tuple[date, list[Line]]]:
    """The entries under the day they are of, on the assembly's wall."""

    def local(entry: Entry) -> datetime:
        return entry.at.astimezone(ZoneInfo(zone))

    return [
        (
            day,
            [
                Line(
                    local(entry).isoformat(timespec="seconds"),
                    f"{local(entry):%H:%M}",
                    entry.sentences[language],
                    entry.kind == "note",
                )
                for entry in group
            ],
        )
        for day, group in groupby(entries, key=lambda entry: local(entry).date())
    ]


def _drawn(word: str) -> UUID | None:
    """The id the form drew; a browser that lost it gets a new one."""
    try:
        return UUID(word)
    except ValueError:
        return None


router = Router(
    "/", route_handlers=[minutes_page, minutes_version_page, take_step], include_in_schema=False
)
