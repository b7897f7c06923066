"""The books of the workplace: posted once, in any order, laid beside their claims; denials that nobody loses."""

from __future__ import annotations

import itertools
import random
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_remittances import claim, line, remittance, remittances, reversal
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from workplaces import DATABASES, workplace

from romberg import store
from romberg.claims import (
    Adjustment,
    ClaimLine,
    Name,
    Payer,
    Person,
    ProfessionalClaim,
    Provider,
    Remittance,
    ServiceLine,
    Subscriber,
)
from romberg.formats.unreadable import Unreadable
from romberg.report.answers import together
from romberg.store import answered, books
from romberg.store.remitting import choose, keep_claims, post, refresh
from romberg.store.remitting.denied import ANSWERED_ANEW, step
from romberg.store.remitting.known import Given
from romberg.store.workplace import Desk, Workplace, clinics
from romberg.store.workplace import book_tables as b
from romberg.store.workplace import tables as t
from romberg.store.workplace.tables import metadata, sealed_columns

_NUMBERS = itertools.count(1)
DENIED = Adjustment("CO", "50", 5_000)
CONTRACT = Adjustment("CO", "45", 1_000)


@pytest.fixture(scope="module", params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    made = workplace(request.param, tmp_path_factory.mktemp("books"))
    yield made
    made.close()


@pytest.fixture
def clinic(place: Workplace) -> str:
    """A clinic in which nothing was posted yet."""
    return founded(place)


def founded(place: Workplace) -> str:
    name = f"clinic-{next(_NUMBERS)}"
    clinics.found(place, name, "owner", name)
    return name


def posted(place: Workplace, clinic: str, *given: Remittance) -> list[str]:
    """Post payments one after the other, as an import does; what became of each."""
    outcomes: list[str] = []
    for one in given:
        with place.desk(clinic, "ada") as desk:
            paid = post(desk, one)
            refresh(desk, paid.touched)
        outcomes.append(paid.outcome)
    return outcomes


def billed(number: str, *codes: str, day: date = date(2026, 3, 12), charge: int = 5_000) -> Given:
    """A claim that another program sent, with its price."""
    lines = tuple(
        ClaimLine(ServiceLine(code, 1, ("GP",), charge_cents=charge), day, charge, control="") for code in codes
    )
    person = Person(Name("Quill", "Zelda"), birth_date=date(1950, 1, 2))
    insured = Subscriber(person, "1EG4TE5MK73", Payer("MEDICARE PART B", "15202", "MB"))
    made = ProfessionalClaim(number, Provider(Name("HARBOUR"), "1234567893"), insured, "11", lines, ("R26.81",))
    (known,) = together([(made, None, ())])
    return made, known


def rows(desk: Desk, table: Any, *names: str) -> list[tuple[Any, ...]]:
    return sorted((tuple(one[name] for name in names) for one in desk.all(table)), key=repr)


# --- any payments, in any order, however often


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(remittances(), max_size=5), st.integers(0, 1_000))
def test_what_stands_hangs_on_what_was_told_and_never_on_its_order(
    place: Workplace, given: list[Remittance], seed: int
) -> None:
    """Against the books of the command line, posted once in the order given."""
    if place.engine.dialect.name != "sqlite" and seed % 5:
        return  # the same statements, a fifth of the examples
    shuffled = [*given, *random.Random(seed).choices(given, k=2)] if given else []
    random.Random(seed).shuffle(shuffled)
    clinic = founded(place)
    posted(place, clinic, *shuffled)
    with _command_line(given) as database, place.desk(clinic, "ada") as desk:
        assert _sums(desk) == books.totals(database)
        wanted = sorted(
            (one.claim_id, one.payer, one.paid_cents, len(one.all_denials)) for one in answered.answers(database)
        )
        standing = [one for one in desk.all(b.answers) if one["stands"]]
        denials = [one["answer_id"] for one in desk.all(b.denials) if one["stands"]]
        found = [(one["number"], one["payer"], one["paid_cents"], denials.count(one["id"])) for one in standing]
        assert sorted(found) == wanted
        assert sum(one["cents"] for one in desk.all(b.entries)) == 0


