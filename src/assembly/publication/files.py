# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sending files: made once for each state of the public facts, or streamed from one moment."""

import asyncio
import hashlib
from typing import Any
from urllib.parse import urlsplit

from litestar import Request, Response
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly import __version__
from assembly.api.warm import HEADERS, Content, warm_answer
from assembly.archive.queries import source_of
from assembly.assemblies.queries import require_assembly
from assembly.errors import Unexpected
from assembly.follow_up.queries import count_entries
from assembly.publication.exporting import Asked, Exporting, address_of, export, snapshot
from assembly.publication.formats.registry import Format, Scope, formats_of
from assembly.publication.queries import public_mark, require_decision
from assembly.publication.released import public_assembly, public_resolution
from assembly.publication.whole import made_whole
from assembly.resolutions.rules.outcome import Outcome

HttpRequest = Request[Any, Any, Any]
Factory = async_sessionmaker[AsyncSession]


def asked_for(request: HttpRequest, scope: Scope) -> Format | None:
    """The format that Accept asks for; None where it is content with the API's own JSON."""
    offered = {one.media_type: one for one in formats_of(scope) if one.asked}
    best = request.accept.best_match(["application/json", *offered])
    return offered.get(best or "")


def links_to_files(slug: str, number: int) -> dict[str, str]:
    """The addresses of one resolution's files, by format."""
    here = f"/api/v1/assemblies/{slug}/resolutions/{number}/export"
    return {one.key: f"{here}/{one.key}" for one in formats_of(Scope.ONE)}


async def file_of_one(
    request: HttpRequest, sessions: Factory, site: str, slug: str, number: int, form: Format
) -> Response[bytes]:
    """A resolution with its published outcome, or `NothingPublished`."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        mark = await public_mark(session, assembly.id)  # first: what is read later is newer
        about = public_assembly(assembly, site)
        decision = await require_decision(session, assembly.id, number)
        source = await source_of(session, assembly.id)
        value = public_resolution(decision, about, source)
        if form.whole:
            mark = f"{mark}.{await count_entries(session, assembly.id)}"
            (value,) = await made_whole(session, [decision], [value])

    async def make() -> Content:
        if form.one is None:
            raise Unexpected("This format holds many resolutions.")
        return Content.of(await asyncio.to_thread(form.one, value))

    headers = _told(form, f"{slug}-{number}", f"{value.api}/export/{form.key}")
    return await warm_answer(request, mark, make, media_type=form.media_type, headers=headers)


async def file_of_many(
    request: HttpRequest,
    sessions: Factory,
    site: str,
    form: Format,
    slug: str | None,
    outcome: Outcome | None,
) -> Response[bytes] | Stream:
    """All published outcomes of an assembly, or of all of them where there is no slug."""
    async with sessions.begin() as session:
        about = None if slug is None else (await require_assembly(session, slug)).id
        mark = await public_mark(session, about)
        if form.whole:
            mark = f"{mark}.{await count_entries(session, about)}"
    asked = Asked(form, site, address_of(site, form, slug, outcome), slug, outcome)
    named = (slug or "assemblies") + (f"-{outcome.value.replace('_', '-')}" if outcome else "")
    headers = _told(form, named, asked.at)
    if form.streams:
        return await _streamed(request, sessions, asked, mark, headers)

    async def make() -> Content:
        async with snapshot(sessions) as session:
            return Content.of(b"".join([chunk async for chunk in export(session, asked)]))

    return await warm_answer(request, mark, make, media_type=form.media_type, headers=headers)


async def _streamed(
    request: HttpRequest, sessions: Factory, asked: Asked, mark: str, headers: dict[str, str]
) -> Response[bytes] | Stream:
    named = repr((__version__, mark, asked.at, asked.outcome))
    tag = f'W/"{hashlib.sha256(named.encode()).hexdigest()[:32]}"'
    told = {**HEADERS, **headers, "ETag": tag}
    media_type = asked.form.media_type
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=told, media_type=media_type)
    writing = Exporting(sessions, request.app.state.exports, asked)
    told["X-Total-Count"] = str(await writing.expected())
    if request.scope["state"].get("head"):
        await writing.close()
        return Response(b"", headers=told, media_type=media_type)
    return Stream(writing.chunks(), headers=told, media_type=media_type)


def _told(form: Format, named: str, address: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{named}.{form.extension}"',
        "Content-Location": urlsplit(address).path,
    }
