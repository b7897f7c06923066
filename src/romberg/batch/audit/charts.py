"""The charts of an audit's report: how work is spread over days and clinicians, and who stands far out; each with words
and a table of the same figures.

They are drawn as SVG by our own code and not by the workplace's chart library, which needs scripts: the report is one
file that any program shows, prints and mails.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from romberg.batch.audit.spread import CAPS, DOLLARS, HOURS, UNITS, WATCHED
from romberg.batch.audit.together import Told
from romberg.formats.bar_picture import Bar, picture
from romberg.money import usd

_ENOUGH_DAYS = 20  # patients' days of a clinician who is set beside others
_FAR = 1.5  # so many times the middle half's width above it, as box plots have it
_LONG_DAY = 10  # hours of timed services by one clinician that are marked
_SHARES = 20  # bins of a share
_MONTHS = 36
_OUTLIERS = 15


@dataclass(frozen=True, slots=True)
class _Kind:
    """A spread: what it is of, its title and words, a bin's label and width, and from where bars are marked."""

    of: str
    title: str
    below: str
    beside: str
    label: str
    each: int
    mark: int | None = None


_KINDS = (
    _Kind(UNITS, "Units for a patient on a day", "units", "patients' days", "%d", 1),
    _Kind(DOLLARS, "Allowed for a patient on a day", "dollars, from", "patients' days", "$%d", 10),
    _Kind(HOURS, "Hours of a clinician's day in timed units, 15 minutes each", "hours, from", "clinicians' days",
          "%d h", 1, _LONG_DAY),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: its title, what it shows in words, the picture (SVG), and its figures as a table."""

    title: str
    says: str
    svg: str
    head: tuple[str, str]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outliers:
    """Clinicians who stand far above the others in one measure: its name, where that begins, and they."""

    measure: str
    beyond: str
    of: int
    rows: tuple[tuple[str, str, str, str], ...]


def figures(told: Told) -> list[Figure]:
    """All charts for which there are figures."""
    found = [
        *(_spread(told.spread, one) for one in _KINDS),
        _units(told.clinicians),
        _share(told.clinicians),
        _clean(told.summary),
        _risk(told.summary),
    ]
    return [one for one in found if one is not None]


def _figure(title: str, says: str, bars: Sequence[Bar], below: str, beside: str, shown: Sequence[str] = ()) -> Figure:
    told = shown or [f"{one.value:,.0f}" for one in bars]
    rows = tuple((one.label, value) for one, value in zip(bars, told, strict=True))
    return Figure(title, says, picture(title, says, bars, below, beside), (below, beside), rows)


def _spread(spread: pl.DataFrame, kind: _Kind) -> Figure | None:
    """How often each bin is met; the bins in between, which are empty, too."""
    held: dict[int, int] = dict(spread.filter(of=kind.of).select("least", "count").iter_rows())
    if not held:
        return None
    every = range(0, max(held) + kind.each, kind.each)
    bars = [Bar(kind.label % at, held.get(at, 0), kind.mark is not None and at >= kind.mark) for at in every]
    total = sum(held.values())
    middle, most = (kind.label % (_reached(held, total * share) + kind.each) for share in (0.5, 0.95))
    says = f"Half of the {total:,} {kind.beside} lie below {middle}, and 95 in a hundred below {most}."
    if kind.mark is not None:
        far = sum(count for at, count in held.items() if at >= kind.mark)
        where = kind.label % kind.mark
        says += f" {far:,} reach {where} or more (the red bars)." if far else f" None reaches {where}."
    last = " (the last bar holds all above)" if max(held) == CAPS[kind.of] else ""
    return _figure(kind.title, says, bars, kind.below + last, kind.beside)


def _reached(held: dict[int, int], wanted: float) -> int:
    """The bin in which so many are reached."""
    running = 0
    for at in sorted(held):
        running += held[at]
        if running >= wanted:
            return at
    return max(held)


def _units(clinicians: pl.DataFrame) -> Figure | None:
    """Clinicians by the units that they bill for a patient's day on average."""
    some = clinicians.filter(pl.col("patient_days") >= _ENOUGH_DAYS)
    if not some.height:
        return None
    means = some.select(pl.col("units") / pl.col("patient_days")).to_series()
    counts = _counted((means * 2).floor())
    bars = [Bar(f"{at / 2:g}", counts.get(at, 0)) for at in range(min(counts), max(counts) + 1)]
    says = f"Of {some.height:,} clinicians with {_ENOUGH_DAYS} patients' days or more, half bill "
    says += f"{_middle(means):.2f} units for one or fewer; the most is {max(means):.2f}."
    return _figure("Clinicians by units for a patient on a day", says, bars, "units on average, from", "clinicians")


def _share(clinicians: pl.DataFrame) -> Figure | None:
    """Clinicians by the share of one code in their timed units."""
    some = clinicians.filter(pl.col("patient_days") >= _ENOUGH_DAYS, pl.col("timed_units") > 0)
    if not some.height:
        return None
    shares = some.select(pl.col("watched_units") / pl.col("timed_units")).to_series()
    counts = _counted((shares * _SHARES).floor().clip(0, _SHARES - 1))
    bars = [Bar(f"{at * 100 // _SHARES} %", counts.get(at, 0)) for at in range(max(counts) + 1)]
    says = f"Of {some.height:,} clinicians with {_ENOUGH_DAYS} patients' days or more, half bill {WATCHED} for "
    says += f"{_middle(shares):.0%} of their timed units or less; the most is {max(shares):.0%}."
    return _figure(f"Clinicians by the share of {WATCHED} in timed units", says, bars, "share, from", "clinicians")


def _middle(values: pl.Series) -> float:
    return values.quantile(0.5, "linear") or 0.0


def _counted(bins: pl.Series) -> dict[int, int]:
    return dict(bins.cast(pl.Int64).value_counts().iter_rows())


def _by_month(summary: pl.DataFrame) -> pl.DataFrame:
    return summary.filter(by="month").sort("name").tail(_MONTHS)


def _clean(summary: pl.DataFrame) -> Figure | None:
    """The share of clean claims by month."""
    months = _by_month(summary).filter(pl.col("claims") > 0)
    if months.height < 2:
        return None
    rates = (100 * months["clean_claims"] / months["claims"]).to_list()
    bars = [Bar(name, rate) for name, rate in zip(months["name"], rates, strict=True)]
    says = f"Between {min(rates):.1f} % ({months['name'][rates.index(min(rates))]}) and {max(rates):.1f} % "
    says += f"({months['name'][rates.index(max(rates))]}) of a month's claims are clean."
    return _figure("Clean claims by month", says, bars, "month", "percent", [f"{rate:.1f}" for rate in rates])


def _risk(summary: pl.DataFrame) -> Figure | None:
    """The money at risk by month."""
    months = _by_month(summary)
    if months.height < 2:
        return None
    cents = months["at_risk_cents"].to_list()
    bars = [Bar(name, amount / 100) for name, amount in zip(months["name"], cents, strict=True)]
    most = max(range(len(cents)), key=cents.__getitem__)
    says = f"{usd(sum(cents))} in the months shown; the most, {usd(cents[most])}, in {months['name'][most]}."
    return _figure("Money at risk by month", says, bars, "month", "dollars", [usd(one) for one in cents])


# --- clinicians far above the others


def outliers(told: Told) -> list[Outliers]:
    """Those who stand far above the middle half of all clinicians, by each measure; the farthest first."""
    some = told.clinicians.filter(pl.col("patient_days") >= _ENOUGH_DAYS)
    priced = some.filter(pl.col("priced_days") >= _ENOUGH_DAYS)
    timed = some.filter(pl.col("timed_units") > 0)
    found = [
        _far(some, "Units for a patient on a day", pl.col("units") / pl.col("patient_days"), "{:.2f}".format),
        _far(timed, f"Share of {WATCHED} in timed units", pl.col("watched_units") / pl.col("timed_units"), _percent),
        _far(priced, "Allowed for a patient on a day", pl.col("priced_cents") / pl.col("priced_days"), _dollars),
    ]
    return [one for one in found if one is not None]


def _percent(share: float) -> str:
    return f"{share:.0%}"


def _dollars(cents: float) -> str:
    return usd(round(cents))


def _far(held: pl.DataFrame, measure: str, of: pl.Expr, shown: Callable[[float], str]) -> Outliers | None:
    """Above the upper fence of a box plot: the third quartile and one and a half times the middle half's width."""
    if held.height < 4:
        return None
    values = held.with_columns(value=of)
    low, high = (values["value"].quantile(share, "linear") or 0.0 for share in (0.25, 0.75))
    fence = high + _FAR * (high - low)
    far = values.filter(pl.col("value") > fence).sort("value", "rendering_npi", descending=[True, False])
    rows: list[dict[str, Any]] = far.head(_OUTLIERS).to_dicts()
    told = (
        (one["rendering_npi"], shown(one["value"]), f"{one['patient_days']:,}", f"{one['units']:,}") for one in rows
    )
    return Outliers(measure, shown(fence), far.height, tuple(told))
