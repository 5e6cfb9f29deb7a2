# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of a text over HTTP: who reads which version, and in which language."""

import time
from typing import Any

import httpx
import pytest

from assembly.resolutions.rules.lifecycle import State
from tests.build.house import Hall
from tests.edges.town import bearer, is_problem

API = "/api/v1"
NOBODY: dict[str, str] = {}
NEVER = "Een zin van voor de indiening."
TABLED = "De bus rijdt ook 's nachts."


def body(*words: str, **further: Any) -> dict[str, Any]:
    return {"title": None, "provisions": [{"text": word} for word in words]} | further


class Asking:
    """One assembly, asked by its people."""

    def __init__(self, client: httpx.AsyncClient, hall: Hall) -> None:
        self.client, self.hall = client, hall
        self.here = f"{API}/assemblies/{hall.slug}/resolutions"

    async def __call__(
        self, who: dict[str, str], method: str, path: str = "", match: str = "", **sent: Any
    ) -> httpx.Response:
        headers = who | ({"If-Match": match} if match else {}) | sent.pop("headers", {})
        return await self.client.request(method, self.here + path, headers=headers, **sent)


@pytest.fixture
async def asked(build, client):
    hall = await build.hall(seats=3)
    first, second, third = [bearer(await build.token_of_seat(hall, seat)) for seat in range(3)]
    moderator = bearer(await build.token_of_staff(hall.email))
    return Asking(client, hall), first, second, third, moderator


async def test_from_a_participant_s_draft_to_the_table(asked):
    ask, author, other, _, moderator = asked
    drafted = await ask(author, "POST", json=body(NEVER, language="fr"))
    assert (drafted.status_code, drafted.headers["etag"]) == (201, '"1"')
    for stranger in (NOBODY, other):
        is_problem(await ask(stranger, "GET", "/1"), 404, "resolution-not-found")
    read = await ask(author, "GET", "/1")
    assert read.headers["etag"] == '"1"'
    assert read.json()["language"] == "fr"
    revised = await ask(author, "PUT", "/1", '"1"', json=body(TABLED))
    assert revised.status_code == 200
    is_problem(await ask(author, "PUT", "/1", '"1"', json=body("Iets anders.")), 412, "stale")
    is_problem(await ask(author, "PUT", "/1", json=body("Iets.")), 428, "precondition-missing")
    is_problem(await ask(other, "PUT", "/1", '"2"', json=body("Iets.")), 403, "not-permitted")
    assert (await ask(author, "POST", "/1/submission", '"2"')).status_code == 200
    is_problem(await ask(author, "PUT", "/1", '"3"', json=body("Iets.")), 409, "illegal-move")
    reason = {"because": "De kosten staan er niet in."}
    assert (await ask(moderator, "POST", "/1/return", json=reason)).json()["state"] == "draft"
    assert (await ask(author, "GET", "/1")).json()["returned"]["because"] == reason["because"]
    await ask(author, "POST", "/1/submission")
    is_problem(await ask(moderator, "POST", "/1/tabling", '"2"'), 412, "stale")
    tabled = await ask(moderator, "POST", "/1/tabling", '"5"')
    assert tabled.json()["state"] == "tabled"
    public = (await ask({}, "GET", "/1")).json()
    assert [sponsor["seat"] for sponsor in public["sponsors"]] == [1]
    assert public["returned"] is None


async def test_the_public_reads_the_version_that_was_tabled_and_its_sponsors_those_before(asked):
    ask, author, other, _, moderator = asked
    await ask(author, "POST", json=body(NEVER))
    await ask(author, "PUT", "/1", '"1"', json=body(TABLED))
    await ask(author, "POST", "/1/submission")
    await ask(moderator, "POST", "/1/tabling")
    assert (await ask(other, "POST", "/1/sponsors", json={"seat": 2})).status_code == 200
    for who, seen in ((NOBODY, [2]), (other, [2]), (author, [1, 2]), (moderator, [1, 2])):
        listed = (await ask(who, "GET", "/1/versions")).json()["items"]
        assert [version["ordinal"] for version in listed] == seen
        first = await ask(who, "GET", "/1/versions/1")
        assert (first.status_code == 200) == (1 in seen)
        assert (NEVER in first.text) == (1 in seen)
        for copy in ("print", "print.txt"):
            page = await ask.client.get(
                f"/assemblies/{ask.hall.slug}/resolutions/1/{copy}?version=1", headers=who
            )
            assert (NEVER in page.text) == (1 in seen), copy
    is_problem(await ask({}, "GET", "/1/versions/1"), 404, "version-not-found")
    is_problem(await ask({}, "GET", "/1/versions/99999999999"), 404, "version-not-found")


