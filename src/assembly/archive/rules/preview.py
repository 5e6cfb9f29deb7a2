# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A document of proposals as JSON and back: what the reader's process answers and what is kept."""

from typing import Any

from assembly.archive.rules.blocks import Code, Doubt, Unit
from assembly.archive.rules.citations import Citation
from assembly.archive.rules.proposals import Chapter, Proposal, ProposalDocument
from assembly.resolutions.rules.text import Kind, Provision

Json = dict[str, Any]


def to_json(document: ProposalDocument) -> Json:
    """Every fact of the document, as plain values."""
    return {
        "unit": document.unit.value,
        "title": document.title,
        "preface": list(document.preface),
        "chapters": [
            {
                "title": chapter.title,
                "introduction": list(chapter.introduction),
                "first": chapter.first,
                "last": chapter.last,
                "doubts": _doubts_told(chapter.doubts),
                "proposals": [_told(proposal) for proposal in chapter.proposals],
            }
            for chapter in document.chapters
        ],
        "notes": _doubts_told(document.notes),
    }


def from_json(told: Json) -> ProposalDocument:
    """The same document again. Raises KeyError, TypeError or ValueError for anything else."""
    return ProposalDocument(
        Unit(told["unit"]),
        told["title"],
        tuple(told["preface"]),
        tuple(
            Chapter(
                chapter["title"],
                tuple(chapter["introduction"]),
                tuple(_proposal(proposal) for proposal in chapter["proposals"]),
                chapter["first"],
                chapter["last"],
                _doubts(chapter["doubts"]),
            )
            for chapter in told["chapters"]
        ),
        _doubts(told["notes"]),
    )


def _told(proposal: Proposal) -> Json:
    return {
        "item": proposal.item,
        "title": proposal.title,
        "marker": proposal.marker,
        "provisions": [
            {
                "kind": provision.kind.value,
                "marker": provision.marker,
                "text": provision.text,
                "level": provision.level,
            }
            for provision in proposal.provisions
        ],
        "citations": [
            {
                "kind": citation.kind,
                "title": citation.title,
                "as_written": citation.as_written,
                "at": citation.at,
                "provision": citation.provision,
            }
            for citation in proposal.citations
        ],
        "first": proposal.first,
        "last": proposal.last,
        "doubts": _doubts_told(proposal.doubts),
    }


def _proposal(told: Json) -> Proposal:
    return Proposal(
        told["item"],
        told["title"],
        told["marker"],
        tuple(
            Provision(Kind(one["kind"]), one["marker"], one["text"], one["level"])
            for one in told["provisions"]
        ),
        tuple(Citation(**one) for one in told["citations"]),
        told["first"],
        told["last"],
        _doubts(told["doubts"]),
    )


def _doubts_told(doubts: tuple[Doubt, ...]) -> list[Json]:
    return [{"code": one.code.value, "at": one.at, "words": one.words} for one in doubts]


def _doubts(told: list[Json]) -> tuple[Doubt, ...]:
    return tuple(Doubt(Code(one["code"]), one["at"], one["words"]) for one in told)
