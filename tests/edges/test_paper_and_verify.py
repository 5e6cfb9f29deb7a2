# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole rule, paper and the public box over HTTP, and `assembly verify` on what comes out."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import run as run_command
from typing import Any
from uuid import UUID

import pytest

from assembly.audit.signing import is_signed
from assembly.clock import now
from assembly.publication.rules.verify import read_document, verify
from assembly.voting.rules.ballot import Medium, Secrecy
from assembly.voting.rules.roll import Entry, FrozenRoll
from tests.build.amending import Amending, insert_after, replace_
from tests.build.house import Build
from tests.edges.town import bearer, is_problem, work

SECOND = Path(__file__).parents[2] / "docs" / "verify.py"
RULE = {"share": "3/5", "strictness": "at_least", "base": "cast"}
QUORUM = {"share": "1/2", "of": "voted", "unmet": "void"}
COUNT = {"lines": [{"yes": 2, "no": 0, "blank": 1, "papers": 3}]}


async def test_a_hybrid_voting_from_its_rule_to_its_bundle(client, build, settings, tmp_path):
    hall = await build.hall(seats=6)
    resolution = await build.tabled(hall)
    chair = bearer(await build.token_of_staff(hall.email))
    await build.staff(f"two-{hall.email}", administrator=True)
    other = bearer(await build.token_of_staff(f"two-{hall.email}"))
    planned = await client.post(
        f"/api/v1/assemblies/{hall.slug}/votings",
        json={
            "resolution": resolution.number,
            "rule": RULE,
            "quorum": QUORUM,
            "medium": "hybrid",
            "electorate": "present",
        },
        headers=chair,
    )
    assert planned.status_code == 201, planned.text
    told = planned.json()
    assert told["rule"] == {
        "preset": "custom",
        **RULE,
        "quorum": {**QUORUM, "number": None, "counted_in": "heads"},
        "colleges": None,
    }
    assert (told["medium"], told["electorate"]) == ("hybrid", "present")
    voting = f"/api/v1/votings/{told['id']}"
    await client.post(f"{voting}/opening", headers=chair)
    for index, choice in enumerate(("yes", "no")):
        token = await build.token_of_seat(hall, index)
        answer = await client.post(
            f"{voting}/ballots", json={"choice": choice}, headers=bearer(token)
        )
        assert answer.status_code == 201
    taken = await client.post(f"{voting}/paper-voters", json={"seats": [1, 3]}, headers=chair)
    assert is_problem(taken, 409, "already-voted")["seats"] == [1]
    marked = await client.post(
        f"{voting}/paper-voters", json={"seats": [3, 4, 5, 6]}, headers=chair
    )
    assert marked.json()["paper"] == {"marked": 4, "needed": True, "agreed": False}
    early = await client.post(f"{voting}/paper-count", json=COUNT, headers=chair)
    is_problem(early, 409, "illegal-move")
    await client.post(f"{voting}/closing", headers=chair)
    await work(settings, ring=UUID(told["id"]))
    assert (await client.get(voting)).json()["state"] == "closed"
    first = await client.post(f"{voting}/paper-count", json=COUNT, headers=chair)
    wrong = {"lines": [{"yes": 1, "no": 1, "blank": 1, "papers": 3}]}
    second = await client.post(f"{voting}/paper-count", json=wrong, headers=other)
    third = await client.post(f"{voting}/paper-count", json=COUNT, headers=chair)
    fourth = await client.post(f"{voting}/paper-count", json=COUNT, headers=other)
    answers = [first, second, third, fourth]
    assert [one.json()["told"] for one in answers] == ["entered", "differs", "differs", "agreed"]
    assert not [one for one in answers if any(digit in one.text for digit in "0123456789")]
    await work(settings, ring=UUID(told["id"]))
    record = (await client.get(f"{voting}/result")).json()["record"]
    assert record["tally"] == {"yes": 3, "no": 1, "abstain": 0, "blank": 1, "invalid": 0}
    assert (record["verdict"]["base"], record["verdict"]["outcome"]) == ("5", "adopted")
    assert (record["paper"]["papers"], record["paper"]["not_handed_in"]) == (3, 1)
    assert record["format"] == "assembly-record/2"
    bundle = (await client.get(f"{voting}/bundle")).content
    checks = verify(read_document(bundle), is_signed)
    assert [check.said for check in checks if not check.ok] == []
    (tmp_path / "bundle.json").write_bytes(bundle)
    assert verified(tmp_path / "bundle.json")[0] == 0
    roll = (await client.get(f"{voting}/roll")).json()
    entries = tuple(Entry(line["seat"]) for line in roll["lines"])
    assert FrozenRoll(entries).digest == roll["digest"] == record["roll"]["digest"]


