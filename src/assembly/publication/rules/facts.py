# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a record says of a voting, as files tell it."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assembly.publication.formats.value import Counts, VotingFacts
from assembly.publication.rules.again import rule_in
from assembly.voting.rules.sentence import rule_words


def voting_facts(document: Mapping[str, Any], digest: str, language: str) -> VotingFacts:
    """What the record says. One of format 1 had integers, no quorum and no weights."""
    voting, roll, verdict = document["voting"], document["roll"], document["verdict"]
    quorum = verdict.get("quorum") or {}
    weighed = document.get("weighed")
    return VotingFacts(
        id=voting["id"],
        secrecy=voting["secrecy"],
        medium=document.get("medium", "electronic"),
        opened_at=voting["opened_at"],
        closed_at=voting["closed_at"],
        entitled=roll["entitled"],
        present=roll["present"],
        turnout=document["turnout"],
        counts=Counts(**document["tally"]),
        weighed=weighed,
        rule=document["rule"],
        requirement=_requirement(
            json.dumps(document["rule"]), language, weighted=weighed is not None
        ),
        ground=verdict["ground"],
        base=str(verdict["base"]),
        needed_yes=_string(verdict["needed_yes"]),
        margin=_string(verdict["margin"]),
        quorum_required=quorum.get("required"),
        quorum_reached=quorum.get("reached"),
        sentences=document["sentences"],
        digest=digest,
    )


@lru_cache(maxsize=256)
def _requirement(rule: str, language: str, *, weighted: bool) -> str:
    return rule_words(rule_in({"rule": json.loads(rule)}), language, weighted=weighted)


def _string(number: Any) -> str | None:
    return None if number is None else str(number)
