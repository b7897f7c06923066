"""Names of Medicare's price files: the year, the quarter and the correction that a name tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from romberg.knowledge.releases.quarters import last_day
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.source import Source

LETTERS = "ABCD"
_MONTHS = ("jan", "apr", "jul", "oct")
_ARCHIVE = re.compile(r"(?<![a-z])rvu(\d\d)([a-d])(r?)(?![a-z])[^!/]*", re.IGNORECASE)
_UPDATED = re.compile(r"updated?[-_ ](\d\d)[-_](\d\d)[-_](20\d\d)", re.IGNORECASE)
_AGAIN = re.compile(r"[-_]0\.zip", re.IGNORECASE)
_KEEP_NAMES = "keep the publisher's file names (rvu26c.zip, PPRRVU2026_Jul_nonQPP.csv)"


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter's edition: `RVU26C` is the third of 2026. `revision` as a Release has it."""

    year: int
    letter: str
    revision: str = ""

    @property
    def short(self) -> str:
        """Year and letter, as the publisher writes them: 26C."""
        return f"{self.year % 100:02d}{self.letter}"

    @property
    def issued(self) -> date:
        """Its first day."""
        return date(self.year, 1 + 3 * LETTERS.index(self.letter), 1)

    @property
    def year_ends(self) -> date:
        """The last day of its year, through which it speaks where no later one does."""
        return date(self.year, 12, 31)

    @property
    def ends(self) -> date:
        """The last day of the quarter itself."""
        return last_day(self.issued)


def letter_of(month: str) -> str:
    """The letter of a quarter by its first month, in any spelling: Jul, July, JUL."""
    return LETTERS[_MONTHS.index(month[:3].lower())]


def in_archive(source: Source) -> Quarter | None:
    """What the archive's name tells of the quarter; None where the file came by itself."""
    found = _ARCHIVE.search(source.origin)
    if found is None:
        return None
    updated = _UPDATED.search(found[0])
    corrected = "r" if found[3] or _AGAIN.search(found[0]) else ""
    revision = f"{updated[3]}-{updated[1]}-{updated[2]}" if updated else corrected
    return Quarter(2000 + int(found[1]), found[2].upper(), revision)


def agreed(source: Source, year: int | None, letter: str | None) -> Quarter:
    """The quarter that a file's own name and its archive's tell; a Refusal where they do not tell it, or differ."""
    outer = in_archive(source)
    if outer is None and (year is None or letter is None):
        raise Refusal(source.origin, "its name does not tell of which quarter it is", _KEEP_NAMES)
    if outer is None:
        return Quarter(year or 0, letter or "A")
    if year not in (None, outer.year) or letter not in (None, outer.letter):
        told = f"{year or outer.year}{letter or ''}"
        what = f"its name says {told}, and its archive RVU{outer.short}"
        raise Refusal(source.origin, what, "download the release that you mean again")
    return outer


def prove_title(source: Source, title: str, quarter: Quarter) -> None:
    """A Refusal where the title inside the file names another year or quarter than its name does."""
    years = {int(one) for one in re.findall(r"\b20[12]\d\b", title)}
    if years and quarter.year not in years:
        what = f"its title says {', '.join(map(str, sorted(years)))}, and its name {quarter.year}"
        raise Refusal(source.origin, what, "download the release of the year that you mean again", line=1)
    month = re.search(r"\b(january|april|july|october)\b(?=.{0,12}release)", title, re.IGNORECASE)
    if month and letter_of(month[1]) != quarter.letter:
        what = f"its title says the {month[1].title()} release, and its name RVU{quarter.short}"
        raise Refusal(source.origin, what, "download the release that you mean again", line=1)
