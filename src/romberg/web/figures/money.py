"""The charts of the clinic's money."""

from __future__ import annotations

from romberg.formats.answers import words_of
from romberg.store.remitting.figures import Money
from romberg.web.charts import Chart, Point, bars, over_time

_MOST = 10


def money_charts(found: Money) -> list[Chart]:
    """Denial rate by reason and by payer, paid beside expected, why they differ, clean claims by month."""
    made = []
    lines = found.whole.lines
    if found.reasons and lines:
        made.append(bars("Denials by reason", "reason", "share", _by_reason(found, lines), "of answered lines"))
    if found.whole.denied_lines:
        rates = [(one.name, one.denial_rate) for one in found.payers if one.lines][:_MOST]
        made.append(bars("Lines denied, by payer", "payer", "share", rates, "share of answered lines"))
    short = [(one.name, (one.compared_cents - one.expected_cents) / 100) for one in found.payers if one.expected_cents]
    if any(cents for _, cents in short):
        made.append(bars("Paid beyond what was priced, by payer", "payer", "money", short[:_MOST], "dollars"))
    if found.variances:
        why = [(reason, cents / 100) for reason, cents in found.variances]
        made.append(bars("Why payments differ from prices", "reason", "money", why, "dollars"))
    if len(found.months) > 1:
        points = [Point(f"{one.name}-01", "clean", one.clean / one.claims) for one in found.months]
        made.append(over_time("Claims paid without a denial at once, by month of service", "share", points))
    return made


def _by_reason(found: Money, lines: int) -> list[tuple[str, float]]:
    counts: dict[str, int] = {}
    for one in found.reasons:
        counts[one.carc] = counts.get(one.carc, 0) + one.denials
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    return [(f"CARC {carc}{_short(carc)}", number / lines) for carc, number in ordered]


def _short(carc: str) -> str:
    words = words_of(carc)
    return f": {words[:38]}{'…' if len(words) > 38 else ''}" if words else ""
