# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/assemblies/{slug}/seat-lists`: lists of people, for moderators. The file is the body."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.bodies import whole_file
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.assemblies.list_queries import lists_of, require_list, to_json
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.assemblies.reading.apart import read_list_apart
from assembly.assemblies.schemas import ApplySeatList, SeatListBrief, SeatListOut
from assembly.assemblies.seat_lists import (
    apply_list,
    compare_list,
    reject_list,
    send_list,
    undo_list,
)
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    DocumentTooLarge,
    DocumentUnreadable,
    IllegalMove,
    InvalidRequest,
    RollChanged,
    SeatListFaulty,
    SeatListInUse,
    SeatListNotFound,
    Unavailable,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission

NO_STORE = {"Cache-Control": "no-store"}
FileName = Annotated[str, QueryParameter(name="file", min_length=1, max_length=200)]
ALL = "/assemblies/{slug:str}/seat-lists"
ONE = ALL + "/{list_id:uuid}"
KNOWN = (*GUARDED, AssemblyNotFound, SeatListNotFound)


async def moderated(session: AsyncSession, slug: str, actor: Actor) -> Assembly:
    """The assembly, for one of its moderators."""
    assembly = await require_assembly(session, slug)
    permit(actor, Permission.MODERATE, assembly.id)
    return assembly


async def _answer(
    session: AsyncSession, assembly: Assembly, list_id: UUID, status: int = 200
) -> Response[SeatListOut]:
    await session.flush()
    view = await require_list(session, assembly.id, list_id)
    told = SeatListOut.model_validate(
        {
            "id": view.id,
            "file": view.file,
            "digest": view.digest,
            "state": view.state.value,
            "roll": view.roll,
            "sent_at": view.sent_at,
            "applied_at": view.applied_at,
            **{name: view.sheet.get(name) for name in ("encoding", "delimiter", "sheet")},
            "preview": to_json(view.preview),
            "left_out": list(view.left_out),
        }
    )
    return Response(told, status_code=status, headers=NO_STORE)


@post(
    ALL,
    status_code=201,
    guards=[signed_in],
    operation_id="sendSeatList",
    request_max_body_size=None,
    responses=refusals(
        *GUARDED,
        AssemblyNotFound,
        IllegalMove,
        InvalidRequest,
        DocumentTooLarge,
        DocumentUnreadable,
        Unavailable,
    ),
    security=NEEDS_TOKEN,
)
async def send(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    file: FileName,
    sessions: Sessions,
    actor: Acting,
) -> Response[SeatListOut]:
    """Send a list of people (CSV or XLSX, at most 10 MB); nobody is seated before it is applied.

    The answer says of each cell what it would do. The same bytes again are the same list (200).
    """
    async with sessions.begin() as session:
        await moderated(session, slug, actor)
    data = await whole_file(request)
    sheet = await read_list_apart(data, file)
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        list_id, new = await send_list(
            session, assembly, data, sheet, file=file, at=now(), by=actor.name
        )
        answer = await _answer(session, assembly, list_id, 201 if new else 200)
    answer.headers["Location"] = f"/api/v1/assemblies/{slug}/seat-lists/{list_id}"
    return answer


@get(
    ALL,
    guards=[signed_in],
    operation_id="listSeatLists",
    responses=refusals(*GUARDED, AssemblyNotFound),
    security=NEEDS_TOKEN,
)
async def list_all(
    slug: FromPath[str], sessions: Sessions, actor: Acting
) -> Response[list[SeatListBrief]]:
    """The lists that were sent, the latest first; those that were thrown away are not there."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        lists = [SeatListBrief.model_validate(one) for one in await lists_of(session, assembly.id)]
    return Response(lists, headers=NO_STORE)


@get(
    ONE,
    guards=[signed_in],
    operation_id="getSeatList",
    responses=refusals(*KNOWN),
    security=NEEDS_TOKEN,
)
async def show(
    slug: FromPath[str], list_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[SeatListOut]:
    """A list, cell by cell: new, the same, changed, doubtful or wrong, and why."""
    async with sessions.begin() as session:
        return await _answer(session, await moderated(session, slug, actor), list_id)


@post(
    ONE + "/comparison",
    status_code=200,
    guards=[signed_in],
    operation_id="compareSeatList",
    responses=refusals(*KNOWN, DocumentUnreadable),
    security=NEEDS_TOKEN,
)
async def compare(
    slug: FromPath[str], list_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[SeatListOut]:
    """Compare a list with the seats as they are now. One that was applied stays as it is."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        await compare_list(session, assembly, list_id)
        return await _answer(session, assembly, list_id)


@post(
    ONE + "/application",
    status_code=200,
    guards=[signed_in],
    operation_id="applySeatList",
    responses=refusals(*KNOWN, *READS_BODY, IllegalMove, RollChanged, SeatListFaulty, Unavailable),
    security=NEEDS_TOKEN,
)
async def apply(
    slug: FromPath[str],
    list_id: FromPath[UUID],
    data: JSONBody[ApplySeatList],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[SeatListOut]:
    """Seat and change everybody on it but the lines left out, or nobody. Codes come later.

    `roll` is that of the preview you agree to; where the seats changed meanwhile nothing is done.
    """
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        await apply_list(
            session,
            assembly,
            list_id,
            roll=data.roll,
            leave_out=data.leave_out,
            at=now(),
            by=actor.name,
        )
        answer = await _answer(session, assembly, list_id)
    await bell.changed(slug, "attendance")
    return answer


@post(
    ONE + "/undoing",
    status_code=200,
    guards=[signed_in],
    operation_id="undoSeatList",
    responses=refusals(*KNOWN, IllegalMove, SeatListInUse, Unavailable),
    security=NEEDS_TOKEN,
)
async def undo(
    slug: FromPath[str], list_id: FromPath[UUID], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[SeatListOut]:
    """Take back what the list did, unless something depends on it; then the seats are named."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        await undo_list(session, assembly, list_id, at=now(), by=actor.name)
        answer = await _answer(session, assembly, list_id)
    await bell.changed(slug, "attendance")
    return answer


@post(
    ONE + "/rejection",
    status_code=200,
    guards=[signed_in],
    operation_id="rejectSeatList",
    responses=refusals(*KNOWN, IllegalMove),
    security=NEEDS_TOKEN,
)
async def reject(
    slug: FromPath[str], list_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[SeatListOut]:
    """Throw away a list that was not applied, and forget what stood in it."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        await reject_list(session, assembly, list_id, at=now(), by=actor.name)
        return await _answer(session, assembly, list_id)


HANDLERS = [send, list_all, show, compare, apply, undo, reject]
