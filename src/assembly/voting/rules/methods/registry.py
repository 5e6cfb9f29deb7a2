# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The methods there are, by name."""

from typing import Any

from assembly.errors import UnknownMethod
from assembly.voting.rules.methods.approval import Approval
from assembly.voting.rules.methods.instant_runoff import InstantRunoff
from assembly.voting.rules.methods.majority_judgment import MajorityJudgment
from assembly.voting.rules.methods.method import Method, Question
from assembly.voting.rules.methods.schulze import Schulze
from assembly.voting.rules.methods.score import Score
from assembly.voting.rules.methods.single_choice import SingleChoice
from assembly.voting.rules.methods.stv import SingleTransferableVote
from assembly.voting.rules.methods.told import Told

METHODS: dict[str, type[Method[Any, Any, Any]]] = {
    method.name: method
    for method in (
        SingleChoice,
        Approval,
        Score,
        MajorityJudgment,
        InstantRunoff,
        Schulze,
        SingleTransferableVote,
    )
}
"""Whoever adds a method adds a line here, and a page to docs/other-methods.md."""


def method_named(name: str, question: Question, settings: Told) -> Method[Any, Any, Any]:
    """The method with these settings; `UnknownMethod`, or a refusal that names the setting."""
    if name not in METHODS:
        raise UnknownMethod("There is no such method.", methods=list(METHODS))
    method = METHODS[name].configured(question, settings)
    settings.finish()
    return method
