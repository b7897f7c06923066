"""What coding makes of a visit: procedures with their deciding words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from romberg.visit import Activity, Share, Span, Visit


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another code that a fair coder might choose for the same words, and why."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """One service that the note's words support, under the code that they decide.

    `minutes` is None where the note gives none. `stated_code` is the code that the note itself writes at these words;
    `vague` says that no activity is named beyond a label. `flags`, `regions` and `whole` are those of the treatments
    behind it.
    """

    code: str
    timed: bool
    minutes: int | None
    assistant_minutes: int
    service: str
    activities: tuple[Activity, ...]
    candidates: tuple[Candidate, ...]
    says: str
    spans: tuple[Span, ...]
    stated_code: str | None = None
    vague: bool = False
    shares: tuple[Share, ...] = ()
    flags: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    minutes_spans: tuple[Span, ...] = ()
    whole: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedVisit:
    """A visit with the procedures that its words support."""

    visit: Visit
    procedures: tuple[Procedure, ...]