async def test_a_version_has_its_digest_its_lines_and_the_role_of_who_wrote_it(asked):
    ask, author, _, _, moderator = asked
    long = "woord " * 20 + "eind"
    given = body(long)
    given["provisions"] += [{"kind": "item", "marker": "a.", "text": "gratis"}]
    await ask(author, "POST", json=given)
    version = (await ask(author, "GET", "/1/versions/1")).json()
    assert version["written_as"] == "sponsor"
    assert [line["number"] for line in version["lines"]] == [1, 2, 3]
    assert [piece["first_line"] for piece in version["provisions"]] == [1, 3]
    assert len(version["digest"]) == 64
    text = await ask.client.get(
        f"/assemblies/{ask.hall.slug}/resolutions/1/print.txt", headers=moderator
    )
    assert text.text.splitlines()[-3:] == [
        "   1  " + " ".join(["woord"] * 13),
        "   2  " + "woord " * 7 + "eind",
        "   3  a.  gratis",
    ]


# ── translations ──────────────────────────────────────────────────────────────
def french(*words: str, version: int = 1) -> dict[str, Any]:
    pieces = [{"id": f"p{place}", "text": word} for place, word in enumerate(words, start=1)]
    return {"version": version, "title": "Le bus", "provisions": pieces}


async def test_a_translation_needs_the_edition_it_was_made_on(asked, build):
    ask, author, _, _, moderator = asked
    await build.tabled(ask.hall)
    at = "/1/translations/fr"
    is_problem(await ask(moderator, "PUT", at, json=french("Bus.")), 428, "precondition-missing")
    first = await ask(
        moderator, "PUT", at, json=french("Bus gratuit."), headers={"If-None-Match": "*"}
    )
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    is_problem(
        await ask(moderator, "PUT", at, json=french("Tram."), headers={"If-None-Match": "*"}),
        412,
        "stale",
    )
    assert (await ask(moderator, "PUT", at, '"1"', json=french("Tram."))).json()["edition"] == 2
    is_problem(await ask(author, "PUT", at, '"2"', json=french("X.")), 403, "not-permitted")
    is_problem(
        await ask(moderator, "PUT", "/1/translations/nl", '"0"', json=french("X.")),
        422,
        "unsound-translation",
    )
    is_problem(
        await ask(moderator, "PUT", "/1/translations/es", '"0"', json=french("X.")),
        404,
        "translation-not-found",
    )


async def test_everybody_reads_a_translation_beside_the_text_that_decides(asked, build):
    ask, *_ = asked
    tabled = await build.tabled(ask.hall)
    before = await ask({}, "GET", "/1")
    await build.translate(ask.hall, tabled, "fr", "Bus gratuit avant 18 ans.")
    after = await ask({}, "GET", "/1")
    assert before.headers["etag"] != after.headers["etag"], "what is kept warm knows of it"
    assert after.json()["translations"] == [
        {"language": "fr", "version": 1, "edition": 1, "title": None, "current": True}
    ]
    assert after.json()["text"] == "Gratis bus onder 18."
    read = (await ask({}, "GET", "/1/translations/fr")).json()
    assert (read["text"], read["authoritative"]) == ("Bus gratuit avant 18 ans.", "nl")
    is_problem(await ask({}, "GET", "/1/translations/de"), 404, "translation-not-found")


async def test_a_translation_of_a_draft_is_not_public_before_its_version_is(asked, build):
    ask, author, _, _, moderator = asked
    await ask(author, "POST", json=body(NEVER))
    secret = {"version": 1, "provisions": [{"id": "p1", "text": "Une phrase secrète."}]}
    await ask(author, "PUT", "/1/translations/fr", '"0"', json=secret)
    await ask(author, "PUT", "/1", '"1"', json=body(TABLED))
    await ask(author, "POST", "/1/submission")
    await ask(moderator, "POST", "/1/tabling")
    is_problem(await ask({}, "GET", "/1/translations/fr"), 404, "translation-not-found")
    assert (await ask({}, "GET", "/1")).json()["translations"] == []
    page = await ask.client.get(f"/fr/assemblies/{ask.hall.slug}/resolutions/1")
    assert "secrète" not in page.text
    assert "secrète" in (await ask(author, "GET", "/1/translations/fr")).text


