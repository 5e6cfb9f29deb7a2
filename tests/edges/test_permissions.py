# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may do what: every route of the application, asked by somebody of every role."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from assembly.clock import now
from assembly.identity.enrol import appoint_moderator
from assembly.voting.rules.ballot import Medium
from tests.build.house import PASSWORD
from tests.edges.town import Role, Town, bearer, is_problem

EVERYBODY = frozenset(Role)
SIGNED_IN = EVERYBODY - {Role.PUBLIC}
PARTICIPANTS = frozenset({Role.PARTICIPANT, Role.STRANGER})
STAFF = SIGNED_IN - PARTICIPANTS
MODERATORS = frozenset({Role.MODERATOR, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
ELECTORS = frozenset({Role.PARTICIPANT})

API = "/api/v1"
SEATS, CODE = f"{API}/assemblies/{{slug:str}}/seats", "/{number:int}/code"
ATTENDANCE, PROXY = f"{API}/assemblies/{{slug:str}}/attendance", "/{number:int}/proxy"
RESOLUTIONS, NUMBER = f"{API}/assemblies/{{slug:str}}/resolutions", "/{number:int}"
VOTING = f"{API}/votings/{{voting_id:uuid}}"

Sent = Callable[[Town, Role], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """Who may, and what the answer is then; `leads` are the roles that are sent elsewhere (303).

    Everybody else is refused: 401 to whoever is not signed in, 403 to the others.
    """

    address: str
    allowed: frozenset[Role] = frozenset()
    status: int = 200
    sent: Sent = lambda _town, _role: {}
    leads: Mapping[Role, str] = field(default_factory=dict)


def to(path: str, roles: frozenset[Role]) -> dict[Role, str]:
    return dict.fromkeys(roles, path)


def as_json(body: Callable[[Town, Role], object]) -> Sent:
    return lambda town, role: {"json": body(town, role)}


def word(role: Role) -> str:
    """A word of its own for every role, so that one request does not stand in another's way."""
    return role.name.lower().replace("_", "-")


TEXT = {"provisions": [{"text": "Gratis bus onder 18."}]}
MORE_TIME = {"seconds": 3600}
REASON = {"because": "The doors were locked while people voted."}
SPARE_CODE: Sent = lambda town, _: {"json": {"code": town.hall.codes[6].shown()}}  # noqa: E731
TO_SIGN_IN = {Role.PUBLIC: "/sign-in"}

DESK = "/assemblies/{slug:str}/desk"
ONE = {"choice-1": "no", "tracker-1": str(uuid4())}
form_of_one: Sent = lambda *_: {"data": ONE}  # noqa: E731

TABLE: dict[tuple[str, str], Row] = {
    # who one is
    ("POST", f"{API}/sign-in"): Row(f"{API}/sign-in", EVERYBODY, sent=SPARE_CODE),
    ("POST", f"{API}/sign-out"): Row(f"{API}/sign-out", SIGNED_IN, 204),
    ("GET", f"{API}/me"): Row(f"{API}/me", SIGNED_IN),
    ("POST", f"{API}/staff"): Row(
        f"{API}/staff",
        ADMINISTRATORS,
        201,
        as_json(
            lambda _, role: {
                "name": "New",
                "email": f"new-{word(role)}@example.org",
                "password": PASSWORD,
            }
        ),
    ),
    # assemblies and seats
    ("GET", f"{API}/assemblies"): Row(f"{API}/assemblies", EVERYBODY),
    ("POST", f"{API}/assemblies"): Row(
        f"{API}/assemblies",
        STAFF,
        201,
        as_json(lambda _, role: {"slug": f"by-{word(role)}", "name": "New"}),
    ),
    ("GET", f"{API}/assemblies/{{slug:str}}"): Row(f"{API}/assemblies/{{slug}}", EVERYBODY),
    ("PATCH", f"{API}/assemblies/{{slug:str}}"): Row(
        f"{API}/assemblies/{{slug}}",
        MODERATORS,
        sent=as_json(lambda _, role: {"proxies_per_holder": 2 + list(Role).index(role)}),
    ),
    ("GET", SEATS): Row(f"{API}/assemblies/{{slug}}/seats", MODERATORS),
    ("POST", SEATS): Row(
        f"{API}/assemblies/{{slug}}/seats",
        MODERATORS,
        201,
        as_json(lambda _, role: {"seats": [{"number": 100 + list(Role).index(role)}]}),
    ),
    ("POST", SEATS + CODE): Row(f"{API}/assemblies/{{slug}}/seats/{{seat}}/code", MODERATORS, 201),
    ("DELETE", SEATS + CODE): Row(
        f"{API}/assemblies/{{slug}}/seats/{{seat}}/code", MODERATORS, 204
    ),
    ("PATCH", SEATS + NUMBER): Row(
        f"{API}/assemblies/{{slug}}/seats/{{seat}}",
        MODERATORS,
        sent=as_json(lambda *_: {"weight": "1.0", "college": None}),
    ),
    # the room
    ("GET", ATTENDANCE): Row(f"{API}/assemblies/{{slug}}/attendance", MODERATORS),
    ("POST", ATTENDANCE): Row(
        f"{API}/assemblies/{{slug}}/attendance",
        MODERATORS,
        sent=as_json(lambda _, role: {"arrived": [1 + list(Role).index(role)]}),
    ),
    ("PUT", SEATS + PROXY): Row(
        f"{API}/assemblies/{{slug}}/seats/1/proxy",
        MODERATORS | ELECTORS,
        sent=as_json(lambda _, role: {"holder": 2 + list(Role).index(role)}),
    ),
    ("DELETE", SEATS + PROXY): Row(
        f"{API}/assemblies/{{slug}}/seats/1/proxy", MODERATORS | ELECTORS, 204
    ),
    # resolutions
    ("GET", RESOLUTIONS): Row(f"{API}/assemblies/{{slug}}/resolutions", EVERYBODY),
    ("POST", RESOLUTIONS): Row(
        f"{API}/assemblies/{{slug}}/resolutions", MODERATORS, 201, as_json(lambda *_: TEXT)
    ),
    ("GET", RESOLUTIONS + NUMBER): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{tabled}}", EVERYBODY
    ),
    ("PUT", RESOLUTIONS + NUMBER): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{draft}}",
        MODERATORS,
        sent=lambda *_: {"json": TEXT, "headers": {"If-Match": '"1"'}},
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/tabling"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{to_table}}/tabling", MODERATORS
    ),
    ("POST", f"{RESOLUTIONS}{NUMBER}/withdrawal"): Row(
        f"{API}/assemblies/{{slug}}/resolutions/{{to_withdraw}}/withdrawal", MODERATORS
    ),
    # votings
    ("GET", f"{API}/assemblies/{{slug:str}}/votings"): Row(
        f"{API}/assemblies/{{slug}}/votings", EVERYBODY
    ),
    ("POST", f"{API}/assemblies/{{slug:str}}/votings"): Row(
        f"{API}/assemblies/{{slug}}/votings",
        MODERATORS,
        201,
        as_json(
            lambda town, role: {
                "resolution": town.places[
                    "for_administrator" if role is Role.ADMINISTRATOR else "for_moderator"
                ]
            }
        ),
    ),
    ("GET", VOTING): Row(f"{API}/votings/{{open}}", EVERYBODY),
    ("POST", f"{VOTING}/opening"): Row(f"{API}/votings/{{planned}}/opening", MODERATORS),
    ("PUT", f"{VOTING}/schedule"): Row(
        f"{API}/votings/{{to_schedule}}/schedule", MODERATORS, sent=as_json(lambda *_: {})
    ),
    ("POST", f"{VOTING}/extension"): Row(
        f"{API}/votings/{{to_extend}}/extension", MODERATORS, sent=as_json(lambda *_: MORE_TIME)
    ),
    ("POST", f"{VOTING}/annulment"): Row(
        f"{API}/votings/{{to_annul}}/annulment", MODERATORS, sent=as_json(lambda *_: REASON)
    ),
    ("POST", f"{VOTING}/closing"): Row(f"{API}/votings/{{to_close}}/closing", MODERATORS),
    ("POST", f"{VOTING}/ballots"): Row(
        f"{API}/votings/{{open}}/ballots", ELECTORS, 201, as_json(lambda *_: {"choice": "yes"})
    ),
    ("POST", f"{VOTING}/ballots/together"): Row(
        f"{API}/votings/{{open_for_several}}/ballots/together",
        ELECTORS,
        201,
        as_json(lambda *_: {"ballots": [{"choice": "yes"}]}),
    ),
    ("GET", f"{VOTING}/result"): Row(f"{API}/votings/{{decided}}/result", EVERYBODY),
    ("GET", f"{VOTING}/box"): Row(f"{API}/votings/{{decided}}/box", EVERYBODY),
    # what changes
    ("GET", f"{API}/events/{{slug:str}}"): Row(f"{API}/events/{{slug}}?limit=1", EVERYBODY),
    ("GET", f"{VOTING}/roll"): Row(f"{API}/votings/{{decided}}/roll", EVERYBODY),
    ("GET", f"{VOTING}/bundle"): Row(f"{API}/votings/{{decided}}/bundle", EVERYBODY),
    ("POST", f"{VOTING}/paper-voters"): Row(
        f"{API}/votings/{{hybrid}}/paper-voters",
        MODERATORS,
        sent=as_json(lambda *_: {"seats": [1]}),
    ),
    ("POST", f"{VOTING}/paper-count"): Row(
        f"{API}/votings/{{by_hands}}/paper-count",
        MODERATORS,
        sent=as_json(lambda *_: {"lines": [{"yes": 2, "no": 1, "papers": 3}]}),
    ),
    # running it
    ("GET", "/health/live"): Row("/health/live", EVERYBODY),
    ("GET", "/health/ready"): Row("/health/ready", EVERYBODY),
    ("GET", "/metrics"): Row("/metrics", EVERYBODY),
    # pages for everybody
    ("GET", "/"): Row("/", EVERYBODY),
    ("GET", "/assemblies/{slug:str}"): Row("/assemblies/{slug}", EVERYBODY),
    ("GET", "/assemblies/{slug:str}/resolutions"): Row("/assemblies/{slug}/resolutions", EVERYBODY),
    ("GET", "/assemblies/{slug:str}/resolutions/{number:int}"): Row(
        "/assemblies/{slug}/resolutions/{decided_number}", EVERYBODY
    ),
    ("GET", "/try-a-rule"): Row("/try-a-rule", EVERYBODY),
    ("GET", "/votings/{voting_id:uuid}/box"): Row("/votings/{decided}/box", EVERYBODY),
    ("GET", "/problems"): Row("/problems", EVERYBODY),
    ("GET", "/problems/{slug:str}"): Row("/problems/already-voted", EVERYBODY),
    ("GET", "/static/{name:path}"): Row("/static/assembly.css", EVERYBODY),
    ("GET", "/sign-in"): Row(
        "/sign-in",
        frozenset({Role.PUBLIC}),
        leads=to("/my-votings", PARTICIPANTS) | to("/desk", STAFF),
    ),
    ("POST", "/sign-in"): Row(
        "/sign-in",
        sent=lambda town, _: {"data": {"code": town.hall.codes[6].shown()}},
        leads=to("/my-votings", EVERYBODY),
    ),
    ("POST", "/sign-out"): Row("/sign-out", leads=to("/", EVERYBODY)),
    # pages for those in the hall
    ("GET", "/my-votings"): Row("/my-votings", PARTICIPANTS, leads=to("/desk", STAFF) | TO_SIGN_IN),
    ("POST", "/votings/{voting_id:uuid}/choice"): Row(
        "/votings/{open}/choice",
        ELECTORS,
        sent=lambda *_: {"data": {"choice": "no", "tracker": str(uuid4())}},
    ),
    ("POST", "/votings/{voting_id:uuid}/ballot"): Row(
        "/votings/{open_for_pages}/ballot",
        ELECTORS,
        sent=lambda *_: {"data": {"choice": "no", "tracker": str(uuid4())}},
    ),
    ("POST", "/votings/{voting_id:uuid}/choices"): Row(
        "/votings/{open_for_choices}/choices", ELECTORS, sent=form_of_one
    ),
    ("POST", "/votings/{voting_id:uuid}/ballots"): Row(
        "/votings/{open_for_all}/ballots", ELECTORS, sent=form_of_one
    ),
    # pages for the desk
    ("GET", f"{DESK}/{{number:int}}/voting"): Row(
        "/assemblies/{slug}/desk/{tabled}/voting", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/{{number:int}}/voting"): Row(
        "/assemblies/{slug}/desk/{tabled}/voting", MODERATORS
    ),
    ("GET", f"{DESK}/votings/{{voting_id:uuid}}"): Row(
        "/assemblies/{slug}/desk/votings/{open}", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", f"{DESK}/votings/{{voting_id:uuid}}/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/votings/{to_extend}/extension",
        sent=lambda *_: {"data": {"minutes": "5"}},
        leads=to("/assemblies/{slug}/desk/votings/{to_extend}", MODERATORS),
    ),
    ("GET", f"{DESK}/room"): Row("/assemblies/{slug}/desk/room", MODERATORS, leads=TO_SIGN_IN),
    ("POST", f"{DESK}/room/{{step:str}}"): Row(
        "/assemblies/{slug}/desk/room/attendance",
        sent=lambda *_: {"data": {"arrived": "all"}},
        leads=to("/assemblies/{slug}/desk/room#seats", MODERATORS),
    ),
    ("GET", "/desk"): Row(
        "/desk",
        leads={
            Role.MODERATOR: "/assemblies/{slug}/desk",
            Role.OTHER_MODERATOR: "/assemblies/{other_slug}/desk",
        }
        | TO_SIGN_IN,
    ),
    ("GET", "/assemblies/{slug:str}/desk"): Row(
        "/assemblies/{slug}/desk", MODERATORS, leads=TO_SIGN_IN
    ),
    ("POST", "/assemblies/{slug:str}/desk/{number:int}/{step:str}"): Row(
        "/assemblies/{slug}/desk/{on_desk}/tabling",
        leads=to("/assemblies/{slug}/desk#r{on_desk}", MODERATORS),
    ),
}

