# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counting in weights and by college, quorums, void votings: and as few statements for many."""

from collections.abc import Sequence
from uuid import uuid4

import pytest
from sqlalchemy import event, text

from assembly.clock import now
from assembly.errors import CollegesMissing, UnknownRule
from assembly.publication.queries import require_decision, require_record, totals_of
from assembly.publication.rules.again import decide_again, verdict_document
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.voting.count import count_voting
from assembly.voting.open import Terms, open_voting, plan_voting
from assembly.voting.rules.ballot import Secrecy
from assembly.voting.rules.outcome import Rule
from assembly.voting.rules.roll import box_digest
from assembly.voting.terms import read_terms
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import one, rows, run


async def seated(build: Build, classes: Sequence[tuple[str, str | None]]) -> Hall:
    """A hall whose seats have these weights and colleges, in order."""
    hall = await build.hall(seats=len(classes))
    for seat, (weight, college) in zip(hall.seats, classes, strict=True):
        await run(
            build,
            "UPDATE seats SET weight = CAST(CAST(:weight AS text) AS numeric), college = :college"
            " WHERE id = :id",
            weight=weight,
            college=college,
            id=seat,
        )
    return hall


async def opened(build: Build, hall: Hall, rule: Rule, secrecy: Secrecy = Secrecy.SECRET):
    resolution = await build.tabled(hall)
    terms = Terms(secrecy, abstain=True, rule=rule, accept_small_classes=True)
    async with build.sessions.begin() as session:
        voting = await plan_voting(
            session, hall.assembly, resolution.number, terms, at=now(), by=BY
        )
        return await open_voting(session, voting.id, at=now(), by=BY)


async def counted(build, hall, rule, choices, secrecy=Secrecy.SECRET):
    voting = await opened(build, hall, rule, secrecy)
    await build.cast_all(hall, voting, choices)
    await build.close(voting)
    assert await build.count(voting)
    return voting


TWO_SIDES = [("2", "nl"), ("0.5", "nl"), ("1.25", "fr"), ("1.25", "fr"), ("3", None)]


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_weights_decide_and_heads_are_told_beside_them(build, secrecy):
    hall = await seated(build, TWO_SIDES)
    rule = read_terms("simple", None)
    voting = await counted(build, hall, rule, ["yes", "no", "no", "yes", "abstain"], secrecy)
    found = await rows(build, "SELECT yes, no, abstain, weighed, colleges, verdict FROM results")
    yes, no, abstain, weighed, colleges, verdict = found[0]
    assert (yes, no, abstain) == (2, 2, 1)
    assert weighed == {
        "yes": "3.25",
        "no": "1.75",
        "abstain": "3",
        "blank": "0",
        "invalid": "0",
    }
    assert colleges["nl"]["weights"]["tally"]["yes"] == "2"
    assert (colleges["fr"]["entitled"], colleges["fr"]["weights"]["entitled"]) == (2, "2.5")
    assert (verdict["base"], verdict["needed_yes"], verdict["margin"]) == ("5", "1.76", "1.49")
    await build.publish(voting)
    async with build.sessions() as session:
        record = (await require_record(session, voting.id)).document
    again = decide_again(record)
    assert again is not None
    assert verdict_document(record, again.verdict) == record["verdict"]
    assert again.sentences == record["sentences"]
    assert record["roll"]["weights"] == {"entitled": "8", "present": "8", "step": "0.01"}


@pytest.mark.parametrize(
    ("choices", "outcome", "ground"),
    [
        pytest.param(["yes", "yes", "yes", "no"], "not_adopted", "college_not_met", id="fr ties"),
        pytest.param(["yes", "no", "yes", "yes"], "not_adopted", "college_not_met", id="nl ties"),
        pytest.param(["yes", "yes", "yes", "abstain"], "adopted", "majority_met", id="both"),
    ],
)
async def test_each_college_must_be_met(build, choices, outcome, ground):
    hall = await seated(build, [("1", "nl"), ("1", "nl"), ("1", "fr"), ("1", "fr")])
    rule = read_terms({"preset": "simple", "colleges": {"preset": "simple"}}, None)
    await counted(build, hall, rule, choices)
    assert await rows(build, "SELECT outcome, ground FROM results") == [(outcome, ground)]


async def test_a_quorum_counts_heads_and_weights_only_where_it_says_so(build):
    hall = await seated(build, [("10", None), ("1", None), ("1", None), ("1", None)])
    for counted_in, outcome in (("heads", "not_adopted"), ("weights", "adopted")):
        quorum = {"share": "1/2", "of": "voted", "counted_in": counted_in}
        voting = await counted(build, hall, read_terms("simple", quorum), ["yes"])
        found = await one(build, "SELECT outcome FROM results WHERE voting_id = :id", id=voting.id)
        assert found == outcome, counted_in


