"""Which findings came true: what was said of each line before billing, and what its payer then did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from romberg.checks.denied import Denied
from romberg.checks.finding import Finding


@dataclass(frozen=True, slots=True)
class Foretold:
    """A finding as it was told before billing. `code` is the line's, None where the whole visit was meant."""

    rule: str
    code: str | None
    outcome: str
    severity: str

    def as_dict(self) -> dict[str, Any]:
        """The finding as it is kept."""
        return {"rule": self.rule, "code": self.code, "outcome": self.outcome, "severity": self.severity}


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """What a payer did with one line: its code as billed, whether anything of it was paid, and its denials."""

    code: str
    paid: bool
    denials: tuple[Denied, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How one rule fared with one payer, counted in findings on answered lines.

    `came_true`: denied for a reason that the rule warns of; `denied_otherwise`: denied for another; `paid`: paid all
    the same. `missed`: lines denied for a reason that the denial tables put down to it, while it had said nothing.
    """

    payer: str
    rule: str
    came_true: int = 0
    denied_otherwise: int = 0
    paid: int = 0
    missed: int = 0

    @property
    def told(self) -> int:
        """Findings whose line was answered."""
        return self.came_true + self.denied_otherwise + self.paid

    @property
    def precision(self) -> float | None:
        """The part of its findings that came true; None where it told nothing that was answered."""
        return self.came_true / self.told if self.told else None

    def __add__(self, other: Score) -> Score:
        return Score(
            self.payer,
            self.rule,
            self.came_true + other.came_true,
            self.denied_otherwise + other.denied_otherwise,
            self.paid + other.paid,
            self.missed + other.missed,
        )

    def as_dict(self) -> dict[str, Any]:
        """The score as JSON carries it."""
        return {
            "payer": self.payer,
            "rule": self.rule,
            "told": self.told,
            "came_true": self.came_true,
            "denied_otherwise": self.denied_otherwise,
            "paid": self.paid,
            "missed": self.missed,
            "precision": self.precision,
        }


def foretold(findings: Iterable[Finding]) -> tuple[Foretold, ...]:
    """The findings that may come true: those that block or warn, failed or undecided."""
    return tuple(
        Foretold(one.rule, one.code, one.outcome, one.severity) for one in findings if one.severity != "informs"
    )


def scores(payer: str, told: Sequence[Foretold], answers: Sequence[AnsweredLine]) -> tuple[Score, ...]:
    """How the findings on one claim fared, a score for each rule that told or missed something."""
    found: dict[str, Score] = {}
    failed = {(one.rule, one.code) for one in told if one.outcome == "fail"}
    for rule, code in sorted(failed, key=lambda pair: (pair[0], pair[1] or "")):
        mine = [one for one in answers if code in (None, one.code)]
        if mine:
            _add(found, _fared(payer, rule, mine))
    for line in answers:
        for rule in dict.fromkeys(rule for one in line.denials for rule in one.named):
            if (rule, line.code) not in failed and (rule, None) not in failed:
                _add(found, Score(payer, rule, missed=1))
    return tuple(found.values())


def _fared(payer: str, rule: str, lines: Sequence[AnsweredLine]) -> Score:
    every = [one for line in lines for one in line.denials]
    if any(rule in one.rules for one in every):
        return Score(payer, rule, came_true=1)
    return Score(payer, rule, denied_otherwise=1) if every else Score(payer, rule, paid=1)


def _add(found: dict[str, Score], one: Score) -> None:
    found[one.rule] = found[one.rule] + one if one.rule in found else one


def summed(every: Iterable[Score]) -> tuple[Score, ...]:
    """Scores of many claims together, by payer and rule."""
    found: dict[tuple[str, str], Score] = {}
    for one in every:
        key = (one.payer, one.rule)
        found[key] = found[key] + one if key in found else one
    return tuple(found[key] for key in sorted(found))
