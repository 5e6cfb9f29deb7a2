# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes of forgetting."""

from pydantic import Field

from assembly.api.schema import Schema
from assembly.assemblies.rules.called import RollCallNames


class SayRollCallNames(Schema):
    """What is to become of the names of those who are forgotten."""

    names: RollCallNames = Field(description="`pseudonyms` cannot be taken back for those it met")
