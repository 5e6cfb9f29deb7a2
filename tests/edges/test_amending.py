# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments over HTTP: from a participant's words to the published text, and no word too early."""

from typing import Any

import httpx
import pytest

from tests.build.amending import Amending, insert_after, replace_
from tests.edges.town import bearer, but_for_chance, is_problem

API = "/api/v1"
TO_21 = {"op": "replace", "provision": "p1", "text": "Gratis bus onder 21."}


class Ask:
    """Requests about resolution 1 of one hall."""

    def __init__(self, client: httpx.AsyncClient, amending: Amending) -> None:
        self.client, self.amending = client, amending
        self.slug = amending.hall.slug
        self.here = f"{API}/assemblies/{self.slug}/resolutions/1"

    async def __call__(
        self, who: dict[str, str], method: str, path: str = "", **sent: Any
    ) -> httpx.Response:
        headers = who | sent.pop("headers", {})
        return await self.client.request(method, self.here + path, headers=headers, **sent)


@pytest.fixture
async def asked(client, build):
    amending = Amending(build, await build.hall(seats=3))
    await amending.table("Gratis bus onder 18.", "Vanaf 2027.")
    people = [bearer(await build.token_of_seat(amending.hall, seat)) for seat in (0, 1)]
    return Ask(client, amending), *people, bearer(await build.token_of_staff(amending.hall.email))


def body(*edits: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"version": 1, "edits": list(edits)} | more


async def test_from_a_participants_words_to_the_amended_text(asked):
    ask, author, other, moderator = asked
    filed = await ask(author, "POST", "/amendments", json=body(TO_21, reason="Ook studenten."))
    assert (filed.status_code, filed.json()["state"]) == (201, "submitted")
    one = filed.headers["location"].removeprefix(ask.here)
    assert (await ask({}, "GET", one)).status_code == 404
    assert (await ask(other, "PUT", f"{one}/support")).json()["supporters"] == 1
    assert (await ask(moderator, "POST", f"{one}/admission")).json()["state"] == "admissible"
    read = (await ask({}, "GET", one)).json()
    assert read["instructions"] == ["in regel 1, vervang “18” door “21”"]
    assert read["instructions_in"] == {
        "nl": ["in regel 1, vervang “18” door “21”"],
        "fr": ["à la ligne 1, remplacer «\u202f18\u202f» par «\u202f21\u202f»"],
        "de": ["in Zeile 1 „18“ durch „21“ ersetzen"],
        "en": ["in line 1, replace “18” with “21”"],
    }
    assert (read["author"], read["reason"]) == ({"seat": 1, "name": "Seat 1"}, "Ook studenten.")
    plan = (await ask({}, "GET", "/amendment-plan")).json()
    assert (plan["now"], plan["steps"][0]["disappearing"]) == ([1], 1)
    voting = await ask.amending.decide(1)
    await ask.amending.keep_up(voting.resolution_id)
    text = (await ask({}, "GET", "/amended-text")).json()
    assert (text["base"], text["version"], text["made_of"]) == (1, 2, [1])
    assert text["votings"] == {"1": str(voting.id)}
    assert text["provisions"][0]["spans"] == [
        {"text": "Gratis bus onder", "amendments": []},
        {"text": " 21", "amendments": [1]},
        {"text": ".", "amendments": []},
    ]
    assert (await ask({}, "GET")).json()["text"] == "Gratis bus onder 21.\nVanaf 2027."


async def test_the_text_as_it_should_read_is_enough(asked):
    ask, author, _, moderator = asked
    wanted = [{"text": "Vanaf 2027."}, {"text": "Gratis bus en tram onder 18."}]
    filed = await ask(author, "POST", "/amendments", json={"version": 1, "text": wanted})
    assert filed.status_code == 201, filed.text
    read = (await ask(moderator, "GET", "/amendments/1")).json()
    assert read["changes"] == [
        {"change": "reword", "provision": "p1", "start": 2, "end": 2, "words": [" en", " tram"]},
        {"change": "move", "provision": "p1", "after": "p2"},
    ]


