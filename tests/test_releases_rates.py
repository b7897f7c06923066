"""Payers' rates: in-network files streamed, of every type and for asked providers alone; damaged ones refused."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import made_lists as made
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from releases import TODAY, imported, refused, taken

from romberg.cli import main
from romberg.knowledge import card_files, editions, rate_files, rate_tables
from romberg.knowledge.releases import importing, loaded, network_rates, network_terms
from romberg.knowledge.releases import store as stores
from romberg.knowledge.releases.compare import changes
from romberg.knowledge.releases.kind import Only
from romberg.knowledge.releases.network_groups import Groups
from romberg.knowledge.releases.network_rates import Rates, tables
from romberg.knowledge.releases.network_stream import Told, walk
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.schemas import TABLES


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """An empty store."""
    (tmp_path / "store").mkdir()
    return tmp_path / "store"


@pytest.fixture
def asking(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store that lookups and cards answer from."""
    monkeypatch.setenv("ROMBERG_KNOWLEDGE", str(store))
    monkeypatch.setenv("ROMBERG_DATA", str(tmp_path / "data"))
    editions.forget()
    yield store
    editions.forget()


def written(folder: Path, value: Any, name: str = "2026-03-01_invented_in-network-rates.json") -> Path:
    """A file that holds a value as JSON, or bytes as they are."""
    path = folder / name
    path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return path


RATES = {
    ("97110", "", "percentage", 650_000, "11", "professional"),
    ("97112", "", "negotiated", 315_000, "11", "professional"),
    ("97112", "CQ", "negotiated", 267_800, "11", "professional"),
    ("97112", "", "fee schedule", 292_500, "11 22", "professional"),
    ("97140", "", "per diem", 1_400_000, "11", "professional"),
    ("97530", "", "derived", 330_000, "", "professional"),
}


