"""Balance re-training is billed, and all of it was done lying down.

The code's own title confines it to seated or upright work. Many clinicians re-train control in lying, and some payers
accept it; a strict reader counts it as exercise. The limit is disputed: this is a hint, not a rule.

The clinician says what in lying re-trained control, and how it leads to sitting or standing; else 97110 may fit.

Example: “supine pelvic clocks, prone limb lifts”, billed 97112, is told.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=(col("code") == "97112") & col("has_procedure") & ~col("is_vague") & col("is_supported").fill_null(True),
    fails=col("is_lying"),
    evidence={"activities": col("activities")},
    says="{code} stands for seated or upright work, and all of it was done lying down: {activities:quoted}.",
    asks="Whether {code} was done lying down could not be read.",
    fix="Say what control was re-trained, and how it carries over to sitting or standing; or consider 97110.",
    severity="informs",
    basis="good practice",
    cites=("webpt-code-boundaries", "hns-97112"),
    proof=("activities",),
    carc="150",
    route="appeal",
)
