# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of the API at /schema/openapi.json."""

from litestar import Litestar
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import OpenAPIRenderPlugin
from litestar.openapi.spec import Components, Contact, License, SecurityScheme, Tag

from assembly import __version__
from assembly.api.problems import MEDIA_TYPE

METHODS = ("get", "post", "put", "patch", "delete")


def openapi(plugins: list[OpenAPIRenderPlugin]) -> OpenAPIConfig:
    """Title, licence, tags and the way to send a token."""
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
            Tag("Log", "What happened, as a log that only grows: checkpoints, proofs, keys."),
            Tag("Identity", "Signing in and out; enrolling staff."),
            Tag("Assemblies", "Founding an assembly and seating its participants."),
            Tag("Resolutions", "Drafting, revising, tabling, withdrawing."),
            Tag("Amendments", "What is to be changed in a text, and how that goes on."),
            Tag("Votings", "Planning, opening, casting, closing."),
            Tag("Sittings", "Meetings: agenda, list of speakers, minutes, calendars."),
            Tag("Follow-up", "What happened after a resolution was adopted."),
            Tag("Themes", "What resolutions are about, in one word list for all assemblies."),
            Tag("Webhooks", "Telling other systems of what is published."),
            Tag("Running it", "Health and metrics."),
        ],
        path="/schema",
        use_handler_docstrings=True,
        render_plugins=plugins,
    )


def say_only_what_is_true(app: Litestar) -> None:
    """The framework adds a 400 of its own to every operation with parameters; ours are problems."""
    for item in (app.openapi_schema.paths or {}).values():
        for method in METHODS:
            operation = getattr(item, method)
            if operation is None or operation.responses is None:
                continue
            answer = operation.responses.get("400")
            if answer is not None and MEDIA_TYPE not in (answer.content or {}):
                del operation.responses["400"]
