# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A version written on the table says why; what its author rewrote for it is judged again."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEEP_AMENDMENT = """
CREATE OR REPLACE FUNCTION keep_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'submitted>admissible', 'submitted>inadmissible', 'submitted>withdrawn',
        %(judged_again)s'admissible>inadmissible', 'admissible>under_vote', 'admissible>taken_over',
        'admissible>fallen', 'admissible>withdrawn',
        'inadmissible>admissible', 'inadmissible>withdrawn',
        'under_vote>adopted', 'under_vote>not_adopted', 'under_vote>admissible',
        'adopted>admissible', 'not_adopted>admissible', 'fallen>admissible'
    ) THEN
        RAISE EXCEPTION 'an amendment that is %% cannot become %%', OLD.state, NEW.state
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


def upgrade() -> None:
    op.add_column("versions", sa.Column("because", sa.String(1000), nullable=True))
    op.execute(KEEP_AMENDMENT % {"judged_again": "'admissible>submitted', "})


def downgrade() -> None:
    op.execute(KEEP_AMENDMENT % {"judged_again": ""})
    op.drop_column("versions", "because")
