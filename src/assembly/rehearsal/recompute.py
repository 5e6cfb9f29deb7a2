# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a record must say, worked out once more from the record itself. Pure."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assembly.errors import Refusal
from assembly.rehearsal.documents import read
from assembly.resolutions.rules.text import Kind, Provision, digest
from assembly.voting.rules.majority import Base, Majority, Roll, Strictness
from assembly.voting.rules.outcome import Verdict, decide
from assembly.voting.rules.sentence import sentences
from assembly.voting.rules.tally import Tally


@dataclass(frozen=True, slots=True)
class Again:
    """A record decided once more from its own rule, roll and tally."""

    verdict: Verdict
    sentences: dict[str, str]


def decide_again(record: Any) -> Again | None:
    """The verdict and sentences this record must hold; None where it cannot be read."""
    tally = tally_in(record)
    try:
        rule = Majority(
            str(record["rule"]["preset"]),
            Fraction(record["rule"]["share"]),
            Strictness(record["rule"]["strictness"]),
            Base(record["rule"]["base"]),
        )
        roll = Roll(int(record["roll"]["entitled"]), int(record["roll"]["present"]))
        verdict = decide(tally, roll, rule) if tally else None
    except (KeyError, TypeError, ValueError, ZeroDivisionError, Refusal):
        return None
    if verdict is None or tally is None:
        return None
    return Again(verdict, sentences(verdict, tally, rule))


def tally_in(document: Any) -> Tally | None:
    """The counts a document gives, or None where it gives none that could be."""
    counts = read(document, "tally")
    try:
        return Tally(**{str(word): int(number) for word, number in counts.items()})
    except (AttributeError, TypeError, ValueError, Refusal):
        return None


def text_in(record: Any) -> str | None:
    """The digest of the record's text, where it is also the one the record gives."""
    try:
        resolution = record["resolution"]
        recomputed = digest(
            [
                Provision(Kind(part["kind"]), part["marker"], part["text"])
                for part in resolution["provisions"]
            ]
        )
        return recomputed if resolution["digest"] == recomputed else None
    except (KeyError, TypeError, ValueError):
        return None
