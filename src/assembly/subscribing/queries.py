# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reads for subscribers themselves, and for the worker. No address is in any of them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of, require_assembly
from assembly.errors import AssemblyNotFound, InvalidRequest
from assembly.publication.news import name_of_theme, place_shown, resolution_to_follow
from assembly.subscribing.models import Follow, Notice, Subscriber
from assembly.subscribing.rules.following import Followed
from assembly.subscribing.rules.words import WORDS
from assembly.themes.queries import require_theme


@dataclass(frozen=True, slots=True)
class FollowView:
    """Something that is followed, in words."""

    id: UUID
    words: str


async def target_of(
    session: AsyncSession, assembly: str | None, resolution: int | None, theme: str | None
) -> tuple[Followed, UUID]:
    """What these words name, or a refusal: what the public may not read is not followed."""
    if theme is not None and assembly is None and resolution is None:
        return Followed.THEME, (await require_theme(session, theme)).id
    if assembly is None or theme is not None:
        raise InvalidRequest("Name an assembly, a resolution of it, or a theme.", what="assembly")
    found = await require_assembly(session, assembly)
    if found.is_rehearsal:
        raise AssemblyNotFound("There is no such assembly to follow.")
    if resolution is None:
        return Followed.ASSEMBLY, found.id
    return Followed.RESOLUTION, await resolution_to_follow(session, found.id, resolution)


async def in_words(
    session: AsyncSession, kind: Followed, target_id: UUID, language: str
) -> str | None:
    """What is followed, in the reader's language; None where it is not there any more."""
    words = WORDS[language]
    match kind:
        case Followed.ASSEMBLY:
            return words.everything_of.format(name=(await assembly_of(session, target_id)).name)
        case Followed.THEME:
            label = await name_of_theme(session, target_id, language)
            return None if label is None else words.theme.format(name=label)
        case Followed.RESOLUTION:
            name, number = await place_shown(session, target_id)
            return words.next_of.format(name=name, number=number)


async def follows_of(
    session: AsyncSession, subscriber_id: UUID, language: str, *, confirmed: bool
) -> list[FollowView]:
    """What this subscriber follows, or asked to follow."""
    rows = await session.scalars(
        select(Follow)
        .where(
            Follow.subscriber_id == subscriber_id,
            Follow.confirmed_at.is_not(None) if confirmed else Follow.confirmed_at.is_(None),
        )
        .order_by(Follow.asked_at, Follow.id)
    )
    return [
        FollowView(row.id, told)
        for row in list(rows)
        if (told := await in_words(session, row.kind, row.target_id, language)) is not None
    ]


async def mail_due(session: AsyncSession, at: datetime) -> bool:
    """Whether a letter to any subscriber is due."""
    waiting = select(Notice.news_id).where(
        Notice.subscriber_id == Subscriber.id, Notice.ended_at.is_(None)
    )
    due = select(Subscriber.id).where(
        Subscriber.next_at <= at, or_(Subscriber.asked_at.is_not(None), waiting.exists())
    )
    return bool(await session.scalar(select(due.exists())))
