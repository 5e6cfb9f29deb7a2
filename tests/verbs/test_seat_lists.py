# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Lists of people: seated all at once or not at all, and undone until something depends on it."""

import asyncio
import time
from decimal import Decimal

import pytest

from assembly.assemblies.list_queries import seated_now
from assembly.assemblies.rules.list_states import ListState
from assembly.assemblies.seat_lists import compare_list, reject_list, send_list
from assembly.assemblies.weigh import weigh_seat
from assembly.clock import now
from assembly.errors import (
    DocumentUnreadable,
    IllegalMove,
    InvalidRequest,
    RollChanged,
    SeatListFaulty,
    SeatListInUse,
    SeatListNotFound,
)
from assembly.inviting.draw import print_cards
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import BY
from tests.build.lists import apply, as_csv, as_xlsx, send, undo, view
from tests.verbs.reading import acts, one, rows, sizes

HEAD = ("nr", "naam", "gewicht", "groep", "e-mail")
ANN = (4, "Ann Claes", "1,5", "NL", "ann@example.org")
BO = (5, "Bo Dams", "", "FR", "")
SEATS = "SELECT number, weight::float, college, email FROM seats ORDER BY number"


async def test_a_list_is_seated_in_one_go_and_nobody_gets_a_code(build):
    hall = await build.hall(seats=3)
    list_id = await send(build, hall, as_csv(HEAD, ANN, BO, (1, "Jan", 2, "NL", "")))
    assert (await sizes(build))["seats"] == 3
    await apply(build, hall, list_id)
    assert await rows(build, SEATS) == [
        (1, 2.0, "NL", None),
        (2, 1.0, None, None),
        (3, 1.0, None, None),
        (4, 1.5, "NL", "ann@example.org"),
        (5, 1.0, "FR", None),
    ]
    assert (await sizes(build))["credentials"] == 4
    assert "Jan" in {name for (name,) in await rows(build, "SELECT name FROM people")}
    assert (await view(build, hall, list_id)).state is ListState.APPLIED


async def test_applying_again_and_sending_again_changes_nothing(build):
    hall = await build.hall(seats=0)
    data = as_csv(HEAD, ANN, BO)
    list_id = await send(build, hall, data)
    assert await send(build, hall, data) == list_id
    await apply(build, hall, list_id)
    before = await sizes(build)
    await apply(build, hall, list_id)
    assert await send(build, hall, data) == list_id
    assert await sizes(build) == before
    with pytest.raises(IllegalMove):
        await apply(build, hall, list_id, leave_out=[2])


async def test_what_is_left_out_is_not_seated_and_wrong_rows_must_be(build):
    hall = await build.hall(seats=0)
    list_id = await send(build, hall, as_csv(HEAD, ANN, BO, ("x", "Cas"), (9, "Dora", "veel")))
    before = await sizes(build)
    with pytest.raises(SeatListFaulty) as refused:
        await apply(build, hall, list_id, leave_out=[2])
    assert refused.value.facts["rows"] == [4, 5]
    assert await sizes(build) == before
    await apply(build, hall, list_id, leave_out=[2, 4, 5])
    assert [number for number, *_ in await rows(build, SEATS)] == [5]


@pytest.mark.parametrize("leave_out", [[77], [2, 3], [-1]])
async def test_only_rows_of_the_list_are_left_out_and_not_all(build, leave_out):
    hall = await build.hall(seats=0)
    list_id = await send(build, hall, as_csv(HEAD, ANN, BO))
    with pytest.raises(InvalidRequest):
        await apply(build, hall, list_id, leave_out=leave_out)


