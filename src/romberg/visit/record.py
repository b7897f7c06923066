"""What a note says of itself as a record: who signed when, what was added later, what contradicts what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from romberg.visit.span import Span

Presentation = Literal["stable", "evolving", "unstable"]
Level = Literal["low", "moderate", "high"]


@dataclass(frozen=True, slots=True)
class SignatureDay:
    """The day that stands beside a signature, of whom, and where."""

    name: str
    role: str
    on: date
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Addendum:
    """Words added to a note later. `changes_time`: minutes, totals or units are told anew in it."""

    spans: tuple[Span, ...]
    on: date | None
    signed: bool
    changes_time: bool


@dataclass(frozen=True, slots=True)
class Complexity:
    """The components by which an evaluation states its complexity; None where it does not state one.

    `factors` are personal factors and other illnesses that matter, `elements` what was examined (for OT: deficits of
    performance). `level` is the word that the note itself uses.
    """

    level: Level | None = None
    factors: int | None = None
    elements: int | None = None
    presentation: Presentation | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of the note that cannot both be true. `kind`: side, help, day or figure."""

    kind: str
    says: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """What a note says of itself.

    `report` holds the words by which an evaluation, progress report or discharge summary shows what such a report
    must: "history", "goal status". It is empty for daily notes.
    """

    signature_days: tuple[SignatureDay, ...] = ()
    addendum: Addendum | None = None
    report: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    complexity: Complexity = Complexity()
    contradictions: tuple[Contradiction, ...] = ()
