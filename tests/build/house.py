# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Builders that call the verbs, so that a test cannot begin in an impossible state."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.assemblies.attend import arrive, leave
from assembly.assemblies.convene import NewSeat, found_assembly, seat_participants
from assembly.assemblies.models import Assembly
from assembly.assemblies.queries import require_seat
from assembly.assemblies.represent import give_proxy
from assembly.clock import now
from assembly.database import Connection, driver_of
from assembly.identity.enrol import appoint_moderator, draw_free_codes, enrol_staff
from assembly.identity.hashing import Hasher
from assembly.identity.rules.codes import Code
from assembly.identity.sign_in import admit, find_account, find_code
from assembly.publication.publish import publish_record
from assembly.resolutions.draft import draft_resolution, move_resolution
from assembly.resolutions.models import Resolution
from assembly.resolutions.propose import propose_resolution
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.rules.translation import Translated
from assembly.resolutions.translate import Written, write_translation
from assembly.voting.cast import Answer, BatchesMet, Paper, cast_ballots
from assembly.voting.close import close_voting
from assembly.voting.count import count_voting
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Choice, Medium, Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.release import AT_ONCE, Gate, Release
from assembly.voting.unlink import rewrite_marks

PASSWORD = "a long enough password"
BY = "system:test"


@dataclass
class Hall:
    """An assembly with people in it: staff, and seats with their codes and ids."""

    assembly: Assembly
    moderator_id: UUID
    email: str
    codes: list[Code] = field(default_factory=list)
    seats: list[UUID] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.assembly.slug


