"""The first tables of the workplace, with what must never change and who may see what.

Written once; what comes later is a step of its own.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from romberg.store.workplace.migrations import walls

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NEVER_CHANGED = {
    "visit_versions": "clinic_id, visit_id, number, note_index, service_date, payer, light, score, at_risk_cents, "
    "program, knowledge, made_by, made_at",
    "findings": "clinic_id, visit_id, number, at, rule, severity, outcome, code, carc, at_risk_cents",
    "overrides": "clinic_id, id, visit_id, number, rule, code, made_by, made_at",
    "remarks": "clinic_id, id, visit_id, made_by, made_at",
    "steps": "clinic_id, id, visit_id, status, assigned_to, made_by, made_at",
    "claim_versions": "clinic_id, claim_id, number, frequency, charge_cents, made_by, made_at",
    "trail": "clinic_id, number, at, actor, action, subject, detail, previous, hash",
}
_ONLY_READ = ("clinics", "key_marks")
_CHANGED = ("people", "patients", "visits", "claims", "imports", "import_files", "trail_heads")


def upgrade() -> None:
    """Take the step."""
    for make in (
        _clinics,
        _imports,
        _key_marks,
        _patients,
        _people,
        _requests,
        _trail,
        _trail_heads,
        _import_files,
        _visits,
        _claims,
        _remarks,
        _steps,
        _visit_versions,
        _claim_versions,
        _findings,
        _overrides,
    ):
        make()
    walls.application_role(op)
    for table, columns in _NEVER_CHANGED.items():
        walls.never_changed(op, table, columns)
        walls.of_clinics(op, table, "SELECT, INSERT")
    for table in _ONLY_READ:
        walls.of_clinics(op, table, "SELECT")
    for table in _CHANGED:
        walls.of_clinics(op, table, "SELECT, INSERT, UPDATE")
    walls.of_clinics(op, "requests", "SELECT, INSERT")


def _clinics() -> None:
    op.create_table(
        "clinics",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("clinic_id", name=op.f("pk_clinics")),
    )


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_imports_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_imports")),
    )
    op.create_index("ix_imports_day", "imports", ["clinic_id", "made_at"], unique=False)


def _key_marks() -> None:
    op.create_table(
        "key_marks",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_key_marks_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_key_marks")),
    )


def _patients() -> None:
    op.create_table(
        "patients",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.String(length=64), nullable=True),
        sa.Column("identifier", sa.LargeBinary(), nullable=True),
        sa.Column("identifier_index", sa.String(length=64), nullable=True),
        sa.Column("born", sa.LargeBinary(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_patients_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_patients")),
        sa.UniqueConstraint("clinic_id", "identifier_index", name=op.f("uq_patients_identifier_index")),
    )
    op.create_index(op.f("ix_patients_name_index"), "patients", ["clinic_id", "name_index"], unique=False)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("name_index", sa.String(length=64), nullable=True),
        sa.Column("email", sa.LargeBinary(), nullable=True),
        sa.Column("email_index", sa.String(length=64), nullable=True),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("npi", sa.String(length=10), nullable=True),
        sa.Column("credential", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_people_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_people")),
        sa.UniqueConstraint("clinic_id", "email_index", name=op.f("uq_people_email_index")),
    )
    op.create_index("ix_people_by_email", "people", ["email_index"], unique=False)
    op.create_index(op.f("ix_people_name_index"), "people", ["clinic_id", "name_index"], unique=False)


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_requests_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_requests")),
    )


def _trail() -> None:
    op.create_table(
        "trail",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=140), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_trail_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "number", name=op.f("pk_trail")),
    )


def _trail_heads() -> None:
    op.create_table(
        "trail_heads",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("signature", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_trail_heads_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", name=op.f("pk_trail_heads")),
    )


def _import_files() -> None:
    op.create_table(
        "import_files",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("import_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("content_index", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("says", sa.LargeBinary(), nullable=True),
        sa.Column("visit_id", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "import_id"],
            ["imports.clinic_id", "imports.id"],
            name=op.f("fk_import_files_clinic_id_imports"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_import_files_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "import_id", "at", name=op.f("pk_import_files")),
    )
    op.create_index(op.f("ix_import_files_content_index"), "import_files", ["clinic_id", "content_index"], unique=False)


def _visits() -> None:
    op.create_table(
        "visits",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("patient_id", sa.String(length=64), nullable=True),
        sa.Column("clinician_id", sa.String(length=64), nullable=True),
        sa.Column("identity", sa.String(length=64), nullable=True),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=True),
        sa.Column("payer", sa.String(length=100), nullable=True),
        sa.Column("discipline", sa.String(length=8), nullable=True),
        sa.Column("light", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at_risk_cents", sa.BigInteger(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("assigned_to", sa.String(length=64), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "assigned_to"], ["people.clinic_id", "people.id"], name="fk_visits_assigned_to_people"
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "clinician_id"], ["people.clinic_id", "people.id"], name=op.f("fk_visits_clinic_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["clinic_id", "patient_id"],
            ["patients.clinic_id", "patients.id"],
            name=op.f("fk_visits_clinic_id_patients"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_visits_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_visits")),
        sa.UniqueConstraint("clinic_id", "identity", name=op.f("uq_visits_identity")),
    )
    op.create_index("ix_visits_assigned", "visits", ["clinic_id", "assigned_to", "status"], unique=False)
    op.create_index("ix_visits_clinician", "visits", ["clinic_id", "clinician_id", "service_date"], unique=False)
    op.create_index("ix_visits_day", "visits", ["clinic_id", "service_date"], unique=False)
    op.create_index("ix_visits_patient", "visits", ["clinic_id", "patient_id", "service_date"], unique=False)
    op.create_index("ix_visits_queue", "visits", ["clinic_id", "status", "at_risk_cents", "deadline"], unique=False)


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("visit_id", sa.String(length=64), nullable=True),
        sa.Column("claim_index", sa.String(length=64), nullable=True),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("payer", sa.String(length=100), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=True),
        sa.Column("charge_cents", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("changed_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "visit_id"], ["visits.clinic_id", "visits.id"], name=op.f("fk_claims_clinic_id_visits")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_claims_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_claims")),
        sa.UniqueConstraint("clinic_id", "claim_index", name=op.f("uq_claims_claim_index")),
    )
    op.create_index("ix_claims_status", "claims", ["clinic_id", "status", "service_date"], unique=False)


def _remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "visit_id"], ["visits.clinic_id", "visits.id"], name=op.f("fk_remarks_clinic_id_visits")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_remarks_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_remarks")),
    )
    op.create_index(op.f("ix_remarks_visit_id"), "remarks", ["clinic_id", "visit_id"], unique=False)


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("assigned_to", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "visit_id"], ["visits.clinic_id", "visits.id"], name=op.f("fk_steps_clinic_id_visits")
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_steps_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_steps")),
    )
    op.create_index(op.f("ix_steps_visit_id"), "steps", ["clinic_id", "visit_id"], unique=False)


def _visit_versions() -> None:
    op.create_table(
        "visit_versions",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("note_index", sa.String(length=64), nullable=True),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("service_date", sa.Date(), nullable=True),
        sa.Column("payer", sa.String(length=100), nullable=True),
        sa.Column("light", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at_risk_cents", sa.BigInteger(), nullable=False),
        sa.Column("program", sa.String(length=64), nullable=False),
        sa.Column("knowledge", sa.String(length=200), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "visit_id"],
            ["visits.clinic_id", "visits.id"],
            name=op.f("fk_visit_versions_clinic_id_visits"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_visit_versions_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "visit_id", "number", name=op.f("pk_visit_versions")),
    )
    op.create_index(op.f("ix_visit_versions_note_index"), "visit_versions", ["clinic_id", "note_index"], unique=False)


def _claim_versions() -> None:
    op.create_table(
        "claim_versions",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("claim_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frequency", sa.String(length=1), nullable=False),
        sa.Column("charge_cents", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("why", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "claim_id"],
            ["claims.clinic_id", "claims.id"],
            name=op.f("fk_claim_versions_clinic_id_claims"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_claim_versions_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "claim_id", "number", name=op.f("pk_claim_versions")),
    )


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=100), nullable=False),
        sa.Column("severity", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("carc", sa.String(length=8), nullable=True),
        sa.Column("at_risk_cents", sa.BigInteger(), nullable=True),
        sa.Column("says", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "visit_id", "number"],
            ["visit_versions.clinic_id", "visit_versions.visit_id", "visit_versions.number"],
            name=op.f("fk_findings_clinic_id_visit_versions"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_findings_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "visit_id", "number", "at", name=op.f("pk_findings")),
    )
    op.create_index(op.f("ix_findings_rule"), "findings", ["clinic_id", "rule"], unique=False)


def _overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("visit_id", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id", "visit_id", "number"],
            ["visit_versions.clinic_id", "visit_versions.visit_id", "visit_versions.number"],
            name=op.f("fk_overrides_clinic_id_visit_versions"),
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=op.f("fk_overrides_clinic_id_clinics")),
        sa.PrimaryKeyConstraint("clinic_id", "id", name=op.f("pk_overrides")),
    )
    op.create_index(op.f("ix_overrides_visit_id"), "overrides", ["clinic_id", "visit_id"], unique=False)
