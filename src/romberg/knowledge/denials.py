"""What a payer's remittance gives as reasons, in our own words, and what to do about each in therapy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from romberg.knowledge import typed
from romberg.knowledge.editions import Library, latest, library, rows_of
from romberg.knowledge.published import manifest, rows
from romberg.knowledge.steps import VERIFIED

Kind = Literal["reason", "remark", "group"]
State = Literal["in use", "ended", "not yet in use"]
AdjustmentKind = Literal[
    "deductible",
    "coinsurance",
    "copayment",
    "prior payer",
    "contract",
    "multiple procedures",
    "sequestration",
    "incentive",
    "interest",
    "denial",
]
_TABLES: dict[Kind, str] = {"reason": "adjustment_reasons", "remark": "remarks"}


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """One adjustment reason (CARC) or remark (RARC). `instead` names the codes that stand for it since it ended.

    `label` is our own paraphrase, empty for codes that hardly meet therapy. `stops` is the first day without it.
    """

    kind: Kind
    code: str
    label: str
    starts: date
    stops: date | None
    instead: tuple[str, ...]

    def state(self, on: date) -> State:
        """Whether payers use the code on a day, as far as the list that was read tells."""
        if on < self.starts:
            return "not yet in use"
        return "ended" if self.stops is not None and on >= self.stops else "in use"

    def mark(self, on: date) -> str:
        """How well the state on a day is known: an end that was read is final, the rest is of the list's day."""
        read = _read_on(self.kind)
        sure = on <= read or self.state(on) == "ended"
        return VERIFIED if sure else f"as of the list of {read}"


@dataclass(frozen=True, slots=True)
class Route:
    """What a denial usually comes from in therapy and what to do; `rules` are Romberg's that tell before billing.

    `route` is corrected claim, appeal, patient, other payer, write off or nothing to do. `mark` tells whether cause and
    remedy were read in a source.
    """

    kind: Kind
    code: str
    route: str
    rules: tuple[str, ...]
    cause: str
    fix: str
    mark: str


def _read_on(kind: Kind) -> date:
    """The day of the list that answers: that of the newest one that was imported, else of ours."""
    edition = latest(_TABLES[kind])
    return edition.issued if edition and edition.at is not None else manifest()[_TABLES[kind]].edition_through


@cache
def _codes(_held: Library, kind: Kind) -> dict[str, ReasonCode]:
    edition = latest(_TABLES[kind])
    found = rows_of(_TABLES[kind], edition).iter_rows() if edition else ()
    return {
        code: ReasonCode(kind, code, label or "", starts, stops, tuple((instead or "").split()))
        for code, starts, _changed, stops, instead, label in found
    }


def reason(code: str) -> ReasonCode | None:
    """An adjustment reason code (CARC); None where the list has none of this name."""
    return _codes(library(), "reason").get(code.strip().upper())


def remark(code: str) -> ReasonCode | None:
    """A remark code (RARC); None where the list has none of this name."""
    return _codes(library(), "remark").get(code.strip().upper())


@cache
def _routes() -> dict[tuple[str, str], Route]:
    return {
        (row["kind"], row["code"]): Route(
            kind=cast(Kind, row["kind"]),
            code=row["code"],
            route=row["route"],
            rules=tuple(row["rule"].split()),
            cause=row["cause"],
            fix=row["fix"],
            mark=row["mark"],
        )
        for row in rows("denial_routes")
    }


def route(kind: Kind, code: str) -> Route | None:
    """What to do about a denial; None where we know none."""
    return _routes().get((kind, code.strip().upper()))


def routes() -> tuple[Route, ...]:
    """Every denial that we know a way for."""
    return tuple(_routes().values())


@cache
def _kinds() -> dict[str, AdjustmentKind]:
    return {row["reason"]: cast(AdjustmentKind, row["kind"]) for row in typed.rows("adjustment_kinds")}


def kind_of(reason: str) -> AdjustmentKind:
    """What an adjustment reason takes off: a known share or cut, else it denies what was charged."""
    return _kinds().get(reason.strip().upper(), "denial")


@cache
def _beside() -> dict[str, str]:
    return {row["reason"]: row["remark"] for row in typed.rows("denial_remarks")}


def remark_beside(reason: str) -> str | None:
    """The remark (RARC) that a payer commonly sends with an adjustment reason; None where we know none."""
    return _beside().get(reason.strip().upper())
