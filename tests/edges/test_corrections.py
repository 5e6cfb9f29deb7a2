# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A corrected outcome, over HTTP: the same everywhere, and what was before stays where it was."""

import csv
import io

import feedparser
import pytest

from assembly.audit.signing import is_signed
from assembly.publication.rules.verify import read_document, verify
from tests.build.log import extended
from tests.edges.test_follow_up import hall as hall  # noqa: PLC0414 - a fixture
from tests.edges.town import bearer, is_problem

API = "/api/v1"
TYPO = "De titel was fout overgeschreven."


@pytest.fixture
async def correct(client, build, hall):
    headers = bearer(await build.token_of_staff(hall.email))

    async def send(**body):
        body = {"corrects": 1, "because": TYPO} | body
        address = f"{API}/assemblies/{hall.slug}/resolutions/1/corrections"
        return await client.post(address, json=body, headers=headers)

    return send


async def test_every_answer_carries_what_holds_now_and_that_it_was_corrected(client, hall, correct):
    here = f"{API}/assemblies/{hall.slug}/resolutions"
    assert (await client.get(f"{here}/1")).json()["corrected"] is None
    made = await correct(title="Gratis bus", note="Er stond niets.")
    assert made.status_code == 201, made.text
    assert made.json()["changed"] == ["title", "note"]
    one = (await client.get(f"{here}/1")).json()
    assert (one["title"], one["title_derived"]) == ("Gratis bus", False)
    corrected = one["corrected"]
    assert (corrected["version"], corrected["because"]) == (2, TYPO)
    assert corrected["note"] == "Er stond niets."
    assert (await client.get(here)).json()["items"][0]["corrected"] == corrected
    before = (await client.get(corrected["links"]["before"])).json()
    assert (before["version"], before["facts"]["title"], before["current"]) == (1, None, False)
    every = (await client.get(one["links"]["records"])).json()["items"]
    assert [(each["version"], each["corrects"], each["current"]) for each in every] == [
        (1, None, False),
        (2, 1, True),
    ]
    is_problem(await client.get(f"{here}/1/records/3"), 404, "record-version-not-found")
    for page in every:
        assert (await client.get(page["links"]["page"])).status_code == 200


async def test_files_and_feeds_carry_the_correction(client, hall, correct):
    feed = f"/assemblies/{hall.slug}/feed"
    published = (await client.get(f"{feed}.json")).json()["items"][0]
    await correct(title="Gratis bus", note="=1+1")
    here = f"{API}/assemblies/{hall.slug}/resolutions/1/export"
    told = (await client.get(f"{here}/json")).json()
    assert (told["title"], told["correction"]["because"]) == ("Gratis bus", TYPO)
    assert told["correction"]["record"].endswith("/resolutions/1/records/2")
    (row,) = csv.DictReader(
        io.StringIO((await client.get(f"{API}/assemblies/{hall.slug}/export/csv")).text)
    )
    assert (row["title"], row["corrected_because"], row["record_version"]) == (
        "Gratis bus",
        TYPO,
        "2",
    )
    assert row["note"] == "'=1+1"
    for form in ("jsonld", "schema-org", "akn"):
        assert "Gratis bus" in (await client.get(f"{here}/{form}")).text, form
    for form in ("pdf", "docx", "xlsx", "popolo"):
        assert (await client.get(f"{here}/{form}")).status_code == 200, form
    item = (await client.get(f"{feed}.json")).json()["items"][0]
    assert item["id"] == published["id"]
    assert item["date_published"] == published["date_published"]
    assert item["date_modified"] >= published["date_modified"]
    assert TYPO in item["summary"]
    atom = feedparser.parse((await client.get(f"{feed}.atom")).content)
    assert "Gratis bus" in atom.entries[0].title
    assert TYPO in atom.entries[0].summary


async def test_the_result_of_the_voting_leads_to_the_newest_version(client, build, hall, correct):
    address = f"{API}/votings/{hall.voting.id}/result"
    before = await client.get(address)
    assert before.json()["corrected"] is None
    await correct(title="Gratis bus")
    await correct(title="Gratis bussen", corrects=2)
    after = await client.get(address)
    told = after.json()
    assert {**told, "corrected": None} == before.json()
    assert (told["corrected"]["version"], told["corrected"]["changed"]) == (3, ["title"])
    newest = (await client.get(told["corrected"]["links"]["record"])).json()
    assert (newest["version"], newest["current"]) == (3, True)
    assert after.headers["etag"] != before.headers["etag"]
    assert all(check.ok for check in verify(read_document(after.content), is_signed))