@pytest.mark.parametrize("secrecy", Secrecy)
async def test_a_receipt_is_found_by_how_it_begins(client, build, secrecy):
    hall = await build.hall(seats=4)
    voting = await build.open_voting(hall, secrecy=secrecy)
    trackers = [UUID(int=number << 120 | 5) for number in (0xAB, 0xAC, 0xB0)]
    for index, tracker in enumerate(trackers):
        await build.cast(hall, voting, index, "yes", tracker)
    await build.close(voting)
    path = f"/api/v1/votings/{voting.id}/box"
    is_problem(await client.get(f"{path}?starts=ab"), 404, "not-published")
    await build.count(voting)
    await build.publish(voting)
    for starts, expected in (
        ("ab", trackers[:1]),
        ("AC0000", trackers[1:2]),
        ("ff", []),
        ("", trackers),
        (str(trackers[2]), trackers[2:]),
    ):
        box = (await client.get(path, params={"starts": starts})).json()
        found = box["trackers"] or [ballot["tracker"] for ballot in box["ballots"] or []]
        assert found == [str(tracker) for tracker in expected], starts
        page = await client.get(f"/votings/{voting.id}/box", params={"starts": starts})
        assert [str(one) in page.text for one in trackers] == [one in expected for one in trackers]
    for starts in ("a", "xy", "a" * 33):
        is_problem(await client.get(path, params={"starts": starts}), 422, "invalid-request")
        page = await client.get(f"/votings/{voting.id}/box", params={"starts": starts})
        assert page.status_code == 200
        assert not [one for one in trackers if str(one) in page.text]
    for language in ("fr", "de", "en"):
        assert (await client.get(f"/{language}/votings/{voting.id}/box")).status_code == 200


async def test_a_rule_is_read_or_refused_as_a_whole(client, build):
    hall = await build.hall(seats=1)
    await build.tabled(hall)
    chair = bearer(await build.token_of_staff(hall.email))
    for body, slug in (
        ({"rule": {"share": "1/1", "strictness": "more_than", "base": "cast"}}, "unknown-rule"),
        ({"rule": {"preset": "simple", "share": "1/2"}}, "unknown-rule"),
        ({"rule": {"preset": "simple", "vetoes": 1}}, "invalid-request"),
        ({"rule": {"preset": "simple", "colleges": {"\u0000": RULE}}}, "invalid-request"),
        ({"quorum": {"share": "1/2", "number": 3, "of": "voted"}}, "unknown-rule"),
        ({"quorum": {"number": 1.5, "of": "voted"}}, "unsound-number"),
    ):
        answer = await client.post(
            f"/api/v1/assemblies/{hall.slug}/votings", json={"resolution": 1, **body}, headers=chair
        )
        assert (answer.status_code, answer.json()["type"]) == (422, f"/problems/{slug}"), body


# ── the command ───────────────────────────────────────────────────────────────
async def bundle_of(build: Build, client: Any) -> tuple[str, dict[str, Any]]:
    hall = await build.hall(seats=3)
    voting = await build.decided(hall, yes=2, no=1)
    bundle = (await client.get(f"/api/v1/votings/{voting.id}/bundle")).json()
    return str(voting.id), bundle


def verified(source: object) -> tuple[int, str]:
    """What our command says of it; of a file the second verifier says the same."""
    done = run_command(
        [Path(sys.executable).parent / "assembly", "verify", str(source)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": ""},
    )
    if isinstance(source, Path):
        alone = [sys.executable, "-I", "-S", str(SECOND), str(source)]
        second = run_command(alone, capture_output=True, text=True, check=False)
        assert second.returncode == done.returncode, second.stdout + second.stderr
    return done.returncode, done.stdout + done.stderr


async def test_the_command_says_what_holds_what_differs_and_what_it_cannot_know(
    build, client, tmp_path
):
    _, bundle = await bundle_of(build, client)
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle))
    code, said = verified(file)
    assert code == 0, said
    assert "ok       The box has the digest that the record gives" in said
    assert "cannot know" in said
    bundle["record"]["tally"]["yes"] += 1
    file.write_text(json.dumps(bundle))
    code, said = verified(file)
    assert code == 1
    assert "differs  The record has the digest that stands beside it" in said
    for unreadable in ("{", '{"record": 1}'):
        file.write_text(unreadable)
        assert verified(file)[0] == 2
    assert verified(tmp_path / "nothing")[0] == 2


