# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Paper and hands on the desk: two people count blind, and no number is ever shown again."""

import re
from contextlib import asynccontextmanager

import pytest

from assembly.voting.queries import require_voting
from assembly.voting.rules.ballot import Medium, Secrecy
from tests.build.house import PASSWORD
from tests.verbs.reading import acts, one, rows
from tests.web.test_hall import browser, enter, site

__all__ = ["site"]

COUNT = {"weight-1": "1", "yes-1": "2", "no-1": "1", "papers-1": "3"}
OTHER = COUNT | {"yes-1": "1", "no-1": "2"}


async def signed_in(laptop, email: str):
    await laptop.post("/sign-in", data={"email": email, "password": PASSWORD})
    return laptop


@asynccontextmanager
async def two_desks(site, build, medium: Medium, secrecy=Secrecy.SECRET, **hall_terms):
    """A voting with paper that is open, and two people who may count: a moderator and a head."""
    hall = await build.hall(**({"seats": 4} | hall_terms))
    head = f"head-{hall.slug}@example.org"
    await build.staff(head, administrator=True)
    voting = await build.open_voting(hall, medium=medium, secrecy=secrecy)
    here = f"/assemblies/{hall.slug}/desk/votings/{voting.id}"
    async with browser(site) as laptop, browser(site) as other:
        yield (
            hall,
            voting,
            here,
            await signed_in(laptop, hall.email),
            await signed_in(other, head),
        )


async def state_of(build, voting):
    async with build.sessions() as session:
        return await require_voting(session, voting.id)


async def test_a_show_of_hands_is_counted_by_two_people_who_see_nothing(site, build):
    async with two_desks(site, build, Medium.HAND) as (_, voting, here, laptop, other):
        assert 'name="yes-1"' not in (await laptop.get(here)).text, "not while people vote"
        await build.close(voting)
        page = await laptop.get(here)
        assert "Nog niemand voerde een telling in." in page.text
        first = await laptop.post(f"{here}/paper-count", data=COUNT)
        assert first.url.path == here
        assert "Je telling is bewaard." in first.text
        theirs = await other.get(here)
        assert "Eén telling is ingevoerd." in theirs.text
        for shown in (first, theirs):
            assert 'value="2"' not in shown.text
        differs = await other.post(f"{here}/paper-count", data=OTHER)
        assert "De twee laatste tellingen verschillen." in differs.text
        assert "De twee laatste tellingen verschillen." in (await laptop.get(here)).text
        assert not (await state_of(build, voting)).papers_agreed
        again = await laptop.post(f"{here}/paper-count", data=OTHER)
        assert "Twee mensen voerden hetzelfde in." in again.text
        assert 'name="yes-1"' not in again.text
    assert (await state_of(build, voting)).papers_agreed
    assert await build.count(voting)
    assert await rows(build, "SELECT yes, no, outcome FROM results") == [(1, 2, "not_adopted")]


async def test_one_person_alone_never_agrees_and_a_second_press_is_one_entry(site, build):
    async with two_desks(site, build, Medium.HAND) as (_, voting, here, laptop, _):
        await build.close(voting)
        for _ in range(2):
            page = await laptop.post(f"{here}/paper-count", data=COUNT)
            assert "Nu telt iemand anders" in page.text
        assert await one(build, "SELECT count(*) FROM paper_counts") == 1
        corrected = await laptop.post(f"{here}/paper-count", data=OTHER)
        assert "Je telling is bewaard." in corrected.text
    assert not (await state_of(build, voting)).papers_agreed


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"yes-1": ""}, "yes-1", id="a number is missing"),
        pytest.param({"no-1": "een"}, "no-1", id="a word"),
        pytest.param({"blank-1": "-1"}, "blank-1", id="below zero"),
        pytest.param({"yes-1": "9" * 30}, "yes-1", id="far too many"),
        pytest.param({"papers-1": "4"}, "papers-1", id="it does not add up"),
        pytest.param({"yes-1": "8", "papers-1": "9"}, "papers-1", id="more than were present"),
    ],
)
async def test_a_count_that_cannot_be_comes_back_at_its_field_with_all_that_was_typed(
    site, build, wrong, field
):
    async with two_desks(site, build, Medium.HAND) as (_, voting, here, laptop, _):
        await build.close(voting)
        sent = COUNT | wrong
        page = await laptop.post(f"{here}/paper-count", data=sent)
        assert page.status_code == 422
        assert f'id="{field}-error"' in page.text
        for name in ("yes-1", "no-1", "papers-1"):
            shown = re.search(rf'<input id="{name}"[^>]* value="([^"]*)"', page.text)
            assert shown is not None
            assert shown[1] == sent[name][:40]
    assert await one(build, "SELECT count(*) FROM paper_counts") == 0


async def test_a_form_without_its_lines_is_no_count_of_nothing(site, build):
    async with two_desks(site, build, Medium.HAND) as (_, voting, here, laptop, _):
        await build.close(voting)
        for sent in ({}, {"yes-1": "2"}):
            page = await laptop.post(f"{here}/paper-count", data=sent)
            assert page.status_code == 422
            assert 'id="yes-1-error"' in page.text
    assert await one(build, "SELECT count(*) FROM paper_counts") == 0


async def test_a_count_for_a_weight_nobody_has_is_refused(site, build):
    async with two_desks(site, build, Medium.HAND) as (_, voting, here, laptop, _):
        await build.close(voting)
        for weight in ("2", "1/0", "x", ""):
            page = await laptop.post(f"{here}/paper-count", data=COUNT | {"weight-1": weight})
            assert page.status_code == 422
            assert "klopt niet" in page.text
    assert await one(build, "SELECT count(*) FROM paper_counts") == 0


