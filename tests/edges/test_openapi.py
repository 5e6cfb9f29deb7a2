# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The description of the API: valid, complete, and what really happens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from litestar.routes import HTTPRoute
from openapi_spec_validator import OpenAPIV31SpecValidator

from assembly.errors import all_refusals
from assembly.identity.guard import signed_in
from tests.edges.town import PROBLEM, Role, Town, is_problem

API = "/api/v1"
HERE = f"{API}/assemblies/{{slug}}"
NOTHING = "0c9e3f5a-7d1b-4e52-9a86-5b7f2d4c1e03"
"""An id that nothing has; the same in every process that collects these tests."""
METHODS = {"get", "put", "post", "delete", "patch"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation as the document has it."""

    method: str
    path: str
    said: Json

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def guarded(self) -> bool:
        return bool(self.said.get("security"))

    @property
    def reads(self) -> bool:
        return "requestBody" in self.said

    def takes(self, place: str) -> bool:
        return any(parameter["in"] == place for parameter in self.said.get("parameters", []))


@pytest.fixture(scope="module")
async def document(client) -> Json:
    answer = await client.get("/schema/openapi.json")
    assert answer.status_code == 200
    found: Json = answer.json()
    return found


@pytest.fixture(scope="module")
def operations(document: Json) -> list[Operation]:
    return [
        Operation(method.upper(), path, said)
        for path, item in document["paths"].items()
        for method, said in item.items()
        if method in METHODS
    ]


def of_the_api(operations: list[Operation]) -> Iterator[Operation]:
    return (operation for operation in operations if operation.path.startswith(API))


def test_the_document_is_valid_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_holds_every_operation_and_no_page(document, app):
    served = {
        (str(method), re.sub(r":\w+", "", route.path))
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith((API, "/health", "/metrics"))
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS"}
    }
    described = {
        (method.upper(), path)
        for path, item in document["paths"].items()
        for method in METHODS & item.keys()
    }
    assert sorted(served ^ described) == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/assemblies"),
        ("get", "/assemblies/{slug}"),
        ("get", "/assemblies/{slug}/resolutions"),
        ("get", "/assemblies/{slug}/resolutions/{number}"),
        ("post", "/sign-in"),
        ("post", "/assemblies/{slug}/votings"),
        ("post", "/votings/{voting_id}/opening"),
        ("post", "/votings/{voting_id}/closing"),
        ("post", "/votings/{voting_id}/ballots"),
        ("get", "/votings/{voting_id}"),
        ("get", "/votings/{voting_id}/result"),
    ],
)
def test_what_the_outside_relies_on_is_there(document, method, path):
    assert method in document["paths"][API + path]


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(document, operations):
    names = [operation.said.get("operationId", "") for operation in operations]
    assert len(set(names)) == len(names)
    tags = {tag["name"] for tag in document["tags"] if tag.get("description")}
    for operation in operations:
        assert re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", operation.said["operationId"]), operation.name
        assert len(operation.said.get("description", "")) > 20, operation.name
        assert operation.said.get("tags"), operation.name
        assert set(operation.said["tags"]) <= tags, operation.name


def test_security_is_declared_where_a_guard_stands_and_nowhere_else(document, operations, app):
    guarded = {
        str(handler.operation_id)
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith(API)
        for handler in route.route_handlers
        if signed_in in (handler.guards or ())
    }
    declared = {op.said["operationId"] for op in of_the_api(operations) if op.guarded}
    assert sorted(declared) == sorted(guarded)
    schemes = document["components"]["securitySchemes"].keys()
    used = {name for op in operations for need in op.said.get("security") or [] for name in need}
    assert used
    assert used <= schemes


WRITTEN_OVER = (
    *("/resolutions/{number}", "/{language}", "/amendments/{amendment}"),
    *("/sittings/{sitting}", "/agenda", "/webhooks/{webhook_id}"),
)
"""Words that two people may be writing at once: their revision has to be named."""
NEVER_IN_THE_WAY = {
    "enableWebhook",
    "changeWebhook",
    "renameTheme",
    "changeAssembly",
    "sayRollCallNames",
    "changeSeat",
    "markAttendance",
    "undoCheckIn",
    "setAmendmentTerms",
}
"""They read a body and fit every state of things: no conflict can come of them."""


def owed(operation: Operation) -> set[str]:
    """The refusals an operation can give by its nature, and therefore has to tell of."""
    statuses = set()
    if operation.guarded:
        statuses |= {"401"}
    if operation.guarded and (operation.method != "GET" or operation.takes("path")):
        statuses |= {"403"}
    if operation.takes("path"):
        statuses |= {"404"}
    if operation.takes("query"):
        statuses |= {"422"}
    if operation.reads:
        statuses |= {"400", "413", "415", "422"}
    if operation.guarded and (operation.reads or operation.path.endswith(("ing", "withdrawal"))):
        statuses |= {"409"} if operation.said["operationId"] not in NEVER_IN_THE_WAY else set()
    if operation.method in {"PUT", "PATCH"} and operation.path.endswith(WRITTEN_OVER):
        statuses |= {"412", "428"}
    if operation.path.endswith("/sign-in"):
        statuses |= {"401", "403", "429"}
    if operation.path.endswith("/ballots/together"):
        statuses -= {"409"}  # told beside each ballot
    return statuses


def test_every_operation_tells_of_its_refusals(operations):
    silent = {
        operation.name: sorted(owed(operation) - operation.said["responses"].keys())
        for operation in of_the_api(operations)
    }
    assert {name: statuses for name, statuses in silent.items() if statuses} == {}


def test_every_refusal_that_is_told_of_is_a_problem_document(document, operations):
    told = [
        (f"{operation.name} {status}", response)
        for operation in of_the_api(operations)
        for status, response in operation.said["responses"].items()
        if not status.startswith("2")
    ]
    assert told
    for name, response in told:
        assert response["content"].keys() == {PROBLEM}, name
        schema = response["content"][PROBLEM]["schema"]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        assert {"type", "title", "status", "detail", "instance"} <= set(schema["required"]), name


def test_every_problem_that_is_named_exists(document, operations):
    known = {refusal.slug for refusal in all_refusals()}
    named = {
        slug
        for operation in operations
        for status, response in operation.said["responses"].items()
        if not status.startswith("2")
        for slug in re.findall(r"/problems/([a-z-]+)", response["description"])
    }
    assert named
    assert named <= known


# ── what the document says is what happens ────────────────────────────────────
@pytest.mark.parametrize(
    ("role", "method", "path", "status", "slug", "sent"),
    [
        (Role.PUBLIC, "POST", f"{API}/sign-in", 401, "bad-credentials", {"code": "222-222"}),
        (Role.PUBLIC, "POST", f"{API}/sign-in", 422, "invalid-request", {}),
        (Role.PUBLIC, "POST", f"{API}/sign-out", 401, "not-signed-in", None),
        (Role.PUBLIC, "GET", f"{API}/me", 401, "not-signed-in", None),
        (Role.STAFF, "GET", f"{HERE}/seats", 403, "not-permitted", None),
        (Role.ADMINISTRATOR, "GET", f"{API}/assemblies/nobody/seats", 404, "assembly-not-found", 0),
        (Role.MODERATOR, "POST", f"{HERE}/seats", 409, "already-taken", {"seats": [{"number": 1}]}),
        (Role.MODERATOR, "POST", f"{HERE}/seats", 422, "invalid-request", {"seats": []}),
        (Role.MODERATOR, "POST", f"{HERE}/seats/99/code", 404, "seat-not-found", None),
        (Role.MODERATOR, "DELETE", f"{HERE}/seats/99/code", 404, "seat-not-found", None),
        (Role.MODERATOR, "PATCH", HERE, 422, "invalid-request", {"proxies_per_holder": 101}),
        (Role.MODERATOR, "PATCH", f"{HERE}/seats/99", 404, "seat-not-found", {"weight": 2}),
        (Role.MODERATOR, "POST", f"{HERE}/attendance", 404, "seat-not-found", {"left": [99]}),
        (Role.MODERATOR, "POST", f"{HERE}/attendance", 422, "invalid-request", {"arrived": []}),
        (Role.MODERATOR, "PUT", f"{HERE}/seats/99/proxy", 404, "seat-not-found", {"holder": 2}),
        (Role.MODERATOR, "DELETE", f"{HERE}/seats/99/proxy", 404, "seat-not-found", None),
        (Role.PARTICIPANT, "PUT", f"{HERE}/seats/2/proxy", 403, "not-permitted", {"holder": 3}),
        (Role.PUBLIC, "GET", f"{HERE}/resolutions?limit=0", 422, "invalid-request", None),
        (Role.PUBLIC, "GET", f"{HERE}/resolutions/99", 404, "resolution-not-found", None),
        (Role.MODERATOR, "POST", f"{HERE}/resolutions", 422, "empty-text", {"provisions": []}),
        (
            Role.MODERATOR,
            "PUT",
            f"{HERE}/resolutions/{{draft}}",
            428,
            "precondition-missing",
            {"provisions": [{"text": "x"}]},
        ),
        (
            Role.MODERATOR,
            "POST",
            f"{HERE}/resolutions/{{decided_number}}/tabling",
            409,
            "illegal-move",
            None,
        ),
        (Role.MODERATOR, "POST", f"{HERE}/votings", 409, "illegal-move", {"resolution": 1}),
        (
            Role.MODERATOR,
            "POST",
            f"{HERE}/votings",
            404,
            "resolution-not-found",
            {"resolution": 99},
        ),
        (
            Role.MODERATOR,
            "POST",
            f"{HERE}/votings",
            422,
            "unknown-rule",
            {"resolution": 5, "rule": "x"},
        ),
        (Role.MODERATOR, "POST", f"{API}/votings/{{closed}}/opening", 409, "illegal-move", None),
        (Role.MODERATOR, "POST", f"{API}/votings/{{planned}}/closing", 409, "illegal-move", None),
        (
            Role.PARTICIPANT,
            "POST",
            f"{API}/votings/{{open}}/ballots",
            422,
            "unknown-choice",
            {"choice": "x"},
        ),
        (
            Role.PARTICIPANT,
            "POST",
            f"{API}/votings/{{closed}}/ballots",
            409,
            "voting-not-open",
            {"choice": "no"},
        ),
        (Role.PUBLIC, "GET", f"{API}/votings/{NOTHING}", 404, "voting-not-found", None),
        (Role.PUBLIC, "GET", f"{API}/votings/{{open}}/result", 404, "not-published", None),
        (Role.PUBLIC, "GET", f"{API}/votings/{{open}}/box", 404, "not-published", None),
        (Role.PUBLIC, "GET", f"{HERE}/sittings/99", 404, "sitting-not-found", None),
        (Role.PUBLIC, "GET", f"{HERE}/sittings/99/minutes", 404, "sitting-not-found", None),
        (Role.MODERATOR, "POST", f"{HERE}/sittings", 422, "invalid-request", {"title": " "}),
        (
            Role.MODERATOR,
            "POST",
            f"{HERE}/sittings",
            422,
            "impossible-schedule",
            {"title": "x", "planned_until": "2026-12-01T20:00"},
        ),
        (Role.MODERATOR, "PUT", f"{HERE}/sittings/1", 428, "precondition-missing", {"title": "x"}),
        (Role.MODERATOR, "POST", f"{HERE}/sittings/1/suspension", 409, "illegal-move", None),
        (Role.PARTICIPANT, "POST", f"{HERE}/sittings/1/floor", 409, "floor-closed", {}),
        (
            Role.MODERATOR,
            "POST",
            f"{HERE}/sittings/1/floor/next",
            409,
            "sitting-not-open",
            {"after": None},
        ),
        (
            Role.MODERATOR,
            "POST",
            f"{HERE}/sittings/1/floor/{NOTHING}/calling",
            409,
            "sitting-not-open",
            None,
        ),
        (
            Role.PARTICIPANT,
            "DELETE",
            f"{HERE}/sittings/1/floor/{NOTHING}",
            404,
            "speaker-not-found",
            None,
        ),
        (
            Role.MODERATOR,
            "POST",
            f"{HERE}/sittings/1/agenda/{NOTHING}/ending",
            404,
            "agenda-item-not-found",
            None,
        ),
        (
            Role.ADMINISTRATOR,
            "POST",
            f"{API}/staff",
            409,
            "already-taken",
            {"name": "x", "email": "head@example.org", "password": "long enough, surely"},
        ),
        (
            Role.STAFF,
            "POST",
            f"{API}/assemblies",
            409,
            "already-taken",
            {"slug": "caruna-2025", "name": "x"},
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, (int, str)) else "",
)
async def test_a_refusal_that_happens_is_one_the_document_names(
    town: Town, history, operations, role, method, path, status, slug, sent
):
    answer = await town.ask(role, method, path, json=sent)
    is_problem(answer, status, slug)
    responses = described(operations, method, answer.request.url.path).said["responses"]
    assert f"/problems/{slug}" in responses[str(status)]["description"]


@pytest.mark.parametrize(
    ("role", "method", "path", "sent"),
    [
        (Role.PUBLIC, "GET", f"{API}/assemblies", None),
        (Role.PUBLIC, "GET", f"{API}/assemblies/{{slug}}", None),
        (Role.PUBLIC, "GET", f"{API}/assemblies/caruna-2025/resolutions?limit=500", None),
        (Role.PUBLIC, "GET", f"{HERE}/resolutions", None),
        (Role.MODERATOR, "GET", f"{HERE}/resolutions", None),
        (Role.PUBLIC, "GET", f"{HERE}/resolutions/{{decided_number}}", None),
        (Role.PUBLIC, "GET", f"{HERE}/votings", None),
        (Role.PARTICIPANT, "GET", f"{API}/votings/{{open}}", None),
        (Role.PUBLIC, "GET", f"{API}/votings/{{planned}}", None),
        (Role.PUBLIC, "GET", f"{API}/votings/{{decided}}/result", None),
        (Role.PUBLIC, "GET", f"{API}/votings/{{decided}}/box", None),
        (Role.MODERATOR, "GET", f"{HERE}/seats", None),
        (Role.PUBLIC, "GET", f"{HERE}/sittings", None),
        (Role.PUBLIC, "GET", f"{HERE}/sittings/1", None),
        (Role.PUBLIC, "GET", f"{HERE}/sittings/1/minutes", None),
        (Role.PARTICIPANT, "GET", f"{HERE}/sittings/1/floor", None),
        (Role.MODERATOR, "POST", f"{HERE}/sittings", {"title": "Nog een"}),
        (Role.MODERATOR, "POST", f"{HERE}/sittings/1/closing", None),
        (Role.MODERATOR, "POST", f"{HERE}/sittings/1/notes", {"text": "Een nota."}),
        (Role.MODERATOR, "GET", f"{API}/me", None),
        (Role.MODERATOR, "POST", f"{HERE}/seats", {"seats": [{"number": 40}]}),
        (Role.MODERATOR, "POST", f"{HERE}/seats/40/code", None),
        (Role.MODERATOR, "PATCH", f"{HERE}/seats/40", {"weight": "1", "college": None}),
        (Role.MODERATOR, "PATCH", HERE, {"proxies_per_holder": 2}),
        (Role.MODERATOR, "POST", f"{HERE}/attendance", {"arrived": [1, 2], "left": [3]}),
        (Role.MODERATOR, "GET", f"{HERE}/attendance", None),
        (Role.PARTICIPANT, "PUT", f"{HERE}/seats/1/proxy", {"holder": 2}),
        (Role.PARTICIPANT, "GET", f"{API}/me", None),
        (Role.MODERATOR, "POST", f"{HERE}/resolutions", {"provisions": [{"text": "x"}]}),
        (Role.MODERATOR, "POST", f"{HERE}/resolutions/{{to_table}}/tabling", None),
        (Role.MODERATOR, "POST", f"{API}/votings/{{planned}}/opening", None),
        (Role.MODERATOR, "POST", f"{API}/votings/{{to_close}}/closing", None),
        (Role.PARTICIPANT, "POST", f"{API}/votings/{{open}}/ballots", {"choice": "abstain"}),
        (Role.STAFF, "POST", f"{API}/assemblies", {"slug": "as-described", "name": "x"}),
        (
            Role.ADMINISTRATOR,
            "POST",
            f"{API}/staff",
            {"name": "x", "email": "as@described.org", "password": "long enough, surely"},
        ),
        (Role.PUBLIC, "GET", "/health/live", None),
        (Role.PUBLIC, "GET", "/health/ready", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_an_answer_has_the_shape_the_document_gives_it(
    town: Town, history, document, operations, role, method, path, sent
):
    answer = await town.ask(role, method, path, json=sent)
    responses = described(operations, method, answer.request.url.path).said["responses"]
    schema = responses[str(answer.status_code)]["content"]["application/json"]["schema"]
    whole = {"components": document["components"], **schema}
    errors = Draft202012Validator(whole).iter_errors(answer.json())
    assert [error.message for error in errors] == []


def described(operations: list[Operation], method: str, path: str) -> Operation:
    """The operation an address belongs to."""
    for operation in operations:
        pattern = re.sub(r"\{\w+\}", "[^/]+", operation.path)
        if operation.method == method and re.fullmatch(pattern, path):
            return operation
    raise AssertionError(f"{method} {path} is not in the document")


async def test_readiness_tells_of_its_503(operations):
    (ready,) = [op for op in operations if op.said["operationId"] == "ready"]
    assert "503" in ready.said["responses"]


async def test_the_page_that_shows_it_asks_nothing_of_other_hosts(client, operations):
    page = await client.get("/schema")
    assert (page.status_code, page.headers["content-type"][:9]) == (200, "text/html")
    loads = r"<(?!link rel=.(?:canonical|alternate))(?:link|script|img|iframe|source)\b[^>]*?"
    loaded = re.findall(loads + r"(?:href|src)=.([^\"'> ]+)", page.text)
    assert loaded
    assert [address for address in loaded if re.match(r"(\w+:)?//", address)] == []
    for address in loaded:
        assert (await client.get(address)).status_code == 200, address
    assert "http" not in "".join(re.findall(r"url\([^)]*\)|@import[^;]*", page.text))
    unshown = [op.name for op in of_the_api(operations) if op.path not in page.text]
    assert unshown == []
