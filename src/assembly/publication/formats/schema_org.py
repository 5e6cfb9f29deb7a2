# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A published outcome in the words of schema.org, for search engines.

An adopted text is `Legislation`, one that was not adopted a `CreativeWork`: it decides nothing. The
counts are how many agreed and disagreed; of history, those that its source gives.
"""

from typing import Any

from assembly.publication.formats.graph import Literal, Node, Ref, Value, node_as_json, whole
from assembly.publication.formats.json_document import dumps
from assembly.publication.formats.value import PublicResolution
from assembly.publication.formats.words import name_of
from assembly.resolutions.rules.outcome import Outcome
from assembly.themes.rules.theme import Theme

PREFIX = "schema:"


def organ_of(resolution: PublicResolution) -> str:
    """The address of who decided."""
    return f"{resolution.assembly.page}#assembly"


def theme_iri(site: str, theme: Theme) -> str:
    """The address of a theme as a notion; its page tells of it."""
    return f"{site}/themes/{theme.slug}#theme"


def schema_nodes(resolution: PublicResolution) -> list[Node]:
    """The text as a work, and its counts."""
    adopted = resolution.outcome is Outcome.ADOPTED
    day = resolution.decided_on
    said: list[tuple[str, Value]] = [
        ("schema:name", Literal(_title(resolution))),
        ("schema:identifier", Literal(f"{resolution.assembly.slug}/{resolution.number}")),
        ("schema:url", Ref(resolution.page)),
        ("schema:inLanguage", Literal(resolution.language)),
        ("schema:creativeWorkStatus", Literal(resolution.label)),
        ("schema:datePublished", Literal(resolution.published_at.date().isoformat(), "xsd:date")),
        ("schema:version", Literal(str(resolution.version))),
    ]
    if resolution.correction is not None:
        said += [
            ("schema:dateModified", Literal(resolution.changed_at.date().isoformat(), "xsd:date")),
            ("schema:correction", Literal(resolution.correction.because)),
        ]
    if adopted:
        said += [
            ("schema:legislationIdentifier", Literal(name_of(resolution))),
            ("schema:legislationPassedBy", Ref(organ_of(resolution))),
        ]
        if day is not None:
            said.append(("schema:legislationDate", Literal(day.isoformat(), "xsd:date")))
    said += [
        ("schema:about", Ref(theme_iri(resolution.assembly.site, one))) for one in resolution.themes
    ]
    counters = _counters(resolution)
    said += [("schema:interactionStatistic", Ref(node.iri)) for node in counters]
    kind = "schema:Legislation" if adopted else "schema:CreativeWork"
    return [Node(f"{resolution.page}#work", (kind,), tuple(said)), *counters]


def _counters(resolution: PublicResolution) -> list[Node]:
    voting = resolution.voting
    counts = resolution.source_counts if voting is None else voting.counts
    if counts is None:
        return []
    return [
        Node(
            f"{resolution.page}#{word}",
            ("schema:InteractionCounter",),
            (
                ("schema:interactionType", Ref(f"https://schema.org/{action}")),
                ("schema:userInteractionCount", whole(number)),
            ),
        )
        for word, action, number in (
            ("yes", "AgreeAction", counts.yes),
            ("no", "DisagreeAction", counts.no),
        )
        if number is not None
    ]


def _title(resolution: PublicResolution) -> str:
    """Its own title; the number where the source gives none."""
    return name_of(resolution) if resolution.title_derived else resolution.title


def schema_document(resolution: PublicResolution) -> bytes:
    """As search engines expect it: schema.org's own names, one thing inside another."""
    work, *counters = schema_nodes(resolution)
    held = {node.iri: _bare(node) for node in counters}
    document = {"@context": "https://schema.org", **_bare(work), "text": resolution.text}
    document["publisher"] = {"@type": "Organization", "name": resolution.assembly.name}
    if "legislationPassedBy" in document:
        document["legislationPassedBy"] = document["publisher"]
    if resolution.themes:
        document["about"] = [_term(resolution, one) for one in resolution.themes]
    if held:
        document["interactionStatistic"] = list(held.values())
    return (dumps(document) + "\n").encode()


def _term(resolution: PublicResolution, theme: Theme) -> dict[str, Any]:
    """A theme as a search engine reads it."""
    term = {
        "@type": "DefinedTerm",
        "name": theme.label(resolution.assembly.language),
        "url": resolution.theme_page(theme),
    }
    return term if theme.uri is None else term | {"sameAs": theme.uri}


def _bare(node: Node) -> dict[str, Any]:
    found = node_as_json(node)
    del found["@id"]
    bare = {key.removeprefix(PREFIX): _plain(value) for key, value in found.items()}
    bare["@type"] = node.types[0].removeprefix(PREFIX)
    return bare


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("@id", value.get("@value"))
    return value
