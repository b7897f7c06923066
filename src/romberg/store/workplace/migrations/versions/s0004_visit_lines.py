"""What each version of a visit supports, line by line: codes, units, minutes, for the clinic's figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from romberg.store.workplace.migrations import walls

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COLUMNS = "clinic_id, visit_id, number, at, code, units, minutes"
_INDEXES = (
    ("visit_lines", "ix_visit_lines_figures", "clinic_id, visit_id, number, code, minutes"),
    ("findings", "ix_findings_figures", "clinic_id, outcome, rule, carc, visit_id, number, at_risk_cents"),
    (
        "visits",
        "ix_visits_figures",
        "clinic_id, id, newest, service_date, clinician_id, payer, light, score, at_risk_cents, status",
    ),
)


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "visit_lines",
        sa.Column("clinic_id", sa.String(64), nullable=False),
        sa.Column("visit_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("at", sa.Integer, nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("minutes", sa.Integer),
        sa.PrimaryKeyConstraint("clinic_id", "visit_id", "number", "at", name="pk_visit_lines"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name="fk_visit_lines_clinic_id_clinics"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "visit_id", "number"],
            ["visit_versions.clinic_id", "visit_versions.visit_id", "visit_versions.number"],
            name="fk_visit_lines_clinic_id_visit_versions",
        ),
    )
    for table, name, columns in _INDEXES:
        op.create_index(name, table, columns.split(", "))
    walls.never_changed(op, "visit_lines", _COLUMNS)
    walls.of_clinics(op, "visit_lines", "SELECT, INSERT")