@pytest.mark.parametrize("version", ["1.0.0", "1.3.1", "2.0.0"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_rates_of_every_type(tmp_path: Path, store: Path, version: str, packed: bool) -> None:
    """Percentages, days, derived prices and schedules; other codes and local codes are left out, and every word."""
    found = taken(store, made.in_network(tmp_path, version, packed))
    assert set(
        found["network_rates"].select(pl.all().exclude("setting", "arrangement", "expires", "group")).rows()
    ) == {(code, modifiers, kind, amount, places, billed) for code, modifiers, kind, amount, places, billed in RATES}
    assert found["network_rates"]["expires"].null_count() == len(RATES)
    providers = found["network_providers"]
    assert set(providers.select("tin_type", "tin", "npi").rows()) == {
        ("ein", "00-1234567", "1000000004"),
        ("ein", "00-1234567", "1000000012"),
        ("npi", "1000000020", "1000000020"),
    }
    assert {name: dict(table.schema) for name, table in found.items()} == {name: TABLES[name] for name in found}
    kept = b"".join(file.read_bytes() for file in store.rglob("*.parquet"))
    assert made.WORDS.encode() not in kept


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_progress_counts_the_bytes_of_the_file(tmp_path: Path, store: Path, packed: bool) -> None:
    file, read = made.in_network(tmp_path, packed=packed), 0

    def count(size: int) -> None:
        nonlocal read
        read += size

    with importing.plan([str(file)]) as plan:
        assert [one.status for one in importing.carry_out(plan, store, TODAY, count)] == ["imported"]
        assert read == plan.size == file.stat().st_size


def test_what_is_told_of_a_file(tmp_path: Path, store: Path) -> None:
    told = imported(store, [made.in_network(tmp_path)])
    assert "5 of its 6 services are of rehabilitation" not in told[0].says  # the LOCAL code of 97110 is another one
    assert "4 of its 6 services are of rehabilitation" in told[0].says
    assert "members of 1 groups lie in other files" in told[0].says
    assert told[0].kept is not None
    assert told[0].kept.series == "invented-health-in-network-rates"
    assert told[0].kept.issued == date(2026, 3, 1)


def test_settings_and_last_days(tmp_path: Path, store: Path) -> None:
    """Schema 2 tells inpatient and outpatient; a contract may end."""
    price = made.price(30, setting="outpatient", expiration_date="2026-12-31", billing_class="both")
    rates = [{"provider_references": [1], "negotiated_prices": [price]}]
    found = taken(store, written(tmp_path, made.network("2.0.0", in_network=[made.service("97110", rates)])))
    row = found["network_rates"].row(0, named=True)
    assert (row["setting"], row["billing_class"], row["expires"]) == ("outpatient", "both", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("only", "codes"),
    [
        (Only(npis=frozenset({"1000000012"})), {"97110", "97112"}),
        (Only(tins=frozenset({"001234567"})), {"97110", "97112"}),
        (Only(npis=frozenset({"1000000020"})), {"97112", "97140", "97530"}),
    ],
    ids=["by provider", "by tax number", "another provider"],
)
def test_rates_of_asked_providers(tmp_path: Path, store: Path, only: Only, codes: set[str]) -> None:
    told = asked(store, made.in_network(tmp_path), only)
    kept = told[0].kept
    assert kept is not None
    rates = stores.table(store, kept, "network_rates")
    assert set(rates["code"]) == codes
    assert set(rates["group"]) == set(stores.table(store, kept, "network_providers")["group"])
    assert "of no others" in told[0].says


def asked(store: Path, file: Path, only: Only) -> list[importing.Told]:
    """An import of some providers' rates."""
    with importing.plan([str(file)]) as plan:
        return list(importing.carry_out(plan, store, TODAY, lambda _: None, only=only))


def test_a_provider_who_is_not_in_it(tmp_path: Path, store: Path) -> None:
    told = asked(store, made.in_network(tmp_path), Only(npis=frozenset({"1999999999"})))
    assert told[0].status == "refused"
    assert "none of the providers that were asked for" in told[0].says


def test_keys_in_another_order(tmp_path: Path, store: Path) -> None:
    """Rates before their code, groups behind the rates that name them: JSON promises no order."""
    whole = made.network()
    services = [dict(reversed(one.items())) for one in whole["in_network"]]
    first = taken(store, written(tmp_path, whole))
    other = imported(store, [written(tmp_path, dict(reversed({**whole, "in_network": services}.items())))])
    assert [one.status for one in other] == ["known"]
    assert first["network_rates"].height == len(RATES)


def test_a_repeated_rate_is_kept_once(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_rates, "_PILE", 7)
    rate = {"provider_references": [1], "negotiated_prices": [made.price(30)]}
    found = taken(store, written(tmp_path, made.network(in_network=[made.service("97110", [rate] * 50)])))
    assert found["network_rates"].height == 1


def test_rates_finer_than_a_hundredth_of_a_cent(tmp_path: Path, store: Path) -> None:
    text = json.dumps(made.network()).replace("31.5", "31.50005", 1).encode()
    told = imported(store, [written(tmp_path, text)])
    assert "1 rates were finer than a hundredth of a cent" in told[0].says
    kept = told[0].kept
    assert kept is not None
    assert 315_001 in set(stores.table(store, kept, "network_rates")["amount"])


# --- damaged and other files


def changed(**more: Any) -> dict[str, Any]:
    """The whole file with some of its keys changed."""
    return made.network(**more)


def with_price(**more: Any) -> dict[str, Any]:
    """A file of one rate, with something changed in its price."""
    rate = {"provider_references": [1], "negotiated_prices": [{**made.price(30), **more}]}
    return made.network(in_network=[made.service("97110", [rate])])


REFUSED: dict[str, tuple[Any, str]] = {
    "cut": (json.dumps(made.network()).encode()[:-700], "it ends in the middle"),
    "a comma lost": (json.dumps(made.network()).replace(", ", " ", 1).encode(), "it is no valid JSON there"),
    "something behind the end": (json.dumps(made.network()).encode() + b"{}", "it is no valid JSON there"),
    "another encoding": (json.dumps(made.network()).encode().replace(b"Invented", b"Invent\xe9e", 1), "no valid JSON"),
    "the table of contents": (
        {"reporting_entity_name": "X", "reporting_structure": [{"in_network_files": []}]},
        "the payer's table of contents; download the in-network file that it names",
    ),
    "out-of-network amounts": ({"reporting_entity_name": "X", "out_of_network": []}, "out-of-network amounts"),
    "nothing of use": ({"reporting_entity_name": "X"}, "it has no in_network"),
    "a schema of the future": (changed(version="3.0.0"), "version '3.0.0'"),
    "no day": (changed(last_updated_on="March 2026"), "last_updated_on 'March 2026' is no date"),
    "no rehabilitation": (
        changed(in_network=[made.service("99213", [])]),
        "none of its 1 services is one of rehabilitation",
    ),
    "services that are no list": (changed(in_network={"97110": 1}), "in_network is no list"),
    "a type that is none": (with_price(negotiated_type="guess"), "negotiated_type 'guess' of 97110 is none of"),
    "a rate in words": (with_price(negotiated_rate="thirty"), "the rate thirty of 97110 is no number"),
    "a rate below zero": (with_price(negotiated_rate=-3), "the rate -3 of 97110 is not between 0"),
    "a rate beyond all": (with_price(negotiated_rate=1e300), "of 97110 is not between 0 and"),
    "a last day that is none": (with_price(expiration_date="2026-02-30"), "the last day '2026-02-30' of 97110"),
    "a modifier that is none": (with_price(billing_code_modifier=["GP!"]), "billing_code_modifier of 97110 holds"),
    "nobody is paid": (
        changed(in_network=[made.service("97110", [{"negotiated_prices": [made.price(30)]}])]),
        "a rate of 97110 names no providers",
    ),
    "no price": (
        changed(in_network=[made.service("97110", [{"provider_references": [1], "negotiated_prices": []}])]),
        "a rate of 97110 has no negotiated_prices",
    ),
    "a group without numbers": (
        changed(provider_references=[{"provider_group_id": 1, "provider_groups": [{}]}]),
        "a group of providers has no tax number",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_refused(tmp_path: Path, store: Path, name: str) -> None:
    value, says = REFUSED[name]
    told = refused(store, written(tmp_path, value))
    assert says in told
    assert "in-network-rates.json" in told
    assert told.endswith(".")


def test_a_file_nested_without_end(tmp_path: Path, store: Path) -> None:
    text = json.dumps(made.network()).replace('"11"', "[" * 5_000 + "]" * 5_000, 1).encode()
    assert "nested more than" in refused(store, written(tmp_path, text))


def test_too_many_rates(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_rates, "MOST_RATES", 3)
    file = made.in_network(tmp_path)
    says = refused(store, file)
    assert "more than 3 different rates" in says
    assert "--npi or --tin" in says
    assert asked(store, file, Only(npis=frozenset({"1000000012"})))[0].status == "imported"


def test_a_cut_gzip_file(tmp_path: Path, store: Path) -> None:
    file = made.in_network(tmp_path, packed=True)
    file.write_bytes(file.read_bytes()[:-40])
    assert "cut or damaged" in refused(store, file)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(json.dumps(made.network())) - 1))
def test_a_file_cut_anywhere_is_refused(at: int) -> None:
    """Never half a file, never a traceback."""
    text = json.dumps(made.network()).encode()[:at]
    with pytest.raises(Refusal):
        walk(io.BytesIO(text), "cut.json", Told(), lambda _: None, Rates(Groups(io.BytesIO())).take)


# --- against a slow and obvious reader


def slow(value: dict[str, Any], codes: set[str]) -> set[tuple[Any, ...]]:
    """Rates with the members who are paid, read with the whole file in memory."""
    groups = {one["provider_group_id"]: one.get("provider_groups", []) for one in value["provider_references"]}
    found = set()
    for service in value["in_network"]:
        if service["billing_code"] not in codes or service["billing_code_type"] not in ("CPT", "HCPCS"):
            continue
        for rate in service["negotiated_rates"]:
            listed = [groups[number] for number in rate.get("provider_references", [])]
            for members in [*listed, *([rate["provider_groups"]] if "provider_groups" in rate else [])]:
                paid = frozenset((one["tin"]["value"], str(npi)) for one in members for npi in one["npi"])
                found |= {
                    (service["billing_code"], price["negotiated_type"], round(price["negotiated_rate"] * 10_000), paid)
                    for price in rate["negotiated_prices"]
                }
    return found


def fast(value: dict[str, Any]) -> set[tuple[Any, ...]]:
    """The same from the stream."""
    rates = Rates(Groups(io.BytesIO()))
    walk(io.BytesIO(json.dumps(value).encode()), "made.json", Told(), lambda _: None, rates.take)
    made_tables = tables(rates)
    members: dict[int, set[tuple[str, str]]] = {}
    for group, _, tin, npi in made_tables["network_providers"].rows():
        members.setdefault(group, set()).add((tin, npi))
    return {
        (row["code"], row["type"], row["amount"], frozenset(members.get(row["group"], ())))
        for row in made_tables["network_rates"].iter_rows(named=True)
    }


_GROUP = st.builds(
    lambda tin, npis: {"tin": {"type": "ein", "value": f"{tin:09d}"}, "npi": npis},
    st.integers(0, 3),
    st.lists(st.integers(1_000_000_000, 1_000_000_003), min_size=1, max_size=3, unique=True),
)
_PRICE = st.builds(
    made.price,
    st.integers(0, 50_000).map(lambda cents: cents / 100),
    st.sampled_from(("negotiated", "percentage", "per diem")),
)
_RATE = st.one_of(
    st.fixed_dictionaries(
        {
            "provider_references": st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True),
            "negotiated_prices": st.lists(_PRICE, min_size=1, max_size=2),
        }
    ),
    st.fixed_dictionaries(
        {
            "provider_groups": st.lists(_GROUP, min_size=1, max_size=2),
            "negotiated_prices": st.lists(_PRICE, min_size=1, max_size=2),
        }
    ),
)
_SERVICE = st.builds(
    made.service,
    st.sampled_from(("97110", "97112", "99213", "G0283")),
    st.lists(_RATE, max_size=4),
    billing_code_type=st.sampled_from(("CPT", "HCPCS", "LOCAL")),
)
_NETWORK = st.builds(
    lambda groups, services: made.network(
        provider_references=[{"provider_group_id": at, "provider_groups": one} for at, one in enumerate(groups, 1)],
        in_network=services,
    ),
    st.lists(st.lists(_GROUP, min_size=1, max_size=2), min_size=4, max_size=4),
    st.lists(_SERVICE, max_size=5),
)


@settings(max_examples=120, deadline=None)
@given(_NETWORK)
def test_the_stream_reads_what_a_slow_reader_reads(value: dict[str, Any]) -> None:
    assert fast(value) == slow(value, {"97110", "97112", "G0283"})


# --- what changed between two of them


def test_rates_that_changed_between_two_files(tmp_path: Path, asking: Path) -> None:
    """By service and terms: the lowest and the highest rate and how many groups; groups have no names to compare."""
    later = json.dumps(made.network(last_updated_on="2026-04-01")).replace("31.5", "32.25")
    for file in (made.in_network(tmp_path), written(tmp_path, later.encode(), "2026-04-01_invented_in-network.json")):
        assert [one.status for one in imported(asking, [file])] == ["imported"]
    old, new = (one for one in loaded.everything() if one.state == "imported")
    assert [(one.key, one.what, one.before, one.after) for one in changes(old, new)] == [
        ("97112/negotiated/11/professional/ffs", "lowest", "31.5000", "32.2500"),
        ("97112/negotiated/11/professional/ffs", "highest", "31.5000", "32.2500"),
    ]


def test_rates_that_changed_between_two_schedules(tmp_path: Path, asking: Path) -> None:
    for amount in ("25.75", "27.00"):
        (tmp_path / "clinic.csv").write_text(f"code,amount,from\n97112,{amount},2026-01-01\n", encoding="utf-8")
        with importing.plan([str(tmp_path / "clinic.csv")]) as plan:
            told = list(importing.carry_out(plan, asking, TODAY, lambda _: None, may_replace=True))
        assert [one.status for one in told] == ["imported"]
    now, before = (one for one in loaded.everything() if one.state != "bundled")
    assert [(one.key, one.what, one.before, one.after) for one in changes(before, now)] == [
        ("codes/97112/2026-01-01", "rate_cents", "$25.75", "$27.00")
    ]


# --- a payer's or a state's schedule


def test_a_state_s_schedule_by_a_map_of_its_columns(tmp_path: Path, asking: Path) -> None:
    """Dollar signs, American dates, modifiers; other codes and rows without an amount are left out, and told."""
    told = imported(asking, [made.schedule_map(tmp_path)])
    editions.forget()
    assert told[0].status == "imported"
    assert "1 rows carry no amount" in told[0].says
    kept = told[0].kept
    assert kept is not None
    assert {one.name.rpartition("/")[2] for one in kept.files} == {"medicaid-lakota.yaml", "therapy_fees.csv"}
    assert rate_tables.names() == ("medicaid-lakota",)
    assert rate_tables.terms("medicaid-lakota", date(2026, 6, 30)).codes == {
        "97110": 2450, "97110:CQ": 2083, "97112": 2575, "97161": 108_000
    }  # fmt: skip
    assert rate_tables.terms("medicaid-lakota", date(2026, 7, 1)).codes["97112"] == 2600
    assert "97161" not in rate_tables.terms("medicaid-lakota", date(2027, 1, 1)).codes
    assert not rate_tables.terms("medicaid-lakota", date(2025, 12, 31)).pays
    with pytest.raises(KeyError, match="medicaid-lakota"):
        rate_tables.terms("another", date(2026, 7, 1))


CARD = """\
title: Lakota Medicaid at our clinic
extends: medicaid
verified_through: 2027-12-31
sources: {lakota: {title: The state's schedule}}
lines:
  pays: {2026-01-01: {value: rates, cite: lakota}}
  rates: {2026-01-01: {value: {table: medicaid-lakota}, cite: lakota}}
"""


def test_a_card_names_an_imported_schedule(tmp_path: Path, asking: Path) -> None:
    """Before the schedule is imported the card is refused with the reason; then it prices by it."""
    folder = tmp_path / "data" / "payers"
    folder.mkdir(parents=True)
    card = folder / "lakota.yaml"
    card.write_text(CARD, encoding="utf-8")
    environment = {**os.environ, "ROMBERG_KNOWLEDGE": str(asking), "ROMBERG_DATA": str(tmp_path / "data")}

    def romberg(*given: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "romberg", *given]
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)

    price = ("price", "--payer", "lakota", "--code", "97112:2", "--zip", "77002", "--on", "2026-07-01")
    before = romberg(*price)
    assert before.returncode == 2
    assert "there is no imported schedule medicaid-lakota" in before.stderr
    assert romberg("knowledge", "import", str(made.schedule_map(tmp_path))).returncode == 0
    after = romberg(*price, "--format", "json")
    assert after.returncode == 0, after.stderr
    assert json.loads(after.stdout)["allowed_cents"] == 5200


