# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Corrections: versions of the record of a published outcome, each with its reason; append-only.

What is decided keeps its title, and history its outcome, unless the latest correction says
otherwise: the function that keeps resolutions looks it up.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLE = "corrections"

KINDS = "'record.published', 'minutes.published', 'voting.annulled', 'ping'"

BEGINS = """
CREATE OR REPLACE FUNCTION keep_resolution() RETURNS trigger LANGUAGE plpgsql AS $$
%(declared)sBEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' AND NEW.source_id IS NULL THEN
            RAISE EXCEPTION 'a resolution begins as a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_resolutions_begins_as_a_draft';
        END IF;
        RETURN NEW;
    END IF;
%(looked_up)s    IF (NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'draft>submitted', 'draft>tabled', 'draft>withdrawn',
        'submitted>tabled', 'submitted>draft', 'submitted>withdrawn',
        'tabled>under_vote', 'tabled>withdrawn',
        'under_vote>adopted', 'under_vote>not_adopted', 'under_vote>tabled',
        'adopted>tabled', 'not_adopted>tabled'
    ) OR NEW.state <> OLD.state AND OLD.source_id IS NOT NULL)%(state_corrected)s THEN
        RAISE EXCEPTION 'a resolution that is %% cannot become %%', OLD.state, NEW.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_resolutions_move_legal';
    END IF;
    IF (
        NEW.id, NEW.assembly_id, NEW.number, NEW.language, NEW.source_id, NEW.first_line,
        NEW.last_line, NEW.drafted_at, NEW.is_proposal
    ) IS DISTINCT FROM (
        OLD.id, OLD.assembly_id, OLD.number, OLD.language, OLD.source_id, OLD.first_line,
        OLD.last_line, OLD.drafted_at, OLD.is_proposal
    ) OR OLD.public_from IS NOT NULL AND NEW.public_from IS DISTINCT FROM OLD.public_from THEN
        RAISE EXCEPTION 'what a resolution is does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_resolutions_identity_kept';
    END IF;
    IF OLD.state NOT IN ('draft', 'submitted', 'tabled')
        AND (
            NEW.current_version <> OLD.current_version
            OR NEW.title IS DISTINCT FROM OLD.title%(title_corrected)s
        )
        OR NEW.current_version < OLD.current_version OR NEW.revision < OLD.revision
        OR NEW.beside < OLD.beside
    THEN
        RAISE EXCEPTION 'a text under vote, decided or withdrawn does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_resolutions_text_kept';
    END IF;
    RETURN NEW;
END $$
"""

CORRECTED = BEGINS % {
    "declared": "DECLARE\n    said jsonb;\n",
    "looked_up": """    IF OLD.state IN ('adopted', 'not_adopted')
        AND (NEW.title, NEW.state) IS DISTINCT FROM (OLD.title, OLD.state)
    THEN
        SELECT document->'facts' INTO said FROM corrections
        WHERE resolution_id = OLD.id ORDER BY version DESC LIMIT 1;
    END IF;
""",
    "state_corrected": """
        AND NOT coalesce(OLD.source_id IS NOT NULL AND NEW.state = said->>'outcome', false)""",
    "title_corrected": """
            AND (said IS NULL OR NEW.title IS DISTINCT FROM said->>'title')""",
}
AS_BEFORE = BEGINS % dict.fromkeys(
    ("declared", "looked_up", "state_corrected", "title_corrected"), ""
)


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("voting_id", sa.Uuid(), nullable=True),
        sa.Column("document", postgresql.JSONB(none_as_null=True), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("because", sa.String(1000), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.String(60), nullable=False),
        sa.CheckConstraint("version > 1", name=op.f("ck_corrections_follows_a_version")),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_corrections_digest_shape")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_corrections_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id", "assembly_id"],
            ["resolutions.id", "resolutions.assembly_id"],
            name=op.f("fk_corrections_resolution_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(
            ["voting_id"], ["records.voting_id"], name=op.f("fk_corrections_voting_id")
        ),
        sa.PrimaryKeyConstraint("resolution_id", "version", name=op.f("pk_corrections")),
    )
    op.create_index("ix_corrections_assembly_id", TABLE, ["assembly_id"])
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_never_emptied BEFORE TRUNCATE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_tell_news AFTER INSERT OR UPDATE OR DELETE ON {TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION tell_news()"
    )
    op.execute(CORRECTED)
    _kinds(f"{KINDS}, 'record.corrected'")


def _kinds(kinds: str) -> None:
    name = op.f("ck_webhook_deliveries_kind_known")
    op.drop_constraint(name, "webhook_deliveries", type_="check")
    op.create_check_constraint(name, "webhook_deliveries", f"kind IN ({kinds})")


def downgrade() -> None:
    op.execute("DELETE FROM webhook_deliveries WHERE kind = 'record.corrected'")
    op.execute("UPDATE webhooks SET events = events - 'record.corrected'")
    _kinds(KINDS)
    op.execute(AS_BEFORE)
    op.drop_table(TABLE)
