# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Hours, extension, annulment and test votings over HTTP: what is answered, and what is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from assembly.clock import now
from tests.edges.town import Role, Town, bearer, is_problem
from tests.verbs.planning import BECAUSE, plan
from tests.verbs.test_annul import brought_to

API = "/api/v1"
HERE = f"{API}/assemblies/{{slug}}/votings"


def ahead(**time: float) -> str:
    return (now() + timedelta(**time)).isoformat()


async def planned(town: Town, **sent: Any):
    resolution = await town.build.tabled(town.hall)
    body = {"resolution": resolution.number, **sent}
    return await town.ask(Role.MODERATOR, "POST", HERE, json=body)


async def test_hours_are_answered_as_instants_and_as_the_wall_shows_them(town: Town):
    year = now().year + 1
    answer = await planned(
        town, opens_at=f"{year}-07-22T20:00", closes_at=f"{year}-07-22T20:30:00+02:00"
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["schedule"] == {
        "time_zone": "Europe/Brussels",
        "opens_at": f"{year}-07-22T18:00:00Z",
        "opens_at_local": f"{year}-07-22T20:00:00+02:00",
        "closes_at": f"{year}-07-22T18:30:00Z",
        "closes_at_local": f"{year}-07-22T20:30:00+02:00",
        "missed": None,
    }


@pytest.mark.parametrize(
    ("sent", "slug"),
    [
        ({"opens_at": "2020-01-01T20:00"}, "impossible-schedule"),
        ({"closes_at": "2020-01-01T20:00Z"}, "impossible-schedule"),
        ({"opens_at": "2999-01-01T20:00"}, "impossible-schedule"),
        ({"opens_at": "2027-03-28T02:30"}, "no-such-local-time"),
        ({"opens_at": "2027-10-31T02:30"}, "ambiguous-local-time"),
        ({"opens_at": "soon"}, "invalid-request"),
        ({"opens_at": ""}, "invalid-request"),
        ({"opens_at": "\u0000"}, "invalid-request"),
        ({"opens_at": 1}, "invalid-request"),
        ({"opens_at": "2" * 41}, "invalid-request"),
        ({"closes_at": ["2027-01-01T20:00"]}, "invalid-request"),
        ({"accept_small_classes": "perhaps"}, "invalid-request"),
        ({"test": None}, "invalid-request"),
    ],
    ids=str,
)
@pytest.mark.parametrize("verb", ["planning", "rescheduling"])
async def test_hours_that_cannot_be_are_refused_and_nothing_is_kept(town: Town, verb, sent, slug):
    resolution = await town.build.tabled(town.hall)
    voting = await plan(town.build, town.hall)
    before = await town.kept()
    if verb == "planning":
        body = {"resolution": resolution.number, **sent}
        answer = await town.ask(Role.MODERATOR, "POST", HERE, json=body)
    else:
        answer = await town.ask(
            Role.MODERATOR, "PUT", f"{API}/votings/{voting.id}/schedule", json=sent
        )
    is_problem(answer, 422, slug)
    assert await town.kept() == before


async def test_a_planned_voting_is_rescheduled_and_an_open_one_extended(town: Town):
    voting = (await planned(town, opens_at=ahead(hours=1))).json()["id"]
    one = f"{API}/votings/{voting}"
    put = await town.ask(
        Role.MODERATOR, "PUT", f"{one}/schedule", json={"closes_at": ahead(hours=2)}
    )
    assert put.status_code == 200, put.text
    assert put.json()["schedule"]["opens_at"] is None
    assert (await town.ask(Role.MODERATOR, "POST", f"{one}/opening")).status_code == 200
    again = await town.ask(Role.MODERATOR, "PUT", f"{one}/schedule", json={})
    is_problem(again, 409, "illegal-move")
    before = datetime.fromisoformat(put.json()["schedule"]["closes_at"])
    more = await town.ask(Role.MODERATOR, "POST", f"{one}/extension", json={"seconds": 90})
    after = datetime.fromisoformat(more.json()["schedule"]["closes_at"])
    assert after - before == timedelta(seconds=90)
    less = await town.ask(
        Role.MODERATOR,
        "POST",
        f"{one}/extension",
        json={"closes_at": before.astimezone(UTC).isoformat()},
    )
    is_problem(less, 422, "impossible-schedule")
    shown = await town.ask(Role.PUBLIC, "GET", one)
    assert datetime.fromisoformat(shown.json()["schedule"]["closes_at"]) == after


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"seconds": 0},
        {"seconds": -1},
        {"seconds": 86401},
        {"seconds": 1.5},
        {"seconds": "x"},
        {"seconds": 60, "closes_at": "2030-01-01T00:00Z"},
        {"closes_at": None},
        {"closes_at": "never"},
        {"minutes": 1},
    ],
    ids=str,
)
async def test_an_extension_that_makes_no_sense_is_refused(town: Town, sent):
    voting = await town.build.open_voting(town.hall)
    answer = await town.ask(
        Role.MODERATOR, "POST", f"{API}/votings/{voting.id}/extension", json=sent
    )
    is_problem(answer, 422, "invalid-request")


