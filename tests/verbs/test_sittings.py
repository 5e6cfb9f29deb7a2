# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A sitting: planned, opened, suspended, closed; its agenda, and what is dealt with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from assembly.assemblies.convene import found_assembly
from assembly.clock import now
from assembly.errors import (
    AgendaItemBegun,
    AgendaItemNotFound,
    AlreadyTaken,
    IllegalMove,
    ImpossibleSchedule,
    InvalidRequest,
    MarkupInText,
    ResolutionNotFound,
    SittingNotFound,
    SittingNotOpen,
    SittingUnderWay,
    Stale,
    VotingStillOpen,
)
from assembly.publication.publish_minutes import publish_minutes
from assembly.resolutions.rules.lifecycle import State as ResolutionState
from assembly.sittings.agenda import add_item
from assembly.sittings.begin import begin_item, end_item, pass_over
from assembly.sittings.minute import add_note
from assembly.sittings.plan import Plan, cancel_sitting, change_sitting, plan_sitting
from assembly.sittings.preside import close_sitting, resume_sitting, suspend_sitting
from assembly.sittings.queries import next_sitting
from assembly.sittings.rules.agenda import MOST_ITEMS, Planned
from assembly.sittings.rules.lifecycle import ItemKind, ItemState, State
from tests.build.house import BY
from tests.build.sitting import DEBATE, Meeting
from tests.verbs.reading import one, rows

AT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
OPENING = Planned(ItemKind.OPENING, "Welkom")
CLOSING = Planned(ItemKind.CLOSING, "Slot")


@pytest.fixture
async def meeting(build) -> Meeting:
    return Meeting(build, await build.hall(seats=4))


def again(items, ids):
    """What stands on the agenda, by its ids."""
    return [replace(item, id=key) for item, key in zip(items, ids, strict=True)]


# ── planning ──────────────────────────────────────────────────────────────────
async def test_sittings_are_numbered_in_each_assembly(meeting):
    assert [(await meeting.plan()).number for _ in range(3)] == [1, 2, 3]
    other = Meeting(meeting.build, await meeting.build.hall(seats=0))
    assert (await other.plan()).number == 1


async def test_the_same_id_is_planned_once_and_nowhere_else(meeting):
    drawn = uuid4()
    async with meeting.build.sessions.begin() as session:
        for _ in range(2):
            row = await plan_sitting(
                session, meeting.hall.assembly, Plan("Eerste"), at=AT, by=BY, sitting_id=drawn
            )
            assert (row.number, row.id) == (1, drawn)
    other = await meeting.build.hall(seats=0)
    with pytest.raises(AlreadyTaken):
        async with meeting.build.sessions.begin() as session:
            await plan_sitting(
                session, other.assembly, Plan("Eerste"), at=AT, by=BY, sitting_id=drawn
            )


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        pytest.param(Plan("  "), InvalidRequest, id="no title"),
        pytest.param(Plan("x" * 301), InvalidRequest, id="a title that is too long"),
        pytest.param(Plan("<b>Zitting</b>"), MarkupInText, id="markup"),
        pytest.param(Plan("Zitting", place="Zaal \u202e1"), InvalidRequest, id="turned reading"),
        pytest.param(Plan("Zitting", None, AT, AT), ImpossibleSchedule, id="ends as it begins"),
        pytest.param(Plan("Zitting", None, None, AT), ImpossibleSchedule, id="an end alone"),
    ],
)
async def test_a_plan_that_cannot_be_is_refused(meeting, plan, refusal):
    with pytest.raises(refusal):
        async with meeting.build.sessions.begin() as session:
            await plan_sitting(session, meeting.hall.assembly, plan, at=AT, by=BY)
    assert await one(meeting.build, "SELECT count(*) FROM sittings") == 0


async def test_an_imported_assembly_does_not_meet(build):
    async with build.sessions.begin() as session:
        past = await found_assembly(
            session,
            slug="past",
            name="Past",
            language="nl",
            time_zone="Europe/Brussels",
            held_on=None,
            imported=True,
            at=AT,
            by=BY,
        )
        with pytest.raises(IllegalMove):
            await plan_sitting(session, past, Plan("Eerste"), at=AT, by=BY)


async def test_a_change_names_what_was_read_and_sending_it_again_changes_nothing(meeting):
    view = await meeting.plan()
    plan = Plan("Eerste zitting", "Zaal 1", AT, AT + timedelta(hours=3))
    for _ in range(2):
        row = await meeting.do(change_sitting, plan, revision=view.revision)
        assert (row.revision, row.place) == (2, "Zaal 1")
    with pytest.raises(Stale) as refusal:
        await meeting.do(change_sitting, Plan("Anders"), revision=view.revision)
    assert refusal.value.facts == {"yours": 1, "current": 2}


