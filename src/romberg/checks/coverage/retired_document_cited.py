"""The note rests on a local coverage document that did not hold on the day of the visit.

A contractor's coverage determination counts for the days between its effective date and its retirement. Novitas's
L35036, for one, was retired on 2023-03-01; older pages still cite it. A retired document supports nothing after its
end, and one of another contractor's states nothing at all.

Cite the document of the contractor and the day, or the Benefit Policy Manual, which holds everywhere.

Example: "meets LCD L35036" for a visit of 2026 is told of.
"""

from __future__ import annotations

from polars import col, when

from romberg.checks.rule import Rule

gone = col("retired_documents").list.len() > 0
open_ = col("undated_documents").list.len() > 0

rule = Rule(
    grain="visit",
    applies=col("cites_documents"),
    fails=when(gone).then(True).when(~open_).then(False),
    evidence={
        "gone": col("retired_documents").list.join(" ").str.strip_suffix("."),
        "open": col("undated_documents").list.join(" ").str.strip_suffix("."),
    },
    says="{gone}.",
    asks="{open}.",
    fix="Cite what holds for that contractor and day, or the Benefit Policy Manual, which holds everywhere.",
    severity="informs",
    basis="manual",
    cites=("cms-coverage-l35036",),
    proof=("remarks.document",),
)
