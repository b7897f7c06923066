"""A game, class or sport stands behind a skilled code, and nothing shows what made it therapy.

Play, fitness and sport can carry therapy where the clinician grades and corrects them for a goal. Told as such alone
they are recreation, which no payer covers.

The clinician adds the purpose and what was graded or corrected; recreation is not billed.

Example: “Wii bowling 15 min”, billed 97530, fails; the same with cues for weight shift does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

rule = Rule(
    grain="line",
    applies=col("has_procedure") & col("is_first_of_code") & col("is_supported").fill_null(True) & ~col("is_vague"),
    fails=col("is_recreation"),
    evidence={"activities": col("activities")},
    says="{code} is billed for {activities:quoted}, and nothing shows what made it therapy.",
    asks="Whether {code} was recreation could not be read.",
    fix="Add the purpose, the grading and the corrections, or do not bill it.",
    severity="warns",
    basis="manual",
    cites=("mbpm-15-220.2",),
    proof=("activities", "services"),
    carc="50",
)
