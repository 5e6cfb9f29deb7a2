# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the public reads: assemblies, resolutions, votings, results, boxes. One gate for all."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from assembly.api.dependencies import House, Sessions
from assembly.api.problems import refusals
from assembly.api.warm import Content, warm_answer
from assembly.archive.queries import source_of
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import assembly_of, listed_assemblies, require_assembly
from assembly.database import LARGEST
from assembly.errors import (
    AssemblyNotFound,
    InvalidRequest,
    NothingPublished,
    NotPublished,
    ResolutionNotFound,
    ThemeNotFound,
    TooManyForOneFile,
    VotingNotFound,
)
from assembly.identity.guard import Acting
from assembly.identity.rules.permissions import Permission, may
from assembly.publication.corrections import latest_correction
from assembly.publication.files import asked_for, file_of_many, file_of_one, links_to_files
from assembly.publication.formats.registry import Scope
from assembly.publication.origins import origin_out, origins_shown
from assembly.publication.publish import result_of_test
from assembly.publication.queries import (
    Published,
    decisions_of,
    has_record,
    in_the_house,
    public_mark,
    reads_whole,
    require_decision,
    require_record,
    require_shown,
    totals_of,
)
from assembly.publication.schemas import (
    AnnulmentOut,
    Assemblies,
    AssemblyPage,
    ResolutionOut,
    Resolutions,
    ResultOut,
)
from assembly.publication.views import assembly_page, corrected_out, resolution_out
from assembly.resolutions.rules.outcome import Outcome
from assembly.themes.queries import require_theme, under
from assembly.voting.queries import votings_of
from assembly.voting.routes import describe
from assembly.voting.schemas import VotingOut

PERSONAL = {"Cache-Control": "no-store"}
VARIES = {"Cache-Control": "no-cache", "Vary": "Authorization, Cookie, Accept"}

ONE = ResponseSpec(ResolutionOut, generate_examples=False, description="One resolution")
PAGE = ResponseSpec(Resolutions, generate_examples=False, description="A page of resolutions")

OutcomeAsked = Annotated[
    Literal["adopted", "not_adopted"] | None,
    QueryParameter(description="Only resolutions with this outcome"),
]
Words = Annotated[
    str | None,
    QueryParameter(max_length=200, pattern=r"^[^\x00]*$", description="Words to look for"),
]
Limit = Annotated[int, QueryParameter(ge=1, le=500, description="How many at most")]
ThemeAsked = Annotated[
    str | None, QueryParameter(max_length=80, description="Only resolutions about this theme")
]
After = Annotated[
    int, QueryParameter(ge=0, le=LARGEST, description="Numbers greater than this one")
]


@get("/assemblies", operation_id="listAssemblies")
async def list_assemblies(sessions: Sessions) -> Response[Assemblies]:
    """Every assembly with its totals, the latest first. Rehearsals are in no list."""
    async with sessions.begin() as session:
        items = [
            assembly_page(assembly, await totals_of(session, assembly.id))
            for assembly in await listed_assemblies(session)
        ]
    return Response(Assemblies(items=items), headers=VARIES)


