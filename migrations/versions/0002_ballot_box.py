# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ballot box: weights, colleges, presence, proxies, schedules, paper, annulment, test votings.

What existed keeps its meaning: every weight is one, nobody has a college, everybody on a roll was
taken as present, every voting was electronic. What a voting froze at opening stays frozen by
trigger, and its planned end may only be moved later. An annulled voting says when and why.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WEIGHT = sa.Numeric(16, 6)
WEIGHTS = sa.Numeric(24, 6)
JSON = postgresql.JSONB(astext_type=sa.Text())

FROZEN_0001 = (
    "assembly_id",
    "resolution_id",
    "version",
    "secrecy",
    "abstain",
    "rule",
    "share_over",
    "share_of",
    "strictness",
    "base",
    "is_rehearsal",
    "entitled",
    "present",
    "roll_digest",
    "opened_at",
)
FROZEN = (
    *FROZEN_0001,
    "quorum",
    "college_rule",
    "electorate",
    "medium",
    "is_test",
    "accepts_small_classes",
    "opens_at",
    "opening_missed",
    "represented",
    "entitled_weight",
    "present_weight",
    "weight_step",
    "attendance_taken",
    "small_classes",
)


def _keep_voting(frozen: tuple[str, ...], further: str) -> str:
    new = ", ".join(f"NEW.{column}" for column in frozen)
    old = ", ".join(f"OLD.{column}" for column in frozen)
    return f"""
CREATE OR REPLACE FUNCTION keep_voting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'planned>open', 'open>closed', 'closed>counted',
        'planned>annulled', 'open>annulled', 'closed>annulled', 'counted>annulled'
    ) THEN
        RAISE EXCEPTION 'a voting that is % cannot become %', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_votings_move_legal';
    END IF;
    IF OLD.state <> 'planned' AND (
        {new}
    ) IS DISTINCT FROM (
        {old}
    ) THEN
        RAISE EXCEPTION 'what was frozen at opening does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_votings_frozen_at_opening';
    END IF;{further}
    RETURN NEW;
END $$
"""


ENDS_ONLY_LATER = """
    IF OLD.state = 'open' AND NEW.closes_at IS DISTINCT FROM OLD.closes_at
        AND OLD.closes_at IS NOT NULL AND (NEW.closes_at IS NULL OR NEW.closes_at < OLD.closes_at)
        OR OLD.state NOT IN ('planned', 'open')
        AND (NEW.closes_at, NEW.closed_at) IS DISTINCT FROM (OLD.closes_at, OLD.closed_at)
        OR (OLD.papers_agreed_at, OLD.annulled_at, OLD.annulled_because)
            IS DISTINCT FROM (NEW.papers_agreed_at, NEW.annulled_at, NEW.annulled_because)
        AND (OLD.papers_agreed_at IS NOT NULL AND NEW.papers_agreed_at IS DISTINCT FROM
            OLD.papers_agreed_at OR OLD.annulled_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'an end that was announced or reached is not moved back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_votings_end_kept';
    END IF;"""

BATCHES_MET = """
CREATE FUNCTION batches_met() RETURNS uuid[] LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'another batch put the same in at this moment'
        USING ERRCODE = 'serialization_failure';
END $$
"""

KEEP_STAY = """
CREATE FUNCTION keep_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - TG_ARGV[0] = to_jsonb(NEW) - TG_ARGV[0]
        AND to_jsonb(OLD) -> TG_ARGV[0] = 'null' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION '% is only added to and ended', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$
"""

OPENED_0001 = (
    "(state = 'planned' OR state = 'annulled') OR (opened_at IS NOT NULL"
    " AND entitled > 0 AND present IS NOT NULL AND roll_digest IS NOT NULL)"
)
OPENED = (
    "(state = 'planned' OR state = 'annulled') OR (opened_at IS NOT NULL"
    " AND entitled > 0 AND present BETWEEN 0 AND entitled AND represented <= present"
    " AND entitled_weight > 0 AND present_weight >= 0 AND weight_step > 0"
    " AND attendance_taken IS NOT NULL AND small_classes IS NOT NULL"
    " AND roll_digest IS NOT NULL)"
)
LIVE_0001 = "state IN ('planned', 'open', 'closed')"
GROUND_FITS = (
    "coalesce(outcome = 'adopted', false) = (ground = 'majority_met')"
    " AND (outcome IS NOT NULL OR ground = 'quorum_not_met')"
)
GROUNDS_0001 = "ground IN ('majority_met', 'majority_not_met', 'tie', 'nobody_decided')"
GROUNDS = (
    "ground IN ('majority_met', 'majority_not_met', 'tie', 'nobody_decided',"
    " 'quorum_not_met', 'college_not_met')"
)