async def test_an_amendment_to_one_that_was_written_anew_says_nothing_of_its_new_lines(asked):
    ask, author, other, moderator = asked
    long = TO_21 | {"text": "Gratis bus, tram en trein onder 21 jaar."}
    further = long | {"text": "Gratis bus, tram en trein onder 23 jaar."}
    await ask(author, "POST", "/amendments", json=body(long))
    assert (await ask(other, "POST", "/amendments", json=body(further, to=1))).status_code == 201
    read = (await ask(moderator, "GET", "/amendments/2")).json()
    assert read["instructions"] == ["in regel 1, vervang “21” door “23”"]
    shorter = {"headers": {"If-Match": '"1"'}, "json": body(TO_21 | {"text": "Bus."})}
    assert (await ask(author, "PUT", "/amendments/1", **shorter)).status_code == 200
    answer = await ask(moderator, "GET", "/amendments")
    assert answer.status_code == 200, answer.text
    assert [one["instructions"] for one in answer.json()["items"]][1] == []
    for number in (1, 2):
        admitted = await ask(moderator, "POST", f"/amendments/{number}/admission")
        assert admitted.status_code == 200, admitted.text
    for path in ("/amendment-plan", "/amended-text"):
        assert (await ask(moderator, "GET", path)).status_code == 200, path
    here = ask.here.removeprefix(API)
    for path in ("/amendments", "/amendments/1", "/amendments/2"):
        assert (await ask.client.get(here + path, headers=moderator)).status_code == 200, path


async def test_what_is_sent_twice_is_filed_once(asked):
    ask, author, other, _ = asked
    mine = body(TO_21, id="5f1f3d57-3b6c-4b1c-9a53-0f4f4a8ad9c1")
    answers = [await ask(author, "POST", "/amendments", json=mine) for _ in range(2)]
    assert [answer.json()["number"] for answer in answers] == [1, 1]
    is_problem(await ask(other, "POST", "/amendments", json=mine), 409, "already-taken")


async def test_nobodys_amendment_is_written_over(asked):
    ask, author, other, _ = asked
    await ask(author, "POST", "/amendments", json=body(TO_21))
    again = body(TO_21 | {"text": "Gratis bus onder 23."})
    is_problem(await ask(author, "PUT", "/amendments/1", json=again), 428, "precondition-missing")
    kept = {"headers": {"If-Match": '"1"'}, "json": again}
    is_problem(await ask(other, "PUT", "/amendments/1", **kept), 403, "not-permitted")
    assert (await ask(author, "PUT", "/amendments/1", **kept)).headers["etag"] == '"2"'
    assert (await ask(author, "PUT", "/amendments/1", **kept)).headers["etag"] == '"2"'
    third = {"headers": {"If-Match": '"1"'}, "json": body(TO_21)}
    is_problem(await ask(author, "PUT", "/amendments/1", **third), 412, "stale")


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        pytest.param(body(), 422, "changes-nothing", id="no edit"),
        pytest.param({"version": 1}, 422, "invalid-request", id="neither edits nor text"),
        pytest.param(
            {"version": 3, "edits": [TO_21]}, 422, "unknown-version", id="no such version"
        ),
        pytest.param(body(TO_21, TO_21), 422, "overlapping-edits", id="the same provision twice"),
        pytest.param(
            body(TO_21 | {"provision": "p9"}), 422, "unknown-provision", id="no such provision"
        ),
        pytest.param(
            body(TO_21 | {"text": "Gratis bus onder 18."}), 422, "changes-nothing", id="no change"
        ),
        pytest.param(body(TO_21 | {"text": " "}), 422, "empty-text", id="no words"),
        pytest.param(body(TO_21 | {"text": "<b>Bus</b>"}), 422, "markup-in-text", id="markup"),
        pytest.param(body(TO_21 | {"text": "\u202esub"}), 422, "unsound-text", id="turned around"),
        pytest.param(body(TO_21 | {"text": "a" * 1_000_000}), 422, "unsound-text", id="a megabyte"),
        pytest.param(
            body({"op": "insert_after", "provision": "p1", "text": "Iets.", "level": 3}),
            422,
            "unsound-text",
            id="a paragraph that is nested",
        ),
        pytest.param(
            body(TO_21 | {"marker": "NIET"}), 422, "unsound-text", id="a marker nobody would see"
        ),
        pytest.param(body(TO_21 | {"text": "\u200b"}), 422, "empty-text", id="nothing to see"),
        pytest.param(
            body(TO_21 | {"text": "Gratis bus onder 18\u200b."}),
            422,
            "unsound-text",
            id="what nobody sees",
        ),
        pytest.param(body(TO_21, reason="Nu\u0000."), 422, "invalid-request", id="NUL in why"),
        pytest.param(body(TO_21, reason="Nu\u0007."), 422, "invalid-request", id="a bell in why"),
        pytest.param(
            body(TO_21, reason="Nu\u202e."), 422, "invalid-request", id="why turned around"
        ),
        pytest.param(body(TO_21, to=7), 404, "amendment-not-found", id="to no amendment"),
        pytest.param(body({"op": "rewrite"}), 422, "invalid-request", id="no such edit"),
        pytest.param({"version": 1, "edits": "x"}, 422, "invalid-request", id="no list"),
    ],
)
async def test_what_cannot_be_an_amendment_is_refused_by_name(asked, sent, status, slug):
    ask, author, _, moderator = asked
    is_problem(await ask(author, "POST", "/amendments", json=sent), status, slug)
    assert (await ask(moderator, "GET", "/amendments")).json() == {"items": []}