@pytest.mark.parametrize("state", ["planned", "closed", "decided"])
async def test_only_an_open_voting_is_extended(town: Town, state):
    answer = await town.ask(
        Role.MODERATOR, "POST", f"{API}/votings/{{{state}}}/extension", json={"seconds": 60}
    )
    is_problem(answer, 409, "voting-not-open")


async def test_opening_takes_an_empty_body_or_says_that_small_classes_are_accepted(town: Town):
    for body in ({}, {"accept_small_classes": True}, None):
        voting = (await planned(town)).json()["id"]
        sent = {} if body is None else {"json": body}
        answer = await town.ask(Role.MODERATOR, "POST", f"{API}/votings/{voting}/opening", **sent)
        assert answer.status_code == 200, answer.text
        assert answer.json()["accepts_small_classes"] is bool(body)
    wrong: tuple[Any, ...] = ({"accept": True}, [], 1)
    for bad in wrong:
        voting = (await planned(town)).json()["id"]
        answer = await town.ask(Role.MODERATOR, "POST", f"{API}/votings/{voting}/opening", json=bad)
        is_problem(answer, 422, "invalid-request")
    accepted = await planned(town, accept_small_classes=True)
    assert accepted.json()["accepts_small_classes"] is True


# ── annulment ─────────────────────────────────────────────────────────────────
async def test_an_annulment_stands_beside_the_record_which_stays_as_it_was(town: Town):
    voting = await town.build.decided(town.hall, yes=3, no=1)
    one = f"{API}/votings/{voting.id}"
    before = await town.ask(Role.PUBLIC, "GET", f"{one}/result")
    assert before.json()["annulment"] is None
    done = before
    for _ in range(2):
        done = await town.ask(Role.MODERATOR, "POST", f"{one}/annulment", json={"because": BECAUSE})
        assert done.status_code == 200, done.text
        assert (done.json()["state"], done.json()["annulled_because"]) == ("annulled", BECAUSE)
    after = await town.ask(Role.PUBLIC, "GET", f"{one}/result")
    assert after.json()["annulment"] == {
        "at": done.json()["annulled_at"],
        "because": BECAUSE,
    }
    assert after.headers["etag"] != before.headers["etag"]
    for kept in ("record", "digest", "published_at"):
        assert after.json()[kept] == before.json()[kept]
    assert (await town.ask(Role.PUBLIC, "GET", f"{one}/box")).status_code == 200
    number = done.json()["resolution"]
    shown = await town.ask(Role.PUBLIC, "GET", f"{API}/assemblies/{{slug}}/resolutions/{number}")
    told = shown.json()
    assert (told["state"], told["outcome"], told["tally"]) == ("tabled", None, None)
    page = await town.ask(Role.PUBLIC, "GET", f"/assemblies/{{slug}}/resolutions/{number}")
    assert page.status_code == 200
    other = await town.ask(
        Role.MODERATOR, "POST", f"{one}/annulment", json={"because": "Another reason."}
    )
    is_problem(other, 409, "illegal-move")


