# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the entries of a dossier come to, and which entries are refused."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.errors import InvalidRequest, MarkupInText
from assembly.follow_up.rules.dossier import (
    Entry,
    Kind,
    Progress,
    StepState,
    Told,
    Wanted,
    midnight_after,
    standing_of,
    today_in,
)
from assembly.follow_up.rules.entry import sound_entry

TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 1, tzinfo=UTC)
DUE = Told(Kind.DUE, on=date(2026, 11, 20))
ANSWER = Told(Kind.ANSWER, "Ja.", date(2026, 11, 22))
PLANNED = Told(Kind.STEP, "Plan", date(2026, 11, 21), step=1, state=StepState.PLANNED)
DONE = Told(Kind.STEP, "Klaar", date(2026, 11, 21), step=1, state=StepState.DONE)
STOPPED = Told(Kind.STEP, "Toch niet", date(2026, 11, 21), step=1, state=StepState.ABANDONED)


def written(*told: Told) -> list[Entry]:
    return [Entry(str(number), number, one, AT) for number, one in enumerate(told, 1)]


@pytest.mark.parametrize(
    ("told", "progress", "overdue", "late"),
    [
        pytest.param([], Progress.OPEN, 0, 0, id="nothing is recorded"),
        pytest.param([DUE], Progress.OPEN, 3, 0, id="no answer came"),
        pytest.param([DUE, ANSWER], Progress.ANSWERED, 0, 2, id="the answer came late"),
        pytest.param([DUE, PLANNED], Progress.OPEN, 3, 0, id="a plan is no answer"),
        pytest.param([DUE, PLANNED, DONE], Progress.DONE, 0, 0, id="what is done is not overdue"),
        pytest.param([ANSWER, STOPPED], Progress.ANSWERED, 0, 0, id="given up is not done"),
        pytest.param(
            [DUE, Told(Kind.DUE, on=TODAY)], Progress.OPEN, 0, 0, id="not on the day itself"
        ),
    ],
)
def test_how_a_dossier_stands(told, progress, overdue, late):
    standing = standing_of(written(*told), TODAY)
    assert (standing.progress, standing.overdue, standing.answered_late) == (
        progress,
        overdue,
        late,
    )
    assert standing.is_among(Wanted.OVERDUE) is (overdue > 0)
    assert standing.is_among(Wanted(progress.value))


def test_of_each_thing_the_latest_entry_counts_and_lateness_is_that_of_the_first_answer():
    mended = Told(Kind.ANSWER, "Ja, in 2027.", TODAY)
    told = [Told(Kind.ADDRESSEE, "Raad"), DUE, ANSWER, PLANNED, DONE, mended]
    standing = standing_of(written(*told, Told(Kind.ADDRESSEE, "Kamer")), TODAY)
    assert (standing.addressee, standing.answer, standing.answered_late) == ("Kamer", mended, 2)
    assert [step.state for step in standing.steps] == [StepState.DONE]


def test_a_planned_step_is_late_from_the_day_after():
    for day, late in ((date(2026, 11, 21), 0), (date(2026, 11, 22), 1)):
        assert standing_of(written(PLANNED), day).steps[0].late == late


def test_the_day_is_that_of_the_assembly():
    at = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert (today_in("Europe/Brussels", at), today_in("UTC", at)) == (TODAY, date(2026, 11, 22))
    assert midnight_after("Europe/Brussels", at).astimezone(UTC) == datetime(
        2026, 11, 23, 23, tzinfo=UTC
    )


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1990, 1, 1)))  # noqa: DTZ001
def test_the_day_changes_at_midnight_and_not_before(at):
    zone = "Europe/Brussels"
    midnight = midnight_after(zone, at)
    assert midnight > at
    assert today_in(zone, midnight.astimezone(UTC)) == today_in(zone, at) + timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        pytest.param(Told(Kind.ADDRESSEE), "text", id="nobody"),
        pytest.param(Told(Kind.ADDRESSEE, "x" * 301), "text", id="too long a name"),
        pytest.param(Told(Kind.ADDRESSEE, "Raad", TODAY), "on", id="a day that is not asked for"),
        pytest.param(Told(Kind.DUE), "on", id="no day"),
        pytest.param(Told(Kind.DUE, on=date(1815, 6, 18)), "on", id="a day long ago"),
        pytest.param(
            Told(Kind.ANSWER, "Ja", TODAY + timedelta(days=1)), "on", id="an answer of tomorrow"
        ),
        pytest.param(Told(Kind.STEP, "Plan", TODAY), "state", id="a step without a state"),
        pytest.param(
            Told(Kind.STEP, "Plan", TODAY, step=2, state=StepState.PLANNED),
            "step",
            id="no such step",
        ),
        *(
            pytest.param(Told(Kind.ANSWER, "Ja", TODAY, link), "link", id=link)
            for link in (
                "javascript:alert(1)",
                "https://",
                "ftp://example.org/a",
                "https://a b.example",
                "https://me:secret@example.org",
                "//example.org",
                "https://[",
            )
        ),
    ],
)
def test_what_is_not_sound_is_refused_at_its_field(told, field):
    with pytest.raises(InvalidRequest) as refused:
        sound_entry(told, steps=1, today=TODAY)
    assert refused.value.facts["errors"][0]["pointer"] == f"/{field}"


def test_markup_is_refused():
    with pytest.raises(MarkupInText):
        sound_entry(Told(Kind.ADDRESSEE, "<script>x</script>"), steps=0, today=TODAY)


def test_a_step_that_begins_has_the_next_number_and_a_plan_may_lie_ahead():
    told = Told(Kind.STEP, " Een  plan ", date(2030, 1, 1), state=StepState.PLANNED)
    sound = sound_entry(told, steps=4, today=TODAY)
    assert (sound.text, sound.step) == ("Een plan", 5)
