# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Amendments: what each asked for, supporters, settlements, orders, merges, and votings on them.

What an amendment asked for, how a conflict was settled and which order was chosen are append-only.
An amendment refuses, by trigger, a move its table of moves does not have; a resolution is not
withdrawn while one to it is under vote. What a voting is about
does not change once it is open. Every voting there was before is on a resolution.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(astext_type=sa.Text())
APPEND_ONLY = ("amendment_texts", "settlements", "reorderings")

KEEP_AMENDMENT = """
CREATE FUNCTION keep_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'submitted>admissible', 'submitted>inadmissible', 'submitted>withdrawn',
        'admissible>inadmissible', 'admissible>under_vote', 'admissible>taken_over',
        'admissible>fallen', 'admissible>withdrawn',
        'inadmissible>admissible', 'inadmissible>withdrawn',
        'under_vote>adopted', 'under_vote>not_adopted', 'under_vote>admissible',
        'adopted>admissible', 'not_adopted>admissible', 'fallen>admissible'
    ) THEN
        RAISE EXCEPTION 'an amendment that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_amendments_move_legal';
    END IF;
    IF (NEW.resolution_id, NEW.number, NEW.amends, NEW.seat_id)
        IS DISTINCT FROM (OLD.resolution_id, OLD.number, OLD.amends, OLD.seat_id)
    THEN
        RAISE EXCEPTION 'what an amendment is, and whose, does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_amendments_same';
    END IF;
    RETURN NEW;
END $$
"""

WAIT_FOR_AMENDMENTS = """
CREATE FUNCTION wait_for_amendments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM amendments WHERE resolution_id = NEW.id AND state = 'under_vote'
    ) THEN
        RAISE EXCEPTION 'amendments to this resolution are under vote'
            USING ERRCODE = 'check_violation',
                CONSTRAINT = 'ck_resolutions_amendments_under_vote';
    END IF;
    RETURN NEW;
END $$
"""

SAME_SUBJECT = """
CREATE FUNCTION same_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a voting is about the text or about amendments for good'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_votings_frozen_at_opening';
END $$
"""

