"""The report on each version of a visit, so that its page need not read the note anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from romberg.store.workplace.migrations import walls

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    version = ["clinic_id", "visit_id", "number"]
    aims = [f"visit_versions.{one}" for one in version]
    op.create_table(
        "visit_reports",
        *(sa.Column(name, sa.String(64), nullable=False) for name in ("clinic_id", "visit_id")),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("judged_by", sa.String(64), nullable=False),
        sa.Column("report", sa.LargeBinary, nullable=False),
        sa.Column("made_by", sa.String(64), nullable=False),
        sa.Column("made_at", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint(*version, name="pk_visit_reports"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name="fk_visit_reports_clinic_id_clinics"),
        sa.ForeignKeyConstraint(version, aims, name="fk_visit_reports_clinic_id_visit_versions"),
    )
    walls.of_clinics(op, "visit_reports", "SELECT, INSERT, UPDATE")
