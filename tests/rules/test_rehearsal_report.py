# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A rehearsal is only worth its time when it turns red: doctored publications must be found."""

import copy
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from assembly.publication.rules.record import Decided, record_digest, write_record
from assembly.rehearsal import Report, Row, Timing, show
from assembly.rehearsal.amended import (
    AMENDED,
    BECOMES,
    BUNDLE,
    FILED,
    NEW_TEXT,
    STATES,
    in_words,
    spans_expected,
    spans_in,
    states_in,
)
from assembly.rehearsal.checks import Published, not_published, voting_rows
from assembly.rehearsal.documents import read, told
from assembly.rehearsal.ledger import Ledger, Troubles
from assembly.rehearsal.measure import percentile, timings_of
from assembly.rehearsal.plan import CYCLE, LEAST, MOTIONS, Behaviour, Motion, Part, parts_of
from assembly.rehearsal.report import plain, same
from assembly.resolutions.rules.text import digest
from assembly.voting.rules.ballot import Choice, Secrecy
from assembly.voting.rules.majority import Base, Majority, Roll, Strictness, preset
from assembly.voting.rules.numbers import write_verdict
from assembly.voting.rules.outcome import Ground, Rule, decide
from assembly.voting.rules.roll import box_digest, roll_digest
from assembly.voting.rules.sums import Sum, Sums, decide_sums

SEATS = 24
SECRET, REJECTED, ROLL_CALL = MOTIONS
MAYBE = frozenset({Behaviour.LAST_MOMENT, Behaviour.STAYS_AWAY})

Doctor = Callable[[Any], None]


def tracker(seat: int) -> str:
    return str(UUID(int=seat << 96))


def held(motion: Motion) -> tuple[Ledger, Published]:
    """A voting that went as it should, and what was published of it."""
    ledger = Ledger(
        about="1",
        number=1,
        secrecy=motion.secrecy,
        ground=motion.ground,
        roll_digest=roll_digest(range(1, SEATS + 1)),
        text_digest=digest(motion.provisions),
    )
    for part in parts_of(SEATS, motion.ground):
        if part.behaviour is not Behaviour.STAYS_AWAY:
            ledger.sound += 1
            ledger.acknowledged(part.seat, tracker(part.seat), part.choice)
    ledger.has_read("/api/v1/votings/1", {"choices": [*Choice], "turnout": 3, "tally": None})
    return ledger, publish(ledger, motion)


def publish(ledger: Ledger, motion: Motion) -> Published:
    box = public_box(ledger)
    rule, sums = Rule(preset("simple")), Sums(Sum(SEATS, SEATS, ledger.tally(), None), {}, 1)
    verdict = decide_sums(rule, sums)
    assert verdict.outcome is not None
    at = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
    decided = Decided(
        assembly_slug="rehearsal",
        assembly_name="Repetitie",
        number=1,
        title=motion.title,
        title_derived=False,
        language="nl",
        version=2,
        text_digest=ledger.text_digest,
        provisions=motion.provisions,
        voting_id=str(UUID(int=7)),
        secrecy=motion.secrecy.value,
        choices=("yes", "no", "abstain"),
        rehearsal=True,
        opened_at=at,
        closed_at=at,
        roll_digest=ledger.roll_digest,
        box_digest=box["digest"],
    )
    assert verdict.outcome is not None
    record = write_record(decided, rule, sums, verdict)
    return Published(
        voting={"turnout": len(ledger.receipts), "rehearsal": True},
        result={"record": record, "digest": record_digest(record)},
        box=box,
        resolution={
            "state": verdict.outcome.value,
            "outcome": verdict.outcome.value,
            "outcome_label": verdict.outcome.label("nl"),
            "tally": dict(record["tally"]),
            "record_digest": record_digest(record),
        },
    )


def public_box(ledger: Ledger) -> dict[str, Any]:
    if ledger.secrecy is Secrecy.SECRET:
        trackers = sorted(cast.tracker for cast in ledger.receipts.values())
        return {"digest": box_digest(trackers), "trackers": trackers, "ballots": None}
    ballots = [
        {"seat": seat, "tracker": cast.tracker, "choice": cast.choice.value}
        for seat, cast in ledger.receipts.items()
    ]
    lines = (f"{it['seat']} {it['tracker']} {it['choice']}" for it in ballots)
    return {"digest": box_digest(lines), "trackers": None, "ballots": ballots}


def red(ledger: Ledger, published: Published) -> set[str]:
    return {row.promised for row in voting_rows(ledger, published) if not row.ok}


