# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Founding and seating: all or nothing, and history takes no newcomers."""

import pytest

from assembly.assemblies.convene import NewSeat, found_assembly, seat_participants
from assembly.assemblies.queries import listed_assemblies, require_assembly, seats_of
from assembly.clock import now
from assembly.errors import AlreadyTaken, AssemblyNotFound, Refusal
from assembly.identity.rules.codes import draw_code
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import one, rows, sizes


async def found(build: Build, slug: str, **others):
    told = {"name": "Raad", "language": "nl", "time_zone": "Europe/Brussels", "held_on": None}
    async with build.sessions.begin() as session:
        return await found_assembly(session, slug=slug, at=now(), by=BY, **{**told, **others})


async def seat(build: Build, hall: Hall, seats: list[NewSeat]) -> None:
    async with build.sessions.begin() as session:
        await seat_participants(session, hall.assembly, seats, at=now(), by=BY)


async def new_seat(build: Build, number: int, code=None) -> NewSeat:
    code = code or draw_code()
    return NewSeat(number, f"Zetel {number}", code, await build.hasher.hash_code(code))


async def test_a_slug_is_taken_once_and_nothing_is_left_of_the_second(build):
    await found(build, "raad-2026")
    before = await sizes(build)
    with pytest.raises(AlreadyTaken, match="raad-2026"):
        await found(build, "raad-2026")
    assert await sizes(build) == before


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"slug": "Raad 2026"}, id="a slug with capitals and space"),
        pytest.param({"slug": "raad", "language": "xx"}, id="an unknown language"),
    ],
)
async def test_what_is_wrong_in_itself_is_not_called_taken(build, wrong):
    with pytest.raises(Refusal) as refused:
        await found(build, **wrong)
    assert not isinstance(refused.value, AlreadyTaken)
    assert await one(build, "SELECT count(*) FROM assemblies") == 0


async def test_rehearsals_are_in_no_list(build):
    await found(build, "raad-2026")
    await found(build, "oefening", rehearsal=True)
    async with build.sessions() as session:
        assert [one.slug for one in await listed_assemblies(session)] == ["raad-2026"]
        assert (await require_assembly(session, "oefening")).is_rehearsal


async def test_an_assembly_nobody_founded_is_not_found(build):
    async with build.sessions() as session:
        with pytest.raises(AssemblyNotFound):
            await require_assembly(session, "nergens")


async def test_seats_are_taken_under_their_names_with_codes_in_force(build):
    hall = await build.hall(seats=0)
    await seat(build, hall, [await new_seat(build, number) for number in (7, 3)])
    async with build.sessions() as session:
        seats = await seats_of(session, hall.assembly.id)
    assert [(one.number, one.name, one.has_code) for one in seats] == [
        (3, "Zetel 3", True),
        (7, "Zetel 7", True),
    ]


async def test_when_one_number_is_taken_nobody_is_seated(build):
    hall = await build.hall(seats=2)
    before = await sizes(build)
    with pytest.raises(AlreadyTaken):
        await seat(build, hall, [await new_seat(build, number) for number in (3, 2, 4)])
    assert await sizes(build) == before


async def test_when_a_code_was_drawn_twice_nobody_is_seated_and_it_is_said_by_name(build):
    hall, other = await build.hall(seats=1), await build.hall(seats=0)
    before = await sizes(build)
    with pytest.raises(Refusal):
        await seat(build, other, [await new_seat(build, 1, hall.codes[0])])
    assert await sizes(build) == before


async def test_the_same_number_may_be_taken_in_two_assemblies(build):
    await build.hall(seats=2)
    await build.hall(seats=2)
    assert await rows(build, "SELECT number, count(*) FROM seats GROUP BY 1 ORDER BY 1") == [
        (1, 2),
        (2, 2),
    ]
