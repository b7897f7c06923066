"""The cells of a foreign table as our own columns: texts without blanks, days, whole numbers and cents; or a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from romberg.formats.line_tables.columns import BY_NAME, COLUMNS, MOST_CENTS, MOST_MINUTES, MOST_UNITS
from romberg.formats.line_tables.maps import Map

DAYS = ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y", "%d-%b-%Y")
_FIRST_DAY, _LAST_DAY = 10_957, 47_846  # 2000-01-01 and 2100-12-31, counted from 1970
_MOST_LINES = 99_999
_NONE = pl.lit(None, pl.String)
ROW = "#row"  # the column of a row's number in its file, a name that no table has
BETWEEN = "|"  # between the modifiers, diagnoses or pointers of one cell
_FILLERS = ("UNKNOWN", "UNK", "NONE", "NULL", "N/A", "NA", "TEST", "PATIENT", "MISSING", "-", ".", "?", "TBD")
_SAME_SIGN = tuple(sign * length for sign in "0123456789X*" for length in range(1, 21) if sign in "0X*" or length > 3)
PLACEHOLDERS = frozenset((*_FILLERS, *_SAME_SIGN))
TEXTS = ("code", "modifiers", "payer", "rendering_npi", "billing_npi", "referring_npi", "taxonomy", "place", "zip",
         "locality", "pointers")  # fmt: skip
NUMBERS = {"line": pl.Int32, "day": pl.Int32, "units": pl.Int32, "minutes": pl.Int32, "charge": pl.Int64,
           "paid": pl.Int64, "filed": pl.Int32}  # fmt: skip


def ours(raw: pl.DataFrame, held: Map) -> pl.DataFrame:
    """A table's rows in our own columns, with `fault`: the name of the first reason why a row is not audited.

    Texts are as written (blanks at their ends aside); days are counted from 1970, money is in cents. Columns that the
    table has not are null. The number of the row in its file (ROW) is kept where it is there.
    """
    columns = held.found([name for name in raw.columns if name != ROW])
    kept = _kept(raw, held)
    cells = kept.select(*_row(kept), *(_cell(kept, one.name, columns, held.constants) for one in COLUMNS))
    typed = cells.with_columns(
        *(_whole(cells[name]).alias(name) for name in ("line", "units", "minutes")),
        *(_cents(cells[name]).alias(name) for name in ("charge", "paid")),
        day=_day(cells["service_date"]),
        last=_day(cells["last_date"]),
        filed=_day(cells["filed_on"]),
    )
    return typed.with_columns(fault=_fault(cells)).select(*_row(kept), *_told(columns, held.constants))


def _row(frame: pl.DataFrame) -> list[str]:
    return [ROW] if ROW in frame.columns else []


def _kept(raw: pl.DataFrame, held: Map) -> pl.DataFrame:
    plain = {name.strip().lower(): name for name in raw.columns}
    wanted = [(plain[column], values) for column, values in held.keep.items() if column in plain]
    for column, values in wanted:
        raw = raw.filter(pl.col(column).cast(pl.String).str.strip_chars().str.to_lowercase().is_in(values))
    return raw


def _cell(raw: pl.DataFrame, name: str, columns: Mapping[str, Sequence[str]], constants: Mapping[str, str]) -> pl.Expr:
    """The cells of one of our columns as they stand; several columns of one kind are put together."""
    theirs = columns.get(name, [])
    if not theirs:
        return pl.lit(constants.get(name), pl.String).alias(name)
    if name in ("patient", "claim"):
        return _text(raw, theirs[0]).str.strip_chars().alias(name)
    if len(theirs) > 1:
        parts = [_text(raw, one) for one in theirs]
        return pl.concat_str(parts, separator=BETWEEN, ignore_nulls=True).alias(name)
    return (_text(raw, theirs[0]) if BY_NAME[name].kind == "text" else pl.col(theirs[0])).alias(name)


def _text(raw: pl.DataFrame, column: str) -> pl.Expr:
    """A column as texts, as they stand; a number that a program wrote with a fraction of nothing (11.0) is that."""
    one, kind = pl.col(column), raw.schema[column]
    if isinstance(kind, pl.List):
        one = one.cast(pl.List(pl.String)).list.join(BETWEEN)
    elif kind.is_float():
        one = one.cast(pl.Int64, strict=False).cast(pl.String)
    elif kind != pl.String:
        one = one.cast(pl.String, strict=False)
    return one


def _whole(cells: pl.Series) -> pl.Series:
    """Whole numbers; null where a cell is empty or none, which `_fault` tells apart."""
    if cells.dtype.is_integer():
        return cells.cast(pl.Int32, strict=False)
    number = _number(cells)
    return number.set(number != number.floor(), None).cast(pl.Int32, strict=False)


def _number(cells: pl.Series) -> pl.Series:
    plain = cells.str.strip_chars(" $").str.replace_all(",", "", literal=True) if cells.dtype == pl.String else cells
    number = plain.cast(pl.Float64, strict=False)
    return number.set(number.is_nan() | number.is_infinite(), None)


def _cents(cells: pl.Series) -> pl.Series:
    if cells.dtype.is_integer():
        return cells.cast(pl.Int64) * 100
    cents = _number(cells) * 100
    whole = cents.round()
    return whole.set((cents - whole).abs() > 0.0001, None).cast(pl.Int64, strict=False)


def _day(cells: pl.Series) -> pl.Series:
    """Days counted from 1970; null where a cell is empty or no day."""
    if cells.dtype == pl.String:
        found = pl.Series(cells.name, [None] * len(cells), pl.Date)
        for form in DAYS:
            if found.null_count() > cells.null_count():
                found = found.zip_with(found.is_not_null(), cells.str.strip_chars().str.to_date(form, strict=False))
        return found.to_physical()
    return cells.cast(pl.Date, strict=False).to_physical().cast(pl.Int32)


def _bad(name: str, cells: pl.DataFrame, low: int, high: int) -> pl.Expr:
    """Whether a cell holds something, and that is no number of the range."""
    stated = pl.lit(cells[name]).is_not_null()
    if cells.schema[name] == pl.String:
        stated = stated & (pl.lit(cells[name]).str.strip_chars() != "")
    return stated & ~pl.col(name).is_between(low, high).fill_null(False)


def _fault(cells: pl.DataFrame) -> pl.Expr:
    """The name of the first reason against a row; null where there is none."""
    plain = pl.col("patient").str.to_uppercase()
    reasons = {
        "patient_missing": pl.col("patient").fill_null("") == "",
        "patient_placeholder": plain.is_in(PLACEHOLDERS),
        "claim_missing": pl.col("claim").fill_null("") == "",
        "date_not_read": pl.col("day").is_null(),
        "date_out_of_range": ~pl.col("day").is_between(_FIRST_DAY, _LAST_DAY),
        "days_span": (pl.col("last") != pl.col("day")).fill_null(False),
        "code_missing": pl.col("code").fill_null("") == "",
        "units_not_read": ~pl.col("units").is_between(0, MOST_UNITS).fill_null(False),
        "line_not_read": _bad("line", cells, 0, _MOST_LINES),
        "minutes_not_read": _bad("minutes", cells, 0, MOST_MINUTES),
        "amount_not_read": _bad("charge", cells, 0, MOST_CENTS) | _bad("paid", cells, 0, MOST_CENTS),
    }
    chain = _NONE
    for name, against in reversed(reasons.items()):
        chain = pl.when(against).then(pl.lit(name)).otherwise(chain)
    return chain


def _told(columns: Mapping[str, Sequence[str]], constants: Mapping[str, str]) -> list[pl.Expr]:
    """All columns as they are encoded; two that belong together are put together where the table has them."""
    place = pl.when(pl.col("mac").fill_null("") != "").then(_joined("mac", "locality", BETWEEN))
    with_filing = "filing" in columns or "filing" in constants
    plain = [name for name in TEXTS if name not in ("payer", "locality")]
    return [
        pl.col("patient", "claim", "diagnoses", "fault", *plain),
        (_joined("payer", "filing", "\x1f") if with_filing else pl.col("payer")).alias("payer"),
        (place if "mac" in columns else pl.col("mac")).alias("locality"),
        (pl.col("authorization").fill_null("").str.strip_chars() != "").alias("authorized"),
        *(pl.col(name).cast(kind) for name, kind in NUMBERS.items()),
    ]


def _joined(one: str, other: str, sign: str) -> pl.Expr:
    parts = (pl.col(name).fill_null("").str.strip_chars() for name in (one, other))
    return pl.concat_str(parts, separator=sign)