async def test_the_bundle_of_a_voting_on_amendments_is_verified_too(build, client, tmp_path):
    amending = Amending(build, await build.hall(seats=3))
    await amending.table("Gratis bus onder 18.", "Vanaf 2027.")
    await amending.admitted(replace_("p1", "Gratis bus onder 21."))
    await amending.admitted(insert_after("p2", "Ook de tram."))
    await amending.admitted(replace_("p1", "Gratis bus onder 23."), to=1)
    file = tmp_path / "bundle.json"

    further = await amending.decide(3)
    bundle = (await client.get(f"/api/v1/votings/{further.id}/bundle")).json()
    assert [(one["number"], one["to"]) for one in bundle["record"]["amendments"]] == [(3, 1)]
    file.write_text(json.dumps(bundle))
    code, said = verified(file)
    assert code == 0, said
    assert "what amendment 3 comes to: it was made to amendment 1" in said

    await amending.keep_up(further.resolution_id)
    both = await amending.decide(1, 2)
    bundle = (await client.get(f"/api/v1/votings/{both.id}/bundle")).json()
    file.write_text(json.dumps(bundle))
    code, said = verified(file)
    assert code == 0, said
    assert said.count("and its changes give the same text") == 2
    first = bundle["record"]["amendments"][0]
    assert [edit["text"] for edit in first["edits"]] == ["Gratis bus onder 23."]
    first["edits"][0]["text"] = "Gratis bus onder 25."
    file.write_text(json.dumps(bundle))
    code, said = verified(file)
    assert code == 1
    assert "differs  The record has the digest that stands beside it" in said
    assert "differs  The edits of amendment 1 and its changes give the same text" in said
    assert "ok       The edits of amendment 2 and its changes give the same text" in said


async def test_the_bundle_of_a_result_that_was_held_back_is_verified_too(build, client, tmp_path):
    hall = await build.hall(seats=3)
    voting = await build.held(hall, publish_at=now() + timedelta(hours=1))
    one = f"/api/v1/votings/{voting.id}"
    head = bearer(await build.token_of_staff(hall.email))
    is_problem(await client.get(f"{one}/bundle"), 404, "not-published")
    early = await client.post(f"{one}/publication", headers=head)
    is_problem(early, 422, "invalid-request")
    sent = {"because": "It was leaked this morning."}
    for _ in range(2):
        done = await client.post(f"{one}/publication", json=sent, headers=head)
        assert (done.status_code, done.json()["published"]) == (200, True)
    bundle = (await client.get(f"{one}/bundle")).json()
    assert bundle["record"]["held"]["moves"][0]["because"] == sent["because"]
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle))
    assert verified(file)[0] == 0
    bundle["record"]["held"]["moves"][0]["because"] = "There was no reason."
    file.write_text(json.dumps(bundle))
    assert verified(file)[0] != 0


@contextmanager
def serving(answers: dict[str, Any]) -> Iterator[str]:
    """These documents over HTTP, on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = answers.get(self.path)
            self.send_response(200 if known is not None else 404)
            self.end_headers()
            self.wfile.write(json.dumps(known).encode())

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


async def test_any_address_of_a_voting_or_a_resolution_leads_to_its_bundle(build, client):
    voting, bundle = await bundle_of(build, client)
    path = f"/api/v1/votings/{voting}/bundle"
    answers = {path: bundle, "/api/v1/assemblies/hall/resolutions/1": {"links": {"bundle": path}}}
    with serving(answers) as here:
        for address in (
            f"/api/v1/votings/{voting}/result",
            f"/fr/votings/{voting}/box?starts=ab",
            "/nl/assemblies/hall/resolutions/1",
            "/api/v1/assemblies/hall/resolutions/1",
        ):
            code, said = verified(here + address)
            assert code == 0, (address, said)
        for address in ("/", "/assemblies/hall/resolutions/2"):
            assert verified(here + address)[0] == 2, address
    assert verified("http://127.0.0.1:1/votings/" + voting)[0] == 2


def test_the_medium_of_a_voting_is_one_of_three():
    assert [medium.value for medium in Medium] == ["electronic", "hybrid", "hand"]
