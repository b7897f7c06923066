"""What proves a person: passwords, second factors, sessions, wrong tries, tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from romberg.store.workplace.migrations import walls

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "proofs",
        *_key("person_id"),
        sa.Column("password", sa.String(256)),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("second", sa.LargeBinary),
        sa.Column("second_proved", sa.Boolean, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
        sa.Column("recovery", sa.LargeBinary),
        sa.Column("epoch", sa.Integer, nullable=False),
        *_made(),
        *_bound("proofs", "person_id"),
        _of_person("proofs"),
    )
    op.create_table(
        "sessions",
        *_key("token"),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("began", sa.String(32), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("proved", sa.Boolean, nullable=False),
        sa.Column("ended_at", sa.String(32)),
        *_bound("sessions", "token"),
        _of_person("sessions"),
    )
    op.create_index("ix_sessions_person", "sessions", ["clinic_id", "person_id"])
    op.create_table(
        "tries",
        *_key("id"),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("right", sa.Boolean, nullable=False),
        *_bound("tries", "id"),
    )
    op.create_index("ix_tries_account", "tries", ["account", "at"])
    op.create_index("ix_tries_source", "tries", ["source", "at"])
    op.create_table(
        "tokens",
        *_key("token"),
        sa.Column("person_id", sa.String(64), nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("ends_at", sa.String(32), nullable=False),
        sa.Column("ended_at", sa.String(32)),
        *_made(),
        *_bound("tokens", "token"),
        _of_person("tokens"),
    )
    for table in ("proofs", "sessions", "tokens"):
        walls.of_clinics(op, table, "SELECT, INSERT, UPDATE")
    walls.of_clinics(op, "tries", "SELECT, INSERT")


def _key(name: str) -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("clinic_id", sa.String(64), nullable=False), sa.Column(name, sa.String(64), nullable=False)


def _made() -> tuple[sa.Column[str], sa.Column[str]]:
    return sa.Column("made_by", sa.String(64), nullable=False), sa.Column("made_at", sa.String(32), nullable=False)


def _bound(table: str, key: str) -> tuple[sa.PrimaryKeyConstraint, sa.ForeignKeyConstraint]:
    name = f"fk_{table}_clinic_id_clinics"
    of_clinic = sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=name)
    return sa.PrimaryKeyConstraint("clinic_id", key, name=f"pk_{table}"), of_clinic


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    columns = ["people.clinic_id", "people.id"]
    return sa.ForeignKeyConstraint(["clinic_id", "person_id"], columns, name=f"fk_{table}_clinic_id_people")
