# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: people, what they prove themselves with, the tokens they got, and who moderates what."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words


class CredentialKind(StrEnum):
    """Staff have a password, participants a personal code."""

    PASSWORD = "password"  # noqa: S105 - a word of ours, not a secret
    CODE = "code"


class Person(Base):
    """Somebody who acts. Staff have an e-mail address; participants need none.

    Who was forgotten stays as a row: records point at seats, and seats at people.
    """

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("NOT is_administrator OR is_staff", name="administrators_are_staff"),
        CheckConstraint("is_staff = (email IS NOT NULL)", name="staff_have_an_address"),
        CheckConstraint("forgotten_at IS NULL OR email IS NULL", name="forgotten_have_no_address"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    is_staff: Mapped[bool]
    is_administrator: Mapped[bool]
    enrolled_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]


class Credential(Base):
    """One way to prove who one is. The secret itself is nowhere, only its argon2id hash.

    In force is what is neither revoked nor at rest. A code rests while somebody else sits there.
    """

    __tablename__ = "credentials"
    __table_args__ = (
        one_of("kind", CredentialKind),
        CheckConstraint(
            "(kind = 'code') = (handle IS NOT NULL AND seat_id IS NOT NULL"
            " AND assembly_id IS NOT NULL)",
            name="codes_belong_to_a_seat",
        ),
        Index(
            "uq_credentials_seat_id_in_force",
            "seat_id",
            unique=True,
            postgresql_where="revoked_at IS NULL AND rests_since IS NULL",
        ),
        Index(
            "uq_credentials_person_id_password_in_force",
            "person_id",
            unique=True,
            postgresql_where="kind = 'password' AND revoked_at IS NULL",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[CredentialKind] = mapped_column(words(CredentialKind))
    handle: Mapped[str | None] = mapped_column(String(8), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    assembly_id: Mapped[UUID | None] = mapped_column(ForeignKey("assemblies.id"))
    seat_id: Mapped[UUID | None] = mapped_column(ForeignKey("seats.id"))
    issued_at: Mapped[datetime]
    first_used_at: Mapped[datetime | None]
    rests_since: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Token(Base):
    """A sign-in that holds for a while. Only the SHA-256 of the opaque token is kept."""

    __tablename__ = "tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    credential_id: Mapped[UUID] = mapped_column(ForeignKey("credentials.id"), index=True)
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]


class Attempt(Base):
    """Sign-ins tried for one code or account, known or not, since the window began.

    Forgotten after a success. `subject` is a digest: no address and no code stands here.
    """

    __tablename__ = "attempts"

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    tried: Mapped[int]
    since: Mapped[datetime] = mapped_column(index=True)


class Moderator(Base):
    """A member of staff who moderates one assembly."""

    __tablename__ = "moderators"

    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    since: Mapped[datetime]
