# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""create_app(settings): the one place where the web parts meet. Reads like a list."""

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import timedelta
from typing import Any

from litestar import Litestar, Request, Response, Router
from litestar.datastructures import State
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.pydantic import PydanticPlugin

import assembly.tables  # noqa: F401 - every foreign key finds its table
from assembly.amendments import routes as amendments
from assembly.api import dependencies, health, observe, problems
from assembly.api.bodies import JsonBodies
from assembly.api.description import openapi, say_only_what_is_true
from assembly.api.news import News
from assembly.api.warm import Warm
from assembly.archive import routes as imports
from assembly.assemblies import routes as assemblies
from assembly.audit import routes as log
from assembly.database import open_engine, open_pool, sessions_of
from assembly.doorbell import Doorbell
from assembly.entrance import NOT_PAGES, Entrance
from assembly.events import routes as events
from assembly.events.hub import Hub, ending_when_told
from assembly.events.slot import Ear
from assembly.follow_up import routes as follow_up
from assembly.forgetting import routes as forgetting
from assembly.identity import guard
from assembly.identity import routes as identity
from assembly.identity.hashing import Hasher
from assembly.identity.tokens import Tokens
from assembly.inviting import routes as inviting
from assembly.publication import amendment_routes as amendment_reads
from assembly.publication import box_routes as boxes
from assembly.publication import correction_routes as corrections
from assembly.publication import feed_routes as feeds
from assembly.publication import follow_up_routes as followed
from assembly.publication import format_routes as formats
from assembly.publication import minutes_routes as minutes
from assembly.publication import release_routes as releases
from assembly.publication import routes as publication
from assembly.publication import search_routes as finding
from assembly.publication import text_routes as texts
from assembly.publication import theme_routes as about
from assembly.publication.exporting import AT_ONCE
from assembly.publication.shelf import Shelf
from assembly.resolutions import routes as resolutions
from assembly.settings import Settings
from assembly.sittings import routes as sittings
from assembly.subscribing import routes as subscribing
from assembly.themes import routes as themes
from assembly.voting import dependencies as ballots
from assembly.voting import paper_routes as papers
from assembly.voting import routes as voting
from assembly.voting.intake import TRY_FOR, Intake
from assembly.voting.letterbox import Letterbox
from assembly.web import (
    amending,
    amendment_steps,
    badge,
    desk,
    desk_agenda,
    desk_amendments,
    desk_correction,
    desk_door,
    desk_follow_up,
    desk_forgetting,
    desk_founding,
    desk_health,
    desk_history,
    desk_lists,
    desk_papers,
    desk_people,
    desk_person,
    desk_plan,
    desk_release,
    desk_room,
    desk_running,
    desk_sitting,
    desk_sittings,
    desk_staff,
    desk_themes,
    desk_voting,
    desk_webhooks,
    drafts,
    drafts_steps,
    hall,
    hall_together,
    pages,
    printing,
    projector,
    receipts,
    records,
    reference,
    search,
    sign_in,
    static,
    translating,
    try_a_rule,
    versions,
)
from assembly.web import amendments as amendment_pages
from assembly.web import boxes as box_pages
from assembly.web import floor as floor_pages
from assembly.web import follow_up as follow_up_pages
from assembly.web import imports as import_pages
from assembly.web import log as log_pages
from assembly.web import minutes as minutes_pages
from assembly.web import subscribing as subscribing_pages
from assembly.web import themes as theme_pages
from assembly.web.hearings import Hearings
from assembly.web.now import Now
from assembly.web.refusals import refusal_page
from assembly.webhooks import routes as webhooks

BODY_LIMIT = 64 * 1024
FOR_BALLOTS = 6
"""Connections of the driver itself for ballots, of a few votings at once."""
FOR_TOKENS = 2
"""And for token look-ups, which wait for no lock and must not wait behind who does."""


