# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of people, as files and as sheets, sent and applied by the verbs."""

import io
from collections.abc import Collection, Sequence
from uuid import UUID

from openpyxl import Workbook

from assembly.assemblies.list_queries import ListView, require_list
from assembly.assemblies.reading.sheet import read_sheet
from assembly.assemblies.seat_lists import apply_list, send_list, undo_list
from assembly.clock import now
from tests.build.house import BY, Build, Hall


def as_csv(*rows: Sequence[object], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    return "".join(delimiter.join(str(cell) for cell in row) + "\r\n" for row in rows).encode(
        encoding
    )


def as_xlsx(*rows: Sequence[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


async def send(build: Build, hall: Hall, data: bytes, file: str = "people.csv") -> UUID:
    async with build.sessions.begin() as session:
        list_id, _ = await send_list(
            session, hall.assembly, data, read_sheet(data, file), file=file, at=now(), by=BY
        )
    return list_id


async def view(build: Build, hall: Hall, list_id: UUID) -> ListView:
    async with build.sessions() as session:
        return await require_list(session, hall.assembly.id, list_id)


async def apply(
    build: Build,
    hall: Hall,
    list_id: UUID,
    *,
    leave_out: Collection[int] = (),
    roll: str | None = None,
) -> None:
    roll = roll or (await view(build, hall, list_id)).roll
    async with build.sessions.begin() as session:
        await apply_list(
            session, hall.assembly, list_id, roll=roll, leave_out=leave_out, at=now(), by=BY
        )


async def undo(build: Build, hall: Hall, list_id: UUID) -> None:
    async with build.sessions.begin() as session:
        await undo_list(session, hall.assembly, list_id, at=now(), by=BY)
