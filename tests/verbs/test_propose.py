# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Participants draft, submit and sponsor; moderators table or return; nobody floods anybody."""

from uuid import uuid4

import pytest

from assembly.assemblies.proposing import let_participants_propose
from assembly.clock import now
from assembly.errors import (
    AlreadyTaken,
    IllegalMove,
    InvalidRequest,
    LastSponsor,
    NotPermitted,
    ProposalLimitReached,
    ProposingClosed,
    SeatNotFound,
    SponsorNotFound,
    Stale,
)
from assembly.resolutions import draft as drafting
from assembly.resolutions.backing import drafts_of, sponsors_of
from assembly.resolutions.draft import move_resolution, revise_resolution
from assembly.resolutions.history import version_view, versions_of
from assembly.resolutions.propose import (
    MOST_DRAFTS,
    propose_resolution,
    return_to_sponsors,
    submit_proposal,
)
from assembly.resolutions.queries import resolution_by_id
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.sponsor import end_sponsorship, name_body, name_seat
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows

TEXT = [Provision(Kind.PARAGRAPH, "", "De bus rijdt ook 's nachts.")]
REASON = "De kosten staan er niet in."


async def propose(build: Build, hall: Hall, index: int = 0, **given):
    async with build.sessions.begin() as session:
        return await propose_resolution(
            session,
            hall.assembly,
            hall.seats[index],
            **({"title": None, "provisions": TEXT, "at": now(), "by": BY} | given),
        )


async def submit(build: Build, hall: Hall, number: int = 1, hand: Hand = Hand.SPONSOR, **given):
    async with build.sessions.begin() as session:
        return await submit_proposal(
            session, hall.assembly, number, at=now(), by=BY, hand=hand, **given
        )


async def give_back(build: Build, hall: Hall, because: str = REASON, **given):
    async with build.sessions.begin() as session:
        return await return_to_sponsors(
            session, hall.assembly.id, 1, because, at=now(), by=BY, **given
        )


async def join(build: Build, hall: Hall, seat: int, hand: Hand = Hand.SPONSOR):
    async with build.sessions.begin() as session:
        return await name_seat(session, hall.assembly.id, 1, seat, at=now(), by=BY, hand=hand)


async def leave(build: Build, hall: Hall, ordinal: int, index: int | None = None):
    async with build.sessions.begin() as session:
        return await end_sponsorship(
            session,
            hall.assembly.id,
            1,
            ordinal,
            at=now(),
            by=BY,
            seat_id=None if index is None else hall.seats[index],
        )


async def names(build: Build, resolution) -> list[str]:
    async with build.sessions() as session:
        found = await sponsors_of(session, [resolution.id])
    return [one.name for one in found.get(resolution.id, [])]


# ── proposing ─────────────────────────────────────────────────────────────────
async def test_a_proposal_is_a_draft_with_its_author_as_first_sponsor(build):
    hall = await build.hall(seats=2)
    proposed = await propose(build, hall, 1)
    assert (proposed.state, proposed.is_proposal, proposed.number) == (State.DRAFT, True, 1)
    assert await names(build, proposed) == ["Seat 2"]
    assert await one(build, "SELECT written_as FROM versions") == "sponsor"


async def test_where_participants_do_not_propose_nothing_is_drafted_nor_submitted(build):
    hall = await build.hall(seats=1)
    await propose(build, hall)
    async with build.sessions.begin() as session:
        await let_participants_propose(session, hall.assembly, allowed=False, at=now(), by=BY)
    with pytest.raises(ProposingClosed):
        await propose(build, hall)
    with pytest.raises(ProposingClosed):
        await submit(build, hall)
    assert (await submit(build, hall, hand=Hand.MODERATOR)).state is State.SUBMITTED
    assert await one(build, "SELECT last_number FROM assemblies") == 1


async def test_saying_again_whether_participants_propose_records_nothing(build):
    hall = await build.hall(seats=0)
    for allowed in (True, False, False):
        async with build.sessions.begin() as session:
            await let_participants_propose(session, hall.assembly, allowed=allowed, at=now(), by=BY)
    assert (await acts(build))["let_participants_propose"] == 1


