"""Medicare's price files: true layouts and their traps are read, damaged files are refused, the old stays in force."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import made_releases as made
import polars as pl
import pytest
from made_sheets import workbook
from releases import damaged, imported, refused, taken

from romberg.claims import ServiceLine
from romberg.knowledge import editions, payers, tables
from romberg.knowledge.published import bundled, rows
from romberg.knowledge.releases import store as stores
from romberg.knowledge.releases.kinds import relative_values
from romberg.pricing import against_published, price_frame, price_visit

AUTUMN = date(2026, 11, 2)
pytestmark = pytest.mark.usefixtures("small")
COLUMNS = ["code", "status", "work", "office", "facility", "malpractice", "multiple_procedure"]


def ours(year: int) -> pl.DataFrame:
    """The bundled rehabilitation rows of a year."""
    return bundled("fee_schedule").filter(year=year).select(COLUMNS).sort("code")


def known(found: pl.DataFrame) -> pl.DataFrame:
    """The rows of an import that are in the bundled table as well."""
    return found.filter(pl.col("code").is_in(bundled("fee_schedule")["code"].to_list())).select(COLUMNS).sort("code")


# --- true layouts


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(made.value_csv, id="csv of 32 columns"),
        pytest.param(made.value_text, id="text of fixed width"),
        pytest.param(made.value_book, id="workbook, figures as numbers"),
        pytest.param(lambda folder: made.value_text(folder, suffix="TXT"), id="a suffix in capitals"),
        pytest.param(lambda folder: made.value_csv(folder, 2025, "A"), id="csv of 31 columns"),
        pytest.param(lambda folder: made.value_csv(folder, 2020, "D"), id="the oldest year"),
        pytest.param(lambda folder: made.value_text(folder, 2024, "C"), id="text of 2024"),
    ],
)
def test_relative_values_in_every_form(build: Callable[[Path], Path], tmp_path: Path, store: Path) -> None:
    file = build(tmp_path)
    found = taken(store, file)
    year = found["fee_schedule"]["year"][0]
    assert known(found["fee_schedule"]).equals(ours(year))
    assert found["conversion_factors_general"]["factor"].to_list() == [int(made.FACTORS[year].replace(".", ""))]
    assert made.DESCRIPTOR.encode() not in b"".join(one.read_bytes() for one in store.rglob("*") if one.is_file())


def test_an_archive_holds_each_release_once(tmp_path: Path, store: Path) -> None:
    """Of three forms one is read, the PDF is left out, and the archive's name tells the quarter of the GPCI."""
    values = [made.value_csv(tmp_path), made.value_text(tmp_path), made.value_book(tmp_path)]
    places = [made.index_csv(tmp_path), made.index_text(tmp_path), made.county_csv(tmp_path)]
    files = [*values, made.qualifying_csv(tmp_path), *places]
    told = imported(store, [made.packed(tmp_path / "rvu26d.zip", files, {"RVU26D.pdf": b"%PDF-1.7"})])
    names = {one.kept.name for one in told if one.kept}
    assert names == {"RVU26D", "RVU26D qualifying", "GPCI26D", "LOCCO26D"}
    assert sum(one.status == "left out" for one in told) == 4
    assert not any(one.status == "refused" for one in told)


def test_an_archive_in_an_archive(tmp_path: Path, store: Path) -> None:
    inner = made.packed(tmp_path / "rvu26d.zip", [made.value_csv(tmp_path)])
    assert "fee_schedule" in taken(store, made.packed(tmp_path / "all.zip", [inner]))


@pytest.mark.parametrize("year", range(2020, 2027))
@pytest.mark.parametrize("how", ["as published", "two columns of work", "zeros lost"])
def test_cost_indices_whatever_the_header(year: int, how: str, tmp_path: Path, store: Path) -> None:
    file = made.index_csv(tmp_path, year, two_works=how == "two columns of work", lost=how == "zeros lost")
    found = taken(store, file)["localities"]
    wanted = bundled("localities").filter(year=year)
    columns = ["mac", "locality", "work", "practice", "malpractice"]
    assert found.select(columns).sort(columns).equals(wanted.select(columns).sort(columns))
    assert not any("*" in place for place in found["place"])


