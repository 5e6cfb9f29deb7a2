# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a handler of this room may ask for by name."""

from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation

from assembly.voting.intake import Intake

BallotIntake = NamedDependency[SkipValidation[Intake]]


def _intake(state: State) -> Intake:
    intake: Intake = state.intake
    return intake


PROVIDED = {"intake": Provide(_intake, sync_to_thread=False)}
