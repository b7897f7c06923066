"""The number of a provider (NPI), proved by its form and check digit."""

from __future__ import annotations

DIGITS = 10
_PREFIX_SUM = 24  # what the prefix 80840 of the issuer adds to the sum of an NPI's own digits


def npi_exists(number: str) -> bool:
    """Whether a number has the form and the check digit of an NPI. Source: 45 CFR 162.406."""
    if len(number) != DIGITS or not (number.isascii() and number.isdigit()) or number[0] not in "12":
        return False
    doubled = [sum(divmod(int(digit) * (2 if place % 2 else 1), 10)) for place, digit in enumerate(reversed(number))]
    return (_PREFIX_SUM + sum(doubled)) % 10 == 0
