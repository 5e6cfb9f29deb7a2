# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Statements about things (RDF 1.1), and the three ways they are written: JSON-LD, RDFa, Turtle.

All three are made of the same nodes, so that they say the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from assembly.publication.formats.json_document import dumps
from assembly.publication.formats.xml_text import xml

PREFIXES: Mapping[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "besluit": "http://data.vlaanderen.be/ns/besluit#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
STRING = "xsd:string"


@dataclass(frozen=True, slots=True)
class Ref:
    """Another thing, by its address."""

    iri: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as text: in a language, or of a datatype."""

    text: str
    datatype: str = STRING
    language: str = ""


Value: TypeAlias = Ref | Literal


@dataclass(frozen=True, slots=True)
class Node:
    """One thing: its address, what it is, and what is said of it."""

    iri: str
    types: tuple[str, ...]
    said: tuple[tuple[str, Value], ...] = ()


def words(text: str, language: str) -> Literal:
    """Words of a language."""
    return Literal(text, "", language)


def whole(number: int) -> Literal:
    """A whole number."""
    return Literal(str(number), "xsd:integer")


def truth(value: bool) -> Literal:  # noqa: FBT001 - a value that is written
    """True or false."""
    return Literal("true" if value else "false", "xsd:boolean")


def node_as_json(node: Node) -> dict[str, Any]:
    """The node in JSON-LD, under `CONTEXT`."""
    types = node.types
    found: dict[str, Any] = {"@id": node.iri, "@type": types[0] if len(types) == 1 else [*types]}
    for name, value in node.said:
        said = _value_as_json(value)
        if name not in found:
            found[name] = said
        elif isinstance(found[name], list):
            found[name].append(said)
        else:
            found[name] = [found[name], said]
    return found


def _value_as_json(value: Value) -> Any:
    if isinstance(value, Ref):
        return {"@id": value.iri}
    if value.language:
        return {"@value": value.text, "@language": value.language}
    match value.datatype:
        case "xsd:string":
            return value.text
        case "xsd:integer":
            return int(value.text)
        case "xsd:boolean":
            return value.text == "true"
        case datatype:
            return {"@value": value.text, "@type": datatype}


def context(nodes: Iterable[Node]) -> dict[str, str]:
    """The prefixes that these nodes use; nothing has to be fetched to read them."""
    used = {"xsd"}
    for node in nodes:
        used |= {name.partition(":")[0] for name in node.types}
        used |= {name.partition(":")[0] for name, _ in node.said}
    return {prefix: iri for prefix, iri in PREFIXES.items() if prefix in used}


def json_ld(nodes: Iterable[Node]) -> bytes:
    """The nodes as a document."""
    held = list(nodes)
    graph = [node_as_json(node) for node in held]
    return (dumps({"@context": context(held), "@graph": graph}) + "\n").encode()


def rdfa(nodes: Iterable[Node]) -> str:
    """The nodes as HTML that nobody sees (HTML+RDFa 1.1), to stand anywhere in a body."""
    held = list(nodes)
    prefixes = " ".join(f"{prefix}: {iri}" for prefix, iri in context(held).items())
    things = "\n".join(_thing(node) for node in held)
    return f'<div hidden prefix="{prefixes}">\n{things}\n</div>'


def _thing(node: Node) -> str:
    said = "".join(_said(name, value) for name, value in node.said)
    return f'<div about="{xml(node.iri)}" typeof="{" ".join(node.types)}">{said}</div>'


def _said(name: str, value: Value) -> str:
    if isinstance(value, Ref):
        return f'<link property="{name}" href="{xml(value.iri)}">'
    content = xml(value.text).replace("\n", "&#10;")
    kind = f'lang="{value.language}"' if value.language else f'datatype="{value.datatype}"'
    return f'<meta property="{name}" content="{content}" {kind}>'


def turtle(nodes: Iterable[Node]) -> bytes:
    """The nodes as Turtle (RDF 1.1)."""
    held = list(nodes)
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in context(held).items()]
    for node in held:
        said = [f"a {', '.join(node.types)}"]
        said += [f"{name} {_value_as_turtle(value)}" for name, value in node.said]
        lines += ["", f"<{_address(node.iri)}> " + " ;\n    ".join(said) + " ."]
    return ("\n".join(lines) + "\n").encode()


def _value_as_turtle(value: Value) -> str:
    if isinstance(value, Ref):
        return f"<{_address(value.iri)}>"
    quoted = dumps(value.text)  # JSON's escapes are all Turtle's as well
    return f"{quoted}@{value.language}" if value.language else f"{quoted}^^{value.datatype}"


def _address(iri: str) -> str:
    """Nothing in it that Turtle ends an address with."""
    return "".join(f"%{ord(sign):02X}" if sign in '<>"{}|^`\\ ' else sign for sign in iri)