def test_a_schedule_of_next_year_stands_beside_this_one(tmp_path: Path, asking: Path) -> None:
    first, second = tmp_path / "26", tmp_path / "27"
    for folder, text in ((first, "97112,25.75,2026-01-01\n"), (second, "97112,27.00,2027-01-01\n")):
        folder.mkdir()
        (folder / "clinic.csv").write_text("code,amount,from\n" + text, encoding="utf-8")
        assert [one.status for one in imported(asking, [folder / "clinic.csv"])] == ["imported"]
    editions.forget()
    assert rate_tables.terms("clinic", date(2026, 12, 31)).codes == {"97112": 2575}
    assert rate_tables.terms("clinic", date(2027, 1, 1)).codes == {"97112": 2700}


def test_terms_of_every_kind_come_back_as_they_went(tmp_path: Path, asking: Path) -> None:
    """Percentages, amounts a visit, caps and words: what the store gives back is what the file said."""
    file = tmp_path / "contract.yaml"
    file.write_text(
        "terms:\n  2026-01-01:\n    percent_of_medicare: 112.5\n    codes: {97110: 30.00}\n    unit_cap: 4\n"
        "    units_counted: timed\n    paid_first: dearest first\n    lesser_of_charge: true\n",
        encoding="utf-8",
    )
    assert [one.status for one in imported(asking, [file])] == ["imported"]
    editions.forget()
    assert rate_tables.terms("contract", date(2026, 5, 1)) == rate_files.read(file).on(date(2026, 5, 1))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("schedule: {file: gone.csv, columns: {code: A, amount: B}}\n", "gone.csv"),
        ("schedule:\n  file: therapy_fees.csv\n  columns: {code: Proc Code, amount: Price}\n", "no row holds"),
        ("schedule:\n  file: therapy_fees.csv\n  columns: {code: Mod 1, amount: Fee}\n", "the file holds no rate"),
        ("terms: {2026-01-01: {codes: {99213: 61.00}}}\n", "none of its 1 rates is of a rehabilitation code"),
    ],
    ids=["no file", "no column", "the wrong column", "other codes"],
)  # fmt: skip
def test_a_map_that_does_not_fit_is_refused(tmp_path: Path, store: Path, text: str, says: str) -> None:
    file = made.schedule_map(tmp_path)
    file.write_text(text, encoding="utf-8")
    assert says in refused(store, file)


