# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Minutes: which sentence a fact becomes, in what order, and the same words in four languages."""

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assembly.publication.rules.minutes_text import write_markdown
from assembly.sittings.rules.floor import Kind
from assembly.sittings.rules.lifecycle import Moment
from assembly.sittings.rules.minutes import (
    LANGUAGES,
    About,
    Decided,
    Entry,
    Fact,
    Held,
    Item,
    Movement,
    Note,
    Proxy,
    Speech,
    VotingStep,
    clock,
    listed,
    write_minutes,
)
from assembly.sittings.rules.words import AND, SENTENCES

AT = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
BUS = About(5, "Gratis bus")


def minutes(number: float) -> datetime:
    return AT + timedelta(minutes=number)


def blanks(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def test_every_sentence_is_there_in_each_language_with_the_same_blanks():
    assert set(SENTENCES) == set(AND) == set(LANGUAGES)
    english = {kind: blanks(words) for kind, words in SENTENCES["en"].items()}
    for language in LANGUAGES:
        assert {kind: blanks(words) for kind, words in SENTENCES[language].items()} == english


@pytest.mark.parametrize(
    ("fact", "kind", "english"),
    [
        (
            Held(AT, Moment.OPENED, 120, 87, 0, attendance_taken=True),
            "opened",
            "The sitting is opened. Present: 87 of 120.",
        ),
        (
            Held(AT, Moment.OPENED, 120, 87, 4, attendance_taken=True),
            "opened",
            "The sitting is opened. Present: 87 of 120, of whom 4 by proxy.",
        ),
        (
            Held(AT, Moment.OPENED, 120, 120),
            "opened",
            "The sitting is opened, without a count of who is present.",
        ),
        (Held(AT, Moment.SUSPENDED), "suspended", "The sitting is suspended."),
        (
            Held(AT, Moment.RESUMED, 120, 80, 3, attendance_taken=True),
            "resumed",
            "The sitting is resumed. Present: 80 of 120.",
        ),
        (Held(AT, Moment.CLOSED, 120, 120), "closed", "The sitting is closed."),
        (Item(AT, Moment.ITEM_BEGUN, 2, "Bus"), "item_begun", "Item 2 begins: Bus."),
        (Item(AT, Moment.ITEM_BEGUN, 2), "item_begun", "Item 2 begins."),
        (Item(AT, Moment.ITEM_DONE, 2, "Bus", over=59), "item_done", "Item 2 is done."),
        (
            Item(AT, Moment.ITEM_DONE, 2, "Bus", over=125),
            "item_done",
            "Item 2 is done, 2:05 later than planned.",
        ),
        (Item(AT, Moment.ITEM_PASSED_OVER, 3), "item_passed_over", "Item 3 is passed over."),
        (
            Item(AT, Moment.ITEM_TAKEN_UP_AGAIN, 3, because="Er was tijd over."),
            "item_taken_up_again",
            "Item 3 is taken up again. Reason: Er was tijd over.",
        ),
        (Speech(AT, 7, "Anna", Kind.CONTRIBUTION, 65), "spoke", "Seat 7 (Anna) speaks, for 1:05."),
        (
            Speech(AT, 7, "Anna", Kind.CONTRA, 5),
            "spoke_contra",
            "Seat 7 (Anna) speaks against, for 0:05.",
        ),
        (Movement(AT, True, (3,)), "arrived", "Seat 3 arrives."),
        (Movement(AT, False, (7, 3, 4)), "left", "3 leave: seats 3, 4 and 7."),
        (Proxy(AT, True, 3, 5), "proxy_given", "Seat 3 gives a proxy to seat 5."),
        (
            VotingStep(AT, "voting_opened_secret", BUS, 120, 87),
            "voting_opened",
            (
                "A secret voting on resolution 5 (Gratis bus) is opened."
                " Entitled to vote: 120; present: 87."
            ),
        ),
        (
            VotingStep(AT, "voting_opened_roll_call_uncounted", BUS, 120, 120),
            "voting_opened",
            "A roll call on resolution 5 (Gratis bus) is opened. Entitled to vote: 120.",
        ),
        (
            VotingStep(AT, "voting_closed", About(5, "Gratis bus", (2, 3)), 120, 87, 81),
            "voting_closed",
            (
                "The voting on amendments 2 and 3 to resolution 5 (Gratis bus) is closed."
                " Turnout: 81 of 120."
            ),
        ),
        (
            VotingStep(
                AT,
                "voting_outcome",
                About(5, "Gratis bus", (2,)),
                sentences=dict.fromkeys(LANGUAGES, "Approved: 50 of 81 in favour."),
            ),
            "voting_outcome",
            (
                "Outcome of the voting on amendment 2 to resolution 5 (Gratis bus)."
                " Approved: 50 of 81 in favour."
            ),
        ),
        (
            VotingStep(AT, "voting_annulled", BUS, because="De deuren waren dicht."),
            "voting_annulled",
            "The voting on resolution 5 (Gratis bus) is annulled. Reason: De deuren waren dicht.",
        ),
        (
            Decided(AT, "resolution_adopted", 5, "Gratis bus"),
            "resolution_adopted",
            "Resolution 5 (Gratis bus) is approved.",
        ),
        (
            Decided(AT, "amendment_fallen", 5, amendment=3, to=2),
            "amendment_fallen",
            "Amendment 3 to resolution 5 falls away, because amendment 2 is approved.",
        ),
        (Note(AT, "Er wordt {gelachen}."), "note", "Er wordt {gelachen}."),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_a_fact_becomes_a_sentence(fact, kind, english):
    (entry,) = write_minutes([fact])
    assert (entry.at, entry.kind, entry.sentences["en"]) == (AT, kind, english)
    assert set(entry.sentences) == set(LANGUAGES)


def test_words_with_braces_are_only_words():
    speech = Speech(AT, 1, "{seat}", Kind.PRO, 1)
    named = Item(AT, Moment.ITEM_BEGUN, 1, "{0} {because}")
    said = [entry.sentences["nl"] for entry in write_minutes([speech, named])]
    assert said == ["Zetel 1 ({seat}) spreekt voor, 0:01 lang.", "Punt 1 begint: {0} {because}."]


def test_arrivals_that_follow_each_other_are_one_entry_until_something_comes_between():
    facts: list[Fact] = [
        Movement(minutes(0), True, (3,)),
        Movement(minutes(9), True, (1,)),
        Movement(minutes(19), True, (3,)),
        Movement(minutes(30), True, (8,)),
        Movement(minutes(31), False, (1,)),
        Note(minutes(32), "Pauze."),
        Movement(minutes(33), False, (2,)),
    ]
    said = [entry.sentences["en"] for entry in write_minutes(facts)]
    assert said == [
        "2 arrive: seats 1 and 3.",
        "Seat 8 arrives.",
        "Seat 1 leaves.",
        "Pauze.",
        "Seat 2 leaves.",
    ]


def test_of_one_moment_an_end_comes_before_a_beginning_and_the_closing_last():
    facts: list[Fact] = [
        Held(AT, Moment.CLOSED),
        Decided(AT, "resolution_adopted", 1, "Bus"),
        Item(AT, Moment.ITEM_BEGUN, 2),
        Item(AT, Moment.ITEM_DONE, 1),
        VotingStep(AT, "voting_outcome", BUS),
        Held(AT, Moment.OPENED),
    ]
    assert [entry.kind for entry in write_minutes(facts)] == [
        "opened",
        "item_done",
        "item_begun",
        "voting_outcome",
        "resolution_adopted",
        "closed",
    ]


FACTS = st.lists(
    st.one_of(
        st.builds(
            Movement,
            st.integers(0, 40).map(minutes),
            st.booleans(),
            st.tuples(st.integers(1, 9)),
        ),
        st.builds(Note, st.integers(0, 40).map(minutes), st.sampled_from("abc")),
        st.builds(
            Item,
            st.integers(0, 40).map(minutes),
            st.sampled_from([Moment.ITEM_BEGUN, Moment.ITEM_DONE]),
            st.integers(1, 5),
        ),
    ),
    max_size=12,
)


@given(FACTS, st.randoms())
def test_the_minutes_do_not_depend_on_how_the_facts_are_listed(facts, chance):
    mixed = list(facts)
    chance.shuffle(mixed)
    entries = write_minutes(facts)
    assert write_minutes(mixed) == entries
    assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)


@given(FACTS)
def test_every_movement_is_told_and_no_seat_that_did_not_move(facts):
    told = write_minutes(facts)
    for arrived, kind in ((True, "arrived"), (False, "left")):
        moved = [fact for fact in facts if isinstance(fact, Movement) and fact.arrived is arrived]
        seats = {seat for fact in moved for seat in fact.seats}
        said = [entry.sentences["en"].split("seats")[-1] for entry in told if entry.kind == kind]
        assert {int(digit) for words in said for digit in words if digit.isdigit()} == seats


@pytest.mark.parametrize(
    ("numbers", "said"), [((), ""), ((3,), "3"), ((3, 4), "3 en 4"), ((3, 4, 7), "3, 4 en 7")]
)
def test_numbers_are_listed_as_people_say_them(numbers, said):
    assert listed(numbers, "nl") == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (59, "0:59"), (60, "1:00"), (3605, "1:00:05")]
)
def test_time_is_said_in_minutes_and_seconds(seconds, said):
    assert clock(seconds) == said


