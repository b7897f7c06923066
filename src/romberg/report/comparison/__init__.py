"""One visit under several payers, and under each coding that its own words bear, side by side."""

from romberg.report.comparison.gather import asked_lines, comparable, compared, one_payer
from romberg.report.comparison.values import FORBIDS, Coding, Column, Comparison, Terms

__all__ = [
    "FORBIDS", "Coding", "Column", "Comparison", "Terms", "asked_lines", "comparable", "compared", "one_payer",
]  # fmt: skip
