# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tables: resolutions, versions, provisions, translations, sponsors, and where a text came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
)
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from assembly.database import Base, one_of, words
from assembly.resolutions.rules.lifecycle import Hand, State
from assembly.resolutions.rules.text import Kind, Provision


def folded(of: str) -> MappedColumn[str | None]:
    """Written by PostgreSQL itself, for looking for words; loaded by nobody."""
    return mapped_column(Text, Computed(f"fold_words({of})", persisted=True), deferred=True)


class Resolution(Base):
    """What an assembly decides about. Its number in the assembly is never used again.

    `revision` rises with every change and is what If-Match names; `beside` with every change of
    what stands beside the text: sponsors, translations. `is_proposal` says that a participant
    drafted it. Everybody may read it from the version `public_from` on, the one that was tabled
    first. A proposal that was returned says why, until it is submitted again. An imported
    resolution points at the lines of its source. Moves, and what is frozen when, are kept by
    trigger.
    """

    __tablename__ = "resolutions"
    __table_args__ = (
        one_of("state", State),
        Unique("assembly_id", "number"),
        Unique("id", "assembly_id"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("revision > 0", name="revision_positive"),
        CheckConstraint(
            "(source_id IS NULL) = (first_line IS NULL)"
            " AND (first_line IS NULL) = (last_line IS NULL)",
            name="lines_with_source",
        ),
        CheckConstraint("first_line > 0 AND last_line >= first_line", name="lines_in_order"),
        CheckConstraint(
            "(state IN ('adopted', 'not_adopted')) = (decided_at IS NOT NULL OR"
            " source_id IS NOT NULL)",
            name="decided_has_a_ground",
        ),
        CheckConstraint("beside >= 0", name="beside_counts"),
        CheckConstraint(
            "(returned_at IS NULL) = (returned_because IS NULL)", name="returned_with_a_reason"
        ),
        CheckConstraint("public_from BETWEEN 1 AND current_version", name="public_from_a_version"),
        CheckConstraint(
            "state NOT IN ('tabled', 'under_vote', 'adopted', 'not_adopted')"
            " OR public_from IS NOT NULL",
            name="public_has_a_version",
        ),
        ForeignKeyConstraint(
            ["id", "current_version"],
            ["versions.resolution_id", "versions.ordinal"],
            name="fk_resolutions_id_current_version",
            use_alter=True,
            deferrable=True,
            initially="DEFERRED",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"))
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(300))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[State] = mapped_column(words(State))
    revision: Mapped[int]
    current_version: Mapped[int]
    public_from: Mapped[int | None]
    beside: Mapped[int]
    is_proposal: Mapped[bool]
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("sources.id"))
    first_line: Mapped[int | None]
    last_line: Mapped[int | None]
    drafted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    returned_because: Mapped[str | None] = mapped_column(Text)
    sought: Mapped[str | None] = folded("title")


class Version(Base):
    """One title and text of a resolution, for ever. `digest` is that of the text's canonical form.

    `line_width` is that of its printed copy, so that its line numbers never change. A version that
    was written on the table says why.
    """

    __tablename__ = "versions"
    __table_args__ = (
        CheckConstraint("ordinal > 0", name="ordinal_positive"),
        CheckConstraint("line_width BETWEEN 20 AND 200", name="line_width_sane"),
        one_of("written_as", Hand),
    )

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str | None] = mapped_column(String(300))
    digest: Mapped[str] = mapped_column(String(64))
    line_width: Mapped[int] = mapped_column(SmallInteger)
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(60))
    written_as: Mapped[Hand] = mapped_column(words(Hand))
    because: Mapped[str | None] = mapped_column(String(1000))


class ProvisionRow(Base):
    """One numbered piece of one version. `place` starts at 1.

    `provision_id` is the same in every version that has this piece, and never given to another.
    """

    __tablename__ = "provisions"
    __table_args__ = (
        one_of("kind", Kind),
        CheckConstraint("place > 0", name="place_positive"),
        CheckConstraint(
            "level BETWEEN 0 AND 4 AND (level = 0 OR kind = 'item')", name="level_of_an_item"
        ),
        CheckConstraint("provision_id <> ''", name="provision_id_not_empty"),
        Unique("resolution_id", "version", "provision_id"),
        CheckConstraint("text <> ''", name="text_not_empty"),
        ForeignKeyConstraint(
            ["resolution_id", "version"], ["versions.resolution_id", "versions.ordinal"]
        ),
    )

    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(words(Kind))
    marker: Mapped[str] = mapped_column(String(12))
    level: Mapped[int] = mapped_column(SmallInteger)
    provision_id: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    sought: Mapped[str | None] = folded("text")


