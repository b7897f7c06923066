"""What a rule is: a value that says when it applies, when it fails, and what to tell the reader then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from romberg.facts.catalogue import Grain
from romberg.facts.marks import has, lacks, spelled, wants
from romberg.knowledge import denials, parameters

__all__ = ["Basis", "Rule", "Severity", "has", "lacks", "parameter", "spelled", "wants"]
Severity = Literal["blocks", "warns", "informs"]
Basis = Literal["statute", "regulation", "manual", "payer policy", "contract", "good practice"]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One thing that a payer or the law demands.

    `applies` and `fails` are expressions over facts; null means that the record does not say. `says` is the
    sentence of a failure, `asks` that of an unknown, `fix` what to do: templates over `evidence` (see words.py).
    `proof` names what the note must show for the finding (see facts/proof.py). `payers` are the payer families it
    is for, all where empty, and `card_lines` the lines of the payer's card that it rests on, which are cited. A
    `safe_fix` is one that the record itself proves; any other is for the clinician alone. `blocks_when` raises the
    severity where it is true. `carc` is the adjustment reason that a payer would send; the remark beside it (`rarc`)
    and what to do then (`route`) are the usual ones of that reason (knowledge/denials.py) where a rule names none of
    its own. `name` and `doc` come from the file in which the rule stands.
    """

    grain: Grain
    applies: pl.Expr
    fails: pl.Expr
    says: str
    asks: str
    fix: str
    severity: Severity
    basis: Basis
    cites: tuple[str, ...]
    proof: tuple[str, ...]
    evidence: Mapping[str, pl.Expr] = field(default_factory=dict)
    blocks_when: pl.Expr | None = None
    safe_fix: bool = False
    carc: str | None = None
    rarc: str | None = None
    route: str | None = None
    card_lines: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    effective: date | None = None
    ends: date | None = None
    aliases: tuple[str, ...] = ()
    name: str = ""
    doc: str = ""

    def in_scope(self) -> pl.Expr:
        """True where the rule applies to the row: the facts, the payer's family and the date."""
        on = pl.col("service_date")
        demands = [self.applies]
        if self.payers:
            demands.append(pl.col("payer_family").is_in(self.payers))
        if self.effective:
            demands.append(on >= self.effective)
        if self.ends:
            demands.append(on <= self.ends)
        return pl.all_horizontal(demands)

    def violated(self) -> pl.Expr:
        """True: fails. False: passes or does not apply. Null: the record does not say."""
        return self.in_scope() & self.fails

    def outcome(self) -> pl.Expr:
        """The four words: fail, pass, not applicable, unknown."""
        return (
            pl.when(~self.in_scope())
            .then(pl.lit("not applicable"))
            .when(self.violated())
            .then(pl.lit("fail"))
            .when(self.violated().is_null())
            .then(pl.lit("unknown"))
            .otherwise(pl.lit("pass"))
        )

    def remark(self) -> str | None:
        """The remark code beside the denial: the rule's own, else the usual one of its adjustment reason."""
        return self.rarc or (denials.remark_beside(self.carc) if self.carc else None)

    def way(self) -> str | None:
        """What to do after the denial: the rule's own route, else the usual one of its adjustment reason."""
        found = denials.route("reason", self.carc) if self.carc and not self.route else None
        return self.route or (found.route if found else None)

    def expressions(self) -> Iterator[pl.Expr]:
        """Every expression of the rule."""
        yield from (self.applies, self.fails, *self.evidence.values())
        if self.blocks_when is not None:
            yield self.blocks_when

    def reads(self) -> frozenset[str]:
        """The facts and parameters that the rule reads, parameters with "@" before them."""
        return frozenset(name for one in self.expressions() for name in one.meta.root_names())

    def parameters(self) -> tuple[str, ...]:
        """The paths of the parameters that the rule reads."""
        return tuple(sorted(name[1:] for name in self.reads() if name.startswith("@")))

    def in_force(self, on: date, family: str | None = None) -> bool:
        """Whether the rule is for a day and, where one is named, for a family of payers."""
        dated = (self.effective or on) <= on <= (self.ends or on)
        return dated and (family is None or not self.payers or family in self.payers)


def parameter(path: str) -> pl.Expr:
    """A dated number of the law as a column; a misspelt path fails when the rule is read."""
    if not parameters.exists(path):
        raise KeyError(f"There is no parameter {path!r}.")
    return pl.col("@" + path)