async def test_a_bad_amendment_keeps_nothing_from_being_shown_or_closed(asked):
    """One that could not be carried over, one that is stuck in conflict: the text goes on."""
    ask, author, _, moderator = asked
    for age in (21, 25):
        await ask.amending.admitted(replace_("p1", f"Gratis bus onder {age}."))
    await ask(author, "POST", "/amendments", json=body(TO_21))
    voting = await ask.amending.open(1)
    for path in ("", "/amendments", "/amendment-plan", "/amended-text"):
        assert (await ask({}, "GET", path)).status_code == 200
    closing = await ask.client.post(f"{API}/votings/{voting.id}/closing", headers=moderator)
    assert closing.status_code == 200


# ── before it is published, nobody can tell ───────────────────────────────────
async def told(ask: Ask, who: dict[str, str], voting: str) -> dict[str, str]:
    """Everything about the text, without what differs by chance."""
    found = {}
    pages = f"/assemblies/{ask.slug}/resolutions/1"
    addresses = [ask.here + path for path in ("", "/amendments", "/amendments/1", "/amendments/2")]
    addresses += [ask.here + path for path in ("/amendment-plan", "/amended-text", "/versions")]
    addresses += [pages, f"/assemblies/{ask.slug}", f"{API}/assemblies/{ask.slug}"]
    addresses += [f"{API}/votings/{voting}", f"{API}/votings/{voting}/result"]
    addresses += [f"{API}/assemblies/{ask.slug}/votings", f"/assemblies/{ask.slug}/resolutions"]
    for address in addresses:
        answer = await ask.client.get(address, headers=who)
        words = but_for_chance(f"{answer.status_code} {answer.text}", ask.slug)
        found[address.replace(ask.slug, "HALL").replace(voting, "ID")] = words
    return found


@pytest.mark.parametrize("step", ["open", "closed", "counted"])
async def test_nobody_can_tell_what_became_of_an_amendment_before_its_record(client, build, step):
    seen = []
    for choices in (["yes", "yes", "no"], ["no", "no", "yes"]):
        amending = Amending(build, await build.hall(seats=3))
        await amending.table("Gratis bus onder 18.")
        await amending.admitted(replace_("p1", "Gratis bus onder 21."))
        await amending.admitted(replace_("p1", "Gratis bus onder 25."))
        voting = await amending.open(1)
        await build.cast_all(amending.hall, voting, choices)
        if step != "open":
            await build.close(voting)
        if step == "counted":
            await build.count(voting)
        roles = [{}, bearer(await build.token_of_seat(amending.hall, 0))]
        roles.append(bearer(await build.token_of_staff(amending.hall.email)))
        ask = Ask(client, amending)
        seen.append([await told(ask, who, str(voting.id)) for who in roles])
    assert seen[0] == seen[1]


async def test_once_published_everybody_can(client, build):
    amending = Amending(build, await build.hall(seats=3))
    await amending.table("Gratis bus onder 18.")
    await amending.admitted(insert_after("p1", "Ook de tram."))
    voting = await amending.decide(1)
    ask = Ask(client, amending)
    assert (await ask({}, "GET", "/amendments/1")).json()["state"] == "adopted"
    result = (await client.get(f"{API}/votings/{voting.id}/result")).json()
    assert result["record"]["amendments"][0]["number"] == 1
    assert (await ask({}, "GET")).json()["outcome"] is None


ANEW = {
    "provisions": [{"id": "p1", "text": "Gratis bus onder 18."}, {"text": "Vanaf 2028."}],
    "because": "Het jaar was verkeerd.",
}


