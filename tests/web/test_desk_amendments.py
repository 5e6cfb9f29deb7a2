# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments on the desk: judged, put to the vote, reordered and settled, with nothing lost."""

import html
import re

import pytest

from tests.build.amending import Amending, delete, replace_
from tests.web.test_amendment_pages import BUS, TO_21, WHEN, WHO, said
from tests.web.test_drafts import a_desk
from tests.web.test_hall import site

__all__ = ["site"]

TO_25 = replace_("p1", "Gratis bus onder 25.")


@pytest.fixture
async def amending(build) -> Amending:
    return Amending(build, await build.hall(seats=3))


@pytest.fixture
async def text(amending):
    return await amending.table(BUS, WHEN, WHO)


def desk(amending: Amending, rest: str = "") -> str:
    return f"/assemblies/{amending.hall.slug}/desk{rest}"


async def test_a_moderator_judges_with_a_reason_and_a_short_one_comes_back(site, amending, text):
    await amending.file(TO_21)
    await amending.file(TO_25)
    here = desk(amending, "/1/amendments")
    async with a_desk(site, amending.hall) as laptop:
        assert "2 te beoordelen" in said((await laptop.get(desk(amending))).text)
        await laptop.post(f"{here}/admission", data={"amendment": "1"})
        short = await laptop.post(f"{here}/rejection", data={"amendment": "2", "because": "Nee."})
        assert short.status_code == 422
        assert "Nee." in short.text
        reason = "Dit gaat over een andere bus."
        await laptop.post(f"{here}/rejection", data={"amendment": "2", "because": reason})
    found = await amending.all(text.id)
    assert [(one.state, one.because) for one in found.values()] == [
        ("admissible", None),
        ("inadmissible", reason),
    ]


async def test_one_button_puts_what_is_next_to_the_vote(site, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(delete("p3"))
    here = desk(amending, "/1/amendments")
    async with a_desk(site, amending.hall) as laptop:
        wrong = await laptop.post(f"{here}/opening", data={"amendment": "1"})
        assert wrong.status_code == 409
        voting = await laptop.post(f"{here}/opening", data={"amendment": ["2", "1"]})
        assert "Amendementen 1, 2 bij resolutie 1" in said(voting.text)
        assert "Amendementen 1, 2 bij resolutie 1" in said((await laptop.get(desk(amending))).text)
    found = await amending.all(text.id)
    assert {one.state for one in found.values()} == {"under_vote"}


async def test_the_form_with_all_terms_carries_the_amendments_along(site, amending, text):
    await amending.admitted(TO_21)
    here = desk(amending, "/1/voting")
    async with a_desk(site, amending.hall) as laptop:
        form = (await laptop.get(f"{here}?amendments=1")).text
        assert "Amendement 1 bij resolutie 1" in said(form)
        sent = {"amendments": "1", "secrecy": "roll_call", "rule": "two_thirds", "abstain": "1"}
        summary = (await laptop.post(here, data=sent)).text
        kept = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', summary))
        assert kept["amendments"] == "1"
        await laptop.post(here, data=kept | {"sure": "1"})
    assert (await amending.all(text.id))[1].state == "under_vote"


async def test_another_order_needs_a_reason_and_everybody_reads_it(site, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(delete("p3"))
    here = desk(amending, "/1/amendments")
    places = {"place-1": "1", "place-2": "2"}
    async with a_desk(site, amending.hall) as laptop:
        assert (await laptop.post(f"{here}/order", data=places)).status_code == 422
        because = "Eerst wat iedereen raakt."
        await laptop.post(f"{here}/order", data=places | {"because": because})
        everybody = f"/assemblies/{amending.hall.slug}/resolutions/1/amendments"
        assert because in (await laptop.get(everybody)).text
    assert [step.number for step in (await amending.plan(text.id)).steps] == [1, 2]


async def test_a_conflict_is_settled_by_a_side_or_a_third_text(site, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    here = desk(amending, "/1/amendments")
    (conflict,) = (await amending.plan(text.id)).conflicts
    place = {
        "amendment": ["1", "2"],
        "provision": conflict.provision,
        "start": str(conflict.start),
        "end": str(conflict.end),
    }
    async with a_desk(site, amending.hall) as laptop:
        neither = await laptop.post(f"{here}/settlement", data=place)
        assert neither.status_code == 422
        third = {"prefer": "text", "text": "23", "because": "Het midden van de twee."}
        page = said((await laptop.post(f"{here}/settlement", data=place | third)).text)
        assert "hier staat een derde tekst: 23" in page
    assert (await amending.plan(text.id)).conflicts == ()


@pytest.mark.parametrize(
    "third",
    [
        pytest.param("Een <b>vet</b> woord.", id="with markup"),
        pytest.param(" ", id="without words"),
        pytest.param("Tekst \u202eomgekeerd.", id="that turns the reading"),
    ],
)
async def test_other_words_that_cannot_stand_come_back_as_they_were_typed(
    site, amending, text, third
):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    (conflict,) = (await amending.plan(text.id)).conflicts
    typed = {
        "amendment": ["1", "2"],
        "provision": conflict.provision,
        "start": str(conflict.start),
        "end": str(conflict.end),
        "prefer": "text",
        "text": third,
        "because": "Het midden van de twee.",
    }
    async with a_desk(site, amending.hall) as laptop:
        page = await laptop.post(desk(amending, "/1/amendments/settlement"), data=typed)
        assert page.status_code == 422
        assert f">{html.escape(third)}</textarea>" in page.text
        assert "of kies dat de woorden verdwijnen" in page.text
        assert (await amending.plan(text.id)).conflicts != ()
        await laptop.post(
            desk(amending, "/1/amendments/settlement"), data=typed | {"prefer": "none"}
        )
    assert (await amending.plan(text.id)).conflicts == ()


async def test_terms_are_the_local_time_and_a_number(site, amending, text):
    here = desk(amending, "/1/amendments")
    async with a_desk(site, amending.hall) as laptop:
        bad = await laptop.post(f"{here}/terms", data={"closes_at": "ooit", "supporters": "2"})
        assert bad.status_code == 422
        assert 'value="ooit"' in bad.text
        page = await laptop.post(
            f"{here}/terms", data={"closes_at": "2031-01-15T20:00", "supporters": "2"}
        )
    assert 'value="2031-01-15T20:00"' in page.text
    assert 'value="2"' in page.text


async def test_a_rival_of_what_is_counted_waits_and_everybody_reads_for_what(site, amending, text):
    await amending.admitted(TO_21)
    await amending.admitted(TO_25)
    await amending.counted(1)
    async with a_desk(site, amending.hall) as laptop:
        page = said((await laptop.get(desk(amending, "/1/amendments"))).text)
        assert "wacht op de uitslag over: amendement 1" in page
        assert "Er kan niets in stemming worden gebracht" in page
        assert "In stemming brengen" not in page
        here = f"/assemblies/{amending.hall.slug}/resolutions/1/amendments"
        assert "wacht op de uitslag over: amendement 1" in said((await laptop.get(here)).text)
        plan = await laptop.get(
            f"/api/v1/assemblies/{amending.hall.slug}/resolutions/1/amendment-plan"
        )
        assert [(one["amendment"], one["waits_for"]) for one in plan.json()["steps"]] == [(2, [1])]