KEEP_SUBJECT = """
CREATE FUNCTION keep_subject() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM votings WHERE id = OLD.voting_id AND state <> 'planned') THEN
        RAISE EXCEPTION 'what a voting is about was frozen at opening'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "amendment_terms",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supporters_needed", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "supporters_needed BETWEEN 0 AND 10000",
            name=op.f("ck_amendment_terms_supporters_possible"),
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_amendment_terms_resolution_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_amendment_terms")),
    )
    op.create_table(
        "amendments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("amends", sa.Uuid(), nullable=True),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("current_text", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=4000), nullable=True),
        sa.Column("because", sa.String(length=1000), nullable=True),
        sa.Column("fell_to", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'fallen') = (fell_to IS NOT NULL)",
            name=op.f("ck_amendments_fallen_to_somebody"),
        ),
        sa.CheckConstraint(
            "(state IN ('adopted', 'not_adopted', 'taken_over', 'fallen')) = (decided_at IS NOT NULL)",
            name=op.f("ck_amendments_decided_at_a_time"),
        ),
        sa.CheckConstraint(
            "state IN ('submitted', 'admissible', 'inadmissible', 'under_vote', 'adopted', 'not_adopted', 'taken_over', 'fallen', 'withdrawn')",
            name=op.f("ck_amendments_state_known"),
        ),
        sa.CheckConstraint("amends <> id", name=op.f("ck_amendments_amends_another")),
        sa.CheckConstraint("number > 0", name=op.f("ck_amendments_number_positive")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_amendments_revision_positive")),
        sa.ForeignKeyConstraint(
            ["amends", "resolution_id"],
            ["amendments.id", "amendments.resolution_id"],
            name=op.f("fk_amendments_amends_resolution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_amendments_assembly_id")
        ),
        sa.ForeignKeyConstraint(["fell_to"], ["amendments.id"], name=op.f("fk_amendments_fell_to")),
        sa.ForeignKeyConstraint(
            ["resolution_id", "assembly_id"],
            ["resolutions.id", "resolutions.assembly_id"],
            name=op.f("fk_amendments_resolution_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_amendments_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
        sa.UniqueConstraint("id", "resolution_id", name=op.f("uq_amendments_id_resolution_id")),
        sa.UniqueConstraint(
            "resolution_id", "number", name=op.f("uq_amendments_resolution_id_number")
        ),
    )
    op.create_table(
        "reorderings",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("because", sa.String(length=1000), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_reorderings_ordinal_positive")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_reorderings_resolution_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", "ordinal", name=op.f("pk_reorderings")),
    )
    op.create_table(
        "amendment_texts",
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("on_text", sa.Integer(), nullable=True),
        sa.Column("edits", JSON, nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("credit", JSON, nullable=True),
        sa.Column("conflicts", JSON, nullable=True),
        sa.Column("cause", sa.String(length=24), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "cause IN ('written', 'carried', 'amended')",
            name=op.f("ck_amendment_texts_cause_known"),
        ),
        sa.CheckConstraint(
            "ordinal > 0 AND version > 0", name=op.f("ck_amendment_texts_counted_from_one")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_amendment_texts_amendment_id")
        ),
        sa.PrimaryKeyConstraint("amendment_id", "ordinal", name=op.f("pk_amendment_texts")),
    )
    op.create_table(
        "merges",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("amendments", JSON, nullable=False),
        sa.Column("spans", JSON, nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "base > 0 AND base < version", name=op.f("ck_merges_made_of_an_earlier_one")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id", "version"],
            ["versions.resolution_id", "versions.ordinal"],
            name=op.f("fk_merges_resolution_id_version"),
        ),
        sa.PrimaryKeyConstraint("resolution_id", "version", name=op.f("pk_merges")),
    )
    op.create_table(
        "settlements",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amendments", JSON, nullable=False),
        sa.Column("provision", sa.String(length=80), nullable=False),
        sa.Column("first_token", sa.Integer(), nullable=False),
        sa.Column("last_token", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("prefer", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("because", sa.String(length=1000), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "(prefer IS NULL) <> (text IS NULL)", name=op.f("ck_settlements_one_of_the_two")
        ),
        sa.CheckConstraint(
            "first_token >= 0 AND last_token >= first_token",
            name=op.f("ck_settlements_words_in_order"),
        ),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_settlements_ordinal_positive")),
        sa.ForeignKeyConstraint(
            ["resolution_id", "version"],
            ["versions.resolution_id", "versions.ordinal"],
            name=op.f("fk_settlements_resolution_id_version"),
        ),
        sa.PrimaryKeyConstraint("resolution_id", "ordinal", name=op.f("pk_settlements")),
    )
    op.create_table(
        "split_requests",
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=60), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_split_requests_amendment_id")
        ),
        sa.PrimaryKeyConstraint("amendment_id", "asked_by", name=op.f("pk_split_requests")),
    )
    op.create_table(
        "supporters",
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_supporters_amendment_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_supporters_seat_id")),
        sa.PrimaryKeyConstraint("amendment_id", "seat_id", name=op.f("pk_supporters")),
    )
    op.create_table(
        "voting_amendments",
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("amendment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendments.id"], name=op.f("fk_voting_amendments_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["voting_id"], ["votings.id"], name=op.f("fk_voting_amendments_voting_id")
        ),
        sa.PrimaryKeyConstraint("voting_id", "amendment_id", name=op.f("pk_voting_amendments")),
    )
    op.add_column("votings", sa.Column("subject", sa.String(length=24), nullable=True))
    op.execute("ALTER TABLE votings DISABLE TRIGGER USER")
    op.execute("UPDATE votings SET subject = 'resolution'")
    op.execute("ALTER TABLE votings ENABLE TRIGGER USER")
    op.alter_column("votings", "subject", nullable=False)
    op.create_check_constraint(
        op.f("ck_votings_subject_known"), "votings", "subject IN ('resolution', 'amendments')"
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
    op.execute(KEEP_AMENDMENT)
    op.execute(
        "CREATE TRIGGER amendments_keep BEFORE UPDATE ON amendments"
        " FOR EACH ROW EXECUTE FUNCTION keep_amendment()"
    )
    op.execute(SAME_SUBJECT)
    op.execute(
        "CREATE TRIGGER votings_same_subject BEFORE UPDATE ON votings FOR EACH ROW"
        " WHEN (NEW.subject IS DISTINCT FROM OLD.subject) EXECUTE FUNCTION same_subject()"
    )
    op.execute(WAIT_FOR_AMENDMENTS)
    op.execute(
        "CREATE TRIGGER resolutions_wait_for_amendments BEFORE UPDATE ON resolutions FOR EACH ROW"
        " WHEN (NEW.state = 'withdrawn' AND OLD.state <> 'withdrawn')"
        " EXECUTE FUNCTION wait_for_amendments()"
    )
    op.execute(KEEP_SUBJECT)
    op.execute(
        "CREATE TRIGGER voting_amendments_keep BEFORE UPDATE OR DELETE ON voting_amendments"
        " FOR EACH ROW EXECUTE FUNCTION keep_subject()"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_votings_subject_known"), "votings", type_="check")
    op.execute("DROP TRIGGER votings_same_subject ON votings")
    op.execute("DROP FUNCTION same_subject()")
    op.drop_column("votings", "subject")
    op.drop_table("voting_amendments")
    op.drop_table("supporters")
    op.drop_table("split_requests")
    op.drop_table("settlements")
    op.drop_table("merges")
    op.drop_table("amendment_texts")
    op.drop_table("reorderings")
    op.drop_table("amendments")
    op.drop_table("amendment_terms")
    op.execute("DROP TRIGGER resolutions_wait_for_amendments ON resolutions")
    op.execute("DROP FUNCTION wait_for_amendments()")
    op.execute("DROP FUNCTION keep_subject()")
    op.execute("DROP FUNCTION keep_amendment()")
