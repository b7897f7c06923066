"""What a check reports: a finding is data, and changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from romberg.checks.rule import Basis, Severity
from romberg.visit import Span

Outcome = Literal["fail", "pass", "not applicable", "unknown"]


@dataclass(frozen=True, slots=True)
class Cite:
    """A source behind a finding. `on` is the source's own date, `mark` says whether its words were read."""

    id: str
    title: str
    on: str
    mark: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that failed, or could not be decided, on a visit or on one of its lines.

    `line` counts the lines of the visit from 0, as in `Facts.sources[visit].lines`; None where the
    whole visit is meant. `carc`, `rarc` and `route` are the denial that it would draw, and the way to answer that.
    `mark` is "not verified" where the rule or the payer's line behind it rests on words that nobody has read; where a
    table stands behind it, the edition of which it is known ("as of the edition of 2024-07-01").
    """

    visit: int
    line: int | None
    rule: str
    outcome: Literal["fail", "unknown"]
    severity: Severity
    basis: Basis
    code: str | None
    says: str
    fix: str
    safe_fix: bool
    carc: str | None
    rarc: str | None
    route: str | None
    cites: tuple[Cite, ...]
    spans: tuple[Span, ...]
    evidence: Mapping[str, Any]
    mark: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a call, visit by visit, what blocks first."""

    by_visit: tuple[tuple[Finding, ...], ...]

    def of(self, visit: int) -> tuple[Finding, ...]:
        """The findings of one visit."""
        return self.by_visit[visit]

    def all(self) -> tuple[Finding, ...]:
        """Every finding of the call."""
        return tuple(finding for findings in self.by_visit for finding in findings)


@dataclass(frozen=True, slots=True)
class Explained:
    """What one rule said of one visit or line, whatever it said, and the evidence it looked at."""

    rule: str
    line: int | None
    code: str | None
    outcome: Outcome
    says: str
    evidence: Mapping[str, Any]
