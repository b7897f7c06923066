"""The index of the queue knows the day of service, so that days, too, are filtered from it alone."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_VISITS = (
    "clinic_id", "status", "at_risk_cents", "payer", "light", "clinician_id", "assigned_to", "score", "deadline",
    "newest", "patient_id", "id", "service_date",
)  # fmt: skip


def upgrade() -> None:
    """Take the step."""
    op.drop_index("ix_visits_worklist", "visits")
    op.create_index("ix_visits_worklist", "visits", list(_VISITS))
