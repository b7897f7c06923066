"""Rates of contracts: the case files, the slow twins, and files of rates as people write them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from oracles import contracts as oracle

from romberg.claims import ServiceLine
from romberg.cli import main
from romberg.knowledge import payers, rate_files, rate_terms, tables
from romberg.knowledge.documents import read_with_lines
from romberg.knowledge.payers import Card
from romberg.knowledge.releases.refusal import Refusal
from romberg.money import half_up
from romberg.pricing import Price, VisitToPrice, price_visits

CASES = Path(__file__).parent / "cases" / "rates"
ON = date(2026, 3, 2)
CODES = [*sorted(tables.mppr_codes(2026)), "97129", "95992", "98940", "98941"]


def _cases() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*.yaml")):
        document, _ = read_with_lines(file.read_text(encoding="utf-8"))
        for case in document["cases"]:
            merged = {**document["given"], **case.get("with", {})}
            found.append(pytest.param(merged, case["expect"], id=f"{file.stem}: {case['name']}"))
    return found


def _line(text: str) -> ServiceLine:
    text, _, charge = text.partition("=")
    parts, *modifiers = text.split("+")
    code, units = parts.split(":")
    return ServiceLine(code, int(units), tuple(modifiers), charge_cents=int(Decimal(charge) * 100) if charge else None)


def _card(payer: str, on: date, terms: Mapping[str, Any] | None) -> Card:
    card = payers.card(payer, on)
    return card if not terms else replace(card, pays="rates", rates=rate_terms.terms(terms))


def _priced(case: Mapping[str, Any]) -> Price:
    on = case["service_date"]
    visit = VisitToPrice(
        tuple(_line(text) for text in case["lines"]),
        case.get("zip"),
        on,
        _card(case["payer"], on, case.get("terms")),
        visit_number=case.get("visit"),
    )
    return price_visits([visit])[0]


@pytest.mark.parametrize(("case", "expect"), _cases())
def test_case_files(case: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
    price = _priced(case)
    as_dict = price.as_dict()
    for amount in ("allowed", "payer", "patient"):
        if amount in expect:
            assert as_dict[f"{amount}_cents"] == expect[amount]
    if "steps" in expect:
        assert [{step["step"]: step["cents"] for step in line["steps"]} for line in as_dict["lines"]] == expect["steps"]
    told, said = " ".join(price.unknown), " ".join(step.says for line in price.lines for step in line.steps)
    assert expect.get("unknown", "") in told
    assert expect.get("says", "") in said
    assert "unknown_not" not in expect or expect["unknown_not"] not in told


# --- the slow twins

LINES = st.lists(
    st.builds(
        oracle.Line,
        st.sampled_from(CODES),
        st.integers(0, 4),
        st.booleans(),
        st.none() | st.integers(0, 20_000),
    ),
    min_size=1,
    max_size=6,
)
FLAT = st.dictionaries(st.sampled_from(CODES), st.integers(0, 15_000), max_size=4)
PERCENT = st.decimals(Decimal("1"), Decimal("300"), places=2)
TERMS = st.builds(
    oracle.Terms,
    FLAT,
    PERCENT,
    st.none() | st.integers(1, 8),
    st.sampled_from(rate_terms.COUNTED),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.just(frozenset[str]()) | st.just(frozenset({"98940", "98941"})),
    st.integers(50, 100),
)


def _by_contract(lines: list[oracle.Line], terms: oracle.Terms, on: date = ON) -> Price:
    ours = rate_terms.RateTerms(
        codes=terms.flat,
        percent_of_medicare=terms.percent,
        unit_cap=terms.cap,
        units_counted=terms.counted,
        paid_first="dearest first" if terms.dearest_first else "line order",
        lesser_of_charge=terms.lesser,
        mppr=terms.reduced,
        assistant_percent=terms.assistant,
    )
    card = replace(payers.card("commercial", on), pays="rates", rates=ours, mppr_also=tuple(terms.also))
    service = tuple(
        ServiceLine(line.code, line.units, ("CQ",) if line.assistant else (), charge_cents=line.charge)
        for line in lines
    )
    return price_visits([VisitToPrice(service, None, on, card)])[0]


@given(LINES, TERMS)
@settings(max_examples=200, deadline=None)
def test_a_contract_agrees_with_the_slow_twin(lines: list[oracle.Line], terms: oracle.Terms) -> None:
    price = _by_contract(lines, terms)
    assert [line.allowed_cents for line in price.lines] == oracle.allowed(lines, ON, terms)


@given(LINES, TERMS)
@settings(max_examples=60, deadline=None)
def test_steps_add_up_each_with_its_reason(lines: list[oracle.Line], terms: oracle.Terms) -> None:
    for line, given_line in zip(_by_contract(lines, terms).lines, lines, strict=True):
        assert sum(step.cents for step in line.steps) == line.allowed_cents
        assert all(step.says.endswith(".") for step in line.steps)
        assert all(step.cents <= 0 for step in line.steps[1:])  # a rate of nothing is cut by nothing
        if terms.lesser and given_line.charge is not None:
            assert (line.allowed_cents or 0) <= given_line.charge


@given(LINES, TERMS, st.integers(1, 8))
@settings(max_examples=40, deadline=None)
def test_a_higher_cap_never_pays_less(lines: list[oracle.Line], terms: oracle.Terms, cap: int) -> None:
    plain = replace(terms, lesser=False, assistant=100, reduced=False)
    lower, higher, none = (_by_contract(lines, replace(plain, cap=one)).allowed_cents for one in (cap, cap + 1, None))
    assert lower is not None
    assert higher is not None
    assert none is not None
    assert lower <= higher <= none


VALUES = st.decimals(Decimal("0.01"), Decimal("9.99"), places=2)


@given(st.lists(st.tuples(VALUES, st.integers(0, 4)), min_size=1, max_size=6), st.decimals("1", "20", places=2))
@settings(max_examples=100, deadline=None)
def test_new_york_s_day_agrees_with_the_slow_twin(lines: list[tuple[Decimal, int]], factor: Decimal) -> None:
    codes = [f"9711{number}" for number in range(len(lines))]
    terms = {"values": dict(zip(codes, (value for value, _ in lines), strict=True)), "value_factor": factor}
    card = _card("workers_comp_new_york", ON, terms)
    service = tuple(ServiceLine(code, units) for code, (_, units) in zip(codes, lines, strict=True))
    price = price_visits([VisitToPrice(service, None, ON, card)])[0]
    assert [line.allowed_cents for line in price.lines] == oracle.by_values(lines, factor, Decimal(12))
    most = int(half_up(12 * factor * 100)) + len(lines)  # each line is rounded by itself
    assert price.allowed_cents is not None
    assert price.allowed_cents <= most


def test_many_visits_price_like_each_alone() -> None:
    cards = [
        _card("cigna", ON, {"percent_of_medicare": 110, "mppr": True}),
        _card("workers_comp_california", ON, {"conversion_factor": 60}),
        _card("commercial", ON, {"per_visit": 95}),
        payers.card("medicare", ON),
        payers.card("aetna", ON),
    ]
    lines = tuple(ServiceLine(code, 2, ("GP",)) for code in ("97112", "97530", "98941"))
    visits = [VisitToPrice(lines, zip5, ON, card) for card in cards for zip5 in (None, "77002", "90001")]
    assert price_visits(visits) == [price_visits([visit])[0] for visit in visits]


# --- files

YAML = """\
title: Our contract
payer: cigna
terms:
  2026-01-01:
    codes: {97112: 36.50, '97140': 31}
    percent_of_medicare: 110.5
    lesser_of_charge: yes
  2026-07-01: {per_visit: 95, through: 2026-12-31}