@contextmanager
def _command_line(given: list[Remittance]) -> Iterator[sqlite3.Connection]:
    """The books of the command line, with these payments posted."""
    with tempfile.TemporaryDirectory() as folder, store.opened(Path(folder)) as database:
        for one in given:
            books.post(database, one, lambda: datetime(2026, 4, 3, tzinfo=UTC))
        yield database


def _sums(desk: Desk) -> dict[tuple[str, str, str], int]:
    """The sum of each account over the payments that count, as `books.totals` tells it."""
    joined = b.entries.join(
        b.payments, (b.entries.c.clinic_id == b.payments.c.clinic_id) & (b.entries.c.payment_id == b.payments.c.id)
    )
    columns = (b.payments.c.payer, b.entries.c.account, b.entries.c.reason)
    asked = select(*columns, func.sum(b.entries.c.cents)).select_from(joined).where(b.payments.c.counts.is_(True))
    return {(row[0], row[1], row[2]): int(row[3]) for row in desk.read(asked.group_by(*columns))}


# --- one payment


def test_a_payment_is_posted_once_and_what_does_not_add_up_is_not(place: Workplace, clinic: str) -> None:
    first = remittance("EFT1", claim("V-1", line("97110", 5_000, CONTRACT)))
    assert posted(place, clinic, first, first) == ["posted", "known"]
    with place.desk(clinic, "ada") as desk:
        broken = post(desk, replace(first, trace="EFT2", paid_cents=1))
        assert broken.outcome == "refused"
        assert "1 payment" not in broken.reasons[0].says
        assert desk.count(b.payments) == 1
        assert rows(desk, b.answers, "number", "paid_cents", "tie", "clean") == [("V-1", 4_000, "unknown", True)]


def test_of_two_tellings_of_a_payment_none_counts_until_one_is_taken(place: Workplace, clinic: str) -> None:
    one = remittance("EFT1", claim("V-1", line("97110", 5_000)))
    other = remittance("EFT1", claim("V-1", line("97110", 5_000, DENIED)))
    assert posted(place, clinic, one, other) == ["posted", "contested"]
    with place.desk(clinic, "ada") as desk:
        assert rows(desk, b.answers, "stands", "paid_cents") == [(False, 0)]
        assert desk.all(b.denials) == []
        chosen = next(each["id"] for each in desk.all(b.payments) if each["received_cents"] == 0)
        with pytest.raises(Unreadable, match="Say why"):
            choose(desk, chosen, " ")
        with pytest.raises(Unreadable, match="no such payment"):
            choose(desk, "none", "so")
        refresh(desk, choose(desk, chosen, "as the bank says"))
        assert rows(desk, b.answers, "stands", "denied_cents") == [(True, 5_000)]
        assert [each["state"] for each in desk.all(b.denials)] == ["open"]
    assert posted(place, clinic, remittance("EFT1", claim("V-1", line("97110", 6_000)))) == ["contested"]
    with place.desk(clinic, "ada") as desk:
        assert rows(desk, b.answers, "stands", "denied_cents") == [(True, 5_000)]


def test_an_answer_means_a_claim_of_its_number_only_where_charge_or_day_agree(place: Workplace, clinic: str) -> None:
    posted(place, clinic, remittance("EFT1", claim("V-1", line("97110", 5_000)), claim("V-2", line("97110", 5_000))))
    other_day = billed("V-2", "97110", day=date(2025, 1, 7), charge=9_900)
    with place.desk(clinic, "ada") as desk:
        assert rows(desk, b.answers, "number", "tie") == [("V-1", "unknown"), ("V-2", "unknown")]
        kept = keep_claims(desk, [billed("V-1", "97110"), other_day])
        refresh(desk, [one.index for one in kept])
        assert [one.outcome for one in kept] == ["new", "new"]
        assert rows(desk, b.answers, "number", "tie") == [("V-1", "tied"), ("V-2", "differs")]
        assert [one["status"] for one in desk.all(t.claims, order_by=t.claims.c.service_date)] == ["sent", "paid"]
        (tied,) = [one for one in desk.all(b.answers) if one["tie"] == "tied"]
        assert tied["expected_cents"] is not None
        reasons = sum(one["cents"] for one in desk.all(b.variances))
        assert reasons == tied["compared_cents"] - tied["expected_cents"]
        assert [one.outcome for one in keep_claims(desk, [billed("V-1", "97110")])] == ["unchanged"]
        assert [one.outcome for one in keep_claims(desk, [billed("V-1", "97112")])] == ["changed"]


