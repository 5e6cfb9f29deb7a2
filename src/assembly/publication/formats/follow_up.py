# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened next, as news to subscribe to: every entry of a dossier is a piece, for ever."""

from collections.abc import Sequence
from dataclasses import dataclass

from assembly.follow_up.rules.dossier import Entry, Kind, StepState
from assembly.publication.formats.feeds import Item
from assembly.publication.formats.value import PublicAssembly
from assembly.publication.formats.words import WORDS


@dataclass(frozen=True, slots=True)
class NextWords:
    """One language."""

    title: str
    kinds: dict[Kind, str]
    states: dict[StepState, str]
    step: str


NEXT = {
    "nl": NextWords(
        "Wat daarna gebeurde",
        {
            Kind.ADDRESSEE: "Voor wie het is",
            Kind.DUE: "Antwoord verwacht tegen",
            Kind.ANSWER: "Antwoord",
            Kind.STEP: "Stap",
        },
        {
            StepState.PLANNED: "gepland",
            StepState.DONE: "gedaan",
            StepState.ABANDONED: "opgegeven",
        },
        "Stap {number}: {state}",
    ),
    "fr": NextWords(
        "Ce qui s’est passé ensuite",
        {
            Kind.ADDRESSEE: "Destinataire",
            Kind.DUE: "Réponse attendue pour le",
            Kind.ANSWER: "Réponse",
            Kind.STEP: "Étape",
        },
        {
            StepState.PLANNED: "prévue",
            StepState.DONE: "faite",
            StepState.ABANDONED: "abandonnée",
        },
        "Étape {number} : {state}",
    ),
    "de": NextWords(
        "Was danach geschah",
        {
            Kind.ADDRESSEE: "An wen es geht",
            Kind.DUE: "Antwort erwartet bis",
            Kind.ANSWER: "Antwort",
            Kind.STEP: "Schritt",
        },
        {
            StepState.PLANNED: "geplant",
            StepState.DONE: "erledigt",
            StepState.ABANDONED: "aufgegeben",
        },
        "Schritt {number}: {state}",
    ),
    "en": NextWords(
        "What happened next",
        {
            Kind.ADDRESSEE: "Addressed to",
            Kind.DUE: "Answer due by",
            Kind.ANSWER: "Answer",
            Kind.STEP: "Step",
        },
        {
            StepState.PLANNED: "planned",
            StepState.DONE: "done",
            StepState.ABANDONED: "abandoned",
        },
        "Step {number}: {state}",
    ),
}


@dataclass(frozen=True, slots=True)
class PublicDossier:
    """What followed from an adopted resolution, as its assembly's files tell it."""

    assembly: PublicAssembly
    number: int
    title: str
    entries: tuple[Entry, ...]

    @property
    def page(self) -> str:
        """The address of its page."""
        return f"{self.assembly.page}/resolutions/{self.number}/follow-up"

    @property
    def api(self) -> str:
        """Where programs read it."""
        return f"{self.assembly.api}/resolutions/{self.number}/follow-up"


def news_of(dossiers: Sequence[PublicDossier], most: int) -> list[Item]:
    """The entries of all of these, the latest first."""
    items = [_item(dossier, entry) for dossier in dossiers for entry in dossier.entries]
    items.sort(key=lambda item: item.at, reverse=True)
    return items[:most]


def _item(dossier: PublicDossier, entry: Entry) -> Item:
    language, told = dossier.assembly.language, entry.told
    words = NEXT[language]
    label = words.kinds[told.kind]
    if told.kind is Kind.STEP and told.state is not None:
        label = words.step.format(number=told.step, state=words.states[told.state])
    day = told.on.isoformat() if told.on else ""
    content = "\n".join(part for part in (day, told.text, told.link) if part)
    return Item(
        id=f"urn:uuid:{entry.id}",
        title=f"{WORDS[language].resolution} {dossier.number} – {label}",
        summary=f"{label}: {told.text or day}",
        content=content,
        content_language=language,
        at=entry.written_at,
        page=f"{dossier.page}#e{entry.number}",
        api=dossier.api,
        tag=(told.kind.value, label),
        author=dossier.assembly,
    )