"""
CSV = "Code,Term,Amount,From,Through\n97112,,$36.50,2026-01-01,6/30/2026\n97112,flat,38,2026-07-01,\n*,unit cap,3,,\n"
Put = Callable[[str, str], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes a file into the folder of this test."""

    def write(name: str, text: str) -> Path:
        (tmp_path / name).write_bytes(text.encode("latin-1"))
        return tmp_path / name

    return write


def test_terms_of_a_yaml_file_change_on_their_dates(put: Put) -> None:
    file = rate_files.read(put("ours.yaml", YAML))
    assert (file.title, file.payer) == ("Our contract", "cigna")
    june, july = file.on(date(2026, 6, 30)), file.on(date(2026, 7, 1))
    assert june.codes == {"97112": 3650, "97140": 3100}
    assert (june.percent_of_medicare, june.lesser_of_charge, june.per_visit) == (Decimal("110.5"), True, None)
    assert (july.codes, july.per_visit) == ({}, 9500)
    assert not file.on(date(2025, 12, 31)).pays
    assert not file.on(date(2027, 1, 1)).pays


def test_terms_of_a_csv_file_change_on_their_dates(put: Put) -> None:
    file = rate_files.read(put("ours.csv", CSV))
    june, july = file.on(date(2026, 6, 30)), file.on(date(2026, 7, 1))
    assert (june.codes, july.codes) == ({"97112": 3650}, {"97112": 3800})
    assert (june.unit_cap, july.unit_cap) == (3, 3)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_tables_come_with_other_separators_and_letters(separator: str, put: Put) -> None:
    text = "sep\xe9\n" if separator == "x" else "HCPCS,Fee,Modifier,Note\n97112,30.00,,caf\xe9\n97112,32.00,GO,\n"
    file = rate_files.read(put("ours.csv", text.replace(",", separator)))
    assert file.on(ON).codes == {"97112": 3000, "97112:GO": 3200}