def test_cost_indices_as_text_and_workbook(tmp_path: Path, store: Path) -> None:
    text = taken(store, made.index_text(tmp_path))["localities"]
    book = workbook(tmp_path / "GPCI2026.xlsx", made.index_lines(2026))
    assert taken(tmp_path / "other", book)["localities"].equals(text)


@pytest.mark.parametrize("build", [made.county_csv, made.county_text])
def test_counties(build: Callable[[Path], Path], tmp_path: Path, store: Path) -> None:
    """Zeros lost, blank lines between, the state on its first row alone, one row twice."""
    found = taken(store, build(tmp_path))["locality_counties"]
    assert found.height == 109
    assert all(found["state"])
    assert set(found.select("mac", "locality").rows()) == set(bundled("zips").select("mac", "locality").rows())


def test_zip_codes_of_five_and_nine_digits(tmp_path: Path, store: Path) -> None:
    taken(store, made.zip_five(tmp_path))
    imported(store, [made.zip_nine(tmp_path)])
    editions.forget()
    assert tables.locality("77002", AUTUMN).locality == "18"
    assert "only the nine-digit" in tables.locality("35958", AUTUMN).unknown_because
    assert tables.locality("35958-4100", AUTUMN).state == "AL"
    assert tables.locality("359585100", AUTUMN).state == "GA"
    assert "only the nine-digit" in tables.locality("35958-9999", AUTUMN).unknown_because
    assert (
        tables.locality("00000", AUTUMN).unknown_because
        == "ZIP 00000 is not in Medicare's ZIP list (ZIP5 2026Q1 imported)."
    )


def test_the_true_floors(tmp_path: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relative_values, "LEAST_ROWS", 15_000)
    assert "more than 15,000" in refused(store, made.value_csv(tmp_path))
    monkeypatch.setattr(made, "OTHERS", 15_500)
    assert "fee_schedule" in taken(store, made.value_csv(tmp_path))


# --- Medicare's own prices


def published() -> pl.DataFrame:
    """What Medicare published for 2025 in Alabama and Alaska, in the columns of an import."""
    file = Path(__file__).parent / "cases" / "pricing" / "published" / "carrier_files_2025.csv"
    found = list(csv.DictReader(file.open(encoding="utf-8")))
    amounts = ("office", "facility", "reduced_office", "reduced_institution")
    cents = [{name: int(Decimal(row[name]) * 100) if row[name] else None for name in amounts} for row in found]
    return pl.DataFrame(
        [{**row, **money} for row, money in zip(found, cents, strict=True)],
        schema={**dict.fromkeys(("mac", "locality", "code"), pl.String), **dict.fromkeys(amounts, pl.Int64)},
    ).rename({name: f"{name}_cents" for name in amounts})


def test_every_price_of_two_carrier_files_of_2025_is_met_to_the_cent() -> None:
    """Full and reduced amounts of 47 codes as Medicare printed them, in the cheapest and the dearest of places."""
    compared = against_published.compared(published(), date(2025, 2, 3))
    assert compared.height == 324  # 47 codes in and out of a facility, 34 of them reduced in both ways, in two places
    assert against_published.differences(published(), date(2025, 2, 3)).rows() == []


def test_published_prices(tmp_path: Path, store: Path) -> None:
    lines = [*made.price_lines(), made.price_line(2026, "10112", "00", "99213", (9_000, 6_000, None, None))]
    lines.append(made.price_line(2026, "10112", "00", "97112", (1, 1, None, None), "26"))  # a modifier: left out
    found = taken(store, made.price_file(tmp_path / "PFALL26A.txt", lines))["published_prices"]
    assert found.height == 327
    assert set(found.filter(code="98940")["reduced_office_cents"]) == {None}
    assert against_published.differences(found, date(2026, 1, 5)).height == 0
    one_off = found.with_columns(office_cents=pl.col("office_cents") + (pl.col("code") == "98940").cast(pl.Int64))
    apart = against_published.differences(one_off, date(2026, 1, 5))
    assert apart.height == 109
    assert set(apart["amount"]) == {"office"}


