# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The desk: a resolution is put to the vote, followed, extended, closed, annulled; and the room."""

import re
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text

from tests.build.house import PASSWORD
from tests.web.test_hall import browser, site

__all__ = ["site"]

TERMS = {"secrecy": "secret", "electorate": "all", "abstain": "1", "rule": "simple"}
REASON = "De deuren waren op slot tijdens de stemming."


@asynccontextmanager
async def a_desk(site, build, **hall_terms):
    """A moderator at the desk of a hall with a tabled resolution."""
    hall = await build.hall(**({"seats": 3} | hall_terms))
    await build.tabled(hall)
    async with browser(site) as laptop:
        await laptop.post("/sign-in", data={"email": hall.email, "password": PASSWORD})
        yield hall, laptop, f"/assemblies/{hall.slug}/desk"


async def votings(build):
    async with build.sessions() as session:
        rows = await session.execute(text("SELECT * FROM votings ORDER BY planned_at"))
        return [row._mapping for row in rows]


async def test_terms_are_read_back_in_one_sentence_before_anything_opens(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        page = await laptop.get(f"{desk}/1/voting")
        assert page.status_code == 200
        terms = TERMS | {
            "secrecy": "roll_call",
            "rule": "custom",
            "share": "3/5",
            "strictness": "at_least",
            "base": "cast",
            "quorum": "share",
            "quorum_share": "1/2",
            "of": "voted",
            "unmet": "void",
            "electorate": "present",
        }
        del terms["abstain"]
        summary = await laptop.post(f"{desk}/1/voting", data=terms)
        assert summary.status_code == 200
        assert "3/5" in summary.text
        assert await votings(build) == []
        opened = await laptop.post(f"{desk}/1/voting", data=terms | {"sure": "1"})
        assert "0 van 3" in opened.text
    (voting,) = await votings(build)
    assert (voting["state"], voting["secrecy"], voting["abstain"]) == ("open", "roll_call", False)
    assert (voting["rule"], voting["share_over"], voting["share_of"]) == ("custom", 3, 5)
    assert (voting["strictness"], voting["base"]) == ("at_least", "cast")
    assert voting["electorate"] == "present"
    assert voting["quorum"] == {
        "share": "1/2",
        "of": "voted",
        "unmet": "void",
        "counted_in": "heads",
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"rule": "custom", "share": "x"}, "share", id="no share"),
        pytest.param({"rule": "custom", "share": "1/1"}, "share", id="more than everything"),
        pytest.param({"rule": "loudest"}, "rule", id="no such rule"),
        pytest.param({"base": "street"}, "base", id="no such base"),
        pytest.param({"quorum": "number", "quorum_number": "1.5"}, "quorum_number", id="half one"),
        pytest.param({"quorum": "share", "quorum_share": "5/4"}, "quorum_share", id="too large"),
        pytest.param({"opens_at": "soon"}, "opens_at", id="no time"),
        pytest.param({"closes_at": "2020-01-01T20:00"}, "closes_at", id="a time that has passed"),
        pytest.param({"opens_at": "2027-03-28T02:30"}, "opens_at", id="no such local time"),
    ],
)
async def test_a_mistake_comes_back_at_its_field_with_what_was_typed(site, build, wrong, field):
    async with a_desk(site, build) as (_, laptop, desk):
        answer = await laptop.post(f"{desk}/1/voting", data=TERMS | wrong | {"sure": "1"})
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        for word in (word for name, word in wrong.items() if name not in {"rule", "base"}):
            assert f'value="{word}"' in answer.text
    assert await votings(build) == []


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        pytest.param("desk/1/opening", {"sure": "1"}, 200, id="on the desk"),
        pytest.param("drafts/1", {"text": "Bus."}, 409, id="of a draft that is tabled by now"),
    ],
)
async def test_a_revision_of_thousands_of_digits_is_no_fault(site, build, path, sent, status):
    async with a_desk(site, build) as (hall, laptop, _):
        sent |= {"revision": "9" * 5000}
        answer = await laptop.post(f"/assemblies/{hall.slug}/{path}", data=sent)
    assert answer.status_code == status


