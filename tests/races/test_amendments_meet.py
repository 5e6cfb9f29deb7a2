# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many authors, two moderators, two workers at the same text: nothing twice, nothing lost."""

from uuid import uuid4

import pytest

from assembly.amendments.file import file_amendment
from assembly.amendments.judge import find_admissible, take_over, withdraw_amendment
from assembly.amendments.keep_up import keep_up
from assembly.amendments.models import Amendment
from assembly.amendments.new_version import write_new_version
from assembly.amendments.rules.lifecycle import State
from assembly.amendments.support import support_amendment
from assembly.amendments.wanted import Wanted
from assembly.amendments.written import merges_of
from assembly.clock import now
from assembly.errors import IllegalMove, Stale
from assembly.publication.publish import publish_record
from assembly.resolutions.models import Resolution
from assembly.resolutions.rules.text import Kind, Provision
from assembly.voting.models import Voting
from tests.build.amending import Amending, insert_after, replace_
from tests.build.house import BY
from tests.races.rivals import together
from tests.verbs.reading import one


@pytest.fixture
async def amending(build) -> Amending:
    return Amending(build, await build.hall(seats=12))


async def do(amending: Amending, verb, *values, **named):
    async with amending.build.sessions.begin() as session:
        return await verb(session, *values, at=now(), by=BY, **named)


async def test_many_authors_at_once_have_numbers_without_gaps(amending):
    text = await amending.table("Gratis bus onder 18.")
    await together(
        *(
            amending.file(replace_("p1", f"Gratis bus onder {age}."), seat=age - 19)
            for age in range(19, 31)
        )
    )
    assert list(await amending.all(text.id)) == list(range(1, 13))


async def test_the_same_sent_many_times_is_filed_once(amending):
    text = await amending.table("Gratis bus onder 18.")
    wanted = Wanted(1, [replace_("p1", "Gratis bus onder 21.")], id=uuid4())
    came = await together(
        *(
            do(
                amending,
                file_amendment,
                amending.hall.assembly,
                1,
                wanted,
                seat_id=amending.hall.seats[0],
            )
            for _ in range(8)
        )
    )
    assert all(isinstance(row, Amendment) and row.number == 1 for row in came)
    assert list(await amending.all(text.id)) == [1]


async def test_supporters_are_counted_once_each(amending):
    await amending.table("Gratis bus onder 18.")
    await amending.file(replace_("p1", "Gratis bus onder 21."), seat=0)
    await together(
        *(
            do(amending, support_amendment, amending.hall.assembly.id, 1, 1, seat)
            for seat in amending.hall.seats[1:] * 2
        )
    )
    assert await one(amending.build, "SELECT count(*) FROM supporters") == 11


async def test_an_amendment_that_is_withdrawn_while_it_is_put_to_the_vote_is_one_of_the_two(
    amending,
):
    for _ in range(6):
        text = await amending.table("Gratis bus onder 18.")
        await amending.file(replace_("p1", "Gratis bus onder 21."), on=text.number)
        await amending.admit(1, on=text.number)
        await together(
            amending.open(1, on=text.number),
            do(amending, withdraw_amendment, amending.hall.assembly.id, text.number, 1),
        )
        (found,) = (await amending.all(text.id)).values()
        votings = await one(
            amending.build,
            "SELECT count(*) FROM votings WHERE resolution_id = :id AND state = 'open'",
            id=text.id,
        )
        assert (found.state, votings) in {(State.UNDER_VOTE, 1), (State.WITHDRAWN, 0)}


async def test_two_in_conflict_that_are_taken_over_at_once_are_not_both_in_the_text(amending):
    for _ in range(6):
        text = await amending.table("Gratis bus onder 18.")
        for age in (21, 25):
            await amending.file(replace_("p1", f"Gratis bus onder {age}."), on=text.number)
        for number in (1, 2):
            await do(amending, find_admissible, amending.hall.assembly.id, text.number, number)
        await together(
            *(
                do(amending, take_over, amending.hall.assembly.id, text.number, number)
                for number in (1, 2)
            )
        )
        states = {found.state for found in (await amending.all(text.id)).values()}
        assert states == {State.TAKEN_OVER, State.FALLEN}


async def test_two_workers_make_one_version(amending):
    text = await amending.table("Gratis bus onder 18.", "Vanaf 2027.")
    await amending.admitted(replace_("p1", "Gratis bus onder 21."))
    await amending.admitted(insert_after("p2", "Ook de tram."))
    voting = await amending.counted(1, 2)
    await together(*(do(amending, _publish, voting.id) for _ in range(4)))
    done = await together(*(do(amending, keep_up, text.id) for _ in range(4)))
    assert sorted(map(bool, done)) == [False, False, False, True]
    async with amending.build.sessions() as session:
        assert [merge.version for merge in await merges_of(session, text.id)] == [2]


async def _publish(session, voting_id, *, at, by):
    return await publish_record(session, voting_id, at=at)


async def test_a_new_version_and_the_opening_of_a_voting_never_mix(amending):
    """Whichever comes first: what is voted on stands on the version of its voting."""
    for amended in (True, False) * 3:
        text = await amending.table("Gratis bus onder 18.", "Vanaf 2027.")
        here = text.number
        if amended:
            await amending.file(replace_("p1", "Gratis bus onder 21."), on=here)
            await amending.admit(1, on=here)
        renewed, opened = await together(
            do(
                amending,
                write_new_version,
                amending.hall.assembly.id,
                here,
                revision=text.revision,
                title=None,
                provisions=[
                    Provision(Kind.PARAGRAPH, "", "Gratis bus onder 18."),
                    Provision(Kind.PARAGRAPH, "", "Vanaf 2028."),
                ],
                because="Het jaar was verkeerd.",
            ),
            amending.open(*([1] if amended else []), on=here),
        )
        assert isinstance(opened, Voting)
        if isinstance(renewed, Resolution):
            version = renewed.current_version
        else:
            assert isinstance(renewed, IllegalMove | Stale)
            version = 1
        assert opened.version == version
        words = await amending.text(text.id)
        assert words[1] == ("Vanaf 2027." if version == 1 else "Vanaf 2028.")
        if amended:
            assert (await amending.all(text.id))[1].version == version
