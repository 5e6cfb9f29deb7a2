# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Follow-up: a dossier for each resolution that was published as adopted, and its entries.

Resolutions that were published as adopted before, and those that history gives as adopted, get
theirs here, empty: who was to answer, and until when, is not recorded. Entries are append-only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ALREADY = """
INSERT INTO dossiers (resolution_id, assembly_id, opened_at)
SELECT r.id, r.assembly_id, max(k.published_at)
FROM resolutions r
JOIN records k ON k.resolution_id = r.id
JOIN votings v ON v.id = k.voting_id
WHERE r.state = 'adopted' AND v.state <> 'annulled'
  AND k.document->'verdict'->>'outcome' = 'adopted' AND k.document->'amendments' IS NULL
GROUP BY r.id, r.assembly_id
UNION ALL
SELECT r.id, r.assembly_id, s.imported_at
FROM resolutions r JOIN sources s ON s.id = r.source_id
WHERE r.state = 'adopted'
"""


def upgrade() -> None:
    op.create_table(
        "dossiers",
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_dossiers_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id", "assembly_id"],
            ["resolutions.id", "resolutions.assembly_id"],
            name=op.f("fk_dossiers_resolution_id_assembly_id"),
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_dossiers")),
    )
    op.create_index("ix_dossiers_assembly_id", "dossiers", ["assembly_id"])
    op.create_table(
        "dossier_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("text", sa.String(4000), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("link", sa.String(2000), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(24), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.String(60), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_dossier_entries_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["dossiers.resolution_id"],
            name=op.f("fk_dossier_entries_resolution_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_entries")),
        sa.UniqueConstraint(
            "resolution_id", "number", name=op.f("uq_dossier_entries_resolution_id_number")
        ),
    )
    op.execute(ALREADY)
    for table in ("dossiers", "dossier_entries"):
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_tell_news AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION tell_news()"
        )


CHECKS = {
    "kind_known": "kind IN ('addressee', 'due', 'answer', 'step')",
    "state_known": "state IN ('planned', 'done', 'abandoned')",
    "number_positive": "number > 0",
    "step_positive": "step > 0",
    "text_not_empty": "text <> ''",
    "all_but_a_day_have_words": "(kind = 'due') = (text IS NULL)",
    "all_but_a_name_have_a_day": "(kind = 'addressee') = (on_date IS NULL)",
    "a_step_has_a_state": "(kind = 'step') = (step IS NOT NULL)"
    " AND (kind = 'step') = (state IS NOT NULL)",
    "links_where_shown": "link IS NULL OR kind IN ('answer', 'step')",
}


def downgrade() -> None:
    op.drop_table("dossier_entries")
    op.drop_table("dossiers")