class Build:
    """`await build.hall(seats=5)`, `await build.open_voting(hall)`, …"""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], hasher: Hasher) -> None:
        self.sessions = sessions
        self.hasher = hasher

    async def staff(self, email: str, *, administrator: bool = False) -> UUID:
        kept = await self.hasher.hash_password(PASSWORD)
        async with self.sessions.begin() as session:
            return await enrol_staff(
                session,
                name="Staff",
                email=email,
                password_hash=kept,
                administrator=administrator,
                at=now(),
                by=BY,
            )

    async def hall(
        self,
        seats: int = 3,
        *,
        slug: str | None = None,
        rehearsal: bool = False,
        proxies_per_holder: int = 1,
        weights: Sequence[str] = (),
        colleges: Sequence[str | None] = (),
    ) -> Hall:
        """An assembly with a moderator of its own and that many seats, numbered from 1.

        Weights and colleges are of the first seats; the others weigh one and belong to none.
        """
        slug = slug or f"hall-{uuid4().hex[:12]}"
        email = f"{slug}@example.org"
        person_id = await self.staff(email)
        async with self.sessions.begin() as session:
            assembly = await found_assembly(
                session,
                slug=slug,
                name=f"Assembly {slug}",
                language="nl",
                time_zone="Europe/Brussels",
                held_on=None,
                rehearsal=rehearsal,
                proxies_per_holder=proxies_per_holder,
                at=now(),
                by=BY,
            )
            await appoint_moderator(session, assembly.id, person_id, at=now(), by=BY)
        hall = Hall(assembly, person_id, email)
        await self.seat(hall, seats, weights, colleges)
        return hall

    async def seat(
        self,
        hall: Hall,
        count: int,
        weights: Sequence[str] = (),
        colleges: Sequence[str | None] = (),
    ) -> None:
        """That many further seats."""
        if not count:
            return
        async with self.sessions.begin() as session:
            codes = await draw_free_codes(session, count)
        hashes = await asyncio.gather(*(self.hasher.hash_code(code) for code in codes))
        first = len(hall.codes) + 1
        numbers = range(first, first + count)
        async with self.sessions.begin() as session:
            await seat_participants(
                session,
                hall.assembly,
                [
                    NewSeat(number, f"Seat {number}", code, kept, Decimal(weight), college)
                    for number, code, kept, weight, college in zip(
                        numbers,
                        codes,
                        hashes,
                        [*weights, *["1"] * (count - len(weights))],
                        [*colleges, *[None] * (count - len(colleges))],
                        strict=True,
                    )
                ],
                at=now(),
                by=BY,
            )
            for number in numbers:
                hall.seats.append((await require_seat(session, hall.assembly.id, number)).id)
        hall.codes.extend(codes)

    async def arrive(self, hall: Hall, indexes: Sequence[int]) -> None:
        """The seats with these indexes are in the room."""
        numbers = [index + 1 for index in indexes]
        async with self.sessions.begin() as session:
            await arrive(session, hall.assembly, numbers, at=now(), by=BY)

    async def leave(self, hall: Hall, indexes: Sequence[int]) -> None:
        """The seats with these indexes are not in the room."""
        numbers = [index + 1 for index in indexes]
        async with self.sessions.begin() as session:
            await leave(session, hall.assembly, numbers, at=now(), by=BY)

    async def proxy(self, hall: Hall, giver_index: int, holder_index: int) -> None:
        """The one seat stands in for the other."""
        async with self.sessions.begin() as session:
            await give_proxy(
                session, hall.assembly, giver_index + 1, holder_index + 1, at=now(), by=BY
            )

    async def token_of_seat(self, hall: Hall, index: int) -> str:
        """A token as the participant on this seat (0 is the first) would get it."""
        async with self.sessions.begin() as session:
            known = await find_code(session, hall.codes[index])
            assert known is not None
            token, _ = await admit(
                session, known, b"", at=now(), lasts=timedelta(hours=1), instead_of=None
            )
        return token

    async def token_of_staff(self, email: str) -> str:
        async with self.sessions.begin() as session:
            known = await find_account(session, email)
            assert known is not None
            token, _ = await admit(
                session, known, b"", at=now(), lasts=timedelta(hours=1), instead_of=None
            )
        return token

    async def draft(
        self, hall: Hall, text: str = "Gratis bus onder 18.", title: str | None = None
    ) -> Resolution:
        async with self.sessions.begin() as session:
            return await draft_resolution(
                session,
                hall.assembly,
                title=title,
                provisions=[Provision(Kind.PARAGRAPH, "", text)],
                at=now(),
                by=BY,
            )

    async def proposed(
        self, hall: Hall, index: int = 0, text: str = "Gratis bus onder 18."
    ) -> Resolution:
        """A draft of the participant on the seat with this index."""
        async with self.sessions.begin() as session:
            return await propose_resolution(
                session,
                hall.assembly,
                hall.seats[index],
                title=None,
                provisions=[Provision(Kind.PARAGRAPH, "", text)],
                at=now(),
                by=BY,
            )

    async def move(self, hall: Hall, resolution: Resolution, to: State) -> Resolution:
        """The resolution is moved on by a moderator."""
        async with self.sessions.begin() as session:
            return await move_resolution(
                session, hall.assembly.id, resolution.number, to, at=now(), by=BY
            )

    async def translate(
        self,
        hall: Hall,
        resolution: Resolution,
        language: str,
        *words: str,
        edition: int = 0,
        title: str | None = None,
    ) -> Written:
        """A translation of the present version of a text whose provisions are p1, p2, …."""
        async with self.sessions.begin() as session:
            return await write_translation(
                session,
                hall.assembly.id,
                resolution.number,
                language,
                edition=edition,
                version=resolution.current_version,
                title=title,
                provisions=[
                    Translated(f"p{place}", word) for place, word in enumerate(words, start=1)
                ],
                at=now(),
                by=BY,
            )

    async def tabled(self, hall: Hall, text: str = "Gratis bus onder 18.") -> Resolution:
        resolution = await self.draft(hall, text)
        async with self.sessions.begin() as session:
            return await move_resolution(
                session, hall.assembly.id, resolution.number, State.TABLED, at=now(), by=BY
            )

    async def planned(
        self,
        hall: Hall,
        *,
        secrecy: Secrecy = Secrecy.SECRET,
        rule: str = "simple",
        abstain: bool = True,
        medium: Medium = Medium.ELECTRONIC,
        gate: Gate = AT_ONCE,
    ) -> Voting:
        resolution = await self.tabled(hall)
        async with self.sessions.begin() as session:
            return await plan_voting(
                session,
                hall.assembly,
                resolution.number,
                Terms(secrecy, abstain, preset(rule), medium=medium, gate=gate),
                at=now(),
                by=BY,
            )

    async def open_voting(
        self,
        hall: Hall,
        *,
        secrecy: Secrecy = Secrecy.SECRET,
        rule: str = "simple",
        abstain: bool = True,
        medium: Medium = Medium.ELECTRONIC,
        gate: Gate = AT_ONCE,
    ) -> Voting:
        voting = await self.planned(
            hall, secrecy=secrecy, rule=rule, abstain=abstain, medium=medium, gate=gate
        )
        async with self.sessions.begin() as session:
            return await open_voting(session, voting.id, at=now(), by=BY)

    async def open_on(self, hall: Hall, resolution: Resolution) -> Voting:
        """A secret voting by simple majority on this tabled resolution, open."""
        async with self.sessions.begin() as session:
            voting = await plan_voting(
                session,
                hall.assembly,
                resolution.number,
                Terms(Secrecy.SECRET, abstain=True, rule=preset("simple")),
                at=now(),
                by=BY,
            )
        async with self.sessions.begin() as session:
            return await open_voting(session, voting.id, at=now(), by=BY)

    async def cast(
        self, hall: Hall, voting: Voting, index: int, choice: str, tracker: UUID | None = None
    ) -> Answer:
        """One ballot of the seat with this index, in a transaction of its own."""
        (answer,) = await self.cast_papers(voting, [self.paper(hall, index, choice, tracker)])
        return answer

    async def cast_papers(self, voting: Voting, papers: Sequence[Paper]) -> list[Answer]:
        """One batch, tried again as the intake does where another did the same at that moment."""
        while True:
            try:
                async with self.casting() as connection:
                    return await cast_ballots(connection, voting.id, papers, at=now())
            except BatchesMet:
                continue

    def paper(
        self,
        hall: Hall,
        index: int,
        choice: str,
        tracker: UUID | None = None,
        *,
        by: int | None = None,
    ) -> Paper:
        """The ballot of the seat with this index, cast by itself or by another."""
        return Paper(
            seat_id=hall.seats[index],
            tracker=tracker or uuid4(),
            choice=choice,
            by=hall.seats[index if by is None else by],
            assembly_id=hall.assembly.id,
        )

    @asynccontextmanager
    async def casting(self) -> AsyncIterator[Connection]:
        """A transaction that may cast, committed at the end."""
        async with self.sessions.begin() as session:
            yield await driver_of(session)

    async def cast_all(self, hall: Hall, voting: Voting, choices: Sequence[str]) -> None:
        """One ballot a seat, from the first on."""
        papers = [
            self.paper(hall, index, choice)
            for index, (_, choice) in enumerate(zip(hall.seats, choices, strict=False))
        ]
        await self.cast_papers(voting, papers)

    async def close(self, voting: Voting) -> None:
        async with self.sessions.begin() as session:
            await close_voting(session, voting.id, at=now(), by=BY)

    async def count(self, voting: Voting) -> bool:
        async with self.sessions.begin() as session:
            return await count_voting(session, voting.id, at=now())

    async def unlink(self, voting: Voting) -> bool:
        async with self.sessions.begin() as session:
            return await rewrite_marks(session, voting.id)

    async def publish(self, voting: Voting) -> str | None:
        async with self.sessions.begin() as session:
            return await publish_record(session, voting.id, at=now())

    async def held(
        self,
        hall: Hall,
        choices: Sequence[str] = ("yes", "yes", "no"),
        *,
        publish_at: datetime | None = None,
        secrecy: Secrecy = Secrecy.SECRET,
        rule: str = "simple",
    ) -> Voting:
        """A voting that is counted and whose result is held back."""
        gate = Gate(Release.HELD, publish_at)
        voting = await self.open_voting(hall, secrecy=secrecy, rule=rule, gate=gate)
        await self.cast_all(hall, voting, choices)
        await self.close(voting)
        await self.count(voting)
        return voting

    async def decided(
        self, hall: Hall, *, yes: int, no: int, abstain: int = 0, rule: str = "simple"
    ) -> Voting:
        """A voting all the way to its published record."""
        voting = await self.open_voting(hall, rule=rule)
        choices = [Choice.YES] * yes + [Choice.NO] * no + [Choice.ABSTAIN] * abstain
        await self.cast_all(hall, voting, choices)
        await self.close(voting)
        await self.count(voting)
        await self.publish(voting)
        return voting