async def test_seats_that_somebody_changed_meanwhile_are_not_overwritten(build):
    hall = await build.hall(seats=2)
    list_id = await send(build, hall, as_csv(HEAD, (1, "Jan", 3, "", "")))
    async with build.sessions.begin() as session:
        await weigh_seat(session, hall.assembly, 2, Decimal(7), at=now(), by=BY)
    with pytest.raises(RollChanged):
        await apply(build, hall, list_id)
    async with build.sessions.begin() as session:
        await compare_list(session, hall.assembly, list_id)
    await apply(build, hall, list_id)
    assert [weight for _, weight, *_ in await rows(build, SEATS)] == [3.0, 7.0]


async def test_who_looked_at_an_older_preview_is_told(build):
    hall = await build.hall(seats=1)
    list_id = await send(build, hall, as_csv(HEAD, ANN))
    with pytest.raises(RollChanged):
        await apply(build, hall, list_id, roll="0" * 64)


async def test_two_moderators_who_apply_two_lists_at_once_do_not_mix_them(build):
    hall = await build.hall(seats=1)
    lists = [await send(build, hall, as_csv(HEAD, (4, name, "", "", ""))) for name in ("Ann", "Bo")]
    done = await asyncio.gather(
        *(apply(build, hall, one_list) for one_list in lists), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in done) == ["NoneType", "RollChanged"]
    assert await one(build, "SELECT count(*) FROM seats") == 2


async def test_undoing_leaves_everything_as_it_was(build):
    hall = await build.hall(seats=2, weights=["2"], colleges=["NL"])
    async with build.sessions() as session:
        seats = await seated_now(session, hall.assembly.id)
    people = await one(build, "SELECT count(*) FROM people")
    list_id = await send(build, hall, as_csv(HEAD, ANN, BO, (1, "Jan", 3, "FR", "j@example.org")))
    await apply(build, hall, list_id)
    await undo(build, hall, list_id)
    await undo(build, hall, list_id)
    async with build.sessions() as session:
        assert await seated_now(session, hall.assembly.id) == seats
    assert await one(build, "SELECT count(*) FROM people") == people
    assert (await acts(build, "seat_list:%"))["undo_seat_list"] == 1


async def test_a_list_that_was_undone_may_be_sent_again(build):
    hall = await build.hall(seats=0)
    data = as_csv(HEAD, ANN)
    first = await send(build, hall, data)
    await apply(build, hall, first)
    await undo(build, hall, first)
    second = await send(build, hall, data)
    await apply(build, hall, second)
    assert second != first
    assert await one(build, "SELECT count(*) FROM seats") == 1


async def applied(build, hall):
    list_id = await send(build, hall, as_csv(HEAD, ANN, BO))
    await apply(build, hall, list_id)
    found = await rows(build, "SELECT id FROM seats WHERE number IN (4, 5) ORDER BY number")
    hall.seats.extend(seat_id for (seat_id,) in found)
    return list_id


async def test_nothing_is_undone_once_somebody_arrived(build):
    hall = await build.hall(seats=3)
    list_id = await applied(build, hall)
    await build.arrive(hall, [3])
    before = await sizes(build)
    with pytest.raises(SeatListInUse) as refused:
        await undo(build, hall, list_id)
    assert refused.value.facts == {"seats": [4], "because": ["attendances"]}
    assert await sizes(build) == before


async def test_nothing_is_undone_once_a_seat_holds_a_proxy(build):
    hall = await build.hall(seats=3)
    list_id = await applied(build, hall)
    await build.proxy(hall, 0, 4)
    with pytest.raises(SeatListInUse) as refused:
        await undo(build, hall, list_id)
    assert refused.value.facts == {"seats": [5], "because": ["proxies"]}


async def test_nothing_is_undone_once_they_stand_on_a_roll(build):
    hall = await build.hall(seats=3)
    list_id = await applied(build, hall)
    await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    with pytest.raises(SeatListInUse) as refused:
        await undo(build, hall, list_id)
    assert refused.value.facts == {"seats": [4, 5], "because": ["electors"]}


