# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads about lists of people, and the seats as a list sees them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Seat, SeatList
from assembly.assemblies.rules.list_columns import Column
from assembly.assemblies.rules.list_states import ListState
from assembly.assemblies.rules.seat_list import Cell, Finding, Mark, Preview, Row, Seated
from assembly.assemblies.rules.standing import plain_weight
from assembly.errors import SeatListNotFound
from assembly.identity.queries import names_of, seats_with_code

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class ListView:
    """A list and where it stands; `left_out` are lines of the file."""

    id: UUID
    file: str
    digest: str
    state: ListState
    roll: str
    sent_at: datetime
    applied_at: datetime | None
    sheet: Mapping[str, Any]
    preview: Preview
    left_out: tuple[int, ...]


async def seated_now(session: AsyncSession, assembly_id: UUID) -> list[Seated]:
    """Every seat taken, by number."""
    seats = (
        await session.scalars(
            select(Seat)
            .where(Seat.assembly_id == assembly_id, Seat.vacated_at.is_(None))
            .order_by(Seat.number)
            .execution_options(populate_existing=True)
        )
    ).all()
    names = await names_of(session, [seat.person_id for seat in seats])
    with_code = await seats_with_code(session, assembly_id)
    return [
        Seated(
            seat.number,
            names[seat.person_id],
            plain_weight(seat.weight),
            seat.college,
            seat.email,
            seat.id in with_code,
        )
        for seat in seats
    ]


async def require_list(session: AsyncSession, assembly_id: UUID, list_id: UUID) -> ListView:
    """The list with its preview, or `SeatListNotFound`."""
    row = await session.scalar(
        select(SeatList)
        .where(SeatList.id == list_id, SeatList.assembly_id == assembly_id)
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise SeatListNotFound("There is no list with this id here.")
    sheet = await row.awaitable_attrs.sheet
    return ListView(
        row.id,
        row.file,
        row.digest,
        row.state,
        row.roll,
        row.sent_at,
        row.applied_at,
        {key: value for key, value in sheet.items() if key != "cells"},
        from_json(await row.awaitable_attrs.preview),
        tuple(row.left_out or ()),
    )


async def lists_of(session: AsyncSession, assembly_id: UUID) -> list[SeatList]:
    """Every list of the assembly that was not thrown away, the latest first."""
    rows = await session.scalars(
        select(SeatList)
        .where(SeatList.assembly_id == assembly_id, SeatList.state != ListState.REJECTED)
        .order_by(SeatList.sent_at.desc(), SeatList.id)
        .limit(MOST_LISTED)
    )
    return list(rows)


def to_json(preview: Preview) -> dict[str, Any]:
    """As it is kept, and as it goes over the wire."""
    return {
        "rows": [
            {
                "at": row.at,
                "number": row.number,
                "exists": row.exists,
                "mark": row.mark.value,
                "cells": {
                    column.value: asdict(cell) | {"mark": cell.mark.value}
                    for column, cell in row.cells.items()
                },
            }
            for row in preview.rows
        ],
        "findings": [{"code": one.code, "words": list(one.words)} for one in preview.findings],
        "columns": [column.value for column in preview.columns],
        "totals": preview.totals,
    }


def from_json(kept: Mapping[str, Any]) -> Preview:
    """The other direction."""
    return Preview(
        tuple(
            Row(
                row["at"],
                row["number"],
                row["exists"],
                {
                    Column(column): Cell(
                        cell["text"], Mark(cell["mark"]), cell["was"], cell["reason"]
                    )
                    for column, cell in row["cells"].items()
                },
            )
            for row in kept["rows"]
        ),
        tuple(Finding(one["code"], tuple(one["words"])) for one in kept["findings"]),
        tuple(Column(column) for column in kept["columns"]),
    )
