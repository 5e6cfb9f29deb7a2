# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search: everything public in every assembly, and nothing of what is not published yet."""

import re
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from assembly.publication.rules.correction import Correctable
from assembly.publication.search import A_PAGE, Wanted, search
from assembly.resolutions.rules.outcome import Outcome
from assembly.resolutions.rules.sought import folded
from tests.build.history import history_brought_in
from tests.verbs.test_correct import correct


async def looked(build, **wanted):
    async with build.sessions() as session:
        return await search(session, Wanted(**wanted))


def numbers(found):
    return [(assembly.slug, one.resolution.number) for assembly, one in found.decisions]


async def with_words(build, hall, *texts):
    for words in texts:
        await build.tabled(hall, text=words)


async def test_a_part_of_a_word_without_accents_is_enough(build):
    hall = await build.hall(seats=1)
    await with_words(build, hall, "Gratis busvervoer \u00e0 la zqx.", "Straßenbahn zqx.", "Niets.")
    for q, expected in (
        ("zqx VERVOER", [1]),
        ("zqx strasse", [2]),
        ("zqx a", [1, 2]),
        ("zqx trein", []),
    ):
        assert [number for _, number in numbers(await looked(build, q=q))] == expected, q


async def test_signs_of_patterns_are_only_signs(build):
    hall = await build.hall(seats=1)
    await with_words(build, hall, "Honderd 100% qzx.", "Onder_streept qzx.")
    assert [n for _, n in numbers(await looked(build, q="qzx 0%"))] == [1]
    assert [n for _, n in numbers(await looked(build, q="qzx r_s"))] == [2]
    assert numbers(await looked(build, q="qzx n_s")) == []


async def test_nothing_tells_of_an_outcome_before_its_record(build):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await build.cast(hall, voting, 0, "yes")
    await build.close(voting)
    before = await looked(build, assembly=hall.slug)
    await build.count(voting)
    after = await looked(build, assembly=hall.slug)
    assert (numbers(after), after.facets) == (numbers(before), before.facets)
    for outcome in Outcome:
        assert numbers(await looked(build, assembly=hall.slug, outcome=outcome)) == []
    await build.publish(voting)
    adopted = await looked(build, assembly=hall.slug, outcome=Outcome.ADOPTED)
    assert numbers(adopted) == [(hall.slug, 1)]
    year = next(iter(adopted.facets.years))
    assert numbers(await looked(build, assembly=hall.slug, year=year)) == [(hall.slug, 1)]
    assert numbers(await looked(build, assembly=hall.slug, year=1999)) == []


async def test_drafts_and_rehearsals_are_nobody_s(build):
    hall = await build.hall(seats=1)
    await build.draft(hall)
    assert (await looked(build, assembly=hall.slug)).total == 0


async def test_it_comes_a_page_at_a_time_and_beyond_the_last_is_the_last(build):
    hall = await build.hall(seats=1)
    await with_words(build, hall, *(f"Punt {number} wqz." for number in range(A_PAGE + 3)))
    first, second, beyond = [await looked(build, q="wqz", page=page) for page in (1, 2, 9)]
    assert (first.total, first.pages) == (A_PAGE + 3, 2)
    assert len(numbers(first)) == A_PAGE
    assert numbers(second) == numbers(beyond)
    assert len(set(numbers(first) + numbers(second))) == A_PAGE + 3


async def test_postgres_folds_as_we_do(build):
    for words in ("Éénmalig", "STRASSE ß", "L’œuvre", "Ø æ Ǆ ﬁ", "İstanbul", "coo\u0308r", "Σ ς"):
        async with build.sessions() as session:
            kept = await session.scalar(text("SELECT fold_words(:words)"), {"words": words})
        assert kept == folded(words), words


