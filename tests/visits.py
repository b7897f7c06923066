"""Builders of small coded visits for tests of facts and checks; every person is invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from romberg.coding.procedure import Candidate, CodedVisit, Procedure
from romberg.knowledge import codes, payers
from romberg.knowledge.payers import Card
from romberg.visit import ELEMENTS, Activity, BilledLine, Clinician, Diagnosis, Measure, PlanOfCare, Share, Span, Visit
from romberg.visit.record import Record, SignatureDay

ON = date(2026, 3, 12)
# What the services of a complete visit say, and what stands elsewhere in its note: each particular that a code asks.
_SERVICES = (
    "tandem stance on foam 3 x 30 s, cue at the hip, heel strike with cane, joint glide gr III to the lumbar spine, "
    "donning socks by a list, pads at 80 Hz with active contraction"
)
_ELSEWHERE = "group of 3; stiff with spasm; forgets steps; seeks input; C5; showed it back; settled after; report filed"
_TEXT = ("x " * 50 + _SERVICES).ljust(300) + _ELSEWHERE.ljust(120)
THERAPIST = Clinician("Ida Falk", "PT", "therapist", True, (Span(0, 8),))
STUDENT = Clinician("Noor Vale", "SPT", "student", True, (Span(9, 18),))


def procedure(code: str, minutes: int | None = None, words: str = "tandem stance on foam", **other: Any) -> Procedure:
    """A service under a code, with its minutes and one activity."""
    known = codes.get(code)
    shares = other.pop("shares", ())
    made = Procedure(
        code=code,
        timed=known is not None and known.timed,
        minutes=minutes,
        assistant_minutes=sum(share.minutes or 0 for share in shares if share.role == "assistant"),
        service=known.service if known else "other",
        activities=(Activity(words, (Span(100, 100 + len(words)),)),),
        candidates=(),
        says="",
        spans=(Span(100, 100 + len(words)),),
        shares=shares,
        minutes_spans=(Span(90, 96),) if minutes is not None else (),
        whole=(Span(100, 300),),
    )
    return replace(made, **other)


def candidate(code: str) -> Candidate:
    """A code that a fair coder might choose instead."""
    return Candidate(code, "the words could be read so")


def share(role: Any, minutes: int | None = None, supervised: bool | None = None) -> Share:
    """One person's part of a service."""
    return Share(role, minutes, (Span(60, 70),), supervised)


def flags(*names: str) -> dict[str, tuple[Span, ...]]:
    """Flags of a service, each with a place in the note."""
    return {name: (Span(200, 210),) for name in names}


def visit(*procedures: Procedure, billed: str = "", dx: str = "R26.81", **other: Any) -> CodedVisit:
    """A complete visit under a PT with these services; `billed` as in "97112x2-GP 97110x1-GP-CQ"."""
    timed = [one.minutes for one in procedures if one.timed]
    stated = sum(minute or 0 for minute in timed)
    whole = Visit(
        text=_TEXT,
        service_date=ON,
        kind="daily",
        discipline="PT",
        setting="clinic",
        payer_named=None,
        timed_minutes=stated,
        total_minutes=stated + sum(one.minutes or 0 for one in procedures if not one.timed),
        clinicians=(THERAPIST,),
        treatments=(),
        measures=(Measure("TUG", 12.0, "s", (Span(320, 326),)),),
        diagnoses=tuple(Diagnosis(code, (Span(10, 16),)) for code in dx.split()),
        documentation={element: (Span(300, 310),) for element in ELEMENTS},
        plan=PlanOfCare(visit_number=4, certification_start=date(2026, 3, 1), certification_end=date(2026, 5, 29)),
        billed=tuple(charge(one) for one in billed.split()),
        not_counted=(),
        header_spans={"service_date": (Span(20, 30),)},
        record=Record(signature_days=(SignatureDay("Ida Falk", "therapist", ON, (Span(32, 42),)),)),
    )
    return CodedVisit(replace(whole, **other), procedures)


def charge(text: str) -> BilledLine:
    """A charge written as CODExUNITS-MODIFIER-MODIFIER."""
    service, *modifiers = text.split("-")
    code, _, units = service.partition("x")
    return BilledLine(code, int(units or 1), tuple(modifiers), spans=(Span(250, 250 + len(text)),))


def card(name: str = "medicare", on: date = ON) -> Card:
    """A payer's card."""
    return payers.card(name, on)
