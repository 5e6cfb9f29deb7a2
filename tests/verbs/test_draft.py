# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing resolutions: numbers without gaps, nobody's work written over, nothing without words."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from assembly.clock import now
from assembly.errors import EmptyText, IllegalMove, Refusal, ResolutionNotFound, Stale
from assembly.resolutions.draft import draft_resolution, move_resolution, revise_resolution
from assembly.resolutions.models import Resolution
from assembly.resolutions.queries import resolution_view
from assembly.resolutions.rules.lifecycle import State
from assembly.resolutions.rules.naming import name_provisions
from assembly.resolutions.rules.text import Kind, Provision, digest
from tests.build.house import BY, Build, Hall
from tests.verbs.reading import acts, one, rows, sizes

TEXT = [
    Provision(Kind.PARAGRAPH, "", "Van elke zitting verschijnt een verslag:"),
    Provision(Kind.ITEM, "a.", "met wat er beslist is;"),
    Provision(Kind.ITEM, "b.", "en waarom."),
]


def named(provisions) -> tuple[Provision, ...]:
    return tuple(name_provisions(provisions))


async def draft(build: Build, hall: Hall, provisions, title: str | None = None) -> Resolution:
    async with build.sessions.begin() as session:
        return await draft_resolution(
            session, hall.assembly, title=title, provisions=provisions, at=now(), by=BY
        )


async def revise(
    build: Build, hall: Hall, number: int, revision: int, provisions, title: str | None = None
) -> Resolution:
    async with build.sessions.begin() as session:
        return await revise_resolution(
            session,
            hall.assembly.id,
            number,
            revision=revision,
            title=title,
            provisions=provisions,
            at=now(),
            by=BY,
        )


async def move(build: Build, hall: Hall, number: int, to: State) -> Resolution:
    async with build.sessions.begin() as session:
        return await move_resolution(session, hall.assembly.id, number, to, at=now(), by=BY)


async def read(build: Build, hall: Hall, number: int):
    async with build.sessions() as session:
        view = await resolution_view(session, hall.assembly.id, number)
    assert view is not None
    return view


# ── drafting ──────────────────────────────────────────────────────────────────
async def test_a_draft_has_the_next_number_and_its_words_as_they_were_given(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT)
    second = await draft(build, hall, TEXT, "Verslagen in gewone taal")
    view = await read(build, hall, 2)
    assert second.number == 2
    assert view.provisions == named(TEXT)
    assert view.digest == digest(TEXT)
    assert (view.title, view.title_derived) == ("Verslagen in gewone taal", False)
    assert (view.state, view.revision, view.version) == (State.DRAFT, 1, 1)


async def test_a_draft_without_a_title_is_named_after_its_first_words(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT, "   ")
    view = await read(build, hall, 1)
    assert (view.title, view.title_derived) == ("Van elke zitting verschijnt een verslag:", True)


async def test_words_are_kept_tidied(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, [Provision(Kind.ITEM, " a. ", " cafe\u0301 \n  open ")])
    assert (await read(build, hall, 1)).provisions == (
        Provision(Kind.ITEM, "a.", "café open", id="p1"),
    )


async def test_each_assembly_counts_for_itself(build):
    here, there = await build.hall(seats=0), await build.hall(seats=0)
    numbers = [(await draft(build, hall, TEXT)).number for hall in (here, there, here, there)]
    assert numbers == [1, 1, 2, 2]


async def test_numbers_have_no_gaps_when_many_draft_at_once_and_some_fail(build):
    hall = await build.hall(seats=0)

    async def attempt(place: int) -> int | None:
        async with build.sessions() as session:
            written = await draft_resolution(
                session, hall.assembly, title=None, provisions=TEXT, at=now(), by=BY
            )
            if place % 3 == 0:
                await session.rollback()
                return None
            await session.commit()
            return written.number

    numbers = await asyncio.gather(*(attempt(place) for place in range(24)))
    kept = sorted(number for number in numbers if number is not None)
    assert kept == list(range(1, 17))
    assert await one(build, "SELECT last_number FROM assemblies") == 16


@pytest.mark.parametrize(
    ("provisions", "facts"),
    [
        pytest.param([], {}, id="no provision"),
        pytest.param([Provision(Kind.PARAGRAPH, "", " \n ")], {"provision": 1}, id="white space"),
        pytest.param([*TEXT, Provision(Kind.ITEM, "c.", "")], {"provision": 4}, id="an empty item"),
        pytest.param(
            [Provision(Kind.PARAGRAPH, "", "\u00a0")], {"provision": 1}, id="a no-break space"
        ),
    ],
)
async def test_a_text_without_words_is_refused_and_uses_no_number(build, provisions, facts):
    hall = await build.hall(seats=0)
    with pytest.raises(EmptyText) as refused:
        await draft(build, hall, provisions)
    assert refused.value.facts == facts
    assert (await draft(build, hall, TEXT)).number == 1


@pytest.mark.parametrize(
    ("title", "marker"),
    [
        pytest.param("\u0958" * 300, "", id="a title"),
        pytest.param(None, "\u0958" * 12, id="a marker"),
    ],
)
async def test_what_becomes_too_long_when_it_is_composed_is_refused_by_name(build, title, marker):
    """Some letters are two in Unicode's composed form: counted before, they would fit."""
    hall = await build.hall(seats=0)
    with pytest.raises(Refusal):
        await draft(build, hall, [Provision(Kind.ITEM, marker, "een")], title)
    assert await one(build, "SELECT count(*) FROM resolutions") == 0


