"""What payers answered, laid beside what was claimed, priced and found before."""

from romberg.report.answers.answer import ClaimAnswer, LineAnswered, answer, first_scores, paid_clean
from romberg.report.answers.known import KnownClaim, dated_lines, known, together
from romberg.report.answers.sums import PayerSum, by_payer

__all__ = [
    "ClaimAnswer",
    "KnownClaim",
    "LineAnswered",
    "PayerSum",
    "answer",
    "by_payer",
    "dated_lines",
    "first_scores",
    "known",
    "paid_clean",
    "together",
]
