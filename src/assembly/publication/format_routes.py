# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Published outcomes in other formats, to download: one resolution, an assembly's, everything."""

from typing import Annotated, Any, Literal

from litestar import Request, Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from assembly.api.dependencies import House, Sessions
from assembly.api.problems import refusals
from assembly.errors import (
    AssemblyNotFound,
    InvalidRequest,
    NoSuchAddress,
    NothingPublished,
    ResolutionNotFound,
    TooManyForOneFile,
)
from assembly.publication.files import file_of_many, file_of_one
from assembly.publication.formats.registry import FORMATS, Format, Scope, formats_of
from assembly.publication.formats.schema import SCHEMA
from assembly.resolutions.rules.outcome import Outcome

OutcomeAsked = Annotated[
    Literal["adopted", "not_adopted"] | None,
    QueryParameter(description="Only resolutions with this outcome"),
]
FILE = ResponseSpec(
    bytes,
    generate_examples=False,
    description="The file; docs/formats.md says what each format carries",
    media_type="application/octet-stream",
)


def require_format(key: str, scope: Scope) -> Format:
    """The format, or `NoSuchAddress` with those there are."""
    form = FORMATS.get(key)
    if form is None or not form.holds(scope):
        there = [one.key for one in formats_of(scope)]
        raise NoSuchAddress("There is no such format here.", formats=there)
    return form


@get(
    "/assemblies/{slug:str}/resolutions/{number:int}/export/{form:str}",
    operation_id="exportResolution",
    responses={200: FILE}
    | refusals(AssemblyNotFound, ResolutionNotFound, NothingPublished, NoSuchAddress),
)
async def one(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    form: FromPath[str],
    sessions: Sessions,
    settings: House,
) -> Response[bytes]:
    """One resolution with its published outcome, in the format asked for."""
    wanted = require_format(form, Scope.ONE)
    return await file_of_one(request, sessions, settings.public_url, slug, number, wanted)


@get(
    "/assemblies/{slug:str}/export/{form:str}",
    operation_id="exportAssembly",
    responses={200: FILE}
    | refusals(
        AssemblyNotFound, NothingPublished, NoSuchAddress, InvalidRequest, TooManyForOneFile
    ),
)
async def assembly(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    form: FromPath[str],
    sessions: Sessions,
    settings: House,
    outcome: OutcomeAsked = None,
) -> Response[bytes] | Stream:
    """All published outcomes of an assembly, by number.

    `X-Total-Count` says how many there are. A file that cannot be finished is broken off, never
    ended.
    """
    wanted = require_format(form, Scope.ASSEMBLY)
    chosen = None if outcome is None else Outcome(outcome)
    return await file_of_many(request, sessions, settings.public_url, wanted, slug, chosen)


@get(
    "/export/{form:str}",
    operation_id="exportEverything",
    responses={200: FILE}
    | refusals(NothingPublished, NoSuchAddress, InvalidRequest, TooManyForOneFile),
)
async def everything(
    request: Request[Any, Any, Any],
    form: FromPath[str],
    sessions: Sessions,
    settings: House,
    outcome: OutcomeAsked = None,
) -> Response[bytes] | Stream:
    """All published outcomes of all assemblies, by assembly and number, as of one moment."""
    wanted = require_format(form, Scope.ALL)
    chosen = None if outcome is None else Outcome(outcome)
    return await file_of_many(request, sessions, settings.public_url, wanted, None, chosen)


@get("/export/schema", operation_id="readExportSchema", media_type="application/schema+json")
async def schema() -> dict[str, Any]:
    """The JSON Schema of the JSON files."""
    return SCHEMA


router = Router("/", route_handlers=[one, assembly, everything, schema], tags=["Public"])
