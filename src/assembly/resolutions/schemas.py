# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: writing a resolution."""

from typing import Literal

from pydantic import Field

from assembly.api.schema import Schema
from assembly.resolutions.rules.text import Kind, Provision


class ProvisionIn(Schema):
    """One numbered piece of text."""

    kind: Literal["paragraph", "item"] = "paragraph"
    marker: str = Field("", max_length=12, description="What stands before an item, such as `a.`")
    text: str = Field(max_length=20_000)

    def value(self) -> Provision:
        """As the rules know it."""
        return Provision(Kind(self.kind), self.marker, self.text)


class WriteResolution(Schema):
    """A text to be written: a title where there is one, and its provisions in order."""

    title: str | None = Field(None, max_length=300)
    provisions: list[ProvisionIn] = Field(max_length=500)


class Drafted(Schema):
    """Where a resolution stands after it was written or moved. `revision` is its ETag."""

    number: int
    state: str
    revision: int
    version: int
