"""What a caller says of the notes, checked before any of them is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from romberg.claims import ClaimHead
from romberg.claims.eligibility import Eligibility
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import codes, payers, tables
from romberg.visit import BilledLine

_ZIP = re.compile(r"([0-9]{5})(?:-?([0-9]{4}))?", re.ASCII)
_MOST_JOBS = 256
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Options:
    """Payer (None: as the note says), claim, ZIP and date; `debug` lets Romberg's own errors through.

    `head` is what the claim says beside its lines, with what the payer allowed so far this year; `cover` what the payer
    told of the patient's cover.
    """

    payer: str | None = None
    claim: tuple[BilledLine, ...] | None = None
    zip5: str | None = None
    on: date | None = None
    debug: bool = False
    head: ClaimHead | None = None
    cover: Eligibility | None = None


def jobs(given: str) -> int:
    """How many processes check the notes; raises Unreadable where that is no number from 1 on."""
    if not (given.isascii() and given.isdigit() and 0 < int(given) <= _MOST_JOBS):
        says = f"--jobs takes how many processes check the notes, from 1 to {_MOST_JOBS}, and {given!r} is none."
        raise Unreadable("jobs", says, "--jobs")
    return int(given)


def payer(name: str) -> str:
    """A payer card's name as given; raises Unreadable with the names that there are."""
    try:
        payers.verified_through(name)
    except payers.UnknownPayer as error:
        raise Unreadable("unknown_payer", f"{error} `romberg payers` tells about each.", "--payer") from None
    return name


def zip5(given: str) -> str:
    """A ZIP code's first five digits, and all nine where five leave its locality open and nine were given.

    Raises Unreadable where it is none, or none that Medicare's list has.
    """
    match = _ZIP.fullmatch(given.strip())
    if match is None:
        raise Unreadable("unknown_zip", f"{given!r} is no ZIP code; give five digits, such as 77002.", "--zip")
    place = tables.locality(match[1])
    if place.unknown_because and not place.state:  # a ZIP in two localities exists; its price says so
        says = f"{place.unknown_because} Check the ZIP code, or leave it out for national amounts."
        raise Unreadable("unknown_zip", says, "--zip")
    return "-".join(match.groups()) if place.unknown_because and match[2] else match[1]


def day(given: str) -> date:
    """A day written YYYY-MM-DD; raises Unreadable where there is no such day."""
    try:
        if _DAY.fullmatch(given.strip()):
            return date.fromisoformat(given.strip())
    except ValueError:
        pass
    raise Unreadable("unknown_date", f"{given!r} is no day; write it as YYYY-MM-DD, such as 2026-03-12.", "--on")


def cents(given: str) -> int:
    """A sum in whole cents; raises Unreadable where it is none."""
    if not re.fullmatch(r"[0-9]{1,9}", given.strip(), re.ASCII):
        says = f"{given!r} is no sum in whole cents; $2,480.00 is written 248000."
        raise Unreadable("unknown_sum", says, "--allowed-so-far")
    return int(given)


def code(given: str) -> codes.Code:
    """A procedure code that Romberg knows; raises Unreadable where it does not."""
    known = codes.get(given)
    if known is None:
        says = f"{given!r} is not in Romberg's table of therapy codes; check the code. `romberg codes` lists them."
        raise Unreadable("unknown_code", says, given)
    return known


def place(given: str) -> codes.Place:
    """A place of service by its two digits; raises Unreadable where Medicare's set has none of this number."""
    known = codes.places().get(given.strip().zfill(2))
    if known is None:
        says = (
            f"{given!r} is no place of service; give its two digits, such as 11 (office) or 22 (hospital outpatient)."
        )
        raise Unreadable("unknown_place", says, "--place")
    return known
