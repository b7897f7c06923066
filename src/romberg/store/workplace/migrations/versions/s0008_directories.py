"""Signing in through a clinic's directory: its settings, whom it knows, tickets that were used, how a session began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from romberg.store.workplace.migrations import walls

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("sessions", sa.Column("way", sa.String(16), nullable=False, server_default="password"))
    op.create_table("spent", _clinic(), _words("id"), _moment("at"), *_bound("spent", "id"))
    op.create_table(
        "directories",
        _clinic(),
        _words("issuer", 200),
        _words("client", 200),
        sa.Column("secret", sa.LargeBinary),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("domains", "hosts", "levels")),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("trusted", "vouches", "alone", "active")),
        sa.Column("newcomer", sa.String(16)),
        _words("made_by"),
        _moment("made_at"),
        *_bound("directories"),
    )
    op.create_table(
        "directory_links",
        _clinic(),
        _words("person_id"),
        sa.Column("subject_index", sa.String(64)),
        _moment("at"),
        *_bound("directory_links", "person_id"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "person_id"], ["people.clinic_id", "people.id"], name="fk_directory_links_clinic_id_people"
        ),
        sa.UniqueConstraint("clinic_id", "subject_index", name="uq_directory_links_subject_index"),
    )
    walls.of_clinics(op, "spent", "SELECT, INSERT")
    for table in ("directories", "directory_links"):
        walls.of_clinics(op, table, "SELECT, INSERT, UPDATE")


def _clinic() -> sa.Column[str]:
    return _words("clinic_id")


def _words(name: str, length: int = 64) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _moment(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=False)


def _bound(table: str, *key: str) -> tuple[sa.PrimaryKeyConstraint, sa.ForeignKeyConstraint]:
    name = f"fk_{table}_clinic_id_clinics"
    of_clinic = sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=name)
    return sa.PrimaryKeyConstraint("clinic_id", *key, name=f"pk_{table}"), of_clinic
