# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/assemblies`: found one and change it; and `/me`."""

from litestar import Response, get, patch, post
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.clone import clone_assembly
from assembly.assemblies.convene import found_assembly
from assembly.assemblies.proposing import let_participants_propose, propose_rule
from assembly.assemblies.queries import (
    assembly_of,
    require_assembly,
    slugs_of,
)
from assembly.assemblies.represent import limit_proxies
from assembly.assemblies.room import my_seat
from assembly.assemblies.schemas import (
    AssemblyOut,
    ChangeAssembly,
    CloneAssembly,
    FoundAssembly,
    Me,
    SomebodyOut,
)
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AssemblyNotFound,
    IllegalMove,
    NotSignedIn,
    Unavailable,
)
from assembly.identity.enrol import appoint_moderator
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.routes import role_of
from assembly.identity.rules.permissions import Permission

NO_STORE = {"Cache-Control": "no-store"}


@post(
    "/assemblies",
    guards=[signed_in],
    operation_id="foundAssembly",
    responses=refusals(*GUARDED, *READS_BODY, AlreadyTaken),
    security=NEEDS_TOKEN,
)
async def found(data: JSONBody[FoundAssembly], sessions: Sessions, actor: Acting) -> AssemblyOut:
    """Found an assembly; the one who does moderates it. Staff only."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    at = now()
    async with sessions.begin() as session:
        assembly = await found_assembly(
            session,
            slug=data.slug,
            name=data.name,
            language=data.language,
            time_zone=data.time_zone,
            held_on=data.held_on,
            rehearsal=data.rehearsal,
            proxies_per_holder=data.proxies_per_holder,
            participants_propose=data.participants_propose,
            default_rule=data.default_rule,
            roll_call_names=data.roll_call_names,
            at=at,
            by=actor.name,
        )
        if actor.person_id is not None:
            await appoint_moderator(session, assembly.id, actor.person_id, at=at, by=actor.name)
    return AssemblyOut.model_validate(assembly)


@patch(
    "/assemblies/{slug:str}",
    guards=[signed_in],
    operation_id="changeAssembly",
    responses=refusals(*GUARDED, *READS_BODY, AssemblyNotFound, Unavailable),
    security=NEEDS_TOKEN,
)
async def change(
    slug: FromPath[str], data: JSONBody[ChangeAssembly], sessions: Sessions, actor: Acting
) -> AssemblyOut:
    """Say how many proxies a seat may hold, whether participants propose, and the usual rule.

    Moderators only.
    """
    at = now()
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        if data.proxies_per_holder is not None:
            assembly = await limit_proxies(
                session, assembly, data.proxies_per_holder, at=at, by=actor.name
            )
        if data.participants_propose is not None:
            assembly = await let_participants_propose(
                session, assembly, allowed=data.participants_propose, at=at, by=actor.name
            )
        if data.default_rule is not None:
            assembly = await propose_rule(
                session, assembly, data.default_rule, at=at, by=actor.name
            )
    return AssemblyOut.model_validate(assembly)


@post(
    "/assemblies/{slug:str}/clones",
    guards=[signed_in],
    operation_id="cloneAssembly",
    responses=refusals(*GUARDED, *READS_BODY, AssemblyNotFound, AlreadyTaken, IllegalMove),
    security=NEEDS_TOKEN,
)
async def clone(
    slug: FromPath[str], data: JSONBody[CloneAssembly], sessions: Sessions, actor: Acting
) -> AssemblyOut:
    """Found an assembly with the settings and the people of this one; its moderators only.

    Seats, names, weights and colleges come along; codes, attendance, texts and votings do not.
    """
    permit(actor, Permission.FOUND_ASSEMBLY)
    at = now()
    async with sessions.begin() as session:
        source = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, source.id)
        founded = await clone_assembly(
            session,
            source,
            slug=data.slug,
            name=data.name,
            held_on=data.held_on,
            addresses=data.addresses,
            at=at,
            by=actor.name,
        )
        if actor.person_id is not None:
            await appoint_moderator(session, founded.id, actor.person_id, at=at, by=actor.name)
    return AssemblyOut.model_validate(founded)


@get(
    "/me",
    guards=[signed_in],
    operation_id="whoAmI",
    responses=refusals(NotSignedIn),
    security=NEEDS_TOKEN,
)
async def who_am_i(sessions: Sessions, actor: Acting) -> Response[Me]:
    """Who acts with this token, and where; on a seat also its weight and its proxies in force."""
    async with sessions.begin() as session:
        here = await assembly_of(session, actor.assembly_id) if actor.assembly_id else None
        mine = await my_seat(session, actor.seat_id) if actor.seat_id else None
        moderates = await slugs_of(session, actor.moderates)
    represents = [SomebodyOut.model_validate(giver) for giver in mine.represents] if mine else []
    by = mine.represented_by if mine else None
    me = Me(
        role=role_of(actor),
        assembly=here.slug if here else None,
        seat=mine.number if mine else None,
        moderates=moderates,
        weight=mine.weight if mine else None,
        college=mine.college if mine else None,
        present=mine.present if mine else None,
        represents=represents,
        represented_by=SomebodyOut.model_validate(by) if by else None,
    )
    return Response(me, headers=NO_STORE)


HANDLERS = [found, change, clone, who_am_i]
