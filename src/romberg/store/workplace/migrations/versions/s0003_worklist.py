"""Two indexes from which alone the queue is filtered, counted and put in order."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_VISITS = (
    "clinic_id", "status", "at_risk_cents", "payer", "light", "clinician_id", "assigned_to", "score", "deadline",
    "newest", "patient_id", "id",
)  # fmt: skip
_FINDINGS = ("clinic_id", "rule", "outcome", "visit_id", "number")


def upgrade() -> None:
    """Take the step."""
    op.create_index("ix_visits_worklist", "visits", list(_VISITS))
    op.create_index("ix_findings_worklist", "findings", list(_FINDINGS))
