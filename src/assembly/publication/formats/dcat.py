# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A catalogue of the open data after DCAT-AP 3: one dataset an assembly, one of everything.

What the outcomes are about is said twice: by the notions of our own word list, whose scheme is a
theme taxonomy of the catalogue, and as keywords for whoever does not follow them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from assembly.publication.formats.graph import Literal, Node, Ref, Value, words
from assembly.publication.formats.registry import Format, Scope, formats_of
from assembly.publication.formats.schema_org import theme_iri
from assembly.publication.formats.value import PublicAssembly
from assembly.themes.rules.theme import Theme

EU = "http://publications.europa.eu/resource/authority"
DATA_THEMES = f"{EU}/data-theme"
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

GOVERNMENT = f"{DATA_THEMES}/GOVE"
SCHEME = {"nl": "Thema’s", "fr": "Thèmes", "de": "Themen", "en": "Themes"}
"""Our own word list (docs/themes.md)."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The published outcomes of an assembly, when they changed last, and what they are about."""

    assembly: PublicAssembly
    modified_at: datetime
    themes: tuple[Theme, ...] = ()


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
        ("dcat:themeTaxonomy", Ref(DATA_THEMES)),
        *(("dcat:dataset", Ref(one)) for one in addresses),
    ]
    themes = {theme.slug: theme for one in datasets for theme in one.themes}
    if themes:
        said.append(("dcat:themeTaxonomy", Ref(f"{site}/themes")))
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
        nodes += _everything(site, whole, publisher, licence, themes.values())
    if themes:
        nodes.append(Node(f"{site}/themes", ("skos:ConceptScheme",), tuple(_in_all(SCHEME))))
    return nodes + [_concept(site, themes[slug]) for slug in sorted(themes)]


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
        *_themes(assembly.site, one.themes),
        ("dcat:landingPage", Ref(assembly.page)),
    ]
    return [
        Node(_address(assembly), ("dcat:Dataset",), tuple(said)),
        Node(agent, ("foaf:Agent",), (("foaf:name", words(assembly.name, assembly.language)),)),
        Node(assembly.page, ("foaf:Document",)),
        *files,
    ]


def _everything(
    site: str, address: str, publisher: str, licence: str, themes: Iterable[Theme]
) -> list[Node]:
    files = list(_files(f"{site}/api/v1", formats_of(Scope.ALL), licence))
    said: list[tuple[str, Value]] = [
        ("dct:title", words("Decisions of all assemblies", "en")),
        ("dct:description", words("Every published outcome, in one file.", "en")),
        ("dct:publisher", Ref(publisher)),
        *_about([node.iri for node in files]),
        *_themes(site, list(themes)),
    ]
    return [Node(address, ("dcat:Dataset",), tuple(said)), *files]


def _themes(site: str, themes: Sequence[Theme]) -> Iterable[tuple[str, Value]]:
    """EU data themes stand as themselves where the word list names one as the same notion."""
    for theme in themes:
        yield "dcat:theme", Ref(theme_iri(site, theme))
        if _is_of_the_eu(theme) and theme.uri != GOVERNMENT:
            yield "dcat:theme", Ref(str(theme.uri))
    for language, word in sorted(
        {(language, word) for one in themes for language, word in one.labels.items()}
    ):
        yield "dcat:keyword", words(word, language)


def _is_of_the_eu(theme: Theme) -> bool:
    return theme.uri is not None and theme.uri.startswith(f"{DATA_THEMES}/")


def _concept(site: str, theme: Theme) -> Node:
    said: list[tuple[str, Value]] = [
        *(("skos:prefLabel", words(word, one)) for one, word in sorted(theme.labels.items())),
        ("skos:inScheme", Ref(f"{site}/themes")),
    ]
    if theme.uri is not None:
        said.append(("skos:exactMatch", Ref(theme.uri)))
    return Node(theme_iri(site, theme), ("skos:Concept",), tuple(said))


def _in_all(labels: Mapping[str, str]) -> list[tuple[str, Value]]:
    return [("dct:title", words(word, language)) for language, word in sorted(labels.items())]


def _about(files: Iterable[str]) -> list[tuple[str, Value]]:
    return [
        ("dcat:theme", Ref(GOVERNMENT)),
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
