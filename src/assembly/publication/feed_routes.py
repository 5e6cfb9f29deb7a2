# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds and the catalogue of open data: addresses for readers and harvesters, beside the pages."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.api.dependencies import House, Sessions
from assembly.api.warm import Content, warm_answer
from assembly.assemblies.queries import require_assembly
from assembly.database import LARGEST
from assembly.publication.datasets import datasets_of
from assembly.publication.formats.dcat import catalogue
from assembly.publication.formats.feeds import (
    ATOM_TYPE,
    FEED_TYPE,
    Feed,
    Item,
    atom_of,
    json_feed_of,
)
from assembly.publication.formats.graph import json_ld, turtle
from assembly.publication.latest import feed_of, feed_subject
from assembly.publication.queries import public_mark
from assembly.publication.themes import theme_mark
from assembly.settings import Settings

Asked = Request[Any, Any, Any]
Factory = async_sessionmaker[AsyncSession]
KINDS = {"atom": (ATOM_TYPE, atom_of), "json": (FEED_TYPE, json_feed_of)}
ArchiveAsked = Annotated[
    int | None, QueryParameter(name="archive", ge=1, le=LARGEST, description="From 1, the oldest")
]


@get("/feed.atom", include_in_schema=False)
async def atom(
    request: Asked, sessions: Sessions, settings: House, archive: ArchiveAsked = None
) -> Response[bytes]:
    """The latest outcomes of all assemblies, as Atom."""
    return await _feed(request, sessions, settings, None, archive, "atom")


@get("/feed.json", include_in_schema=False)
async def json_feed(
    request: Asked, sessions: Sessions, settings: House, archive: ArchiveAsked = None
) -> Response[bytes]:
    """The latest outcomes of all assemblies, as a JSON Feed."""
    return await _feed(request, sessions, settings, None, archive, "json")


@get("/assemblies/{slug:str}/feed.atom", include_in_schema=False)
async def atom_of_one(
    request: Asked,
    slug: FromPath[str],
    sessions: Sessions,
    settings: House,
    archive: ArchiveAsked = None,
) -> Response[bytes]:
    """The latest outcomes of an assembly, as Atom."""
    return await _feed(request, sessions, settings, slug, archive, "atom")


@get("/assemblies/{slug:str}/feed.json", include_in_schema=False)
async def json_feed_of_one(
    request: Asked,
    slug: FromPath[str],
    sessions: Sessions,
    settings: House,
    archive: ArchiveAsked = None,
) -> Response[bytes]:
    """The latest outcomes of an assembly, as a JSON Feed."""
    return await _feed(request, sessions, settings, slug, archive, "json")


async def _feed(
    request: Asked,
    sessions: Factory,
    settings: Settings,
    slug: str | None,
    archive: int | None,
    kind: str,
) -> Response[bytes]:
    """An empty feed is one to subscribe to; a rehearsal has none."""
    async with sessions.begin() as session:
        assembly = None if slug is None else await require_assembly(session, slug)
        mark = await public_mark(session, None if assembly is None else assembly.id)

    async def read(session: AsyncSession) -> tuple[Feed, list[Item]]:
        subject = await feed_subject(session, assembly, settings.public_url)
        return await feed_of(session, subject, settings.public_url, archive)

    return await feed_answer(request, sessions, kind, mark, read)


async def feed_answer(
    request: Asked,
    sessions: Factory,
    kind: str,
    mark: str,
    read: Callable[[AsyncSession], Awaitable[tuple[Feed, list[Item]]]],
    *,
    until: datetime | None = None,
) -> Response[bytes]:
    """The feed of this kind, as `warm_answer` keeps what has a mark."""
    media_type, write = KINDS[kind]

    async def make() -> Content:
        async with sessions.begin() as session:
            feed, items = await read(session)
        return Content.of(write(feed, items))

    return await warm_answer(request, mark, make, media_type=media_type, until=until)


@get("/catalogue.ttl", include_in_schema=False)
async def as_turtle(request: Asked, sessions: Sessions, settings: House) -> Response[bytes]:
    """The catalogue of open data (DCAT-AP), as Turtle."""
    return await _catalogue(request, sessions, settings, "text/turtle")


@get("/catalogue.jsonld", include_in_schema=False)
async def as_json_ld(request: Asked, sessions: Sessions, settings: House) -> Response[bytes]:
    """The catalogue of open data (DCAT-AP), as JSON-LD."""
    return await _catalogue(request, sessions, settings, "application/ld+json")


@get("/catalogue", include_in_schema=False)
async def as_asked(request: Asked, sessions: Sessions, settings: House) -> Response[bytes]:
    """The catalogue under its own name, as the harvester likes it; Turtle where it does not say."""
    offered = ["text/turtle", "application/ld+json"]
    wanted = request.accept.best_match(offered, "text/turtle")
    return await _catalogue(request, sessions, settings, wanted)


async def _catalogue(
    request: Asked, sessions: Factory, settings: Settings, media_type: str
) -> Response[bytes]:
    async with sessions.begin() as session:
        mark = await theme_mark(session)

    async def make() -> Content:
        async with sessions.begin() as session:
            datasets = await datasets_of(session, settings.public_url)
        nodes = catalogue(settings.public_url, datasets, settings.data_licence)
        return Content.of(turtle(nodes) if media_type == "text/turtle" else json_ld(nodes))

    return await warm_answer(request, mark, make, media_type=media_type)


router = Router(
    "/",
    route_handlers=[
        atom,
        json_feed,
        atom_of_one,
        json_feed_of_one,
        as_turtle,
        as_json_ld,
        as_asked,
    ],
    include_in_schema=False,
)
