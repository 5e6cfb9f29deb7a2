# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: sittings, their agendas, who speaks, what happened when, and notes for the minutes.

What happened and what was noted is only added to. The moves of sittings and items are kept by
trigger, and so is that only a planned item leaves the agenda.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Interval, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from assembly.database import Base, one_of, words
from assembly.sittings.rules.floor import Kind
from assembly.sittings.rules.lifecycle import ItemKind, ItemState, Moment, State


class Sitting(Base):
    """A meeting of an assembly. Its number in the assembly is never used again.

    `revision` rises with every change of the sitting and of its agenda and is what If-Match names;
    `agenda_revision` with those of the agenda alone. The minutes are public from
    `minutes_published_at` on.
    """

    __tablename__ = "sittings"
    __table_args__ = (
        one_of("state", State),
        Unique("assembly_id", "number"),
        Unique("id", "assembly_id"),
        Index(
            "uq_sittings_assembly_id_live",
            "assembly_id",
            unique=True,
            postgresql_where="state IN ('open', 'suspended')",
        ),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("title <> ''", name="title_not_empty"),
        CheckConstraint("planned_until > planned_for", name="planned_end_after_beginning"),
        CheckConstraint(
            "planned_until IS NULL OR planned_for IS NOT NULL", name="planned_end_has_a_beginning"
        ),
        CheckConstraint(
            "(state IN ('open', 'suspended', 'closed')) = (opened_at IS NOT NULL)",
            name="opened_at_a_time",
        ),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_a_time"),
        CheckConstraint("closed_at >= opened_at", name="ends_after_it_begins"),
        CheckConstraint(
            "(state = 'cancelled') = (cancelled_because IS NOT NULL)",
            name="cancelled_for_a_reason",
        ),
        CheckConstraint(
            "minutes_published_at IS NULL OR state = 'closed'", name="minutes_of_a_closed_one"
        ),
        CheckConstraint(
            "revision > agenda_revision AND agenda_revision >= 0", name="revision_counts"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    place: Mapped[str | None] = mapped_column(String(300))
    planned_for: Mapped[datetime | None]
    planned_until: Mapped[datetime | None]
    state: Mapped[State] = mapped_column(words(State))
    revision: Mapped[int]
    agenda_revision: Mapped[int]
    planned_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_because: Mapped[str | None] = mapped_column(String(1000))
    minutes_published_at: Mapped[datetime | None]


class AgendaItem(Base):
    """One thing a sitting deals with. Its id stays while its position may change.

    Without a title it bears that of its resolution, once that is public. `spent` is the time dealt
    with before `running_since`. `floor_revision` rises with every change of who speaks or waits.
    """

    __tablename__ = "agenda_items"
    __table_args__ = (
        one_of("kind", ItemKind),
        one_of("state", ItemState),
        Unique("sitting_id", "position", deferrable=True, initially="DEFERRED"),
        Unique("id", "sitting_id"),
        Index(
            "uq_agenda_items_sitting_id_current",
            "sitting_id",
            unique=True,
            postgresql_where="state = 'current'",
        ),
        Index("ix_agenda_items_assembly_id", "assembly_id"),
        ForeignKeyConstraint(
            ["sitting_id", "assembly_id"], ["sittings.id", "sittings.assembly_id"]
        ),
        ForeignKeyConstraint(
            ["resolution_id", "assembly_id"], ["resolutions.id", "resolutions.assembly_id"]
        ),
        CheckConstraint("position > 0", name="position_positive"),
        CheckConstraint("title IS NOT NULL OR resolution_id IS NOT NULL", name="has_a_name"),
        CheckConstraint("title <> ''", name="title_not_empty"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_sane"),
        CheckConstraint("speaking_seconds BETWEEN 10 AND 7200", name="speaking_seconds_sane"),
        CheckConstraint(
            "(state IN ('current', 'done')) = (began_at IS NOT NULL) OR state = 'passed_over'",
            name="began_at_a_time",
        ),
        CheckConstraint(
            "(state = 'done') = (ended_at IS NOT NULL) OR state = 'passed_over'",
            name="ended_at_a_time",
        ),
        CheckConstraint("ended_at >= began_at", name="ends_after_it_begins"),
        CheckConstraint("spent >= interval '0'", name="spent_counts"),
        CheckConstraint("running_since IS NULL OR state = 'current'", name="runs_while_current"),
        CheckConstraint("floor_revision >= 0", name="floor_revision_counts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    sitting_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(words(ItemKind))
    title: Mapped[str | None] = mapped_column(String(300))
    resolution_id: Mapped[UUID | None]
    minutes: Mapped[int | None]
    speaking_seconds: Mapped[int | None]
    alternates: Mapped[bool]
    new_voices_first: Mapped[bool]
    floor_open: Mapped[bool]
    floor_revision: Mapped[int]
    state: Mapped[ItemState] = mapped_column(words(ItemState))
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    running_since: Mapped[datetime | None]
    spent: Mapped[timedelta] = mapped_column(Interval)


class Speaker(Base):
    """One time that somebody asked for the floor: waiting, then speaking, then heard or withdrawn.

    `limit_seconds` is what the item gave a speaker when this one was called. `spent` is the time
    spoken before `running_since`; a clock that stands has none.
    """

    __tablename__ = "speakers"
    __table_args__ = (
        one_of("kind", Kind),
        ForeignKeyConstraint(["seat_id", "assembly_id"], ["seats.id", "seats.assembly_id"]),
        ForeignKeyConstraint(
            ["item_id", "sitting_id"], ["agenda_items.id", "agenda_items.sitting_id"]
        ),
        ForeignKeyConstraint(
            ["sitting_id", "assembly_id"], ["sittings.id", "sittings.assembly_id"]
        ),
        Index(
            "uq_speakers_item_id_seat_id_waiting",
            "item_id",
            "seat_id",
            unique=True,
            postgresql_where="called_at IS NULL AND withdrawn_at IS NULL"
            " AND kind <> 'point_of_order'",
        ),
        Index(
            "uq_speakers_item_id_seat_id_point_waiting",
            "item_id",
            "seat_id",
            unique=True,
            postgresql_where="called_at IS NULL AND withdrawn_at IS NULL"
            " AND kind = 'point_of_order'",
        ),
        Index(
            "uq_speakers_sitting_id_speaking",
            "sitting_id",
            unique=True,
            postgresql_where="called_at IS NOT NULL AND ended_at IS NULL",
        ),
        Index("ix_speakers_assembly_id", "assembly_id"),
        CheckConstraint("withdrawn_at IS NULL OR called_at IS NULL", name="heard_or_withdrawn"),
        CheckConstraint("ended_at IS NULL OR called_at IS NOT NULL", name="called_before_heard"),
        CheckConstraint(
            "called_at >= asked_at AND withdrawn_at >= asked_at AND ended_at >= called_at",
            name="in_order_of_time",
        ),
        CheckConstraint(
            "running_since IS NULL OR (called_at IS NOT NULL AND ended_at IS NULL)",
            name="runs_while_speaking",
        ),
        CheckConstraint("spent >= interval '0'", name="spent_counts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    sitting_id: Mapped[UUID]
    item_id: Mapped[UUID]
    seat_id: Mapped[UUID]
    kind: Mapped[Kind] = mapped_column(words(Kind))
    asked_at: Mapped[datetime]
    called_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    running_since: Mapped[datetime | None]
    spent: Mapped[timedelta] = mapped_column(Interval)
    limit_seconds: Mapped[int | None]


class MomentRow(Base):
    """What happened, and the numbers of that moment: how many were present, why. Never changed."""

    __tablename__ = "sitting_moments"
    __table_args__ = (
        one_of("what", Moment),
        ForeignKeyConstraint(
            ["sitting_id", "assembly_id"], ["sittings.id", "sittings.assembly_id"]
        ),
        ForeignKeyConstraint(
            ["item_id", "sitting_id"], ["agenda_items.id", "agenda_items.sitting_id"]
        ),
        CheckConstraint("ordinal > 0", name="ordinal_positive"),
        CheckConstraint(
            "(what IN ('item_begun', 'item_taken_up_again', 'item_done', 'item_passed_over'))"
            " = (item_id IS NOT NULL)",
            name="of_an_item_or_not",
        ),
    )

    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    what: Mapped[Moment] = mapped_column(words(Moment))
    item_id: Mapped[UUID | None]
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]


class MinuteNote(Base):
    """What a moderator adds to the minutes by hand. A correction is a further note."""

    __tablename__ = "minute_notes"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sitting_id", "assembly_id"], ["sittings.id", "sittings.assembly_id"]
        ),
        Index("ix_minute_notes_sitting_id", "sitting_id"),
        CheckConstraint("text <> ''", name="text_not_empty"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    sitting_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(String(4000))
    noted_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(60))
