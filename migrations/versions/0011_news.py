# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""News: a commit that changes what the public may read tells everybody who listens.

One NOTIFY a transaction, without contents: those who keep public answers make them anew. Tables
that only hold what nobody may read, or what a whole hall writes at once, tell nothing.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TELLING = (
    "agenda_items",
    "amendment_terms",
    "amendment_texts",
    "amendments",
    "assemblies",
    "chapters",
    "citations",
    "merges",
    "minute_notes",
    "minutes_versions",
    "origins",
    "people",
    "provisions",
    "records",
    "reorderings",
    "resolutions",
    "seats",
    "settlements",
    "sitting_moments",
    "sittings",
    "sources",
    "speakers",
    "split_requests",
    "sponsors",
    "supporters",
    "translations",
    "versions",
    "voting_amendments",
    "votings",
)

TELL = """
CREATE FUNCTION tell_news() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY assembly_news;
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    op.execute(TELL)
    for table in TELLING:
        op.execute(
            f"CREATE TRIGGER {table}_tell_news AFTER INSERT OR UPDATE OR DELETE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION tell_news()"
        )


def downgrade() -> None:
    for table in TELLING:
        op.execute(f"DROP TRIGGER {table}_tell_news ON {table}")
    op.execute("DROP FUNCTION tell_news()")
