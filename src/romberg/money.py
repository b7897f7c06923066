"""Money: whole cents, and the one way in which Romberg rounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def half_up(amount: Decimal, unit: Decimal = Decimal(1)) -> Decimal:
    """Round to a multiple of `unit`, halves away from zero, as payers print their amounts."""
    return (amount / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit


def cents(dollars: Decimal) -> int:
    """Dollars as whole cents, rounded half up."""
    return int(half_up(dollars * 100))


def usd(amount_cents: int) -> str:
    """Cents as people write them: 243000 reads $2,430.00."""
    sign = "-" if amount_cents < 0 else ""
    whole, part = divmod(abs(amount_cents), 100)
    return f"{sign}${whole:,}.{part:02d}"
