"""`romberg sample`: draw units for an audit, so that anybody can draw the same again."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from romberg import __version__
from romberg.cli.output import opened, print_json, say
from romberg.formats import tables
from romberg.formats.json_text import pretty
from romberg.formats.sampling import plan_file, sheet, universe_file
from romberg.formats.sampling.amounts import cents_of
from romberg.formats.sampling.plan_file import Plan
from romberg.formats.unreadable import Unreadable
from romberg.money import usd
from romberg.report.sampling import drawing, sizes, strata, universe
from romberg.report.sampling.universe import Layer

SHEET, PLAN = "sample.csv", "plan.json"


def run(arguments: Namespace) -> int:
    """Draw the sample, or draw it again for a plan that was kept and compare."""
    if arguments.check:
        return _check(arguments)
    read = universe_file.read(arguments.universe, _columns(arguments), unpaid=arguments.unpaid)
    parted, certain = _parted(arguments, read)
    planned = universe.layers(read.units, _strata(read, parted, certain))
    size, reason = _size(arguments, planned)
    layers = universe.with_sizes(planned, strata.allocate(planned, size, arguments.allocation))
    seed = arguments.seed or drawing.new_seed()
    drawn = drawing.draw(layers, seed)
    plan = replace(_plan(arguments, read, layers), seed=seed, reason=reason, sample_sha256=sheet.of_drawn(drawn))
    plan = replace(plan, cuts_cents=tuple(parted or ()), certain_from_cents=certain)
    _write(arguments, plan, sheet.text(drawn, arguments.keep, read.kept))
    _tell(arguments, plan)
    return 0


def _columns(arguments: Namespace) -> universe_file.Columns:
    return universe_file.Columns(arguments.unit, arguments.paid, arguments.strata, tuple(arguments.keep))


def _parted(arguments: Namespace, read: universe_file.Read) -> tuple[tuple[int, ...] | None, int | None]:
    """Where amounts part, and from which on all are taken; None where the strata are the table's own, or none."""
    certain = None if arguments.certain_from is None else _dollars(arguments.certain_from, "--certain-from")
    if read.strata is not None and (arguments.strata_by_amount or certain is not None):
        says = "--strata names the strata already; leave out --strata-by-amount and --certain-from."
        raise Unreadable("option", says, "--strata")
    if not arguments.strata_by_amount and certain is None:
        return None, None
    return strata.edges(read.units, arguments.strata_by_amount or 1, certain), certain


def _strata(read: universe_file.Read, parted: Sequence[int] | None, certain: int | None) -> Sequence[str] | None:
    """Each unit's stratum; None for a simple sample."""
    return read.strata if parted is None else strata.by_amount(read.units, parted, certain)


def _size(arguments: Namespace, planned: Sequence[Layer]) -> tuple[int, str]:
    """How many units are drawn, and where that comes from."""
    if arguments.size is not None:
        return arguments.size, "as asked"
    precision = _share(arguments.precision, "--precision")
    within = f"half the {arguments.confidence:g} % interval within {arguments.precision} of the point estimate"
    confidence = arguments.confidence / 100
    if arguments.probe:
        found = universe_file.probe(arguments.probe, "paid", "correct")
        units = sum(len(one.units) for one in planned)
        size = sizes.size([sizes.probed(units, found)], precision, confidence)
        return size, f"{within}, by a probe of {len(found):,} reviewed units"
    rate = _share(arguments.expected_error_rate, "--expected-error-rate")
    size = sizes.planned_size(planned, rate, precision, confidence, arguments.allocation)
    return size, f"{within}, if {arguments.expected_error_rate} of the units are overpaid in full"


def _share(text: str, option: str) -> Fraction:
    """ "25%", "25" and "0.25" are a quarter."""
    try:
        plain = text.strip()
        value = Fraction(plain.removesuffix("%").strip())
        share = value / 100 if plain.endswith("%") or value > 1 else value
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise Unreadable("option", f"{option} {text!r} is no share between 0 and 100 %, such as 25%.", option)
    return share


def _dollars(text: str, option: str) -> int:
    amount = cents_of(text)
    if amount is None or amount <= 0:
        raise Unreadable("option", f"{option} {text!r} is no amount of dollars, such as 500.00.", option)
    return amount


def _plan(arguments: Namespace, read: universe_file.Read, layers: Sequence[Layer]) -> Plan:
    return Plan(
        romberg=__version__,
        made=date.today().isoformat(),
        universe=os.path.basename(arguments.universe),
        universe_sha256=tables.sha256(arguments.universe),
        rows=read.rows,
        set_aside=read.set_aside,
        unit_column=arguments.unit,
        paid_column=arguments.paid,
        unpaid_kept=arguments.unpaid,
        stratum_column=arguments.strata,
        cuts_cents=(),
        certain_from_cents=None,
        allocation=arguments.allocation if len(layers) > 1 else None,
        seed="",
        reason="",
        strata=plan_file.planned(layers),
        sample_sha256="",
    )


def _write(arguments: Namespace, plan: Plan, rows: str) -> None:
    """The sheet and the plan; a sheet that is there stays, for it may hold a review."""
    folder = Path(arguments.out)
    there = next((name for name in (SHEET, PLAN) if (folder / name).exists()), None)
    if there is not None:
        says = f"{folder / there} is there already and may hold a review; name another folder with --out."
        raise Unreadable("exists", says, str(folder / there))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Unreadable(
            "output", f"{folder} cannot be made ({reason}); name another folder with --out.", "--out"
        ) from None
    for name, text in ((SHEET, rows), (PLAN, pretty(plan_file.as_dict(plan)) + "\n")):
        with opened(str(folder / name)) as file:
            file.write(text)


def _tell(arguments: Namespace, plan: Plan) -> None:
    if arguments.format == "json":
        print_json(plan_file.as_dict(plan))
        return
    print(f"{plan.drawn:,} of {plan.units:,} units drawn (seed {plan.seed}); {plan.reason}.")
    if plan.set_aside:
        print(f"{plan.set_aside:,} of {plan.rows:,} rows set aside: nothing was paid for them (--unpaid keeps them).")
    for one in plan.strata if len(plan.strata) > 1 else ():
        print(f"  {one.name}: {one.drawn:,} of {one.units:,} units, {usd(one.paid_cents)} paid")
    folder = Path(arguments.out)
    print(f"Fill in `correct` and `remark` in {folder / SHEET}, then: romberg extrapolate {folder / SHEET}")


# --- the same again


def _check(arguments: Namespace) -> int:
    """Draw once more what a plan says, from the same universe; 1 where it is not the same sample."""
    plan = plan_file.read(arguments.check)
    if tables.sha256(arguments.universe) != plan.universe_sha256:
        say(f"{arguments.universe} is not the file of the plan (its SHA-256 differs); rows are compared all the same.")
    names = universe_file.Columns(plan.unit_column, plan.paid_column, plan.stratum_column)
    read = universe_file.read(arguments.universe, names, unpaid=plan.unpaid_kept)
    by_amount = plan.cuts_cents or plan.certain_from_cents is not None
    given = _strata(read, plan.cuts_cents if by_amount else None, plan.certain_from_cents)
    layers = universe.with_sizes(universe.layers(read.units, given), {one.name: one.drawn for one in plan.strata})
    same = sheet.of_drawn(drawing.draw(layers, plan.seed)) == plan.sample_sha256
    print("The same sample is drawn." if same else "Another sample is drawn: the universe or the plan was changed.")
    return 0 if same else 1
