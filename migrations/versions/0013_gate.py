# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate: a voting says beforehand whether its result is public at once or held back.

What was agreed is frozen at opening. An hour is moved with a reason, and each move is kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "embargoes"

KEEP_GATE = """
CREATE FUNCTION keep_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'planned' AND NEW.release IS DISTINCT FROM OLD.release THEN
        RAISE EXCEPTION 'what was frozen at opening does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_votings_frozen_at_opening';
    END IF;
    IF OLD.released_at IS NOT NULL AND
        (NEW.released_at, NEW.publish_at) IS DISTINCT FROM (OLD.released_at, OLD.publish_at)
    THEN
        RAISE EXCEPTION 'what was released is not held back again'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_votings_released_once';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.add_column("votings", sa.Column("release", sa.String(24), nullable=True))
    op.execute("ALTER TABLE votings DISABLE TRIGGER USER")
    op.execute("UPDATE votings SET release = 'at_once'")
    op.execute("ALTER TABLE votings ENABLE TRIGGER USER")
    op.alter_column("votings", "release", nullable=False)
    for name in ("publish_at", "released_at"):
        op.add_column("votings", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_votings_release_known"), "votings", "release IN ('at_once', 'held')"
    )
    op.create_check_constraint(
        op.f("ck_votings_only_held_is_released"),
        "votings",
        "release = 'held' OR publish_at IS NULL AND released_at IS NULL",
    )
    op.create_check_constraint(
        op.f("ck_votings_released_when_counted"),
        "votings",
        "released_at IS NULL OR state IN ('counted', 'annulled')",
    )
    op.execute(KEEP_GATE)
    op.execute(
        "CREATE TRIGGER votings_keep_gate BEFORE UPDATE ON votings"
        " FOR EACH ROW EXECUTE FUNCTION keep_gate()"
    )
    op.create_table(
        TABLE,
        sa.Column("voting_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publish_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("because", sa.String(1000), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("turn > 0", name=op.f("ck_embargoes_turn_positive")),
        sa.CheckConstraint(
            "before IS DISTINCT FROM publish_at", name=op.f("ck_embargoes_moved_somewhere")
        ),
        sa.ForeignKeyConstraint(["voting_id"], ["votings.id"], name=op.f("fk_embargoes_voting_id")),
        sa.PrimaryKeyConstraint("voting_id", "turn", name=op.f("pk_embargoes")),
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_never_emptied BEFORE TRUNCATE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
    op.execute("DROP TRIGGER votings_keep_gate ON votings")
    op.execute("DROP FUNCTION keep_gate()")
    for check in ("released_when_counted", "only_held_is_released", "release_known"):
        op.drop_constraint(op.f(f"ck_votings_{check}"), "votings", type_="check")
    for name in ("released_at", "publish_at", "release"):
        op.drop_column("votings", name)
