"""From a payer's denial to the rules that should have caught it before billing, and to the way to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from romberg.checks.loading import rules
from romberg.checks.rule import Rule, Severity
from romberg.claims import Adjustment
from romberg.knowledge import denials
from romberg.knowledge.denials import Route

_GRAVITY: dict[Severity, int] = {"blocks": 0, "warns": 1, "informs": 2}
_UNPROCESSABLE = ("MA130", "N704")  # with these the payer has decided nothing: a new claim, never an appeal
_REMARK_TELLS = frozenset(("16", "96", "192", "234", "237", "252", "A1", "P1"))  # reasons that point to their remark


@dataclass(frozen=True, slots=True)
class Denied:
    """One denial: the payer's reason with its remarks and sum, the rules that would have told, and the way to answer.

    `named` are the rules that the denial usually means, `rules` all that draw it, the gravest first. `route` is
    corrected claim, appeal, patient, other payer, write off or nothing to do; None where no way is known. `mark` tells
    whether cause and remedy were read in a source; `unprocessable` that the payer has decided nothing.
    """

    group: str
    carc: str
    rarcs: tuple[str, ...]
    cents: int
    named: tuple[str, ...]
    rules: tuple[str, ...]
    route: str | None
    cause: str
    fix: str
    mark: str
    unprocessable: bool


def denied(adjustment: Adjustment, rarcs: Sequence[str] = ()) -> Denied | None:
    """What an adjustment denies; None where it is a share of the patient, a contract's cut, or another known one."""
    if denials.kind_of(adjustment.carc) != "denial" or not adjustment.cents:
        return None
    carc, remarks = adjustment.carc.strip().upper(), tuple(one.strip().upper() for one in rarcs)
    ways = tuple(_ways(carc, remarks, adjustment.group))
    named = tuple(dict.fromkeys(rule for way in ways for rule in way.rules))
    drawn = tuple(one.name for one in _drawing(carc, remarks) if one.name not in named)
    unprocessable = any(one in _UNPROCESSABLE for one in remarks)
    way = ways[0] if ways else None
    return Denied(
        adjustment.group,
        carc,
        remarks,
        adjustment.cents,
        named,
        named + drawn,
        "corrected claim" if unprocessable else way.route if way else None,
        way.cause if way else "",
        way.fix if way else "",
        way.mark if way else "",
        unprocessable,
    )


def _ways(carc: str, rarcs: Sequence[str], group: str) -> Iterator[Route]:
    """The ways to answer, the one that decides first: the reason's, or the remark's where the reason points to it."""
    by_remark = [way for one in rarcs if one != "MA01" and (way := denials.route("remark", one))]
    by_reason = denials.route("reason", carc)
    if carc in _REMARK_TELLS:
        yield from by_remark
    if by_reason is not None:
        yield by_reason
    if carc not in _REMARK_TELLS:
        yield from by_remark
    if not by_remark and by_reason is None and (of_group := denials.route("group", group)):
        yield of_group


def _drawing(carc: str, rarcs: Sequence[str]) -> tuple[Rule, ...]:
    """The rules that warn of this reason; of those, the ones with its remark where any of them names it."""
    found = _by_reason().get(carc, ())
    exact = tuple(one for one in found if one.remark() in rarcs)
    return exact or found


@cache
def _by_reason() -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for one in rules():
        if one.carc is not None:
            found.setdefault(one.carc, []).append(one)
    return {
        carc: tuple(sorted(ones, key=lambda one: (_GRAVITY[one.severity], one.name))) for carc, ones in found.items()
    }
