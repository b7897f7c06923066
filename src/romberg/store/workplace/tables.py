"""The tables of the workplace: every one belongs to a clinic, and what names a patient is sealed.

A row is known by its clinic and its own key, so that the database itself refuses a row that points into another clinic.
What the queue sorts and filters by stands in plain columns; names, identifiers, words of notes and reasons do not.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_1_name)s",
        "ix": "ix_%(table_name)s_%(column_1_name)s",
    }
)
SYSTEM = "system"  # the clinic of what belongs to no clinic: starts, backups, sign-ins of nobody known


class Moment(TypeDecorator[datetime]):
    """A moment in universal time, to the microsecond, as text that sorts as time does."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy calls it so
        """As it is kept."""
        return None if value is None else moment_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # as above
        """As it is read."""
        return None if value is None else datetime.fromisoformat(value)


def moment_text(value: datetime) -> str:
    """A moment as it is kept and as the trail chains it: 2026-11-27T02:30:00.000000+00:00."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def sealed(name: str, nullable: bool = False) -> Column[Any]:
    """A column whose words can be read with the keys alone."""
    return Column(name, LargeBinary, nullable=nullable, info={"sealed": True})


def index_of(name: str) -> Column[Any]:
    """A keyed digest by which an equal value is found again, and from which nothing is read."""
    return Column(name, String(64))


def plain(name: str, nullable: bool = False, length: int = 64) -> Column[Any]:
    """A column of plain words of the program, or of a row's name."""
    return Column(name, String(length), nullable=nullable)


def owned(name: str, keys: tuple[str, ...], *rest: Any) -> Table:
    """A table of a clinic's rows, known within it by some columns."""
    of_clinic = ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"])
    return Table(name, metadata, plain("clinic_id"), *rest, PrimaryKeyConstraint("clinic_id", *keys), of_clinic)


def within(table: str, *columns: str, of: tuple[str, ...] = ("id",)) -> ForeignKeyConstraint:
    """A pointer to a row of the same clinic."""
    return ForeignKeyConstraint(["clinic_id", *columns], [f"{table}.clinic_id", *(f"{table}.{one}" for one in of)])


def made() -> tuple[Column[Any], Column[Any]]:
    """Who made a row, and when."""
    return plain("made_by"), Column("made_at", Moment, nullable=False)


# --- clinics and people

clinics = Table(
    "clinics", metadata, Column("clinic_id", String(64), primary_key=True), plain("name", length=200), *made()
)

people = owned(
    "people",
    ("id",),
    plain("id"),
    sealed("name"),
    index_of("name_index"),
    sealed("email", nullable=True),
    index_of("email_index"),
    plain("role"),
    plain("state"),
    plain("npi", nullable=True, length=10),
    plain("credential", nullable=True),
    *made(),
    UniqueConstraint("clinic_id", "email_index"),
    Index(None, "clinic_id", "name_index"),
    Index("ix_people_by_email", "email_index"),
)

patients = owned(
    "patients",
    ("id",),
    plain("id"),
    sealed("name"),
    index_of("name_index"),
    sealed("identifier", nullable=True),
    index_of("identifier_index"),
    sealed("born", nullable=True),
    sealed("details", nullable=True),
    *made(),
    UniqueConstraint("clinic_id", "identifier_index"),
    Index(None, "clinic_id", "name_index"),
)

# --- visits, whose every state stays

visits = owned(
    "visits",
    ("id",),
    plain("id"),
    plain("patient_id", nullable=True),
    plain("clinician_id", nullable=True),
    index_of("identity"),
    Column("newest", Integer, nullable=False),
    Column("service_date", Date),
    plain("payer", nullable=True, length=100),
    plain("discipline", nullable=True, length=8),
    plain("light", length=8),
    Column("score", Integer, nullable=False),
    Column("at_risk_cents", BigInteger, nullable=False),
    Column("deadline", Date),
    plain("status", length=16),
    plain("assigned_to", nullable=True),
    *made(),
    Column("changed_at", Moment, nullable=False),
    within("patients", "patient_id"),
    within("people", "clinician_id"),
    ForeignKeyConstraint(
        ["clinic_id", "assigned_to"], ["people.clinic_id", "people.id"], name="fk_visits_assigned_to_people"
    ),
    UniqueConstraint("clinic_id", "identity"),
    Index("ix_visits_queue", "clinic_id", "status", "at_risk_cents", "deadline"),
    Index(
        "ix_visits_worklist",
        "clinic_id",
        "status",
        "at_risk_cents",
        "payer",
        "light",
        "clinician_id",
        "assigned_to",
        "score",
        "deadline",
        "newest",
        "patient_id",
        "id",
        "service_date",
    ),
    Index(
        "ix_visits_figures",
        "clinic_id",
        "id",
        "newest",
        "service_date",
        "clinician_id",
        "payer",
        "light",
        "score",
        "at_risk_cents",
        "status",
    ),
    Index("ix_visits_day", "clinic_id", "service_date"),
    Index("ix_visits_patient", "clinic_id", "patient_id", "service_date"),
    Index("ix_visits_clinician", "clinic_id", "clinician_id", "service_date"),
    Index("ix_visits_assigned", "clinic_id", "assigned_to", "status"),
)

visit_versions = owned(
    "visit_versions",
    ("visit_id", "number"),
    plain("visit_id"),
    Column("number", Integer, nullable=False),
    sealed("note"),
    index_of("note_index"),
    sealed("asked"),
    Column("service_date", Date),
    plain("payer", nullable=True, length=100),
    plain("light", length=8),
    Column("score", Integer, nullable=False),
    Column("at_risk_cents", BigInteger, nullable=False),
    plain("program"),
    plain("knowledge", length=200),
    sealed("why", nullable=True),
    *made(),
    within("visits", "visit_id"),
    Index(None, "clinic_id", "note_index"),
)