async def test_opening_from_the_desk_is_asked_about_with_rule_and_roll(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        asked = await laptop.post(f"{desk}/1/opening")
        assert asked.status_code == 200
        for said in ("Geheim", 'name="sure" value="1"'):
            assert said in asked.text, said
        assert await votings(build) == []
        form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
        opened = await laptop.post(f"{desk}/1/voting", data=form | {"sure": "1"})
        again = await laptop.post(f"{desk}/1/opening")
        assert again.url.path == opened.url.path, "to the one that is open"
    (voting,) = await votings(build)
    assert voting["state"] == "open"


async def test_a_voting_for_later_is_planned_and_says_when(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        hours = {"opens_at": "2032-07-22T20:00", "closes_at": "2032-07-22T20:30"}
        planned = await laptop.post(f"{desk}/1/voting", data=TERMS | hours | {"sure": "1"})
        assert "22 juli 2032, 20:00" in planned.text
        assert "22 juli 2032, 20:00" in (await laptop.get(desk)).text
    (voting,) = await votings(build)
    assert voting["state"] == "planned"


async def test_who_is_second_is_led_to_the_voting_and_loses_nothing(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        asked = TERMS | {"rule": "two_thirds", "sure": "1"}
        first = await laptop.post(f"{desk}/1/voting", data=asked)
        second = await laptop.post(f"{desk}/1/voting", data=asked)
        assert second.status_code == 409
        assert str(first.url.path) in second.text
        assert 'value="two_thirds" selected' in second.text
        assert (await laptop.get(f"{desk}/1/voting")).url.path == first.url.path
    assert len(await votings(build)) == 1


async def test_small_classes_are_explained_and_may_be_accepted(site, build):
    async with a_desk(site, build, weights=("2",)) as (_, laptop, desk):
        quick = await laptop.post(f"{desk}/1/opening", data={"sure": "1"})
        assert quick.status_code == 409
        assert f"{desk}/1/voting" in quick.text
        refused = await laptop.post(f"{desk}/1/voting", data=TERMS | {"sure": "1"})
        assert refused.status_code == 409
        assert 'name="accept_small_classes"' in refused.text
        assert "gewicht 2" in refused.text
        taken = await laptop.post(
            f"{desk}/1/voting", data=TERMS | {"sure": "1", "accept_small_classes": "1"}
        )
        assert taken.status_code == 200
    (voting,) = await votings(build)
    assert (voting["state"], voting["small_classes"]) == ("open", True)


async def test_a_voting_is_followed_extended_closed_and_shows_no_count(site, build):
    async with a_desk(site, build) as (hall, laptop, desk):
        page = await laptop.post(f"{desk}/1/voting", data=TERMS | {"sure": "1"})
        here = page.url.path
        assert "3 mensen hebben nog niet gestemd" in page.text
        more = await laptop.post(f"{here}/extension", data={"minutes": "5"})
        assert "nog 4 minuten" in more.text or "nog 5 minuten" in more.text
        assert (await laptop.post(f"{here}/extension", data={"minutes": "7"})).status_code == 422
        asked = await laptop.post(f"{here}/closing")
        assert 'name="sure"' in asked.text
        assert (await votings(build))[0]["state"] == "open"
        closed = await laptop.post(f"{here}/closing", data={"sure": "1"})
        assert closed.status_code == 200
        for word in ("Voor", "Tegen"):
            assert word not in closed.text
        assert (await votings(build))[0]["state"] == "closed"
        assert "mensen hebben nog niet" not in closed.text
        assert hall.slug in closed.text


async def test_annulling_asks_for_a_reason_and_once_more(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        here = (await laptop.post(f"{desk}/1/voting", data=TERMS | {"sure": "1"})).url.path
        short = await laptop.post(f"{here}/annulment", data={"because": "Oeps"})
        assert short.status_code == 422
        assert ">Oeps</textarea>" in short.text
        asked = await laptop.post(f"{here}/annulment", data={"because": REASON})
        assert REASON in asked.text
        assert (await votings(build))[0]["state"] == "open"
        done = await laptop.post(f"{here}/annulment", data={"because": REASON, "sure": "1"})
        assert REASON in done.text
        assert f"{desk}/1/voting" in done.text
        again = await laptop.get(f"{desk}/1/voting")
        assert again.url.path == f"{desk}/1/voting"


async def test_a_test_voting_stands_apart_on_the_desk(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        page = await laptop.post(f"{desk}/1/voting", data=TERMS | {"test": "1", "sure": "1"})
        assert "Proefstemming." in page.text
        listed = await laptop.get(desk)
        assert page.url.path in listed.text
        assert f"{desk}/1/opening" in listed.text


async def test_a_voting_of_another_assembly_is_not_on_this_desk(site, build):
    other = await build.hall(seats=1)
    voting = await build.open_voting(other)
    async with a_desk(site, build) as (_, laptop, desk):
        assert (await laptop.get(f"{desk}/votings/{voting.id}")).status_code == 404
        closing = f"{desk}/votings/{voting.id}/closing"
        assert (await laptop.post(closing, data={"sure": "1"})).status_code == 404
    assert (await votings(build))[0]["state"] == "open"


def numbers_here(page) -> list[int]:
    return [int(n) for n in re.findall(r'<li id="s(\d+)" class="here">', page.text)]


async def test_the_room_is_marked_one_by_one_by_ticks_and_all_at_once(site, build):
    async with a_desk(site, build, seats=4) as (_, laptop, desk):
        room = f"{desk}/room"
        assert numbers_here(await laptop.get(room)) == [1, 2, 3, 4]
        for form, here in (
            ({"arrived": "2"}, [2]),
            ({"arrived": "ticked", "seat": ["1", "4"]}, [1, 2, 4]),
            ({"left": "2"}, [1, 4]),
            ({"left": "ticked", "seat": ["1"]}, [4]),
            ({"arrived": "all"}, [1, 2, 3, 4]),
        ):
            page = await laptop.post(f"{room}/attendance", data=form)
            assert page.url.path == room
            assert numbers_here(page) == here
        assert (await laptop.post(f"{room}/attendance", data={"left": "ticked"})).status_code == 422
        unknown = await laptop.post(f"{room}/attendance", data={"left": "ticked", "seat": "77"})
        assert unknown.status_code == 404
        assert numbers_here(unknown) == [1, 2, 3, 4]
        assert (await laptop.post(f"{room}/burning")).status_code == 404


async def test_proxies_are_given_refused_with_what_was_chosen_and_ended(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        room = f"{desk}/room"
        page = await laptop.post(f"{room}/proxy", data={"giver": "2", "holder": "1"})
        assert "vertegenwoordigd door zetel 1" in page.text
        chain = await laptop.post(f"{room}/proxy", data={"giver": "1", "holder": "3"})
        assert chain.status_code == 409
        assert '<option value="3" selected>' in chain.text
        for wrong in ({"giver": "2", "holder": "2"}, {"giver": "2"}, {"giver": "x", "holder": "1"}):
            answer = await laptop.post(f"{room}/proxy", data=wrong)
            assert answer.status_code == 422
        ended = await laptop.post(f"{room}/proxy-end", data={"end": "2"})
        assert "vertegenwoordigd door" not in ended.text


async def test_weights_and_colleges_are_read_exactly_or_come_back(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        seat = f"{desk}/room/seat"
        page = await laptop.post(seat, data={"number": "2", "weight": "2,5", "college": "NL"})
        assert "gewicht 2,5, NL" in page.text
        for wrong in ("0", "1.1234567", "-1", "veel", ""):
            answer = await laptop.post(seat, data={"number": "2", "weight": wrong, "college": ""})
            assert answer.status_code == 422
            assert 'id="weight-error"' in answer.text
        assert "gewicht 2,5, NL" in (await laptop.get(f"{desk}/room")).text
