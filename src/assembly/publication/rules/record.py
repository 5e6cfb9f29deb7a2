# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A record: the one document about a decision that the public may rely on.

It holds everything needed to decide again — rule, roll, tally — and the words for what came out.
Its canonical form is JSON with sorted keys, no insignificant space, UTF-8, integers only: the part
of RFC 8785 that a document without fractions needs. Its digest is the SHA-256 of that.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from assembly.resolutions.rules.text import Provision
from assembly.voting.rules.majority import Majority, Roll
from assembly.voting.rules.outcome import Verdict
from assembly.voting.rules.sentence import LANGUAGES, label, sentences
from assembly.voting.rules.tally import Tally

FORMAT = "assembly-record/1"


@dataclass(frozen=True, slots=True)
class Decided:
    """What was voted on, where and when."""

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


def write_record(
    decided: Decided, rule: Majority, roll: Roll, tally: Tally, verdict: Verdict
) -> dict[str, Any]:
    """The document. The same values always give the same document."""
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
        "voting": {
            "id": decided.voting_id,
            "secrecy": decided.secrecy,
            "choices": list(decided.choices),
            "rehearsal": decided.rehearsal,
            "opened_at": instant(decided.opened_at),
            "closed_at": instant(decided.closed_at),
        },
        "rule": {
            "preset": rule.name,
            "share": f"{rule.share.numerator}/{rule.share.denominator}",
            "strictness": rule.strictness.value,
            "base": rule.base.value,
        },
        "roll": {
            "entitled": roll.entitled,
            "present": roll.present,
            "digest": decided.roll_digest,
        },
        "turnout": tally.ballots,
        "tally": asdict(tally),
        "box_digest": decided.box_digest,
        "verdict": {
            "outcome": verdict.outcome.value if verdict.outcome else None,
            "ground": verdict.ground.value,
            "base": verdict.base,
            "needed_yes": verdict.needed_yes,
            "margin": verdict.margin,
        },
        "labels": {language: label(verdict.outcome, language) for language in LANGUAGES},
        "sentences": sentences(verdict, tally, rule),
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
