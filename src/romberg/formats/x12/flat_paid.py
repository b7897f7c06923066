"""Service lines of remittances (835) of any size, flat and fast: for audits of many, where no whole payment is wanted.

A line is given when its loop closes. `r835.py` says the same of every remittance that both read; a test compares them.
What an amount is whose text cannot be read is not told here, and no amount is ever taken for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.envelope import ENVELOPES, Envelopes
from romberg.formats.x12.r835 import procedure
from romberg.formats.x12.reasons import REASONS
from romberg.formats.x12.segments import WINDOW, Segment, uncollected, windows
from romberg.formats.x12.values import cents, element
from romberg.formats.x12.walk import prove, steps, walk

_MOST_HEADING = 1_000  # segments of a transaction before its first claim that are looked at
_MOST_HELD = 50_000  # different services and amounts whose reading is kept
DAYS_OF_LINE = ("472", "150")
DAYS_OF_CLAIM = ("232", "472", "233")


class FlatPaid(NamedTuple):
    """What was paid for one service line, with what its claim and its payment say; amounts in cents, days as YYYYMMDD.

    A claim that tells no lines has one row, with `line` 0 and nothing in the columns of a line. The adjustments of the
    claim as a whole stand in `claim_groups`, `claim_reasons` and `claim_adjustments`, those of the line in `groups`,
    `reasons` and `adjustments`: three columns of the same length each, an amount being None that cannot be read.
    `day` is the claim's where the line has none; `units` are those paid for.
    """

    trace: str
    payer_id: str
    payee_npi: str
    paid_day: str
    claim_id: str
    status: str
    claim_charge_cents: int | None
    claim_paid_cents: int | None
    patient_cents: int | None
    filing: str
    payer_claim_id: str
    claim_groups: tuple[str, ...]
    claim_reasons: tuple[str, ...]
    claim_adjustments: tuple[int | None, ...]
    rendering_npi: str
    line: int
    code: str
    modifiers: tuple[str, ...]
    charge_cents: int | None
    paid_cents: int | None
    units: str
    day: str
    groups: tuple[str, ...]
    reasons: tuple[str, ...]
    adjustments: tuple[int | None, ...]
    remarks: tuple[str, ...]
    allowed_cents: int | None
    control: str


class Payment(NamedTuple):
    """The transaction that a claim is paid with."""

    trace: str = ""
    payer_id: str = ""
    payee_npi: str = ""
    paid_day: str = ""


def flat_paid(stream: IO[bytes], window: int = WINDOW) -> Iterator[FlatPaid]:
    """The paid lines of a file, in order, in memory that does not grow with it.

    Raises Unreadable at what breaks the file as a whole, as `flat_lines` does; whether amounts balance is not asked.
    """
    signs, runs = windows(stream, window)
    state = FlatPayments(signs)
    for run in runs:
        with uncollected():
            found = state.take(run)
        yield from found
    yield from state.end()


def payment_of(heading: Sequence[Sequence[str]]) -> Payment:
    """Who paid whom, when and by which number, of the heading of a transaction: its BPR, TRN, N1 and REF."""
    first = {one[0]: one for one in reversed(heading)}
    payer, payee = _party(heading, "PR"), _party(heading, "PE")
    trace, paid = first.get("TRN", ()), first.get("BPR", ())
    known = element(payee[0], 4) if element(payee[0], 3) == "XX" else _reference(payee, "PQ")
    payer_id = _reference(payer, "2U") or element(payer[0], 4) or element(trace, 3)
    return Payment(element(trace, 2), payer_id, known, element(paid, 16))


def _party(heading: Sequence[Sequence[str]], entity: str) -> list[Sequence[str]]:
    """The last party of a kind, with the references behind it; an empty segment first where there is none."""
    found: list[Sequence[str]] = [()]
    within = False
    for one in heading:
        if one[0] == "N1":
            within = element(one, 1) == entity
            found = [one] if within else found
        elif within and one[0] == "REF":
            found.append(one)
    return found


def _reference(party: Sequence[Sequence[str]], qualifier: str) -> str:
    return next((element(one, 2) for one in party[1:] if element(one, 1) == qualifier), "")


class _Adjusted:
    """The adjustments of a claim or a line, as they come."""

    __slots__ = ("amounts", "groups", "reasons")

    def __init__(self) -> None:
        self.groups: list[str] = []
        self.reasons: list[str] = []
        self.amounts: list[int | None] = []

    def told(self) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int | None, ...]]:
        """The three columns of a row."""
        return tuple(self.groups), tuple(self.reasons), tuple(self.amounts)


class FlatPayments:
    """What is open at a segment: payment, claim, line; one pass, each segment looked at once."""

    def __init__(self, signs: Delimiters) -> None:
        self.signs = signs
        self.passed = 0  # segments until now
        self.envelopes = Envelopes()
        self.above = Payment()
        self._services: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._found: list[FlatPaid] = []  # lines that are closed and not given yet
        self._claim: list[str] = []  # the claim that is open: its CLP
        self._line: list[str] = []  # the line that is open: its SVC
        self._heading: list[list[str]] | None = None  # of the transaction, until its first claim
        self._leave()
        heading, ends = dict.fromkeys(("BPR", "TRN", "N1"), self._heads), ("LX", "TS2", "TS3", "PLB")
        self._steps = steps(
            signs.element,
            {
                "CLP": self._clp_opens, "SVC": self._svc_opens, "CAS": self._cas, "LQ": self._lq, **heading,
                **dict.fromkeys(ENVELOPES, self._envelope), **dict.fromkeys(ends, self._ends),
            },
            {
                "REF": (self._ref, ("6R", "2U", "PQ")), "NM1": (self._nm1, ("82",)), "AMT": (self._amt, ("B6",)),
                "DTM": (self._dtm, (*DAYS_OF_LINE, *DAYS_OF_CLAIM)),
            },
        )  # fmt: skip

    def go_on(self, passed: int, envelopes: Envelopes, above: Payment) -> None:
        """Go on behind segments that another has read: what they left open, between claims."""
        self.passed, self.envelopes = passed, envelopes
        self._leave()
        self.above = above

    def take(self, run: list[str]) -> list[FlatPaid]:
        """The lines that close within a run of whole segments."""
        walk(run, self.passed, self.signs.element, self._steps, self._prove)
        self.passed += len(run)
        return self._given()

    def close(self) -> list[FlatPaid]:
        """The line or claim that is open, where what follows closes it (a claim)."""
        self._ends([])
        return self._given()

    def end(self) -> list[FlatPaid]:
        """The same where the file ends; raises Unreadable where more than that is open."""
        self.envelopes.end(self.passed)
        return self.close()

    def _given(self) -> list[FlatPaid]:
        found, self._found = self._found, []
        return found

    def _prove(self, one: Segment) -> None:
        prove(one, self.signs, self.envelopes, "835")

    def _close(self) -> None:
        """The row of the line that is open, or of the claim where it has none."""
        if self._line or (self._claim and not self._count):
            self._found.append(self._row())
        self._line = []

    def _leave(self) -> None:
        """No claim is open any more."""
        self._claim, self._count = [], 0
        self._of_claim = _Adjusted()
        self._rendering: str | None = None
        self._claim_days: dict[str, str] = {}
        self._opens_line([])

    def _opens_line(self, parts: list[str]) -> None:
        self._line = parts
        self._of_line = _Adjusted() if parts else self._of_claim
        self._days: dict[str, str] = {}
        self._remarks: list[str] = []
        self._allowed: str | None = None
        self._control: str | None = None

    def _envelope(self, parts: list[str]) -> None:
        self._close()
        self._leave()
        self.above = Payment()
        self._heading = [] if parts[0] == "ST" else None

    def _ends(self, _: list[str]) -> None:
        """What stands between claims: a header, what is moved beside them."""
        self._close()
        self._leave()
        self._headed()

    def _headed(self) -> None:
        if self._heading is not None:
            self.above, self._heading = payment_of(self._heading), None

    def _heads(self, parts: list[str]) -> None:
        if self._heading is not None and len(self._heading) < _MOST_HEADING:
            self._heading.append(parts)

    def _clp_opens(self, parts: list[str]) -> None:
        self._close()
        self._leave()
        self._headed()
        self._claim = parts
        many = len(parts)
        self._head = (
            parts[1] if many > 1 else "",
            parts[2] if many > 2 else "",
            cents(parts[3]) if many > 3 else None,
            cents(parts[4]) if many > 4 else None,
            cents(parts[5]) if many > 5 else None,
            parts[6] if many > 6 else "",
            parts[7] if many > 7 else "",
        )

    def _svc_opens(self, parts: list[str]) -> None:
        if self._claim:
            if self._line:
                self._close()
            self._opens_line(parts)
            self._count += 1

    def _cas(self, parts: list[str]) -> None:
        if not self._claim:
            return
        to, many = self._of_line, len(parts)
        for at in REASONS:
            if at >= many:
                break
            amount = parts[at + 1] if at + 1 < many else ""
            if parts[at] or amount:
                to.groups.append(parts[1])
                to.reasons.append(parts[at])
                to.amounts.append(cents(amount))

    def _dtm(self, parts: list[str]) -> None:
        days = self._days if self._line else self._claim_days
        if self._claim and len(parts) > 2:
            days.setdefault(parts[1], parts[2])

    def _ref(self, parts: list[str]) -> None:
        if self._heading is not None:
            self._heads(parts)
        elif self._line and parts[1] == "6R" and self._control is None:
            self._control = parts[2] if len(parts) > 2 else ""

    def _nm1(self, parts: list[str]) -> None:
        if self._claim and not self._line and parts[1] == "82" and self._rendering is None:
            self._rendering = parts[9] if len(parts) > 9 else ""

    def _amt(self, parts: list[str]) -> None:
        if self._line and parts[1] == "B6" and self._allowed is None:
            self._allowed = parts[2] if len(parts) > 2 else ""

    def _lq(self, parts: list[str]) -> None:
        if self._line and len(parts) > 2 and parts[1] == "HE" and parts[2]:
            self._remarks.append(parts[2])

    def _service(self, composite: str) -> tuple[str, tuple[str, ...]]:
        found = self._services.get(composite)
        if found is None:
            found = procedure(composite, self.signs.component)
            if len(self._services) < _MOST_HELD:
                self._services[composite] = found
        return found

    def _row(self) -> FlatPaid:
        says = self._line
        many = len(says)
        code, modifiers = self._service(says[1]) if many > 1 else ("", ())
        own = _first(self._days, DAYS_OF_LINE) if says else ""
        return FlatPaid._make(
            (
                *self.above,
                *self._head,
                *self._of_claim.told(),
                self._rendering or "",
                self._count if says else 0,
                code,
                modifiers,
                cents(says[2]) if many > 2 else None,
                cents(says[3]) if many > 3 else None,
                (says[5] if many > 5 else "") or ("1" if says else ""),
                own or _first(self._claim_days, DAYS_OF_CLAIM),
                *(self._of_line.told() if says else ((), (), ())),
                tuple(self._remarks),
                cents(self._allowed) if self._allowed else None,
                self._control or "",
            )
        )


def _first(days: dict[str, str], qualifiers: Sequence[str]) -> str:
    return next((days[one] for one in qualifiers if days.get(one)), "")
