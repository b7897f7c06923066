"""What a sample proves, as a paper that an auditor can follow and compute again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

from romberg.formats.paper.blocks import Block, Fields, Heading, Items, Paper, Table, Text
from romberg.formats.sampling.plan_file import Plan
from romberg.formats.sampling.sheet import Row
from romberg.money import usd
from romberg.report.sampling.error_rates import ErrorRate
from romberg.report.sampling.estimates import Estimate, Limits, Stratum

_ENOUGH: Final = 30  # reviewed units from which on a mean is near a normal distribution
_WIDE: Final = Fraction(1, 4)
LOWER: Final = (
    "The lower limit of the two-sided 90 % interval is what a federal auditor commonly asks for; that of the "
    "two-sided 80 % interval is a one-sided 90 % limit, which Medicare's contractors use (not verified)."
)


def percent(share: Fraction) -> str:
    """A share as people read it: 12.4 %."""
    return f"{float(share) * 100:.1f} %"


def doubts(strata: Sequence[Stratum], found: Estimate) -> tuple[str, ...]:
    """Where the estimate rests on little, each as a sentence; empty where nothing is to be said."""
    return tuple(_doubts(strata, found))


def _doubts(strata: Sequence[Stratum], found: Estimate) -> Iterator[str]:
    open_ones = [one for one in strata if one.drawn < one.units]
    reviewed = sum(one.drawn for one in open_ones)
    wrong = sum(one.wrong for one in open_ones)
    if open_ones and reviewed < _ENOUGH:
        yield f"Only {reviewed} units were drawn by chance; below {_ENOUGH} the limits are rough."
    if open_ones and 0 < wrong < 5:
        yield f"Only {wrong} of the units drawn were wrong; so few say little of their mean."
    alike = [one.name for one in open_ones if len(set(one.overpaid_cents)) == 1]
    if alike:
        yield f"In {', '.join(alike)} all units drawn were alike, so that the stratum adds nothing to the error shown."
    limits = found.at(0.90)
    if limits.lower_cents <= 0 < found.point_cents:
        yield "The lower limit is not above zero: the sample does not show that anything was overpaid in all."
    precision = found.precision(0.90)
    if precision is not None and found.point_cents > 0 and precision > _WIDE:
        yield f"The precision at 90 % is {percent(precision)} of the point estimate; 25 % or better is commonly wanted."


def estimate_paper(
    plan: Plan, strata: Sequence[Stratum], found: Estimate, rate: ErrorRate, rows: Sequence[Row], *, unreviewed: int
) -> Paper:
    """The estimate: the numbers first, then the plan, the strata, the way of computing, and every unit."""
    blocks: tuple[Block, ...] = (
        Heading("What the sample proves", 1),
        Fields(tuple(_head(plan, found, rate))),
        Text(LOWER, soft=True),
        *_said(doubts(strata, found), unreviewed),
        Heading("Limits of the total overpayment"),
        Table(("confidence, two-sided", "lower limit", "upper limit", "deviate"), tuple(map(_limit_row, found.limits))),
        Heading("Strata"),
        Table(("stratum", "units", "reviewed", "wrong", "overpaid in the sample", "estimated"), _strata(strata)),
        Heading("How the sample was drawn"),
        Fields(tuple(_drawn(plan))),
        Heading("How it was computed"),
        Items(_way(strata, found, rate), numbered=True),
        Heading("Every unit reviewed"),
        Table(("stratum", "order", "unit", "paid", "correct", "overpaid", "remark"), tuple(map(_unit, rows))),
    )
    return Paper(f"Sample of {plan.universe}", blocks, f"Seed {plan.seed}; sample {plan.sample_sha256[:16]}.")


def _head(plan: Plan, found: Estimate, rate: ErrorRate) -> Iterator[tuple[str, str]]:
    limits, precision = found.at(0.90), found.precision(0.90)
    yield "Units", f"{plan.drawn:,} reviewed of {plan.units:,}, for which {_paid(plan)} were paid"
    yield "Point estimate", f"{usd(found.point_cents)} overpaid in all"
    yield "Lower limit, 90 %", usd(limits.lower_cents)
    yield "Upper limit, 90 %", usd(limits.upper_cents)
    yield "Precision, 90 %", percent(precision) if precision is not None else "none: nothing was overpaid"
    how = "exact" if rate.exact else "normal approximation"
    yield (
        "Units not paid rightly",
        f"{percent(rate.share)} ({percent(rate.lower)} to {percent(rate.upper)}, 90 %, {how})",
    )


def _paid(plan: Plan) -> str:
    return usd(sum(one.paid_cents for one in plan.strata))


def _said(sentences: Sequence[str], unreviewed: int) -> Iterator[Block]:
    if unreviewed:
        yield Text(f"{unreviewed:,} units without a produced record count as overpaid in full, as was asked.")
    if sentences:
        yield Heading("What to doubt")
        yield Items(tuple(sentences))


def _limit_row(one: Limits) -> tuple[str, ...]:
    return f"{one.confidence:.0%}", usd(one.lower_cents), usd(one.upper_cents), f"{one.deviate:.6f}"


def _strata(strata: Sequence[Stratum]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (one.name, f"{one.units:,}", f"{one.drawn:,}", f"{one.wrong:,}", usd(sum(one.overpaid_cents)), _estimated(one))
        for one in strata
    )


def _estimated(one: Stratum) -> str:
    return usd(round(Fraction(one.units * sum(one.overpaid_cents), one.drawn)))


def _drawn(plan: Plan) -> Iterator[tuple[str, str]]:
    yield "Universe", f"{plan.universe} (SHA-256 {plan.universe_sha256})"
    yield "Rows", f"{plan.rows:,}; {plan.set_aside:,} set aside because nothing was paid for them"
    yield "Unit and amount", f"columns {plan.unit_column} and {plan.paid_column}"
    yield "Seed", plan.seed
    yield "Method", plan.method
    yield "Size", plan.reason
    yield "Drawn", f"{plan.made}, Romberg {plan.romberg}"
    yield "Sample", f"SHA-256 {plan.sample_sha256}"


def _way(strata: Sequence[Stratum], found: Estimate, rate: ErrorRate) -> tuple[str, ...]:
    deviate = (
        f"Student's t with {found.degrees} degrees of freedom (a simple sample)"
        if found.degrees is not None
        else "the normal deviate"
    )
    exact = (
        "by inverting the hypergeometric distribution"
        if rate.exact
        else "by the normal approximation, stratum by stratum"
    )
    return (
        "Overpayment of a unit: paid less correct; an underpayment counts as a negative one.",
        "Point estimate: in each stratum the mean overpayment reviewed times the stratum's units; then the sum.",
        "Standard error: in each stratum N (N - n) s² / n, with s² the variance with n - 1; summed over "
        f"{'the strata' if len(strata) > 1 else 'the one stratum'}; its square root is {usd(found.error_cents)}.",
        f"Limits: point estimate less and plus {deviate} times the standard error.",
        f"Share of units not paid rightly, with its interval {exact}.",
        "Sums and variances are exact; cents are rounded once, at the end.",
    )


def _unit(row: Row) -> tuple[str, ...]:
    correct = "not reviewed" if row.correct_cents is None else usd(row.correct_cents)
    over = usd(row.paid_cents - (row.correct_cents or 0))
    return row.stratum, str(row.order), row.unit, usd(row.paid_cents), correct, over, row.remark


def as_dict(plan: Plan, strata: Sequence[Stratum], found: Estimate, rate: ErrorRate, unreviewed: int) -> dict[str, Any]:
    """The estimate as JSON carries it; amounts in cents, shares as numbers."""
    return {
        "units": plan.units,
        "reviewed": plan.drawn,
        "counted_as_overpaid_without_record": unreviewed,
        "point_estimate_cents": found.point_cents,
        "standard_error_cents": found.error_cents,
        "degrees_of_freedom": found.degrees,
        "limits": [
            {"confidence": one.confidence, "lower_cents": one.lower_cents, "upper_cents": one.upper_cents}
            for one in found.limits
        ],
        "error_rate": {
            "share": float(rate.share),
            "lower": float(rate.lower),
            "upper": float(rate.upper),
            "confidence": rate.confidence,
            "exact": rate.exact,
        },
        "strata": [
            {"name": one.name, "units": one.units, "reviewed": one.drawn, "wrong": one.wrong,
             "overpaid_cents": sum(one.overpaid_cents)}
            for one in strata
        ],
        "doubts": list(doubts(strata, found)),
        "seed": plan.seed,
        "sample_sha256": plan.sample_sha256,
    }  # fmt: skip