# ── as a text ─────────────────────────────────────────────────────────────────
def text_of(entries, *, published: bool = True) -> str:
    return write_markdown(
        entries,
        title="Eerste zitting",
        where=["Raad", ""],
        zone="Europe/Brussels",
        language="nl",
        published=published,
    )


def test_the_text_has_a_heading_for_each_day_and_local_times():
    entries = [
        Entry(at, "note", dict.fromkeys(LANGUAGES, said))
        for at, said in ((AT, "Begin."), (minutes(300), "Einde."))
    ]
    assert text_of(entries, published=False) == (
        "# Notulen: Eerste zitting\n\nRaad\n\n"
        "*Ontwerp: deze notulen zijn nog niet bekendgemaakt.*\n\n"
        "## 2026-11-23\n\n- **20:00** Begin.\n\n## 2026-11-24\n\n- **01:00** Einde.\n"
    )


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]), max_size=60))
def test_what_people_wrote_is_shown_as_it_stands(words):
    written = " ".join(words.split())
    entry = Entry(AT, "note", dict.fromkeys(LANGUAGES, written))
    tokens = MarkdownIt("commonmark").parse(text_of([entry]))
    inline = [token for token in tokens if token.type == "inline"][-1]
    kinds = {child.type for child in inline.children or ()}
    assert kinds <= {"text", "strong_open", "strong_close", "text_special"}
    shown = "".join(child.content for child in inline.children or ())
    assert shown == f"20:00 {written}".strip()