BY_SOMEBODY_ELSE = {
    ("POST", f"{API}/sign-out"),
    ("POST", "/sign-out"),
    ("POST", f"{API}/assemblies"),
}

DESCRIPTIONS = "/schema"
"""What stands below describes the API to everybody; a test of its own asks for it."""


def operations(app: Litestar) -> Iterator[tuple[str, str]]:
    """Method and path of everything the application answers to; OPTIONS it answers by itself."""
    for route in app.routes:
        assert isinstance(route, HTTPRoute), f"{route.path} is no plain HTTP: say who may"
        for handler in route.route_handlers:
            for method in handler.http_methods - {"OPTIONS"}:
                yield str(method), route.path


def test_the_table_holds_every_route_there_is_and_no_other(app: Litestar) -> None:
    routes = {
        (method, path) for method, path in operations(app) if not path.startswith(DESCRIPTIONS)
    }
    assert sorted(routes - TABLE.keys()) == [], "say in TABLE who may use these"
    assert sorted(TABLE.keys() - routes) == [], "these are gone: take them out of TABLE"


def test_what_describes_the_api_can_only_be_read(app: Litestar) -> None:
    described = [method for method, path in operations(app) if path.startswith(DESCRIPTIONS)]
    assert set(described) == {"GET"}


@pytest.fixture(scope="module", autouse=True)
async def _further_places(town: Town) -> None:
    town.places["open_for_pages"] = (await town.build.open_voting(town.hall)).id
    town.places["open_for_several"] = (await town.build.open_voting(town.hall)).id
    town.places["open_for_all"] = (await town.build.open_voting(town.hall)).id
    town.places["open_for_choices"] = (await town.build.open_voting(town.hall)).id
    town.places["to_schedule"] = (await town.build.planned(town.hall)).id
    town.places["to_extend"] = (await town.build.open_voting(town.hall)).id
    town.places["to_annul"] = (await town.build.open_voting(town.hall)).id
    hybrid = await town.build.open_voting(town.hall, medium=Medium.HYBRID)
    by_hands = await town.build.open_voting(town.hall, medium=Medium.HAND)
    await town.build.close(by_hands)
    town.places |= {"hybrid": hybrid.id, "by_hands": by_hands.id}


