"""Stands in for the readers, so that the command can be tried by itself: it knows the note of made_notes."""

from __future__ import annotations

from dataclasses import replace

import made_notes
import pytest

from romberg import coding, notes
from romberg.coding.procedure import CodedVisit
from romberg.visit import Visit

BLOCKED = made_notes.TEXT
CLEAN = made_notes.TEXT.replace("97112 x3 GP", "97112 x2 GP")
UNDATED = made_notes.TEXT.replace("03/12/2026     Medicare", "               Medicare")


def read(text: str) -> Visit:
    """The visit of the known note, with its two variants; of any other text a visit in which nothing was done."""
    known = replace(made_notes.visit(), text=text)
    if text == CLEAN:
        first, second = known.billed
        return replace(known, billed=(replace(first, units=2), second))
    if text == UNDATED:
        return replace(known, service_date=None)
    if text == BLOCKED:
        return known
    nothing = replace(known, billed=(), not_counted=(), measures=(), diagnoses=(), clinicians=(), documentation={})
    return replace(nothing, header_spans={}, timed_minutes=None, total_minutes=None, payer_named=None)


def code(visit: Visit) -> CodedVisit:
    """The services of the known note."""
    done = (made_notes.balance(), made_notes.exercise()) if visit.billed else ()
    return CodedVisit(visit, done)


def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-ins in the readers' place for one test."""
    monkeypatch.setattr(notes, "read", read, raising=False)
    monkeypatch.setattr(coding, "code", code, raising=False)
