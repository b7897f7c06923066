"""`python -m bench`: prints every figure with its budget and its ratio to plain work measured in the same run."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from bench import (
    claims,
    documents,
    imports,
    jobs,
    knowledge,
    million,
    prices,
    reading,
    remittances,
    workplace,
    x12_lines,
)
from bench.measures import Figure, all_figures


def main() -> int:
    """Measure, print, and with --strict fail where a budget is not kept."""
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--seed", type=int, default=2026, help="which invented notes (2026)")
    parser.add_argument("--strict", action="store_true", help="status 1 where a budget is not kept")
    parser.add_argument(
        "--slow", action="store_true", help="ten thousand notes and the workplace as well, for about two minutes more"
    )
    given = parser.parse_args()
    figures = [*all_figures(given.seed), *reading.figures(given.seed), *jobs.figures(given.seed)]
    figures += [*million.figures(given.seed), *knowledge.figures(), *documents.figures(), *imports.figures()]
    figures += [*claims.figures(), *prices.figures(given.seed), *remittances.figures(), *x12_lines.figures()]
    figures += [*jobs.slow_figures(given.seed), *workplace.figures(given.seed)] if given.slow else []
    print(f"{'what':52} {'measured':>16} {'budget':>14}   {'kept':4} {'x loop':>8} {'x read':>8}")
    for one in figures:
        print(_row(one))
    if find_spec("medspacy") is None:
        print("medspaCy: not installed, so nothing is measured beside it.")
    print("x loop: times 100,000 steps of plain Python; x read: times reading and splitting one note (one core).")
    return int(given.strict and not all(one.kept for one in figures))


def _row(one: Figure) -> str:
    sign = "≥" if one.more_is_better else "≤"
    measured, budget = f"{one.value:,.2f} {one.unit}", f"{sign} {one.budget:g} {one.unit}"
    kept = "yes" if one.kept else "NO"
    ratios = "".join(f" {'' if ratio is None else f'{ratio:,.1f}':>8}" for ratio in (one.times_loop, one.times_read))
    return f"{one.what:52} {measured:>16} {budget:>14}   {kept:4}{ratios}"


if __name__ == "__main__":
    raise SystemExit(main())
