"""The plan of a sample as JSON: all that anybody needs to draw the same units again, and to judge the estimate."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from romberg.formats.unreadable import Unreadable
from romberg.report.sampling.universe import Layer

METHOD: Final = (
    "each unit's random number is SHA-256 of the seed, a line break and the unit's name (UTF-8); of each stratum the "
    "units with the smallest numbers are drawn"
)


_NO_WORDS: Final = ("strata", "rows", "set_aside", "unpaid_kept", "cuts_cents", "certain_from_cents")


@dataclass(frozen=True, slots=True)
class Planned:
    """One stratum in the plan; amounts in cents."""

    name: str
    units: int
    paid_cents: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan: what was drawn from, how, when, by which version; `reason` tells where the size comes from.

    Strata are those of a column, or those of amounts, which part at `cuts_cents`; with neither the sample is simple.
    """

    romberg: str
    made: str
    universe: str
    universe_sha256: str
    rows: int
    set_aside: int
    unit_column: str
    paid_column: str
    unpaid_kept: bool
    stratum_column: str | None
    cuts_cents: tuple[int, ...]
    certain_from_cents: int | None
    allocation: str | None
    seed: str
    reason: str
    strata: tuple[Planned, ...]
    sample_sha256: str
    method: str = METHOD

    @property
    def units(self) -> int:
        """The units of the universe."""
        return sum(one.units for one in self.strata)

    @property
    def drawn(self) -> int:
        """The units of the sample."""
        return sum(one.drawn for one in self.strata)


def planned(layers: Sequence[Layer]) -> tuple[Planned, ...]:
    """The strata as the plan tells them."""
    return tuple(Planned(one.name, len(one.units), one.paid_cents, one.drawn) for one in layers)


def as_dict(plan: Plan) -> dict[str, Any]:
    """The plan as JSON carries it."""
    return asdict(plan)


def read(path: str) -> Plan:
    """A plan that was kept; raises Unreadable where it is none."""
    try:
        held = json.loads(Path(path).read_text(encoding="utf-8"))
        return _of(held)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Unreadable("not_readable", f"{path} cannot be read ({reason}).", path) from None
    except (ValueError, TypeError, KeyError, RecursionError):
        says = f"{path} is no plan of a sample; give the plan.json that `romberg sample` wrote."
        raise Unreadable("no_plan", says, path) from None


def _of(held: Mapping[str, Any]) -> Plan:
    strata = tuple(Planned(str(one["name"]), *_counts(one)) for one in held["strata"])
    words = {name: held[name] for name in Plan.__dataclass_fields__ if name not in _NO_WORDS}
    wrong = [name for name, value in words.items() if not isinstance(value, str) and value is not None]
    if wrong or not strata:
        raise ValueError(wrong)
    return Plan(
        **words,
        strata=strata,
        rows=int(held["rows"]),
        set_aside=int(held["set_aside"]),
        unpaid_kept=bool(held["unpaid_kept"]),
        cuts_cents=tuple(map(int, held["cuts_cents"])),
        certain_from_cents=None if held["certain_from_cents"] is None else int(held["certain_from_cents"]),
    )


def _counts(one: Mapping[str, Any]) -> tuple[int, int, int]:
    units, paid, drawn = (one[name] for name in ("units", "paid_cents", "drawn"))
    if not all(type(value) is int for value in (units, paid, drawn)) or not 0 <= drawn <= units:
        raise ValueError(one["name"])
    return units, paid, drawn
