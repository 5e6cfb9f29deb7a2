# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plan, open, close and annul with every term there is, at any moment."""

from datetime import datetime, timedelta

from assembly.clock import now
from assembly.resolutions.models import Resolution
from assembly.voting.annul import annul_voting
from assembly.voting.due import close_due, open_due
from assembly.voting.models import Voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.majority import preset
from assembly.voting.rules.schedule import Schedule
from tests.build.house import BY, Build, Hall

BECAUSE = "The doors were locked while people voted."


def hours(opens: float | None, closes: float | None, since: datetime) -> Schedule:
    """So many seconds after a moment."""

    def after(seconds: float | None) -> datetime | None:
        return None if seconds is None else since + timedelta(seconds=seconds)

    return Schedule(after(opens), after(closes))


async def plan(
    build: Build,
    hall: Hall,
    schedule: Schedule = Schedule(),  # noqa: B008
    *,
    on: Resolution | None = None,
    secrecy: Secrecy = Secrecy.SECRET,
    test: bool = False,
    at: datetime | None = None,
) -> Voting:
    """A planned voting on a resolution of its own, unless another is named."""
    resolution = on or await build.tabled(hall)
    terms = Terms(secrecy, abstain=True, rule=preset("simple"), test=test, schedule=schedule)
    async with build.sessions.begin() as session:
        return await plan_voting(
            session, hall.assembly, resolution.number, terms, at=at or now(), by=BY
        )


async def opened(build: Build, voting: Voting, at: datetime | None = None) -> Voting:
    async with build.sessions.begin() as session:
        return await open_voting(session, voting.id, at=at or now(), by=BY)


async def try_to_open(build: Build, voting: Voting, at: datetime) -> Voting | None:
    async with build.sessions.begin() as session:
        return await open_due(session, voting.id, at=at)


async def try_to_close(build: Build, voting: Voting, at: datetime) -> Voting | None:
    async with build.sessions.begin() as session:
        return await close_due(session, voting.id, at=at)


async def annul(build: Build, voting: Voting, because: str = BECAUSE) -> Voting:
    async with build.sessions.begin() as session:
        return await annul_voting(session, voting.id, because, at=now(), by=BY)
