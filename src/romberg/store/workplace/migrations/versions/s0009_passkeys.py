"""Passkeys: whose they are, their public keys and counters, and when they were used or taken away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from romberg.store.workplace.migrations import walls

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "passkeys",
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("clinic_id", "id", "person_id")),
        sa.Column("credential", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("count", sa.BigInteger, nullable=False),
        sa.Column("transports", sa.String(100), nullable=False),
        sa.Column("synced", sa.Boolean, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("used_at", sa.String(32)),
        sa.Column("ended_at", sa.String(32)),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_passkeys"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name="fk_passkeys_clinic_id_clinics"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "person_id"], ["people.clinic_id", "people.id"], name="fk_passkeys_clinic_id_people"
        ),
    )
    op.create_index("ix_passkeys_person", "passkeys", ["clinic_id", "person_id"])
    op.create_index("ix_passkeys_id", "passkeys", ["id"])
    walls.of_clinics(op, "passkeys", "SELECT, INSERT, UPDATE")
