# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Published outcomes in other formats: each read back by another program to the same facts."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import openpyxl
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from assembly.publication.formats.registry import FORMATS, Scope, formats_of
from assembly.publication.formats.rows import HEADER, plain
from tests.edges.town import Role, Town, is_problem

API = "/api/v1"
CARUNA = f"{API}/assemblies/caruna-2025"


async def read(client: httpx.AsyncClient, path: str, **headers: str) -> httpx.Response:
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text[:300]
    assert answer.content
    return answer


async def listed(client: httpx.AsyncClient, slug: str) -> list[dict[str, Any]]:
    """What the API itself says of every resolution with an outcome."""
    found = await read(client, f"{API}/assemblies/{slug}/resolutions?limit=500")
    items: list[dict[str, Any]] = found.json()["items"]
    return [item for item in items if item["outcome"]]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def sheet(content: bytes) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["resolutions"].values
    header, *lines = list(rows)
    return [dict(zip(map(str, header), line, strict=True)) for line in lines]


def every_address() -> Iterator[str]:
    yield from (f"{CARUNA}/resolutions/19/export/{one.key}" for one in formats_of(Scope.ONE))
    yield from (f"{CARUNA}/export/{one.key}" for one in formats_of(Scope.ASSEMBLY))
    yield from (f"{API}/export/{one.key}" for one in formats_of(Scope.ALL))


@pytest.mark.parametrize("path", [*every_address()])
async def test_every_format_has_a_file_with_a_name_of_its_own(client, history, path):
    answer = await read(client, path)
    form = FORMATS[path.rpartition("/")[2]]
    assert answer.headers["content-type"].partition(";")[0] == form.media_type.partition(";")[0]
    assert f'.{form.extension}"' in answer.headers["content-disposition"]
    assert answer.headers["content-location"] == path
    assert (await client.head(path)).status_code == 200
    tag = answer.headers["etag"]
    again = await client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", [*every_address()])
async def test_the_same_facts_always_give_the_same_bytes(client, history, path):
    assert (await read(client, path)).content == (await read(client, path)).content


async def test_csv_reads_back_to_the_numbers_of_the_api(client, town: Town, history):
    slug = town.hall.slug
    items = await listed(client, slug)
    rows = table((await read(client, f"{API}/assemblies/{slug}/export/csv")).content)
    assert len(rows) == len(items) > 0
    for row, item in zip(rows, items, strict=True):
        assert int(row["number"]) == item["number"]
        assert plain(row["text"]) == item["text"]
        assert {choice: int(row[choice]) for choice in item["tally"]} == item["tally"]
        assert row["margin"] == item["verdict"]["margin"]
        assert row["record_digest"] == item["record_digest"]
        assert row["outcome_label"] == item["outcome_label"]
        assert row["counts"] == "geregistreerd"


async def test_history_says_that_its_counts_are_not_recorded_and_where_it_was_read(client, history):
    items = await listed(client, history)
    rows = table((await read(client, f"{CARUNA}/export/csv")).content)
    assert len(rows) == 44
    for row, item in zip(rows, items, strict=True):
        assert row["counts"] == "niet geregistreerd"
        assert {row[count] for count in ("yes", "no", "abstain", "turnout", "margin")} == {""}
        assert (row["outcome_label"], row["outcome"]) == (item["outcome_label"], item["outcome"])
        assert row["source_digest"] == item["source"]["digest"]
        lines = (int(row["source_first_line"]), int(row["source_last_line"]))
        assert lines == (item["source"]["first_line"], item["source"]["last_line"])
        assert plain(row["text"]) == item["text"]


@pytest.mark.parametrize("slug", ["caruna-2025", "{slug}"])
async def test_the_sheet_holds_what_the_csv_holds_and_no_formula(client, town: Town, history, slug):
    here = f"{API}/assemblies/{town.address(slug)}/export"
    rows = table((await read(client, f"{here}/csv")).content)
    cells = sheet((await read(client, f"{here}/xlsx")).content)
    assert tuple(cells[0]) == HEADER
    as_words = [
        {name: "" if cell is None else str(cell) for name, cell in line.items()} for line in cells
    ]
    assert as_words == rows
    book = openpyxl.load_workbook(io.BytesIO((await read(client, f"{here}/xlsx")).content))
    assert not [
        cell for row in book["resolutions"].iter_rows() for cell in row if cell.data_type == "f"
    ]


