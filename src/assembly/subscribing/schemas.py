# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: what somebody asks to follow."""

from typing import Literal

from pydantic import Field

from assembly.api.schema import Schema
from assembly.assemblies.rules.naming import LONGEST_SLUG
from assembly.assemblies.schemas import Address
from assembly.database import LARGEST


class AskToFollow(Schema):
    """An address, and an assembly, a resolution of it, or a theme."""

    email: Address
    language: Literal["nl", "fr", "de", "en"]
    assembly: str | None = Field(None, max_length=LONGEST_SLUG)
    resolution: int | None = Field(None, ge=1, le=LARGEST)
    theme: str | None = Field(None, max_length=LONGEST_SLUG)
