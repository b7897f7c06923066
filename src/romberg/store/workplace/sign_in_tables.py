"""The tables of signing in: what proves a person, sessions, tries, tokens, directories, openings in an emergency."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Text, UniqueConstraint, literal_column

from romberg.store.workplace.tables import Moment, made, owned, plain, sealed, trail, within

proofs = owned(
    "proofs",
    ("person_id",),
    plain("person_id"),
    Column("password", String(256)),
    Column("must_change", Boolean, nullable=False),
    sealed("second", nullable=True),
    Column("second_proved", Boolean, nullable=False),
    Column("last_step", BigInteger, nullable=False),
    sealed("recovery", nullable=True),
    Column("epoch", Integer, nullable=False),
    *made(),
    within("people", "person_id"),
)

sessions = owned(
    "sessions",
    ("token",),
    plain("token"),
    plain("person_id"),
    Column("began", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("proved", Boolean, nullable=False),
    Column("ended_at", Moment),
    Column("way", String(16), nullable=False, server_default="password"),
    within("people", "person_id"),
    Index("ix_sessions_person", "clinic_id", "person_id"),
)

tries = owned(
    "tries",
    ("id",),
    plain("id"),
    plain("account"),
    plain("source"),
    Column("at", Moment, nullable=False),
    Column("right", Boolean, nullable=False),
    Index("ix_tries_account", "account", "at"),
    Index("ix_tries_source", "source", "at"),
)

tokens = owned(
    "tokens",
    ("token",),
    plain("token"),
    plain("person_id"),
    sealed("name"),
    Column("scopes", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("ended_at", Moment),
    *made(),
    within("people", "person_id"),
)

spent = owned("spent", ("id",), plain("id"), Column("at", Moment, nullable=False))

passkeys = owned(
    "passkeys",
    ("id",),
    plain("id"),
    plain("person_id"),
    Column("credential", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("count", BigInteger, nullable=False),
    plain("transports", length=100),
    Column("synced", Boolean, nullable=False),
    sealed("name"),
    Column("used_at", Moment),
    Column("ended_at", Moment),
    *made(),
    within("people", "person_id"),
    Index("ix_passkeys_person", "clinic_id", "person_id"),
    Index("ix_passkeys_id", "id"),
)

directories = owned(
    "directories",
    (),
    plain("issuer", length=200),
    plain("client", length=200),
    sealed("secret", nullable=True),
    Column("domains", Text, nullable=False),
    Column("hosts", Text, nullable=False),
    Column("trusted", Boolean, nullable=False),
    Column("levels", Text, nullable=False),
    Column("vouches", Boolean, nullable=False),
    plain("newcomer", nullable=True, length=16),
    Column("alone", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    *made(),
)

directory_links = owned(
    "directory_links",
    ("person_id",),
    plain("person_id"),
    plain("subject_index", nullable=True),
    Column("at", Moment, nullable=False),
    within("people", "person_id"),
    UniqueConstraint("clinic_id", "subject_index"),
)

emergencies = owned(
    "emergencies",
    ("id",),
    plain("id"),
    plain("person_id"),
    plain("patient_id"),
    sealed("reason"),
    Column("epoch", Integer, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("ended_at", Moment),
    plain("seen_by", nullable=True),
    Column("seen_at", Moment),
    *made(),
    within("people", "person_id"),
    within("patients", "patient_id"),
    Index("ix_emergencies_person", "clinic_id", "person_id", "patient_id"),
    Index("ix_emergencies_seen", "clinic_id", "seen_at"),
)

IN_EMERGENCY = trail.c.action == literal_column("'break_glass'")  # as it stands: a parameter would miss the index
Index(
    "ix_trail_emergencies",
    trail.c.clinic_id,
    trail.c.actor,
    trail.c.number,
    sqlite_where=IN_EMERGENCY,
    postgresql_where=IN_EMERGENCY,
)
