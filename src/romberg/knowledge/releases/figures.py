"""Figures of the publishers' files as whole numbers of their last place; what is none is refused with its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from romberg.knowledge.releases import grid
from romberg.knowledge.releases.source import Source

_EDITED = "download the file again from the publisher, and do not edit it"


@dataclass(frozen=True, slots=True)
class At:
    """One row of a file: where it stands, and the code or locality that it is of."""

    source: Source
    line: int
    key: str = ""

    def whole(self, text: str, places: int, what: str) -> int:
        """A figure of at most so many decimals: 0.47 with two places is 47."""
        try:
            scaled = Decimal(text.replace(",", "")).scaleb(places)
            if scaled == scaled.to_integral_value() and abs(scaled) < 10**12:
                return int(scaled)
        except InvalidOperation:
            pass
        raise self.refused(f"{what} {text!r} is no number with at most {places} decimals")

    def refused(self, what: str, fix: str = _EDITED) -> Exception:
        """The Refusal of this row."""
        return grid.refusal(self.source, self.line, what, fix, self.key)