async def test_the_signed_bundle_stays_to_the_byte_and_stays_valid(client, build, hall, correct):
    await extended(build)
    address = f"{API}/votings/{hall.voting.id}/bundle"
    before = await client.get(address)
    await correct(title="Gratis bus")
    after = await client.get(address)
    assert after.json()["record"] == before.json()["record"]
    assert after.content == before.content
    assert all(check.ok for check in verify(read_document(before.content), is_signed))
    result = (await client.get(f"{API}/votings/{hall.voting.id}/result")).json()
    assert result["record"]["resolution"]["title_derived"] is True


@pytest.mark.parametrize(
    ("body", "status", "slug"),
    [
        pytest.param({"outcome": "not_adopted"}, 409, "box-decides", id="outcome"),
        pytest.param({"counts": {"yes": 1, "no": 2}}, 409, "box-decides", id="counts"),
        pytest.param({"decided_on": "2020-01-01"}, 409, "box-decides", id="day"),
        pytest.param({}, 409, "nothing-corrected", id="nothing"),
        pytest.param({"title": "Bus", "corrects": 7}, 412, "stale", id="another version"),
        pytest.param({"title": "Bus", "because": "?"}, 422, "invalid-request", id="no reason"),
        pytest.param({"title": "<i>Bus</i>"}, 422, "markup-in-text", id="markup"),
        pytest.param({"rule": "simple"}, 422, "invalid-request", id="the rule"),
        pytest.param({"title": "x" * 400}, 422, "invalid-request", id="too long"),
    ],
)
async def test_what_is_refused_says_why_and_changes_nothing(
    client, hall, correct, body, status, slug
):
    is_problem(await correct(**body), status, slug)
    here = f"{API}/assemblies/{hall.slug}/resolutions/1"
    assert (await client.get(here)).json()["corrected"] is None


async def test_history_is_corrected_to_what_its_source_really_says(client, build, history):
    await build.staff("head@example.org", administrator=True)
    headers = bearer(await build.token_of_staff("head@example.org"))
    here = f"{API}/assemblies/{history}"
    totals = (await client.get(here)).json()["resolutions"]
    one = (await client.get(f"{here}/resolutions/19")).json()
    other = {"adopted": "not_adopted", "not_adopted": "adopted"}[one["outcome"]]
    body = {
        "corrects": 1,
        "because": "Op bladzijde 3 staat het anders.",
        "outcome": other,
        "counts": {"yes": 20, "no": 24},
        "decided_on": "2025-11-21",
    }
    made = await client.post(f"{here}/resolutions/19/corrections", json=body, headers=headers)
    assert made.status_code == 201, made.text
    again = await client.post(f"{here}/resolutions/19/corrections", json=body, headers=headers)
    assert again.json() == made.json()
    now = (await client.get(f"{here}/resolutions/19")).json()
    assert (now["outcome"], now["counts_recorded"], now["tally"]) == (other, True, None)
    assert now["corrected"]["counts"] == {"yes": 20, "no": 24, "abstain": None}
    assert now["source"] == one["source"]
    after = (await client.get(here)).json()["resolutions"]
    assert after[other] == totals[other] + 1
    told = (await client.get(f"{here}/resolutions/19/export/json")).json()
    assert told["source_counts"] == {"yes": 20, "no": 24, "abstain": None}
    assert told["decided_on"] == "2025-11-21"
    rows = csv.DictReader(io.StringIO((await client.get(f"{here}/export/csv")).text))
    (row,) = [row for row in rows if row["number"] == "19"]
    assert (row["counts"], row["yes"], row["no"], row["abstain"]) == (
        "geregistreerd",
        "20",
        "24",
        "",
    )
    feed = (await client.get(f"/assemblies/{history}/feed.json")).json()
    assert feed["items"][0]["url"].endswith("/resolutions/19")
    assert "Voor 20, Tegen 24" in feed["items"][0]["summary"]


async def test_who_reads_knows_that_it_was_corrected_and_not_by_whom(client, hall, correct):
    await correct(title="Gratis bus")
    for path in (
        f"/assemblies/{hall.slug}/resolutions/1",
        f"/assemblies/{hall.slug}/resolutions/1/records/2",
        f"{API}/assemblies/{hall.slug}/resolutions/1/records/2",
    ):
        words = (await client.get(path)).text
        assert TYPO in words
        assert hall.email not in words
        assert str(hall.moderator_id) not in words
