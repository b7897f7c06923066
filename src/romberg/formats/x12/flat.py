"""Service lines of claims (837P, 837I) of any size, flat and fast: for audits of many, where no whole claim is wanted.

A line is given when its loop closes, so that what stands after SV1 (its date, who treated) belongs to it. The strict
reader (`p837/read.py`) says the same of every professional claim that both read; a test compares them. For files of
many gigabytes `bulk/` gives the same lines as frames, and asks this reader wherever a file is not as most are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, NamedTuple

from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.envelope import ENVELOPES, Envelopes
from romberg.formats.x12.segments import WINDOW, Segment, uncollected, windows
from romberg.formats.x12.values import cents, number
from romberg.formats.x12.walk import prove, steps, walk

_MOST_HELD = 50_000  # different services and amounts whose reading is kept
DIAGNOSES = ("ABK", "ABF", "BK", "BF")
_PARTIES = ("71", "82", "85", "IL", "PR")
_NO_SERVICE: tuple[str, tuple[str, ...]] = ("", ())
_NO_HEAD = ("", None, "", "")  # of a claim: its number, its charge, its place, its frequency


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

    Raises Unreadable at what breaks the file as a whole, with the segment's number: envelopes that do not close as
    they opened, levels under none, other transactions, segments beyond the caps; at its end too, so nothing should be
    kept of a file that was not read to its end. What stands in elements is not looked at, which `romberg x12 validate`
    does.
    """
    signs, runs = windows(stream, window)
    state = FlatClaims(signs)
    for run in runs:
        with uncollected():
            found = state.take(run)
        yield from found
    yield from state.end()


class Parties(NamedTuple):
    """Who stands above a claim: the billing provider, and the payer with its kind and the number of the member."""

    billing_npi: str = ""
    payer_id: str = ""
    filing: str = ""
    member_id: str = ""


