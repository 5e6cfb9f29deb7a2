# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The versions and translations of a resolution, and drafts, as far as the reader may see them."""

from litestar import Response, Router, get
from litestar.params import FromPath

from assembly.api.dependencies import Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, refusals
from assembly.assemblies.queries import require_assembly
from assembly.errors import (
    AssemblyNotFound,
    ResolutionNotFound,
    TranslationNotFound,
    VersionNotFound,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Permission, may
from assembly.publication.compared_schemas import VersionsCompared, row_out
from assembly.publication.grounds import ground_of
from assembly.publication.queries import (
    Decision,
    decision_for,
    drafts_shown,
    require_translation,
    require_version,
    versions_shown,
)
from assembly.publication.schemas import (
    LineOut,
    TranslationOut,
    VersionLineOut,
    VersionOut,
    Versions,
)
from assembly.publication.views import provisions_out
from assembly.resolutions.backing import sponsors_of
from assembly.resolutions.queries import text_of
from assembly.resolutions.rules.between import edits_between
from assembly.resolutions.rules.change_document import write_changes, write_edits
from assembly.resolutions.rules.find import find_changes
from assembly.resolutions.rules.lines import printed_lines
from assembly.resolutions.rules.shown import shown
from assembly.resolutions.rules.text import LANGUAGES
from assembly.resolutions.rules.translation import in_translation
from assembly.resolutions.schemas import DraftLine, Drafts, SponsorOut

PERSONAL = {"Cache-Control": "no-store"}
VARIES = {"Cache-Control": "no-cache", "Vary": "Authorization, Cookie, Accept"}


@get(
    "/assemblies/{slug:str}/resolutions/{number:int}/versions",
    operation_id="listVersions",
    responses=refusals(AssemblyNotFound, ResolutionNotFound),
)
async def list_versions(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, actor: Acting
) -> Response[Versions]:
    """The versions, the first one first: from the one that was tabled on.

    Its sponsors and moderators see those before it as well.
    """
    async with sessions.begin() as session:
        _, decision = await decision_for(session, slug, number, actor)
        lines = await versions_shown(session, decision)
    view = decision.resolution
    items = [
        VersionLineOut(
            ordinal=line.ordinal,
            title=line.title,
            digest=line.digest,
            written_at=line.written_at,
            written_as=line.written_as,
            because=line.because,
            current=line.ordinal == view.version,
            public=decision.public_from is not None and line.ordinal >= decision.public_from,
            links=_links(slug, number, line.ordinal),
        )
        for line in lines
    ]
    return Response(Versions(items=items), headers=_told(decision))


@get(
    "/assemblies/{slug:str}/resolutions/{number:int}/versions/{ordinal:int}",
    operation_id="readVersion",
    responses=refusals(AssemblyNotFound, ResolutionNotFound, VersionNotFound),
)
async def read_version(
    slug: FromPath[str],
    number: FromPath[int],
    ordinal: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[VersionOut]:
    """One version, word for word, with the line numbers of its printed copy."""
    async with sessions.begin() as session:
        _, decision = await decision_for(session, slug, number, actor)
        version = await require_version(session, decision, ordinal)
    lines = printed_lines(version.provisions, version.line_width)
    out = VersionOut(
        number=number,
        ordinal=ordinal,
        title=version.title,
        title_derived=version.title_derived,
        language=decision.resolution.language,
        digest=version.digest,
        written_at=version.written_at,
        written_as=version.written_as,
        because=version.because,
        current=ordinal == decision.resolution.version,
        text=text_of(version.provisions),
        provisions=provisions_out(version.provisions, lines),
        line_width=version.line_width,
        lines=[
            LineOut(number=line.number, provision=line.provision_id, start=line.start, end=line.end)
            for line in lines
        ],
        links=_links(slug, number, ordinal),
    )
    return Response(out, headers=_told(decision))


@get(
    "/assemblies/{slug:str}/resolutions/{number:int}/versions/{first:int}/compare/{second:int}",
    operation_id="compareVersions",
    responses=refusals(AssemblyNotFound, ResolutionNotFound, VersionNotFound),
)
async def compare_versions(
    slug: FromPath[str],
    number: FromPath[int],
    first: FromPath[int],
    second: FromPath[int],
    sessions: Sessions,
    actor: Acting,
) -> Response[VersionsCompared]:
    """What changed from one version to another, word by word, as amendments tell it.

    Only versions that the reader may see. Lines are those of the first one's printed copy.
    """
    async with sessions.begin() as session:
        _, decision = await decision_for(session, slug, number, actor)
        old = await require_version(session, decision, first)
        new = await require_version(session, decision, second)
    ground = ground_of(old.provisions, old.line_width)
    edits = edits_between(old.provisions, new.provisions)
    changes = find_changes(ground.base, edits) if edits else []
    here = f"/assemblies/{slug}/resolutions/{number}"
    out = VersionsCompared(
        number=number,
        from_version=first,
        to_version=second,
        language=decision.resolution.language,
        titles=(old.title, new.title),
        because=new.because,
        edits=write_edits(edits),
        changes=write_changes(changes),
        instructions={language: ground.say(changes, language) for language in sorted(LANGUAGES)},
        rows=[row_out(row) for row in shown(ground.base, changes, ground.lines)],
        links={
            "self": f"/api/v1{here}/versions/{first}/compare/{second}",
            "page": f"{here}/compare?from={first}&to={second}",
        },
    )
    return Response(out, headers=_told(decision))


@get(
    "/assemblies/{slug:str}/resolutions/{number:int}/translations/{language:str}",
    operation_id="readTranslation",
    responses=refusals(AssemblyNotFound, ResolutionNotFound, TranslationNotFound),
)
async def read_translation(
    slug: FromPath[str],
    number: FromPath[int],
    language: FromPath[str],
    sessions: Sessions,
    actor: Acting,
) -> Response[TranslationOut]:
    """A translation, provision by provision. The text in its own language is the one that decides.

    `version` is the one it is of; `current` false says that the text has changed since. The ETag is
    the edition, to be named when it is written anew.
    """
    async with sessions.begin() as session:
        _, decision = await decision_for(session, slug, number, actor)
        translation = await require_translation(session, decision, language)
        of = await require_version(session, decision, translation.version)
    provisions = in_translation(of.provisions, translation.provisions)
    out = TranslationOut(
        number=number,
        language=language,
        authoritative=decision.resolution.language,
        version=translation.version,
        current=translation.version == decision.resolution.version,
        edition=translation.edition,
        title=translation.title,
        text=text_of(provisions),
        provisions=provisions_out(provisions, printed_lines(of.provisions, of.line_width)),
        written_at=translation.written_at,
        written_as=translation.written_as,
        links=_links(slug, number, translation.version)
        | {"self": f"/api/v1/assemblies/{slug}/resolutions/{number}/translations/{language}"},
    )
    return Response(out, headers=_told(decision) | {"ETag": f'"{translation.edition}"'})


@get(
    "/assemblies/{slug:str}/drafts",
    guards=[signed_in],
    operation_id="listDrafts",
    responses=refusals(*GUARDED, AssemblyNotFound),
    security=NEEDS_TOKEN,
)
async def list_drafts(slug: FromPath[str], sessions: Sessions, actor: Acting) -> Response[Drafts]:
    """A participant's own, in every state; for a moderator all drafts and submitted ones."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.PROPOSE, assembly.id)
        seat_id = None if may(actor, Permission.MODERATE, assembly.id) else actor.seat_id
        found = await drafts_shown(session, assembly.id, seat_id=seat_id)
        sponsors = await sponsors_of(session, [one.id for one in found])
    items = [
        DraftLine(
            number=one.number,
            title=one.title,
            language=one.language,
            state=one.state,
            revision=one.revision,
            version=one.version,
            is_proposal=one.is_proposal,
            drafted_at=one.drafted_at,
            returned_because=one.returned_because,
            sponsors=[SponsorOut.model_validate(sponsor) for sponsor in sponsors.get(one.id, [])],
        )
        for one in found
    ]
    return Response(Drafts(items=items), headers={"Cache-Control": "no-store"})


def _told(decision: Decision) -> dict[str, str]:
    return PERSONAL if decision.whole else VARIES


def _links(slug: str, number: int, ordinal: int) -> dict[str, str]:
    resolution = f"/assemblies/{slug}/resolutions/{number}"
    return {
        "resolution": f"/api/v1{resolution}",
        "self": f"/api/v1{resolution}/versions/{ordinal}",
        "print": f"{resolution}/print?version={ordinal}",
        "plain": f"{resolution}/print.txt?version={ordinal}",
    }


router = Router(
    "/",
    route_handlers=[list_versions, read_version, compare_versions, read_translation, list_drafts],
    tags=["Public"],
)
