# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""create_app(settings): the one place where the web parts meet. Reads like a list."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Response, Router
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import Components, Contact, License, SecurityScheme, Tag

import assembly.tables  # noqa: F401 - every foreign key finds its table
from assembly import __version__
from assembly.api import dependencies, health, observe, problems
from assembly.assemblies import routes as assemblies
from assembly.database import open_engine, sessions_of
from assembly.doorbell import Doorbell
from assembly.entrance import NOT_PAGES, Entrance
from assembly.identity import guard
from assembly.identity import routes as identity
from assembly.identity.hashing import Hasher
from assembly.publication import routes as publication
from assembly.resolutions import routes as resolutions
from assembly.settings import Settings
from assembly.voting import routes as voting
from assembly.web import desk, hall, pages, sign_in, static
from assembly.web.refusals import refusal_page

BODY_LIMIT = 64 * 1024


def create_app(settings: Settings) -> Litestar:
    """The application. It connects to nothing before it starts."""
    return Litestar(
        route_handlers=[
            Router(
                "/api/v1",
                route_handlers=[
                    identity.router,
                    assemblies.router,
                    resolutions.router,
                    voting.router,
                    publication.router,
                ],
            ),
            health.router,
            pages.router,
            sign_in.router,
            hall.router,
            desk.router,
            static.serve,
        ],
        dependencies={
            **dependencies.PROVIDED,
            **guard.PROVIDED,
            **identity.PROVIDED,
        },
        middleware=[guard.WhoActs()],
        exception_handlers={Exception: answer},
        before_send=[observe.before_send],
        lifespan=[house(settings)],
        openapi_config=openapi(),
        request_max_body_size=BODY_LIMIT,
        state=State({"settings": settings}),
        debug=False,
        logging_config=None,
    )


def house(settings: Settings) -> Any:
    """What lives as long as the application: database, bell, hashing threads."""

    @asynccontextmanager
    async def open_house(app: Litestar) -> AsyncIterator[None]:
        engine = open_engine(
            settings.database_url, pool_size=settings.database_pool_size, name="web"
        )
        app.state.sessions = sessions_of(engine)
        app.state.bell = Doorbell.at(settings.redis_url)
        app.state.hasher = Hasher(settings)
        try:
            yield
        finally:
            app.state.hasher.close()
            await app.state.bell.close()
            await engine.dispose()

    return open_house


def answer(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A problem document for scripts, a page for people."""
    told = problems.answer(request, error)
    if request.url.path.startswith(NOT_PAGES):
        return told
    return refusal_page(request, error)


def openapi() -> OpenAPIConfig:
    """The description at /schema/openapi.json."""
    return OpenAPIConfig(
        title="Assembly",
        version=__version__,
        description=(
            "Assemblies that decide: draft, table, vote, publish. Reading what is public needs no "
            "account. Refusals are problem documents (RFC 9457) whose types are explained at "
            "`/problems`."
        ),
        license=License(name="EUPL-1.2", identifier="EUPL-1.2"),
        contact=Contact(name="The Assembly contributors"),
        components=Components(
            security_schemes={
                "token": SecurityScheme(
                    type="http", scheme="bearer", description="From POST /api/v1/sign-in"
                )
            }
        ),
        tags=[
            Tag("Public", "What everybody may read, without an account."),
            Tag("Identity", "Signing in and out; enrolling staff."),
            Tag("Assemblies", "Founding an assembly and seating its participants."),
            Tag("Resolutions", "Drafting, revising, tabling, withdrawing."),
            Tag("Votings", "Planning, opening, casting, closing."),
            Tag("Running it", "Health and metrics."),
        ],
        path="/schema",
        render_plugins=[],
    )


def asgi() -> Entrance:
    """What an ASGI server runs: `uvicorn --factory assembly.app:asgi`."""
    from assembly.logs import configure

    settings = Settings()
    configure(settings.log_level)
    return Entrance(create_app(settings))
