# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Freeze and release the record of a counted voting. Publishing twice changes nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of
from assembly.audit.record import record_act
from assembly.errors import IllegalMove, NotPublished, PreviewNotAgreed, Unexpected
from assembly.follow_up.open import open_dossiers
from assembly.publication.models import Record
from assembly.publication.queries import Published
from assembly.publication.rules.record import (
    Decided,
    Held,
    Move,
    Papers,
    record_digest,
    write_record,
)
from assembly.resolutions.decide import record_outcome, return_to_table
from assembly.resolutions.queries import resolution_by_id
from assembly.resolutions.rules.outcome import Outcome
from assembly.voting.about import decide_amendments, written_about
from assembly.voting.hold import release_due, release_now
from assembly.voting.queries import (
    VotingView,
    embargoes_of,
    require_voting,
    result_of,
    sums_of,
)
from assembly.voting.rules.ballot import Subject, offered
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.numbers import write_verdict
from assembly.voting.rules.paper import read_lines
from assembly.voting.rules.release import Release
from assembly.voting.rules.sums import decide_sums
from assembly.webhooks.announce import announce
from assembly.webhooks.rules.event import Event, EventType

BY = "system:worker"


async def publish_record(session: AsyncSession, voting_id: UUID, *, at: datetime) -> str | None:
    """The record is public and will not change; the assembly's slug, or None if it was before.

    What is published as adopted has its dossier from now on.
    A void voting's resolution returns to the table now and not at the count, and amendments are
    adopted or not only now, so that nobody learns from it before. Leaves alone a test voting, and a
    result that is held back until later. Refuses a voting that is not counted (`IllegalMove`), and
    holds its row, so that it is not annulled meanwhile. Two publishers at once: the key lets one
    through.
    """
    if not await release_due(session, voting_id, at=at):
        return None
    return await _publish(session, voting_id, at=at, by=BY)


async def publish_now(
    session: AsyncSession, voting_id: UUID, because: str | None, *, at: datetime, by: str
) -> str | None:
    """A result that is held back is public now, by a moderator's act; the slug, or None if it was.

    Refuses what `release_now` does. Repeated, or by two at once, it is done once.
    """
    await release_now(session, voting_id, because, at=at, by=by)
    return await _publish(session, voting_id, at=at, by=by)


async def _publish(session: AsyncSession, voting_id: UUID, *, at: datetime, by: str) -> str | None:
    await session.flush()
    voting = await require_voting(session, voting_id)
    if voting.is_test or await session.get(Record, voting_id) is not None:
        return None
    slug, document = await _document(session, voting)
    digest = record_digest(document)
    written = await session.scalar(
        insert(Record)
        .values(
            voting_id=voting_id,
            assembly_id=voting.assembly_id,
            resolution_id=voting.resolution_id,
            document=document,
            digest=digest,
            published_at=at,
        )
        .on_conflict_do_nothing()
        .returning(Record.voting_id)
    )
    if written is None:
        return None
    await _let_know(session, voting, document["verdict"]["outcome"], at=at)
    record_act(
        session,
        "publish_record",
        at=at,
        by=by,
        subject=f"voting:{voting_id}",
        assembly_id=voting.assembly_id,
        digest=digest,
    )
    await announce(session, voting.assembly_id, _told(document, digest), at=at)
    return slug


async def _let_know(
    session: AsyncSession, voting: VotingView, outcome: str | None, *, at: datetime
) -> None:
    """What waited for the record moves: amendments, a void one's text, one held back, a dossier."""
    decided = None if outcome is None else Outcome(outcome)
    if voting.subject is Subject.AMENDMENTS:
        await decide_amendments(session, voting.id, decided, at=at, by=BY)
    elif decided is None:
        await return_to_table(session, voting.resolution_id, at=at, by=BY)
    else:
        if voting.release is Release.HELD:
            result = await result_of(session, voting.id)
            counted_at = None if result is None else result.counted_at
            await record_outcome(
                session, voting.resolution_id, decided, at=at, by=BY, decided_at=counted_at
            )
        if decided is Outcome.ADOPTED:
            await open_dossiers(session, voting.assembly_id, [voting.resolution_id], at=at, by=BY)