# ── revising ──────────────────────────────────────────────────────────────────
async def test_a_revision_is_a_further_version_and_the_one_before_stays(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT)
    revised = await revise(build, hall, 1, 1, TEXT[:2], "Verslag")
    assert (revised.revision, revised.current_version) == (2, 2)
    view = await read(build, hall, 1)
    assert (view.provisions, view.title) == (named(TEXT[:2]), "Verslag")
    kept = await rows(build, "SELECT version, count(*) FROM provisions GROUP BY 1 ORDER BY 1")
    assert kept == [(1, 3), (2, 2)]
    assert await rows(build, "SELECT digest FROM versions ORDER BY ordinal") == [
        (digest(TEXT),),
        (digest(TEXT[:2]),),
    ]


async def test_a_revision_made_on_an_old_text_is_refused(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT)
    await revise(build, hall, 1, 1, TEXT[:2])
    with pytest.raises(Stale) as refused:
        await revise(build, hall, 1, 1, TEXT[:1])
    assert refused.value.facts == {"yours": 1, "current": 2}
    assert (await read(build, hall, 1)).provisions == named(TEXT[:2])


async def test_sending_what_stands_there_changes_nothing(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT, "Verslag")
    same = [replace(provision, text=f"  {provision.text}\n") for provision in TEXT]
    again = await revise(build, hall, 1, 1, same, " Verslag ")
    assert (again.revision, again.current_version) == (1, 1)
    assert (await acts(build))["revise_resolution"] == 0


@pytest.mark.parametrize(
    "revised",
    [
        pytest.param([Provision(Kind.PARAGRAPH, "", "a. wat er beslist is")], id="a paragraph"),
        pytest.param([Provision(Kind.ITEM, "", "a. wat er beslist is")], id="no marker"),
    ],
)
async def test_another_division_of_the_same_words_is_a_change(build, revised):
    hall = await build.hall(seats=0)
    await draft(build, hall, [Provision(Kind.ITEM, "a.", "wat er beslist is")])
    await revise(build, hall, 1, 1, revised)
    assert (await read(build, hall, 1)).provisions == named(revised)


async def test_only_the_title_may_change(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT, "Eerst")
    assert (await revise(build, hall, 1, 1, TEXT, "Dan")).revision == 2
    assert (await revise(build, hall, 1, 2, TEXT, None)).revision == 3
    assert (await read(build, hall, 1)).title_derived


@pytest.mark.parametrize("state", [State.TABLED, State.WITHDRAWN])
async def test_what_left_the_drawer_is_not_edited_any_more(build, state):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT)
    await move(build, hall, 1, state)
    with pytest.raises(IllegalMove):
        await revise(build, hall, 1, 2, TEXT[:1])
    assert (await read(build, hall, 1)).version == 1


async def test_a_revision_without_words_is_refused(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT)
    with pytest.raises(EmptyText):
        await revise(build, hall, 1, 1, [Provision(Kind.PARAGRAPH, "", " ")])
    assert (await read(build, hall, 1)).provisions == named(TEXT)


# ── tabling and withdrawing ───────────────────────────────────────────────────
async def test_a_draft_is_tabled_and_then_withdrawn(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT)
    assert (await move(build, hall, 1, State.TABLED)).state is State.TABLED
    assert (await move(build, hall, 1, State.WITHDRAWN)).revision == 3
    assert (await acts(build, "resolution:1")) == {
        "draft_resolution": 1,
        "resolution_tabled": 1,
        "resolution_withdrawn": 1,
    }


@pytest.mark.parametrize("to", [State.TABLED, State.WITHDRAWN])
async def test_moving_there_again_changes_nothing(build, to):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT)
    first = await move(build, hall, 1, to)
    before = await sizes(build)
    again = await move(build, hall, 1, to)
    assert (again.state, again.revision) == (to, first.revision)
    assert await sizes(build) == before


async def test_what_is_withdrawn_stays_withdrawn_and_its_number_used(build):
    hall = await build.hall(seats=0)
    await draft(build, hall, TEXT)
    await move(build, hall, 1, State.WITHDRAWN)
    with pytest.raises(IllegalMove):
        await move(build, hall, 1, State.TABLED)
    assert (await draft(build, hall, TEXT)).number == 2


async def test_a_resolution_under_vote_is_not_withdrawn(build):
    hall = await build.hall(seats=1)
    await build.open_voting(hall)
    with pytest.raises(IllegalMove):
        await move(build, hall, 1, State.WITHDRAWN)
    assert await one(build, "SELECT state FROM resolutions") == "under_vote"


async def test_a_number_nobody_drafted_is_not_found(build):
    hall, other = await build.hall(seats=0), await build.hall(seats=0)
    await draft(build, other, TEXT)
    with pytest.raises(ResolutionNotFound):
        await revise(build, hall, 1, 1, TEXT)
    with pytest.raises(ResolutionNotFound):
        await move(build, hall, 1, State.TABLED)
    async with build.sessions() as session:
        assert await resolution_view(session, uuid4(), 1) is None
