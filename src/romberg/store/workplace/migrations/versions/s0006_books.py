"""The books: payments as payers told of them, what stands of their answers, denials and the work on them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from romberg.store.workplace.migrations import walls

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INDEXES = (
    ("claims", "ix_claims_visit", "clinic_id, visit_id, service_date"),
    ("claims", "ix_claims_control", "clinic_id, control"),
    ("payments", "ix_payments_number", "clinic_id, number_index"),
    ("payments", "ix_payments_day", "clinic_id, paid_date"),
    ("payment_choices", "ix_payment_choices_number", "clinic_id, number_index"),
    ("statements", "ix_statements_claim", "clinic_id, claim_index, payer"),
    ("entries", "ix_entries_account", "clinic_id, account, reason, cents"),
    ("answers", "ix_answers_claim", "clinic_id, claim_id"),
    (
        "answers",
        "ix_answers_figures",
        "clinic_id, stands, service_date, payer, payer_name, claim_id, clean, lines, denied_lines, denied_cents, "
        "paid_cents, expected_cents, compared_cents",
    ),
    ("denials", "ix_denials_answer", "clinic_id, answer_id"),
    ("denials", "ix_denials_worklist", "clinic_id, stands, state, last_day, cents, id"),
    ("denials", "ix_denials_figures", "clinic_id, carc, payer, answer_id, line, cents"),
    ("denial_steps", "ix_denial_steps_denial", "clinic_id, denial_id"),
)
_NEVER_CHANGED = {
    "payment_choices": "clinic_id, id, number_index, payment_id, made_by, made_at",
    "statements": "clinic_id, payment_id, at, claim_index, payer, status",
    "entries": "clinic_id, payment_id, position, claim, line, account, reason, cents",
    "denial_steps": "clinic_id, id, denial_id, state, made_by, made_at",
}
# Of a payment nothing changes but whether it counts, where the same one is told in another way.
_PAYMENT_STAYS = (
    "clinic_id, id, fingerprint_index, number_index, payer, payer_name, method, paid_date, received_cents, "
    "moved_cents, claims, import_id, made_by, made_at"
)
_CHANGED = ("payments", "answers", "variances", "scores", "denials")


def upgrade() -> None:
    """Take the step."""
    op.add_column("claims", sa.Column("control", sa.Integer))
    for make in (_payments, _choices, _statements, _entries, _answers, _variances, _scores, _denials, _steps):
        make()
    for table, name, columns in _INDEXES:
        op.create_index(name, table, columns.split(", "))
    walls.never_changed(op, "payments", _PAYMENT_STAYS)
    for table, columns in _NEVER_CHANGED.items():
        walls.never_changed(op, table, columns)
        walls.of_clinics(op, table, "SELECT, INSERT")
    for table in _CHANGED:
        walls.of_clinics(op, table, "SELECT, INSERT, UPDATE")


def _payments() -> None:
    _table(
        "payments",
        ("id",),
        _text("id"),
        _text("fingerprint_index", null=True),
        _text("number_index", null=True),
        _text("payer", 100),
        _text("payer_name", 200, null=True),
        sa.Column("trace", sa.LargeBinary),
        _text("method", 8, null=True),
        sa.Column("paid_date", sa.Date),
        _whole("received_cents", sa.BigInteger),
        _whole("moved_cents", sa.BigInteger),
        _whole("claims"),
        sa.Column("counts", sa.Boolean, nullable=False),
        _text("import_id", null=True),
        *_made(),
        sa.UniqueConstraint("clinic_id", "fingerprint_index", name="uq_payments_fingerprint_index"),
    )


def _choices() -> None:
    _table(
        "payment_choices",
        ("id",),
        _text("id"),
        _text("number_index", null=True),
        _text("payment_id"),
        sa.Column("reason", sa.LargeBinary, nullable=False),
        *_made(),
        _of("payment_choices", "payment_id", "payments"),
    )


def _statements() -> None:
    _table(
        "statements",
        ("payment_id", "at"),
        _text("payment_id"),
        _whole("at"),
        _text("claim_index", null=True),
        _text("payer", 100),
        _text("status", 8),
        sa.Column("told", sa.LargeBinary, nullable=False),
        _of("statements", "payment_id", "payments"),
    )


def _entries() -> None:
    _table(
        "entries",
        ("payment_id", "position"),
        _text("payment_id"),
        _whole("position"),
        sa.Column("claim", sa.Integer),
        sa.Column("line", sa.Integer),
        _text("account", 16),
        _text("reason", 32),
        _whole("cents", sa.BigInteger),
        _of("entries", "payment_id", "payments"),
    )


def _answers() -> None:
    _table(
        "answers",
        ("id",),
        _text("id"),
        _text("claim_index", null=True),
        sa.Column("number", sa.LargeBinary, nullable=False),
        _text("payer", 100),
        _text("payer_name", 200),
        _text("card", 100),
        _text("claim_id", null=True),
        _text("tie", 16),
        sa.Column("decided_on", sa.Date),
        sa.Column("service_date", sa.Date),
        *(_whole(f"{name}_cents", sa.BigInteger) for name in ("charged", "paid", "patient", "denied")),
        sa.Column("expected_cents", sa.BigInteger),
        sa.Column("compared_cents", sa.BigInteger),
        _whole("lines"),
        _whole("denied_lines"),
        sa.Column("clean", sa.Boolean, nullable=False),
        sa.Column("stands", sa.Boolean, nullable=False),
        *_made(),
        _text("changed_at", 32),
        _of("answers", "claim_id", "claims"),
        sa.UniqueConstraint("clinic_id", "claim_index", "payer", name="uq_answers_claim"),
    )


def _variances() -> None:
    _table(
        "variances",
        ("answer_id", "reason"),
        _text("answer_id"),
        _text("reason", 32),
        _whole("cents", sa.BigInteger),
        _of("variances", "answer_id", "answers"),
    )


def _scores() -> None:
    _table(
        "scores",
        ("answer_id", "rule"),
        _text("answer_id"),
        _text("rule", 100),
        *(_whole(name) for name in ("came_true", "denied_otherwise", "paid", "missed")),
        _of("scores", "answer_id", "answers"),
    )


def _denials() -> None:
    _table(
        "denials",
        ("id",),
        _text("id"),
        _text("identity", null=True),
        _text("answer_id"),
        _text("payer", 100),
        sa.Column("line", sa.Integer),
        _text("code", 16, null=True),
        _text("group_code", 8),
        _text("carc", 8),
        _text("rarcs", 100),
        _text("route", 32, null=True),
        sa.Column("unprocessable", sa.Boolean, nullable=False),
        _whole("cents", sa.BigInteger),
        sa.Column("last_day", sa.Date),
        sa.Column("decided_on", sa.Date),
        _text("state", 16),
        sa.Column("stands", sa.Boolean, nullable=False),
        _text("assigned_to", null=True),
        *_made(),
        _text("changed_at", 32),
        _of("denials", "answer_id", "answers"),
        sa.ForeignKeyConstraint(
            ["clinic_id", "assigned_to"], ["people.clinic_id", "people.id"], name="fk_denials_assigned_to_people"
        ),
        sa.UniqueConstraint("clinic_id", "identity", name="uq_denials_identity"),
    )


def _steps() -> None:
    _table(
        "denial_steps",
        ("id",),
        _text("id"),
        _text("denial_id"),
        _text("state", 16),
        sa.Column("reason", sa.LargeBinary),
        *_made(),
        _of("denial_steps", "denial_id", "denials"),
    )


def _table(name: str, keys: tuple[str, ...], *rest: Any) -> None:
    op.create_table(
        name,
        _text("clinic_id"),
        *rest,
        sa.PrimaryKeyConstraint("clinic_id", *keys, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.clinic_id"], name=f"fk_{name}_clinic_id_clinics"),
    )


def _text(name: str, length: int = 64, null: bool = False) -> Any:
    return sa.Column(name, sa.String(length), nullable=null)


def _whole(name: str, kind: Any = sa.Integer) -> Any:
    return sa.Column(name, kind, nullable=False)


def _made() -> tuple[Any, Any]:
    return _text("made_by"), _text("made_at", 32)


def _of(table: str, column: str, aim: str) -> Any:
    aims = [f"{aim}.clinic_id", f"{aim}.id"]
    return sa.ForeignKeyConstraint(["clinic_id", column], aims, name=f"fk_{table}_clinic_id_{aim}")
