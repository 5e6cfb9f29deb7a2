# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: what happened, and the log over it. The database refuses to change or remove a row.

Only `LogPending` shrinks: its trigger names each new entry there until the log holds it.
"""

from datetime import datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from assembly.audit.rules.entry import SALT
from assembly.database import Base


class Entry(Base):
    """One act. Casting is none: who took part stands in `participations`, without a time."""

    __tablename__ = "audit_entries"

    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(60))
    act: Mapped[str] = mapped_column(String(60))
    assembly_id: Mapped[UUID | None] = mapped_column(ForeignKey("assemblies.id"), index=True)
    subject: Mapped[str] = mapped_column(String(120), index=True)
    facts: Mapped[dict[str, Any]]
    salt: Mapped[bytes] = mapped_column(default=lambda: token_bytes(SALT))

    __table_args__ = (CheckConstraint(f"length(salt) = {SALT}", name="salt_length"),)


class LogPending(Base):
    """An entry that no leaf stands for yet."""

    __tablename__ = "log_pending"

    position: Mapped[int] = mapped_column(ForeignKey("audit_entries.position"), primary_key=True)


class LogLeaf(Base):
    """Which entry the index-th leaf stands for. Leaves are numbered without gaps, from 0."""

    __tablename__ = "log_leaves"

    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(ForeignKey("audit_entries.position"), unique=True)


class LogNode(Base):
    """A complete subtree (`rules.merkle.Place`); level 0 are the leaves."""

    __tablename__ = "log_nodes"

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    index: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    hash: Mapped[bytes]

    __table_args__ = (CheckConstraint("length(hash) = 32", name="hash_length"),)


class LogCheckpoint(Base):
    """A signed checkpoint, one a size."""

    __tablename__ = "log_checkpoints"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes]
    at: Mapped[datetime]
    note: Mapped[str]


class LogKey(Base):
    """Whose signatures stand under checkpoints, from when on; never forgotten."""

    __tablename__ = "log_keys"

    name: Mapped[str] = mapped_column(String(300), primary_key=True)
    public: Mapped[bytes] = mapped_column(primary_key=True)
    since: Mapped[datetime]

    __table_args__ = (CheckConstraint("length(public) = 32", name="public_length"),)
