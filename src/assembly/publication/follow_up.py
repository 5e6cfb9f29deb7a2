# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened next, behind the gate: a dossier is public while its resolution is as adopted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.errors import FollowUpNotFound
from assembly.follow_up.queries import count_entries, dossiers_in, entries_of, has_dossier
from assembly.follow_up.rules.dossier import (
    Entry,
    Standing,
    Wanted,
    midnight_after,
    standing_of,
    today_in,
)
from assembly.publication.formats.feeds import LATEST, Feed, Item
from assembly.publication.formats.follow_up import NEXT, PublicDossier, news_of
from assembly.publication.formats.words import WORDS
from assembly.publication.queries import (
    Decision,
    decisions_among,
    public_mark,
    require_decision,
)
from assembly.publication.released import public_assembly
from assembly.resolutions.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A dossier with the resolution it belongs to, as it stands on a day."""

    decision: Decision
    entries: tuple[Entry, ...]
    standing: Standing
    today: date


@dataclass(frozen=True, slots=True)
class Mark:
    """The state of what happened next, the day included, and when the next day begins."""

    word: str
    until: datetime


async def follow_up_of(
    session: AsyncSession, assembly: Assembly, decision: Decision, *, at: datetime
) -> FollowUp | None:
    """The dossier of this resolution; None where it is not published as adopted."""
    resolution_id = decision.resolution.id
    if decision.outcome is not Outcome.ADOPTED or not await has_dossier(session, resolution_id):
        return None
    entries = (await entries_of(session, [resolution_id]))[resolution_id]
    today = today_in(assembly.time_zone, at)
    return FollowUp(decision, entries, standing_of(entries, today), today)


async def require_follow_up(
    session: AsyncSession, assembly: Assembly, number: int, *, at: datetime
) -> FollowUp:
    """The dossier of the resolution with this number.

    Refuses a resolution that the public may not read (`ResolutionNotFound`), and one that is not
    published as adopted (`FollowUpNotFound`).
    """
    decision = await require_decision(session, assembly.id, number)
    found = await follow_up_of(session, assembly, decision, at=at)
    if found is None:
        raise FollowUpNotFound("This resolution is not published as adopted.", number=number)
    return found


async def follow_ups_in(
    session: AsyncSession, assembly: Assembly, wanted: Wanted | None = None, *, at: datetime
) -> list[FollowUp]:
    """Every dossier of the assembly that the public may read, by number."""
    decisions = await decisions_among(session, await dossiers_in(session, assembly.id))
    adopted = [one for one in decisions.values() if one.outcome is Outcome.ADOPTED]
    adopted.sort(key=lambda one: one.resolution.number)
    entries = await entries_of(session, [one.resolution.id for one in adopted])
    today = today_in(assembly.time_zone, at)
    found = [
        FollowUp(one, entries[one.resolution.id], standing, today)
        for one in adopted
        for standing in [standing_of(entries[one.resolution.id], today)]
    ]
    return [one for one in found if one.standing.is_among(wanted)]


async def follow_up_mark(session: AsyncSession, assembly: Assembly, *, at: datetime) -> Mark:
    """A word that changes with what the public may read of it, and with the day there."""
    records = await public_mark(session, assembly.id)
    entries = await count_entries(session, assembly.id)
    today = today_in(assembly.time_zone, at)
    return Mark(f"{records}.{entries}.{today}", midnight_after(assembly.time_zone, at))


async def news_in(
    session: AsyncSession, assembly: Assembly, number: int | None, site: str, *, at: datetime
) -> tuple[Feed, list[Item]]:
    """The feed of a dossier, or of all of the assembly's: the latest entries first.

    Refuses a rehearsal (`NothingPublished`), and as `require_follow_up`.
    """
    about = public_assembly(assembly, site)
    found: Sequence[FollowUp]
    if number is None:
        found = await follow_ups_in(session, assembly, at=at)
    else:
        found = [await require_follow_up(session, assembly, number, at=at)]
    dossiers = [
        PublicDossier(
            about, one.decision.resolution.number, one.decision.resolution.title, one.entries
        )
        for one in found
    ]
    items = news_of(dossiers, LATEST)
    changed = max((item.at for item in items), default=assembly.founded_at)
    of = f"/resolutions/{number}/follow-up" if number is not None else "/follow-up"
    page, named = f"{about.page}{of}", NEXT[about.language].title
    if number is not None:
        named = f"{WORDS[about.language].resolution} {number}: {named}"
    feed = Feed(
        title=f"{named} – {about.name}",
        language=about.language,
        page=page,
        atom=f"{page}/feed.atom",
        json=f"{page}/feed.json",
        everything=f"{about.api}{of}",
        changed_at=changed.isoformat(timespec="seconds"),
    )
    return feed, items
