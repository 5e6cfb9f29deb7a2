# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody is forgotten: who they were is nowhere, what was decided is what it was."""

import json
from datetime import timedelta

import pytest

from assembly.assemblies.clone import clone_assembly
from assembly.assemblies.convene import reissue_code
from assembly.assemblies.queries import names_by_seat, require_assembly, seats_of
from assembly.assemblies.rules.called import RollCallNames
from assembly.assemblies.seat import address_seat, rename_seat
from assembly.assemblies.substitute import end_substitution, substitute
from assembly.clock import now
from assembly.errors import (
    BadCredentials,
    LastAdministrator,
    SeatNotFound,
    SeatStillVotes,
    SeatSubstituted,
    StaffNotFound,
)
from assembly.forgetting.forget import forget_participant, say_roll_call_names
from assembly.identity.enrol import draw_free_codes
from assembly.identity.forget import forget_staff
from assembly.identity.sign_in import admit, find_account, find_code
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import BY
from tests.build.lists import apply, as_csv, send
from tests.verbs.reading import acts, one, rows

NAME, ADDRESS = "Odilon Vanderpoorten", "odilon@example.org"


async def forgets(build, hall, number=1):
    async with build.sessions.begin() as session:
        await forget_participant(session, hall.assembly, number, at=now(), by=BY)


async def says(build, hall, names):
    async with build.sessions.begin() as session:
        await say_roll_call_names(session, hall.assembly, names, at=now(), by=BY)


async def named(build, hall, number=1):
    async with build.sessions.begin() as session:
        await rename_seat(session, hall.assembly, number, NAME, at=now(), by=BY)
        await address_seat(session, hall.assembly, number, ADDRESS, at=now(), by=BY)


async def everything(build, *, but=()):
    """Every row of every table as text, by table."""
    tables = await rows(
        build, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    )
    found = {}
    for (table,) in tables:
        if table not in but:
            kept = await rows(build, f'SELECT t::text FROM "{table}" AS t')
            found[table] = sorted(str(row[0]) for row in kept)
    return found


async def holding(build, *words):
    """The tables in which one of these words stands."""
    return sorted(
        table
        for table, kept in (await everything(build)).items()
        if any(word.lower() in row.lower() for word in words for row in kept)
    )


@pytest.fixture
async def hall(build):
    """Seat 1 has a name and an address, came with a list, and voted by name."""
    hall = await build.hall(seats=3)
    sent = await send(
        build, hall, as_csv(("nr", "naam", "e-mail"), (1, NAME, ADDRESS), (9, "Ann", ""))
    )
    await apply(build, hall, sent)
    await send(build, hall, as_csv(("nr", "naam"), (1, NAME + " "), (10, "Bo")))
    await build.arrive(hall, [0, 1, 2])
    voting = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    await build.cast_all(hall, voting, ["yes", "no", "yes"])
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    return hall


async def test_with_pseudonyms_nothing_of_them_is_left_in_the_database(build, hall):
    await says(build, hall, RollCallNames.PSEUDONYMS)
    assert await holding(build, NAME, ADDRESS) == ["people", "seat_lists", "seats"]
    await forgets(build, hall)
    assert await holding(build, NAME, ADDRESS, hall.codes[0].handle) == []
    async with build.sessions() as session:
        names = await names_by_seat(session, hall.assembly.id)
    assert names[hall.seats[0]] == "Seat 1"


async def test_where_names_stay_only_the_name_is_left(build, hall):
    await forgets(build, hall)
    assert await holding(build, ADDRESS, hall.codes[0].handle) == []
    assert await holding(build, NAME) == ["people"]


async def test_who_was_forgotten_before_loses_the_name_when_the_assembly_says_so(build, hall):
    await forgets(build, hall)
    await says(build, hall, RollCallNames.PSEUDONYMS)
    await says(build, hall, RollCallNames.PSEUDONYMS)
    assert await holding(build, NAME) == []
    assert (await acts(build))["say_names"] == 1
    await says(build, hall, RollCallNames.NAMES_STAY)
    assert await holding(build, NAME) == []


@pytest.mark.parametrize("names", RollCallNames)
async def test_rolls_boxes_records_and_the_log_are_what_they_were(build, hall, names):
    await says(build, hall, names)
    beside = (
        *("people", "seats", "credentials", "tokens", "seat_lists", "attendances"),
        *("audit_entries", "log_pending", "resolutions"),
    )
    before = await everything(build, but=beside)
    texts = await rows(build, "SELECT id, number, state, revision FROM resolutions")
    said = await rows(build, "SELECT position, facts::text FROM audit_entries ORDER BY position")
    await forgets(build, hall)
    assert await everything(build, but=beside) == before
    assert await rows(build, "SELECT id, number, state, revision FROM resolutions") == texts
    after = await rows(build, "SELECT position, facts::text FROM audit_entries ORDER BY position")
    assert after[: len(said)] == said
    assert [json.loads(facts) for _, facts in after[len(said) :]] == [{"names": names.value}]


