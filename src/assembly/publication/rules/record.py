# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A record: the one document about a decision that the public may rely on.

It holds everything needed to decide again — rule, roll, counts — and the words for what came out.
Heads are integers; weights, thresholds and margins are decimal strings. Its canonical form is JSON
with sorted keys, no insignificant space, UTF-8: the part of RFC 8785 that a document without
fractions needs. Its digest is the SHA-256 of that. Records of format 1 stay what they are: they
knew neither quorum, weights, colleges nor paper (docs/decisions/0021).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from assembly.resolutions.rules.text import Provision
from assembly.voting.rules.exact import Exact, write_exact
from assembly.voting.rules.numbers import (
    write_college,
    write_heads,
    write_verdict,
    write_weights,
)
from assembly.voting.rules.outcome import Rule, Verdict
from assembly.voting.rules.paper import PaperLine, write_lines
from assembly.voting.rules.rule_document import rule_document
from assembly.voting.rules.sentence import LANGUAGES, label
from assembly.voting.rules.sums import Sums, Weights, say

FORMAT = "assembly-record/2"
FORMAT_1 = "assembly-record/1"


@dataclass(frozen=True, slots=True)
class Papers:
    """What two people counted; `marked` is how many were marked as voting on paper."""

    lines: Sequence[PaperLine]
    marked: int


@dataclass(frozen=True, slots=True)
class Move:
    """The hour of publication was moved to another, or to by hand, and why."""

    moved_at: datetime
    publish_at: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class Held:
    """That the result was held back as agreed: until when by the plan, and what was moved since."""

    planned_for: datetime | None
    moves: Sequence[Move] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What was voted on, where, when and how."""

    assembly_slug: str
    assembly_name: str
    number: int
    title: str
    title_derived: bool
    language: str
    version: int
    text_digest: str
    provisions: tuple[Provision, ...]
    voting_id: str
    secrecy: str
    choices: tuple[str, ...]
    rehearsal: bool
    opened_at: datetime
    closed_at: datetime
    roll_digest: str
    box_digest: str
    medium: str = "electronic"
    electorate: str = "all"
    represented: int = 0
    attendance_taken: bool = False
    small_classes: bool = False
    papers: Papers | None = None
    amendments: Sequence[dict[str, Any]] = ()
    held: Held | None = None


def write_record(decided: Decided, rule: Rule, sums: Sums, verdict: Verdict) -> dict[str, Any]:
    """The document. The same values always give the same document."""
    whole = sums.whole
    return {
        "format": FORMAT,
        "assembly": {"slug": decided.assembly_slug, "name": decided.assembly_name},
        "resolution": {
            "number": decided.number,
            "title": decided.title,
            "title_derived": decided.title_derived,
            "language": decided.language,
            "version": decided.version,
            "digest": decided.text_digest,
            "provisions": [asdict(provision) for provision in decided.provisions],
        },
        **({"amendments": list(decided.amendments)} if decided.amendments else {}),
        "voting": {
            "id": decided.voting_id,
            "secrecy": decided.secrecy,
            "choices": list(decided.choices),
            "rehearsal": decided.rehearsal,
            "opened_at": instant(decided.opened_at),
            "closed_at": instant(decided.closed_at),
        },
        "medium": decided.medium,
        "rule": rule_document(rule),
        "roll": {
            "electorate": decided.electorate,
            "entitled": whole.entitled,
            "present": whole.present,
            "represented": decided.represented,
            "attendance_taken": decided.attendance_taken,
            "small_classes": decided.small_classes,
            "weights": _weights(whole.weights, sums.step),
            "digest": decided.roll_digest,
        },
        "turnout": int(whole.tally.ballots),
        "tally": write_heads(whole.tally),
        "weighed": None if whole.weights is None else write_weights(whole.weights.tally),
        "colleges": {name: write_college(part) for name, part in sums.colleges.items()},
        "paper": _paper(decided.papers),
        "box_digest": decided.box_digest,
        "verdict": write_verdict(verdict),
        "labels": {language: label(verdict.outcome, language) for language in LANGUAGES},
        "sentences": say(rule, sums, verdict),
        **({} if decided.held is None else {"held": _held(decided.held)}),
    }


def _held(held: Held) -> dict[str, Any]:
    return {
        "planned_for": None if held.planned_for is None else instant(held.planned_for),
        "moves": [
            {
                "moved_at": instant(move.moved_at),
                "publish_at": None if move.publish_at is None else instant(move.publish_at),
                "because": move.because,
            }
            for move in held.moves
        ],
    }


def _weights(weights: Weights | None, step: Exact) -> dict[str, str] | None:
    if weights is None:
        return None
    return {
        "entitled": write_exact(weights.entitled),
        "present": write_exact(weights.present),
        "step": write_exact(step),
    }


def _paper(papers: Papers | None) -> dict[str, Any] | None:
    """Where nobody was marked (a show of hands) nobody knows who did not hand one in."""
    if papers is None:
        return None
    handed_in = sum(line.papers for line in papers.lines)
    return {
        "lines": write_lines(papers.lines),
        "papers": handed_in,
        "marked": papers.marked,
        "not_handed_in": papers.marked - handed_in if papers.marked else None,
    }


def instant(at: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def canonical_json(document: dict[str, Any]) -> bytes:
    """The bytes that are digested."""
    return json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def record_digest(document: dict[str, Any]) -> str:
    """Lower-case hex."""
    return hashlib.sha256(canonical_json(document)).hexdigest()
