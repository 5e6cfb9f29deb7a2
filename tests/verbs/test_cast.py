# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Casting: one counted ballot an elector, safe to repeat, and no trace that joins the two."""

import asyncio
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from assembly.clock import now
from assembly.database import driver_of
from assembly.errors import (
    AlreadyVoted,
    NotEntitled,
    TrackerTaken,
    UnknownChoice,
    VotingNotFound,
    VotingNotOpen,
)
from assembly.voting.cast import Receipt, cast_ballots
from assembly.voting.rules.ballot import Secrecy
from tests.build.house import Build


async def rows(build: Build, sql: str, **values: object) -> list[tuple[object, ...]]:
    async with build.sessions() as session:
        return [tuple(row) for row in await session.execute(text(sql), values)]


async def test_a_ballot_is_in_the_box_and_its_elector_marked(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    tracker = uuid4()
    answer = await build.cast(hall, voting, 0, "yes", tracker)
    assert answer == Receipt(tracker, repeated=False)
    assert await rows(build, "SELECT tracker, choice FROM ballots") == [(tracker, "yes")]
    assert await rows(build, "SELECT seat_id FROM participations") == [(hall.seats[0],)]


async def test_the_same_ballot_again_gives_the_same_receipt_and_changes_nothing(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    tracker = uuid4()
    await build.cast(hall, voting, 0, "no", tracker)
    again = await build.cast(hall, voting, 0, "no", tracker)
    assert again == Receipt(tracker, repeated=True)
    assert await rows(build, "SELECT count(*) FROM ballots") == [(1,)]


@pytest.mark.parametrize(
    ("choice", "same_tracker"),
    [
        pytest.param("yes", True, id="another choice under the same tracker"),
        pytest.param("no", False, id="the same choice under another tracker"),
        pytest.param("yes", False, id="another choice under another tracker"),
    ],
)
async def test_a_second_secret_ballot_is_refused(build, choice, same_tracker):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    tracker = uuid4()
    await build.cast(hall, voting, 0, "no", tracker)
    answer = await build.cast(hall, voting, 0, choice, tracker if same_tracker else uuid4())
    assert isinstance(answer, AlreadyVoted)
    assert await rows(build, "SELECT choice FROM ballots") == [("no",)]


async def test_a_tracker_of_another_ballot_casts_nothing_and_marks_nobody(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    tracker = uuid4()
    await build.cast(hall, voting, 0, "yes", tracker)
    assert isinstance(await build.cast(hall, voting, 1, "yes", tracker), TrackerTaken)
    assert await rows(build, "SELECT seat_id FROM participations") == [(hall.seats[0],)]
    retry = await build.cast(hall, voting, 1, "yes", uuid4())
    assert isinstance(retry, Receipt)


async def test_a_seat_taken_after_opening_is_not_on_the_roll(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    await build.seat(hall, 1)
    assert isinstance(await build.cast(hall, voting, 1, "yes"), NotEntitled)
    assert await rows(build, "SELECT count(*) FROM participations") == [(0,)]


@pytest.mark.parametrize("word", ["", "maybe", "YES", "blank", "invalid"])
async def test_an_unknown_choice_is_refused_without_being_repeated(build, word):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    answer = await build.cast(hall, voting, 0, word)
    assert isinstance(answer, UnknownChoice)
    assert not word or word not in str(answer)
    assert await rows(build, "SELECT count(*) FROM participations") == [(0,)]


async def test_abstaining_can_be_switched_off(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall, abstain=False)
    assert isinstance(await build.cast(hall, voting, 0, "abstain"), UnknownChoice)


async def test_no_ballot_enters_before_opening(build):
    hall = await build.hall(seats=1)
    voting = await build.planned(hall)
    answer = await build.cast(hall, voting, 0, "yes")
    assert isinstance(answer, VotingNotOpen)
    assert answer.facts == {"state": "planned", "voted": False}


async def test_after_closing_a_repeated_tracker_has_its_receipt_whatever_choice_comes_with_it(
    build,
):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    tracker = uuid4()
    await build.cast(hall, voting, 0, "yes", tracker)
    await build.close(voting)
    right = await build.cast(hall, voting, 0, "yes", tracker)
    wrong = await build.cast(hall, voting, 0, "no", tracker)
    assert right == wrong == Receipt(tracker, repeated=True)
    assert await rows(build, "SELECT choice FROM ballots") == [("yes",)]


async def test_after_closing_who_sends_anything_else_learns_only_whether_they_voted(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall)
    tracker = uuid4()
    await build.cast(hall, voting, 0, "yes", tracker)
    await build.close(voting)
    other = await build.cast(hall, voting, 0, "yes", uuid4())
    stranger = await build.cast(hall, voting, 1, "yes", tracker)
    assert isinstance(other, VotingNotOpen)
    assert isinstance(stranger, VotingNotOpen)
    assert (other.facts["voted"], stranger.facts["voted"]) == (True, False)
    assert await rows(build, "SELECT count(*) FROM ballots") == [(1,)]


async def test_after_closing_nobody_has_the_receipt_of_another_in_a_roll_call(build):
    hall = await build.hall(seats=2)
    voting = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    tracker = uuid4()
    await build.cast(hall, voting, 0, "yes", tracker)
    await build.cast(hall, voting, 1, "no")
    await build.close(voting)
    assert await build.cast(hall, voting, 0, "yes", tracker) == Receipt(tracker, repeated=True)
    assert isinstance(await build.cast(hall, voting, 1, "yes", tracker), VotingNotOpen)


async def test_a_voting_that_does_not_exist_is_not_found(build):
    hall = await build.hall(seats=1)
    async with build.sessions() as session:
        connection = await driver_of(session)
        with pytest.raises(VotingNotFound):
            await cast_ballots(connection, uuid4(), [build.paper(hall, 0, "yes")], at=now())


async def test_one_broken_ballot_of_a_batch_harms_none_of_the_others(build):
    hall = await build.hall(seats=4)
    voting = await build.open_voting(hall)
    await build.seat(hall, 1)
    papers = [build.paper(hall, index, "yes") for index in range(5)]
    papers[1] = build.paper(hall, 1, "nonsense")
    async with build.casting() as connection:
        answers = await cast_ballots(connection, voting.id, papers, at=now())
    kinds = [type(answer) for answer in answers]
    assert kinds == [Receipt, UnknownChoice, Receipt, Receipt, NotEntitled]
    assert await rows(build, "SELECT count(*) FROM ballots") == [(3,)]


async def test_the_same_ballot_sent_twice_at_once_is_one_ballot(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    tracker = uuid4()
    answers = await asyncio.gather(*(build.cast(hall, voting, 0, "yes", tracker) for _ in range(6)))
    assert all(isinstance(answer, Receipt) for answer in answers)
    assert [answer.repeated for answer in answers].count(False) == 1
    assert await rows(build, "SELECT count(*) FROM ballots") == [(1,)]


async def test_two_different_ballots_of_one_elector_at_once_are_one_ballot(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall)
    answers = await asyncio.gather(
        *(build.cast(hall, voting, 0, choice) for choice in ("yes", "no", "yes", "abstain"))
    )
    assert sum(isinstance(answer, Receipt) for answer in answers) == 1
    assert sum(isinstance(answer, AlreadyVoted) for answer in answers) == 3
    assert await rows(build, "SELECT count(*) FROM ballots") == [(1,)]


async def test_a_roll_call_ballot_is_replaced_and_an_old_request_repeated_changes_nothing(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    first, second = uuid4(), uuid4()
    assert await build.cast(hall, voting, 0, "yes", first) == Receipt(first, repeated=False)
    assert await build.cast(hall, voting, 0, "no", second) == Receipt(second, repeated=False)
    assert await build.cast(hall, voting, 0, "yes", first) == Receipt(first, repeated=True)
    await build.close(voting)
    await build.count(voting)
    assert await rows(build, "SELECT yes, no, turnout FROM results") == [(0, 1, 1)]


async def test_a_roll_call_tracker_cannot_be_used_again_for_another_choice(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    tracker = uuid4()
    await build.cast(hall, voting, 0, "yes", tracker)
    assert isinstance(await build.cast(hall, voting, 0, "no", tracker), TrackerTaken)
    assert await rows(build, "SELECT choice FROM roll_call_ballots") == [("yes",)]


async def test_a_roll_call_replacement_sent_many_times_at_once_counts_once(build):
    hall = await build.hall(seats=1)
    voting = await build.open_voting(hall, secrecy=Secrecy.ROLL_CALL)
    choices = ["yes", "no"] * 4
    answers = await asyncio.gather(*(build.cast(hall, voting, 0, choice) for choice in choices))
    assert all(isinstance(answer, Receipt) for answer in answers)
    await build.close(voting)
    await build.count(voting)
    assert await rows(build, "SELECT yes + no, turnout FROM results") == [(1, 1)]


async def test_no_row_and_no_key_joins_a_secret_ballot_with_its_elector(build):
    """Every row of every table that holds the tracker is looked at: none holds a seat or person."""
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    trackers = [uuid4() for _ in hall.seats]
    for index, tracker in enumerate(trackers):
        await build.cast(hall, voting, index, ("yes", "no", "abstain")[index], tracker)
    await build.close(voting)
    await build.count(voting)
    await build.publish(voting)
    tables = await rows(
        build, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    people = {str(seat) for seat in hall.seats}
    people |= {str(row[0]) for row in await rows(build, "SELECT person_id FROM seats")}
    seen = 0
    for (table,) in tables:
        for (row,) in await rows(build, f"SELECT to_jsonb(t)::text FROM {table} t"):
            words = str(row)
            if any(str(tracker) in words for tracker in trackers):
                seen += 1
                assert not any(person in words for person in people), table
    assert seen == len(trackers)
    columns = await rows(
        build,
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'ballots'",
    )
    assert {str(column) for (column,) in columns} == {
        "voting_id",
        "tracker",
        "choice",
        "weight",
        "college",
    }


async def test_the_order_in_the_box_says_nothing_of_the_order_on_the_roll(build):
    """Of one batch, physical order of ballots and of marks agree no more than chance allows."""
    hall = await build.hall(seats=40)
    voting = await build.open_voting(hall)
    papers = [build.paper(hall, index, "yes") for index in range(40)]
    async with build.casting() as connection:
        await cast_ballots(connection, voting.id, papers, at=now())
    sent = [paper.tracker for paper in papers]
    kept = [
        UUID(str(row[0])) for row in await rows(build, "SELECT tracker FROM ballots ORDER BY ctid")
    ]
    assert sorted(kept) == sorted(sent)
    marked = [
        UUID(str(row[0]))
        for row in await rows(build, "SELECT seat_id FROM participations ORDER BY ctid")
    ]
    of_seat = {paper.seat_id: paper.tracker for paper in papers}
    same_place = sum(of_seat[seat] == tracker for seat, tracker in zip(marked, kept, strict=True))
    assert same_place < 12


async def test_after_the_count_no_transaction_number_joins_a_mark_with_a_ballot(build):
    """Ballots cast alone share xmin with their marks until these are written anew."""
    hall = await build.hall(seats=4)
    voting = await build.open_voting(hall)
    for index, choice in enumerate(("yes", "no", "yes", "abstain")):
        await build.cast(hall, voting, index, choice)
    linked = (
        "SELECT count(*) FROM ballots b JOIN participations p ON b.xmin = p.xmin"
        " AND b.voting_id = p.voting_id"
    )
    through_the_roll = (
        "SELECT count(*) FROM ballots b JOIN electors e ON b.xmin = e.xmax"
        " AND b.voting_id = e.voting_id"
    )
    assert await rows(build, linked) == [(4,)]
    assert await rows(build, through_the_roll) == [(0,)], "a mark leaves nothing on the roll"
    await build.close(voting)
    await build.count(voting)
    assert await build.unlink(voting)
    assert await rows(build, linked) == await rows(build, through_the_roll) == [(0,)]
    assert await rows(build, "SELECT count(DISTINCT xmin::text) FROM participations") == [(1,)]
    in_place = await rows(build, "SELECT seat_id FROM participations ORDER BY ctid")
    assert [seat for (seat,) in in_place] == sorted(hall.seats)