def test_a_revision_holds_only_what_changed(tmp_path: Path, store: Path) -> None:
    file = made.price_file(tmp_path / "PFREV26C.TXT", made.price_lines()[:3])
    assert taken(store, file)["published_prices"].height == 3
    assert stores.contents(store).releases[0].issued == date(2026, 7, 1)


# --- what is in force


def raised(year: int, code: str = "97112", work: str = "0.60") -> list[dict[str, str]]:
    """The relative values of a year with more work for one code."""
    return [{**row, "work": work} if row["code"] == code else row for row in made.values(year)]


def test_an_import_answers_for_its_days_and_the_bundle_for_the_others(tmp_path: Path, store: Path) -> None:
    taken(store, made.value_csv(tmp_path, 2026, "D", found=raised(2026)))
    editions.forget()
    worked = {on: tables.rvu("97112", on) for on in (date(2026, 9, 30), date(2026, 10, 1), date(2025, 12, 31))}
    assert [one.work for one in worked.values() if one] == [Decimal("0.50"), Decimal("0.60"), Decimal("0.50")]
    lines = pl.DataFrame({"visit": [0, 1], "code": ["97112"] * 2, "units": [1, 1],
                          "service_date": [date(2026, 9, 30), date(2026, 10, 1)]})  # fmt: skip
    assert price_frame(lines)["unit_cents"].to_list() == [3_273, 3_607]


def test_an_older_quarter_does_not_hide_a_newer_bundled_one(tmp_path: Path, store: Path) -> None:
    taken(store, made.value_csv(tmp_path, 2026, "A", found=raised(2026)))
    editions.forget()
    worked = [tables.rvu("97112", date(2026, month, 15)) for month in (1, 6, 7, 12)]
    assert [one.work for one in worked if one] == [Decimal("0.60"), Decimal("0.60"), Decimal("0.50"), Decimal("0.50")]


def test_a_new_year_is_priced_as_far_as_the_law_is_known(tmp_path: Path, store: Path) -> None:
    """The factor comes from the file; what nobody has verified for 2027 is named instead of guessed."""
    on = date(2027, 3, 1)
    assert tables.rvu("97112", on) is None
    new = [{**row, "year": "2027"} for row in made.values(2026)]
    imported(store, [made.value_csv(tmp_path, 2027, "A", found=new, factor="33.9000")])
    imported(store, [made.index_csv(tmp_path, 2027, found=made.indices(2026))])
    editions.forget()
    lines = pl.DataFrame({"visit": [0], "code": ["97112"], "units": [1], "service_date": [on], "mac": ["10112"],
                          "locality": ["00"]})  # fmt: skip
    priced = price_frame(lines).row(0, named=True)
    assert (priced["factor"], priced["unit_cents"]) == (
        339_000,
        3_108,
    )  # (0.50 + 0.47 × 0.875 + 0.01 × 0.566) × 33.9000
    assert editions.version(on) == "2026.11 + RVU27A + GPCI2027"
    visit = price_visit([ServiceLine("97112", 1, ("GP",))], "36104", on, payers.card("medicare", AUTUMN))
    assert visit.allowed_cents is None
    assert any("multiple" in one.lower() or "practice expense" in one.lower() for one in visit.unknown)


def test_the_qualifying_factor_is_proved_and_kept(tmp_path: Path, store: Path) -> None:
    found = taken(store, made.qualifying_csv(tmp_path))
    assert found["conversion_factors_qualifying"]["factor"].to_list() == [335_675]
    assert set(found) == {"conversion_factors_qualifying"}


