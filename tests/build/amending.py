# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Builders for amendments: file, admit, vote on and keep up, each in a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from assembly.amendments.file import file_amendment, rewrite_amendment
from assembly.amendments.judge import find_admissible
from assembly.amendments.keep_up import keep_up
from assembly.amendments.models import Amendment
from assembly.amendments.planned import plan_of
from assembly.amendments.queries import AmendmentView, amendments_of
from assembly.amendments.rules.plan import Plan
from assembly.amendments.wanted import Wanted
from assembly.clock import now
from assembly.resolutions.draft import draft_resolution, move_resolution
from assembly.resolutions.models import Resolution
from assembly.resolutions.queries import resolution_by_id
from assembly.resolutions.rules.changes import Base
from assembly.resolutions.rules.edits import Op, ProvisionEdit
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from tests.build.house import BY, Build, Hall

USUAL = Terms(Secrecy.SECRET, abstain=True, rule=preset("simple"))


def replace_(provision: str, text: str) -> ProvisionEdit:
    return ProvisionEdit(Op.REPLACE, provision, text)


def insert_after(provision: str | None, text: str) -> ProvisionEdit:
    return ProvisionEdit(Op.INSERT_AFTER, provision, text)


def delete(provision: str) -> ProvisionEdit:
    return ProvisionEdit(Op.DELETE, provision)


class Amending:
    """`amending = Amending(build, hall)`; then `await amending.table("…")`, `.file(…)`, …"""

    def __init__(self, build: Build, hall: Hall) -> None:
        self.build, self.hall = build, hall

    async def table(self, *texts: str) -> Resolution:
        provisions = [Provision(Kind.PARAGRAPH, "", text) for text in texts]
        async with self.build.sessions.begin() as session:
            resolution = await draft_resolution(
                session, self.hall.assembly, title=None, provisions=provisions, at=now(), by=BY
            )
            return await move_resolution(
                session, self.hall.assembly.id, resolution.number, State.TABLED, at=now(), by=BY
            )

    async def file(
        self,
        *edits: ProvisionEdit,
        on: int = 1,
        version: int = 1,
        to: int | None = None,
        seat: int | None = None,
        reason: str | None = None,
        at: datetime | None = None,
    ) -> Amendment:
        async with self.build.sessions.begin() as session:
            return await file_amendment(
                session,
                self.hall.assembly,
                on,
                Wanted(version, edits, to=to, reason=reason),
                seat_id=None if seat is None else self.hall.seats[seat],
                at=at or now(),
                by=BY,
            )

    async def rewrite(
        self, number: int, *edits: ProvisionEdit, revision: int, on: int = 1, version: int = 1
    ) -> Amendment:
        async with self.build.sessions.begin() as session:
            return await rewrite_amendment(
                session,
                self.hall.assembly.id,
                on,
                number,
                Wanted(version, edits),
                revision=revision,
                at=now(),
                by=BY,
            )

    async def admit(self, number: int, on: int = 1) -> Amendment:
        async with self.build.sessions.begin() as session:
            return await find_admissible(
                session, self.hall.assembly.id, on, number, at=now(), by=BY
            )

    async def admitted(self, *edits: ProvisionEdit, to: int | None = None) -> Amendment:
        row = await self.file(*edits, to=to)
        return await self.admit(row.number)

    async def open(self, *numbers: int, on: int = 1, terms: Terms = USUAL) -> Voting:
        async with self.build.sessions.begin() as session:
            voting = await plan_voting(
                session, self.hall.assembly, on, terms, at=now(), by=BY, amendments=numbers
            )
            return await open_voting(session, voting.id, at=now(), by=BY)

    async def decide(self, *numbers: int, choices: Sequence[str] = ("yes",), on: int = 1) -> Voting:
        """Opened, cast by the first seats, closed, counted and published."""
        voting = await self.counted(*numbers, choices=choices, on=on)
        await self.build.publish(voting)
        return voting

    async def counted(
        self, *numbers: int, choices: Sequence[str] = ("yes",), on: int = 1
    ) -> Voting:
        """As `decide`, but nobody knows yet."""
        voting = await self.open(*numbers, on=on)
        await self.build.cast_all(self.hall, voting, choices)
        await self.build.close(voting)
        await self.build.count(voting)
        return voting

    async def keep_up(self, resolution_id: UUID, at: datetime | None = None) -> bool:
        async with self.build.sessions.begin() as session:
            return await keep_up(session, resolution_id, at=at or now())

    async def all(self, resolution_id: UUID) -> dict[int, AmendmentView]:
        async with self.build.sessions() as session:
            return {one.number: one for one in await amendments_of(session, resolution_id)}

    async def plan(self, resolution_id: UUID) -> Plan:
        async with self.build.sessions() as session:
            text = await resolution_by_id(session, resolution_id)
            found = await amendments_of(session, resolution_id)
            base = Base(text.provisions)
            return await plan_of(session, resolution_id, text.version, base, found)

    async def text(self, resolution_id: UUID) -> list[str]:
        async with self.build.sessions() as session:
            view = await resolution_by_id(session, resolution_id)
        return [provision.text for provision in view.provisions]