@pytest.mark.parametrize("role", [pytest.param(role, id=f"asked by {role}") for role in Role])
@pytest.mark.parametrize(
    "operation", [pytest.param(operation, id=" ".join(operation)) for operation in TABLE]
)
async def test_every_role_gets_what_the_table_says_and_a_refusal_changes_nothing(
    town: Town, operation: tuple[str, str], role: Role
) -> None:
    (method, path), row = operation, TABLE[operation]
    sent = row.sent(town, role)
    if operation in BY_SOMEBODY_ELSE and role is not Role.PUBLIC:
        sent["headers"] = await _another(town, role)
    welcome = role in row.leads or role in row.allowed
    before = None if welcome and method != "GET" else await town.kept()
    answer = await town.ask(role, method, row.address, **sent)
    if role in row.leads:
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == town.address(row.leads[role])
    elif role in row.allowed:
        assert answer.status_code == row.status, answer.text
    else:
        status = 401 if role is Role.PUBLIC else 403
        assert answer.status_code == status, answer.text
        if path.startswith(API):
            is_problem(answer, status, "not-signed-in" if status == 401 else "not-permitted")
    assert before is None or await town.kept() == before, "reading and being refused write nothing"


async def _another(town: Town, role: Role) -> dict[str, str]:
    """The headers of somebody else in this role: signing out and founding leave their mark."""
    if role in PARTICIPANTS:
        hall = town.hall if role is Role.PARTICIPANT else town.other
        return bearer(await town.build.token_of_seat(hall, 0))
    email = f"{uuid4().hex}@example.org"
    person_id = await town.build.staff(email, administrator=role is Role.ADMINISTRATOR)
    if role in {Role.MODERATOR, Role.OTHER_MODERATOR}:
        hall = town.hall if role is Role.MODERATOR else town.other
        async with town.build.sessions.begin() as session:
            await appoint_moderator(
                session, hall.assembly.id, person_id, at=now(), by="system:test"
            )
    return bearer(await town.build.token_of_staff(email))


