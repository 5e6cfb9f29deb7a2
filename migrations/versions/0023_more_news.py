# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""News of minutes, annulments and histories, up to when it is spread; files of each sender."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
NEW: dict[str, Any] = {
    "kind": sa.String(24),
    "about": sa.Uuid(),
    "assembly_id": sa.Uuid(),
    "happened_at": TIME,
}


def upgrade() -> None:
    for name, kind in NEW.items():
        op.add_column("spread_news", sa.Column(name, kind, nullable=True))
    op.execute(
        "UPDATE spread_news SET kind = CASE WHEN is_entry THEN 'entry' ELSE 'outcome' END,"
        " about = resolution_id, happened_at = spread_at, assembly_id ="
        " (SELECT assembly_id FROM resolutions WHERE resolutions.id = spread_news.resolution_id)"
    )
    for name in NEW:
        op.alter_column("spread_news", name, nullable=False)
    for name in ("resolution_id", "is_entry"):
        op.drop_column("spread_news", name)
    op.create_check_constraint(
        op.f("ck_spread_news_kind_known"),
        "spread_news",
        "kind IN ('outcome', 'entry', 'annulment', 'minutes', 'history')",
    )
    op.create_table(
        "spread_until",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_spread_until_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spread_until")),
    )
    op.execute(
        "INSERT INTO spread_until (id, at)"
        " SELECT 1, max(spread_at) FROM spread_news HAVING count(*) > 0"
    )
    each_digest_once("digest", "sent_by")


def each_digest_once(*columns: str) -> None:
    """Two people may send the same file of history without learning of each other."""
    op.drop_index("uq_history_imports_digest_in_force", "history_imports")
    op.create_index(
        "uq_history_imports_digest_in_force",
        "history_imports",
        list(columns),
        unique=True,
        postgresql_where="state <> 'rejected'",
    )


def downgrade() -> None:
    op.execute(
        "UPDATE history_imports AS one SET state = 'rejected' WHERE state = 'open' AND EXISTS"
        " (SELECT FROM history_imports AS other WHERE other.digest = one.digest"
        " AND (other.state = 'brought_in' OR (other.state = 'open' AND other.id < one.id)))"
    )
    each_digest_once("digest")
    op.drop_table("spread_until")
    op.execute("DELETE FROM spread_news WHERE kind NOT IN ('outcome', 'entry')")
    op.add_column("spread_news", sa.Column("resolution_id", sa.Uuid(), nullable=True))
    op.add_column("spread_news", sa.Column("is_entry", sa.Boolean(), nullable=True))
    op.execute("UPDATE spread_news SET resolution_id = about, is_entry = (kind = 'entry')")
    for name in ("resolution_id", "is_entry"):
        op.alter_column("spread_news", name, nullable=False)
    for name in NEW:
        op.drop_column("spread_news", name)