async def test_a_seat_has_a_limited_number_of_drafts_and_its_neighbour_its_own(build):
    hall = await build.hall(seats=2)
    for _ in range(MOST_DRAFTS):
        await propose(build, hall)
    with pytest.raises(ProposalLimitReached) as refused:
        await propose(build, hall)
    assert refused.value.facts == {"what": "drafts", "limit": MOST_DRAFTS}
    assert await one(build, "SELECT last_number FROM assemblies") == MOST_DRAFTS
    await propose(build, hall, 1)
    async with build.sessions.begin() as session:
        await move_resolution(
            session, hall.assembly.id, 1, State.WITHDRAWN, at=now(), by=BY, hand=Hand.SPONSOR
        )
    await propose(build, hall)


async def test_a_sponsor_writes_a_limited_number_of_versions(build, monkeypatch):
    monkeypatch.setattr(drafting, "MOST_VERSIONS", 2)
    hall = await build.hall(seats=1)
    await propose(build, hall)

    async def revise(revision: int, words: str, hand: Hand):
        async with build.sessions.begin() as session:
            return await revise_resolution(
                session,
                hall.assembly.id,
                1,
                revision=revision,
                title=None,
                provisions=[Provision(Kind.PARAGRAPH, "", words)],
                at=now(),
                by=BY,
                hand=hand,
            )

    await revise(1, "Twee.", Hand.SPONSOR)
    with pytest.raises(ProposalLimitReached) as refused:
        await revise(2, "Drie.", Hand.SPONSOR)
    assert refused.value.facts == {"what": "versions", "limit": 2}
    assert (await revise(2, "Drie.", Hand.MODERATOR)).current_version == 3


async def test_sent_again_under_its_own_id_it_is_drafted_once(build):
    hall, other = await build.hall(seats=2), await build.hall(seats=1)
    mine = uuid4()
    first = await propose(build, hall, resolution_id=mine)
    again = await propose(build, hall, resolution_id=mine)
    assert (first.number, again.number) == (1, 1)
    with pytest.raises(AlreadyTaken):
        await propose(build, hall, 1, resolution_id=mine)
    with pytest.raises(AlreadyTaken):
        await propose(build, other, resolution_id=mine)


async def test_a_draft_is_in_the_language_it_was_written_in(build):
    hall = await build.hall(seats=1)
    assert (await propose(build, hall, language="fr")).language == "fr"
    assert (await propose(build, hall)).language == "nl"


# ── submitting, returning, tabling ────────────────────────────────────────────
async def test_what_was_submitted_is_returned_with_a_reason_and_submitted_again(build):
    hall = await build.hall(seats=1)
    await propose(build, hall)
    await submit(build, hall)
    returned = await give_back(build, hall, f"  {REASON}\n")
    assert (returned.state, returned.returned_because) == (State.DRAFT, REASON)
    before = returned.revision
    assert (await give_back(build, hall)).revision == before, "said again, nothing changes"
    assert (await submit(build, hall)).returned_because is None
    assert (await acts(build, "resolution:1")) == {
        "draft_resolution": 1,
        "resolution_submitted": 2,
        "resolution_returned": 1,
    }


async def test_a_return_needs_a_reason_and_something_submitted(build):
    hall = await build.hall(seats=1)
    await propose(build, hall)
    with pytest.raises(IllegalMove):
        await give_back(build, hall)
    await submit(build, hall)
    with pytest.raises(InvalidRequest):
        await give_back(build, hall, "Nee.")


async def test_a_draft_of_a_participant_is_tabled_only_once_it_is_submitted(build):
    hall = await build.hall(seats=1)
    proposed = await propose(build, hall)
    with pytest.raises(IllegalMove):
        await build.move(hall, proposed, State.TABLED)
    await submit(build, hall)
    tabled = await build.move(hall, proposed, State.TABLED)
    assert (tabled.state, tabled.public_from) == (State.TABLED, 1)


async def test_what_was_read_is_what_is_moved(build):
    hall = await build.hall(seats=1)
    await propose(build, hall)
    with pytest.raises(Stale):
        await submit(build, hall, revision=7)
    await submit(build, hall, revision=1)
    with pytest.raises(Stale):
        await give_back(build, hall, revision=1)


async def test_sponsors_do_not_write_in_what_they_submitted_and_moderators_do(build):
    hall = await build.hall(seats=1)
    await propose(build, hall)
    await submit(build, hall)
    for hand in (Hand.SPONSOR, Hand.MODERATOR):
        async with build.sessions.begin() as session:
            writing = revise_resolution(
                session,
                hall.assembly.id,
                1,
                revision=2,
                title="Nachtbus",
                provisions=TEXT,
                at=now(),
                by=BY,
                hand=hand,
            )
            if hand is Hand.SPONSOR:
                with pytest.raises(IllegalMove):
                    await writing
            else:
                assert (await writing).title == "Nachtbus"


