# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of proposals over HTTP, for moderators. The file is the body; its name is in `file`."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.api.bodies import whole_file
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.archive.import_queries import ImportView, require_import
from assembly.archive.schemas import AcceptImport, ImportOut
from assembly.archive.take_in import accept_import, reject_import, send_document, undo_import
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_assembly
from assembly.clock import now
from assembly.errors import (
    AssemblyNotFound,
    DocumentTooLarge,
    DocumentUnreadable,
    IllegalMove,
    ImportInUse,
    ImportNotFound,
    InvalidRequest,
    MarkupInText,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.resolutions.chapters import drafts_of

NO_STORE = {"Cache-Control": "no-store"}
FileName = Annotated[str, QueryParameter(name="file", min_length=1, max_length=255)]
ONE = "/assemblies/{slug:str}/imports/{import_id:uuid}"
KNOWN = (*GUARDED, AssemblyNotFound, ImportNotFound)


async def describe(session: AsyncSession, view: ImportView) -> ImportOut:
    """The document on the wire, with the numbers of what it became."""
    numbers = {item: number for item, number, _ in await drafts_of(session, view.id)}
    preview: dict[str, Any] | None = None
    if view.document is not None:
        preview = asdict(view.document) | {"totals": view.document.totals}
        for chapter in preview["chapters"]:
            for item in chapter["proposals"]:
                item["number"] = numbers.get(item["item"])
                for provision in item["provisions"]:
                    del provision["id"]
    return ImportOut.model_validate(
        {
            "id": view.id,
            "file": view.file,
            "digest": view.digest,
            "size": view.size,
            "state": view.state.value,
            "sent_at": view.sent_at,
            "refusal": view.refusal,
            "preview": preview,
            "left_out": list(view.left_out),
            "numbers": sorted(numbers.values()),
        }
    )


async def moderated(session: AsyncSession, slug: str, actor: Actor) -> Assembly:
    """The assembly, for one of its moderators."""
    assembly = await require_assembly(session, slug)
    permit(actor, Permission.MODERATE, assembly.id)
    return assembly


async def _answer(
    session: AsyncSession, assembly: Assembly, import_id: UUID, status: int = 200
) -> Response[ImportOut]:
    view = await require_import(session, assembly.id, import_id)
    return Response(await describe(session, view), status_code=status, headers=NO_STORE)


@post(
    "/assemblies/{slug:str}/imports",
    status_code=202,
    guards=[signed_in],
    operation_id="sendDocument",
    request_max_body_size=None,
    responses=refusals(
        *GUARDED,
        AssemblyNotFound,
        IllegalMove,
        InvalidRequest,
        DocumentTooLarge,
        DocumentUnreadable,
    ),
    security=NEEDS_TOKEN,
)
async def send(
    request: Request[Any, Any, Any],
    slug: FromPath[str],
    file: FileName,
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[ImportOut]:
    """Send a document of proposals: the file itself is the body, at most 10 MB.

    It is read by a worker: ask for it until its state is not `waiting`. The same bytes again answer
    with the import there is (200).
    """
    async with sessions.begin() as session:
        await moderated(session, slug, actor)
    data = await whole_file(request)
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        import_id, new = await send_document(
            session, assembly, data, file=file, at=now(), by=actor.name
        )
        answer = await _answer(session, assembly, import_id, 202 if new else 200)
    await bell.read_import(import_id)
    answer.headers["Location"] = f"/api/v1/assemblies/{slug}/imports/{import_id}"
    return answer


@get(
    ONE,
    guards=[signed_in],
    operation_id="getImport",
    responses=refusals(*KNOWN),
    security=NEEDS_TOKEN,
)
async def show(
    slug: FromPath[str], import_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[ImportOut]:
    """Where a document stands, what was understood of it, what is doubtful, and what it became."""
    async with sessions.begin() as session:
        return await _answer(session, await moderated(session, slug, actor), import_id)


@post(
    ONE + "/acceptance",
    status_code=200,
    guards=[signed_in],
    operation_id="acceptImport",
    responses=refusals(*KNOWN, *READS_BODY, IllegalMove, MarkupInText),
    security=NEEDS_TOKEN,
)
async def accept(
    slug: FromPath[str],
    import_id: FromPath[UUID],
    data: JSONBody[AcceptImport],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[ImportOut]:
    """Make drafts of what was understood, but for the items left out. Once, whoever asks again."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        await accept_import(
            session, assembly, import_id, leave_out=data.leave_out, at=now(), by=actor.name
        )
        answer = await _answer(session, assembly, import_id)
    await bell.changed(slug, "resolutions")
    return answer


@post(
    ONE + "/undoing",
    status_code=200,
    guards=[signed_in],
    operation_id="undoImport",
    responses=refusals(*KNOWN, IllegalMove, ImportInUse),
    security=NEEDS_TOKEN,
)
async def undo(
    slug: FromPath[str], import_id: FromPath[UUID], sessions: Sessions, bell: Bell, actor: Acting
) -> Response[ImportOut]:
    """Withdraw every draft the document became, unless somebody worked on one."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        await undo_import(session, assembly.id, import_id, at=now(), by=actor.name)
        answer = await _answer(session, assembly, import_id)
    await bell.changed(slug, "resolutions")
    return answer


@post(
    ONE + "/rejection",
    status_code=200,
    guards=[signed_in],
    operation_id="rejectImport",
    responses=refusals(*KNOWN, IllegalMove),
    security=NEEDS_TOKEN,
)
async def reject(
    slug: FromPath[str], import_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[ImportOut]:
    """Throw a document away that was not accepted. It may be sent again."""
    async with sessions.begin() as session:
        assembly = await moderated(session, slug, actor)
        await reject_import(session, assembly.id, import_id, at=now(), by=actor.name)
        return await _answer(session, assembly, import_id)


HANDLERS = (send, show, accept, undo, reject)
