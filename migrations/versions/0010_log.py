# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The log: a Merkle tree over the audit entries, signed checkpoints, and the keys that signed.

Every entry has a salt from now on, and waits in `log_pending` until the worker appends it; those
that are there already wait too. The tables of the log refuse UPDATE, DELETE and TRUNCATE.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
APPEND_ONLY = ("log_checkpoints", "log_keys", "log_leaves", "log_nodes")

NOTE_PENDING = """
CREATE FUNCTION note_pending() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log_pending (position) SELECT position FROM added;
    RETURN NULL;
END
$$
"""


def upgrade() -> None:
    op.add_column(
        "audit_entries",
        sa.Column(
            "salt",
            sa.LargeBinary(),
            nullable=False,
            server_default=sa.text("uuid_send(gen_random_uuid())"),
        ),
    )
    op.alter_column("audit_entries", "salt", server_default=None)
    op.create_check_constraint(
        op.f("ck_audit_entries_salt_length"), "audit_entries", "length(salt) = 16"
    )
    op.create_index("ix_audit_entries_subject", "audit_entries", ["subject"])
    op.create_table(
        "log_pending",
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position"], ["audit_entries.position"], name=op.f("fk_log_pending_position")
        ),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_pending")),
    )
    op.execute("INSERT INTO log_pending (position) SELECT position FROM audit_entries")
    op.execute(NOTE_PENDING)
    op.execute(
        "CREATE TRIGGER audit_entries_pending AFTER INSERT ON audit_entries"
        " REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_pending()"
    )
    create_log()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def create_log() -> None:
    op.create_table(
        "log_leaves",
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["position"], ["audit_entries.position"], name=op.f("fk_log_leaves_position")
        ),
        sa.PrimaryKeyConstraint("index", name=op.f("pk_log_leaves")),
        sa.UniqueConstraint("position", name=op.f("uq_log_leaves_position")),
    )
    op.create_table(
        "log_nodes",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("index", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_log_nodes_hash_length")),
        sa.PrimaryKeyConstraint("level", "index", name=op.f("pk_log_nodes")),
    )
    op.create_table(
        "log_checkpoints",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoints")),
    )
    op.create_table(
        "log_keys",
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.CheckConstraint("length(public) = 32", name=op.f("ck_log_keys_public_length")),
        sa.PrimaryKeyConstraint("name", "public", name=op.f("pk_log_keys")),
    )


def downgrade() -> None:
    for table in ("log_keys", "log_checkpoints", "log_nodes", "log_leaves"):
        op.drop_table(table)
    op.execute("DROP TRIGGER audit_entries_pending ON audit_entries")
    op.execute("DROP FUNCTION note_pending()")
    op.drop_table("log_pending")
    op.drop_index("ix_audit_entries_subject", "audit_entries")
    op.drop_constraint(op.f("ck_audit_entries_salt_length"), "audit_entries")
    op.drop_column("audit_entries", "salt")
