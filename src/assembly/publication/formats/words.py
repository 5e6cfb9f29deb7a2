# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The few words that stand in files, in the assembly's language. Outcomes have theirs already."""

from collections.abc import Mapping
from dataclasses import dataclass

from assembly.publication.formats.value import PublicResolution


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    resolution: str
    resolutions: str
    recorded: str
    not_recorded: str
    yes: str
    no: str
    abstain: str
    blank: str
    invalid: str
    counts: str
    entitled: str
    turnout: str
    decided_on: str
    source: str
    lines: str
    line: str
    places: Mapping[str, str]
    importer: str
    fingerprint: str
    text_fingerprint: str
    record: str
    page: str
    contents: str
    rule: str
    why: str
    totals: str
    corrected: str
    note: str


WORDS = {
    "nl": Words(
        resolution="Resolutie",
        resolutions="Resoluties",
        recorded="geregistreerd",
        not_recorded="niet geregistreerd",
        yes="Voor",
        no="Tegen",
        abstain="Onthouding",
        blank="Blanco",
        invalid="Ongeldig",
        counts="Aantal stemmen",
        entitled="Stemgerechtigd",
        turnout="Namen deel",
        decided_on="Beslist op",
        source="Bron",
        lines="regels {first} tot {last}",
        line="regel {first}",
        places={"page": "bladzijde", "paragraph": "alinea", "item": "vermelding"},
        importer="Ingelezen door",
        fingerprint="SHA-256 van de bron",
        text_fingerprint="SHA-256 van de tekst",
        record="SHA-256 van het verslag van de stemming",
        page="Bladzijde",
        contents="Inhoud",
        rule="Regel",
        why="Waarom",
        totals="{total} resoluties: {adopted} goedgekeurd, {rejected} niet goedgekeurd.",
        corrected="Verbeterd",
        note="Opmerking",
    ),
    "fr": Words(
        resolution="Résolution",
        resolutions="Résolutions",
        recorded="enregistré",
        not_recorded="non enregistré",
        yes="Pour",
        no="Contre",
        abstain="Abstention",
        blank="Blanc",
        invalid="Nul",
        counts="Nombre de voix",
        entitled="Ayant droit de vote",
        turnout="Ont participé",
        decided_on="Décidé le",
        source="Source",
        lines="lignes {first} à {last}",
        line="ligne {first}",
        places={"page": "page", "paragraph": "paragraphe", "item": "entrée"},
        importer="Importé par",
        fingerprint="SHA-256 de la source",
        text_fingerprint="SHA-256 du texte",
        record="SHA-256 du procès-verbal du vote",
        page="Page",
        contents="Table des matières",
        rule="Règle",
        why="Pourquoi",
        totals="{total} résolutions : {adopted} approuvées, {rejected} non approuvées.",
        corrected="Corrigé",
        note="Remarque",
    ),
    "de": Words(
        resolution="Resolution",
        resolutions="Resolutionen",
        recorded="erfasst",
        not_recorded="nicht erfasst",
        yes="Dafür",
        no="Dagegen",
        abstain="Enthaltung",
        blank="Leer",
        invalid="Ungültig",
        counts="Zahl der Stimmen",
        entitled="Stimmberechtigt",
        turnout="Nahmen teil",
        decided_on="Entschieden am",
        source="Quelle",
        lines="Zeilen {first} bis {last}",
        line="Zeile {first}",
        places={"page": "Seite", "paragraph": "Absatz", "item": "Eintrag"},
        importer="Eingelesen durch",
        fingerprint="SHA-256 der Quelle",
        text_fingerprint="SHA-256 des Textes",
        record="SHA-256 des Protokolls der Abstimmung",
        page="Seite",
        contents="Inhalt",
        rule="Regel",
        why="Warum",
        totals="{total} Resolutionen: {adopted} angenommen, {rejected} nicht angenommen.",
        corrected="Berichtigt",
        note="Anmerkung",
    ),
    "en": Words(
        resolution="Resolution",
        resolutions="Resolutions",
        recorded="recorded",
        not_recorded="not recorded",
        yes="In favour",
        no="Against",
        abstain="Abstained",
        blank="Blank",
        invalid="Invalid",
        counts="Number of votes",
        entitled="Entitled to vote",
        turnout="Took part",
        decided_on="Decided on",
        source="Source",
        lines="lines {first} to {last}",
        line="line {first}",
        places={"page": "page", "paragraph": "paragraph", "item": "entry"},
        importer="Brought in by",
        fingerprint="SHA-256 of the source",
        text_fingerprint="SHA-256 of the text",
        record="SHA-256 of the record of the voting",
        page="Page",
        contents="Contents",
        rule="Rule",
        why="Why",
        totals="{total} resolutions: {adopted} approved, {rejected} not approved.",
        corrected="Corrected",
        note="Note",
    ),
}


def words_of(resolution: PublicResolution) -> Words:
    """Those of the assembly's language."""
    return WORDS[resolution.assembly.language]


def name_of(resolution: PublicResolution) -> str:
    """As the assembly calls it: "Resolutie 12"."""
    return f"{words_of(resolution).resolution} {resolution.number}"


def place_of(resolution: PublicResolution) -> str | None:
    """The file and the lines where history was read; None for a voting of ours."""
    source = resolution.source
    if source is None:
        return None
    words = words_of(resolution)
    if source.unit in words.places:
        last = f"–{source.last_line}" if source.last_line != source.first_line else ""
        return f"{source.file}, {words.places[source.unit]} {source.first_line}{last}"
    shape = words.line if source.first_line == source.last_line else words.lines
    return f"{source.file}, {shape.format(first=source.first_line, last=source.last_line)}"


def correction_words(one: PublicResolution) -> str | None:
    """That it was corrected, on which day, and why; None where it was not."""
    if one.correction is None:
        return None
    return f"{words_of(one).corrected} {one.corrected_on}: {one.correction.because}"


def source_counts_words(one: PublicResolution) -> str | None:
    """The counts that a source gives; None where it gives none."""
    counts, words = one.source_counts, words_of(one)
    if counts is None:
        return None
    told = [(words.yes, counts.yes), (words.no, counts.no), (words.abstain, counts.abstain)]
    return ", ".join(f"{word} {number}" for word, number in told if number is not None)
