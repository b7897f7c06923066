"""Service lines of claims (837P, 837I) of any size, flat and fast: for audits of many, where no whole claim is wanted.

A line is given when its loop closes, so that what stands after SV1 (its date, who treated) belongs to it. The strict
reader (`p837/read.py`) says the same of every professional claim that both read; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NamedTuple

from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.segments import BLANKS, WINDOW, uncollected, windows
from romberg.formats.x12.values import cents, number

_ENDS_LINE = ("LX", "CLM", "HL", "SE")
_WITHIN = ("SV1", "SV2", "DTP", "NM1", "HI", "SBR", "REF")
_MOST_HELD = 50_000  # different services, amounts and places whose reading is kept


class FlatLine(NamedTuple):
    """One service line with what its claim says; amounts in cents (None: cannot be read), the day as YYYYMMDD.

    `diagnoses` are those that the line points to, in its order, without points. An institutional line has a `revenue`
    code, points to no diagnosis, is of the day on which its statement begins where it tells none itself, and is given
    to who attended where nobody is named as rendering.
    """

    claim_id: str
    claim_cents: int | None
    place: str
    frequency: str
    billing_npi: str
    payer_id: str
    filing: str
    member_id: str
    number: str
    code: str
    modifiers: tuple[str, ...]
    charge_cents: int | None
    units: str
    day: str
    diagnoses: tuple[str, ...]
    rendering_npi: str
    control: str
    revenue: str = ""


def flat_lines(stream: IO[bytes], window: int = WINDOW) -> Iterator[FlatLine]:
    """The service lines of a file, in order, in memory that does not grow with it.

    Raises Unreadable where its first segment, or a segment beyond every cap, breaks it; counts and codes are not
    looked at, which `romberg x12 validate` does.
    """
    signs, runs = windows(stream, window)
    state = _State(signs)
    for run in runs:
        with uncollected():
            found = state.take(run)
        yield from found
    yield from state.end()


class _State:
    """What is open at a segment: transaction, levels, claim, line; one pass, each segment looked at once."""

    def __init__(self, signs: Delimiters) -> None:
        self._element, self._component = signs.element, signs.component
        self._billing = self._payer = self._filing = self._member = ""
        self._claim: list[str] = []
        self._diagnoses: list[str] = []
        self._rendering = ""
        self._line: list[str] | None = None  # the service line that is open: its SV1
        self._lx = self._day = self._own_rendering = self._control = self._revenue = ""
        self._attending = self._statement_day = ""
        # By the first three signs of a segment: whether it ends a line; what is not named here is passed over.
        self._names = {(name + signs.element)[:3]: name in _ENDS_LINE for name in (*_ENDS_LINE, *_WITHIN)}
        self._services: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._amounts: dict[str, int | None] = {}

    def take(self, run: list[str]) -> list[FlatLine]:
        """The lines that close within a run of whole segments."""
        found: list[FlatLine] = []
        element, names = self._element, self._names
        for raw in run:
            text = raw.lstrip(BLANKS)
            ends = names.get(text[:3])
            if ends is None:
                continue
            parts = text.split(element)
            if not ends:
                self._within(parts[0], parts)
                continue
            if self._line is not None:
                found.append(self._closed())
            self._open(parts[0], parts)
        return found

    def end(self) -> list[FlatLine]:
        """The line that is still open where the file ends."""
        return [] if self._line is None else [self._closed()]

    def _open(self, name: str, parts: list[str]) -> None:
        self._line, self._day, self._own_rendering, self._control, self._revenue = None, "", "", "", ""
        if name == "LX":
            self._lx = parts[1] if len(parts) > 1 else ""
        elif name == "CLM":
            self._claim, self._diagnoses, self._rendering, self._lx = parts, [], "", ""
            self._attending = self._statement_day = ""
        elif name == "HL":
            self._claim, self._lx = [], ""
            if parts[3:4] == ["20"]:
                self._billing = ""
            if parts[3:4] in (["20"], ["22"]):
                self._payer = self._filing = self._member = ""

    def _within(self, name: str, parts: list[str]) -> None:
        first = parts[1] if len(parts) > 1 else ""
        if name == "SV1":
            self._line = parts
        elif name == "SV2":
            self._line, self._revenue = ["SV1", *parts[2:6]], first
        elif name == "DTP" and first in ("472", "434"):
            self._dated(first, parts[3][:8] if len(parts) > 3 else "")
        elif name == "REF" and first == "6R" and self._lx:
            self._control = parts[2] if len(parts) > 2 else ""
        elif name == "HI" and not self._lx:
            self._diagnoses += self._codes(parts)
        elif name == "NM1":
            self._party(first, parts[9] if len(parts) > 9 else "")
        elif name == "SBR" and not self._claim:
            self._filing = parts[9] if len(parts) > 9 else ""

    def _dated(self, kind: str, day: str) -> None:
        if self._lx:
            self._day = day
        elif kind == "434":
            self._statement_day = day

    def _party(self, entity: str, number: str) -> None:
        if entity == "71" and self._claim and not self._lx:
            self._attending = number
        elif entity == "82" and self._claim:
            if self._lx:
                self._own_rendering = number
            else:
                self._rendering = self._rendering or number
        elif entity == "85" and not self._claim:
            self._billing = number
        elif entity == "PR" and not self._claim:
            self._payer = number
        elif entity == "IL" and not self._claim:
            self._member = number

    def _codes(self, parts: list[str]) -> Iterator[str]:
        for composite in parts[1:]:
            kind, _, rest = composite.partition(self._component)
            if kind in ("ABK", "ABF", "BK", "BF"):
                yield rest.partition(self._component)[0]

    def _service(self, composite: str) -> tuple[str, tuple[str, ...]]:
        """A code and its modifiers; the same few come again and again."""
        found = self._services.get(composite)
        if found is None:
            parts = composite.split(self._component)
            found = (parts[1] if len(parts) > 1 else "", tuple([one for one in parts[2:6] if one]))
            if len(self._services) < _MOST_HELD:
                self._services[composite] = found
        return found

    def _cents(self, text: str) -> int | None:
        if text not in self._amounts:
            if len(self._amounts) >= _MOST_HELD:
                return cents(text)
            self._amounts[text] = cents(text)
        return self._amounts[text]

    def _closed(self) -> FlatLine:
        says, claim = self._line or [], self._claim
        code, modifiers = self._service(says[1]) if len(says) > 1 else ("", ())
        place = claim[5].split(self._component) if len(claim) > 5 else []
        pointers = says[7].split(self._component) if len(says) > 7 else []
        carried = self._diagnoses
        return FlatLine(
            claim[1] if len(claim) > 1 else "",
            self._cents(claim[2]) if len(claim) > 2 else None,
            place[0] if place else "",
            place[2] if len(place) > 2 else "",
            self._billing,
            self._payer,
            self._filing,
            self._member,
            self._lx,
            code,
            modifiers,
            self._cents(says[2]) if len(says) > 2 else None,
            says[4] if len(says) > 4 else "",
            self._day or self._statement_day,
            tuple([carried[at - 1] for at in map(number, pointers) if at is not None and 0 < at <= len(carried)]),
            self._own_rendering or self._rendering or self._attending,
            self._control,
            self._revenue,
        )
