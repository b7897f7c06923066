"""Words as the form takes them: capitals of one alphabet, without dollar signs, points, stars and back quotes.

Source: print rules of the Medicare contractors NGS and First Coast; NUCC manual for the form of 02/12.
"""

from __future__ import annotations

import re
from datetime import date

from romberg.claims import Address, Name
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.writing import clean

_SIGNS = Delimiters()
_FORBIDDEN = re.compile(r"[^A-Z0-9 ,'&/-]")


def plain(text: str) -> str:
    """A text in capitals, without signs that a reader of paper forms takes for something else."""
    return " ".join(_FORBIDDEN.sub(" ", clean(text, _SIGNS).upper()).split())


def digits(text: str) -> str:
    """The letters and digits of a number, as the form wants it without hyphens and blanks."""
    return "".join(sign for sign in plain(text) if sign.isalnum())


def filed(name: Name) -> str:
    """A person as the form files them (LAST, FIRST, M), a suffix behind the last name; an organisation as it is."""
    if not name.is_person:
        return plain(name.last)
    last = " ".join(part for part in (plain(name.last), plain(name.suffix)) if part)
    parts = (last, plain(name.first), plain(name.middle)[:1])
    return ", ".join(part.replace(",", "") for part in parts if part)


def spoken(name: Name) -> str:
    """A person as item 17 wants them: first name, initial, last name."""
    parts = (plain(name.first), plain(name.middle)[:1], plain(name.last))
    return " ".join(part for part in parts if part)


def street(at: Address | None) -> str:
    """The street without commas, with what stands beside it."""
    return "" if at is None else plain(f"{at.street} {at.more}").replace(",", "")


def city_line(at: Address | None) -> str:
    """City, state and ZIP code in one line."""
    return "" if at is None else plain(f"{at.city} {at.state} {zip_code(at)}").replace(",", "")


def zip_code(at: Address | None) -> str:
    """A ZIP code, nine digits without their hyphen."""
    return "" if at is None else digits(at.zip_code)


def long_day(on: date | None) -> str:
    """A day with the four digits of its year: 03 02 1944."""
    return "" if on is None else f"{on:%m %d %Y}"


def short_day(on: date | None) -> str:
    """A day with two digits of its year: 03 12 26."""
    return "" if on is None else f"{on:%m %d %y}"


def money(cents: int, width: int) -> str:
    """Dollars and cents with a blank where the form's dotted line stands, to the right of a field."""
    whole, part = divmod(cents, 100)
    apart = f"{whole} {part:02}"
    return (apart if len(apart) <= width else f"{whole}{part:02}").rjust(width)