@get("/assemblies/{slug:str}", operation_id="readAssembly", responses=refusals(AssemblyNotFound))
async def read_assembly(slug: FromPath[str], sessions: Sessions) -> Response[AssemblyPage]:
    """One assembly with its totals."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        page = assembly_page(assembly, await totals_of(session, assembly.id))
    return Response(page, headers=VARIES)


@get(
    "/assemblies/{slug:str}/resolutions",
    operation_id="listResolutions",
    responses={200: PAGE}
    | refusals(
        AssemblyNotFound, InvalidRequest, NothingPublished, TooManyForOneFile, ThemeNotFound
    ),
)
async def list_resolutions(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    sessions: Sessions,
    actor: Acting,
    settings: House,
    outcome: OutcomeAsked = None,
    q: Words = None,
    theme: ThemeAsked = None,
    limit: Limit = 100,
    after: After = 0,
) -> Response[bytes] | Stream:
    """The resolutions by number, with outcome and counts where these are published.

    Moderators of the assembly see drafts as well. An Accept for another format (CSV, XLSX, JSON-LD,
    PDF, DOCX) is answered with the file of all published outcomes, as `/export/{form}` gives it.
    """
    wanted = Outcome(outcome) if outcome else None
    if (form := asked_for(request, Scope.ASSEMBLY)) is not None:
        if q is not None:
            raise InvalidRequest("Words are looked for in JSON only; leave out q.", what="q")
        if theme is not None:
            raise InvalidRequest("Themes are looked for in JSON only.", what="theme")
        return await file_of_many(request, sessions, settings.public_url, form, slug, wanted)
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        drafts = may(actor, Permission.MODERATE, assembly.id)
        mark = await public_mark(session, assembly.id)

    async def make() -> Content:
        async with sessions.begin() as session:
            source = await source_of(session, assembly.id)
            about = None if theme is None else under((await require_theme(session, theme)).id)
            found = await decisions_of(
                session,
                assembly.id,
                outcome=wanted,
                q=q,
                after=after,
                limit=limit + 1,
                drafts=drafts,
                among=about,
            )
            origins = await origins_shown(session, found)
        items = [
            resolution_out(one, assembly, source, origin_out(origins.get(one.resolution.id)))
            for one in found[:limit]
        ]
        following = None
        if len(found) > limit:
            query = {"outcome": outcome, "q": q, "theme": theme, "limit": limit}
            query["after"] = items[-1].number
            following = f"/api/v1/assemblies/{slug}/resolutions?" + urlencode(
                {key: value for key, value in query.items() if value is not None}
            )
        body = Resolutions(items=items, next=following).model_dump_json().encode()
        return Content.of(body, f'<{following}>; rel="next"' if following else None)

    if drafts:
        made = await make()
        told = PERSONAL | ({"Link": made.link} if made.link else {})
        return Response(made.plain, headers=told, media_type=MediaType.JSON)
    return await warm_answer(request, mark, make, media_type=MediaType.JSON)


@get(
    "/assemblies/{slug:str}/resolutions/{number:int}",
    operation_id="readResolution",
    responses={200: ONE} | refusals(AssemblyNotFound, ResolutionNotFound, NothingPublished),
)
async def read_resolution(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    number: FromPath[int],
    sessions: Sessions,
    actor: Acting,
    settings: House,
) -> Response[bytes]:
    """One resolution in its own language.

    Who drafted or moderates it reads it before it is tabled, with its revision as ETag, for
    changing it; the public answer has a weak one of its contents. Its translations are listed, and
    read at `/translations/{language}`. An Accept for another format is answered with the file that
    `/export/{form}` gives; those there are stand in its `links` once the outcome is published.
    """
    if (form := asked_for(request, Scope.ONE)) is not None:
        return await file_of_one(request, sessions, settings.public_url, slug, number, form)
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        mark = await public_mark(session, assembly.id)  # first: what is read later is newer
        drafts = await reads_whole(session, actor, assembly.id, number)
        decision = await require_decision(session, assembly.id, number, drafts=drafts)
        source = await source_of(session, assembly.id)
        origin = (await origins_shown(session, [decision])).get(decision.resolution.id)
    shown = resolution_out(decision, assembly, source, origin_out(origin))
    if decision.outcome is not None and not assembly.is_rehearsal:
        shown.links.update(links_to_files(slug, number))
    out = shown.model_dump_json().encode()
    if drafts:
        told = dict(PERSONAL)
        told["ETag"] = f'"{decision.resolution.revision}"'
        return Response(out, headers=told, media_type=MediaType.JSON)

    async def make() -> Content:
        return Content.of(out)

    return await warm_answer(request, mark, make, media_type=MediaType.JSON)


@get(
    "/assemblies/{slug:str}/votings",
    operation_id="listVotings",
    responses=refusals(AssemblyNotFound),
)
async def list_votings(
    slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[list[VotingOut]]:
    """All votings of an assembly, the latest first: states and turnout, no counts.

    Its moderators and participants see test votings as well.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        tests = in_the_house(actor, assembly.id)
        views = await votings_of(session, assembly.id, tests=tests)
        out = [
            await describe(session, view.id, actor, published=await has_record(session, view.id))
            for view in views
        ]
    return Response(out, headers=VARIES)


@get("/votings/{voting_id:uuid}", operation_id="readVoting", responses=refusals(VotingNotFound))
async def read_voting(
    voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[VotingOut]:
    """State and turnout; for an elector, whether they are on the roll and have voted."""
    async with sessions.begin() as session:
        await require_shown(session, voting_id, actor)
        out = await describe(
            session, voting_id, actor, published=await has_record(session, voting_id)
        )
    return Response(out, headers=VARIES)


@get(
    "/votings/{voting_id:uuid}/result",
    operation_id="readResult",
    responses=refusals(VotingNotFound, NotPublished),
)
async def read_result(
    voting_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[ResultOut]:
    """The published record: it says why, and it never changes.

    An annulment and the newest correction of it stand beside it.
    """
    async with sessions.begin() as session:
        voting = await require_shown(session, voting_id, actor)
        read = result_of_test if voting.is_test else require_record
        record = await read(session, voting_id)
        newest = None if voting.is_test else await latest_correction(session, voting_id)
        assembly = await assembly_of(session, voting.assembly_id)
    annulment = None
    if voting.annulled_at is not None and voting.annulled_because is not None:
        annulment = AnnulmentOut(at=voting.annulled_at, because=voting.annulled_because)
    out = ResultOut(
        record=record.document,
        digest=record.digest,
        published_at=record.published_at,
        annulment=annulment,
        corrected=None if newest is None else corrected_out(newest, _address(assembly, record)),
    )
    if voting.is_test:
        return Response(out, headers=PERSONAL)
    since = "" if newest is None else f"-{newest.version}"
    tag = f'"{record.digest}{"-annulled" if annulment else ""}{since}"'
    return Response(out, headers={"Cache-Control": "public, max-age=60", "ETag": tag})


def _address(assembly: Assembly, record: Published) -> str:
    number = record.document["resolution"]["number"]
    return f"/api/v1/assemblies/{assembly.slug}/resolutions/{number}"


router = Router(
    "/",
    route_handlers=[
        list_assemblies,
        read_assembly,
        list_resolutions,
        read_resolution,
        list_votings,
        read_voting,
        read_result,
    ],
    tags=["Public"],
)