async def test_a_void_voting_has_no_outcome_and_returns_its_resolution_with_the_record(build):
    hall = await build.hall(seats=4)
    quorum = {"share": "3/4", "of": "expressed", "unmet": "void"}
    voting = await counted(build, hall, read_terms("simple", quorum), ["yes", "abstain", "abstain"])
    assert await rows(build, "SELECT outcome, ground FROM results") == [(None, "quorum_not_met")]
    async with build.sessions() as session:
        before = await require_decision(session, hall.assembly.id, 1)
        assert (await totals_of(session, hall.assembly.id)).pending == 1
    assert before.resolution.state is ResolutionState.UNDER_VOTE, "nobody learns it before"
    await build.publish(voting)
    async with build.sessions() as session:
        after = await require_decision(session, hall.assembly.id, 1)
        record = (await require_record(session, voting.id)).document
    assert (after.resolution.state, after.outcome) == (ResolutionState.TABLED, None)
    assert (record["verdict"]["outcome"], record["labels"]["nl"]) == (None, "Geen uitslag")
    resolution = after.resolution.number
    async with build.sessions.begin() as session:
        next_one = await plan_voting(
            session,
            hall.assembly,
            resolution,
            Terms(Secrecy.SECRET, abstain=True, rule=read_terms("simple", None)),
            at=now(),
            by=BY,
        )
        await open_voting(session, next_one.id, at=now(), by=BY)
    await build.cast_all(hall, next_one, ["yes"] * 4)
    await build.close(next_one)
    await build.count(next_one)
    await build.publish(next_one)
    async with build.sessions() as session:
        decided = await require_decision(session, hall.assembly.id, resolution)
    assert decided.record is not None
    assert decided.record.document["voting"]["id"] == str(next_one.id)


async def test_a_test_voting_moves_no_resolution(build):
    hall = await build.hall(seats=1)
    resolution = await build.tabled(hall)
    terms = Terms(Secrecy.SECRET, abstain=True, rule=read_terms("simple", None), test=True)
    async with build.sessions.begin() as session:
        voting = await plan_voting(
            session, hall.assembly, resolution.number, terms, at=now(), by=BY
        )
        await open_voting(session, voting.id, at=now(), by=BY)
    await build.cast_all(hall, voting, ["yes"])
    await build.close(voting)
    assert await build.count(voting)
    assert await one(build, "SELECT state FROM resolutions") == "tabled"
    assert await one(build, "SELECT outcome FROM results") == "adopted"


@pytest.mark.parametrize("share", ["1", "1/1"])
def test_a_rule_that_nothing_could_meet_is_refused(share):
    impossible = {"share": share, "strictness": "more_than", "base": "cast"}
    with pytest.raises(UnknownRule):
        read_terms(impossible, None)
    with pytest.raises(UnknownRule):
        read_terms({"preset": "simple", "colleges": {"nl": impossible}}, None)


@pytest.mark.parametrize(
    ("classes", "colleges", "missing", "without_rule"),
    [
        pytest.param([("1", None)], {"preset": "simple"}, [], [], id="none at all"),
        pytest.param(
            [("1", "nl")],
            {"nl": {"preset": "simple"}, "fr": {"preset": "simple"}},
            ["fr"],
            [],
            id="one is not on the roll",
        ),
        pytest.param(
            [("1", "nl"), ("1", "fr")], {"nl": {"preset": "simple"}}, [], ["fr"], id="one more"
        ),
    ],
)
async def test_colleges_of_the_rule_and_of_the_roll_must_be_the_same_at_opening(
    build, classes, colleges, missing, without_rule
):
    hall = await seated(build, classes)
    rule = read_terms({"preset": "simple", "colleges": colleges}, None)
    with pytest.raises(CollegesMissing) as refused:
        await opened(build, hall, rule)
    assert refused.value.facts == {"missing": missing, "without_rule": without_rule}


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_as_many_statements_for_a_thousand_ballots_as_for_ten(build, secrecy):
    asked = []
    for ballots in (10, 1000):
        hall = await crowd(build, ballots)
        voting = await build.open_voting(hall, secrecy=secrecy)
        await build.cast_all(hall, voting, ["yes", "no"] * (ballots // 2))
        await build.close(voting)
        asked.append(await statements(build, voting))
        lines = await rows(
            build,
            "SELECT tracker::text FROM ballots WHERE voting_id = :id"
            if secrecy is Secrecy.SECRET
            else "SELECT e.seat_number || ' ' || b.tracker || ' ' || b.choice"
            " FROM roll_call_ballots b JOIN electors e USING (voting_id, seat_id)"
            " WHERE b.voting_id = :id",
            id=voting.id,
        )
        digest = await one(
            build, "SELECT box_digest FROM results WHERE voting_id = :id", id=voting.id
        )
        assert digest == box_digest(line for (line,) in lines)
        assert len(lines) == ballots
    assert asked[0] == asked[1] <= 15


async def crowd(build: Build, count: int) -> Hall:
    """So many seats, without the hashing of their codes."""
    hall = await build.hall(seats=0)
    people, hall.seats = [uuid4() for _ in range(count)], [uuid4() for _ in range(count)]
    async with build.sessions.begin() as session:
        await session.execute(
            text(
                "INSERT INTO people (id, name, is_staff, is_administrator, enrolled_at)"
                " SELECT unnest(CAST(:people AS uuid[])), 'x', false, false, now()"
            ),
            {"people": people},
        )
        await session.execute(
            text(
                "INSERT INTO seats (id, assembly_id, person_id, number, weight, seated_at)"
                " SELECT seat, :hall, person, place, 1, now() FROM unnest(CAST(:seats AS uuid[]),"
                " CAST(:people AS uuid[])) WITH ORDINALITY AS t (seat, person, place)"
            ),
            {"people": people, "seats": hall.seats, "hall": hall.assembly.id},
        )
    return hall


async def statements(build: Build, voting) -> int:
    """How many statements the count sends."""
    sent = 0

    def note(*_: object) -> None:
        nonlocal sent
        sent += 1

    async with build.sessions.begin() as session:
        connection = (await session.connection()).sync_connection
        event.listen(connection, "before_cursor_execute", note)
        assert await count_voting(session, voting.id, at=now())
    return sent
