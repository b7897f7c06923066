"""What structured data says beside the words of a note: days, people who signed, charges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from romberg.formats.documents.writer import clean
from romberg.visit import BilledLine

CODE = re.compile(r"\d{5}|[A-Z]\d{4}|\d{4}[A-Z]")
MODIFIER = re.compile(r"[A-Z0-9]{2}")
_DAY = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})")
_AMERICAN = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)")
_WHOLE = re.compile(r"\s*(\d{1,3})(?:\.0+)?\s*$")


@dataclass(frozen=True, slots=True)
class Signer:
    """Someone who signed or wrote a note, as structured data names them."""

    name: str
    on: date | None
    signed: bool

    def line(self) -> str:
        """The line that stands under a note for them; empty where no name is known."""
        name = " ".join(clean(self.name).split())
        if not name:
            return ""
        day = f", {self.on:%m/%d/%Y}" if self.on else ""
        return f"Electronically signed by: {name}{day}" if self.signed else f"Author: {name}"


def with_signers(text: str, signers: Iterable[Signer]) -> str:
    """A note's words with a line behind them for each person whom they do not name themselves."""
    people = [one for one in signers if one.name]
    signed = {one.name for one in people if one.signed}
    kept = [one for one in people if not _named(one, text) and (one.signed or one.name not in signed)]
    told = [line for line in dict.fromkeys(one.line() for one in kept) if line]
    return "\n\n".join(part for part in (text, "\n".join(told)) if part)


def _named(one: Signer, text: str) -> bool:
    """Whether the words name a person; of one who signed, whether they say so."""
    name = one.name.split(",")[0]
    lines = [line for line in text.splitlines() if name in line] if name in text else []
    return any("sign" in line.lower() for line in lines) if one.signed else bool(lines)


def day(written: str) -> date | None:
    """The day of a time as standards write it (20260312, 2026-03-12T10:00); the day is kept as written there."""
    found = _DAY.match(written)
    american = None if found else _AMERICAN.match(written)
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3]))
        return date(int(american[3]), int(american[1]), int(american[2])) if american else None
    except ValueError:
        return None


def person(given: Sequence[str], family: str, letters: Sequence[str]) -> str:
    """A name with the letters behind it: Ida Falk, PT, DPT."""
    name = " ".join(one.strip() for one in (*given, family) if one.strip())
    behind = [one.strip(" ,") for one in letters if one.strip(" ,")]
    return ", ".join((name, *dict.fromkeys(behind))) if name else ""


def charge(code: str, units: object, modifiers: Iterable[str], minutes: object = None) -> BilledLine | None:
    """A line of a claim; None where it is no procedure, or its units are not told."""
    plain = code.strip().upper()
    count = _WHOLE.match(str(units if units is not None else ""))
    if not CODE.fullmatch(plain) or not count:
        return None
    held = [one.strip().upper() for one in modifiers if one.strip()]
    timed = _WHOLE.match(str(minutes if minutes is not None else ""))
    return BilledLine(
        plain, int(count[1]), tuple(one for one in held if MODIFIER.fullmatch(one)), int(timed[1]) if timed else None
    )