@pytest.mark.parametrize(
    "path",
    [f"{CARUNA}/export/json", f"{CARUNA}/resolutions/19/export/json", f"{API}/export/json"],
)
async def test_json_fits_the_schema_that_is_served(client, town: Town, history, path):
    schema = (await read(client, f"{API}/export/schema")).json()
    Draft202012Validator.check_schema(schema)
    document = (await read(client, path)).json()
    faults = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(document)
    assert [fault.message for fault in faults] == []
    if "count" in document:
        assert document["count"] == len(document["resolutions"])


async def test_the_file_of_everything_holds_every_assembly_and_no_rehearsal(client, town, history):
    practice = await town.build.hall(rehearsal=True)
    await town.build.decided(practice, yes=2, no=1)
    answer = await read(client, f"{API}/export/json")
    document = answer.json()
    slugs = {one["assembly"] for one in document["resolutions"]}
    assert {town.hall.slug, "caruna-2025"} <= slugs
    assert practice.slug not in slugs
    assert answer.headers["x-total-count"] == str(document["count"])
    for path in ("/export/csv", "/resolutions/1/export/csv"):
        answer = await client.get(f"{API}/assemblies/{practice.slug}{path}")
        is_problem(answer, 404, "nothing-published")


async def test_only_one_outcome_when_only_one_is_asked_for(client, history):
    rows = table((await read(client, f"{CARUNA}/export/csv?outcome=not_adopted")).content)
    assert len(rows) == 14
    assert {row["outcome_label"] for row in rows} == {"Niet goedgekeurd"}


@pytest.mark.parametrize("form", [one.key for one in formats_of(Scope.ONE)])
@pytest.mark.parametrize("place", ["tabled", "open_number", "planned_number"])
async def test_what_is_not_decided_and_published_is_in_no_file(town: Town, form, place):
    path = f"{API}/assemblies/{{slug}}/resolutions/{{{place}}}/export/{form}"
    for role in (Role.PUBLIC, Role.MODERATOR):
        is_problem(await town.ask(role, "GET", path), 404, "nothing-published")


async def test_an_outcome_is_in_no_file_before_its_record_is_published(town: Town, client):
    hall = await town.build.hall(seats=3)
    await town.build.decided(hall, yes=2, no=1)
    voting = await town.build.open_voting(hall)
    await town.build.cast_all(hall, voting, ["yes", "yes", "no"])
    await town.build.close(voting)
    await town.build.count(voting)
    here = f"{API}/assemblies/{hall.slug}"
    assert len(table((await read(client, f"{here}/export/csv")).content)) == 1
    is_problem(await client.get(f"{here}/resolutions/2/export/csv"), 404, "nothing-published")
    await town.build.publish(voting)
    assert len(table((await read(client, f"{here}/export/csv")).content)) == 2


async def test_a_file_is_never_empty(town: Town, client):
    empty = await town.build.hall(seats=1)
    for form in formats_of(Scope.ASSEMBLY):
        answer = await client.get(f"{API}/assemblies/{empty.slug}/export/{form.key}")
        is_problem(answer, 404, "nothing-published")
    is_problem(await client.get(f"{CARUNA}/export/tiff"), 404, "no-such-address")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv;q=0.9, application/json;q=0.1", "text/csv; charset=utf-8"),
        ("application/json, text/csv;q=0.5", "application/json"),
        ("*/*", "application/json"),
        ("image/png", "application/json"),
    ],
)
@pytest.mark.parametrize("path", ["/resolutions", "/resolutions/19"])
async def test_the_api_answers_in_the_format_that_is_asked_for(client, history, path, accept, kind):
    answer = await read(client, CARUNA + path, Accept=accept)
    assert answer.headers["content-type"] == kind
    assert "Accept" in answer.headers["vary"]
    if kind.startswith("text/csv"):
        assert len(table(answer.content)) == (44 if path == "/resolutions" else 1)


async def test_words_are_not_looked_for_in_a_file(client, history):
    answer = await client.get(f"{CARUNA}/resolutions?q=bus", headers={"Accept": "text/csv"})
    is_problem(answer, 422, "invalid-request")


async def test_the_answer_links_to_every_file_of_a_resolution(client, town: Town, history):
    links = (await read(client, f"{CARUNA}/resolutions/19")).json()["links"]
    assert {one.key for one in formats_of(Scope.ONE)} <= links.keys()
    for one in formats_of(Scope.ONE):
        await read(client, links[one.key])
    undecided = await town.ask(
        Role.PUBLIC, "GET", f"{API}/assemblies/{{slug}}/resolutions/{{tabled}}"
    )
    assert "csv" not in json.loads(undecided.content)["links"]