async def test_a_sitting_that_is_cancelled_says_why_and_stays_so(meeting):
    await meeting.plan()
    for _ in range(2):
        row = await meeting.do(cancel_sitting, "De zaal staat onder water.")
        assert (row.state, row.revision) == (State.CANCELLED, 2)
    with pytest.raises(IllegalMove):
        await meeting.open()
    with pytest.raises(IllegalMove):
        await meeting.put([OPENING])
    with pytest.raises(IllegalMove):
        await meeting.do(add_note, "Een nota.")


# ── opening and closing ───────────────────────────────────────────────────────
async def test_a_sitting_is_opened_suspended_resumed_and_closed_each_harmless_twice(meeting):
    await meeting.plan()
    for _ in range(2):
        assert (await meeting.open()).state is State.OPEN
    for verb, state in (
        (suspend_sitting, State.SUSPENDED),
        (resume_sitting, State.OPEN),
        (close_sitting, State.CLOSED),
    ):
        for _ in range(2):
            assert (await meeting.do(verb)).state is state
    told = await rows(meeting.build, "SELECT what FROM sitting_moments ORDER BY ordinal")
    assert [what for (what,) in told] == ["opened", "suspended", "resumed", "closed"]
    acts = await rows(
        meeting.build,
        "SELECT act FROM audit_entries WHERE subject = 'sitting:1' ORDER BY position",
    )
    assert [act for (act,) in acts] == [
        "plan_sitting",
        "open_sitting",
        "suspend_sitting",
        "resume_sitting",
        "close_sitting",
    ]


async def test_every_step_that_the_table_does_not_have_is_refused(meeting):
    await meeting.plan()
    for verb in (suspend_sitting, resume_sitting, close_sitting):
        with pytest.raises(IllegalMove):
            await meeting.do(verb)
    await meeting.open()
    await meeting.do(suspend_sitting)
    with pytest.raises(IllegalMove):
        await meeting.open()
    with pytest.raises(IllegalMove):
        await meeting.do(cancel_sitting, "Te laat om af te gelasten.")
    await meeting.do(close_sitting)
    for verb in (suspend_sitting, resume_sitting):
        with pytest.raises(IllegalMove):
            await meeting.do(verb)
    with pytest.raises(SittingNotFound):
        await Meeting(meeting.build, meeting.hall, 9).do(close_sitting)


async def test_one_sitting_of_an_assembly_is_under_way_at_a_time(meeting):
    await meeting.plan()
    await meeting.open()
    second = Meeting(meeting.build, meeting.hall)
    await second.plan()
    await meeting.do(suspend_sitting)
    with pytest.raises(SittingUnderWay) as refusal:
        await second.open()
    assert refusal.value.facts == {"sitting": 1}
    await meeting.do(close_sitting)
    assert (await second.open()).state is State.OPEN


async def test_the_opening_remembers_how_many_were_present(meeting):
    await meeting.build.arrive(meeting.hall, [0, 1])
    await meeting.build.proxy(meeting.hall, 2, 0)
    await meeting.plan()
    await meeting.open()
    await meeting.build.leave(meeting.hall, [1])
    assert await one(meeting.build, "SELECT facts FROM sitting_moments") == {
        "seated": 4,
        "present": 3,
        "represented": 1,
        "attendance_taken": True,
    }


async def test_a_sitting_is_not_closed_while_a_voting_is_open(meeting):
    await meeting.plan()
    await meeting.open()
    voting = await meeting.build.open_voting(meeting.hall)
    with pytest.raises(VotingStillOpen) as refusal:
        await meeting.do(close_sitting)
    assert refusal.value.facts == {"votings": [str(voting.id)], "resolutions": [1]}
    await meeting.build.close(voting)
    assert (await meeting.do(close_sitting)).state is State.CLOSED


async def test_the_next_sitting_is_the_one_under_way_then_the_earliest(meeting):
    await meeting.plan(planned_for=AT + timedelta(days=2))
    await meeting.plan(planned_for=AT)
    await meeting.plan()

    async def coming():
        async with meeting.build.sessions.begin() as session:
            view = await next_sitting(session, meeting.of)
            return view and view.number

    assert await coming() == 2
    await Meeting(meeting.build, meeting.hall, 3).open()
    assert await coming() == 3