def create_app(settings: Settings, further: Sequence[Any] = ()) -> Litestar:
    """The application. It connects to nothing before it starts.

    `further` are routes beside its own, for what measures it.
    """
    app = Litestar(
        route_handlers=[
            Router(
                "/api/v1",
                route_handlers=[
                    identity.router,
                    assemblies.router,
                    inviting.router,
                    forgetting.router,
                    webhooks.router,
                    resolutions.router,
                    amendments.router,
                    imports.router,
                    voting.router,
                    papers.router,
                    sittings.router,
                    minutes.router,
                    publication.router,
                    amendment_reads.router,
                    texts.router,
                    events.router,
                    boxes.router,
                    releases.router,
                    corrections.router,
                    log.router,
                    formats.router,
                    follow_up.router,
                    followed.router,
                    themes.router,
                    subscribing.router,
                    about.router,
                    finding.router,
                ],
            ),
            health.router,
            log.well_known,
            feeds.router,
            followed.feeds,
            about.feeds,
            follow_up_pages.router,
            records.router,
            pages.router,
            search.router,
            theme_pages.router,
            subscribing_pages.router,
            log_pages.router,
            try_a_rule.router,
            box_pages.router,
            sign_in.router,
            hall.router,
            hall_together.router,
            floor_pages.router,
            badge.router,
            receipts.router,
            desk.router,
            desk_room.router,
            desk_door.router,
            desk_sittings.router,
            desk_sitting.router,
            desk_plan.router,
            desk_agenda.router,
            desk_people.router,
            desk_person.router,
            desk_forgetting.router,
            desk_lists.router,
            desk_founding.router,
            desk_history.router,
            desk_voting.router,
            desk_amendments.router,
            desk_running.router,
            desk_release.router,
            desk_papers.router,
            desk_health.router,
            desk_follow_up.router,
            desk_correction.router,
            desk_webhooks.router,
            desk_staff.router,
            desk_themes.router,
            drafts.router,
            drafts_steps.router,
            translating.router,
            printing.router,
            versions.router,
            amendment_pages.router,
            amendment_steps.router,
            amending.router,
            import_pages.router,
            minutes_pages.router,
            projector.router,
            static.serve,
            *further,
        ],
        dependencies={
            **dependencies.PROVIDED,
            **guard.PROVIDED,
            **identity.PROVIDED,
            **ballots.PROVIDED,
            **events.PROVIDED,
        },
        middleware=[guard.WhoActs(), JsonBodies()],
        plugins=[PydanticPlugin(prefer_alias=True)],
        exception_handlers={Exception: answer},
        before_send=[observe.before_send],
        lifespan=[house(settings)],
        openapi_config=openapi([reference.Reference(), JsonRenderPlugin()]),
        request_max_body_size=BODY_LIMIT,
        state=State({"settings": settings, "warm": Warm()}),
        debug=False,
        logging_config=None,
    )
    say_only_what_is_true(app)
    return app


def house(settings: Settings) -> Any:
    """What lives as long as the application: database, bell, hashing threads, the event hub."""

    @asynccontextmanager
    async def open_house(app: Litestar) -> AsyncIterator[None]:
        engine = open_engine(
            settings.database_url, pool_size=settings.database_pool_size, name="web"
        )
        look_ups = await open_pool(settings.database_url, size=FOR_TOKENS, name="web")
        pool = await open_pool(
            settings.database_url, size=FOR_BALLOTS, name="web", lock_timeout=TRY_FOR
        )
        app.state.sessions = sessions_of(engine)
        app.state.tokens = Tokens(
            look_ups, idle=timedelta(minutes=settings.token_idle_minutes), waiting=settings.waiting
        )
        app.state.intake = Intake(pool, waiting=settings.waiting)
        app.state.exports = asyncio.Semaphore(AT_ONCE)
        app.state.bell = Doorbell.at(settings.redis_url)
        app.state.hasher = Hasher(settings)
        app.state.now = Now(app.state.sessions, waiting=settings.waiting)
        app.state.hearings = Hearings(app.state.sessions, waiting=settings.waiting)
        app.state.hub = Hub(app.state.sessions, settings.redis_url)
        app.state.news = News(settings.database_url)
        try:
            async with app.state.news if settings.keep_public else nullcontext(), app.state.hub:
                with ending_when_told(app.state.hub):
                    yield
        finally:
            app.state.hasher.close()
            await app.state.bell.close()
            await pool.close()
            await look_ups.close()
            await engine.dispose()

    return open_house


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A problem document for scripts, a page for people."""
    told = problems.answer(request, error)
    if request.url.path.startswith(NOT_PAGES):
        return told
    return refusal_page(request, error)


def front(app: Litestar) -> Entrance:
    """The front door: languages, public answers kept, slots for ballots and those who listen."""
    return Entrance(Shelf(Letterbox(Ear(app, app.state), app.state), app.state))


def settled(entrance: Entrance) -> Entrance:
    """Python's collector no longer walks through what stays as long as the process does.

    It took an eighth of the time of a ballot, and a tenth of a second at once every now and then.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    return entrance


def asgi() -> Entrance:
    """What an ASGI server runs: `uvicorn --factory assembly.app:asgi`."""
    from assembly.logs import configure

    settings = Settings()
    configure(settings.log_level, for_good=True)
    return settled(front(create_app(settings)))
