# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sittings: agendas, who speaks, what happened when, and notes for the minutes.

What happened and what was noted is append-only. Sittings and items refuse, by trigger, a move
their tables of moves do not have; only a planned item leaves the agenda, and what was asked for on
the floor is kept for ever.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("sitting_moments", "minute_notes")

KEEP_SITTING = """
CREATE FUNCTION keep_sitting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'planned>open', 'planned>cancelled',
        'open>suspended', 'open>closed',
        'suspended>open', 'suspended>closed'
    ) THEN
        RAISE EXCEPTION 'a sitting that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_sittings_move_legal';
    END IF;
    IF (NEW.id, NEW.assembly_id, NEW.number) IS DISTINCT FROM (OLD.id, OLD.assembly_id, OLD.number)
        OR OLD.opened_at IS NOT NULL AND NEW.opened_at IS DISTINCT FROM OLD.opened_at
        OR OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at
        OR OLD.minutes_published_at IS NOT NULL
            AND NEW.minutes_published_at IS DISTINCT FROM OLD.minutes_published_at
    THEN
        RAISE EXCEPTION 'which sitting it is, and when it was held, does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_sittings_same';
    END IF;
    RETURN NEW;
END $$
"""

KEEP_AGENDA_ITEM = """
CREATE FUNCTION keep_agenda_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'planned' THEN
            RAISE EXCEPTION 'only a planned item leaves the agenda'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_agenda_items_kept';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'planned>current', 'planned>passed_over', 'current>done',
        'done>current', 'passed_over>current'
    ) THEN
        RAISE EXCEPTION 'an item that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_agenda_items_move_legal';
    END IF;
    IF (NEW.id, NEW.assembly_id, NEW.sitting_id)
        IS DISTINCT FROM (OLD.id, OLD.assembly_id, OLD.sitting_id)
        OR OLD.state <> 'planned' AND (NEW.kind, NEW.title, NEW.resolution_id)
            IS DISTINCT FROM (OLD.kind, OLD.title, OLD.resolution_id)
    THEN
        RAISE EXCEPTION 'what an item is does not change once it was begun'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_agenda_items_same';
    END IF;
    RETURN NEW;
END $$
"""

