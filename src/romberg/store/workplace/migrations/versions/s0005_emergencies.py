"""Records opened in an emergency: by whom, which, why, how long, and who looked at it since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from romberg.store.workplace.migrations import walls

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_STAYS = "clinic_id, id, person_id, patient_id, epoch, ends_at, made_by, made_at"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "emergencies",
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("clinic_id", "id", "person_id", "patient_id")),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("ends_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32)),
        sa.Column("seen_by", sa.String(64)),
        sa.Column("seen_at", sa.String(32)),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", "id", name="pk_emergencies"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name="fk_emergencies_clinic_id_clinics"),
        *(_of(column, table) for column, table in (("person_id", "people"), ("patient_id", "patients"))),
    )
    op.create_index("ix_emergencies_person", "emergencies", ["clinic_id", "person_id", "patient_id"])
    op.create_index("ix_emergencies_seen", "emergencies", ["clinic_id", "seen_at"])
    alone = sa.text("action = 'break_glass'")
    columns = ["clinic_id", "actor", "number"]
    op.create_index("ix_trail_emergencies", "trail", columns, sqlite_where=alone, postgresql_where=alone)
    walls.never_changed(op, "emergencies", _STAYS)
    walls.of_clinics(op, "emergencies", "SELECT, INSERT, UPDATE")


def _of(column: str, table: str) -> sa.ForeignKeyConstraint:
    aims = [f"{table}.clinic_id", f"{table}.id"]
    return sa.ForeignKeyConstraint(["clinic_id", column], aims, name=f"fk_emergencies_clinic_id_{table}")
