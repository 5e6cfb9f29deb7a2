# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/assemblies/{slug}/seats/{number}/substitution`: somebody sits there for a while."""

from litestar import Response, delete, put
from litestar.params import FromPath, JSONBody

from assembly.api.dependencies import Bell, House, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.queries import require_assembly, require_seat
from assembly.assemblies.routes.seats import NO_STORE, with_code
from assembly.assemblies.schemas import SeatWithCode, Substitute
from assembly.assemblies.substitute import end_substitution, substitute
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    AssemblyNotFound,
    SeatNotFound,
    SeatSubstituted,
    Unavailable,
)
from assembly.identity.enrol import draw_free_codes
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.routes import Argon
from assembly.identity.rules.permissions import Permission

ONE = "/assemblies/{slug:str}/seats/{number:int}/substitution"


@put(
    ONE,
    guards=[signed_in],
    operation_id="substitute",
    responses=refusals(
        *GUARDED,
        *READS_BODY,
        AssemblyNotFound,
        SeatNotFound,
        SeatSubstituted,
        AlreadyTaken,
        Unavailable,
    ),
    security=NEEDS_TOKEN,
)
async def begin(
    slug: FromPath[str],
    number: FromPath[int],
    data: JSONBody[Substitute],
    sessions: Sessions,
    hasher: Argon,
    settings: House,
    bell: Bell,
    actor: Acting,
) -> Response[SeatWithCode]:
    """Somebody else sits there for a while, with a code that is shown in this answer only.

    The code and the sign-ins of the absent one rest until the substitution ends. Roll, weight,
    votings and attendance hang on the seat and stay as they are: it votes once.
    """
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await require_seat(session, assembly.id, number)
        (code,) = await draw_free_codes(session, 1)
    kept = await hasher.hash_code(code)
    async with sessions.begin() as session:
        await substitute(session, assembly, number, data.name, code, kept, at=now(), by=actor.name)
    await bell.changed(slug, "attendance")
    return Response(with_code(settings, assembly, number, data.name, code), headers=NO_STORE)


@delete(
    ONE,
    guards=[signed_in],
    operation_id="endSubstitution",
    responses=refusals(*GUARDED, AssemblyNotFound, SeatNotFound),
    security=NEEDS_TOKEN,
)
async def end(
    slug: FromPath[str], number: FromPath[int], sessions: Sessions, bell: Bell, actor: Acting
) -> None:
    """The one whose seat it is sits there again, with the code they had. Repeating is harmless."""
    async with sessions.begin() as session:
        assembly = await require_assembly(session, slug)
        permit(actor, Permission.MODERATE, assembly.id)
        await end_substitution(session, assembly, number, at=now(), by=actor.name)
    await bell.changed(slug, "attendance")


HANDLERS = [begin, end]