async def test_the_seat_is_nobodys_and_its_number_is_never_used_again(build, hall):
    await forgets(build, hall)
    await forgets(build, hall)
    assert (await acts(build, "seat:1"))["forget_participant"] == 1
    async with build.sessions.begin() as session:
        assert [seat.number for seat in await seats_of(session, hall.assembly.id)] == [2, 3, 9]
        assert await find_code(session, hall.codes[0]) is None
        (code,) = await draw_free_codes(session, 1)
        with pytest.raises(SeatNotFound):
            await reissue_code(session, hall.assembly, 1, code, "-", at=now(), by=BY)
        with pytest.raises(SeatNotFound):
            await rename_seat(session, hall.assembly, 1, "Somebody else", at=now(), by=BY)


async def test_what_they_held_for_others_ends(build):
    hall = await build.hall(seats=3)
    await build.arrive(hall, [0])
    await build.proxy(hall, 1, 0)
    await forgets(build, hall)
    assert await one(build, "SELECT count(*) FROM proxies WHERE ended_at IS NULL") == 0
    assert await one(build, "SELECT count(*) FROM attendances WHERE left_at IS NULL") == 0


async def test_nobody_is_forgotten_while_they_may_vote(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    with pytest.raises(SeatStillVotes) as refused:
        await forgets(build, hall)
    assert refused.value.facts == {"seat": 1, "votings": [str(voting.id)]}
    await build.close(voting)
    await forgets(build, hall)


async def test_who_substituted_is_forgotten_with_the_seat_and_not_before_the_end(build):
    hall = await build.hall(seats=2)
    async with build.sessions.begin() as session:
        (code,) = await draw_free_codes(session, 1)
        await substitute(session, hall.assembly, 1, NAME, code, "-", at=now(), by=BY)
    with pytest.raises(SeatSubstituted):
        await forgets(build, hall)
    async with build.sessions.begin() as session:
        await end_substitution(session, hall.assembly, 1, at=now(), by=BY)
    await forgets(build, hall)
    assert await holding(build, NAME, code.handle) == []


async def test_a_seat_there_never_was_is_refused(build, hall):
    for number in (0, 77, 2**40):
        with pytest.raises(SeatNotFound):
            await forgets(build, hall, number)


async def test_a_clone_says_the_same(build, hall):
    await says(build, hall, RollCallNames.PSEUDONYMS)
    async with build.sessions.begin() as session:
        source = await require_assembly(session, hall.slug)
        clone = await clone_assembly(
            session, source, slug="the-other", name="Other", held_on=None, at=now(), by=BY
        )
    assert clone.roll_call_names is RollCallNames.PSEUDONYMS


async def test_staff_are_forgotten_but_not_the_last_administrator(build, hall):
    head = await build.staff("head@example.org", administrator=True)

    async def goes(person_id):
        async with build.sessions.begin() as session:
            await forget_staff(session, person_id, at=now(), by=BY)

    await goes(hall.moderator_id)
    await goes(hall.moderator_id)
    assert await holding(build, hall.email) == []
    assert (await acts(build, f"person:{hall.moderator_id}"))["forget_staff"] == 1
    async with build.sessions() as session:
        assert await find_account(session, hall.email) is None
    assert await rows(build, "SELECT id FROM people WHERE is_administrator") == [(head,)]
    with pytest.raises(LastAdministrator):
        await goes(head)
    (participant,) = await rows(build, "SELECT person_id FROM seats WHERE number = 1")
    for nobody in (hall.assembly.id, *participant):
        with pytest.raises(StaffNotFound):
            await goes(nobody)


async def test_who_is_forgotten_while_signing_in_is_refused(build):
    """The code was known, and is judged while its row goes."""
    hall = await build.hall(seats=2)
    async with build.sessions.begin() as session:
        known = await find_code(session, hall.codes[0])
    assert known is not None
    await forgets(build, hall)
    lasts = timedelta(hours=1)
    with pytest.raises(BadCredentials):
        async with build.sessions.begin() as session:
            await admit(session, known, b"code", at=now(), lasts=lasts, instead_of=None)
    assert await one(build, "SELECT count(*) FROM tokens") == 0