KEEP_MARKS = """
CREATE FUNCTION keep_marks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT voting_id FROM gone) AS mark
          JOIN votings ON votings.id = mark.voting_id
         WHERE NOT (votings.state IN ('counted', 'annulled') AND votings.secrecy = 'secret'
                    AND votings.unlinked_at IS NULL)
    ) OR EXISTS (
        SELECT FROM gone LEFT JOIN participations AS anew USING (voting_id, seat_id, on_paper)
         WHERE anew.xmin IS NULL
    ) THEN
        RAISE EXCEPTION 'who has voted stays marked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$
"""

STANDS_IN = """
CREATE FUNCTION {table}_stand_in_{within}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM written LEFT JOIN {within} AS kept
          ON kept.voting_id = written.voting_id AND kept.seat_id = written.seat_id
         WHERE kept.seat_id IS NULL
    ) THEN
        RAISE EXCEPTION 'this seat does not stand in {within}'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'fk_{table}_voting_id_seat_id';
    END IF;
    RETURN NULL;
END $$
"""
WITHIN = {"participations": "electors", "roll_call_ballots": "participations"}


def _add(table: str, column: sa.Column[Any], value: str) -> None:
    """A column that existing rows get a value for, and later ones must bring."""
    column.server_default = sa.DefaultClause(sa.text(value))
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def upgrade() -> None:
    _seats()
    _votings()
    _roll_and_box()
    _marks()
    _results()