def test_localities_drawn_anew_come_with_their_zip_list(tmp_path: Path, store: Path) -> None:
    """A table of 108 localities is refused, and taken beside a ZIP list of the same, whatever their order."""
    fewer = [row for row in made.indices(2026) if (row["mac"], row["locality"]) != ("01112", "68")]
    indices = made.index_csv(tmp_path, 2027, found=fewer)
    assert "it has 108 localities, and 2027 has 109" in refused(store, indices)
    moved = [line.replace("0111268", "0111275") for line in made.zips("20271")]
    told = imported(store, [indices, made.zip_five(tmp_path, "20271", moved)])
    assert [one.status for one in told] == ["imported", "imported"]


# --- several files, several texts


def test_an_archive_of_another_quarter_than_its_file(tmp_path: Path, store: Path) -> None:
    told = imported(store, [made.packed(tmp_path / "rvu26a.zip", [made.value_csv(tmp_path)])])
    assert "its name says 2026D, and its archive RVU26A" in told[0].says


def test_one_broken_file_stops_no_other(tmp_path: Path, store: Path) -> None:
    bad = damaged(made.index_csv(tmp_path), lambda content: content.replace(b"10112", b"10512"))
    told = imported(store, [bad, made.value_csv(tmp_path), tmp_path / "nowhere.csv"])
    assert sorted(one.status for one in told) == ["imported", "refused", "refused"]
    assert [one.name for one in stores.contents(store).releases] == ["RVU26D"]


def test_two_texts_of_one_edition(tmp_path: Path, store: Path) -> None:
    """Again the same: nothing new. Other figures: refused, until a correction or the user says that they replace."""
    (tmp_path / "again").mkdir()
    first = made.packed(tmp_path / "rvu26d.zip", [made.value_csv(tmp_path)])
    imported(store, [first])
    assert [one.status for one in imported(store, [first])] == ["known"]
    other = made.value_csv(tmp_path / "again", found=raised(2026))
    told = imported(store, [made.packed(tmp_path / "again" / "rvu26d.zip", [other])])
    assert "it says otherwise than RVU26D, imported on 2026-11-23, for the same days" in told[0].says
    corrected = imported(store, [made.packed(tmp_path / "rvu26dr.zip", [other])])
    assert "it takes the place of RVU26D, which is kept aside" in corrected[0].says
    later = imported(store, [made.packed(tmp_path / "rvu26d-updated-11-05-2026.zip", [made.value_csv(tmp_path)])])
    assert "takes the place of RVU26D (r)" in later[0].says
    older = imported(store, [made.packed(tmp_path / "rvu26dr.zip", [other])])
    assert "an older text of RVU26D than the one in force (RVU26D (2026-11-05))" in older[0].says
    held = stores.contents(store)
    assert [one.title for one in held.replaced] == ["RVU26D", "RVU26D (r)"]
    assert [one.title for one in held.releases] == ["RVU26D (2026-11-05)"]


@pytest.mark.parametrize("folder", ["a [1]", "a*b", "a b~{c}", "año"])
def test_a_name_with_signs_of_its_own(folder: str, tmp_path: Path, store: Path) -> None:
    (tmp_path / folder).mkdir()
    file = made.price_file(tmp_path / folder / "PFREV26A.txt", made.price_lines()[:3])
    assert taken(store, file)["published_prices"].height == 3


def test_rows_that_nobody_needs_are_not_kept(tmp_path: Path, store: Path) -> None:
    found = taken(store, made.value_csv(tmp_path))["fee_schedule"]
    assert "10007" not in found["code"].to_list()
    assert {row["code"] for row in rows("fee_schedule") if row["year"] == "2026"} <= set(found["code"])


def test_a_therapy_code_that_is_new_is_kept_and_told(tmp_path: Path, store: Path) -> None:
    like = next(row for row in made.values(2026) if row["code"] == "97112")
    file = made.value_csv(tmp_path, found=[*made.values(2026), {**like, "code": "97199"}])
    told = imported(store, [file])
    assert "New to Romberg, and priced from now on: 97199." in told[0].says
    editions.forget()
    assert tables.rvu("97199", AUTUMN) is not None