STATE = "State Fee Schedule 2026,,,,\nProc Code,Mod,Type,Max Fee,Eff Date\n97112,,OP,$30.15,01/01/2026\n97112,,IP,$20.00,01/01/2026\n97110,GP,OP,28.00,01/01/2026\n97799,,OP,MP,01/01/2026\nTOTAL,,OP,1.00,\n"  # noqa: E501  # a table as a state publishes it
MAP = """\
title: A state's schedule (invented)
payer: medicaid
schedule:
  file: state.csv
  columns: {code: Proc Code, modifier: Mod, amount: Max Fee, from: Eff Date}
  where: {Type: OP}
"""


def test_a_state_s_schedule_is_read_by_a_map_of_its_columns(put: Put) -> None:
    put("state.csv", STATE)
    file = rate_files.read(put("state.yaml", MAP))
    assert file.on(ON).codes == {"97112": 3015, "97110:GP": 2800}
    assert file.left_out == 2
    assert not file.on(date(2025, 12, 31)).pays


WRONG: dict[str, dict[str, str]] = yaml.safe_load(
    (CASES.parent / "payer_cards" / "wrong_rates.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_cannot_be_is_refused_with_its_line(case: str, put: Put) -> None:
    put("state.csv", STATE)
    given_case = WRONG[case]
    path = put(given_case["file"], given_case["text"])
    with pytest.raises(Refusal) as told:
        rate_files.read(path)
    assert given_case["says"] in told.value.says
    assert "\n" not in told.value.says


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="it cannot be read"):
        rate_files.read(tmp_path / "nowhere.csv")


def test_the_command_prices_by_a_file(put: Put, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(put("ours.yaml", YAML))
    asked = ["price", "--rates", path, "--code", "97112:2:GP=70.00", "--on"]
    assert main([*asked, "2026-03-02"]) == 0
    page = capsys.readouterr().out
    assert "rate card $73.00: 2 × $36.50, Our contract." in page
    assert "lesser of charge -$3.00" in page
    assert main([*asked, "2025-03-02"]) == 2
    assert "holds no rate for 2025-03-02" in capsys.readouterr().err
    case = str(put("case.csv", "code,term,amount\n*,case_rate,1200\n"))
    assert main(["price", "--rates", case, "--on", "2026-03-02", "--code", "97112:2", "--visit", "3"]) == 0
    assert "Visit 3 is within the case rate" in capsys.readouterr().out
    assert main(["price", "--rates", case, "--on", "2026-03-02", "--code", "97112:2", "--visit", "0"]) == 2
    broken = str(put("broken.csv", "code,amount\n97112,forty\n"))
    assert main(["price", "--rates", broken, "--on", "2026-03-02", "--code", "97112:2"]) == 2
    assert "broken.csv, line 2, 97112: forty is no amount; write it as 36.00" in capsys.readouterr().err


@pytest.mark.parametrize(("case", "expect"), _cases())
def test_every_step_names_what_it_rests_on(case: Mapping[str, Any], expect: Mapping[str, Any]) -> None:  # noqa: ARG001
    for line in _priced(case).as_dict()["lines"]:
        assert all(step["cites"] and step["cites"][0]["title"] for step in line["steps"])


def test_a_code_is_paid_by_one_percentage() -> None:
    with pytest.raises(ValueError, match="stand beside one another"):
        rate_terms.terms({"percent_of_medicare": 110, "percent_of_charge": 65})


def test_a_step_names_the_line_of_the_file_that_it_rests_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rates = "code,term,amount,from\n97112,,36.00,2026-01-01\n*,unit_cap,1,2026-01-01\n*,paid_first,line order,\n"
    (tmp_path / "ours.csv").write_text(rates, encoding="utf-8")
    asked = ["price", "--rates", str(tmp_path / "ours.csv"), "--code", "97112:2:CQ", "--on", "2026-03-02"]
    assert main([*asked, "--payer", "cigna", "--format", "json"]) == 0
    (line,) = json.loads(capsys.readouterr().out)["lines"]
    told = {step["step"]: [(one["title"], one["at"], one["mark"]) for one in step["cites"]] for step in line["steps"]}
    assert told["rate card"] == [("ours.csv, line 2", "97112", "verified")]
    assert told["daily unit cap"][0] == ("ours.csv, line 3", "unit_cap", "verified")
    assert told["daily unit cap"][-1] == ("ours.csv, line 4", "paid_first", "verified")
    (theirs,) = told["assistant reduction"]
    assert theirs[1:] == ("card cigna, line assistant_percent since 2022-10-15", "not verified")
    assert main(asked) == 0
    assert "[1] ours.csv, line 2: 97112" in capsys.readouterr().out