@pytest.mark.parametrize(
    "sent",
    [{}, {"because": ""}, {"because": "short"}, {"because": "x" * 1001}, {"because": None},
     {"because": "x" * 20 + "\u0000"}, {"because": " " * 500}, {"because": BECAUSE, "by": "me"}],
    ids=lambda sent: str(sent)[:40],
)  # fmt: skip
async def test_an_annulment_without_a_sound_reason_is_refused(town: Town, sent):
    voting = await town.build.open_voting(town.hall)
    answer = await town.ask(
        Role.MODERATOR, "POST", f"{API}/votings/{voting.id}/annulment", json=sent
    )
    is_problem(answer, 422, "invalid-request")


# ── test votings ──────────────────────────────────────────────────────────────
@pytest.mark.parametrize("role", [pytest.param(role, id=f"asked by {role}") for role in Role])
async def test_the_box_of_a_test_voting_has_a_page_for_nobody_outside_the_house(town: Town, role):
    inside = role in {Role.MODERATOR, Role.ADMINISTRATOR, Role.PARTICIPANT}
    voting = await brought_to(town.build, town.hall, "counted", test=True)
    here, nowhere = [f"/votings/{one}/box" for one in (voting.id, uuid4())]
    page, none = [await town.ask(role, "GET", path) for path in (here, nowhere)]
    assert (page.status_code, none.status_code) == (404, 404)
    assert (page.text.replace(here, nowhere) == none.text) == (not inside)


@pytest.mark.parametrize("role", [pytest.param(role, id=f"asked by {role}") for role in Role])
async def test_a_test_voting_is_there_for_those_in_the_house_only(town: Town, role):
    inside = role in {Role.MODERATOR, Role.ADMINISTRATOR, Role.PARTICIPANT}
    voting = await brought_to(town.build, town.hall, "counted", test=True)
    one = f"{API}/votings/{voting.id}"
    answers = [await town.ask(role, "GET", f"{one}{part}") for part in ("", "/result", "/box")]
    listed = str(voting.id) in (await town.ask(role, "GET", HERE)).text
    assert listed == inside
    if not inside:
        for answer in answers:
            is_problem(answer, 404, "voting-not-found")
        return
    assert answers[0].json()["test"] is True
    result = answers[1].json()
    assert (result["record"]["test"], result["published_at"]) == (True, None)
    assert result["record"]["tally"]["yes"] == 2
    assert answers[1].headers["cache-control"] == "no-store"
    is_problem(answers[2], 404, "not-published")


async def test_a_test_voting_tells_no_counts_before_it_is_counted(town: Town):
    voting = await brought_to(town.build, town.hall, "closed", test=True)
    answer = await town.ask(Role.MODERATOR, "GET", f"{API}/votings/{voting.id}/result")
    is_problem(answer, 404, "not-published")


async def test_a_test_voting_runs_over_http_like_any_other(town: Town):
    voting = (await planned(town, test=True)).json()
    assert voting["test"] is True
    one = f"{API}/votings/{voting['id']}"
    assert (await town.ask(Role.MODERATOR, "POST", f"{one}/opening")).status_code == 200
    cast = await town.ask(Role.PARTICIPANT, "POST", f"{one}/ballots", json={"choice": "yes"})
    assert cast.status_code == 201
    assert (await town.ask(Role.MODERATOR, "POST", f"{one}/closing")).status_code == 200
    desk = await town.ask(Role.MODERATOR, "GET", "/assemblies/{slug}/desk")
    assert desk.status_code == 200


async def test_what_nobody_knows_is_not_found(town: Town):
    head = bearer(town.tokens[Role.MODERATOR])
    for method, part, body in (
        ("PUT", "schedule", {}),
        ("POST", "extension", {"seconds": 60}),
        ("POST", "annulment", {"because": BECAUSE}),
    ):
        answer = await town.client.request(
            method, f"{API}/votings/{uuid4()}/{part}", json=body, headers=head
        )
        is_problem(answer, 404, "voting-not-found")
