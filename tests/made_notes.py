"""A note with its visit coded by hand, so that reports can be tried without the readers; the people are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from romberg.batch.check import card_of, reports
from romberg.coding.procedure import Candidate, CodedVisit, Procedure
from romberg.report import Header, Report
from romberg.visit import (
    Activity,
    BilledLine,
    Clinician,
    Diagnosis,
    Earlier,
    Measure,
    NotCounted,
    PlanOfCare,
    Share,
    Span,
    Visit,
)
from romberg.visit.record import Record, SignatureDay

ON = date(2026, 3, 12)
TEXT = """\
Harbour Lane Physical Therapy      Daily note
Patient: O. Quist     Date: 03/12/2026     Medicare Part B     Dx: R26.81
S: Two near falls on the stairs this week.
O: Neuromuscular re-education 24 min: tandem stance on foam, head turns while walking, guarding at the hips
   Therapeutic exercise 23 min (13 by PTA): sit to stand 3 x 8
   TUG 14.2 s (17.9 s on 02/17)
R: Two losses of balance, caught by the therapist; fewer with cues to the hip.
A: Sway grows with eyes closed; needs skilled cues to place the feet. Fall risk at home.
P: BOSU next visit. 2x/wk.
97112 x3 GP, 97110 x1 GP      Timed 47 min   Total 55 min
Ida Falk, PT, DPT   signed 03/12/2026      Jon Marsh, PTA
"""
PROOF = {
    "assessment": "Sway grows with eyes closed",
    "specific_activities": "tandem stance on foam",
    "duration": "Timed 47 min",
    "patient_response": "Two losses of balance",
    "measurable_outcome": "TUG 14.2 s",
    "skilled_intervention": "guarding at the hips",
    "medical_necessity": "Fall risk at home",
    "plan": "2x/wk",
    "signature": "Ida Falk, PT, DPT   signed 03/12/2026",
}


def at(words: str, text: str = TEXT) -> tuple[Span, ...]:
    """Where some words stand in a note."""
    start = text.index(words)
    return (Span(start, start + len(words)),)


def activity(words: str, text: str = TEXT) -> Activity:
    """Something done with the patient, in the note's words."""
    return Activity(words, at(words, text))


def charge(code: str, units: int, words: str) -> BilledLine:
    """A charge with GP, as the note writes it."""
    return BilledLine(code, units, ("GP",), None, at(words))


def balance() -> Procedure:
    """24 minutes of balance work by the therapist."""
    done = (activity("tandem stance on foam"), activity("head turns while walking"))
    fair = (Candidate("97116", "head turns while walking could be gait work"),)
    says = "Foam and tandem stance retrain balance."
    return Procedure(
        "97112", True, 24, 0, "balance", done, fair, says, done[0].spans, minutes_spans=at("24 min")
    )  # fmt: skip


def exercise() -> Procedure:
    """23 minutes of exercise, 13 of them by the assistant."""
    done = (activity("sit to stand 3 x 8"),)
    shares = (Share("therapist", 10, ()), Share("assistant", 13, at("13 by PTA")))
    says = "Sit to stand in sets builds strength."
    return Procedure(
        "97110", True, 23, 13, "exercise", done, (), says, done[0].spans, shares=shares, minutes_spans=at("23 min")
    )  # fmt: skip


EARLIER = Earlier(17.9, date(2026, 2, 17), at("17.9 s on 02/17"))


def visit(**other: Any) -> Visit:
    """The visit of the note, as a reader would give it."""
    whole = Visit(
        text=TEXT,
        service_date=ON,
        kind="daily",
        discipline="PT",
        setting="clinic",
        payer_named="medicare",
        timed_minutes=47,
        total_minutes=55,
        clinicians=(
            Clinician("Ida Falk", "PT, DPT", "therapist", True, at("Ida Falk, PT, DPT")),
            Clinician("Jon Marsh", "PTA", "assistant", False, at("Jon Marsh, PTA")),
        ),
        treatments=(),
        measures=(Measure("TUG", 14.2, "s", at("TUG 14.2 s"), None, (EARLIER,)),),
        diagnoses=(Diagnosis("R26.81", at("R26.81")),),
        documentation={element: at(words) for element, words in PROOF.items()},
        plan=PlanOfCare(visit_number=4, certification_start=date(2026, 3, 1), certification_end=date(2026, 5, 29)),
        billed=(charge("97112", 3, "97112 x3 GP"), charge("97110", 1, "97110 x1 GP")),
        not_counted=(NotCounted("BOSU next visit", at("BOSU next visit"), "planned"),),
        header_spans={
            "timed_minutes": at("Timed 47 min"), "total_minutes": at("Total 55 min"), "service_date": at("03/12/2026"),
        },
        record=Record(signature_days=(SignatureDay("Ida Falk", "therapist", ON, at("signed 03/12/2026")),)),
    )  # fmt: skip
    return replace(whole, **other)


def report(
    made: Visit | None = None,
    procedures: tuple[Procedure, ...] | None = None,
    payer: str = "medicare",
    zip5: str | None = "77002",
    claim: tuple[BilledLine, ...] | None = None,
) -> Report:
    """The report on a visit coded by hand."""
    seen = made or visit()
    coded = CodedVisit(seen, (balance(), exercise()) if procedures is None else procedures)
    header = Header("balance.txt", coded, card_of(payer, seen.service_date), "the note", zip5, claim is not None)
    return reports([header], claim)[0]
