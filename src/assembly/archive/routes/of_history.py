# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`/histories`: files of history over HTTP, for whoever may found an assembly.

The file is the body; its name is in `file`.
"""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from assembly import __version__
from assembly.apart.rules.limits import LARGEST_HISTORY
from assembly.api.bodies import TEXTS, whole_file
from assembly.api.dependencies import Bell, Sessions
from assembly.api.problems import GUARDED, NEEDS_TOKEN, READS_BODY, refusals
from assembly.archive.found import Naming
from assembly.archive.histories import (
    Answer,
    accept_history,
    answer_history,
    map_history,
    reject_history,
    send_history,
)
from assembly.archive.history_queries import HistoryView, require_history
from assembly.archive.history_schemas import (
    AcceptHistory,
    AnswerHistory,
    HistoryOut,
    MapHistory,
)
from assembly.archive.reading.history_apart import read_history_apart
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    DocumentTooLarge,
    DocumentUnreadable,
    HistoryChanged,
    IllegalMove,
    ImportNotFound,
    InvalidRequest,
    QuestionsOpen,
)
from assembly.identity.guard import Acting, permit, signed_in
from assembly.identity.rules.permissions import Actor, Permission
from assembly.resolutions.rules.text import canonical

NO_STORE = {"Cache-Control": "no-store"}
FileName = Annotated[str, QueryParameter(name="file", min_length=1, max_length=255)]
ONE = "/histories/{history_id:uuid}"
KNOWN = (*GUARDED, ImportNotFound)
IMPORTER = f"assembly {__version__}"
"""What read the file, as its source says."""


def history_out(view: HistoryView) -> HistoryOut:
    """The file on the wire."""
    history = view.history
    return HistoryOut.model_validate(
        {
            **{name: getattr(view, name) for name in ("id", "file", "digest", "size", "state")},
            **{name: getattr(view, name) for name in ("revision", "sent_at", "mapped")},
            **{name: getattr(view.table, name) for name in ("format", "unit")},
            **{name: getattr(view.table, name) for name in ("encoding", "delimiter")},
            "parts": [
                {
                    "name": part.name,
                    "rows": len(part.rows),
                    "columns": [
                        {"name": one, "samples": part.samples(one)} for one in part.columns
                    ],
                }
                for part in view.table.parts
            ],
            "part": view.mapping.part,
            "columns": dict(view.mapping.columns),
            "questions": [
                {
                    "question": one.key,
                    **{name: getattr(one, name) for name in ("ask", "first", "last", "words")},
                    **{name: getattr(one, name) for name in ("rows", "shape", "replies", "given")},
                    "readings": one.readings,
                }
                for one in history.questions
            ],
            "lines": [
                {
                    **{name: getattr(one, name) for name in ("number", "first", "last", "title")},
                    **{name: getattr(one, name) for name in ("outcome", "yes", "no", "abstain")},
                    "text": canonical(one.provisions),
                    "date": one.on,
                    "theme": one.theme,
                }
                for one in history.lines
            ],
            "left_out": history.left_out,
            "totals": history.totals,
            "assembly": view.slug,
        }
    )


async def _answer(
    session: AsyncSession, history_id: UUID, actor: Actor, status: int = 200
) -> Response[HistoryOut]:
    await session.flush()
    view = await require_history(session, history_id, actor)
    return Response(history_out(view), status_code=status, headers=NO_STORE)


@post(
    "/histories",
    status_code=201,
    guards=[signed_in],
    operation_id="sendHistory",
    request_max_body_size=None,
    responses=refusals(*GUARDED, InvalidRequest, DocumentTooLarge, DocumentUnreadable, IllegalMove),
    security=NEEDS_TOKEN,
)
async def send(
    request: Request[Any, Any, Any], file: FileName, sessions: Sessions, actor: Acting
) -> Response[HistoryOut]:
    """Send a file of history: the file itself is the body, at most 20 MB.

    It is read, and nothing is brought in: say next which column is what. The same bytes again
    answer with the file there is (200).
    """
    permit(actor, Permission.FOUND_ASSEMBLY)
    data = await whole_file(request, LARGEST_HISTORY)
    table = await read_history_apart(data, file)
    async with sessions.begin() as session:
        history_id, new = await send_history(
            session, data, table, file=file, at=now(), by=actor.name
        )
        answer = await _answer(session, history_id, actor, 201 if new else 200)
    answer.headers["Location"] = f"/api/v1/histories/{history_id}"
    return answer


@get(
    ONE,
    guards=[signed_in],
    operation_id="getHistory",
    responses=refusals(*KNOWN),
    security=NEEDS_TOKEN,
)
async def show(
    history_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[HistoryOut]:
    """What was read, which column is what, what is asked, and what would be brought in."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    async with sessions.begin() as session:
        return await _answer(session, history_id, actor)


