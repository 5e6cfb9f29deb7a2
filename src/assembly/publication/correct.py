# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Correct what people got wrong about a published outcome: a further version, with its reason."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.models import Assembly
from assembly.audit.record import record_act
from assembly.errors import NothingPublished, Stale
from assembly.follow_up.open import open_dossiers
from assembly.follow_up.rules.dossier import today_in
from assembly.publication.corrections import Corrected, corrected_in
from assembly.publication.models import Correction
from assembly.publication.queries import Decision, require_decision
from assembly.publication.record_versions import RecordVersion, current_of, record_versions
from assembly.publication.rules.correction import (
    Correctable,
    Facts,
    Place,
    corrected,
    write_correction,
)
from assembly.publication.rules.record import record_digest
from assembly.resolutions.correct import put_right
from assembly.resolutions.decide import hold_resolution
from assembly.resolutions.queries import resolution_id_of
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.reason import sound_reason
from assembly.webhooks.announce import announce
from assembly.webhooks.rules.event import Event, EventType

Changes = Mapping[Correctable, Any]


async def correct_record(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    changes: Changes,
    because: str,
    *,
    corrects: int,
    at: datetime,
    by: str,
) -> Corrected:
    """The version that follows `corrects` says this, and why; those before stay as they are.

    Sent again it is done once. Refuses what `judge_correction` does, and another version than the
    one that everybody reads now (`Stale`), so that two moderators never write over each other.
    History that is corrected to adopted has its dossier from now on. Locks the resolution's row.
    """
    reason = sound_reason(because)
    await hold_resolution(session, await resolution_id_of(session, assembly.id, number))
    decision, current, every = await _published(session, assembly, number)
    today = today_in(assembly.time_zone, at)
    again = _said_already(decision, every, changes, reason, corrects, today)
    if again is not None:
        return again
    after = _judged(decision, current, changes, corrects, today)
    row = await _keep(session, assembly, decision, current, after, reason, at=at, by=by)
    await put_right(session, decision.resolution.id, title=after.title, outcome=after.outcome)
    if after.outcome is Outcome.ADOPTED and current.facts.outcome is not Outcome.ADOPTED:
        await open_dossiers(session, assembly.id, [decision.resolution.id], at=at, by=by)
    return corrected_in(row)


async def judge_correction(
    session: AsyncSession,
    assembly: Assembly,
    number: int,
    changes: Changes,
    *,
    corrects: int,
    at: datetime,
) -> tuple[Facts, Facts]:
    """What is said now, and what would be said; nothing is written.

    Refuses a resolution that nobody reads (`ResolutionNotFound`), one without a published outcome
    (`NothingPublished`), another version than the current one (`Stale`), and what
    `rules.correction` does.
    """
    decision, current, _ = await _published(session, assembly, number)
    today = today_in(assembly.time_zone, at)
    return current.facts, _judged(decision, current, changes, corrects, today)


async def require_published(
    session: AsyncSession, assembly: Assembly, number: int
) -> tuple[Decision, RecordVersion]:
    """The resolution, and the version of its record that everybody reads now.

    Refuses a resolution that nobody reads (`ResolutionNotFound`), and one without a published
    outcome (`NothingPublished`).
    """
    decision, current, _ = await _published(session, assembly, number)
    return decision, current


async def _published(
    session: AsyncSession, assembly: Assembly, number: int
) -> tuple[Decision, RecordVersion, list[RecordVersion]]:
    decision = await require_decision(session, assembly.id, number)
    every = await record_versions(session, assembly.id, decision)
    current = current_of(decision, every)
    if current is None:
        raise NothingPublished("This resolution has no published outcome.", number=number)
    return decision, current, every


def _judged(
    decision: Decision,
    current: RecordVersion,
    changes: Changes,
    corrects: int,
    today: date,
) -> Facts:
    if current.version != corrects:
        raise Stale(
            "Somebody corrected this record meanwhile; read it again.",
            yours=corrects,
            current=current.version,
        )
    held_here = decision.record is not None
    return corrected(current.facts, changes, held_here=held_here, today=today)


def _said_already(
    decision: Decision,
    every: Sequence[RecordVersion],
    changes: Changes,
    reason: str,
    corrects: int,
    today: date,
) -> Corrected | None:
    """The correction that follows `corrects`, where it is the very one that is sent."""
    last = decision.corrected
    before = next((one for one in every if one.version == corrects), None)
    if last is None or before is None or (last.version, last.because) != (corrects + 1, reason):
        return None
    held_here = decision.record is not None
    after = corrected(before.facts, changes, held_here=held_here, today=today)
    return last if after == last.facts else None


async def _keep(
    session: AsyncSession,
    assembly: Assembly,
    decision: Decision,
    current: RecordVersion,
    after: Facts,
    because: str,
    *,
    at: datetime,
    by: str,
) -> Correction:
    view = decision.resolution
    place = Place(assembly.slug, view.number, current.version, current.digest)
    document = write_correction(place, current.facts, after, because, at)
    row = Correction(
        resolution_id=view.id,
        version=current.version + 1,
        assembly_id=assembly.id,
        voting_id=current.voting_id,
        document=document,
        digest=record_digest(document),
        because=because,
        corrected_at=at,
        corrected_by=by,
    )
    session.add(row)
    await session.flush()
    record_act(
        session,
        "correct_record",
        at=at,
        by=by,
        subject=f"resolution:{view.number}",
        assembly_id=assembly.id,
        version=row.version,
        digest=row.digest,
        because=because,
    )
    await announce(session, assembly.id, _told(assembly.slug, row, view.number), at=at)
    return row


def _told(slug: str, row: Correction, number: int) -> Event:
    """What other systems are told: where it is, and its digest."""
    page, record = f"/assemblies/{slug}/resolutions/{number}", f"records/{row.version}"
    return Event(
        EventType.RECORD_CORRECTED,
        {"assembly": slug, "resolution": number, "version": row.version, "digest": row.digest},
        {"page": page, "resolution": f"/api/v1{page}", "record": f"/api/v1{page}/{record}"},
    )
