"""The books: any order, any repetition, any failure between two steps ends in the same books."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import made_remittances as made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import books as slow

from romberg.claims import Adjustment, ClaimPayment, ProviderAdjustment, Remittance
from romberg.claims.ledger import entries, told
from romberg.claims.plain import claim_payment, text
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import r835
from romberg.store import books
from romberg.store.database import NAME, opened, statements, writing

CO45, PR2 = Adjustment("CO", "45", 2_000), Adjustment("PR", "2", 1_000)
CLAIM = made.claim("V-1", made.line("97112", 10_000, CO45, PR2))
PAYMENT = made.remittance("EFT1", CLAIM)


def noon() -> datetime:
    """A clock that stands still."""
    return datetime(2026, 4, 3, 12, tzinfo=UTC)


@contextmanager
def kept(*given: Remittance, folder: Path | None = None) -> Iterator[sqlite3.Connection]:
    """Books into which some remittances were posted, in memory where no folder is named."""
    if folder is not None:
        with opened(folder) as database:
            posted(database, given)
            yield database
        return
    database = sqlite3.connect(":memory:", isolation_level=None)
    database.deserialize(_empty())
    posted(database, given)
    yield database
    database.close()


@cache
def _empty() -> bytes:
    """Books of this version without anything in them."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    for step in sorted((Path(books.__file__).parent / "schema").glob("*.sql")):
        for statement in statements(step.read_text()):
            database.execute(statement)
    return database.serialize()


def posted(database: sqlite3.Connection, given: Sequence[Remittance]) -> list[str]:
    """What became of each."""
    return [books.post(database, one, noon).outcome for one in given]


def state(database: sqlite3.Connection) -> dict[str, Any]:
    """All that the books say, whatever order it came in."""
    return {
        "payments": list(books.payments(database)),
        "balances": list(books.balances(database)),
        "totals": books.totals(database),
        "told": list(books.told_of(database)),
    }


def plain(database: sqlite3.Connection) -> slow.Kept:
    """The balances in the oracle's form."""
    found: slow.Kept = {}
    for one in books.balances(database):
        amounts = {"charged": one.charged_cents, "paid": one.paid_cents, **dict(one.adjusted)}
        if told := {name: cents for name, cents in amounts.items() if cents}:
            found[(one.claim_id, one.payer)] = told
    return found


# --- what is posted


def test_a_payment_is_posted_once_and_stands_in_the_books() -> None:
    with kept() as database:
        assert posted(database, [PAYMENT, PAYMENT]) == ["posted", "known"]
        (balance,) = books.balances(database)
        assert (balance.charged_cents, balance.paid_cents, balance.patient_cents) == (10_000, 7_000, 1_000)
        assert balance.adjusted == (("CO-45", 2_000), ("PR-2", 1_000))
        (payment,) = books.payments(database)
        assert (payment.trace, payment.received_cents, payment.counts) == ("EFT1", 7_000, True)


def test_what_does_not_add_up_posts_nothing() -> None:
    with kept() as database:
        before = state(database)
        refused = books.post(database, replace(PAYMENT, paid_cents=1), noon)
        assert (refused.outcome, refused.reasons[0].code) == ("refused", "does_not_balance")
        unknown = books.post(database, replace(PAYMENT, paid_cents=None), noon)
        assert (unknown.outcome, unknown.reasons[0].code) == ("refused", "cannot_be_evaluated")
        assert state(database) == before


def test_the_same_payment_in_another_envelope_is_known() -> None:
    second = made.claim("V-2", made.line("97110", 5_000))
    one, other = made.remittance("EFT1", CLAIM, second), made.remittance("EFT1", second, CLAIM)
    elsewhere = replace(other, control="0099", segment=70)
    named = replace(
        elsewhere, claims=tuple(replace(each, patient_name="VALE, ADA", segment=9) for each in other.claims)
    )
    with kept(one) as database:
        assert posted(database, [other, elsewhere, named]) == ["known"] * 3


def test_no_name_of_a_patient_is_kept(tmp_path: Path) -> None:
    claim = replace(CLAIM, patient_name="VALE, ADA", member_id="1EG4TE5MK73")
    with kept(made.remittance("EFT1", claim), folder=tmp_path):
        pass
    held = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"EFT1" in held
    assert b"VALE" not in held
    assert b"1EG4TE5MK73" not in held


