"""The tables of signing in: what proves a person, their sessions, wrong tries, and tokens for programs."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Text

from romberg.store.workplace.tables import Moment, made, owned, plain, sealed, within

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
