# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The reference of the API as a page, made from the OpenAPI document itself; no script needed."""

from dataclasses import dataclass
from typing import Any

from litestar import MediaType, Request
from litestar.openapi.plugins import OpenAPIRenderPlugin

from assembly.web.rendering import html_of

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a member of a body or an answer."""

    name: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One status an operation may answer with."""

    status: str
    words: str
    slugs: tuple[str, ...]
    shape: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method at one address."""

    id: str
    method: str
    path: str
    words: list[str]
    needs_token: bool
    parameters: list[Field]
    body: list[Field]
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class Shape:
    """One named object of the API."""

    name: str
    words: str
    fields: list[Field]


class Reference(OpenAPIRenderPlugin):
    """Litestar serves it at /schema, beside /schema/openapi.json."""

    def __init__(self) -> None:
        super().__init__(path="/", media_type=MediaType.HTML)

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """Every operation with its parameters, its body and its answers; every shape."""
        schemas = openapi_schema["components"]["schemas"]
        operations: dict[str, list[Operation]] = {}
        for path, item in openapi_schema["paths"].items():
            for method in METHODS:
                if method in item:
                    found = item[method]
                    operations.setdefault(found["tags"][0], []).append(
                        _operation(path, method, found, schemas)
                    )
        sections = [
            (tag["name"], tag["description"], operations.get(tag["name"], []))
            for tag in openapi_schema["tags"]
        ]
        shapes = [
            Shape(name, _first_line(schema.get("description", "")), _fields(schema, schemas))
            for name, schema in sorted(schemas.items())
            if schema.get("properties")
        ]
        info = openapi_schema["info"]
        return html_of(
            request, "reference.html", sections=sections, shapes=shapes, info=info
        ).encode()


def _operation(path: str, method: str, found: dict[str, Any], schemas: dict[str, Any]) -> Operation:
    body = found.get("requestBody", {}).get("content", {}).get("application/json", {})
    parameters = [
        Field(
            parameter["name"],
            _kind(parameter["schema"]),
            parameter.get("required", False),
            parameter.get("description") or "",
        )
        for parameter in found.get("parameters", [])
    ]
    return Operation(
        id=found["operationId"],
        method=method.upper(),
        path=path,
        words=[part.strip() for part in found.get("description", "").split("\n\n") if part],
        needs_token=bool(found.get("security")),
        parameters=parameters,
        body=_fields(_resolve(body.get("schema", {}), schemas), schemas),
        answers=[
            _answer(status, response) for status, response in sorted(found["responses"].items())
        ],
    )


def _answer(status: str, response: dict[str, Any]) -> Answer:
    words = response.get("description", "")
    slugs = tuple(
        part.partition("]")[0].removeprefix("[") for part in words.split(", ") if part[:1] == "["
    )
    content: dict[str, Any] = next(iter(response.get("content", {}).values()), {})
    kind = _kind(content["schema"]) if content.get("schema") else None
    return Answer(status, "" if slugs else words.split("\n")[0], slugs, kind)


def _fields(schema: dict[str, Any], schemas: dict[str, Any]) -> list[Field]:
    schema = _resolve(schema, schemas)
    required = set(schema.get("required", []))
    return [
        Field(name, _kind(member), name in required, member.get("description") or "")
        for name, member in schema.get("properties", {}).items()
    ]


def _resolve(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    found: dict[str, Any] = schemas[reference.rsplit("/", 1)[-1]] if reference else schema
    return found


def _kind(schema: dict[str, Any]) -> str:
    """In a word or two: `string (uuid)`, `list of SeatOut`, `adopted | not_adopted | null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " | ".join(_kind(one) for one in schema[several])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return " | ".join(str(one) for one in kind)
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return f"{kind} ({schema['format']})" if "format" in schema else str(kind)


def _first_line(words: str) -> str:
    return words.strip().split("\n")[0]