def test_a_denial_is_worked_and_goes_where_a_later_answer_leads(place: Workplace, clinic: str) -> None:
    denied = claim("V-1", line("97110", 5_000, DENIED), line("97112", 5_000, CONTRACT), status="4")
    first = remittance("EFT1", denied)
    taken_back = remittance("EFT2", reversal(denied), paid_date=date(2026, 4, 20))
    paid = claim("V-1", line("97110", 5_000, CONTRACT), line("97112", 5_000, CONTRACT))
    anew = remittance("EFT3", paid, paid_date=date(2026, 4, 20))
    with place.desk(clinic, "ada") as desk:
        keep_claims(desk, [billed("V-1", "97110", "97112")])
    posted(place, clinic, first)
    with place.desk(clinic, "ben") as desk:
        (one,) = desk.all(b.denials)
        assert (one["carc"], one["group_code"], one["code"], one["cents"]) == ("50", "CO", "97110", 5_000)
        assert (one["route"], one["last_day"], one["line"]) == ("appeal", date(2026, 7, 31), 0)
        (claims_row,) = desk.all(t.claims)
        assert claims_row["status"] == "denied"
        step(desk, one["id"], "appealed", "letter of today")
    posted(place, clinic, taken_back, anew)
    with place.desk(clinic, "ada") as desk:
        (now,) = desk.all(b.denials)
        assert (now["state"], now["stands"], now["id"]) == ("settled", False, one["id"])
        order = (b.denial_steps.c.made_at, b.denial_steps.c.id)
        steps = [(each["state"], each["reason"], each["made_by"]) for each in desk.all(b.denial_steps, order_by=order)]
        assert steps == [
            ("open", None, "ada"), ("appealed", "letter of today", "ben"), ("settled", ANSWERED_ANEW, "ada"),
        ]  # fmt: skip
        assert rows(desk, b.answers, "paid_cents", "denied_cents", "clean") == [(8_000, 0, False)]
        assert desk.all(t.claims)[0]["status"] == "paid"
    posted(place, clinic, remittance("EFT4", reversal(paid), denied, paid_date=date(2026, 5, 2)))
    with place.desk(clinic, "ada") as desk:
        assert rows(desk, b.denials, "state", "stands") == [("open", True)]


# --- kept safe


def test_books_are_of_one_clinic_sealed_and_never_changed(place: Workplace, clinic: str) -> None:
    posted(place, clinic, remittance("EFT-ZZ", claim("ZZNUMBER", line("97110", 5_000, DENIED))))
    with place.desk(clinic, "ada") as desk:
        (one,) = desk.all(b.payments)
        (denial,) = desk.all(b.denials)
        step(desk, denial["id"], "written_off", "ZZREASON")
        second = remittance("EFT-ZZ", claim("ZZNUMBER", line("97110", 5_000)))
        assert post(desk, second).outcome == "contested"
        refresh(desk, choose(desk, one["id"], "ZZCHOICE"))
        assert one["trace"] == "EFT-ZZ"
        for table in metadata.sorted_tables:
            for row in desk.connection.execute(select(table).where(table.c.clinic_id == clinic)):
                assert b"ZZ" not in repr(tuple(row)).encode(), table.name
    with place.desk(founded(place), "eve") as desk:
        for table in (b.payments, b.statements, b.entries, b.answers, b.denials, b.denial_steps, b.payment_choices):
            assert desk.all(table) == []
    for name in (*b.NEVER_CHANGED, "payments"):
        table = metadata.tables[name]
        plain = [each for each in table.columns if each.name not in (*sealed_columns(table), "counts")]
        for statement in (f"DELETE FROM {name}", *(f"UPDATE {name} SET {each.name} = {each.name}" for each in plain)):
            with pytest.raises(DBAPIError, match="never changed"), place.engine.begin() as connection:
                connection.execute(text(statement))