class FlatClaims:
    """What is open at a segment: transaction, levels, claim, line; one pass, each segment looked at once."""

    def __init__(self, signs: Delimiters) -> None:
        self.signs = signs
        self.passed = 0  # segments until now
        self.envelopes = Envelopes()
        self.above = Parties()
        self._services: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._pointed: dict[str, tuple[str, ...]] = {}
        self._found: list[FlatLine] = []  # lines that are closed and not given yet
        self._line: list[str] | None = None  # the service line that is open: its SV1
        self._leave()
        self._steps = steps(
            signs.element,
            {
                "LX": self._lx_opens, "CLM": self._clm_opens, "HL": self._hl_opens, "SV1": self._sv1,
                "SV2": self._sv2, "HI": self._hi, "SBR": self._sbr, **dict.fromkeys(ENVELOPES, self._envelope),
            },
            {"DTP": (self._dtp, ("472", "434")), "REF": (self._ref, ("6R",)), "NM1": (self._nm1, _PARTIES)},
        )  # fmt: skip

    def go_on(self, passed: int, envelopes: Envelopes, above: Parties) -> None:
        """Go on behind segments that another has read: what they left open, between claims."""
        self.passed, self.envelopes, self.above = passed, envelopes, above
        self._leave()

    def take(self, run: list[str]) -> list[FlatLine]:
        """The lines that close within a run of whole segments."""
        walk(run, self.passed, self.signs.element, self._steps, self._prove)
        self.passed += len(run)
        return self._given()

    def close(self) -> list[FlatLine]:
        """The line that is open, where what follows closes it (a claim, a level)."""
        self._close()
        return self._given()

    def end(self) -> list[FlatLine]:
        """The line that is still open where the file ends; raises Unreadable where more than that is open."""
        self.envelopes.end(self.passed)
        return self.close()

    def _given(self) -> list[FlatLine]:
        found, self._found = self._found, []
        return found

    def _close(self) -> None:
        if self._line is not None:
            self._found.append(self._closed())

    def _prove(self, one: Segment) -> None:
        prove(one, self.signs, self.envelopes, "837")

    def _envelope(self, _: list[str]) -> None:
        """A transaction, and what ends one, leaves every level."""
        self._close()
        self._leave()
        self.above = Parties()

    def _leave(self) -> None:
        """No claim is open any more."""
        self._claim: list[str] = []
        self._head: tuple[str, int | None, str, str] = _NO_HEAD
        self._opens_claim()

    def _opens_claim(self) -> None:
        self._diagnoses: list[str] = []
        self._pointed = {}
        self._rendering = self._attending = self._statement_day = ""
        self._of_another = False  # whether the part of the claim on another payer has begun
        self._opens_line("", False)

    def _opens_line(self, lx: str, in_line: bool) -> None:
        self._lx, self._in_line = lx, in_line
        self._day = self._own_rendering = self._control = self._revenue = ""

    def _lx_opens(self, parts: list[str]) -> None:
        self._close()
        self._opens_line(parts[1] if len(parts) > 1 else "", True)

    def _clm_opens(self, parts: list[str]) -> None:
        self._close()
        self._opens_claim()
        self._claim = parts
        place = parts[5].split(self.signs.component) if len(parts) > 5 else [""]
        self._head = (
            parts[1] if len(parts) > 1 else "",
            cents(parts[2]) if len(parts) > 2 else None,
            place[0],
            place[2] if len(place) > 2 else "",
        )

    def _hl_opens(self, parts: list[str]) -> None:
        self._close()
        self._leave()
        if parts[3:4] == ["20"]:
            self.above = Parties()
        elif parts[3:4] == ["22"]:
            self.above = Parties(self.above.billing_npi)

    def _sv1(self, parts: list[str]) -> None:
        self._line = parts

    def _sv2(self, parts: list[str]) -> None:
        self._line, self._revenue = ["SV1", *parts[2:6]], parts[1] if len(parts) > 1 else ""

    def _dtp(self, parts: list[str]) -> None:
        kind = parts[1] if len(parts) > 1 else ""
        if kind == "472" and self._in_line:
            self._day = parts[3][:8] if len(parts) > 3 else ""
        elif kind == "434" and not self._in_line and not self._of_another:
            self._statement_day = parts[3][:8] if len(parts) > 3 else ""

    def _ref(self, parts: list[str]) -> None:
        if self._in_line and len(parts) > 1 and parts[1] == "6R":
            self._control = parts[2] if len(parts) > 2 else ""

    def _hi(self, parts: list[str]) -> None:
        if self._in_line or self._of_another:
            return
        for composite in parts[1:]:
            kind, _, rest = composite.partition(self.signs.component)
            if kind in DIAGNOSES:
                self._diagnoses.append(rest.partition(self.signs.component)[0])

    def _sbr(self, parts: list[str]) -> None:
        if self._claim:
            self._of_another = True
        else:
            self.above = self.above._replace(filing=parts[9] if len(parts) > 9 else "")

    def _nm1(self, parts: list[str]) -> None:
        entity, known = parts[1] if len(parts) > 1 else "", parts[9] if len(parts) > 9 else ""
        if self._claim:
            self._party(entity, known)
        elif entity == "85":
            self.above = self.above._replace(billing_npi=known)
        elif entity == "PR":
            self.above = self.above._replace(payer_id=known)
        elif entity == "IL":
            self.above = self.above._replace(member_id=known)

    def _party(self, entity: str, known: str) -> None:
        """Who treated, by the line or by the claim; what another payer calls them (loop 2330) is not the claim's."""
        if entity == "82" and self._in_line:
            self._own_rendering = known
        elif self._in_line or self._of_another:
            return
        elif entity == "82":
            self._rendering = self._rendering or known
        elif entity == "71":
            self._attending = known

    def _service(self, composite: str) -> tuple[str, tuple[str, ...]]:
        """A code and its modifiers; the same few come again and again."""
        found = self._services.get(composite)
        if found is None:
            parts = composite.split(self.signs.component)
            found = (parts[1] if len(parts) > 1 else "", tuple([one for one in parts[2:6] if one]))
            if len(self._services) < _MOST_HELD:
                self._services[composite] = found
        return found

    def _pointed_to(self, pointers: str) -> tuple[str, ...]:
        """The diagnoses of the claim that a line points to; the lines of a claim mostly point to the same."""
        found = self._pointed.get(pointers)
        if found is None:
            carried = self._diagnoses
            wanted = map(number, pointers.split(self.signs.component))
            found = tuple([carried[at - 1] for at in wanted if at is not None and 0 < at <= len(carried)])
            self._pointed[pointers] = found
        return found

    def _closed(self) -> FlatLine:
        says = self._line or []
        many = len(says)
        code, modifiers = self._service(says[1]) if many > 1 else _NO_SERVICE
        found = FlatLine._make(
            (
                *self._head,
                *self.above,
                self._lx,
                code,
                modifiers,
                cents(says[2]) if many > 2 else None,
                says[4] if many > 4 else "",
                self._day or self._statement_day,
                self._pointed_to(says[7]) if many > 7 else (),
                self._own_rendering or self._rendering or self._attending,
                self._control,
                self._revenue,
            )
        )
        self._line = None
        return found