def test_two_rates_for_one_day_are_refused(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "twice.csv"
    file.write_text("code,amount,from\n97112,25.75,2026-01-01\n97112,26.00,2026-02-01\n", encoding="utf-8")
    says = refused(store, file)
    assert "twice.csv, line 3" in says
    assert "97112" in says


# --- memory


class _Endless(io.RawIOBase):
    """A file as large as asked, which lies nowhere: one service that is not wanted, with rates without end."""

    def __init__(self, rates: int, make: Callable[[int], bytes]) -> None:
        self._pieces = self._all(rates, make)
        self._rest = b""

    @staticmethod
    def _all(rates: int, make: Callable[[int], bytes]) -> Iterator[bytes]:
        yield json.dumps(made.network()).encode()[:-2] + b", "
        yield json.dumps(made.service("99213", [])).encode()[:-2]
        yield make(0)
        yield from (b"," + make(at) for at in range(1, rates))
        yield b"]}]}"

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        while len(self._rest) < size and (piece := next(self._pieces, b"")):
            self._rest += piece
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def test_memory_does_not_grow_with_the_file() -> None:
    """A service of fifteen times the rates takes no more memory; the bench measures a true file of hundreds of MB."""
    entry = json.dumps({"provider_groups": [made.CLINIC], "negotiated_prices": [made.price(50)]}).encode()
    peaks = []
    for rates in (2_000, 30_000):
        tracemalloc.start()
        told, found = Told(), Rates(Groups(io.BytesIO()))
        walk(_Endless(rates, lambda _: entry), "endless.json", told, lambda _: None, found.take)  # type: ignore[arg-type]  # all that is asked of it is read
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert told.services == 7
    assert peaks[1] < peaks[0] * 1.2


def test_a_gzip_that_grows_without_measure_is_refused(tmp_path: Path, store: Path) -> None:
    file = tmp_path / "2026-03-01_bomb_in-network-rates.json.gz"
    head = json.dumps(made.network()).encode()[:-1]
    file.write_bytes(gzip.compress(head + b" " * 130_000_000 + b"}", 1))
    assert "far more than its archive says" in refused(store, file)


# --- cards that price by an in-network file

NETWORK_CARD = """\
title: Invented Health at our clinic
extends: cigna
verified_through: 2027-12-31
sources: {{invented: {{title: The payer's in-network file}}}}
lines:
  rates: {{2026-01-01: {{value: {{network: invented-health-in-network-rates{more}}}, cite: invented}}}}
"""
OURS = network_terms.Asked("invented-health-in-network-rates", npi="1000000004")


def test_a_network_s_rates_are_those_of_the_provider_that_is_asked_for(tmp_path: Path, asking: Path) -> None:
    imported(asking, [made.in_network(tmp_path)])
    editions.forget()
    assert network_terms.names() == (OURS.network,)
    ours = network_terms.terms(OURS, date(2026, 3, 2))
    assert ours.codes == {"97112": 3150, "97112:CQ": 2678}
    assert ours.charge_percents == {"97110": Decimal(65)}
    assert not ours.unknown
    other = network_terms.terms(network_terms.Asked(OURS.network, npi="1000000020", place="22"), date(2026, 3, 2))
    assert other.codes == {"97112": 2925, "97530": 3300}
    office = network_terms.terms(network_terms.Asked(OURS.network, npi="1000000020"), date(2026, 3, 2))
    assert office.unknown == {"97140": f"{OURS.network} pays 97140 by the day, which is not priced here."}
    assert network_terms.terms(network_terms.Asked(OURS.network, tin="001234567"), date(2026, 3, 2)) == ours
    assert not network_terms.terms(OURS, date(2026, 2, 28)).pays  # the file does not speak for the days before it
    assert not network_terms.terms(network_terms.Asked(OURS.network, npi="1999999992"), date(2026, 3, 2)).pays
    with pytest.raises(KeyError, match="invented-health"):
        network_terms.terms(network_terms.Asked("another"), date(2026, 3, 2))


def test_a_negotiated_rate_goes_first_and_two_of_them_are_none(tmp_path: Path, asking: Path) -> None:
    """A schedule behind a negotiated rate is not what is paid; of two negotiated rates nothing is chosen."""
    prices = [made.price(20, "derived"), made.price(30), made.price(28, "fee schedule")]
    two = [made.price(30.004), made.price(31, billing_class="both")]
    ended = [made.price(40, expiration_date="2026-03-01"), made.price(41, billing_class="institutional")]
    lines = [("97112", prices), ("97110", two), ("97140", ended), ("97530", [made.price(30.005)])]
    services = [made.service(code, [{"provider_references": [1], "negotiated_prices": each}]) for code, each in lines]
    imported(asking, [written(tmp_path, made.network("2.0.0", in_network=services))])
    editions.forget()
    found = network_terms.terms(
        network_terms.Asked("invented-in-network-rates", tin="00-1234567".replace("-", "")), date(2026, 3, 2)
    )
    assert found.codes == {"97112": 3000, "97530": 3001}
    assert found.unknown["97110"].startswith("invented-in-network-rates names 2 rates for 97110, from $30.00 to $31.00")
    assert "97140" not in found.unknown


def test_a_card_prices_by_the_in_network_rates_that_it_names(
    tmp_path: Path, asking: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data" / "payers"
    folder.mkdir(parents=True)
    (folder / "ours.yaml").write_text(NETWORK_CARD.format(more=", npi: '1000000004'"), encoding="utf-8")
    price = ["price", "--payer", "ours", "--on", "2026-07-01", "--code", "97112:2:GP", "--code", "97112:1:GP,CQ"]
    assert main(price) == 2
    assert "there are no imported in-network rates invented-health-in-network-rates" in capsys.readouterr().err
    imported(asking, [made.in_network(tmp_path)])
    editions.forget()
    card_files.own.cache_clear()
    assert main([*price, "--code", "97110:1=60.00", "--code", "97110:1", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [line["allowed_cents"] for line in told["lines"]] == [6300, 2678, 3900, None]
    assert [step["step"] for step in told["lines"][1]["steps"]] == ["rate card"]  # 26.78 is the assistant's own rate
    assert "pays 65 percent of the charge, and no charge for 97110 is told" in " ".join(told["unknown"])
    (first, behind) = told["lines"][0]["steps"][0]["cites"]
    assert first["title"].startswith("in-network rates of Invented Health 2026-03-01")
    assert behind["id"] == "invented"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (", npi: 12", "has not ten digits"),
        (", place: office", "is no place of service"),
        (", billing_class: both", "neither professional nor institutional"),
        (", state: TX", "does not tell rates apart"),
    ],
)
def test_a_card_s_question_to_a_network_is_proved(
    tmp_path: Path, asking: Path, more: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(asking, [made.in_network(tmp_path)])
    editions.forget()
    card = tmp_path / "ours.yaml"
    card.write_text(NETWORK_CARD.format(more=more), encoding="utf-8")
    assert main(["payers", "check", str(card)]) == 2
    assert says in " ".join(capsys.readouterr().err.split())


PRICES = st.lists(
    st.tuples(
        st.sampled_from(["negotiated", "derived", "fee schedule"]),
        st.sampled_from(["11", "22", "CSTM-00"]),
        st.sampled_from(["professional", "institutional", "both"]),
        st.sampled_from([20, 30, 40.5]),
    ),
    min_size=1,
    max_size=5,
)


@given(PRICES)
@settings(max_examples=15, deadline=None)
def test_no_rate_is_told_that_the_file_does_not_name_alone(prices: list[tuple[str, str, str, float]]) -> None:
    """Against a slow reading: of the kind that goes first, the one amount that an office is paid professionally."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        each = [
            made.price(rate, kind, service_code=[place], billing_class=billed) for kind, place, billed, rate in prices
        ]
        one = made.service("97112", [{"provider_references": [1], "negotiated_prices": each}])
        (folder / "store").mkdir()
        imported(folder / "store", [written(folder, made.network("2.0.0", in_network=[one]))])
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("ROMBERG_KNOWLEDGE", str(folder / "store"))
            editions.forget()
            found = network_terms.terms(network_terms.Asked("invented-in-network-rates"), date(2026, 3, 2))
        editions.forget()
    mine = [(kind, rate) for kind, place, billed, rate in prices if place != "22" and billed != "institutional"]
    first = next(
        (kind for kind in ("negotiated", "fee schedule", "derived") if any(one[0] == kind for one in mine)), ""
    )
    amounts = {rate for kind, rate in mine if kind == first}
    assert found.codes == ({"97112": round(amounts.pop() * 100)} if len(amounts) == 1 else {})
