# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search: titles, provisions and translations are kept folded too, written by PostgreSQL itself.

Folded is without case, accents and ligatures: "vervoer" is in "Busvervoer", "ecole" in "École".
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

FOLD = """
CREATE FUNCTION fold_words(given text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT replace(replace(replace(replace(replace(
        lower(regexp_replace(normalize(given, NFKD), '[\\u0300-\\u036f]', '', 'g')),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), '’', '''')
$$
"""


def upgrade() -> None:
    op.execute(FOLD)
    op.add_column(
        "resolutions",
        sa.Column("sought", sa.Text(), sa.Computed("fold_words(title)", persisted=True)),
    )
    op.add_column(
        "provisions",
        sa.Column("sought", sa.Text(), sa.Computed("fold_words(text)", persisted=True)),
    )
    op.add_column(
        "translations",
        sa.Column(
            "sought",
            sa.Text(),
            sa.Computed(
                "fold_words(coalesce(title, '') || ' ' ||"
                " (jsonb_path_query_array(provisions, '$[*].text'))::text)",
                persisted=True,
            ),
        ),
    )


def downgrade() -> None:
    for table in ("translations", "provisions", "resolutions"):
        op.drop_column(table, "sought")
    op.execute("DROP FUNCTION fold_words(text)")
