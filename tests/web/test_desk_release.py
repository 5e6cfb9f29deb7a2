# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A result that is held back, on the desk: agreed in the form, seen beforehand, moved, let go."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from assembly.clock import now
from tests.verbs.reading import acts
from tests.web.test_desk import TERMS, a_desk, votings
from tests.web.test_hall import site

__all__ = ["site"]

WHY = "De persconferentie begint later."
OUTCOME = "mark adopted"
"""How a page marks a resolution that was adopted."""


def on_the_wall(**ahead: float) -> str:
    """So much from now, as somebody in Brussels types it."""
    hour = (now() + timedelta(**ahead)).astimezone(ZoneInfo("Europe/Brussels"))
    return hour.strftime("%Y-%m-%dT%H:%M")


async def held(build, hall, **more):
    """A counted voting of this hall whose result waits, and the address of its page."""
    voting = await build.held(hall, **more)
    return voting, f"/assemblies/{hall.slug}/desk/votings/{voting.id}"


async def test_what_is_agreed_is_read_back_before_anything_opens(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        terms = TERMS | {"release": "held", "publish_at": on_the_wall(hours=30)}
        summary = await laptop.post(f"{desk}/1/voting", data=terms)
        assert "De uitslag wordt bekendgemaakt" in summary.text
        assert await votings(build) == []
        await laptop.post(f"{desk}/1/voting", data=terms | {"sure": "1"})
    (voting,) = await votings(build)
    assert (voting["state"], voting["release"]) == ("open", "held")
    assert abs(voting["publish_at"] - now() - timedelta(hours=30)) < timedelta(minutes=2)


async def test_an_hour_is_no_matter_where_the_result_is_public_at_once(site, build):
    async with a_desk(site, build) as (_, laptop, desk):
        terms = TERMS | {"release": "at_once", "publish_at": on_the_wall(hours=30), "sure": "1"}
        await laptop.post(f"{desk}/1/voting", data=terms)
    (voting,) = await votings(build)
    assert (voting["release"], voting["publish_at"]) == ("at_once", None)


@pytest.mark.parametrize("hour", ["2020-01-01T20:00", "soon", "2027-03-28T02:30"])
async def test_an_hour_that_cannot_be_comes_back_at_its_field(site, build, hour):
    async with a_desk(site, build) as (_, laptop, desk):
        page = await laptop.post(
            f"{desk}/1/voting", data=TERMS | {"release": "held", "publish_at": hour}
        )
        assert page.status_code == 422
        assert 'id="publish_at-error"' in page.text
        assert hour in page.text


async def test_it_is_seen_beforehand_and_that_is_on_record(site, build):
    async with a_desk(site, build) as (hall, laptop, _):
        voting, here = await held(build, hall)
        page = await laptop.get(here)
        assert f"{here}/preview" in page.text
        assert OUTCOME not in page.text
        seen = await laptop.post(f"{here}/preview")
        assert seen.status_code == 200
        assert OUTCOME in seen.text
        assert "Nog niet openbaar" in seen.text
        assert "no-store" in seen.headers["cache-control"]
        public = await laptop.get(f"/assemblies/{hall.slug}/resolutions/2")
        assert OUTCOME not in public.text
    assert (await acts(build, f"voting:{voting.id}"))["preview_record"] == 1


async def test_what_nobody_agreed_to_hold_back_is_not_seen_beforehand(site, build):
    async with a_desk(site, build) as (hall, laptop, _):
        voting = await build.open_voting(hall)
        await build.cast_all(hall, voting, ["yes"] * 3)
        await build.close(voting)
        await build.count(voting)
        here = f"/assemblies/{hall.slug}/desk/votings/{voting.id}"
        page = await laptop.post(f"{here}/preview")
        assert str(page.url).endswith(here)
        assert OUTCOME not in page.text


async def test_its_hour_is_moved_with_a_reason_that_everybody_reads(site, build):
    async with a_desk(site, build) as (hall, laptop, _):
        _, here = await held(build, hall, publish_at=now() + timedelta(hours=1))
        later = on_the_wall(hours=40)
        refused = await laptop.post(f"{here}/hour", data={"publish_at": later, "why": ""})
        assert refused.status_code == 422
        assert 'id="why-error"' in refused.text
        assert later in refused.text
        moved = await laptop.post(f"{here}/hour", data={"publish_at": later, "why": WHY})
        assert moved.status_code == 200
        asked = await laptop.post(f"{here}/publication", data={"why": "Het is uitgelekt."})
        assert 'name="sure"' in asked.text
        assert OUTCOME not in (await laptop.get(f"/assemblies/{hall.slug}/resolutions/2")).text
        await laptop.post(f"{here}/publication", data={"why": "Het is uitgelekt.", "sure": "1"})
        public = await laptop.get(f"/assemblies/{hall.slug}/resolutions/2")
        for words in (OUTCOME, WHY, "Het is uitgelekt.", "Achtergehouden"):
            assert words in public.text


async def test_without_an_hour_it_is_published_once_and_again_is_harmless(site, build):
    async with a_desk(site, build) as (hall, laptop, _):
        voting, here = await held(build, hall)
        for _ in range(2):
            page = await laptop.post(f"{here}/publication", data={"why": "", "sure": "1"})
            assert page.status_code == 200
            assert f"{here}/preview" not in page.text
    assert (await acts(build, f"voting:{voting.id}"))["publish_record"] == 1


async def test_before_its_hour_publishing_asks_why(site, build):
    async with a_desk(site, build) as (hall, laptop, _):
        _, here = await held(build, hall, publish_at=now() + timedelta(hours=1))
        page = await laptop.post(f"{here}/publication", data={"why": "", "sure": "1"})
        assert page.status_code == 422
        assert 'id="why-error"' in page.text
        public = await laptop.get(f"/assemblies/{hall.slug}/resolutions/2")
        assert OUTCOME not in public.text
