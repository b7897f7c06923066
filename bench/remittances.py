"""What is paid: how many claims a second are posted and laid beside their prices, and what a letter costs as PDF."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from bench.measures import Figure, loop
from romberg import store
from romberg.claims import Adjustment, ClaimPayment, LinePayment, Remittance
from romberg.formats.paper import Heading, Paper, Quoted, Table, Text
from romberg.formats.paper.as_pdf import pdf
from romberg.pricing.expected import ExpectedLine
from romberg.report.answers import KnownClaim
from romberg.store import answered, books, known_claims

CLAIMS = 2_000
_DAY, _PAID = date(2026, 3, 12), date(2026, 4, 2)
_CUTS = (Adjustment("CO", "45", 4_203), Adjustment("PR", "2", 1_159), Adjustment("CO", "253", 93))


def figures() -> list[Figure]:
    """A payment of two thousand claims of three lines, one of them denied, into books on the disk."""
    one_loop = _median(loop, 9)
    with tempfile.TemporaryDirectory() as name, store.opened(Path(name)) as database:
        known_claims.keep(database, [_known(number) for number in range(CLAIMS)], _noon)
        posted = _spent(lambda: books.post(database, _payment(), _noon))
        again = _median(lambda: books.post(database, _payment(), _noon), 3)
        laid = _spent(lambda: answered.answers(database))
    return [
        _rate("claims posted to the books, durably", posted, 3_000, one_loop),
        Figure(
            "claims known already, told once more", CLAIMS / again, "claims/s", 8_000, True, again / CLAIMS / one_loop
        ),
        Figure("claims laid beside their prices", CLAIMS / laid, "claims/s", 2_000, True, laid / CLAIMS / one_loop),
        *_letters(one_loop),
    ]


def _rate(what: str, spent: float, budget: float, one_loop: float) -> Figure:
    return Figure(f"{what}, of one core", CLAIMS / spent, "claims/s", budget, True, spent / CLAIMS / one_loop)


def _letters(one_loop: float) -> list[Figure]:
    if find_spec("reportlab") is None:
        return []
    quoted = [Quoted("words " * 30, f"line {number}") for number in range(12)]
    table = Table(("code", "units"), (("97112", "2"),) * 4)
    paper = Paper("letter", (Heading("Request for redetermination", 1), Text("words " * 200), table, *quoted))
    pdf(paper)  # the letters' shapes are read once
    spent = _median(lambda: pdf(paper), 9)
    return [Figure("a letter of two pages as PDF", spent * 1000, "ms", 40, times_loop=spent / one_loop)]


def _noon() -> datetime:
    return datetime(2026, 4, 3, 12, tzinfo=UTC)


def _payment() -> Remittance:
    claims = tuple(_claim(number) for number in range(CLAIMS))
    total = sum(one.paid_cents or 0 for one in claims)
    return Remittance("PAYER", "00001", "1234567893", "741234567", "EFT1", "ACH", _PAID, total, claims=claims)


def _claim(number: int) -> ClaimPayment:
    denied = (Adjustment("CO", "151", 10_000),)
    lines = tuple(
        LinePayment(code, ("GP",), 10_000, paid, 2, service_date=_DAY, adjustments=cuts, control=f"L{at}", rarcs=rarcs)
        for at, (code, paid, cuts, rarcs) in enumerate(
            (("97112", 4_545, _CUTS, ()), ("97110", 4_545, _CUTS, ()), ("97140", 0, denied, ("N362",)))
        )
    )
    return ClaimPayment(f"V{number}", "1", 30_000, 9_090, 2_318, f"ICN{number}", "MB", lines)


def _known(number: int) -> KnownClaim:
    lines = tuple(
        ExpectedLine(code, 2, ("GP",), 10_000, f"L{at}", _DAY, 5_797, coinsurance_cents=1_159, sequestration_cents=93,
                     payer_cents=4_545, coinsurance_percent=20, sequestration_percent=2)
        for at, code in enumerate(("97112", "97110", "97140"))
    )  # fmt: skip
    return KnownClaim(f"V{number}", "medicare", _DAY, lines)


def _spent(work: Callable[[], object]) -> float:
    """The processor's time for some work; what the disk takes beside it hangs on the disk."""
    start = time.process_time()
    work()
    return time.process_time() - start


def _median(work: Callable[[], object], times: int) -> float:
    return median(_spent(work) for _ in range(times))