async def test_too_early_and_too_late_are_said(site, build):
    async with two_desks(site, build, Medium.HAND) as (_, voting, here, laptop, other):
        early = await laptop.post(f"{here}/paper-count", data=COUNT)
        assert early.status_code == 409
        await build.close(voting)
        await laptop.post(f"{here}/paper-count", data=COUNT)
        await other.post(f"{here}/paper-count", data=COUNT)
        repeated = await other.post(f"{here}/paper-count", data=COUNT)
        assert repeated.status_code == 200, "the reply was lost; the same again does no harm"
        late = await laptop.post(f"{here}/paper-count", data=OTHER)
        assert late.status_code == 409
        assert "Twee mensen voerden hetzelfde in." in late.text


async def test_who_votes_on_paper_is_marked_after_being_asked_once(site, build):
    async with two_desks(site, build, Medium.HYBRID) as (hall, voting, here, laptop, other):
        await build.cast(hall, voting, 3, "yes")
        asked = await laptop.post(f"{here}/paper-voters", data={"seats": "1, 2–3"})
        assert "Stemmen deze zetels op papier?" in asked.text
        assert (await state_of(build, voting)).on_paper == 0
        refused = await laptop.post(f"{here}/paper-voters", data={"seats": "1-4", "sure": "1"})
        assert refused.status_code == 409
        assert "Het gaat over deze zetels: 4." in refused.text
        assert 'value="1-4"' in refused.text
        stranger = await laptop.post(f"{here}/paper-voters", data={"seats": "9", "sure": "1"})
        assert stranger.status_code == 403
        assert "Het gaat over deze zetels: 9." in stranger.text
        assert (await state_of(build, voting)).on_paper == 0, "all or none"
        for _ in range(2):
            done = await laptop.post(f"{here}/paper-voters", data={"seats": "1, 2-3", "sure": "1"})
            assert "3 zetels stemmen op papier." in done.text
        async with browser(site) as phone:
            mine = await enter(phone, hall.codes[0].shown())
            assert 'name="tracker"' not in mine.text
        await build.close(voting)
        page = await laptop.get(here)
        assert "hoogstens 3" in page.text
        await laptop.post(f"{here}/paper-count", data=COUNT)
        await other.post(f"{here}/paper-count", data=COUNT)
    assert await build.count(voting)
    assert await rows(build, "SELECT yes, no, turnout FROM results") == [(3, 1, 4)]
    assert (await acts(build))["mark_paper_voters"] == 2


@pytest.mark.parametrize("seats", ["", "drie", "0", "5-2", "1-9999999", "1;;x", "1-2-3", "-"])
async def test_what_are_no_seats_comes_back_and_marks_nobody(site, build, seats):
    async with two_desks(site, build, Medium.HYBRID) as (_, voting, here, laptop, _):
        page = await laptop.post(f"{here}/paper-voters", data={"seats": seats, "sure": "1"})
        assert page.status_code == 422
        assert 'id="seats-error"' in page.text
        assert f'value="{seats}"' in page.text
    assert (await state_of(build, voting)).on_paper == 0


async def test_weights_and_colleges_have_a_line_each(site, build):
    roll = {"seats": 2, "weights": ["1", "1"], "colleges": ["FR", "NL"]}
    async with two_desks(site, build, Medium.HAND, Secrecy.ROLL_CALL, **roll) as (
        _,
        voting,
        here,
        laptop,
        other,
    ):
        await build.close(voting)
        page = await laptop.get(here)
        assert page.text.index("groep FR") < page.text.index("groep NL")
        lines = {
            "weight-1": "1",
            "college-1": "FR",
            "yes-1": "1",
            "no-1": "0",
            "papers-1": "1",
            "weight-2": "1",
            "college-2": "NL",
            "yes-2": "0",
            "no-2": "1",
            "papers-2": "2",
        }
        wrong = await laptop.post(f"{here}/paper-count", data=lines)
        assert 'id="papers-2-error"' in wrong.text
        assert 'id="papers-1-error"' not in wrong.text
        right = lines | {"papers-2": "1"}
        for desk in (laptop, other):
            assert (await desk.post(f"{here}/paper-count", data=right)).status_code == 200
    assert (await state_of(build, voting)).papers_agreed


async def test_a_hybrid_voting_without_paper_voters_has_nothing_to_enter(site, build):
    async with two_desks(site, build, Medium.HYBRID) as (_, voting, here, laptop, _):
        await build.close(voting)
        page = await laptop.get(here)
        assert "er is geen papier te tellen" in page.text
        assert 'name="yes-1"' not in page.text


async def test_a_phone_says_that_a_show_of_hands_is_not_for_it(site, build):
    async with two_desks(site, build, Medium.HAND) as (hall, *_):
        async with browser(site) as phone:
            page = await enter(phone, hall.codes[0].shown())
        assert "met opgestoken hand of op papier" in page.text
        assert 'name="tracker"' not in page.text


async def test_a_voting_of_another_assembly_takes_no_count_here(site, build):
    async with two_desks(site, build, Medium.HAND) as (_, voting, here, _, _):
        stranger = await build.hall(seats=1)
        await build.close(voting)
        async with browser(site) as laptop:
            await signed_in(laptop, stranger.email)
            assert (await laptop.post(f"{here}/paper-count", data=COUNT)).status_code == 403
            elsewhere = here.replace(here.split("/")[2], stranger.slug)
            assert (await laptop.post(f"{elsewhere}/paper-count", data=COUNT)).status_code == 404
    assert await one(build, "SELECT count(*) FROM paper_counts") == 0