async def test_every_version_keeps_its_own_title_and_words_and_who_wrote_it(build):
    hall = await build.hall(seats=1)
    proposed = await propose(build, hall, title="Nachtbus")
    async with build.sessions.begin() as session:
        await revise_resolution(
            session,
            hall.assembly.id,
            1,
            revision=1,
            title="Bus",
            provisions=[*TEXT, Provision(Kind.ITEM, "a.", "elk uur")],
            at=now(),
            by=BY,
        )
    async with build.sessions() as session:
        lines = await versions_of(session, proposed.id)
        first = await version_view(session, proposed.id, 1)
    assert [(line.ordinal, line.title, line.written_as) for line in lines] == [
        (1, "Nachtbus", Hand.SPONSOR),
        (2, "Bus", Hand.MODERATOR),
    ]
    assert (first.title, len(first.provisions), first.line_width) == ("Nachtbus", 1, 80)


# ── sponsors ──────────────────────────────────────────────────────────────────
async def test_on_the_table_a_participant_joins_once_and_leaves_with_a_trace(build):
    hall = await build.hall(seats=2)
    tabled = await build.tabled(hall)
    await join(build, hall, 2)
    await join(build, hall, 2)
    assert await names(build, tabled) == ["Seat 2"]
    await leave(build, hall, 1, index=1)
    await leave(build, hall, 1, index=1)
    assert await names(build, tabled) == []
    await join(build, hall, 2)
    assert await rows(
        build, "SELECT ordinal, left_at IS NULL, after_tabling FROM sponsors ORDER BY ordinal"
    ) == [(1, False, True), (2, True, True)]


async def test_before_tabling_moderators_name_and_participants_do_not_join(build):
    hall = await build.hall(seats=3)
    proposed = await propose(build, hall)
    with pytest.raises(IllegalMove):
        await join(build, hall, 2)
    await join(build, hall, 2, Hand.MODERATOR)
    async with build.sessions.begin() as session:
        await name_body(session, hall.assembly.id, 1, " Jeugdraad ", at=now(), by=BY)
    async with build.sessions.begin() as session:
        await name_body(session, hall.assembly.id, 1, "Jeugdraad", at=now(), by=BY)
    assert await names(build, proposed) == ["Seat 1", "Seat 2", "Jeugdraad"]
    with pytest.raises(SeatNotFound):
        await join(build, hall, 9, Hand.MODERATOR)


async def test_the_last_sponsor_of_a_draft_stays_and_a_moderator_may_take_anybody_off(build):
    hall = await build.hall(seats=2)
    proposed = await propose(build, hall)
    with pytest.raises(LastSponsor):
        await leave(build, hall, 1, index=0)
    await join(build, hall, 2, Hand.MODERATOR)
    await leave(build, hall, 1, index=0)
    assert await names(build, proposed) == ["Seat 2"]
    await leave(build, hall, 2)
    assert await names(build, proposed) == []


async def test_nobody_ends_what_is_another_s(build):
    hall = await build.hall(seats=2)
    await propose(build, hall)
    for ordinal in (1, 5):
        with pytest.raises(NotPermitted):
            await leave(build, hall, ordinal, index=1)
    with pytest.raises(SponsorNotFound):
        await leave(build, hall, 5)


async def test_once_under_vote_the_list_of_sponsors_stays_as_it_is(build):
    hall = await build.hall(seats=2)
    await build.open_voting(hall)
    for hand in Hand:
        with pytest.raises(IllegalMove):
            await join(build, hall, 2, hand)


async def test_a_seat_finds_its_own_drafts_and_moderators_those_that_wait(build):
    hall = await build.hall(seats=2)
    await propose(build, hall)
    await propose(build, hall, 1)
    await submit(build, hall, 2)
    tabled = await build.tabled(hall)
    async with build.sessions() as session:
        mine = await drafts_of(session, hall.assembly.id, seat_id=hall.seats[0])
        waiting = await drafts_of(session, hall.assembly.id)
        view = await resolution_by_id(session, tabled.id)
    assert [draft.number for draft in mine] == [1]
    assert [draft.number for draft in waiting] == [2, 1]
    assert view.public_from == 1
