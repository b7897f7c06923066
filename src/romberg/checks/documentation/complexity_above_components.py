"""An evaluation is billed at a level that its own components do not reach.

Complexity is counted: personal factors, what was examined, how the presentation behaves; for occupational therapists
the deficits of performance. The lowest component decides. Medicare pays the three levels alike, other payers do not,
and a level too high is a wrong code everywhere.

Bill the level that the components reach, or let the clinician add what else was found.

Example: 97163 with “1 comorbidity, stable, 2 elements” fails; 97161 with the same does not.
"""

from __future__ import annotations

from polars import Expr, col, concat_list, concat_str, lit, min_horizontal, when

from romberg.checks.rule import Rule, parameter


def level(count: Expr, moderate: Expr, high: Expr) -> Expr:
    """The level that a counted component reaches; null where nothing was counted, or the figures are not known."""
    return when(count >= high).then(2).when(count >= moderate).then(1).when(count < moderate).then(0)


factors, elements, presented = col("complexity_factors"), col("complexity_elements"), col("complexity_presentation")
is_pt, is_ot = col("code").is_in(["97162", "97163"]), col("code").is_in(["97166", "97167"])
pt = is_pt & (factors.is_not_null() | elements.is_not_null() | presented.is_not_null())
ot = is_ot & elements.is_not_null()
path = "coding.evaluation."
by_factors = level(factors, parameter(path + "pt_moderate_factors"), parameter(path + "pt_high_factors"))
by_elements = level(elements, parameter(path + "pt_moderate_elements"), parameter(path + "pt_high_elements"))
by_deficits = level(elements, parameter(path + "ot_moderate_deficits"), parameter(path + "ot_high_deficits"))
by_presentation = (
    when(presented == "unstable").then(2).when(presented == "evolving").then(1).when(presented == "stable").then(0)
)
shown = when(is_ot).then(by_deficits).otherwise(min_horizontal(by_factors, by_elements, by_presentation))
named = concat_list(lit("low"), lit("moderate"), lit("high"))
counted = concat_str(
    when(factors.is_not_null()).then(concat_str(lit("factors "), factors)),
    when(elements.is_not_null()).then(concat_str(lit("elements "), elements)),
    presented,
    separator=", ",
    ignore_nulls=True,
)

rule = Rule(
    grain="line",
    applies=(col("evaluation_level") > 0) & (pt | ot),
    fails=col("evaluation_level") > shown,
    evidence={"billed": named.list.get(col("evaluation_level")), "shown": named.list.get(shown), "counted": counted},
    says="{code} says {billed} complexity; the components that the note counts reach {shown}: {counted}.",
    asks="Which level the components of {code} reach is not known for this day.",
    fix="Bill the {shown} level, or add the factors, elements and behaviour that reach the higher one.",
    severity="warns",
    basis="manual",
    cites=("apta-evaluation-codes-2017",),
    proof=("complexity", "billed"),
    carc="150",
    route="corrected claim",
)