def _seats() -> None:
    _add("assemblies", sa.Column("proxies_per_holder", sa.Integer(), nullable=False), "1")
    op.create_check_constraint(
        op.f("ck_assemblies_proxies_per_holder_sane"),
        "assemblies",
        "proxies_per_holder BETWEEN 0 AND 100",
    )
    _add("seats", sa.Column("weight", WEIGHT, nullable=False), "1")
    op.add_column("seats", sa.Column("college", sa.String(40), nullable=True))
    op.create_unique_constraint(op.f("uq_seats_id_assembly_id"), "seats", ["id", "assembly_id"])
    op.create_check_constraint(op.f("ck_seats_weight_positive"), "seats", "weight > 0")
    op.create_check_constraint(op.f("ck_seats_college_named"), "seats", "college <> ''")
    op.create_table(
        "attendances",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "left_at >= arrived_at", name=op.f("ck_attendances_leaves_after_arriving")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id", "assembly_id"],
            ["seats.id", "seats.assembly_id"],
            name=op.f("fk_attendances_seat_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("seat_id", "arrived_at", name=op.f("pk_attendances")),
    )
    op.create_index("ix_attendances_assembly_id", "attendances", ["assembly_id"])
    op.create_index(
        "uq_attendances_seat_id_open",
        "attendances",
        ["seat_id"],
        unique=True,
        postgresql_where="left_at IS NULL",
    )
    op.create_table(
        "proxies",
        sa.Column("giver_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("giver_id <> holder_id", name=op.f("ck_proxies_nobody_holds_their_own")),
        sa.CheckConstraint("ended_at >= given_at", name=op.f("ck_proxies_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["giver_id", "assembly_id"],
            ["seats.id", "seats.assembly_id"],
            name=op.f("fk_proxies_giver_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(
            ["holder_id", "assembly_id"],
            ["seats.id", "seats.assembly_id"],
            name=op.f("fk_proxies_holder_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("giver_id", "given_at", name=op.f("pk_proxies")),
    )
    op.create_index("ix_proxies_assembly_id", "proxies", ["assembly_id"])
    op.create_index(
        "ix_proxies_holder_id", "proxies", ["holder_id"], postgresql_where="ended_at IS NULL"
    )
    op.create_index(
        "uq_proxies_giver_id_in_force",
        "proxies",
        ["giver_id"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
    op.execute(KEEP_STAY)
    for table, end in (("attendances", "left_at"), ("proxies", "ended_at")):
        op.execute(
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION keep_stay('{end}')"
        )
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _votings() -> None:
    op.execute("DROP TRIGGER votings_keep ON votings")
    for name in ("quorum", "college_rule"):
        op.add_column("votings", sa.Column(name, JSON, nullable=True))
    _add("votings", sa.Column("electorate", sa.String(24), nullable=False), "'all'")
    _add("votings", sa.Column("medium", sa.String(24), nullable=False), "'electronic'")
    _add("votings", sa.Column("is_test", sa.Boolean(), nullable=False), "false")
    _add("votings", sa.Column("accepts_small_classes", sa.Boolean(), nullable=False), "false")
    for column in (
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opening_missed", sa.String(40), nullable=True),
        sa.Column("represented", sa.Integer(), nullable=True),
        sa.Column("entitled_weight", WEIGHTS, nullable=True),
        sa.Column("present_weight", WEIGHTS, nullable=True),
        sa.Column("weight_step", WEIGHT, nullable=True),
        sa.Column("attendance_taken", sa.Boolean(), nullable=True),
        sa.Column("small_classes", sa.Boolean(), nullable=True),
        sa.Column("papers_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unlinked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_because", sa.String(1000), nullable=True),
    ):
        op.add_column("votings", column)
    op.execute(
        "UPDATE votings SET represented = 0, entitled_weight = entitled, present_weight = present,"
        " weight_step = 1, attendance_taken = false, small_classes = false,"
        " unlinked_at = CASE WHEN state = 'counted' THEN closed_at END"
        " WHERE entitled IS NOT NULL"
    )
    op.drop_constraint("ck_votings_opened_has_a_roll", "votings")
    op.create_check_constraint(op.f("ck_votings_opened_has_a_roll"), "votings", OPENED)
    op.create_check_constraint(
        op.f("ck_votings_electorate_known"), "votings", "electorate IN ('all', 'present')"
    )
    op.create_check_constraint(
        op.f("ck_votings_medium_known"), "votings", "medium IN ('electronic', 'hybrid', 'hand')"
    )
    op.create_check_constraint(
        op.f("ck_votings_planned_end_after_beginning"), "votings", "closes_at > opens_at"
    )
    op.create_check_constraint(
        op.f("ck_votings_annulled_with_a_reason"),
        "votings",
        "(state = 'annulled') = (annulled_at IS NOT NULL)"
        " AND (annulled_at IS NULL) = (annulled_because IS NULL)",
    )
    op.drop_index("uq_votings_resolution_id_live", "votings")
    op.create_index(
        "uq_votings_resolution_id_live",
        "votings",
        ["resolution_id"],
        unique=True,
        postgresql_where=f"{LIVE_0001} AND NOT is_test",
    )
    op.create_index(
        "ix_votings_opens_at_planned", "votings", ["opens_at"], postgresql_where="state = 'planned'"
    )
    op.create_index(
        "ix_votings_closes_at_open", "votings", ["closes_at"], postgresql_where="state = 'open'"
    )
    op.execute(_keep_voting(FROZEN, ENDS_ONLY_LATER))
    op.execute(
        "CREATE TRIGGER votings_keep BEFORE UPDATE ON votings"
        " FOR EACH ROW EXECUTE FUNCTION keep_voting()"
    )


def _roll_and_box() -> None:
    _add("electors", sa.Column("weight", WEIGHT, nullable=False), "1")
    op.add_column("electors", sa.Column("college", sa.String(40), nullable=True))
    _add("electors", sa.Column("present", sa.Boolean(), nullable=False), "true")
    op.add_column("electors", sa.Column("held_by", sa.Uuid(), nullable=True))
    op.create_unique_constraint(
        op.f("uq_electors_voting_id_seat_number"), "electors", ["voting_id", "seat_number"]
    )
    op.create_foreign_key(
        op.f("fk_electors_voting_id_held_by"),
        "electors",
        "electors",
        ["voting_id", "held_by"],
        ["voting_id", "seat_id"],
    )
    op.create_index(
        "ix_electors_voting_id_held_by",
        "electors",
        ["voting_id", "held_by"],
        postgresql_where="held_by IS NOT NULL",
    )
    for name, condition in (
        ("weight_positive", "weight > 0"),
        ("nobody_holds_their_own", "held_by <> seat_id"),
        ("only_the_absent_are_represented", "held_by IS NULL OR NOT present"),
    ):
        op.create_check_constraint(op.f(f"ck_electors_{name}"), "electors", condition)
    _add("participations", sa.Column("on_paper", sa.Boolean(), nullable=False), "false")
    _add("ballots", sa.Column("weight", WEIGHT, nullable=False), "1")
    op.add_column("ballots", sa.Column("college", sa.String(40), nullable=True))
    op.create_table(
        "paper_counts",
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lines", JSON, nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("attempt > 0", name=op.f("ck_paper_counts_attempt_positive")),
        sa.ForeignKeyConstraint(
            ["voting_id"], ["votings.id"], name=op.f("fk_paper_counts_voting_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["people.id"], name=op.f("fk_paper_counts_entered_by")
        ),
        sa.PrimaryKeyConstraint("voting_id", "attempt", name=op.f("pk_paper_counts")),
    )
    op.execute(
        "CREATE TRIGGER paper_counts_append_only BEFORE UPDATE OR DELETE ON paper_counts"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER paper_counts_never_emptied BEFORE TRUNCATE ON paper_counts"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _marks() -> None:
    """What a foreign key looks up row by row is looked up by statement: the roll never shrinks.

    No row of the roll is locked by a mark any more, so none keeps the number of the transaction
    that cast; and the count writes a hundred thousand marks anew without as many look-ups.
    """
    for table, within in WITHIN.items():
        op.drop_constraint(f"fk_{table}_voting_id_seat_id", table, type_="foreignkey")
        op.execute(STANDS_IN.format(table=table, within=within))
        op.execute(
            f"CREATE TRIGGER {table}_stand_in_{within} AFTER INSERT ON {table}"
            " REFERENCING NEW TABLE AS written"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_stand_in_{within}()"
        )
    op.execute("DROP TRIGGER participations_keep ON participations")
    op.execute(
        "CREATE TRIGGER participations_keep BEFORE UPDATE ON participations"
        " FOR EACH ROW EXECUTE FUNCTION keep_mark()"
    )
    op.execute(KEEP_MARKS)
    op.execute(BATCHES_MET)
    op.execute(
        "CREATE TRIGGER participations_keep_all AFTER DELETE ON participations"
        " REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION keep_marks()"
    )


def _marks_back() -> None:
    op.execute("DROP TRIGGER participations_keep_all ON participations")
    op.execute("DROP FUNCTION keep_marks()")
    op.execute("DROP FUNCTION batches_met()")
    op.execute("DROP TRIGGER participations_keep ON participations")
    op.execute(
        "CREATE TRIGGER participations_keep BEFORE UPDATE OR DELETE ON participations"
        " FOR EACH ROW EXECUTE FUNCTION keep_mark()"
    )
    for table, within in WITHIN.items():
        op.execute(f"DROP TRIGGER {table}_stand_in_{within} ON {table}")
        op.execute(f"DROP FUNCTION {table}_stand_in_{within}()")
        op.create_foreign_key(
            op.f(f"fk_{table}_voting_id_seat_id"),
            table,
            within,
            ["voting_id", "seat_id"],
            ["voting_id", "seat_id"],
        )


def _results() -> None:
    op.execute("ALTER TABLE results DISABLE TRIGGER results_append_only")
    for name in ("blank", "invalid"):
        _add("results", sa.Column(name, sa.Integer(), nullable=False), "0")
    for name in ("weighed", "colleges", "paper"):
        op.add_column("results", sa.Column(name, JSON, nullable=True))
    _add("results", sa.Column("verdict", JSON, nullable=False), "'{}'")
    op.execute(
        "UPDATE results SET verdict = jsonb_build_object('outcome', outcome, 'ground', ground,"
        " 'base', base_count::text, 'needed_yes', needed_yes::text, 'margin', margin::text,"
        " 'quorum', NULL, 'colleges', '{}'::jsonb)"
    )
    op.execute("ALTER TABLE results ENABLE TRIGGER results_append_only")
    for name in (
        "counts_are_counts",
        "reconciles",
        "margin_adds_up",
        "ground_fits_outcome",
        "ground_known",
    ):
        op.drop_constraint(f"ck_results_{name}", "results")
    for name in ("base_count", "needed_yes", "margin"):
        op.drop_column("results", name)
    op.alter_column("results", "outcome", nullable=True)
    for name, condition in (
        (
            "counts_are_counts",
            "yes >= 0 AND no >= 0 AND abstain >= 0 AND blank >= 0 AND invalid >= 0",
        ),
        ("reconciles", "yes + no + abstain + blank + invalid = turnout"),
        ("ground_fits_outcome", GROUND_FITS),
        ("ground_known", GROUNDS),
    ):
        op.create_check_constraint(op.f(f"ck_results_{name}"), "results", condition)


def downgrade() -> None:
    """What 0001 knew; refuses by constraint where new kinds of votings were held."""
    _marks_back()
    op.execute("ALTER TABLE results DISABLE TRIGGER results_append_only")
    for name in ("counts_are_counts", "reconciles", "ground_fits_outcome", "ground_known"):
        op.drop_constraint(f"ck_results_{name}", "results")
    op.add_column("results", sa.Column("base_count", sa.Integer(), nullable=True))
    op.add_column("results", sa.Column("needed_yes", sa.Integer(), nullable=True))
    op.add_column("results", sa.Column("margin", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE results SET base_count = (verdict ->> 'base')::integer,"
        " needed_yes = (verdict ->> 'needed_yes')::integer, margin = (verdict ->> 'margin')::integer"
    )
    op.execute("ALTER TABLE results ENABLE TRIGGER results_append_only")
    op.alter_column("results", "base_count", nullable=False)
    op.alter_column("results", "outcome", nullable=False)
    for name in ("verdict", "paper", "colleges", "weighed", "invalid", "blank"):
        op.drop_column("results", name)
    for name, condition in (
        ("counts_are_counts", "yes >= 0 AND no >= 0 AND abstain >= 0 AND base_count >= 0"),
        ("reconciles", "yes + no + abstain = turnout"),
        (
            "margin_adds_up",
            "(needed_yes IS NULL) = (margin IS NULL) AND margin = yes - needed_yes",
        ),
        ("ground_fits_outcome", "(outcome = 'adopted') = (ground = 'majority_met')"),
        ("ground_known", GROUNDS_0001),
    ):
        op.create_check_constraint(op.f(f"ck_results_{name}"), "results", condition)
    op.drop_table("paper_counts")
    op.drop_column("ballots", "college")
    op.drop_column("ballots", "weight")
    op.drop_column("participations", "on_paper")
    op.drop_index("ix_electors_voting_id_held_by", "electors")
    op.drop_constraint("fk_electors_voting_id_held_by", "electors", type_="foreignkey")
    op.drop_constraint("uq_electors_voting_id_seat_number", "electors", type_="unique")
    for name in ("held_by", "present", "college", "weight"):
        op.drop_column("electors", name)
    op.execute("DROP TRIGGER votings_keep ON votings")
    op.drop_index("ix_votings_closes_at_open", "votings")
    op.drop_index("ix_votings_opens_at_planned", "votings")
    op.drop_index("uq_votings_resolution_id_live", "votings")
    op.drop_constraint("ck_votings_opened_has_a_roll", "votings")
    op.drop_constraint("ck_votings_annulled_with_a_reason", "votings")
    op.drop_constraint("ck_votings_planned_end_after_beginning", "votings")
    for name in (
        "annulled_because",
        "annulled_at",
        "unlinked_at",
        "papers_agreed_at",
        "small_classes",
        "attendance_taken",
        "weight_step",
        "present_weight",
        "entitled_weight",
        "represented",
        "opening_missed",
        "closes_at",
        "opens_at",
        "accepts_small_classes",
        "is_test",
        "medium",
        "electorate",
        "college_rule",
        "quorum",
    ):
        op.drop_column("votings", name)
    op.create_check_constraint(op.f("ck_votings_opened_has_a_roll"), "votings", OPENED_0001)
    op.create_index(
        "uq_votings_resolution_id_live",
        "votings",
        ["resolution_id"],
        unique=True,
        postgresql_where=LIVE_0001,
    )
    op.execute(_keep_voting(FROZEN_0001, ""))
    op.execute(
        "CREATE TRIGGER votings_keep BEFORE UPDATE ON votings"
        " FOR EACH ROW EXECUTE FUNCTION keep_voting()"
    )
    op.drop_table("proxies")
    op.drop_table("attendances")
    op.execute("DROP FUNCTION keep_stay()")
    op.drop_constraint("uq_seats_id_assembly_id", "seats", type_="unique")
    op.drop_column("seats", "college")
    op.drop_column("seats", "weight")
    op.drop_column("assemblies", "proxies_per_holder")
