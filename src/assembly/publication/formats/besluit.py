# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A published outcome after OSLO Besluit Publicatie (data.vlaanderen.be/ns/besluit).

The things have the address of the page with a word behind it, so that each of them leads to the
page that tells of it. What history does not give is not said: counts only where its source has
them, not whether the ballot was secret, not whether the debate was public. Nobody who voted is
named. What LBLOD counts as `onthouders` is everybody who chose neither: abstentions, blank and
invalid papers; of history, the abstentions that its source gives.
"""

from collections.abc import Sequence

from assembly.publication.formats.graph import (
    PREFIXES,
    Literal,
    Node,
    Ref,
    Value,
    json_ld,
    node_as_json,
    truth,
    whole,
    words,
)
from assembly.publication.formats.json_document import dumps
from assembly.publication.formats.schema_org import organ_of, schema_nodes, theme_iri
from assembly.publication.formats.value import PublicAssembly, PublicResolution
from assembly.publication.formats.words import name_of, place_of, words_of
from assembly.resolutions.rules.outcome import Outcome
from assembly.themes.rules.theme import Theme

LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
LANGUAGES = {"nl": "NLD", "fr": "FRA", "de": "DEU", "en": "ENG"}


def organ(assembly: PublicAssembly) -> Node:
    """Who decided."""
    name = words(assembly.name, assembly.language)
    kinds = ("besluit:Bestuursorgaan", "schema:Organization")
    named = (("skos:prefLabel", name), ("schema:name", Literal(assembly.name)))
    return Node(f"{assembly.page}#assembly", kinds, named)


def nodes_of(resolution: PublicResolution) -> list[Node]:
    """What there is to say of one, without who decided."""
    return [
        _item(resolution),
        _treatment(resolution),
        _voting(resolution),
        _decision(resolution),
        *_concepts(resolution),
        *schema_nodes(resolution),
    ]


def graph_of(resolution: PublicResolution) -> list[Node]:
    """All there is to say of one: in its page as RDFa, and by itself as JSON-LD."""
    return [organ(resolution.assembly), *nodes_of(resolution)]


def _item(one: PublicResolution) -> Node:
    said: list[tuple[str, Value]] = [
        ("dct:title", Literal(_named(one))),
        ("besluit:geplandOpenbaar", truth(value=True)),
        ("besluit:Agendapunt.type", Ref(f"{one.assembly.page}#resolution")),
    ]
    if one.outcome is not Outcome.ADOPTED:
        said.append(("dct:description", words(one.text, one.language)))
    if one.voting is None:
        del said[1]
    return Node(f"{one.page}#item", ("besluit:Agendapunt",), tuple(said))


def _treatment(one: PublicResolution) -> Node:
    said: list[tuple[str, Value]] = [
        ("dct:subject", Ref(f"{one.page}#item")),
        ("besluit:heeftStemming", Ref(f"{one.page}#voting")),
        ("prov:generated", Ref(f"{one.page}#decision")),
    ]
    if one.voting is not None:
        said.append(("besluit:openbaar", truth(value=True)))
    return Node(f"{one.page}#treatment", ("besluit:BehandelingVanAgendapunt",), tuple(said))


def _voting(one: PublicResolution) -> Node:
    language = one.assembly.language
    said: list[tuple[str, Value]] = [
        ("besluit:onderwerp", words(_named(one), language)),
        ("besluit:gevolg", words(one.label, language)),
    ]
    if one.voting is not None:
        counts = one.voting.counts
        said += [
            ("besluit:geheim", truth(value=one.voting.secrecy == "secret")),
            ("besluit:aantalVoorstanders", whole(counts.yes)),
            ("besluit:aantalTegenstanders", whole(counts.no)),
            ("besluit:aantalOnthouders", whole(counts.abstain + counts.blank + counts.invalid)),
            ("prov:startedAtTime", Literal(one.voting.opened_at, "xsd:dateTime")),
            ("prov:endedAtTime", Literal(one.voting.closed_at, "xsd:dateTime")),
            ("dct:identifier", Literal(f"urn:uuid:{one.voting.id}")),
        ]
    elif one.source_counts is not None:
        given = one.source_counts
        counted = (
            ("besluit:aantalVoorstanders", given.yes),
            ("besluit:aantalTegenstanders", given.no),
            ("besluit:aantalOnthouders", given.abstain),
        )
        said += [(name, whole(number)) for name, number in counted if number is not None]
    return Node(f"{one.page}#voting", ("besluit:Stemming",), tuple(said))


def _decision(one: PublicResolution) -> Node:
    """Of a resolution that was not adopted, the decision is that it was not."""
    adopted = one.outcome is Outcome.ADOPTED
    title = name_of(one) if one.title_derived else one.title
    said: list[tuple[str, Value]] = [
        ("eli:title", Literal(title if adopted else f"{name_of(one)}: {one.label.lower()}")),
        ("eli:language", Ref(LANGUAGE + LANGUAGES[one.language])),
        ("eli:passed_by", Ref(organ_of(one))),
        ("eli:date_publication", Literal(one.published_at.date().isoformat(), "xsd:date")),
        ("prov:value", Literal(one.text if adopted else _refusal(one))),
    ]
    if one.decided_on is not None:
        said.append(("eli:date_document", Literal(one.decided_on.isoformat(), "xsd:date")))
    said += [("eli:is_about", Ref(theme_iri(one.assembly.site, theme))) for theme in one.themes]
    if one.source is not None:
        said.append(("dct:source", Literal(f"{place_of(one)}, sha-256 {one.source.digest}")))
    return Node(f"{one.page}#decision", ("besluit:Besluit",), tuple(said))


def _refusal(one: PublicResolution) -> str:
    if one.voting is None:
        return one.label
    return one.voting.sentences[one.assembly.language]


def _concepts(one: PublicResolution) -> list[Node]:
    language = one.assembly.language
    return [
        Node(LANGUAGE + LANGUAGES[one.language], ("skos:Concept",)),
        Node(
            f"{one.assembly.page}#resolution",
            ("skos:Concept",),
            (("skos:prefLabel", words(words_of(one).resolution.lower(), language)),),
        ),
        *(_theme(one, theme) for theme in one.themes),
    ]


def _theme(one: PublicResolution, theme: Theme) -> Node:
    """A notion of the word list; the same one elsewhere, where the list names it."""
    said: list[tuple[str, Value]] = [
        ("skos:prefLabel", words(label, language))
        for language, label in sorted(theme.labels.items())
    ]
    if theme.uri is not None:
        said.append(("skos:exactMatch", Ref(theme.uri)))
    return Node(theme_iri(one.assembly.site, theme), ("skos:Concept",), tuple(said))


def _named(one: PublicResolution) -> str:
    return name_of(one) if one.title_derived else f"{name_of(one)}: {one.title}"


def decision_document(resolution: PublicResolution) -> bytes:
    """One resolution as JSON-LD."""
    return json_ld(graph_of(resolution))


class DecisionGraph:
    """Writes the JSON-LD of many, one thing a line."""

    def __init__(self, assembly: PublicAssembly | None, at: str) -> None:
        self._told: set[str] = set()
        self.about = (assembly, at)

    def begin(self) -> bytes:
        """The prefixes."""
        used = {name: PREFIXES[name] for name in CONTEXT}
        return ('{"@context":' + dumps(used) + ',"@graph":[').encode()

    def add(self, resolutions: Sequence[PublicResolution]) -> bytes:
        """Their things; an assembly and a concept when they are first spoken of."""
        lines: list[str] = []
        for one in resolutions:
            for node in graph_of(one):
                if not node.iri.startswith(one.page):
                    if node.iri in self._told:
                        continue
                    self._told.add(node.iri)
                comma = "," if lines or self._begun else ""
                lines.append(comma + "\n" + dumps(node_as_json(node)))
        self._begun = self._begun or bool(lines)
        return "".join(lines).encode()

    _begun = False

    def end(self) -> bytes:
        """Closed."""
        return b"\n]}\n"


CONTEXT = ("besluit", "dct", "eli", "prov", "schema", "skos", "xsd")
