# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""One letter to a subscriber after the other: claimed, sent, and what came of it written down.

The token that confirms is drawn here; only its SHA-256 is kept (docs/decisions/0042).
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from assembly.clock import now
from assembly.entrance import DEFAULT
from assembly.inviting.mail import LetterFailed, Post
from assembly.inviting.rules.sending import LASTING, LEASE, Failure, next_attempt
from assembly.publication.news import Line, News, news_since, told_in
from assembly.publication.rules.news import NewsKind
from assembly.settings import Settings
from assembly.subscribing.models import Follow, Notice, SpreadNews, SpreadUntil, Subscriber
from assembly.subscribing.queries import follows_of
from assembly.subscribing.rules.following import Followed, digest_of, key_of
from assembly.subscribing.rules.words import confirmation, digest
from assembly.themes.queries import ids_on, meaning

OVERLAP = timedelta(days=2)
"""How long before the last look something may have happened that was not there to be seen yet."""
MOST_TOLD = 20
"""Lines in a letter. What is more is led to: a letter of thousands of lines helps nobody."""
MOST_PLACES = 10
PURPOSE = b"assembly: the links of subscribers"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that this process sends. `news` is what it tells of; None asks to confirm."""

    subscriber_id: UUID
    attempt: int
    email: str
    subject: str
    text: str
    news: tuple[UUID, ...] | None

    def __repr__(self) -> str:
        """Never the address."""
        return f"Claimed({self.subscriber_id})"


def secret_of(settings: Settings) -> bytes:
    """What the links of subscribers are proven with; worked out each time, kept nowhere."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return derive.derive(settings.secret_key.get_secret_value().encode())


def own_page(settings: Settings, subscriber_id: UUID, language: str) -> str:
    """Where a subscriber stops, with one click."""
    path = f"/follow-by-mail/mine/{key_of(secret_of(settings), subscriber_id)}"
    return settings.public_url + prefixed(language, path)


def prefixed(language: str, path: str) -> str:
    """The address of a page in a language."""
    return path if language == DEFAULT else f"/{language}{path}"


async def spread_news(session: AsyncSession, *, at: datetime) -> None:
    """A notice waits for everybody who followed what is new when it was published: exactly one.

    A piece of news is spread once, also by two at a time: its key lets one through. A worker that
    was away goes on from where the last one was, however long ago.
    """
    until = await session.scalar(select(SpreadUntil.at))
    fresh = await news_since(session, min(at, until or at) - OVERLAP)
    known = set(
        await session.scalars(
            select(SpreadNews.news_id).where(SpreadNews.news_id.in_([one.id for one in fresh]))
        )
    )
    for one in fresh:
        if one.id not in known:
            await _spread(session, one, at=at)
    mark = insert(SpreadUntil).values(id=1, at=at)
    later = {"at": func.greatest(SpreadUntil.at, mark.excluded.at)}
    await session.execute(mark.on_conflict_do_update(index_elements=["id"], set_=later))


async def _spread(session: AsyncSession, one: News, *, at: datetime) -> None:
    mine = await session.scalar(
        insert(SpreadNews)
        .values(
            news_id=one.id,
            kind=one.kind,
            about=one.about,
            assembly_id=one.assembly_id,
            happened_at=one.at,
            spread_at=at,
        )
        .on_conflict_do_nothing()
        .returning(SpreadNews.news_id)
    )
    if mine is None:
        return
    told = (
        select(Notice.news_id)
        .join(SpreadNews, SpreadNews.news_id == Notice.news_id)
        .where(
            Notice.subscriber_id == Follow.subscriber_id,
            SpreadNews.kind == NewsKind.HISTORY,
            SpreadNews.about == one.about,
        )
    )
    who = await session.scalars(
        select(Follow.subscriber_id)
        .distinct()
        .where(Follow.confirmed_at <= one.at, await _followed(session, one), ~told.exists())
    )
    notices = [{"subscriber_id": subscriber, "news_id": one.id} for subscriber in who]
    if notices:
        await session.execute(insert(Notice).values(notices).on_conflict_do_nothing())


async def _followed(session: AsyncSession, one: News) -> ColumnElement[bool]:
    """Which follows this is for: of a history one line is enough, whatever its themes."""
    if one.theme_id is not None:
        themes = await meaning(session, one.theme_id)
    else:
        themes = await ids_on(session, one.about)
    return or_(
        (Follow.kind == Followed.ASSEMBLY) & (Follow.target_id == one.assembly_id),
        (Follow.kind == Followed.RESOLUTION) & (Follow.target_id == one.about),
        (Follow.kind == Followed.THEME) & Follow.target_id.in_(themes),
    )