# ── what is counted and not published ─────────────────────────────────────────
async def test_sponsors_learn_of_an_outcome_with_everybody_else(asked, build):
    ask, author, _, _, _ = asked
    second = await build.proposed(ask.hall)
    for to in (State.SUBMITTED, State.TABLED):
        await build.move(ask.hall, second, to)
    secret = await build.open_on(ask.hall, second)
    await build.cast_all(ask.hall, secret, ["yes", "yes", "yes"])
    await build.close(secret)
    await build.count(secret)
    drafts = f"{API}/assemblies/{ask.hall.slug}/drafts"
    told = (await ask.client.get(drafts, headers=author)).json()["items"]
    assert [one["state"] for one in told] == ["under_vote"]
    page = await ask.client.get(
        f"/assemblies/{ask.hall.slug}/drafts/{second.number}", headers=author
    )
    assert "In stemming" in page.text
    assert "Goedgekeurd" not in page.text
    await build.publish(secret)
    told = (await ask.client.get(drafts, headers=author)).json()["items"]
    assert [one["state"] for one in told] == ["adopted"]


# ── size ──────────────────────────────────────────────────────────────────────
async def test_a_text_of_a_hundred_pages_is_written_and_read_in_a_moment(asked):
    ask, author, *_ = asked
    words = [f"Bepaling {place}: " + "woorden " * 12 for place in range(3500)]
    assert (await ask(author, "POST", json=body(*words))).status_code == 201
    for revision, changed in enumerate(
        (["Nieuw vooraan.", *words], [f"Anders nummer{place}" for place in range(3500)]), start=1
    ):
        began = time.perf_counter()
        put = await ask(author, "PUT", "/1", f'"{revision}"', json=body(*changed))
        assert put.status_code == 200
        assert time.perf_counter() - began < 10
    began = time.perf_counter()
    read = await ask(author, "GET", "/1")
    assert len(read.json()["provisions"]) == 3500
    assert time.perf_counter() - began < 20


async def test_what_is_no_tag_is_words_and_tags_and_what_turns_words_are_refused(asked):
    ask, author, _, _, moderator = asked
    await ask(author, "POST", json=body("1 <3 2> en meer"))
    await ask(author, "POST", "/1/submission")
    await ask(moderator, "POST", "/1/tabling")
    assert (await ask({}, "GET", "/1")).json()["text"] == "1 <3 2> en meer"
    for path in ("", "/print"):
        page = await ask.client.get(f"/assemblies/{ask.hall.slug}/resolutions/1{path}")
        assert "<3" not in page.text
        assert "&lt;3 2&gt;" in page.text
    tagged = await ask(author, "POST", json=body("<script>alert(1)</script>"))
    assert is_problem(tagged, 422, "markup-in-text")["provision"] == 1
    turned = await ask(author, "POST", json=body("Ja\u202een"))
    problem = is_problem(turned, 422, "unsound-text")
    assert problem["errors"][0]["pointer"] == "/provisions/0/text"


# ── whether participants propose ──────────────────────────────────────────────
async def test_an_assembly_says_whether_participants_propose(asked):
    ask, author, _, _, moderator = asked
    assembly = f"{API}/assemblies/{ask.hall.slug}"

    async def say(**change: Any) -> httpx.Response:
        answer: httpx.Response = await ask.client.patch(assembly, json=change, headers=moderator)
        return answer

    assert (await ask.client.get(assembly)).json()["participants_propose"] is True
    assert (await say(participants_propose=False)).json()["participants_propose"] is False
    is_problem(await ask(author, "POST", json=body(TABLED)), 403, "proposing-closed")
    assert (await ask(moderator, "POST", json=body(TABLED))).status_code == 201
    for nothing in ({}, {"participants_propose": None}, {"proxies_per_holder": None}):
        is_problem(await say(**nothing), 422, "invalid-request")
    both = (await say(participants_propose=True, proxies_per_holder=4)).json()
    assert (both["participants_propose"], both["proxies_per_holder"]) == (True, 4)
    assert (await ask(author, "POST", json=body(TABLED))).status_code == 201


async def test_an_assembly_may_be_founded_without_proposals_of_participants(asked):
    ask, _, _, _, moderator = asked
    founded = await ask.client.post(
        f"{API}/assemblies",
        json={"slug": "zonder-voorstellen", "name": "Zonder", "participants_propose": False},
        headers=moderator,
    )
    assert (founded.status_code, founded.json()["participants_propose"]) == (201, False)


async def test_drafting_again_under_the_same_id_is_one_draft(asked):
    ask, author, other, *_ = asked
    given = body(TABLED, id="5f0c2b8e-1111-4222-8333-944445555666")
    numbers = [(await ask(author, "POST", json=given)).json()["number"] for _ in range(2)]
    assert numbers == [1, 1]
    is_problem(await ask(other, "POST", json=given), 409, "already-taken")
