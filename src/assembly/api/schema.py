# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The base of every wire shape: frozen; a field nobody asked for is an error, not a surprise."""

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    """Input refuses unknown fields. Output has no defaults: what is always there is required."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", from_attributes=True, str_strip_whitespace=True
    )
