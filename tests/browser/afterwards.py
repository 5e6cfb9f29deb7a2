# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What there is to see before a sitting and after it: lists, minutes, dossiers, a held result."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import update

from assembly.clock import now
from assembly.follow_up.rules.dossier import Kind, StepState, Told, today_in
from assembly.follow_up.write import write_entry
from assembly.publication.publish_minutes import publish_minutes
from assembly.settings import Settings
from assembly.sittings.preside import close_sitting
from assembly.subscribing.follow import ask_to_follow, confirm
from assembly.subscribing.mail import secret_of
from assembly.subscribing.models import Subscriber
from assembly.subscribing.rules.following import Followed, digest_of, key_of
from assembly.voting.models import Voting
from assembly.webhooks.announce import ping
from tests.build.house import BY, Build, Hall
from tests.build.lists import as_csv, send
from tests.build.receiver import registered
from tests.build.sitting import Meeting

NOBODY = "https://127.0.0.1:9/hook"
"""Where nothing listens."""
PEOPLE = (
    ["Nummer", "Naam", "Gewicht"],
    [1, "Voorbeeld Een", 1],
    [7, "Voorbeeld Zeven", 1],
    [8, "", "veel"],
)


@dataclass(frozen=True, slots=True)
class Afterwards:
    """Where it is."""

    list_id: str
    webhook_id: str
    held: Voting
    met: str
    sitting: int
    token: str
    key: str


async def happened(build: Build, hall: Hall, settings: Settings) -> Afterwards:
    """Resolution 1 of the hall was adopted; another hall has met and told of it."""
    await followed(build, hall)
    webhook = await registered(build, hall, NOBODY)
    async with build.sessions.begin() as session:
        await ping(session, hall.assembly.id, webhook.id, at=now())
    list_id = await send(build, hall, as_csv(*PEOPLE))
    other = await build.hall(seats=2)
    meeting = Meeting(build, other)
    await meeting.debating()
    await meeting.do(close_sitting)
    await meeting.do(publish_minutes)
    held = await build.held(hall, publish_at=now() + timedelta(days=2))
    waits = await subscribed(build, hall, "wacht@example.org")
    async with build.sessions.begin() as session:
        mine = await confirm(session, await subscribed(build, hall, "mee@example.org"), at=now())
    key = key_of(secret_of(settings), mine)
    return Afterwards(
        *(str(list_id), str(webhook.id), held, other.slug, meeting.number), token=waits, key=key
    )


async def subscribed(build: Build, hall: Hall, email: str) -> str:
    """The address was written to; the token in its letter."""
    token, at = f"of-{email}", now()
    async with build.sessions.begin() as session:
        await ask_to_follow(session, email, "nl", Followed.ASSEMBLY, hall.assembly.id, at=at)
        await session.execute(
            update(Subscriber)
            .where(Subscriber.email == email)
            .values(token_hash=digest_of(token), letter_at=at, asked_at=None)
        )
    return token


async def followed(build: Build, hall: Hall) -> None:
    """An answer that is late, steps that were done and that are planned."""
    today = today_in(hall.assembly.time_zone, now())
    for told in (
        Told(Kind.ADDRESSEE, "De gemeenteraad"),
        Told(Kind.DUE, on=today - timedelta(days=9)),
        Told(Kind.STEP, "Een proef in twee wijken.", today, state=StepState.DONE),
        Told(Kind.STEP, "Een verslag.", today + timedelta(days=40), state=StepState.PLANNED),
        Told(Kind.ANSWER, "De raad gaat akkoord.", today, "https://example.org/antwoord.pdf"),
    ):
        async with build.sessions.begin() as session:
            await write_entry(session, hall.assembly, 1, told, at=now(), by=BY)