# ── the agenda ────────────────────────────────────────────────────────────────
async def test_an_agenda_is_put_in_its_order_and_again_in_another(meeting):
    await meeting.plan()
    await meeting.put([OPENING, DEBATE, CLOSING])
    first = meeting.items
    await meeting.put([*again([CLOSING, OPENING], [first[2], first[0]])])
    assert meeting.items == [first[2], first[0]]
    assert [item.position for item in await meeting.agenda()] == [1, 2]


async def test_putting_what_stands_there_changes_nothing_on_any_revision(meeting):
    await meeting.plan()
    row = await meeting.put([OPENING, DEBATE], revision=1)
    same = await meeting.put([OPENING, DEBATE], revision=1)
    assert row.revision == same.revision == 2
    same = await meeting.put(again([OPENING, DEBATE], meeting.items), revision=1)
    assert same.revision == 2
    with pytest.raises(Stale):
        await meeting.put([DEBATE, OPENING], revision=1)


async def test_what_was_begun_stays_on_the_agenda_as_it_is(meeting):
    await meeting.debating(OPENING, DEBATE, CLOSING)
    begun, debate, _ = meeting.items
    with pytest.raises(AgendaItemBegun):
        await meeting.put(again([DEBATE], [debate]))
    with pytest.raises(AgendaItemBegun):
        await meeting.put([replace(OPENING, title="Anders", id=begun)])
    await meeting.put([replace(OPENING, minutes=5, id=begun)])
    (item,) = await meeting.agenda()
    assert (item.state, item.clock.limit) == (ItemState.CURRENT, timedelta(minutes=5))


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        pytest.param([Planned(ItemKind.DEBATE)], InvalidRequest, id="no name"),
        pytest.param([Planned(ItemKind.DEBATE, resolution=7)], ResolutionNotFound, id="no text"),
        pytest.param([replace(DEBATE, id=uuid4())] * 2, InvalidRequest, id="twice the same id"),
        pytest.param([DEBATE] * (MOST_ITEMS + 1), InvalidRequest, id="too many"),
        pytest.param([replace(DEBATE, title="<i>x</i>")], MarkupInText, id="markup"),
    ],
)
async def test_an_agenda_that_cannot_be_is_refused_whole(meeting, items, refusal):
    await meeting.plan()
    with pytest.raises(refusal):
        await meeting.put([OPENING, *items])
    assert await meeting.agenda() == []


async def test_an_item_is_added_once_at_the_end(meeting):
    await meeting.plan()
    await meeting.put([OPENING])
    drawn = replace(CLOSING, id=uuid4())
    for _ in range(2):
        await meeting.do(add_item, drawn)
    assert [item.title for item in await meeting.agenda()] == ["Welkom", "Slot"]
    second = Meeting(meeting.build, meeting.hall)
    await second.plan()
    with pytest.raises(AlreadyTaken):
        await second.do(add_item, drawn)
    with pytest.raises(AlreadyTaken):
        await second.put([drawn])


async def test_a_text_that_is_not_public_has_no_name_on_a_public_agenda(meeting):
    await meeting.build.draft(meeting.hall, title="Nog geheim")
    await meeting.plan()
    await meeting.put([Planned(ItemKind.DEBATE, resolution=1)])
    (public,) = await meeting.agenda()
    (inside,) = await meeting.agenda(drafts=True)
    assert (public.title, public.resolution) == (None, None)
    assert inside.title == "Nog geheim"


async def test_a_text_on_the_table_gives_its_item_a_name(meeting):
    resolution = await meeting.build.draft(meeting.hall, title="Gratis bus")
    await meeting.plan()
    await meeting.put([Planned(ItemKind.DEBATE, resolution=1)])
    await meeting.build.move(meeting.hall, resolution, ResolutionState.TABLED)
    (item,) = await meeting.agenda()
    assert (item.title, item.resolution and item.resolution.number) == ("Gratis bus", 1)


# ── dealing with items ────────────────────────────────────────────────────────
async def test_beginning_an_item_ends_the_one_before(meeting):
    await meeting.debating(OPENING, DEBATE)
    for _ in range(2):
        await meeting.begin(2)
    first, second = await meeting.agenda()
    assert (first.state, second.state) == (ItemState.DONE, ItemState.CURRENT)
    assert first.clock.running_since is None
    told = await rows(meeting.build, "SELECT what FROM sitting_moments ORDER BY ordinal")
    assert [what for (what,) in told] == ["opened", "item_begun", "item_done", "item_begun"]


