# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A catalogue of the open data after DCAT-AP 3: one dataset an assembly, one of everything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from assembly.publication.formats.graph import Literal, Node, Ref, Value, words
from assembly.publication.formats.registry import Format, Scope, formats_of
from assembly.publication.formats.value import PublicAssembly

EU = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types/"
FILE_TYPES = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "jsonld": "JSON_LD",
    "popolo": "JSON",
    "pdf": "PDF",
    "docx": "DOCX",
}
TITLES = {
    "nl": ("Besluiten van {name}", "Resoluties van {name} met hun uitslag, aantallen en herkomst."),
    "fr": (
        "Décisions de {name}",
        "Résolutions de {name} avec leur résultat, les nombres de voix et leur origine.",
    ),
    "de": (
        "Entscheidungen von {name}",
        "Resolutionen von {name} mit Ergebnis, Stimmenzahlen und Herkunft.",
    ),
    "en": (
        "Decisions of {name}",
        "Resolutions of {name} with their outcome, counts and provenance.",
    ),
}


@dataclass(frozen=True, slots=True)
class Dataset:
    """The published outcomes of an assembly, and when the latest became public."""

    assembly: PublicAssembly
    modified_at: datetime


def catalogue(site: str, datasets: Sequence[Dataset], licence: str) -> list[Node]:
    """Everything there is to download here. Without a licence none is claimed."""
    publisher, service = f"{site}/#publisher", f"{site}/api/v1"
    host = urlsplit(site).hostname or site
    whole = f"{site}/catalogue#everything"
    addresses = [_address(one.assembly) for one in datasets] + ([whole] if datasets else [])
    said: list[tuple[str, Value]] = [
        ("dct:title", words(f"Open data of {host}", "en")),
        ("dct:description", words("What assemblies decided: resolutions, outcomes, counts.", "en")),
        ("dct:publisher", Ref(publisher)),
        ("foaf:homepage", Ref(f"{site}/")),
        ("dcat:service", Ref(service)),
        *(("dcat:dataset", Ref(one)) for one in addresses),
    ]
    nodes = [
        Node(f"{site}/catalogue", ("dcat:Catalog",), tuple(said)),
        Node(publisher, ("foaf:Agent",), (("foaf:name", words(host, "en")),)),
        Node(
            service,
            ("dcat:DataService",),
            (
                ("dct:title", words("Assembly API", "en")),
                ("dcat:endpointURL", Ref(service)),
                ("dcat:endpointDescription", Ref(f"{site}/schema/openapi.json")),
            ),
        ),
        Node(f"{site}/", ("foaf:Document",)),
    ]
    for one in datasets:
        nodes += _dataset(one, licence)
    if datasets:
        nodes += _everything(site, whole, publisher, licence)
    return nodes


def _address(assembly: PublicAssembly) -> str:
    return f"{assembly.page}#data"


def _dataset(one: Dataset, licence: str) -> list[Node]:
    assembly, agent = one.assembly, f"{one.assembly.page}#assembly"
    title, description = TITLES[assembly.language]
    files = list(_files(assembly.api, formats_of(Scope.ASSEMBLY), licence))
    said: list[tuple[str, Value]] = [
        ("dct:title", words(title.format(name=assembly.name), assembly.language)),
        ("dct:description", words(description.format(name=assembly.name), assembly.language)),
        ("dct:publisher", Ref(agent)),
        ("dct:identifier", Literal(assembly.page)),
        ("dct:modified", Literal(one.modified_at.date().isoformat(), "xsd:date")),
        *_about([node.iri for node in files]),
        ("dcat:landingPage", Ref(assembly.page)),
    ]
    return [
        Node(_address(assembly), ("dcat:Dataset",), tuple(said)),
        Node(agent, ("foaf:Agent",), (("foaf:name", words(assembly.name, assembly.language)),)),
        Node(assembly.page, ("foaf:Document",)),
        *files,
    ]


def _everything(site: str, address: str, publisher: str, licence: str) -> list[Node]:
    files = list(_files(f"{site}/api/v1", formats_of(Scope.ALL), licence))
    said: list[tuple[str, Value]] = [
        ("dct:title", words("Decisions of all assemblies", "en")),
        ("dct:description", words("Every published outcome, in one file.", "en")),
        ("dct:publisher", Ref(publisher)),
        *_about([node.iri for node in files]),
    ]
    return [Node(address, ("dcat:Dataset",), tuple(said)), *files]


def _about(files: Iterable[str]) -> list[tuple[str, Value]]:
    return [
        ("dcat:theme", Ref(f"{EU}/data-theme/GOVE")),
        ("dct:accrualPeriodicity", Ref(f"{EU}/frequency/IRREG")),
        *(("dcat:distribution", Ref(one)) for one in files),
    ]


def _files(api: str, forms: Iterable[Format], licence: str) -> Iterable[Node]:
    for form in forms:
        address = f"{api}/export/{form.key}"
        said: list[tuple[str, Value]] = [
            ("dct:title", words(form.label, "en")),
            ("dcat:accessURL", Ref(address)),
            ("dcat:downloadURL", Ref(address)),
            ("dct:format", Ref(f"{EU}/file-type/{FILE_TYPES[form.key]}")),
            ("dcat:mediaType", Ref(IANA + form.media_type)),
        ]
        if licence:
            said.append(("dct:license", Ref(licence)))
        yield Node(f"{address}#file", ("dcat:Distribution",), tuple(said))
