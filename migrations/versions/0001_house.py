# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house: people, assemblies, resolutions, votings, records, sources, audit.

Needs no extension and no superuser. Append-only tables refuse UPDATE, DELETE and TRUNCATE by trigger;
marks of who has voted may be written anew only between closing and counting a secret voting; a voting refuses, by trigger, a move its table of moves does not have and any change of what was
frozen at opening.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "audit_entries",
    "ballots",
    "electors",
    "provisions",
    "records",
    "results",
    "roll_call_ballots",
    "sources",
    "versions",
)

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""

KEEP_MARK = """
CREATE FUNCTION keep_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT FROM votings WHERE id = OLD.voting_id AND state = 'closed' AND secrecy = 'secret'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'who has voted stays marked' USING ERRCODE = 'restrict_violation';
END $$
"""

KEEP_VOTING = """
CREATE FUNCTION keep_voting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'planned>open', 'open>closed', 'closed>counted',
        'planned>annulled', 'open>annulled', 'closed>annulled', 'counted>annulled'
    ) THEN
        RAISE EXCEPTION 'a voting that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_votings_move_legal';
    END IF;
    IF OLD.state <> 'planned' AND (
        NEW.assembly_id, NEW.resolution_id, NEW.version, NEW.secrecy, NEW.abstain, NEW.rule,
        NEW.share_over, NEW.share_of, NEW.strictness, NEW.base, NEW.is_rehearsal, NEW.entitled,
        NEW.present, NEW.roll_digest, NEW.opened_at
    ) IS DISTINCT FROM (
        OLD.assembly_id, OLD.resolution_id, OLD.version, OLD.secrecy, OLD.abstain, OLD.rule,
        OLD.share_over, OLD.share_of, OLD.strictness, OLD.base, OLD.is_rehearsal, OLD.entitled,
        OLD.present, OLD.roll_digest, OLD.opened_at
    ) THEN
        RAISE EXCEPTION 'what was frozen at opening does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_votings_frozen_at_opening';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "assemblies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("is_imported", sa.Boolean(), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "language IN ('nl', 'fr', 'de', 'en')", name=op.f("ck_assemblies_language_known")
        ),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_assemblies_slug_shape")
        ),
        sa.CheckConstraint(
            "NOT (is_imported AND is_rehearsal)", name=op.f("ck_assemblies_history_is_no_rehearsal")
        ),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_assemblies_last_number_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assemblies")),
        sa.UniqueConstraint("slug", name=op.f("uq_assemblies_slug")),
    )
    op.create_table(
        "attempts",
        sa.Column("subject", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tried", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_since"), "attempts", ["since"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "NOT is_administrator OR is_staff", name=op.f("ck_people_administrators_are_staff")
        ),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_people_email_lower")),
        sa.CheckConstraint(
            "is_staff = (email IS NOT NULL)", name=op.f("ck_people_staff_have_an_address")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("position", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_audit_entries_assembly_id")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_entries")),
    )
    op.create_index(
        op.f("ix_audit_entries_assembly_id"), "audit_entries", ["assembly_id"], unique=False
    )
    op.create_table(
        "moderators",
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_moderators_assembly_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_moderators_person_id")),
        sa.PrimaryKeyConstraint("assembly_id", "person_id", name=op.f("pk_moderators")),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("vacated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number > 0", name=op.f("ck_seats_number_positive")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_seats_assembly_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_seats_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("assembly_id", "number", name=op.f("uq_seats_assembly_id_number")),
        sa.UniqueConstraint(
            "assembly_id", "person_id", name=op.f("uq_seats_assembly_id_person_id")
        ),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("notes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("importer", sa.String(length=60), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_sources_digest_shape")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_sources_assembly_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("assembly_id", name=op.f("uq_sources_assembly_id")),
    )
    op.create_table(
        "credentials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("handle", sa.String(length=8), nullable=True),
        sa.Column("secret_hash", sa.String(length=200), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=True),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'code') = (handle IS NOT NULL AND seat_id IS NOT NULL AND assembly_id IS NOT NULL)",
            name=op.f("ck_credentials_codes_belong_to_a_seat"),
        ),
        sa.CheckConstraint("kind IN ('password', 'code')", name=op.f("ck_credentials_kind_known")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_credentials_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_credentials_person_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_credentials_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credentials")),
        sa.UniqueConstraint("handle", name=op.f("uq_credentials_handle")),
    )
    op.create_index(op.f("ix_credentials_person_id"), "credentials", ["person_id"], unique=False)
    op.create_index(
        "uq_credentials_person_id_password_in_force",
        "credentials",
        ["person_id"],
        unique=True,
        postgresql_where="kind = 'password' AND revoked_at IS NULL",
    )
    op.create_index(
        "uq_credentials_seat_id_in_force",
        "credentials",
        ["seat_id"],
        unique=True,
        postgresql_where="revoked_at IS NULL",
    )
    op.create_table(
        "resolutions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("first_line", sa.Integer(), nullable=True),
        sa.Column("last_line", sa.Integer(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('adopted', 'not_adopted')) = (decided_at IS NOT NULL OR source_id IS NOT NULL)",
            name=op.f("ck_resolutions_decided_has_a_ground"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'tabled', 'under_vote', 'adopted', 'not_adopted', 'withdrawn')",
            name=op.f("ck_resolutions_state_known"),
        ),
        sa.CheckConstraint(
            "(source_id IS NULL) = (first_line IS NULL) AND (first_line IS NULL) = (last_line IS NULL)",
            name=op.f("ck_resolutions_lines_with_source"),
        ),
        sa.CheckConstraint(
            "first_line > 0 AND last_line >= first_line", name=op.f("ck_resolutions_lines_in_order")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_resolutions_number_positive")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_resolutions_revision_positive")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_resolutions_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_resolutions_source_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolutions")),
        sa.UniqueConstraint(
            "assembly_id", "number", name=op.f("uq_resolutions_assembly_id_number")
        ),
        sa.UniqueConstraint("id", "assembly_id", name=op.f("uq_resolutions_id_assembly_id")),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("credential_id", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["credential_id"], ["credentials.id"], name=op.f("fk_tokens_credential_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_tokens_digest")),
    )
    op.create_index(op.f("ix_tokens_credential_id"), "tokens", ["credential_id"], unique=False)
    op.create_index(op.f("ix_tokens_expires_at"), "tokens", ["expires_at"], unique=False)
    op.create_table(
        "versions",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_versions_ordinal_positive")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_versions_resolution_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", "ordinal", name=op.f("pk_versions")),
    )
    op.create_table(
        "provisions",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("marker", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('paragraph', 'item')", name=op.f("ck_provisions_kind_known")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_provisions_text_not_empty")),
        sa.CheckConstraint("place > 0", name=op.f("ck_provisions_place_positive")),
        sa.ForeignKeyConstraint(
            ["resolution_id", "version"],
            ["versions.resolution_id", "versions.ordinal"],
            name=op.f("fk_provisions_resolution_id_version"),
        ),
        sa.PrimaryKeyConstraint("resolution_id", "version", "place", name=op.f("pk_provisions")),
    )
    op.create_table(
        "votings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("secrecy", sa.String(length=24), nullable=False),
        sa.Column("abstain", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("share_over", sa.Integer(), nullable=False),
        sa.Column("share_of", sa.Integer(), nullable=False),
        sa.Column("strictness", sa.String(length=12), nullable=False),
        sa.Column("base", sa.String(length=12), nullable=False),
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("roll_digest", sa.String(length=64), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'planned' OR state = 'annulled') OR (opened_at IS NOT NULL AND entitled > 0 AND present IS NOT NULL AND roll_digest IS NOT NULL)",
            name=op.f("ck_votings_opened_has_a_roll"),
        ),
        sa.CheckConstraint(
            "base IN ('yes_no', 'cast', 'present', 'entitled')", name=op.f("ck_votings_base_known")
        ),
        sa.CheckConstraint(
            "secrecy IN ('secret', 'roll_call')", name=op.f("ck_votings_secrecy_known")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'open', 'closed', 'counted', 'annulled')",
            name=op.f("ck_votings_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('closed', 'counted') OR closed_at IS NOT NULL",
            name=op.f("ck_votings_closed_has_an_end"),
        ),
        sa.CheckConstraint(
            "strictness IN ('more_than', 'at_least')", name=op.f("ck_votings_strictness_known")
        ),
        sa.CheckConstraint("closed_at >= opened_at", name=op.f("ck_votings_ends_after_it_begins")),
        sa.CheckConstraint(
            "share_over > 0 AND share_of > 0 AND share_over <= share_of",
            name=op.f("ck_votings_share_proper"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_votings_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id", "assembly_id"],
            ["resolutions.id", "resolutions.assembly_id"],
            name=op.f("fk_votings_resolution_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id", "version"],
            ["versions.resolution_id", "versions.ordinal"],
            name=op.f("fk_votings_resolution_id_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votings")),
    )
    op.create_index("ix_votings_assembly_id", "votings", ["assembly_id"], unique=False)
    op.create_index(
        "ix_votings_state_closed",
        "votings",
        ["closed_at"],
        unique=False,
        postgresql_where="state = 'closed'",
    )
    op.create_index(
        "uq_votings_resolution_id_live",
        "votings",
        ["resolution_id"],
        unique=True,
        postgresql_where="state IN ('planned', 'open', 'closed')",
    )
    op.create_table(
        "ballots",
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("tracker", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "choice IN ('yes', 'no', 'abstain')", name=op.f("ck_ballots_choice_known")
        ),
        sa.ForeignKeyConstraint(["voting_id"], ["votings.id"], name=op.f("fk_ballots_voting_id")),
        sa.PrimaryKeyConstraint("voting_id", "tracker", name=op.f("pk_ballots")),
    )
    op.create_table(
        "electors",
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("seat_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_electors_seat_id")),
        sa.ForeignKeyConstraint(["voting_id"], ["votings.id"], name=op.f("fk_electors_voting_id")),
        sa.PrimaryKeyConstraint("voting_id", "seat_id", name=op.f("pk_electors")),
    )
    op.create_table(
        "records",
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["voting_id"], ["votings.id"], name=op.f("fk_records_voting_id")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_records_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_records_resolution_id")
        ),
        sa.PrimaryKeyConstraint("voting_id", name=op.f("pk_records")),
    )
    op.create_index(op.f("ix_records_assembly_id"), "records", ["assembly_id"], unique=False)
    op.create_index(op.f("ix_records_resolution_id"), "records", ["resolution_id"], unique=False)
    op.create_table(
        "results",
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("yes", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("turnout", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("ground", sa.String(length=24), nullable=False),
        sa.Column("base_count", sa.Integer(), nullable=False),
        sa.Column("needed_yes", sa.Integer(), nullable=True),
        sa.Column("margin", sa.Integer(), nullable=True),
        sa.Column("box_digest", sa.String(length=64), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'adopted') = (ground = 'majority_met')",
            name=op.f("ck_results_ground_fits_outcome"),
        ),
        sa.CheckConstraint(
            "ground IN ('majority_met', 'majority_not_met', 'tie', 'nobody_decided')",
            name=op.f("ck_results_ground_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('adopted', 'not_adopted')", name=op.f("ck_results_outcome_known")
        ),
        sa.CheckConstraint(
            "(needed_yes IS NULL) = (margin IS NULL) AND margin = yes - needed_yes",
            name=op.f("ck_results_margin_adds_up"),
        ),
        sa.CheckConstraint("yes + no + abstain = turnout", name=op.f("ck_results_reconciles")),
        sa.CheckConstraint(
            "yes >= 0 AND no >= 0 AND abstain >= 0 AND base_count >= 0",
            name=op.f("ck_results_counts_are_counts"),
        ),
        sa.ForeignKeyConstraint(["voting_id"], ["votings.id"], name=op.f("fk_results_voting_id")),
        sa.PrimaryKeyConstraint("voting_id", name=op.f("pk_results")),
    )
    op.create_table(
        "participations",
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["voting_id", "seat_id"],
            ["electors.voting_id", "electors.seat_id"],
            name=op.f("fk_participations_voting_id_seat_id"),
        ),
        sa.PrimaryKeyConstraint("voting_id", "seat_id", name=op.f("pk_participations")),
    )
    op.create_table(
        "roll_call_ballots",
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("tracker", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.CheckConstraint(
            "choice IN ('yes', 'no', 'abstain')", name=op.f("ck_roll_call_ballots_choice_known")
        ),
        sa.CheckConstraint("turn > 0", name=op.f("ck_roll_call_ballots_turn_positive")),
        sa.ForeignKeyConstraint(
            ["voting_id", "seat_id"],
            ["participations.voting_id", "participations.seat_id"],
            name=op.f("fk_roll_call_ballots_voting_id_seat_id"),
        ),
        sa.PrimaryKeyConstraint("voting_id", "seat_id", "turn", name=op.f("pk_roll_call_ballots")),
    )
    op.create_index(
        "uq_roll_call_ballots_voting_id_tracker",
        "roll_call_ballots",
        ["voting_id", "tracker"],
        unique=True,
    )

    op.execute(REFUSE_CHANGE)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(KEEP_MARK)
    op.execute(
        "CREATE TRIGGER participations_keep BEFORE UPDATE OR DELETE ON participations"
        " FOR EACH ROW EXECUTE FUNCTION keep_mark()"
    )
    op.execute(
        "CREATE TRIGGER participations_never_emptied BEFORE TRUNCATE ON participations"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(KEEP_VOTING)
    op.execute(
        "CREATE TRIGGER votings_keep BEFORE UPDATE ON votings"
        " FOR EACH ROW EXECUTE FUNCTION keep_voting()"
    )


def downgrade() -> None:
    op.drop_index("uq_roll_call_ballots_voting_id_tracker", table_name="roll_call_ballots")
    op.drop_table("roll_call_ballots")
    op.drop_table("participations")
    op.drop_table("results")
    op.drop_index(op.f("ix_records_resolution_id"), table_name="records")
    op.drop_index(op.f("ix_records_assembly_id"), table_name="records")
    op.drop_table("records")
    op.drop_table("electors")
    op.drop_table("ballots")
    op.drop_index(
        "uq_votings_resolution_id_live",
        table_name="votings",
        postgresql_where="state IN ('planned', 'open', 'closed')",
    )
    op.drop_index(
        "ix_votings_state_closed", table_name="votings", postgresql_where="state = 'closed'"
    )
    op.drop_index("ix_votings_assembly_id", table_name="votings")
    op.drop_table("votings")
    op.drop_table("provisions")
    op.drop_table("versions")
    op.drop_index(op.f("ix_tokens_expires_at"), table_name="tokens")
    op.drop_index(op.f("ix_tokens_credential_id"), table_name="tokens")
    op.drop_table("tokens")
    op.drop_table("resolutions")
    op.drop_index(
        "uq_credentials_seat_id_in_force",
        table_name="credentials",
        postgresql_where="revoked_at IS NULL",
    )
    op.drop_index(
        "uq_credentials_person_id_password_in_force",
        table_name="credentials",
        postgresql_where="kind = 'password' AND revoked_at IS NULL",
    )
    op.drop_index(op.f("ix_credentials_person_id"), table_name="credentials")
    op.drop_table("credentials")
    op.drop_table("sources")
    op.drop_table("seats")
    op.drop_table("moderators")
    op.drop_index(op.f("ix_audit_entries_assembly_id"), table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_table("people")
    op.drop_index(op.f("ix_attempts_since"), table_name="attempts")
    op.drop_table("attempts")
    op.drop_table("assemblies")
    op.execute("DROP FUNCTION keep_mark()")
    op.execute("DROP FUNCTION keep_voting()")
    op.execute("DROP FUNCTION refuse_change()")