async def test_a_moderator_writes_a_further_version_on_the_table(asked):
    ask, author, _, moderator = asked
    await ask(author, "POST", "/amendments", json=body(TO_21))
    assert (await ask(moderator, "POST", "/versions", json=ANEW)).status_code == 428
    tag = {"If-Match": '"2"'}
    assert (await ask(author, "POST", "/versions", json=ANEW, headers=tag)).status_code == 403
    stale = await ask(moderator, "POST", "/versions", json=ANEW, headers={"If-Match": '"1"'})
    is_problem(stale, 412, "stale")
    made = await ask(moderator, "POST", "/versions", json=ANEW, headers=tag)
    assert (made.status_code, made.json()["version"], made.json()["revision"]) == (201, 2, 3)
    read = (await ask({}, "GET", made.headers["location"].removeprefix(ask.here))).json()
    assert (read["because"], read["written_as"]) == (ANEW["because"], "moderator")
    lines = (await ask({}, "GET", "/versions")).json()["items"]
    assert [line["because"] for line in lines] == [None, ANEW["because"]]
    gone_over = (await ask(author, "GET", "/amendments/1")).json()
    assert (gone_over["version"], gone_over["in_conflict"]) == (2, None)


async def test_there_is_no_further_version_under_a_voting(asked):
    ask, _, _, moderator = asked
    await ask.amending.admitted(replace_("p2", "Vanaf 2026."))
    await ask.amending.open(1)
    tag = {"If-Match": '"2"'}
    refused = await ask(moderator, "POST", "/versions", json=ANEW, headers=tag)
    is_problem(refused, 409, "illegal-move")


async def test_a_further_version_that_takes_back_adopted_words_is_refused(asked):
    ask, _, _, moderator = asked
    await ask.amending.admitted(replace_("p2", "Vanaf 2026."))
    voting = await ask.amending.decide(1)
    await ask.amending.keep_up(voting.resolution_id)
    tag = {"If-Match": '"3"'}
    refused = await ask(moderator, "POST", "/versions", json=ANEW, headers=tag)
    is_problem(refused, 409, "adopted-words")
    assert refused.json()["amendments"] == [1]


async def test_that_the_words_in_dispute_go_is_asked_for_expressly(asked):
    ask, _, _, moderator = asked
    for age in (21, 25):
        await ask.amending.admitted(replace_("p1", f"Gratis bus onder {age}."))
    (found,) = (await ask({}, "GET", "/amendment-plan")).json()["conflicts"]
    place = {name: found[name] for name in ("amendments", "provision", "start", "end")}
    for empty in ("", " \u00a0"):
        refused = await ask(moderator, "POST", "/settlements", json=place | {"text": empty})
        is_problem(refused, 422, "empty-text")
    both = place | {"text": "23", "delete": True}
    is_problem(await ask(moderator, "POST", "/settlements", json=both), 422, "invalid-request")
    settled = await ask(moderator, "POST", "/settlements", json=place | {"delete": True})
    assert (settled.status_code, settled.json()["text"]) == (201, "")


async def test_who_may_change_a_text_reads_its_revision_as_a_strong_etag(asked):
    ask, _, _, moderator = asked
    read = await ask(moderator, "GET")
    tag = read.headers["etag"]
    assert tag == f'"{read.json()["revision"]}"'
    made = await ask(moderator, "POST", "/versions", json=ANEW, headers={"If-Match": tag})
    assert made.status_code == 201
    assert (await ask(moderator, "GET")).headers["etag"] == made.headers["etag"]
    gone = await ask(moderator, "POST", "/withdrawal", headers={"If-Match": made.headers["etag"]})
    assert gone.status_code == 200


async def test_two_versions_are_compared_as_amendments_are_told(asked):
    ask, _, _, moderator = asked
    await ask(moderator, "POST", "/versions", json=ANEW, headers={"If-Match": '"2"'})
    answer = await ask({}, "GET", "/versions/1/compare/2")
    assert answer.headers["cache-control"] == "no-cache"
    read = answer.json()
    assert (read["from_version"], read["to_version"], read["language"]) == (1, 2, "nl")
    assert read["changes"] == [
        {"change": "reword", "provision": "p2", "start": 1, "end": 2, "words": [" 2028"]}
    ]
    assert [edit["op"] for edit in read["edits"]] == ["replace"]
    assert read["instructions"]["nl"] == ["in regel 2, vervang “2027” door “2028”"]
    assert read["instructions"]["en"] == ["in line 2, replace “2027” with “2028”"]
    assert [(row["fate"], row["spans"]) for row in read["rows"]] == [
        ("stays", [{"text": "Gratis bus onder 18.", "mark": "kept"}]),
        (
            "reworded",
            [
                {"text": "Vanaf", "mark": "kept"},
                {"text": " 2027", "mark": "deleted"},
                {"text": " 2028", "mark": "inserted"},
                {"text": ".", "mark": "kept"},
            ],
        ),
    ]
    same = (await ask({}, "GET", "/versions/2/compare/2")).json()
    assert (same["changes"], len(same["rows"])) == ([], 2)
    is_problem(await ask({}, "GET", "/versions/1/compare/3"), 404, "version-not-found")
