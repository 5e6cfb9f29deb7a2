# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Wire shapes: signing in, and members of staff."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, SecretStr, model_validator

from assembly.api.schema import Schema

Role = Literal["administrator", "staff", "participant"]


class SignIn(Schema):
    """A participant's code, or a member of staff's address and password."""

    code: SecretStr | None = Field(None, max_length=64, description="A personal code, K7QM-3XR-9TW")
    email: str | None = Field(None, max_length=254)
    password: SecretStr | None = Field(None, max_length=256)

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        by_code = self.code is not None
        by_password = self.email is not None and self.password is not None
        if by_code == by_password or (by_code and (self.email or self.password)):
            message = "send either code, or email and password"
            raise ValueError(message)
        return self


class SignedIn(Schema):
    """A fresh token. It is shown once; browsers get it as a cookie as well."""

    token: str
    expires_at: datetime
    role: Role
    name: str


class EnrolStaff(Schema):
    """A member of staff to be enrolled."""

    name: str = Field(min_length=1, max_length=200)
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
    password: SecretStr = Field(max_length=256)
    administrator: bool = False


class Staff(Schema):
    """A member of staff."""

    id: UUID
    name: str
    email: str
    administrator: bool