async def preview_record(
    session: AsyncSession, voting_id: UUID, *, at: datetime, by: str
) -> Published:
    """What the record of a held result would be now, for a moderator; the trail says who looked.

    Refuses a voting that is not counted (`NotPublished`), and one whose result is not held back, or
    not any more (`PreviewNotAgreed`).
    """
    voting = await require_voting(session, voting_id)
    if voting.release is not Release.HELD or voting.is_test or voting.released_at is not None:
        raise PreviewNotAgreed(
            "Nothing of this voting is held back: nobody sees its result before everybody does.",
            voting_id=str(voting_id),
        )
    if voting.state is not State.COUNTED:
        raise NotPublished("This voting is not counted.", voting_id=str(voting_id))
    _, document = await _document(session, voting)
    record_act(
        session,
        "preview_record",
        at=at,
        by=by,
        subject=f"voting:{voting_id}",
        assembly_id=voting.assembly_id,
    )
    return Published(document, record_digest(document), None)


def _told(document: Mapping[str, Any], digest: str) -> Event:
    """What other systems are told of a record: where it is, and its digest."""
    slug, number = document["assembly"]["slug"], document["resolution"]["number"]
    voting = f"/api/v1/votings/{document['voting']['id']}"
    return Event(
        EventType.RECORD_PUBLISHED,
        {
            "assembly": slug,
            "resolution": number,
            "voting": document["voting"]["id"],
            "digest": digest,
        },
        {
            "page": f"/assemblies/{slug}/resolutions/{number}",
            "resolution": f"/api/v1/assemblies/{slug}/resolutions/{number}",
            "result": f"{voting}/result",
            "bundle": f"{voting}/bundle",
        },
    )


async def result_of_test(session: AsyncSession, voting_id: UUID) -> Published:
    """What the record of a counted test voting would be, marked; kept nowhere, released never.

    Refuses one that is not counted (`NotPublished`). For those in the house only.
    """
    voting = await require_voting(session, voting_id)
    if voting.state is not State.COUNTED:
        raise NotPublished("This test voting is not counted.", voting_id=str(voting_id))
    _, document = await _document(session, voting)
    marked = document | {"test": True}
    return Published(marked, record_digest(marked), None)


async def _document(session: AsyncSession, voting: VotingView) -> tuple[str, dict[str, Any]]:
    """The assembly's slug and the document. The verdict is decided once more from the tally.

    Refuses a voting that is not counted, and a verdict that is not the one the count wrote.
    """
    result = await result_of(session, voting.id)
    if voting.state is not State.COUNTED or result is None:
        raise IllegalMove("Only a counted voting can be published.", state=voting.state.value)
    if voting.opened_at is None or voting.closed_at is None:
        raise Unexpected("A counted voting without a beginning or an end.")
    assembly = await assembly_of(session, voting.assembly_id)
    resolution = await resolution_by_id(session, voting.resolution_id)
    sums = sums_of(voting, result)
    verdict = decide_sums(voting.rule, sums)
    if write_verdict(verdict) != result.verdict or verdict.outcome != result.outcome:
        raise Unexpected("The result on file is not what its counts decide; nothing is published.")
    document = write_record(
        Decided(
            assembly_slug=assembly.slug,
            assembly_name=assembly.name,
            number=resolution.number,
            title=resolution.title,
            title_derived=resolution.title_derived,
            language=resolution.language,
            version=voting.version,
            text_digest=resolution.digest,
            provisions=resolution.provisions,
            voting_id=str(voting.id),
            secrecy=voting.secrecy.value,
            choices=tuple(choice.value for choice in offered(abstain=voting.abstain)),
            rehearsal=voting.is_rehearsal,
            opened_at=voting.opened_at,
            closed_at=voting.closed_at,
            roll_digest=voting.roll_digest or "",
            box_digest=result.box_digest,
            medium=voting.medium.value,
            electorate=voting.electorate.value,
            represented=voting.represented or 0,
            attendance_taken=bool(voting.attendance_taken),
            small_classes=bool(voting.small_classes),
            amendments=await written_about(session, voting.id),
            held=await _held(session, voting),
            papers=None
            if result.paper is None
            else Papers(read_lines(result.paper), voting.on_paper),
        ),
        voting.rule,
        sums,
        verdict,
    )
    return assembly.slug, document


async def _held(session: AsyncSession, voting: VotingView) -> Held | None:
    """What the record says of its being held back; nothing of one that was public at once."""
    if voting.release is not Release.HELD:
        return None
    moves = await embargoes_of(session, voting.id)
    return Held(
        moves[0].before if moves else voting.publish_at,
        [Move(move.moved_at, move.publish_at, move.because) for move in moves],
    )
