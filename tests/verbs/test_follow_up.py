# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A dossier is born with an adopted outcome, once, and what is written in it stays."""

import asyncio
from uuid import uuid4

import pytest

from assembly.clock import now
from assembly.errors import AlreadyTaken, DossierFull, FollowUpNotFound
from assembly.follow_up.open import open_dossiers
from assembly.follow_up.rules import entry as rules
from assembly.follow_up.rules.dossier import Kind, StepState, Told, today_in
from assembly.follow_up.write import write_entry
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows
from tests.verbs.test_bring_in import bring

RAAD = Told(Kind.ADDRESSEE, "Gemeenteraad")


async def write(build: Build, hall: Hall, told: Told, *, number: int = 1, entry_id=None):
    async with build.sessions.begin() as session:
        row = await write_entry(
            session, hall.assembly, number, told, at=now(), by=BY, entry_id=entry_id
        )
        return row.number, row.step


async def dossiers(build: Build) -> int:
    return int(await one(build, "SELECT count(*) FROM dossiers"))


async def test_publishing_what_was_adopted_opens_exactly_one(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])
    await build.close(voting)
    await build.count(voting)
    assert await dossiers(build) == 0, "nothing is born before it is published"
    await build.publish(voting)
    await build.publish(voting)
    assert await dossiers(build) == 1
    assert (await acts(build))["open_dossier"] == 1


async def test_what_was_not_adopted_or_is_void_has_none(build):
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=1, no=2)
    assert await dossiers(build) == 0
    with pytest.raises(FollowUpNotFound):
        await write(build, hall, RAAD)


async def test_opening_twice_at_once_lets_one_through(build):
    hall = await build.hall(seats=1)
    draft = await build.draft(hall)

    async def open_it():
        async with build.sessions.begin() as session:
            found = await open_dossiers(session, hall.assembly.id, [draft.id], at=now(), by=BY)
            return len(found)

    assert sorted(await asyncio.gather(open_it(), open_it(), open_it())) == [0, 0, 1]


async def test_history_has_an_empty_one_for_each_that_its_source_gives_as_adopted(build):
    await bring(build)
    await bring(build)
    found = await rows(
        build,
        "SELECT r.number FROM dossiers d JOIN resolutions r ON r.id = d.resolution_id ORDER BY 1",
    )
    assert found == [(1,), (3,)]
    assert await one(build, "SELECT count(*) FROM dossier_entries") == 0, "no guesses"


async def test_an_entry_that_is_sent_again_is_written_once_and_the_first_one_stands(build):
    hall = await build.hall(seats=1)
    await build.decided(hall, yes=1, no=0)
    entry_id = uuid4()
    assert await write(build, hall, RAAD, entry_id=entry_id) == (1, None)
    again = Told(Kind.ADDRESSEE, "Iemand anders")
    assert await write(build, hall, again, entry_id=entry_id) == (1, None)
    assert await rows(build, "SELECT text FROM dossier_entries") == [("Gemeenteraad",)]
    assert (await acts(build))["write_follow_up"] == 1


async def test_an_id_that_is_used_in_another_dossier_is_taken(build):
    hall = await build.hall(seats=1)
    await build.decided(hall, yes=1, no=0)
    await build.decided(hall, yes=1, no=0)
    entry_id = uuid4()
    await write(build, hall, RAAD, entry_id=entry_id)
    with pytest.raises(AlreadyTaken):
        await write(build, hall, RAAD, number=2, entry_id=entry_id)


async def test_many_moderators_at_once_number_entries_and_steps_without_gaps(build):
    hall = await build.hall(seats=1)
    await build.decided(hall, yes=1, no=0)
    today = today_in(hall.assembly.time_zone, now())
    step = Told(Kind.STEP, "Plan", today, state=StepState.PLANNED)
    found = await asyncio.gather(*(write(build, hall, step) for _ in range(5)))
    assert sorted(found) == [(number, number) for number in range(1, 6)]


async def test_a_dossier_is_full_at_its_limit(build):
    hall = await build.hall(seats=1)
    await build.decided(hall, yes=1, no=0)
    await write(build, hall, RAAD)
    async with build.sessions.begin() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "INSERT INTO dossier_entries (id, resolution_id, number, kind, text, written_at,"
            " written_by) SELECT gen_random_uuid(), resolution_id, n, 'addressee', 'Raad',"
            f" now(), 'test' FROM dossiers, generate_series(2, {rules.MOST_ENTRIES}) n"
        )
    with pytest.raises(DossierFull):
        await write(build, hall, RAAD)