KEEP_SPEAKER = """
CREATE FUNCTION keep_speaker() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (NEW.id, NEW.assembly_id, NEW.sitting_id, NEW.item_id, NEW.seat_id, NEW.kind,
            NEW.asked_at)
            IS DISTINCT FROM (OLD.id, OLD.assembly_id, OLD.sitting_id, OLD.item_id, OLD.seat_id,
            OLD.kind, OLD.asked_at)
        OR OLD.called_at IS NOT NULL AND NEW.called_at IS DISTINCT FROM OLD.called_at
        OR OLD.withdrawn_at IS NOT NULL AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
        OR OLD.ended_at IS NOT NULL AND NEW IS DISTINCT FROM OLD
    THEN
        RAISE EXCEPTION 'what was asked for on the floor, and heard, does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_speakers_kept';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "sittings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("agenda_revision", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_because", sa.String(length=1000), nullable=True),
        sa.Column("minutes_published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_because IS NOT NULL)",
            name=op.f("ck_sittings_cancelled_for_a_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_sittings_closed_at_a_time"),
        ),
        sa.CheckConstraint(
            "(state IN ('open', 'suspended', 'closed')) = (opened_at IS NOT NULL)",
            name=op.f("ck_sittings_opened_at_a_time"),
        ),
        sa.CheckConstraint(
            "minutes_published_at IS NULL OR state = 'closed'",
            name=op.f("ck_sittings_minutes_of_a_closed_one"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'open', 'suspended', 'closed', 'cancelled')",
            name=op.f("ck_sittings_state_known"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_sittings_title_not_empty")),
        sa.CheckConstraint("closed_at >= opened_at", name=op.f("ck_sittings_ends_after_it_begins")),
        sa.CheckConstraint("number > 0", name=op.f("ck_sittings_number_positive")),
        sa.CheckConstraint(
            "planned_until > planned_for", name=op.f("ck_sittings_planned_end_after_beginning")
        ),
        sa.CheckConstraint(
            "planned_until IS NULL OR planned_for IS NOT NULL",
            name=op.f("ck_sittings_planned_end_has_a_beginning"),
        ),
        sa.CheckConstraint(
            "revision > agenda_revision AND agenda_revision >= 0",
            name=op.f("ck_sittings_revision_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_sittings_assembly_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint("assembly_id", "number", name=op.f("uq_sittings_assembly_id_number")),
        sa.UniqueConstraint("id", "assembly_id", name=op.f("uq_sittings_id_assembly_id")),
    )
    op.create_index(
        "uq_sittings_assembly_id_live",
        "sittings",
        ["assembly_id"],
        unique=True,
        postgresql_where="state IN ('open', 'suspended')",
    )
    op.create_table(
        "minute_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_minute_notes_text_not_empty")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_minute_notes_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "assembly_id"],
            ["sittings.id", "sittings.assembly_id"],
            name=op.f("fk_minute_notes_sitting_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minute_notes")),
    )
    op.create_index("ix_minute_notes_sitting_id", "minute_notes", ["sitting_id"], unique=False)
    op.create_table(
        "agenda_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("speaking_seconds", sa.Integer(), nullable=True),
        sa.Column("alternates", sa.Boolean(), nullable=False),
        sa.Column("new_voices_first", sa.Boolean(), nullable=False),
        sa.Column("floor_open", sa.Boolean(), nullable=False),
        sa.Column("floor_revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("running_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent", sa.Interval(), nullable=False),
        sa.CheckConstraint(
            "(state = 'done') = (ended_at IS NOT NULL) OR state = 'passed_over'",
            name=op.f("ck_agenda_items_ended_at_a_time"),
        ),
        sa.CheckConstraint(
            "(state IN ('current', 'done')) = (began_at IS NOT NULL) OR state = 'passed_over'",
            name=op.f("ck_agenda_items_began_at_a_time"),
        ),
        sa.CheckConstraint(
            "kind IN ('opening', 'announcement', 'debate', 'decision', 'election', 'break', 'closing', 'other')",
            name=op.f("ck_agenda_items_kind_known"),
        ),
        sa.CheckConstraint(
            "running_since IS NULL OR state = 'current'",
            name=op.f("ck_agenda_items_runs_while_current"),
        ),
        sa.CheckConstraint("spent >= interval '0'", name=op.f("ck_agenda_items_spent_counts")),
        sa.CheckConstraint(
            "state IN ('planned', 'current', 'done', 'passed_over')",
            name=op.f("ck_agenda_items_state_known"),
        ),
        sa.CheckConstraint("title <> ''", name=op.f("ck_agenda_items_title_not_empty")),
        sa.CheckConstraint(
            "ended_at >= began_at", name=op.f("ck_agenda_items_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "floor_revision >= 0", name=op.f("ck_agenda_items_floor_revision_counts")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_agenda_items_minutes_sane")),
        sa.CheckConstraint("position > 0", name=op.f("ck_agenda_items_position_positive")),
        sa.CheckConstraint(
            "speaking_seconds BETWEEN 10 AND 7200",
            name=op.f("ck_agenda_items_speaking_seconds_sane"),
        ),
        sa.CheckConstraint(
            "title IS NOT NULL OR resolution_id IS NOT NULL",
            name=op.f("ck_agenda_items_has_a_name"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_agenda_items_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id", "assembly_id"],
            ["resolutions.id", "resolutions.assembly_id"],
            name=op.f("fk_agenda_items_resolution_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "assembly_id"],
            ["sittings.id", "sittings.assembly_id"],
            name=op.f("fk_agenda_items_sitting_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("id", "sitting_id", name=op.f("uq_agenda_items_id_sitting_id")),
        sa.UniqueConstraint(
            "sitting_id",
            "position",
            deferrable=True,
            initially="DEFERRED",
            name=op.f("uq_agenda_items_sitting_id_position"),
        ),
    )
    op.create_index("ix_agenda_items_assembly_id", "agenda_items", ["assembly_id"], unique=False)
    op.create_index(
        "uq_agenda_items_sitting_id_current",
        "agenda_items",
        ["sitting_id"],
        unique=True,
        postgresql_where="state = 'current'",
    )
    op.create_table(
        "sitting_moments",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "facts", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=False
        ),
        sa.CheckConstraint(
            "(what IN ('item_begun', 'item_taken_up_again', 'item_done', 'item_passed_over')) = (item_id IS NOT NULL)",
            name=op.f("ck_sitting_moments_of_an_item_or_not"),
        ),
        sa.CheckConstraint(
            "what IN ('opened', 'suspended', 'resumed', 'closed', 'item_begun', 'item_taken_up_again', 'item_done', 'item_passed_over')",
            name=op.f("ck_sitting_moments_what_known"),
        ),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_sitting_moments_ordinal_positive")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_sitting_moments_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id", "sitting_id"],
            ["agenda_items.id", "agenda_items.sitting_id"],
            name=op.f("fk_sitting_moments_item_id_sitting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "assembly_id"],
            ["sittings.id", "sittings.assembly_id"],
            name=op.f("fk_sitting_moments_sitting_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("sitting_id", "ordinal", name=op.f("pk_sitting_moments")),
    )
    op.create_table(
        "speakers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("running_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spent", sa.Interval(), nullable=False),
        sa.Column("limit_seconds", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('contribution', 'pro', 'contra', 'point_of_order')",
            name=op.f("ck_speakers_kind_known"),
        ),
        sa.CheckConstraint("spent >= interval '0'", name=op.f("ck_speakers_spent_counts")),
        sa.CheckConstraint(
            "called_at >= asked_at AND withdrawn_at >= asked_at AND ended_at >= called_at",
            name=op.f("ck_speakers_in_order_of_time"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR called_at IS NOT NULL",
            name=op.f("ck_speakers_called_before_heard"),
        ),
        sa.CheckConstraint(
            "running_since IS NULL OR (called_at IS NOT NULL AND ended_at IS NULL)",
            name=op.f("ck_speakers_runs_while_speaking"),
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR called_at IS NULL", name=op.f("ck_speakers_heard_or_withdrawn")
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_speakers_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id", "sitting_id"],
            ["agenda_items.id", "agenda_items.sitting_id"],
            name=op.f("fk_speakers_item_id_sitting_id"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id", "assembly_id"],
            ["seats.id", "seats.assembly_id"],
            name=op.f("fk_speakers_seat_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id", "assembly_id"],
            ["sittings.id", "sittings.assembly_id"],
            name=op.f("fk_speakers_sitting_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
    )
    op.create_index("ix_speakers_assembly_id", "speakers", ["assembly_id"], unique=False)
    op.create_index(
        "uq_speakers_item_id_seat_id_point_waiting",
        "speakers",
        ["item_id", "seat_id"],
        unique=True,
        postgresql_where="called_at IS NULL AND withdrawn_at IS NULL AND kind = 'point_of_order'",
    )
    op.create_index(
        "uq_speakers_item_id_seat_id_waiting",
        "speakers",
        ["item_id", "seat_id"],
        unique=True,
        postgresql_where="called_at IS NULL AND withdrawn_at IS NULL AND kind <> 'point_of_order'",
    )
    op.create_index(
        "uq_speakers_sitting_id_speaking",
        "speakers",
        ["sitting_id"],
        unique=True,
        postgresql_where="called_at IS NOT NULL AND ended_at IS NULL",
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(KEEP_SITTING)
    op.execute(
        "CREATE TRIGGER sittings_keep BEFORE UPDATE ON sittings"
        " FOR EACH ROW EXECUTE FUNCTION keep_sitting()"
    )
    op.execute(KEEP_AGENDA_ITEM)
    op.execute(
        "CREATE TRIGGER agenda_items_keep BEFORE UPDATE OR DELETE ON agenda_items"
        " FOR EACH ROW EXECUTE FUNCTION keep_agenda_item()"
    )
    op.execute(KEEP_SPEAKER)
    op.execute(
        "CREATE TRIGGER speakers_keep BEFORE UPDATE OR DELETE ON speakers"
        " FOR EACH ROW EXECUTE FUNCTION keep_speaker()"
    )


def downgrade() -> None:
    for table in ("speakers", "sitting_moments", "agenda_items", "minute_notes", "sittings"):
        op.drop_table(table)
    for function in ("keep_speaker", "keep_agenda_item", "keep_sitting"):
        op.execute(f"DROP FUNCTION {function}()")