async def test_nothing_is_undone_that_somebody_changed_since(build):
    hall = await build.hall(seats=1)
    list_id = await send(build, hall, as_csv(HEAD, (1, "Jan", 3, "", "")))
    await apply(build, hall, list_id)
    async with build.sessions.begin() as session:
        await weigh_seat(session, hall.assembly, 1, Decimal(4), at=now(), by=BY)
    with pytest.raises(SeatListInUse) as refused:
        await undo(build, hall, list_id)
    assert refused.value.facts == {"seats": [1], "because": ["changed"]}


async def test_a_list_thrown_away_keeps_no_names(build):
    hall = await build.hall(seats=0)
    list_id = await send(build, hall, as_csv(HEAD, ANN))
    async with build.sessions.begin() as session:
        await reject_list(session, hall.assembly, list_id, at=now(), by=BY)
    kept = await rows(build, "SELECT sheet::text || preview::text FROM seat_lists")
    assert "Ann" not in str(kept)
    with pytest.raises(IllegalMove):
        await apply(build, hall, list_id, roll="0" * 64)


async def test_the_trail_names_numbers_and_nobody(build):
    hall = await build.hall(seats=0)
    await apply(build, hall, await send(build, hall, as_csv(HEAD, ANN)))
    facts = str(await rows(build, "SELECT facts::text FROM audit_entries"))
    assert "Ann" not in facts
    assert "example.org" not in facts.replace(hall.email, "")


async def test_what_is_no_list_and_where_none_may_be_is_refused_by_name(build):
    hall = await build.hall(seats=0)
    with pytest.raises(DocumentUnreadable) as refused:
        await send(build, hall, as_csv((1, "Ann"), (2, "Bo")))
    assert refused.value.facts["code"] == "no-header"
    other = await build.hall(seats=0)
    list_id = await send(build, hall, as_csv(HEAD, ANN))
    with pytest.raises(SeatListNotFound):
        await view(build, other, list_id)


async def test_two_thousand_people_are_compared_and_seated_in_seconds(build):
    hall = await build.hall(seats=0)
    people = [(n, f"Persoon {n}", "1,5", "NL" if n % 2 else "FR", "") for n in range(1, 2001)]
    began = time.monotonic()
    list_id = await send(build, hall, as_xlsx(HEAD, *people), "people.xlsx")
    compared = time.monotonic() - began
    await apply(build, hall, list_id)
    seated = time.monotonic() - began - compared
    assert await one(build, "SELECT count(*) FROM seats") == 2000
    assert (compared < 8, seated < 20) == (True, True), (compared, seated)
    print(f"compared in {compared:.2f} s, seated in {seated:.2f} s")  # noqa: T201


async def test_the_same_file_sent_at_once_is_one_list(build):
    hall = await build.hall(seats=0)
    data = as_csv(HEAD, ANN)
    sheet = {"cells": [[str(cell) for cell in row] for row in (HEAD, ANN)]}

    async def once():
        async with build.sessions.begin() as session:
            return await send_list(
                session, hall.assembly, data, sheet, file="a.csv", at=now(), by=BY
            )

    answers = await asyncio.gather(*(once() for _ in range(4)))
    assert len({list_id for list_id, _ in answers}) == 1
    assert sum(new for _, new in answers) == 1


async def test_who_was_invited_but_never_came_in_can_be_undone_and_the_card_is_void(
    build, settings
):
    hall = await build.hall(seats=0)
    list_id = await send(build, hall, as_csv(HEAD, ANN, BO))
    await apply(build, hall, list_id)
    await print_cards(build.sessions, hall.assembly.id, build.hasher, settings, by=BY)
    assert await one(build, "SELECT count(*) FROM credentials WHERE kind = 'code'") == 2
    await undo(build, hall, list_id)
    left = "SELECT (SELECT count(*) FROM invitations) + (SELECT count(*) FROM seats)"
    assert await one(build, left) == 0
    assert await one(build, "SELECT count(*) FROM credentials WHERE kind = 'code'") == 0