def test_a_reversal_and_its_correction_leave_what_the_correction_says() -> None:
    corrected = made.claim("V-1", made.line("97112", 10_000, CO45))
    with kept(PAYMENT, made.remittance("EFT2", made.reversal(CLAIM), corrected)) as database:
        (balance,) = books.balances(database)
    with kept(made.remittance("EFT9", corrected)) as database:
        assert balance == next(books.balances(database))


# --- two tellings of one payment

OTHER = made.remittance("EFT1", made.claim("V-1", made.line("97112", 10_000, CO45)))


def test_two_tellings_of_one_payment_count_neither_until_one_is_chosen() -> None:
    with kept() as database:
        assert posted(database, [PAYMENT, OTHER]) == ["posted", "contested"]
        assert list(books.balances(database)) == []
        assert [one.counts for one in books.payments(database)] == [False, False]
        chosen = books.choose(database, next(books.payments(database)).fingerprint, "the bank's statement", noon)
        assert chosen is not None
        assert [one.fingerprint for one in books.payments(database) if one.counts] == [chosen.fingerprint]
        assert len(list(books.balances(database))) == 1
        assert books.choose(database, "0" * 64, "nothing", noon) is None


def test_a_later_choice_stands() -> None:
    with kept(PAYMENT, OTHER) as database:
        first, second = (one.fingerprint for one in books.payments(database))
        books.choose(database, first, "as told", noon)
        books.choose(database, second, "the payer called", noon)
        assert [one.fingerprint for one in books.payments(database) if one.counts] == [second]


# --- any order, any repetition

SETS = st.lists(made.remittances() | made.parts(), min_size=1, max_size=6)


@given(SETS, st.data())
@settings(max_examples=80, deadline=None)
def test_any_order_and_repetition_ends_in_the_same_books(given_set: list[Remittance], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(given_set), max_size=5))
    other_way = data.draw(st.permutations([*given_set, *again]))
    with kept(*given_set) as first, kept(*other_way) as second:
        assert state(first) == state(second)
        assert plain(first) == slow.balances(given_set)
        banked = sum(cents for (_, account, _), cents in books.totals(first).items() if account == "bank")
        assert banked == slow.banked(given_set)
        assert sum(books.totals(first).values()) == 0


@given(made.remittances())
@settings(max_examples=100, deadline=None)
def test_entries_sum_to_zero_by_payment_and_by_claim(one: Remittance) -> None:
    found = entries(one)
    assert sum(each.cents for each in found) == 0
    for at in range(len(one.claims)):
        assert sum(each.cents for each in found if each.claim == at) == 0


@given(made.remittances(), made.remittances())
@settings(max_examples=60, deadline=None)
def test_a_fingerprint_tells_apart_what_says_different_things(one: Remittance, other: Remittance) -> None:
    assert (told(one).fingerprint == told(other).fingerprint) == (slow.said(one) == slow.said(other))


@given(made.claims())
@settings(max_examples=100, deadline=None)
def test_a_kept_claim_comes_back_as_it_was(one: ClaimPayment) -> None:
    assert claim_payment(text(one)) == one


def test_what_a_reader_learns_to_read_later_makes_no_other_payment_of_it() -> None:
    (claim,) = PAYMENT.claims
    lines = tuple(replace(line, allowed_cents=8_000) for line in claim.lines)
    more = replace(claim, lines=lines, rendering_npi="1245319599", forwarded_to="LAKE MUTUAL")
    with kept(PAYMENT) as database:
        assert posted(database, [replace(PAYMENT, claims=(more,))]) == ["known"]


def test_a_part_counts_until_the_payment_as_a_whole_is_told() -> None:
    part = replace(made.remittance("EFT1", CLAIM), is_part=True)
    corrected = made.claim("V-1", made.line("97112", 10_000, CO45), icn="ICN-V-1")
    other = replace(made.remittance("EFT7", corrected), is_part=True)
    with kept() as database:
        assert posted(database, [part, part]) == ["posted", "known"]
        assert next(books.balances(database)).paid_cents == 7_000
        assert posted(database, [other]) == ["contested"]  # a correction without a reversal: a person takes one
        assert list(books.balances(database)) == []
        assert posted(database, [PAYMENT]) == ["posted"]
        assert [one.counts for one in books.payments(database) if one.trace == "EFT1"].count(True) == 1
    with kept(PAYMENT) as database:
        assert posted(database, [part]) == ["known"]
        assert next(books.balances(database)).paid_cents == 7_000