@pytest.mark.parametrize("motion", MOTIONS, ids=lambda motion: motion.ground.value)
def test_a_voting_that_went_well_is_green_in_every_row(motion: Motion) -> None:
    ledger, published = held(motion)
    rows = voting_rows(ledger, published)
    assert len(rows) > 14
    assert [row for row in rows if not row.ok] == []
    assert len({row.promised for row in rows}) == len(rows)


# ── doctored publications ─────────────────────────────────────────────────────
def lose_a_tracker(published: Any) -> None:
    published.box["trackers"].pop()


def put_one_in_twice(published: Any) -> None:
    published.box["trackers"].append(published.box["trackers"][0])


def stuff_the_box(published: Any) -> None:
    published.box["trackers"].append(tracker(999))


def swap_a_tracker(published: Any) -> None:
    published.box["trackers"][3] = tracker(999)


def move_a_vote(published: Any) -> None:
    tally = published.result["record"]["tally"]
    tally["yes"], tally["no"] = tally["yes"] - 1, tally["no"] + 1


def invent_a_vote(published: Any) -> None:
    published.result["record"]["tally"]["yes"] += 1


def another_box_digest(published: Any) -> None:
    published.result["record"]["box_digest"] = "0" * 64


def another_record_digest(published: Any) -> None:
    published.result["digest"] = "0" * 64


def turn_the_outcome(published: Any) -> None:
    published.result["record"]["verdict"]["outcome"] = "not_adopted"


def another_sentence(published: Any) -> None:
    published.result["record"]["sentences"]["fr"] += " Bravo."


def another_turnout(published: Any) -> None:
    published.voting["turnout"] += 1


def another_roll(published: Any) -> None:
    published.result["record"]["roll"]["digest"] = "0" * 64


def another_text(published: Any) -> None:
    published.result["record"]["resolution"]["provisions"][0]["text"] += " Niet."


def another_text_digest(published: Any) -> None:
    published.result["record"]["resolution"]["digest"] = "0" * 64


def another_label(published: Any) -> None:
    published.resolution["outcome_label"] = "Aangenomen"


def other_counts_on_the_page(published: Any) -> None:
    published.resolution["tally"]["abstain"] += 1


def unmarked(published: Any) -> None:
    published.voting["rehearsal"] = False


IN_BOX = "Each receipt's tracker is in the public box exactly once"
NOTHING_ELSE = "Nothing else is in the box"
BOX_DIGEST = "The box digest is that of the public list"
AGREE = "Box, turnout and record agree with the receipts"
TALLY = "The tally is what was cast"
VERDICT = "The verdict follows from rule, roll and tally"
RECORD_DIGEST = "The record digest is that of the record"

DOCTORED: list[tuple[Doctor, set[str]]] = [
    (lose_a_tracker, {IN_BOX, BOX_DIGEST, AGREE}),
    (put_one_in_twice, {IN_BOX, NOTHING_ELSE, BOX_DIGEST, AGREE}),
    (stuff_the_box, {NOTHING_ELSE, BOX_DIGEST, AGREE}),
    (swap_a_tracker, {IN_BOX, NOTHING_ELSE, BOX_DIGEST}),
    (move_a_vote, {TALLY, VERDICT, RECORD_DIGEST}),
    (invent_a_vote, {TALLY, VERDICT, RECORD_DIGEST, "No elector is counted twice"}),
    (another_box_digest, {BOX_DIGEST, RECORD_DIGEST}),
    (another_record_digest, {RECORD_DIGEST}),
    (turn_the_outcome, {VERDICT, RECORD_DIGEST}),
    (another_sentence, {"The sentence says so in every language", RECORD_DIGEST}),
    (another_turnout, {AGREE}),
    (another_roll, {"The roll is everybody seated", RECORD_DIGEST}),
    (another_text, {"The text is the one tabled", RECORD_DIGEST}),
    (another_text_digest, {"The text is the one tabled", RECORD_DIGEST}),
    (another_label, {"The public reads the outcome in the assembly's words"}),
    (other_counts_on_the_page, {"The resolution's page shows the same counts and record"}),
    (unmarked, {"Voting and record are marked as a rehearsal"}),
]


@pytest.mark.parametrize(
    ("doctor", "found"), DOCTORED, ids=[doctor.__name__ for doctor, _ in DOCTORED]
)
def test_what_was_doctored_is_found(doctor: Doctor, found: set[str]) -> None:
    ledger, published = held(SECRET)
    doctor(published)
    assert found <= red(ledger, published)


