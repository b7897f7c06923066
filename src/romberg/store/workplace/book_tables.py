"""The tables of the books: payments as payers told of them, what stands of their answers, and the work on denials.

What was told never changes; what stands of it is worked out anew whenever another payment or claim comes in. Claims
that were sent or imported stand with the other claims (`tables.claims`), known by the digest of their number.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKeyConstraint, Index, Integer, UniqueConstraint

from romberg.store.workplace.tables import Moment, index_of, made, owned, plain, sealed, within

LONGEST_PAYER, LONGEST_NAME, LONGEST_CODE, LONGEST_REASON = 100, 200, 8, 32

payments = owned(
    "payments",
    ("id",),
    plain("id"),
    index_of("fingerprint_index"),
    index_of("number_index"),
    plain("payer", length=LONGEST_PAYER),
    plain("payer_name", nullable=True, length=LONGEST_NAME),
    sealed("trace", nullable=True),
    plain("method", nullable=True, length=LONGEST_CODE),
    Column("paid_date", Date),
    Column("received_cents", BigInteger, nullable=False),
    Column("moved_cents", BigInteger, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("counts", Boolean, nullable=False),
    plain("import_id", nullable=True),
    *made(),
    UniqueConstraint("clinic_id", "fingerprint_index"),
    Index("ix_payments_number", "clinic_id", "number_index"),
    Index("ix_payments_day", "clinic_id", "paid_date"),
)

payment_choices = owned(
    "payment_choices",
    ("id",),
    plain("id"),
    index_of("number_index"),
    plain("payment_id"),
    sealed("reason"),
    *made(),
    within("payments", "payment_id"),
    Index("ix_payment_choices_number", "clinic_id", "number_index"),
)

statements = owned(
    "statements",
    ("payment_id", "at"),
    plain("payment_id"),
    Column("at", Integer, nullable=False),
    index_of("claim_index"),
    plain("payer", length=LONGEST_PAYER),
    plain("status", length=LONGEST_CODE),
    sealed("told"),
    within("payments", "payment_id"),
    Index("ix_statements_claim", "clinic_id", "claim_index", "payer"),
)

entries = owned(
    "entries",
    ("payment_id", "position"),
    plain("payment_id"),
    Column("position", Integer, nullable=False),
    Column("claim", Integer),
    Column("line", Integer),
    plain("account", length=16),
    plain("reason", length=LONGEST_REASON),
    Column("cents", BigInteger, nullable=False),
    within("payments", "payment_id"),
    Index("ix_entries_account", "clinic_id", "account", "reason", "cents"),
)

answers = owned(
    "answers",
    ("id",),
    plain("id"),
    index_of("claim_index"),
    sealed("number"),
    plain("payer", length=LONGEST_PAYER),
    plain("payer_name", length=LONGEST_NAME),
    plain("card", length=100),
    plain("claim_id", nullable=True),
    plain("tie", length=16),
    Column("decided_on", Date),
    Column("service_date", Date),
    Column("charged_cents", BigInteger, nullable=False),
    Column("paid_cents", BigInteger, nullable=False),
    Column("patient_cents", BigInteger, nullable=False),
    Column("denied_cents", BigInteger, nullable=False),
    Column("expected_cents", BigInteger),
    Column("compared_cents", BigInteger),
    Column("lines", Integer, nullable=False),
    Column("denied_lines", Integer, nullable=False),
    Column("clean", Boolean, nullable=False),
    Column("stands", Boolean, nullable=False),
    *made(),
    Column("changed_at", Moment, nullable=False),
    within("claims", "claim_id"),
    UniqueConstraint("clinic_id", "claim_index", "payer", name="uq_answers_claim"),
    Index("ix_answers_claim", "clinic_id", "claim_id"),
    Index(
        "ix_answers_figures",
        "clinic_id",
        "stands",
        "service_date",
        "payer",
        "payer_name",
        "claim_id",
        "clean",
        "lines",
        "denied_lines",
        "denied_cents",
        "paid_cents",
        "expected_cents",
        "compared_cents",
    ),
)

variances = owned(
    "variances",
    ("answer_id", "reason"),
    plain("answer_id"),
    plain("reason", length=LONGEST_REASON),
    Column("cents", BigInteger, nullable=False),
    within("answers", "answer_id"),
)

scores = owned(
    "scores",
    ("answer_id", "rule"),
    plain("answer_id"),
    plain("rule", length=100),
    *(Column(name, Integer, nullable=False) for name in ("came_true", "denied_otherwise", "paid", "missed")),
    within("answers", "answer_id"),
)

denials = owned(
    "denials",
    ("id",),
    plain("id"),
    index_of("identity"),
    plain("answer_id"),
    plain("payer", length=LONGEST_PAYER),
    Column("line", Integer),
    plain("code", nullable=True, length=16),
    plain("group_code", length=LONGEST_CODE),
    plain("carc", length=LONGEST_CODE),
    plain("rarcs", length=100),
    plain("route", nullable=True, length=LONGEST_REASON),
    Column("unprocessable", Boolean, nullable=False),
    Column("cents", BigInteger, nullable=False),
    Column("last_day", Date),
    Column("decided_on", Date),
    plain("state", length=16),
    Column("stands", Boolean, nullable=False),
    plain("assigned_to", nullable=True),
    *made(),
    Column("changed_at", Moment, nullable=False),
    within("answers", "answer_id"),
    ForeignKeyConstraint(
        ["clinic_id", "assigned_to"], ["people.clinic_id", "people.id"], name="fk_denials_assigned_to_people"
    ),
    UniqueConstraint("clinic_id", "identity"),
    Index("ix_denials_answer", "clinic_id", "answer_id"),
    Index("ix_denials_worklist", "clinic_id", "stands", "state", "last_day", "cents", "id"),
    Index("ix_denials_figures", "clinic_id", "carc", "payer", "answer_id", "line", "cents"),
)

denial_steps = owned(
    "denial_steps",
    ("id",),
    plain("id"),
    plain("denial_id"),
    plain("state", length=16),
    sealed("reason", nullable=True),
    *made(),
    within("denials", "denial_id"),
    Index("ix_denial_steps_denial", "clinic_id", "denial_id"),
)

NEVER_CHANGED = ("payment_choices", "statements", "entries", "denial_steps")
