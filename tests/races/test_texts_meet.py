# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two tabs, two moderators, twenty proposals at once: nobody's work is lost and no limit passed."""

from uuid import uuid4

from assembly.clock import now
from assembly.errors import IllegalMove, LastSponsor, ProposalLimitReached, Refusal, Stale
from assembly.resolutions.draft import revise_resolution
from assembly.resolutions.propose import MOST_DRAFTS, propose_resolution
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.rules.text import Kind, Provision
from assembly.resolutions.sponsor import end_sponsorship, name_seat
from tests.build.house import BY, Build, Hall
from tests.races.rivals import together
from tests.verbs.reading import one, rows


async def revise(build: Build, hall: Hall, words: str):
    async with build.sessions.begin() as session:
        return await revise_resolution(
            session,
            hall.assembly.id,
            1,
            revision=1,
            title=None,
            provisions=[Provision(Kind.PARAGRAPH, "", words)],
            at=now(),
            by=BY,
        )


async def propose(build: Build, hall: Hall, mine=None):
    async with build.sessions.begin() as session:
        return await propose_resolution(
            session,
            hall.assembly,
            hall.seats[0],
            title=None,
            provisions=[Provision(Kind.PARAGRAPH, "", "Gratis bus.")],
            at=now(),
            by=BY,
            resolution_id=mine,
        )


async def test_of_many_tabs_that_revise_at_once_one_is_kept_and_the_others_are_told(build):
    hall = await build.hall(seats=0)
    await build.draft(hall)
    came = await together(*(revise(build, hall, f"Tekst {tab}.") for tab in range(8)))
    assert [type(one) for one in came if isinstance(one, Refusal)] == [Stale] * 7
    assert await rows(build, "SELECT revision, current_version FROM resolutions") == [(2, 2)]


async def test_the_same_text_from_two_tabs_at_once_is_one_version(build):
    hall = await build.hall(seats=0)
    await build.draft(hall)
    came = await together(*(revise(build, hall, "Dezelfde tekst.") for _ in range(4)))
    assert not [one for one in came if isinstance(one, Refusal)]
    assert await one(build, "SELECT current_version FROM resolutions") == 2


async def test_tabled_and_withdrawn_at_once_it_goes_one_legal_way(build):
    for _ in range(6):
        hall = await build.hall(seats=0)
        resolution = await build.draft(hall)
        came = await together(
            build.move(hall, resolution, State.TABLED),
            build.move(hall, resolution, State.WITHDRAWN),
        )
        refused = [one for one in came if isinstance(one, Refusal)]
        assert [type(one) for one in refused] in ([], [IllegalMove])
        state = await one(build, f"SELECT state FROM resolutions WHERE id = '{resolution.id}'")
        assert state == "withdrawn"


async def test_however_many_propose_at_once_the_limit_holds_and_numbers_have_no_gaps(build):
    hall = await build.hall(seats=1)
    came = await together(*(propose(build, hall) for _ in range(MOST_DRAFTS + 8)))
    refused = [type(one) for one in came if isinstance(one, Refusal)]
    assert refused == [ProposalLimitReached] * 8
    numbers = await rows(build, "SELECT number FROM resolutions ORDER BY 1")
    assert numbers == [(number,) for number in range(1, MOST_DRAFTS + 1)]


async def test_one_form_sent_many_times_at_once_is_drafted_once(build):
    hall = await build.hall(seats=1)
    mine = uuid4()
    came = await together(*(propose(build, hall, mine) for _ in range(6)))
    assert not [outcome for outcome in came if isinstance(outcome, Refusal)]
    assert await one(build, "SELECT count(*) FROM resolutions") == 1
    assert await one(build, "SELECT count(*) FROM sponsors") == 1


async def test_two_last_sponsors_who_leave_at_once_leave_one(build):
    hall = await build.hall(seats=2)
    await build.proposed(hall)
    async with build.sessions.begin() as session:
        await name_seat(session, hall.assembly.id, 1, 2, at=now(), by=BY, hand=Hand.MODERATOR)

    async def leave(index: int):
        async with build.sessions.begin() as session:
            await end_sponsorship(
                session,
                hall.assembly.id,
                1,
                index + 1,
                at=now(),
                by=BY,
                seat_id=hall.seats[index],
            )

    came = await together(leave(0), leave(1))
    assert [type(one) for one in came if isinstance(one, Refusal)] == [LastSponsor]
    assert await one(build, "SELECT count(*) FROM sponsors WHERE left_at IS NULL") == 1
