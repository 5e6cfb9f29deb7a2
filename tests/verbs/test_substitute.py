# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A substitute sits on a seat; the absent one's code rests; the seat votes once."""

from datetime import timedelta

import pytest

from assembly.assemblies.clone import clone_assembly
from assembly.assemblies.convene import reissue_code, sign_seat_out
from assembly.assemblies.queries import seats_of
from assembly.assemblies.substitute import end_substitution, substitute
from assembly.clock import now
from assembly.database import driver_of
from assembly.errors import AlreadyVoted, InvalidRequest, SeatNotFound, SeatSubstituted
from assembly.identity.enrol import draw_free_codes
from assembly.identity.queries import actors_of
from assembly.identity.sign_in import digest_of, find_code
from tests.build.house import BY
from tests.verbs.reading import acts, one, rows


async def sits(build, hall, number=1, name="Vera Vervanger"):
    async with build.sessions.begin() as session:
        (code,) = await draw_free_codes(session, 1)
        kept = await build.hasher.hash_code(code)
        await substitute(session, hall.assembly, number, name, code, kept, at=now(), by=BY)
    return code


async def ends(build, hall, number=1):
    async with build.sessions.begin() as session:
        await end_substitution(session, hall.assembly, number, at=now(), by=BY)


async def holds(build, token):
    async with build.sessions.begin() as session:
        (actor,) = await actors_of(
            await driver_of(session), [digest_of(token)], at=now(), idle=timedelta(hours=1)
        )
    return actor


async def known(build, code):
    async with build.sessions.begin() as session:
        return await find_code(session, code)


async def seat(build, hall, number=1):
    async with build.sessions() as session:
        return next(
            one for one in await seats_of(session, hall.assembly.id) if one.number == number
        )


async def test_the_absent_ones_code_and_sign_ins_rest_and_come_back(build):
    hall = await build.hall(seats=2)
    token = await build.token_of_seat(hall, 0)
    code = await sits(build, hall)
    assert await holds(build, token) is None
    assert await known(build, hall.codes[0]) is None
    assert await known(build, code) is not None
    shown = await seat(build, hall)
    assert (shown.name, shown.instead_of, shown.has_code) == ("Vera Vervanger", "Seat 1", True)
    await ends(build, hall)
    await ends(build, hall)
    assert await holds(build, token) is not None
    assert await known(build, hall.codes[0]) is not None
    assert await known(build, code) is None
    shown = await seat(build, hall)
    assert (shown.name, shown.instead_of) == ("Seat 1", None)
    assert await acts(build, "seat:1") == {"substitute": 1, "end_substitution": 1}


async def test_the_substitute_acts_on_the_same_seat(build):
    hall = await build.hall(seats=2)
    hall.codes[0] = await sits(build, hall)
    actor = await holds(build, await build.token_of_seat(hall, 0))
    assert (actor.seat_id, actor.assembly_id) == (hall.seats[0], hall.assembly.id)


async def test_a_seat_votes_once_whoever_sits_there(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    await build.cast(hall, voting, 0, "yes")
    await sits(build, hall)
    answer = await build.cast(hall, voting, 0, "no")
    assert isinstance(answer, AlreadyVoted)
    assert await one(build, "SELECT count(*) FROM ballots") == 1


async def test_one_substitute_at_a_time_and_again_later(build):
    hall = await build.hall(seats=1)
    await sits(build, hall)
    with pytest.raises(SeatSubstituted):
        await sits(build, hall, name="Nog Iemand")
    await ends(build, hall)
    await sits(build, hall, name="Nog Iemand")
    assert await one(build, "SELECT count(*) FROM substitutions") == 2


async def test_what_cannot_be_is_refused(build):
    hall = await build.hall(seats=1)
    with pytest.raises(SeatNotFound):
        await sits(build, hall, number=9)
    with pytest.raises(InvalidRequest):
        await sits(build, hall, name="\u202e")


async def test_a_substitutes_lost_phone_leaves_the_resting_code_alone(build):
    hall = await build.hall(seats=1)
    first = await sits(build, hall)
    async with build.sessions.begin() as session:
        (code,) = await draw_free_codes(session, 1)
        kept = await build.hasher.hash_code(code)
        await reissue_code(session, hall.assembly, 1, code, kept, at=now(), by=BY)
    assert await known(build, first) is None
    assert await known(build, code) is not None
    await ends(build, hall)
    assert await known(build, hall.codes[0]) is not None


async def test_signing_out_everywhere_ends_sign_ins_and_leaves_the_code(build):
    hall = await build.hall(seats=1)
    tokens = [await build.token_of_seat(hall, 0) for _ in range(2)]
    for _ in range(2):
        async with build.sessions.begin() as session:
            await sign_seat_out(session, hall.assembly, 1, at=now(), by=BY)
    assert [await holds(build, token) for token in tokens] == [None, None]
    assert await known(build, hall.codes[0]) is not None
    assert await acts(build, "seat:1") == {"sign_seat_out": 1}


async def test_a_code_says_whether_it_was_ever_used(build):
    hall = await build.hall(seats=2)
    await build.token_of_seat(hall, 0)
    used = [(await seat(build, hall, number)).has_signed_in for number in (1, 2)]
    assert used == [True, False]


async def test_a_clone_has_the_people_and_the_settings_and_nothing_that_happened(build):
    hall = await build.hall(seats=3, weights=["2.5"], colleges=["NL"], proxies_per_holder=4)
    await build.arrive(hall, [0])
    await build.tabled(hall)
    await sits(build, hall)
    async with build.sessions.begin() as session:
        founded = await clone_assembly(
            session, hall.assembly, slug="volgende", name="Volgende", held_on=None, at=now(), by=BY
        )
    async with build.sessions() as session:
        seats = await seats_of(session, founded.id)
    assert [(s.number, s.name, s.weight, s.college, s.has_code) for s in seats] == [
        (1, "Seat 1", "2.5", "NL", False),
        (2, "Seat 2", "1", None, False),
        (3, "Seat 3", "1", None, False),
    ]
    assert founded.proxies_per_holder == 4
    kept = await rows(
        build,
        "SELECT (SELECT count(*) FROM attendances WHERE assembly_id = :id),"
        " (SELECT count(*) FROM resolutions WHERE assembly_id = :id)",
        id=founded.id,
    )
    assert kept == [(0, 0)]
