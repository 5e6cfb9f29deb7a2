# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Preparing: lists of people, invitations, substitutes, and the rule an assembly proposes.

A code may rest while somebody else sits there. That a code was used is kept from now on; for codes
that are older it is known where one of their sign-ins still is.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = postgresql.JSONB(none_as_null=True)
TIME = sa.DateTime(timezone=True)
WAITING = "sent_at IS NULL AND ended_at IS NULL"


def upgrade() -> None:
    op.add_column(
        "assemblies",
        sa.Column("default_rule", sa.String(24), nullable=False, server_default="simple"),
    )
    op.alter_column("assemblies", "default_rule", server_default=None)
    op.create_check_constraint(
        op.f("ck_assemblies_default_rule_known"),
        "assemblies",
        "default_rule IN ('simple', 'absolute_cast', 'absolute_present', 'absolute_entitled',"
        " 'two_thirds', 'three_quarters', 'four_fifths', 'unanimity')",
    )
    op.add_column("seats", sa.Column("email", sa.String(254), nullable=True))
    op.create_check_constraint(op.f("ck_seats_email_shape"), "seats", "email LIKE '_%@_%'")
    op.add_column("credentials", sa.Column("first_used_at", TIME, nullable=True))
    op.add_column("credentials", sa.Column("rests_since", TIME, nullable=True))
    op.execute(
        "UPDATE credentials SET first_used_at = used.at FROM (SELECT credential_id,"
        " min(issued_at) AS at FROM tokens GROUP BY credential_id) AS used"
        " WHERE used.credential_id = credentials.id"
    )
    op.drop_index("uq_credentials_seat_id_in_force", "credentials")
    op.create_index(
        "uq_credentials_seat_id_in_force",
        "credentials",
        ["seat_id"],
        unique=True,
        postgresql_where="revoked_at IS NULL AND rests_since IS NULL",
    )
    create_substitutions()
    create_seat_lists()
    create_invitations()


def create_substitutions() -> None:
    op.create_table(
        "substitutions",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", TIME, nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.CheckConstraint(
            "absent_id <> substitute_id", name=op.f("ck_substitutions_somebody_else")
        ),
        sa.CheckConstraint(
            "ended_at >= began_at", name=op.f("ck_substitutions_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id", "assembly_id"],
            ["seats.id", "seats.assembly_id"],
            name=op.f("fk_substitutions_seat_id_assembly_id"),
        ),
        sa.ForeignKeyConstraint(
            ["absent_id"], ["people.id"], name=op.f("fk_substitutions_absent_id")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["people.id"], name=op.f("fk_substitutions_substitute_id")
        ),
        sa.PrimaryKeyConstraint("seat_id", "began_at", name=op.f("pk_substitutions")),
    )
    op.create_index(
        "uq_substitutions_seat_id_in_force",
        "substitutions",
        ["seat_id"],
        unique=True,
        postgresql_where="ended_at IS NULL",
    )
    op.create_index("ix_substitutions_assembly_id", "substitutions", ["assembly_id"])


def create_seat_lists() -> None:
    op.create_table(
        "seat_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("roll", sa.String(64), nullable=False),
        sa.Column("sheet", JSON, nullable=False),
        sa.Column("preview", JSON, nullable=False),
        sa.Column("left_out", JSON, nullable=True),
        sa.Column("done", JSON, nullable=True),
        sa.Column("sent_at", TIME, nullable=False),
        sa.Column("sent_by", sa.String(60), nullable=False),
        sa.Column("applied_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.CheckConstraint(
            "state IN ('previewed', 'applied', 'undone', 'rejected')",
            name=op.f("ck_seat_lists_state_known"),
        ),
        sa.CheckConstraint("digest ~ '^[0-9a-f]{64}$'", name=op.f("ck_seat_lists_digest_shape")),
        sa.CheckConstraint("roll ~ '^[0-9a-f]{64}$'", name=op.f("ck_seat_lists_roll_shape")),
        sa.CheckConstraint(
            "(state IN ('applied', 'undone')) = (done IS NOT NULL AND applied_at IS NOT NULL)",
            name=op.f("ck_seat_lists_applied_says_what"),
        ),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_seat_lists_assembly_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_lists")),
    )
    op.create_index(
        "uq_seat_lists_assembly_id_digest_in_force",
        "seat_lists",
        ["assembly_id", "digest"],
        unique=True,
        postgresql_where="state IN ('previewed', 'applied')",
    )


def create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assembly_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(24), nullable=False),
        sa.Column("languages", sa.String(11), nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("made_by", sa.String(60), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.Column("ended_at", TIME, nullable=True),
        sa.Column("failed_because", sa.String(24), nullable=True),
        sa.CheckConstraint(
            "channel IN ('print', 'mail')", name=op.f("ck_invitations_channel_known")
        ),
        sa.CheckConstraint(
            "failed_because IN ('no-address', 'address-refused', 'letter-refused', 'server-away',"
            " 'sign-in-refused', 'mail-off', 'code-replaced')",
            name=op.f("ck_invitations_failed_because_known"),
        ),
        sa.CheckConstraint(
            "channel = 'mail' OR sent_at IS NOT NULL",
            name=op.f("ck_invitations_cards_are_there_at_once"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR failed_because IS NOT NULL",
            name=op.f("ck_invitations_failed_says_why"),
        ),
        sa.CheckConstraint(
            "ended_at IS NULL OR sent_at IS NULL", name=op.f("ck_invitations_sent_or_failed")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_invitations_attempts_count")),
        sa.ForeignKeyConstraint(
            ["assembly_id"], ["assemblies.id"], name=op.f("fk_invitations_assembly_id")
        ),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_invitations_seat_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
    )
    op.create_index(
        "uq_invitations_seat_id_waiting",
        "invitations",
        ["seat_id"],
        unique=True,
        postgresql_where=WAITING,
    )
    op.create_index(
        "ix_invitations_next_at_waiting", "invitations", ["next_at"], postgresql_where=WAITING
    )
    op.create_index("ix_invitations_seat_id", "invitations", ["seat_id", "made_at"])


def downgrade() -> None:
    op.drop_table("invitations")
    op.drop_table("seat_lists")
    op.drop_table("substitutions")
    op.execute("UPDATE credentials SET revoked_at = rests_since WHERE rests_since IS NOT NULL")
    op.drop_index("uq_credentials_seat_id_in_force", "credentials")
    op.create_index(
        "uq_credentials_seat_id_in_force",
        "credentials",
        ["seat_id"],
        unique=True,
        postgresql_where="revoked_at IS NULL",
    )
    op.drop_column("credentials", "rests_since")
    op.drop_column("credentials", "first_used_at")
    op.drop_constraint(op.f("ck_seats_email_shape"), "seats")
    op.drop_column("seats", "email")
    op.drop_constraint(op.f("ck_assemblies_default_rule_known"), "assemblies")
    op.drop_column("assemblies", "default_rule")