@pytest.mark.parametrize("language", ["", "/fr", "/de", "/en"])
async def test_the_page_shows_where_it_was_found(client, build, language):
    hall = await build.hall(seats=1)
    await with_words(build, hall, "Gratis busvervoer xqw & «zorg» voor iedereen.")
    page = await client.get(f"{language}/search", params={"q": "vervoer XQW"})
    assert page.status_code == 200
    assert "bus<mark>vervoer</mark>" in page.text
    assert "<mark>xqw</mark> &amp; «zorg»" in page.text
    assert f'href="{language}/assemblies/{hall.slug}/resolutions/1"' in page.text
    assert re.search(r"<html lang=\"(nl|fr|de|en)\">", page.text)


async def test_a_choice_nobody_knows_is_none(client):
    for query in ("?outcome=x", "?assembly=nowhere", "?q=%25", "?q=" + "x" * 200, ""):
        assert (await client.get(f"/search{query}")).status_code == 200, query
    for query in ("?page=0", "?page=x", "?year=0", "?q=" + "x" * 201):
        assert (await client.get(f"/search{query}")).status_code == 422, query


async def test_programs_find_the_same_with_all_there_is_to_choose_from(client, build):
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    await with_words(build, hall, *(f"Punt {number} pzq." for number in range(A_PAGE + 1)))
    asked = {"q": "PZQ", "assembly": hall.slug}
    first = (await client.get("/api/v1/search", params=asked)).json()
    second = (await client.get(first["next"])).json()
    assert (first["words"], first["total"], first["pages"], second["next"]) == (
        ["pzq"],
        A_PAGE + 1,
        2,
        None,
    )
    found = [one["number"] for one in first["items"] + second["items"]]
    assert sorted(found) == list(range(2, A_PAGE + 3))
    facets = first["facets"]
    assert facets["outcomes"] == {"adopted": 0, "not_adopted": 0, "undecided": A_PAGE + 1}
    here = {"slug": hall.slug, "name": hall.assembly.name, "resolutions": A_PAGE + 1}
    assert facets["assemblies"] == [here]
    decided = await client.get("/api/v1/search", params={"assembly": hall.slug} | ADOPTED)
    (only,) = decided.json()["items"]
    assert (only["number"], only["outcome_label"]) == (1, "Goedgekeurd")
    year = only["decided_on"][:4]
    assert decided.json()["facets"]["years"] == {year: 1}
    again = await client.get(
        "/api/v1/search",
        params={"assembly": hall.slug} | ADOPTED,
        headers={"If-None-Match": decided.headers["etag"]},
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "slug"),
    [("assembly=nowhere", "assembly-not-found"), ("theme=nothing", "theme-not-found")],
)
async def test_programs_are_told_of_what_there_is_not(client, query, slug):
    answer = await client.get(f"/api/v1/search?{query}")
    assert (answer.status_code, answer.json()["type"]) == (404, f"/problems/{slug}")


ADOPTED = {"outcome": "adopted"}


async def test_a_corrected_day_counts_under_its_year_as_every_page_shows_it(build, client):
    slug = f"dorp-{uuid4().hex[:8]}"
    source = (
        "Nr;Titel;Tekst;Uitslag;Datum;Voor;Tegen;Onthouding;Thema\n"
        f"1;Bus;Gratis bus {slug}.;Goedgekeurd;2019-05-03;;;;\n"
        f"2;Park;Een park {slug}.;Goedgekeurd;2019-05-03;;;;\n"
    )
    await history_brought_in(build, source.encode(), slug)
    assert (await looked(build, assembly=slug)).facets.years == {2019: 2}
    await correct(build, slug, {Correctable.DECIDED_ON: date(2018, 12, 31)}, number=2)
    found = await looked(build, assembly=slug)
    assert found.facets.years == {2019: 1, 2018: 1}
    assert numbers(found) == [(slug, 1), (slug, 2)]
    assert numbers(await looked(build, assembly=slug, year=2018)) == [(slug, 2)]
    told = (await client.get("/api/v1/search", params={"assembly": slug, "year": 2018})).json()
    (only,) = told["items"]
    assert (only["number"], only["decided_on"]) == (2, "2018-12-31")
    page = await client.get("/en/search", params={"assembly": slug, "year": 2018})
    assert "/resolutions/2" in page.text
    assert '/resolutions/1"' not in page.text