async def send_next(
    sessions: async_sessionmaker[AsyncSession], settings: Settings, post: Post
) -> bool | None:
    """One letter went out (True) or did not (False); None when none is due.

    What breaks off in between is sent again after `LEASE`, under the same Message-ID where it tells
    of the same news.
    """
    async with sessions.begin() as session:
        claimed = await claim(session, settings, at=now())
    if claimed is None or not claimed.text:
        return None if claimed is None else True
    failed: Failure | None = None
    try:
        await post.send(compose(claimed, settings))
    except LetterFailed as problem:
        failed = problem.because
    async with sessions.begin() as session:
        await settle(session, claimed, failed, at=now())
    return failed is None


async def claim(session: AsyncSession, settings: Settings, *, at: datetime) -> Claimed | None:
    """The next letter that is due, for whoever sends it now; others who claim pass it over.

    All that is new for a subscriber is one letter. What is not public any more is in none.
    """
    waiting = exists().where(Notice.subscriber_id == Subscriber.id, Notice.ended_at.is_(None))
    row = await session.scalar(
        select(Subscriber)
        .where(Subscriber.next_at <= at, or_(Subscriber.asked_at.is_not(None), waiting))
        .order_by(Subscriber.next_at, Subscriber.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.attempts += 1
    row.next_at = at + LEASE
    stop = own_page(settings, row.id, row.language)
    if row.asked_at is not None:
        token = secrets.token_urlsafe(24)
        row.token_hash, row.letter_at = digest_of(token), at
        asked = await follows_of(session, row.id, row.language, confirmed=False)
        path = prefixed(row.language, f"/follow-by-mail/confirm/{token}")
        words = [one.words for one in asked]
        subject, text = confirmation(row.language, words, settings.public_url + path, stop)
        return Claimed(row.id, row.attempts, row.email, subject, text, None)
    found = await session.execute(
        select(
            SpreadNews.news_id,
            SpreadNews.kind,
            SpreadNews.about,
            SpreadNews.assembly_id,
        )
        .join(Notice, Notice.news_id == SpreadNews.news_id)
        .where(Notice.subscriber_id == row.id, Notice.ended_at.is_(None))
        .order_by(SpreadNews.happened_at, SpreadNews.news_id)
    )
    news = found.all()
    told = await told_in(session, [(one[1], one[2], one[3]) for one in news], row.language)
    ids = tuple(one[0] for one in news)
    if not told:
        await _end(session, row, ids, at=at)
        return Claimed(row.id, row.attempts, row.email, "", "", ids)
    subject, text = digest(row.language, *_bounded(told, settings, row.language), stop)
    return Claimed(row.id, row.attempts, row.email, subject, text, ids)


Lines = list[tuple[str, str]]


def _bounded(told: Sequence[Line], settings: Settings, language: str) -> tuple[Lines, Lines]:
    """The latest lines with their addresses, and where the earlier ones are when there are more."""

    def leading(page: str) -> str:
        return settings.public_url + prefixed(language, page)

    latest = [(one.title, leading(one.page)) for one in told[-MOST_TOLD:]]
    rest = dict.fromkeys((one.assembly, leading(one.assembly_page)) for one in told[:-MOST_TOLD])
    places = list(rest)
    if len(places) > MOST_PLACES:
        places = [(settings.public_url, leading("/"))]
    return latest, places


def compose(claimed: Claimed, settings: Settings) -> EmailMessage:
    """The letter, with what stops it in one click (RFC 8058)."""
    letter = EmailMessage(policy=SMTP)
    letter.set_content(claimed.text, cte="quoted-printable")
    letter.policy = SMTP.clone(max_line_length=None)
    stop = claimed.text.rstrip().rpartition("\n")[2]
    domain = parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost"
    named = repr((claimed.subscriber_id, claimed.news or claimed.text))
    letter["From"] = settings.mail_from
    letter["To"] = claimed.email
    letter["Subject"] = claimed.subject[:200]
    letter["Date"] = format_datetime(now())
    letter["Message-ID"] = f"<{hashlib.sha256(named.encode()).hexdigest()[:40]}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["List-Unsubscribe"] = f"<{stop}>"
    letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return letter


async def settle(
    session: AsyncSession, claimed: Claimed, failed: Failure | None, *, at: datetime
) -> None:
    """It is sent, tried again later, or given up; an address that there is not is deleted.

    Nothing is written where the subscriber left, or another attempt overtook this one.
    """
    row = await session.scalar(
        select(Subscriber)
        .where(Subscriber.id == claimed.subscriber_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None or row.attempts != claimed.attempt:
        return
    if failed in LASTING:
        await session.execute(delete(Subscriber).where(Subscriber.id == row.id))
        return
    again = None if failed is None else next_attempt(row.attempts, failed, at)
    if again is not None:
        row.next_at = again
        return
    await _end(session, row, claimed.news, at=at)


async def _end(
    session: AsyncSession, row: Subscriber, news: tuple[UUID, ...] | None, *, at: datetime
) -> None:
    row.attempts, row.next_at = 0, at
    if news is None:
        row.asked_at = None
        return
    await session.execute(
        update(Notice)
        .where(Notice.subscriber_id == row.id, Notice.news_id.in_(news))
        .values(ended_at=at)
    )