@pytest.mark.parametrize(
    "doctor",
    [doctor for doctor, _ in DOCTORED if doctor is not another_record_digest],
    ids=lambda doctor: doctor.__name__,
)
def test_a_doctored_record_with_a_fresh_digest_is_still_found(doctor: Doctor) -> None:
    ledger, published = held(SECRET)
    doctor(published)
    published.result["digest"] = record_digest(published.record)
    published.resolution["record_digest"] = published.result["digest"]
    assert red(ledger, published) - {RECORD_DIGEST}


def test_a_whole_forgery_that_agrees_with_itself_differs_from_the_receipts() -> None:
    ledger, _ = held(SECRET)
    forged = copy.deepcopy(ledger)
    forged.acknowledged(1, tracker(999), Choice.NO)
    found = red(ledger, publish(forged, SECRET))
    assert {IN_BOX, NOTHING_ELSE, TALLY} <= found


def test_a_roll_call_shows_each_name_with_its_last_choice() -> None:
    ledger, published = held(ROLL_CALL)
    one, two, *_ = published.box["ballots"]
    one["choice"], two["choice"] = two["choice"], one["choice"]
    assert "Each name stands beside its last choice" in red(ledger, published)
    assert TALLY not in red(ledger, published)


def test_a_name_twice_in_a_roll_call_is_found() -> None:
    ledger, published = held(ROLL_CALL)
    published.box["ballots"].append(dict(published.box["ballots"][0]))
    found = red(ledger, published)
    assert {IN_BOX, NOTHING_ELSE, AGREE, "Each name stands beside its last choice"} <= found


def test_a_replaced_ballot_that_still_counts_is_found() -> None:
    ledger, published = held(ROLL_CALL)
    ledger.acknowledged(1, tracker(999), Choice.ABSTAIN)
    assert {IN_BOX, NOTHING_ELSE, TALLY} <= red(ledger, published)


@pytest.mark.parametrize("document", [None, {}, [], "busy", {"record": {"rule": 3, "tally": []}}])
def test_a_document_of_any_shape_is_a_difference_and_never_a_crash(document: Any) -> None:
    ledger, published = held(SECRET)
    for place in ("voting", "result", "box", "resolution"):
        assert red(ledger, replace(published, **{place: document}))
    assert len(red(ledger, Published(document, document, document, document))) > 8


# ── amendments ────────────────────────────────────────────────────────────────
IDS = ["p1", "p2", "p3"]
BECAME = "The public reads what became of the amendments"
STAYS = "The text stays on the table"
ASKED = "The record says word for word what was asked"


def held_on_amendments() -> tuple[Ledger, Published]:
    """A voting on a bundle that went as it should."""
    ledger, published = held(AMENDED)
    ledger.amendments = tuple(BUNDLE)
    ledger.asked = {number: FILED[number].edits(IDS) for number in BUNDLE}
    record = published.record
    record["amendments"] = [
        {"number": number, "version": 2, "edits": copy.deepcopy(edits), "changes": []}
        for number, edits in ledger.asked.items()
    ]
    shown = [{"number": number, "state": "adopted", "fell_to": None} for number in BUNDLE]
    return ledger, replace(
        published,
        result={"record": record, "digest": record_digest(record)},
        resolution={"state": "tabled", "outcome": None},
        amendments={"items": shown},
    )


def test_a_voting_on_amendments_that_went_well_is_green_in_every_row() -> None:
    rows = voting_rows(*held_on_amendments())
    assert [row for row in rows if not row.ok] == []
    assert {BECAME, STAYS, ASKED} <= {row.promised for row in rows}


def another_edit(published: Any) -> None:
    published.record["amendments"][0]["edits"][0]["text"] += " Niet."


def one_amendment_less(published: Any) -> None:
    published.record["amendments"].pop()


def one_amendment_twice(published: Any) -> None:
    published.record["amendments"].append(published.record["amendments"][0])


def another_number(published: Any) -> None:
    published.record["amendments"][0]["number"] += 7


def one_not_adopted(published: Any) -> None:
    published.amendments["items"][0]["state"] = "not_adopted"


def decided_too_early(published: Any) -> None:
    published.resolution["outcome"] = "adopted"


