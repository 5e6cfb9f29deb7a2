# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The base of every wire shape: frozen; a field nobody asked for is an error, not a surprise."""

import re
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Schema(BaseModel):
    """Input refuses unknown fields. Output has no defaults: what is always there is required."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", from_attributes=True, str_strip_whitespace=True
    )

    judged_later: ClassVar[frozenset[str]] = frozenset()
    """Fields whose words a rule judges, with a refusal of its own for every wrong one."""

    @field_validator("*", mode="before")
    @classmethod
    def _only_characters(cls, value: Any, info: ValidationInfo) -> Any:
        """Control characters have no place in what people write, and PostgreSQL keeps no NUL."""
        if (
            isinstance(value, str)
            and info.field_name not in cls.judged_later
            and _UNSEEN.search(value)
        ):
            message = "holds a control character"
            raise ValueError(message)
        return value
