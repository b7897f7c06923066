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


def _text(name: str, nullable: bool = False, length: int = 64) -> Column[Any]:
    return Column(name, String(length), nullable=nullable)


def _owned(name: str, keys: tuple[str, ...], *rest: Any) -> Table:
    """A table of a clinic's rows, known within it by some columns."""
    of_clinic = ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"])
    return Table(name, metadata, _text("clinic_id"), *rest, PrimaryKeyConstraint("clinic_id", *keys), of_clinic)


def _within(table: str, *columns: str, of: tuple[str, ...] = ("id",)) -> ForeignKeyConstraint:
    """A pointer to a row of the same clinic."""
    return ForeignKeyConstraint(["clinic_id", *columns], [f"{table}.clinic_id", *(f"{table}.{one}" for one in of)])


def _made() -> tuple[Column[Any], Column[Any]]:
    """Who made a row, and when."""
    return _text("made_by"), Column("made_at", Moment, nullable=False)


# --- clinics and people

clinics = Table(
    "clinics", metadata, Column("clinic_id", String(64), primary_key=True), _text("name", length=200), *_made()
)

people = _owned(
    "people",
    ("id",),
    _text("id"),
    sealed("name"),
    index_of("name_index"),
    sealed("email", nullable=True),
    index_of("email_index"),
    _text("role"),
    _text("state"),
    _text("npi", nullable=True, length=10),
    _text("credential", nullable=True),
    *_made(),
    UniqueConstraint("clinic_id", "email_index"),
    Index(None, "clinic_id", "name_index"),
    Index("ix_people_by_email", "email_index"),
)

patients = _owned(
    "patients",
    ("id",),
    _text("id"),
    sealed("name"),
    index_of("name_index"),
    sealed("identifier", nullable=True),
    index_of("identifier_index"),
    sealed("born", nullable=True),
    sealed("details", nullable=True),
    *_made(),
    UniqueConstraint("clinic_id", "identifier_index"),
    Index(None, "clinic_id", "name_index"),
)

# --- visits, whose every state stays

visits = _owned(
    "visits",
    ("id",),
    _text("id"),
    _text("patient_id", nullable=True),
    _text("clinician_id", nullable=True),
    index_of("identity"),
    Column("newest", Integer, nullable=False),
    Column("service_date", Date),
    _text("payer", nullable=True, length=100),
    _text("discipline", nullable=True, length=8),
    _text("light", length=8),
    Column("score", Integer, nullable=False),
    Column("at_risk_cents", BigInteger, nullable=False),
    Column("deadline", Date),
    _text("status", length=16),
    _text("assigned_to", nullable=True),
    *_made(),
    Column("changed_at", Moment, nullable=False),
    _within("patients", "patient_id"),
    _within("people", "clinician_id"),
    ForeignKeyConstraint(
        ["clinic_id", "assigned_to"], ["people.clinic_id", "people.id"], name="fk_visits_assigned_to_people"
    ),
    UniqueConstraint("clinic_id", "identity"),
    Index("ix_visits_queue", "clinic_id", "status", "at_risk_cents", "deadline"),
    Index("ix_visits_day", "clinic_id", "service_date"),
    Index("ix_visits_patient", "clinic_id", "patient_id", "service_date"),
    Index("ix_visits_clinician", "clinic_id", "clinician_id", "service_date"),
    Index("ix_visits_assigned", "clinic_id", "assigned_to", "status"),
)

visit_versions = _owned(
    "visit_versions",
    ("visit_id", "number"),
    _text("visit_id"),
    Column("number", Integer, nullable=False),
    sealed("note"),
    index_of("note_index"),
    sealed("asked"),
    Column("service_date", Date),
    _text("payer", nullable=True, length=100),
    _text("light", length=8),
    Column("score", Integer, nullable=False),
    Column("at_risk_cents", BigInteger, nullable=False),
    _text("program"),
    _text("knowledge", length=200),
    sealed("why", nullable=True),
    *_made(),
    _within("visits", "visit_id"),
    Index(None, "clinic_id", "note_index"),
)