async def test_items_begin_only_while_the_sitting_is_open(meeting):
    await meeting.plan()
    await meeting.put([OPENING, DEBATE])
    with pytest.raises(SittingNotOpen):
        await meeting.begin()
    await meeting.open()
    await meeting.begin()
    await meeting.do(suspend_sitting)
    with pytest.raises(SittingNotOpen):
        await meeting.begin(2)
    assert (await meeting.begin()).state is State.SUSPENDED


async def test_an_item_is_taken_up_again_for_a_reason_and_its_clock_goes_on(meeting):
    await meeting.plan()
    await meeting.put([replace(DEBATE, minutes=1), CLOSING])
    await meeting.open(at=AT)
    await meeting.begin(1, at=AT)
    await meeting.do(end_item, meeting.items[0], at=AT + timedelta(seconds=40))
    with pytest.raises(InvalidRequest):
        await meeting.begin(1)
    later = AT + timedelta(hours=1)
    await meeting.begin(1, because="Er was een nieuw voorstel.", at=later)
    item = (await meeting.agenda())[0]
    assert (item.state, item.began_at, item.ended_at) == (ItemState.CURRENT, AT, None)
    assert item.clock.left(later + timedelta(seconds=5)) == timedelta(seconds=15)
    facts = await rows(
        meeting.build, "SELECT facts FROM sitting_moments WHERE what = 'item_taken_up_again'"
    )
    assert facts == [({"position": 1, "because": "Er was een nieuw voorstel."},)]


async def test_a_planned_item_is_passed_over_and_may_come_back_for_a_reason(meeting):
    await meeting.debating(OPENING, DEBATE)
    for _ in range(2):
        await meeting.do(pass_over, meeting.items[1])
    with pytest.raises(IllegalMove):
        await meeting.do(pass_over, meeting.items[0])
    with pytest.raises(IllegalMove):
        await meeting.do(end_item, meeting.items[1])
    await meeting.begin(2, because="Toch nog tijd over.")
    assert [item.state for item in await meeting.agenda()] == [ItemState.DONE, ItemState.CURRENT]


async def test_a_step_on_a_stale_page_is_refused_where_it_names_its_revision(meeting):
    await meeting.debating(OPENING, DEBATE, CLOSING)
    seen = (await meeting.view()).revision
    await meeting.begin(2, revision=seen)
    with pytest.raises(Stale):
        await meeting.begin(3, revision=seen)
    assert (await meeting.begin(2, revision=seen)).revision == seen + 1


async def test_a_suspension_stops_the_clock_of_the_item(meeting):
    await meeting.plan()
    await meeting.put([DEBATE])
    await meeting.open(at=AT)
    await meeting.begin(1, at=AT)
    await meeting.do(suspend_sitting, at=AT + timedelta(minutes=2))
    await meeting.do(resume_sitting, at=AT + timedelta(minutes=20))
    (item,) = await meeting.agenda()
    assert item.clock.at(AT + timedelta(minutes=21)) == timedelta(minutes=3)


async def test_closing_ends_what_is_being_dealt_with(meeting):
    await meeting.debating()
    await meeting.do(close_sitting)
    assert [item.state for item in await meeting.agenda()] == [ItemState.DONE]


async def test_an_item_of_another_sitting_is_not_found(meeting):
    await meeting.debating()
    with pytest.raises(AgendaItemNotFound):
        await meeting.do(begin_item, uuid4())


# ── minutes ───────────────────────────────────────────────────────────────────
async def test_a_note_is_kept_once_and_for_ever(meeting):
    await meeting.plan()
    with pytest.raises(IllegalMove):
        await meeting.do(add_note, "Te vroeg.")
    await meeting.open()
    drawn = uuid4()
    for _ in range(2):
        await meeting.do(add_note, "  De  voorzitter dankt. ", note_id=drawn)
    assert await rows(meeting.build, "SELECT id, text FROM minute_notes") == [
        (drawn, "De voorzitter dankt.")
    ]
    with pytest.raises(InvalidRequest):
        await meeting.do(add_note, " ")


async def test_minutes_are_published_when_the_sitting_is_closed(meeting):
    await meeting.plan()
    await meeting.open()
    with pytest.raises(IllegalMove):
        await meeting.do(publish_minutes)
    await meeting.do(close_sitting)
    first = await meeting.do(publish_minutes, at=now())
    again = await meeting.do(publish_minutes)
    assert first.minutes_published_at == again.minutes_published_at
