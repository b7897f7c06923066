"""`romberg extrapolate`: what a reviewed sample proves of all the units that it was drawn from."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from romberg.cli.audits.sample import PLAN
from romberg.cli.output import opened
from romberg.cli.papers import write
from romberg.formats.json_text import pretty
from romberg.formats.sampling import papers, plan_file, sheet
from romberg.report.sampling.error_rates import error_rate
from romberg.report.sampling.estimates import estimate


def run(arguments: Namespace) -> int:
    """Estimate the overpayment of a universe from the sheet that reviewers filled in."""
    plan = plan_file.read(arguments.plan or str(Path(arguments.sheet).parent / PLAN))
    rows = sheet.read(arguments.sheet, plan)
    strata = sheet.strata(rows, plan, unreviewed_as_overpaid=arguments.no_record_is_overpaid)
    found, rate = estimate(strata), error_rate(strata)
    unreviewed = sum(one.correct_cents is None for one in rows)
    if arguments.format == "json":
        with opened(arguments.output) as file:
            file.write(pretty(papers.as_dict(plan, strata, found, rate, unreviewed)) + "\n")
        return 0
    paper = papers.estimate_paper(plan, strata, found, rate, rows, unreviewed=unreviewed)
    write([paper], arguments.format, arguments.output)
    return 0
