# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Freeze and release the record of a counted voting. Publishing twice changes nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assembly.assemblies.queries import assembly_of
from assembly.audit.record import record_act
from assembly.errors import IllegalMove, NotPublished, Unexpected
from assembly.publication.models import Record
from assembly.publication.queries import Published
from assembly.publication.rules.record import Decided, Papers, record_digest, write_record
from assembly.resolutions.decide import return_to_table
from assembly.resolutions.queries import resolution_by_id
from assembly.voting.queries import (
    VotingView,
    hold_voting,
    require_voting,
    result_of,
    sums_of,
)
from assembly.voting.rules.ballot import offered
from assembly.voting.rules.lifecycle import State
from assembly.voting.rules.numbers import write_verdict
from assembly.voting.rules.paper import read_lines
from assembly.voting.rules.sums import decide_sums

BY = "system:worker"


async def publish_record(session: AsyncSession, voting_id: UUID, *, at: datetime) -> str | None:
    """The record is public and will not change; the assembly's slug, or None if it was before.

    A void voting's resolution returns to the table now and not at the count, so that nobody learns
    from it before. Leaves a test voting alone. Refuses a voting that is not counted
    (`IllegalMove`), and holds its row FOR SHARE, so that it is not annulled meanwhile. Two
    publishers at once: the key lets one through.
    """
    await hold_voting(session, voting_id)
    voting = await require_voting(session, voting_id)
    if voting.is_test:
        return None
    slug, document = await _document(session, voting)
    written = await session.scalar(
        insert(Record)
        .values(
            voting_id=voting_id,
            assembly_id=voting.assembly_id,
            resolution_id=voting.resolution_id,
            document=document,
            digest=record_digest(document),
            published_at=at,
        )
        .on_conflict_do_nothing()
        .returning(Record.voting_id)
    )
    if written is None:
        return None
    if document["verdict"]["outcome"] is None:
        await return_to_table(session, voting.resolution_id, at=at, by=BY)
    record_act(
        session,
        "publish_record",
        at=at,
        by=BY,
        subject=f"voting:{voting_id}",
        assembly_id=voting.assembly_id,
        digest=record_digest(document),
    )
    return slug


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
            papers=None
            if result.paper is None
            else Papers(read_lines(result.paper), voting.on_paper),
        ),
        voting.rule,
        sums,
        verdict,
    )
    return assembly.slug, document