# --- nothing is changed or lost


@pytest.mark.parametrize("table", ["payment", "statement", "entry", "choice"])
def test_nothing_in_the_books_is_changed_or_deleted(table: str) -> None:
    with kept(PAYMENT, OTHER) as database:
        books.choose(database, next(books.payments(database)).fingerprint, "as told", noon)
        with pytest.raises(sqlite3.IntegrityError, match="is deleted"):
            database.execute(f"DELETE FROM {table}")
        with pytest.raises(sqlite3.IntegrityError, match="is changed"):
            database.execute(f"UPDATE {table} SET fingerprint = fingerprint")


class Failing(sqlite3.Connection):
    """A connection whose Nth statement fails, as if the machine stopped there."""

    left = 0

    def execute(self, *arguments: Any) -> sqlite3.Cursor:
        self._one()
        return super().execute(*arguments)

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
        self._one()
        return super().executemany(sql, rows)

    def _one(self) -> None:
        type(self).left -= 1
        if type(self).left == 0:
            raise Stopped


class Stopped(Exception):  # noqa: N818  # what happened, and no error of anybody
    """The machine stopped."""


GIVEN = [
    PAYMENT,
    made.remittance("EFT2", made.reversal(CLAIM), moved=[ProviderAdjustment("WO", -500)]),
    made.remittance("EFT3", made.claim("V-2", made.line("97110", 5_000, CO45), made.line("97140", 4_000))),
]


def test_a_failure_at_any_step_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with kept(*GIVEN) as database:
        wanted = state(database)
    for step in range(1, 200):
        folder = tmp_path / str(step)
        Failing.left = step
        stopped = False
        try:
            with opened(folder, Failing) as database:
                posted(database, GIVEN)
        except Stopped:
            stopped = True
        with kept(*GIVEN, folder=folder) as database:  # the same files once more
            assert state(database) == wanted, f"stopped at step {step}"
        if not stopped:
            break
    assert not stopped, "every step was tried"
    assert step > 25


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from romberg.formats.x12.r835 import remittances
from romberg.store import books
from romberg.store.database import opened

left = int(sys.argv[3])
def killing(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
with opened(Path(sys.argv[1])) as database:
    database.set_trace_callback(killing)
    with open(sys.argv[2], "rb") as stream:
        for one in remittances(stream):
            books.post(database, one, lambda: datetime(2026, 4, 3, 12, tzinfo=UTC))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process can be killed so here")
def test_a_process_killed_between_two_statements_loses_and_doubles_nothing(tmp_path: Path) -> None:
    file = tmp_path / "given.835"
    file.write_bytes(made.as_835(*GIVEN))
    read = [*r835.remittances(io.BytesIO(file.read_bytes()))]
    with kept(*read) as database:
        wanted = state(database)
    ended = []
    for step in range(1, 80, 6):
        folder = tmp_path / str(step)
        command = [sys.executable, "-c", KILLED, str(folder), str(file), str(step)]
        ended.append(subprocess.run(command, check=False).returncode)
        with kept(*read, folder=folder) as database:
            assert state(database) == wanted, f"killed at statement {step}"
    assert ended[0] == -signal.SIGKILL
    assert ended[-1] == 0, "the last run ends by itself"


# --- the database


def test_it_is_durable_and_for_its_owner_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("PRAGMA synchronous").fetchone() == (2,)
        assert database.execute("PRAGMA foreign_keys").fetchone() == (1,)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_a_newer_or_broken_database_is_told_in_a_sentence(tmp_path: Path) -> None:
    with opened(tmp_path) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(Unreadable, match="newer Romberg"), opened(tmp_path):
        pass
    for wrong in (b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4_000):
        (tmp_path / NAME).write_bytes(wrong)
        for leftover in tmp_path.glob(NAME + "-*"):
            leftover.unlink()
        with pytest.raises(Unreadable, match="cannot be used"), opened(tmp_path):
            pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreadable, match="cannot be used"), opened(tmp_path / "file"):
        pass


def test_two_processes_may_post_the_same_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as one, opened(tmp_path) as other:
        assert posted(one, GIVEN[:1]) == ["posted"]
        assert posted(other, GIVEN) == ["known", "posted", "posted"]
        assert posted(one, GIVEN) == ["known"] * 3
        other.execute("PRAGMA busy_timeout = 1")
        with writing(one), pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