class TranslationRow(Base):
    """One edition of a translation of one version. Editions count on through the versions.

    `provisions` has an object with `id` and `text` for every provision of that version, in order.
    """

    __tablename__ = "translations"
    __table_args__ = (
        CheckConstraint("language IN ('nl', 'fr', 'de', 'en')", name="language_known"),
        CheckConstraint("edition > 0", name="edition_positive"),
        one_of("written_as", Hand),
        ForeignKeyConstraint(
            ["resolution_id", "version"], ["versions.resolution_id", "versions.ordinal"]
        ),
    )

    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    edition: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(300))
    provisions: Mapped[list[Any]]
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(60))
    written_as: Mapped[Hand] = mapped_column(words(Hand))
    sought: Mapped[str | None] = folded(
        "coalesce(title, '') || ' ' || (jsonb_path_query_array(provisions, '$[*].text'))::text"
    )


class Sponsor(Base):
    """A seat, or a body from outside by its name, that stands behind a resolution.

    Who leaves keeps a line here with `left_at`; coming back is a line of its own. Who came
    `after_tabling` stands behind what everybody reads, and had no part in the drafts.
    """

    __tablename__ = "sponsors"
    __table_args__ = (
        CheckConstraint("ordinal > 0", name="ordinal_positive"),
        CheckConstraint("(seat_id IS NULL) <> (body IS NULL)", name="seat_or_body"),
        CheckConstraint("body <> ''", name="body_named"),
        CheckConstraint("left_at >= since", name="leaves_after_joining"),
        ForeignKeyConstraint(
            ["resolution_id", "assembly_id"], ["resolutions.id", "resolutions.assembly_id"]
        ),
        ForeignKeyConstraint(["seat_id", "assembly_id"], ["seats.id", "seats.assembly_id"]),
        Index(
            "uq_sponsors_resolution_id_seat_id_in_force",
            "resolution_id",
            "seat_id",
            unique=True,
            postgresql_where="left_at IS NULL",
        ),
        Index(
            "uq_sponsors_resolution_id_body_in_force",
            "resolution_id",
            "body",
            unique=True,
            postgresql_where="left_at IS NULL",
        ),
        Index("ix_sponsors_seat_id", "seat_id"),
    )

    resolution_id: Mapped[UUID] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    assembly_id: Mapped[UUID]
    seat_id: Mapped[UUID | None]
    body: Mapped[str | None] = mapped_column(String(200))
    after_tabling: Mapped[bool]
    since: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Chapter(Base):
    """A headed part of a document that was brought in; it may hold no resolution at all."""

    __tablename__ = "chapters"
    __table_args__ = (
        Unique("import_id", "ordinal"),
        CheckConstraint("ordinal > 0", name="ordinal_positive"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    assembly_id: Mapped[UUID] = mapped_column(ForeignKey("assemblies.id"), index=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"))
    ordinal: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(300))
    introduction: Mapped[list[Any]]


class Origin(Base):
    """Where a resolution was read: the item of an import, its chapter, and its place there.

    `first` and `last` count what `unit` says: lines, pages or paragraphs, from 1.
    """

    __tablename__ = "origins"
    __table_args__ = (
        Unique("import_id", "item"),
        CheckConstraint("item > 0", name="item_positive"),
        CheckConstraint("first > 0 AND last >= first", name="places_in_order"),
        CheckConstraint("unit IN ('line', 'page', 'paragraph')", name="unit_known"),
    )

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("imports.id"))
    chapter_id: Mapped[UUID] = mapped_column(ForeignKey("chapters.id"))
    item: Mapped[int]
    marker: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str] = mapped_column(String(12))
    first: Mapped[int]
    last: Mapped[int]


class CitationRow(Base):
    """A reference in the first version of a resolution; its words stand in that provision too."""

    __tablename__ = "citations"
    __table_args__ = (CheckConstraint("ordinal > 0", name="ordinal_positive"),)

    resolution_id: Mapped[UUID] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    provision_id: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(Text)
    as_written: Mapped[str] = mapped_column(Text)
    at: Mapped[int]


def rows_of(
    resolution_id: UUID, version: int, provisions: Sequence[Provision]
) -> list[dict[str, Any]]:
    """The rows of one version's text, in its order. Every provision has its name."""
    return [
        {
            "resolution_id": resolution_id,
            "version": version,
            "place": place,
            "kind": provision.kind,
            "marker": provision.marker,
            "level": provision.level,
            "provision_id": provision.id,
            "text": provision.text,
        }
        for place, provision in enumerate(provisions, start=1)
    ]
