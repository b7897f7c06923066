"""Amounts as people write them in tables, to whole cents and back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

_WRITTEN = re.compile(r"\(?-?\$?-?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?\)?")
_MOST = 10**13  # cents: more than any claim, less than what a sum of millions of them may not hold


def cents_of(value: Any, *, in_cents: bool = False) -> int | None:
    """Whole cents of "1,234.50", "$40", "(12.00)", 40.1 or, `in_cents`, of 4010; None where it is no amount."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        value = f"{value:.2f}" if abs(value * 100 - round(value * 100)) < 1e-6 else "no amount"
    text = str(value).strip()
    if not _WRITTEN.fullmatch(text):
        return None
    negative = text.startswith("(") or "-" in text
    amount = Decimal(re.sub(r"[(),$-]", "", text)) * (1 if in_cents else 100)
    if amount != int(amount) or amount > _MOST:
        return None
    return -int(amount) if negative else int(amount)


def dollars(cents: int) -> str:
    """Cents as a table carries them: 123450 is 1234.50."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"