findings = _owned(
    "findings",
    ("visit_id", "number", "at"),
    _text("visit_id"),
    Column("number", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    _text("rule", length=100),
    _text("severity", length=16),
    _text("outcome", length=16),
    _text("code", nullable=True, length=8),
    _text("carc", nullable=True, length=8),
    Column("at_risk_cents", BigInteger),
    sealed("says"),
    _within("visit_versions", "visit_id", "number", of=("visit_id", "number")),
    Index(None, "clinic_id", "rule"),
)

# --- the work on a visit

overrides = _owned(
    "overrides",
    ("id",),
    _text("id"),
    _text("visit_id"),
    Column("number", Integer, nullable=False),
    _text("rule", length=100),
    _text("code", nullable=True, length=8),
    sealed("reason"),
    *_made(),
    _within("visit_versions", "visit_id", "number", of=("visit_id", "number")),
    Index(None, "clinic_id", "visit_id"),
)

remarks = _owned(
    "remarks",
    ("id",),
    _text("id"),
    _text("visit_id"),
    sealed("words"),
    *_made(),
    _within("visits", "visit_id"),
    Index(None, "clinic_id", "visit_id"),
)

steps = _owned(
    "steps",
    ("id",),
    _text("id"),
    _text("visit_id"),
    _text("status", length=16),
    _text("assigned_to", nullable=True),
    sealed("reason", nullable=True),
    *_made(),
    _within("visits", "visit_id"),
    Index(None, "clinic_id", "visit_id"),
)

# --- claims, whose every state stays too

claims = _owned(
    "claims",
    ("id",),
    _text("id"),
    _text("visit_id", nullable=True),
    index_of("claim_index"),
    Column("newest", Integer, nullable=False),
    _text("payer", length=100),
    Column("service_date", Date),
    Column("charge_cents", BigInteger, nullable=False),
    _text("status", length=16),
    *_made(),
    Column("changed_at", Moment, nullable=False),
    _within("visits", "visit_id"),
    UniqueConstraint("clinic_id", "claim_index"),
    Index("ix_claims_status", "clinic_id", "status", "service_date"),
)

claim_versions = _owned(
    "claim_versions",
    ("claim_id", "number"),
    _text("claim_id"),
    Column("number", Integer, nullable=False),
    _text("frequency", length=1),
    Column("charge_cents", BigInteger, nullable=False),
    sealed("body"),
    sealed("why", nullable=True),
    *_made(),
    _within("claims", "claim_id"),
)

# --- what came in

imports = _owned(
    "imports",
    ("id",),
    _text("id"),
    _text("kind", length=16),
    _text("state", length=16),
    Column("files", Integer, nullable=False),
    Column("done", Integer, nullable=False),
    *_made(),
    Column("ended_at", Moment),
    Index("ix_imports_day", "clinic_id", "made_at"),
)

import_files = _owned(
    "import_files",
    ("import_id", "at"),
    _text("import_id"),
    Column("at", Integer, nullable=False),
    sealed("name"),
    index_of("content_index"),
    Column("size", BigInteger, nullable=False),
    _text("outcome", length=16),
    _text("code", nullable=True),
    sealed("says", nullable=True),
    _text("visit_id", nullable=True),
    *_made(),
    _within("imports", "import_id"),
    Index(None, "clinic_id", "content_index"),
)

requests = _owned(
    "requests",
    ("id",),
    _text("id"),
    sealed("answer"),
    *_made(),
)

# --- the trail, and the marks by which the right keys are known

trail = _owned(
    "trail",
    ("number",),
    Column("number", BigInteger, nullable=False, autoincrement=False),
    Column("at", Moment, nullable=False),
    _text("actor"),
    _text("action"),
    _text("subject", length=140),
    Column("detail", Text, nullable=False),
    _text("previous"),
    _text("hash"),
)

trail_heads = _owned(
    "trail_heads",
    (),
    Column("number", BigInteger, nullable=False),
    _text("hash"),
    _text("signature", length=100),
)

key_marks = _owned(
    "key_marks",
    ("id",),
    _text("id"),
    sealed("mark"),
    *_made(),
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