@pytest.mark.parametrize(
    ("doctor", "found"),
    [
        (another_edit, ASKED),
        (one_amendment_less, ASKED),
        (one_amendment_twice, ASKED),
        (another_number, ASKED),
        (one_not_adopted, BECAME),
        (decided_too_early, STAYS),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_was_doctored_about_amendments_is_found(doctor: Doctor, found: str) -> None:
    ledger, published = held_on_amendments()
    doctor(published)
    published.result["digest"] = record_digest(published.record)
    assert red(ledger, published) == {found}


@pytest.mark.parametrize("document", [None, {}, [], 3, {"record": {"amendments": [3, [], None]}}])
def test_amendments_of_any_shape_are_a_difference_and_never_a_crash(document: Any) -> None:
    ledger, published = held_on_amendments()
    assert red(ledger, replace(published, amendments=document)) == {BECAME}
    assert red(ledger, replace(published, result=document))
    assert spans_in(document) == []
    assert states_in({"items": [document, {"number": [1]}]}, [1]) == "1 None"


def test_the_text_that_must_come_out_is_written_down_with_where_it_came_from() -> None:
    document = {
        "provisions": [
            {"spans": [{"text": text, "amendments": list(numbers)} for text, numbers in spans]}
            for spans in BECOMES
        ]
    }
    assert spans_in(document) == spans_expected()
    document["provisions"][1]["spans"][1]["amendments"] = [2]
    assert spans_in(document) != spans_expected()
    assert len({one.text for one in NEW_TEXT}) == len(BECOMES)
    assert in_words(STATES).startswith("1 adopted, 2 fallen to 1, ")


# ── receipts, counts told too early, troubles ─────────────────────────────────
def test_a_missing_receipt_and_an_odd_answer_are_found() -> None:
    ledger, published = held(SECRET)
    ledger.sound += 1
    ledger.odd["500 unexpected"] += 1
    row = voting_rows(ledger, published)[0]
    assert (row.ok, row.seen) == (False, f"{len(ledger.receipts)}, 1 × 500 unexpected")


def test_a_count_told_before_publication_is_found() -> None:
    ledger, published = held(SECRET)
    ledger.has_read("/api/v1/votings/1", {"tally": {"yes": 3}})
    row = voting_rows(ledger, published)[1]
    assert (row.ok, row.seen) == (False, "1 of 2, first /api/v1/votings/1: /tally")


@pytest.mark.parametrize(
    ("document", "places"),
    [
        ({"choices": ["yes", "no"], "turnout": 4, "tally": None, "outcome": None}, []),
        ({"items": [{"number": 1}, {"verdict": {"margin": 0}}]}, ["/items/1/verdict"]),
        ({"yes": 0}, ["/yes"]),
        ({"result": {"counts": [1]}, "trackers": []}, ["/result/counts"]),
        ("yes", []),
    ],
)
def test_what_an_answer_tells(document: Any, places: list[str]) -> None:
    assert list(told(document)) == places


def test_a_result_that_does_not_come_is_red() -> None:
    ledger, _ = held(SECRET)
    (row,) = [row for row in not_published(ledger, 60, "closed, worker down") if not row.ok]
    assert (row.expected, row.seen) == ("within 60 s", "not yet; closed, worker down")


def test_a_trouble_is_red_as_soon_as_one_answer_is_not_allowed() -> None:
    troubles = Troubles("1")
    for answer in ("409 already-voted", "409 already-voted", "201"):
        troubles.note("Another choice is refused", answer, "409 already-voted")
    (row,) = troubles.rows()
    assert (row.ok, row.expected) == (False, "3 × 409 already-voted")
    assert row.seen == "1 × 201, 2 × 409 already-voted"


def test_reading_other_peoples_json_never_fails() -> None:
    assert read({"a": [{"b": 1}]}, "a", 0, "b") == 1
    documents: list[Any] = [None, 3, "abc", [], {"a": None}]
    for document in documents:
        assert read(document, "a", 0, "b") is None


# ── the plan ──────────────────────────────────────────────────────────────────
@given(
    seats=st.integers(LEAST, 400),
    ground=st.sampled_from([motion.ground for motion in MOTIONS]),
    refused=st.sets(st.integers(1, 400)),
)
def test_a_voting_ends_as_planned_whoever_comes_too_late(
    seats: int, ground: Ground, refused: set[int]
) -> None:
    parts = parts_of(seats, ground)
    assert [part.seat for part in parts] == list(range(1, seats + 1))
    counted = Ledger("1", 1, Secrecy.SECRET, ground, "", "")
    for part in parts:
        if part.behaviour not in MAYBE or part.seat not in refused:
            counted.acknowledged(part.seat, tracker(part.seat), part.choice)
    verdict = decide(counted.tally(), Roll(seats, seats), preset("simple"))
    assert verdict.ground is ground


@pytest.mark.parametrize("seats", [len(CYCLE) + 1, 50, 2000])
def test_every_trouble_comes_up_and_most_seats_vote(seats: int) -> None:
    behaviours = [part.behaviour for part in parts_of(seats, Ground.TIE)]
    assert set(Behaviour) - set(behaviours) <= {Behaviour.TWICE}
    assert behaviours.count(Behaviour.STAYS_AWAY) <= max(1, seats // 25)


def test_the_same_hall_plays_the_same_parts() -> None:
    assert parts_of(50, Ground.TIE) == parts_of(50, Ground.TIE)
    assert isinstance(parts_of(50, Ground.TIE)[0], Part)


# ── the report ────────────────────────────────────────────────────────────────
GREEN = Row("The sitting", "Everyone signs in", "50", "50", ok=True)
RED = Row("Afterwards", "Rehearsals are in no list", "0", "1 [bold]x[/bold]", ok=False)


def report(*rows: Row) -> Report:
    timings = (Timing("sign-ins", 123.4, "/s"), Timing("closing → published", 0.321, "s"))
    return Report("http://127.0.0.1:8000", "rehearsal-x", 50, rows, timings)


def shown(given_: Report, *, terminal: bool) -> str:
    out = io.StringIO()
    show(given_, Console(file=out, force_terminal=terminal, width=120, color_system="standard"))
    return out.getvalue()


def test_a_report_holds_only_when_every_row_does() -> None:
    assert report(GREEN).holds
    assert not report(GREEN, RED).holds
    assert not report().holds


def test_without_a_terminal_the_report_is_plain_text() -> None:
    text = shown(report(GREEN, RED), terminal=False)
    assert text == plain(report(GREEN, RED)) + "\n"
    assert "\x1b" not in text
    lines = text.splitlines()
    assert lines[0] == "rehearsal-x at http://127.0.0.1:8000, 50 participants"
    assert "ok       Everyone signs in          50        50" in lines
    assert "DIFFERS  Rehearsals are in no list  0         1 [bold]x[/bold]" in lines
    assert "sign-ins             123 /s" in lines
    assert "closing → published  0.32 s" in lines
    assert lines[-1] == "1 of 2 promises did not hold."


def test_on_a_terminal_the_report_is_a_table_and_a_servers_words_are_no_markup() -> None:
    text = shown(report(GREEN, RED), terminal=True)
    assert "\x1b[" in text
    for words in ("DIFFERS", "1 [bold]x[/bold]", "The sitting", "1 of 2 promises did not hold."):
        assert words in text


def test_a_report_that_holds_says_so_last() -> None:
    assert plain(report(GREEN, GREEN)).splitlines()[-1] == "All 2 promises held."


def test_a_digest_is_compared_whole_and_shown_short() -> None:
    row = same("1", "digest", "a" * 63 + "b", "a" * 64)
    assert (row.ok, row.expected) == (False, "a" * 16 + "…")


def test_timings_leave_out_what_was_not_measured() -> None:
    assert [timing.what for timing in timings_of([], 5, 2.0, 9.0, 0)] == [
        "sign-ins",
        "asked again, the server being busy or away",
        "the whole rehearsal",
    ]
    ledger = Ledger("1", 1, Secrecy.SECRET, Ground.TIE, "", "")
    ledger.seconds = [0.03, 0.01, 0.02]
    ledger.casting_seconds, ledger.cast_meanwhile, ledger.published_after = 2.0, 30, 0.5
    values = {timing.what: timing.value for timing in timings_of([ledger], 50, 10.0, 20.0, 3)}
    assert values["ballots"] == 15.0
    assert values["a cast, p50"] == pytest.approx(20)
    assert values["a cast, p99"] == pytest.approx(30)
    assert values["closing → published, longest"] == 0.5


@pytest.mark.parametrize(
    ("value", "shown_as"),
    [(0, "0 s"), (0.321, "0.32 s"), (3, "3 s"), (12.345, "12.3 s"), (123.4, "123 s")],
)
def test_a_measurement_is_shown_with_the_digits_it_deserves(value: float, shown_as: str) -> None:
    assert Timing("x", value, "s").shown == shown_as


@pytest.mark.parametrize(("percent", "value"), [(1, 1), (50, 50), (99, 99), (100, 100)])
def test_percentiles_are_nearest_rank(percent: int, value: int) -> None:
    assert percentile([float(number) for number in range(1, 101)], percent) == value


def test_a_custom_rule_in_a_record_is_decided_again() -> None:
    ledger, published = held(REJECTED)
    rule = Majority("custom", Fraction(1, 4), Strictness.AT_LEAST, Base.CAST)
    verdict = decide(ledger.tally(), Roll(SEATS, SEATS), rule)
    assert verdict.outcome is not None
    published.record["rule"] = {
        "preset": "custom",
        "share": "1/4",
        "strictness": "at_least",
        "base": "cast",
    }
    assert VERDICT in red(ledger, published)
    published.record["verdict"] = write_verdict(verdict)
    assert VERDICT not in red(ledger, published)