findings = owned(
    "findings",
    ("visit_id", "number", "at"),
    plain("visit_id"),
    Column("number", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    plain("rule", length=100),
    plain("severity", length=16),
    plain("outcome", length=16),
    plain("code", nullable=True, length=8),
    plain("carc", nullable=True, length=8),
    Column("at_risk_cents", BigInteger),
    sealed("says"),
    within("visit_versions", "visit_id", "number", of=("visit_id", "number")),
    Index(None, "clinic_id", "rule"),
    Index(
        "ix_findings_figures",
        "clinic_id",
        "outcome",
        "rule",
        "carc",
        "visit_id",
        "number",
        "at_risk_cents",
    ),
    Index("ix_findings_worklist", "clinic_id", "rule", "outcome", "visit_id", "number"),
)

visit_lines = owned(
    "visit_lines",
    ("visit_id", "number", "at"),
    plain("visit_id"),
    Column("number", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    plain("code", length=8),
    Column("units", Integer, nullable=False),
    Column("minutes", Integer),
    within("visit_versions", "visit_id", "number", of=("visit_id", "number")),
    Index("ix_visit_lines_figures", "clinic_id", "visit_id", "number", "code", "minutes"),
)

visit_reports = owned(
    "visit_reports",
    ("visit_id", "number"),
    plain("visit_id"),
    Column("number", Integer, nullable=False),
    plain("judged_by"),
    sealed("report"),
    *made(),
    within("visit_versions", "visit_id", "number", of=("visit_id", "number")),
)

# --- the work on a visit

overrides = owned(
    "overrides",
    ("id",),
    plain("id"),
    plain("visit_id"),
    Column("number", Integer, nullable=False),
    plain("rule", length=100),
    plain("code", nullable=True, length=8),
    sealed("reason"),
    *made(),
    within("visit_versions", "visit_id", "number", of=("visit_id", "number")),
    Index(None, "clinic_id", "visit_id"),
)

remarks = owned(
    "remarks",
    ("id",),
    plain("id"),
    plain("visit_id"),
    sealed("words"),
    *made(),
    within("visits", "visit_id"),
    Index(None, "clinic_id", "visit_id"),
)

steps = owned(
    "steps",
    ("id",),
    plain("id"),
    plain("visit_id"),
    plain("status", length=16),
    plain("assigned_to", nullable=True),
    sealed("reason", nullable=True),
    *made(),
    within("visits", "visit_id"),
    Index(None, "clinic_id", "visit_id"),
)

# --- claims, whose every state stays too

claims = owned(
    "claims",
    ("id",),
    plain("id"),
    plain("visit_id", nullable=True),
    index_of("claim_index"),
    Column("newest", Integer, nullable=False),
    plain("payer", length=100),
    Column("service_date", Date),
    Column("charge_cents", BigInteger, nullable=False),
    plain("status", length=16),
    *made(),
    Column("changed_at", Moment, nullable=False),
    Column("control", Integer),
    within("visits", "visit_id"),
    UniqueConstraint("clinic_id", "claim_index"),
    Index("ix_claims_status", "clinic_id", "status", "service_date"),
    Index("ix_claims_visit", "clinic_id", "visit_id", "service_date"),
    Index("ix_claims_control", "clinic_id", "control"),
)

claim_versions = owned(
    "claim_versions",
    ("claim_id", "number"),
    plain("claim_id"),
    Column("number", Integer, nullable=False),
    plain("frequency", length=1),
    Column("charge_cents", BigInteger, nullable=False),
    sealed("body"),
    sealed("why", nullable=True),
    *made(),
    within("claims", "claim_id"),
)

# --- what came in

imports = owned(
    "imports",
    ("id",),
    plain("id"),
    plain("kind", length=16),
    plain("state", length=16),
    Column("files", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    *made(),
    Column("ended_at", Moment),
    Index("ix_imports_day", "clinic_id", "made_at"),
)

import_files = owned(
    "import_files",
    ("import_id", "at"),
    plain("import_id"),
    Column("at", Integer, nullable=False),
    sealed("name"),
    index_of("content_index"),
    Column("size", BigInteger, nullable=False),
    plain("outcome", length=16),
    plain("code", nullable=True),
    sealed("says", nullable=True),
    plain("visit_id", nullable=True),
    *made(),
    within("imports", "import_id"),
    Index(None, "clinic_id", "content_index"),
)

requests = owned(
    "requests",
    ("id",),
    plain("id"),
    sealed("answer"),
    *made(),
)

# --- the trail, and the marks by which the right keys are known

trail = owned(
    "trail",
    ("number",),
    Column("number", BigInteger, nullable=False, autoincrement=False),
    Column("at", Moment, nullable=False),
    plain("actor"),
    plain("action"),
    plain("subject", length=140),
    Column("detail", Text, nullable=False),
    plain("previous"),
    plain("hash"),
)

trail_heads = owned(
    "trail_heads",
    (),
    Column("number", BigInteger, nullable=False),
    plain("hash"),
    plain("signature", length=100),
)

key_marks = owned(
    "key_marks",
    ("id",),
    plain("id"),
    sealed("mark"),
    *made(),
)

NEVER_CHANGED = (
    "visit_versions", "findings", "overrides", "remarks", "steps", "claim_versions", "trail",
)  # fmt: skip


def sealed_columns(table: Table) -> tuple[str, ...]:
    """The names of a table's sealed columns."""
    return tuple(one.name for one in table.columns if one.info.get("sealed"))


def key_columns(table: Table) -> tuple[str, ...]:
    """The columns by which a row is known within its clinic."""
    return tuple(one.name for one in table.primary_key.columns if one.name != "clinic_id")
