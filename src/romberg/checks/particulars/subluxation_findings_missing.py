"""A manipulation is billed to Medicare without two findings that show the subluxation.

Medicare wants two of four shown by examination: pain or tenderness, asymmetry, range of motion, tissue; and one of
the two must be asymmetry or range. Pain alone proves no subluxation.

The chiropractor adds what was found at the segment that day.

Example: “neck pain, adjusted C5” fails; “C5 tender and restricted” does not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule, has, spelled

rule = Rule(
    grain="line",
    applies=col("code").is_in(["98940", "98941", "98942"]) & col("has_procedure") & col("is_first_of_code"),
    fails=(col("subluxation_findings").bitwise_count_ones() < 2) | ~has("subluxation_findings", "asymmetry", "range"),
    evidence={"found": spelled("subluxation_findings")},
    says="For {code} the note shows {found} of pain, asymmetry, range and tissue; two are wanted, with asymmetry or "
    "range among them.",
    asks="What the examination for {code} found could not be read.",
    fix="Add what was found at each segment: tenderness, asymmetry, range, tissue.",
    severity="warns",
    basis="manual",
    cites=("verimedix-part", "ngs-chiropractic"),
    proof=("activities", "services"),
    carc="50",
    payers=("medicare", "medicare_advantage"),
)