@pytest.mark.parametrize("role", [pytest.param(role, id=f"asked by {role}") for role in Role])
async def test_a_draft_and_its_words_are_for_moderators_alone(town: Town, role: Role) -> None:
    secret = await town.build.draft(town.hall, "Een zin die nog niemand mag lezen.")
    addresses = [
        f"{API}/assemblies/{{slug}}/resolutions?q=niemand+mag",
        f"{API}/assemblies/{{slug}}/resolutions?limit=500",
        f"{API}/assemblies/{{slug}}/resolutions/{secret.number}",
    ]
    answers = [await town.ask(role, "GET", address) for address in addresses]
    seen = ["nog niemand mag lezen" in answer.text for answer in answers]
    assert seen == [role in MODERATORS] * 3
    if role not in MODERATORS:
        is_problem(answers[2], 404, "resolution-not-found")
    if role is not Role.MODERATOR:
        pages = ["", "/resolutions", "/resolutions?q=niemand+mag", f"/resolutions/{secret.number}"]
        for page in pages:
            shown = await town.ask(role, "GET", f"/assemblies/{{slug}}{page}")
            assert "nog niemand mag lezen" not in shown.text


@pytest.mark.parametrize("role", [pytest.param(role, id=f"asked by {role}") for role in Role])
async def test_only_a_participant_of_the_assembly_is_told_about_themselves(
    town: Town, role: Role
) -> None:
    answer = await town.ask(role, "GET", f"{API}/votings/{{open}}")
    told = answer.json()["me"]
    assert (told is not None) == (role is Role.PARTICIPANT)
    if told is not None:
        assert told.keys() == {"entitled", "voted", "may_cast_for", "represented_by"}


@pytest.mark.parametrize(
    ("role", "said"),
    [
        pytest.param(Role.PARTICIPANT, ("participant", True, 1, 0), id="a participant"),
        pytest.param(Role.MODERATOR, ("staff", False, None, 1), id="a moderator"),
        pytest.param(Role.STAFF, ("staff", False, None, 0), id="staff without an assembly"),
        pytest.param(Role.ADMINISTRATOR, ("administrator", False, None, 0), id="an administrator"),
    ],
)
async def test_everybody_can_ask_who_they_are(
    town: Town, role: Role, said: tuple[str, bool, int | None, int]
) -> None:
    me = (await town.ask(role, "GET", f"{API}/me")).json()
    sits_here = me["assembly"] == town.hall.slug
    assert (me["role"], sits_here, me["seat"], len(me["moderates"])) == said