@put(
    ONE + "/mapping",
    guards=[signed_in],
    operation_id="mapHistory",
    responses=refusals(*KNOWN, *READS_BODY, IllegalMove, HistoryChanged),
    security=NEEDS_TOKEN,
)
async def map_columns(
    history_id: FromPath[UUID], data: JSONBody[MapHistory], sessions: Sessions, actor: Acting
) -> Response[HistoryOut]:
    """Say which column is what. Other columns than before take the answers with them."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    async with sessions.begin() as session:
        await map_history(
            session,
            history_id,
            actor,
            revision=data.revision,
            part=data.part,
            columns={str(name): column for name, column in data.columns.items()},
            naming=Naming(data.slug, data.name, data.language, data.time_zone),
            held_on=data.held_on,
            at=now(),
        )
        return await _answer(session, history_id, actor)


@post(
    ONE + "/answers",
    status_code=200,
    guards=[signed_in],
    operation_id="answerHistory",
    request_max_body_size=TEXTS,
    responses=refusals(*KNOWN, *READS_BODY, IllegalMove, HistoryChanged, QuestionsOpen),
    security=NEEDS_TOKEN,
)
async def answer(
    history_id: FromPath[UUID], data: JSONBody[AnswerHistory], sessions: Sessions, actor: Acting
) -> Response[HistoryOut]:
    """Answer questions: a value, that it is not recorded, or that the row is left out and why."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    answers = [Answer(one.question, one.reply or "", one.value, one.reason) for one in data.answers]
    async with sessions.begin() as session:
        await answer_history(session, history_id, actor, answers, revision=data.revision, at=now())
        return await _answer(session, history_id, actor)


@post(
    ONE + "/acceptance",
    status_code=200,
    guards=[signed_in],
    operation_id="acceptHistory",
    responses=refusals(
        *KNOWN, *READS_BODY, IllegalMove, HistoryChanged, QuestionsOpen, AlreadyTaken
    ),
    security=NEEDS_TOKEN,
)
async def accept(
    history_id: FromPath[UUID],
    data: JSONBody[AcceptHistory],
    sessions: Sessions,
    bell: Bell,
    actor: Acting,
) -> Response[HistoryOut]:
    """Bring it in: an assembly of its own, for ever. Once, whoever asks again."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    async with sessions.begin() as session:
        brought = await accept_history(
            session, history_id, actor, revision=data.revision, importer=IMPORTER, at=now()
        )
        answer = await _answer(session, history_id, actor)
    if brought is not None:
        await bell.changed(brought.assembly.slug, "resolutions")
    return answer


@post(
    ONE + "/rejection",
    status_code=200,
    guards=[signed_in],
    operation_id="rejectHistory",
    responses=refusals(*KNOWN, IllegalMove),
    security=NEEDS_TOKEN,
)
async def reject(
    history_id: FromPath[UUID], sessions: Sessions, actor: Acting
) -> Response[HistoryOut]:
    """Throw a file away that was not brought in. It may be sent again."""
    permit(actor, Permission.FOUND_ASSEMBLY)
    async with sessions.begin() as session:
        await reject_history(session, history_id, actor, at=now())
        return await _answer(session, history_id, actor)


HANDLERS = (send, show, map_columns, answer, accept, reject)
