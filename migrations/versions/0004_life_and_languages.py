# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proposals are submitted, returned and sponsored; versions keep their titles; texts have translations.

The database makes no move of a resolution that the table of moves does not have, and keeps what no
longer changes. What is public now is public from its current version on: a text on the table was
never edited. Earlier versions get the title their resolution has now; nobody kept theirs.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES_0003 = "'draft', 'tabled', 'under_vote', 'adopted', 'not_adopted', 'withdrawn'"
STATES = "'draft', 'submitted', 'tabled', 'under_vote', 'adopted', 'not_adopted', 'withdrawn'"
PUBLIC = "'tabled', 'under_vote', 'adopted', 'not_adopted'"
HANDS = "written_as IN ('moderator', 'sponsor', 'source', 'amendments')"

KEEP_RESOLUTION = """
CREATE FUNCTION keep_resolution() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'draft' AND NEW.source_id IS NULL THEN
            RAISE EXCEPTION 'a resolution begins as a draft'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_resolutions_begins_as_a_draft';
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'draft>submitted', 'draft>tabled', 'draft>withdrawn',
        'submitted>tabled', 'submitted>draft', 'submitted>withdrawn',
        'tabled>under_vote', 'tabled>withdrawn',
        'under_vote>adopted', 'under_vote>not_adopted', 'under_vote>tabled',
        'adopted>tabled', 'not_adopted>tabled'
    ) OR NEW.state <> OLD.state AND OLD.source_id IS NOT NULL THEN
        RAISE EXCEPTION 'a resolution that is % cannot become %', OLD.state, NEW.state
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
        AND (NEW.current_version, NEW.title) IS DISTINCT FROM (OLD.current_version, OLD.title)
        OR NEW.current_version < OLD.current_version OR NEW.revision < OLD.revision
        OR NEW.beside < OLD.beside
    THEN
        RAISE EXCEPTION 'a text under vote, decided or withdrawn does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_resolutions_text_kept';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    _assemblies()
    _versions()
    _resolutions()
    _translations()
    _sponsors()


def _assemblies() -> None:
    op.add_column("assemblies", sa.Column("participants_propose", sa.Boolean(), nullable=True))
    op.execute("UPDATE assemblies SET participants_propose = NOT is_imported")
    op.alter_column("assemblies", "participants_propose", nullable=False)


def _versions() -> None:
    op.add_column("versions", sa.Column("title", sa.String(300), nullable=True))
    op.add_column("versions", sa.Column("line_width", sa.SmallInteger(), nullable=True))
    op.add_column("versions", sa.Column("written_as", sa.String(24), nullable=True))
    op.execute("ALTER TABLE versions DISABLE TRIGGER USER")
    op.execute(
        "UPDATE versions SET line_width = 80, title = resolutions.title, written_as ="
        " CASE WHEN resolutions.source_id IS NULL THEN 'moderator' ELSE 'source' END"
        " FROM resolutions WHERE resolutions.id = versions.resolution_id"
    )
    op.execute("ALTER TABLE versions ENABLE TRIGGER USER")
    op.alter_column("versions", "line_width", nullable=False)
    op.alter_column("versions", "written_as", nullable=False)
    op.create_check_constraint(
        op.f("ck_versions_line_width_sane"), "versions", "line_width BETWEEN 20 AND 200"
    )
    op.create_check_constraint(op.f("ck_versions_written_as_known"), "versions", HANDS)


def _resolutions() -> None:
    op.add_column("resolutions", sa.Column("public_from", sa.Integer(), nullable=True))
    op.add_column("resolutions", sa.Column("beside", sa.Integer(), nullable=True))
    op.add_column("resolutions", sa.Column("is_proposal", sa.Boolean(), nullable=True))
    op.add_column("resolutions", sa.Column("returned_at", sa.DateTime(timezone=True)))
    op.add_column("resolutions", sa.Column("returned_because", sa.Text()))
    op.execute(
        "UPDATE resolutions SET beside = 0, is_proposal = false, public_from ="
        " CASE WHEN state NOT IN ('draft', 'withdrawn') THEN current_version END"
    )
    op.alter_column("resolutions", "beside", nullable=False)
    op.alter_column("resolutions", "is_proposal", nullable=False)
    op.drop_constraint(op.f("ck_resolutions_state_known"), "resolutions", type_="check")
    for name, condition in (
        ("state_known", f"state IN ({STATES})"),
        ("beside_counts", "beside >= 0"),
        ("returned_with_a_reason", "(returned_at IS NULL) = (returned_because IS NULL)"),
        ("public_from_a_version", "public_from BETWEEN 1 AND current_version"),
        ("public_has_a_version", f"state NOT IN ({PUBLIC}) OR public_from IS NOT NULL"),
    ):
        op.create_check_constraint(op.f(f"ck_resolutions_{name}"), "resolutions", condition)
    op.create_foreign_key(
        op.f("fk_resolutions_id_current_version"),
        "resolutions",
        "versions",
        ["id", "current_version"],
        ["resolution_id", "ordinal"],
        deferrable=True,
        initially="DEFERRED",
    )
    op.execute(KEEP_RESOLUTION)
    op.execute(
        "CREATE TRIGGER resolutions_keep BEFORE INSERT OR UPDATE ON resolutions"
        " FOR EACH ROW EXECUTE FUNCTION keep_resolution()"
    )


def _translations() -> None:
    op.create_table(
        "translations",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=True),
        sa.Column("provisions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(60), nullable=False),
        sa.Column("written_as", sa.String(24), nullable=False),
        sa.CheckConstraint(
            "language IN ('nl', 'fr', 'de', 'en')", name=op.f("ck_translations_language_known")
        ),
        sa.CheckConstraint("edition > 0", name=op.f("ck_translations_edition_positive")),
        sa.CheckConstraint(HANDS, name=op.f("ck_translations_written_as_known")),
        sa.ForeignKeyConstraint(
            ["resolution_id", "version"],
            ["versions.resolution_id", "versions.ordinal"],
            name=op.f("fk_translations_resolution_id_version"),
        ),
        sa.PrimaryKeyConstraint(
            "resolution_id", "language", "edition", name=op.f("pk_translations")
        ),
    )
    op.execute(
        "CREATE TRIGGER translations_append_only BEFORE UPDATE OR DELETE ON translations"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER translations_never_emptied BEFORE TRUNCATE ON translations"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _sponsors() -> None:
    op.create_table(
        "sponsors",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(200), nullable=True),
        sa.Column("after_tabling", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_sponsors_ordinal_positive")),
        sa.CheckConstraint(
            "(seat_id IS NULL) <> (body IS NULL)", name=op.f("ck_sponsors_seat_or_body")
        ),
        sa.CheckConstraint("body <> ''", name=op.f("ck_sponsors_body_named")),
        sa.CheckConstraint("left_at >= since", name=op.f("ck_sponsors_leaves_after_joining")),
        sa.ForeignKeyConstraint(
            ["resolution_id", "assembly_id"],
            ["resolutions.id", "resolutions.assembly_id"],
            name=op.f("fk_sponsors_resolution_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(
            ["seat_id", "assembly_id"],
            ["seats.id", "seats.assembly_id"],
            name=op.f("fk_sponsors_seat_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("resolution_id", "ordinal", name=op.f("pk_sponsors")),
    )
    for column in ("seat_id", "body"):
        op.create_index(
            f"uq_sponsors_resolution_id_{column}_in_force",
            "sponsors",
            ["resolution_id", column],
            unique=True,
            postgresql_where="left_at IS NULL",
        )
    op.create_index("ix_sponsors_seat_id", "sponsors", ["seat_id"])
    op.execute(
        "CREATE TRIGGER sponsors_keep BEFORE UPDATE OR DELETE ON sponsors"
        " FOR EACH ROW EXECUTE FUNCTION keep_stay('left_at')"
    )
    op.execute(
        "CREATE TRIGGER sponsors_never_emptied BEFORE TRUNCATE ON sponsors"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("sponsors")
    op.drop_table("translations")
    op.execute("DROP TRIGGER resolutions_keep ON resolutions")
    op.execute("DROP FUNCTION keep_resolution()")
    op.drop_constraint("fk_resolutions_id_current_version", "resolutions", type_="foreignkey")
    for name in (
        "state_known",
        "beside_counts",
        "returned_with_a_reason",
        "public_from_a_version",
        "public_has_a_version",
    ):
        op.drop_constraint(op.f(f"ck_resolutions_{name}"), "resolutions", type_="check")
    op.execute("UPDATE resolutions SET state = 'draft' WHERE state = 'submitted'")
    op.create_check_constraint(
        op.f("ck_resolutions_state_known"), "resolutions", f"state IN ({STATES_0003})"
    )
    for column in ("returned_because", "returned_at", "is_proposal", "beside", "public_from"):
        op.drop_column("resolutions", column)
    op.drop_constraint(op.f("ck_versions_written_as_known"), "versions", type_="check")
    op.drop_constraint(op.f("ck_versions_line_width_sane"), "versions", type_="check")
    for column in ("written_as", "line_width", "title"):
        op.drop_column("versions", column)
    op.drop_column("assemblies", "participants_propose")
