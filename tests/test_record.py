"""What a note says of itself: days of signatures, addenda, reports, complexity, contradictions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from romberg.facts.record import record_facts
from romberg.notes.assemble import read
from romberg.notes.layout.fold import fold
from romberg.visit import Visit
from romberg.visit.record import Complexity

HEAD = "Harbour Lane PT  Daily note\nPatient: O. Quist  Date of service: 03/12/2026  Medicare Part B\n"
BODY = "S: no falls.\nO: NMR 24 min: tandem stance on foam, R knee held, CGA.\nA: sway with eyes closed.\nP: 2x/wk.\n"
SIGNED = "Ida Falk, PT, DPT   e-signed 03/12/2026 14:05\n"


def facts_of(visit: Visit) -> dict[str, Any]:
    """The facts of the record."""
    return record_facts(visit, fold(visit.text))


def note(body: str = BODY, signed: str = SIGNED, head: str = HEAD, dx: str = "Dx: M25.561 R knee pain\n") -> Visit:
    """A note as it is read."""
    return read(head + dx + body + signed)


@pytest.mark.parametrize(
    ("signed", "on"),
    [
        (SIGNED, date(2026, 3, 12)),
        ("Electronically signed: Ida Falk, PT   03/14/2026 09:26\n", date(2026, 3, 14)),
        ("Ida Falk, PT\nelectronically signed 2026-03-13\n", date(2026, 3, 13)),
        ("Ida Falk, PT (e-signed 3/12/26 16:10)\n", date(2026, 3, 12)),
        ("Signed 03/12/2026 by Ida Falk, PT\n", date(2026, 3, 12)),
        ("E-signed: Ida Falk, PT\n", None),
        ("Ida Falk, PT  signature pending\n", None),
    ],
)
def test_the_day_of_a_signature(signed: str, on: date | None) -> None:
    visit = note(signed=signed)
    assert [day.on for day in visit.record.signature_days] == ([on] if on else [])
    for day in visit.record.signature_days:
        assert visit.text[day.spans[0].start : day.spans[0].end].strip()


def test_facts_of_signatures_take_the_first() -> None:
    visit = note(signed=SIGNED + "Jon Marsh, PTA   e-signed 03/20/2026\n")
    found = facts_of(visit)
    assert found["signer_roles"] == ["therapist", "assistant"]
    assert (found["first_signed_on"], found["days_to_signature"]) == (date(2026, 3, 12), 0)
    unsigned = facts_of(note(signed="Ida Falk, PT\n"))
    assert unsigned["signature_is_dated"] is None
    assert unsigned["days_to_signature"] is None


@pytest.mark.parametrize(
    ("added", "on", "signed", "time"),
    [
        ("", None, None, None),
        ("ADDENDUM 03/15/2026 I. Falk, PT: Manual time above mistyped. It was 9 min.\n", date(2026, 3, 15), True, True),
        ("Addendum: patient called, feels better. e-signed 03/13/2026\n", date(2026, 3, 13), True, False),
        ("Late entry: the foam was the blue one.\n", None, False, False),
        ("ADDENDUM: corrected totals: timed 41\n", None, False, True),
    ],
)
def test_an_addendum(added: str, on: date | None, signed: bool | None, time: bool | None) -> None:
    found = facts_of(note(signed=SIGNED + added))
    assert found["has_addendum"] is bool(added)
    assert (found["addendum_on"], found["addendum_signed"], found["addendum_changes_time"]) == (on, signed, time)


EVALUATION = "PT INITIAL EVALUATION\nPatient: O. Quist  Date of service: 03/12/2026  Medicare Part B\n"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("Moderate complexity: 2 comorbidities, evolving, 3 elements.", (2, 3, "evolving")),
        ("COMPLEXITY: 3 personal factors, 4 elements, evolving; moderate.", (3, 4, "evolving")),
        ("Low complexity: no comorbidities, stable, two body regions.", (0, 2, "stable")),
        ("High complexity, three or more factors, unstable presentation.", (3, None, "unstable")),
        ("Clinical presentation evolving; 3+ comorbidities; 4 elements. Decision making moderate.", (3, 4, "evolving")),
        ("Low complexity OT evaluation, 1-3 deficits, no comorbid.", (0, 3, None)),
        ("Moderate complexity.", (None, None, None)),
        ("She has 2 comorbidities.", (None, None, None)),
    ],
)
def test_the_components_of_complexity(told: str, expected: tuple[int | None, int | None, str | None]) -> None:
    visit = note(body=f"History: fell twice.\nExam: TUG 14 s.\n{told}\nGoals: TUG 10 s.\n", head=EVALUATION)
    found = visit.record.complexity
    assert (found.factors, found.elements, found.presentation) == expected
    assert len(found.spans) == sum(one is not None for one in expected)


def test_a_daily_note_has_neither_complexity_nor_report() -> None:
    visit = note(body=BODY + "Moderate complexity: 2 comorbidities.\n")
    assert visit.record.complexity == Complexity()
    assert visit.record.report == {}
    assert facts_of(visit)["has_history"] is None


@pytest.mark.parametrize(
    ("body", "history", "status"),
    [
        ("Hx: fell in May.\nO: TUG 14 s.\nA: fair.\nP: 2x/wk.\n", True, False),
        ("O: TUG 14 s (17 s at eval).\nGoals: 1 TUG < 12 s: not yet. 2 stairs alone: met.\nP: go on.\n", False, True),
        ("O: TUG 14 s.\nA: 2 of 4 goals met.\nP: go on.\n", False, True),
        ("O: TUG 14 s.\nGoals: TUG 10 s in 4 weeks.\nP: go on.\n", False, False),
    ],
)
def test_what_a_report_shows(body: str, history: bool, status: bool) -> None:
    head = "PROGRESS REPORT\nPatient: O. Quist  Date of service: 03/12/2026  Medicare Part B\n"
    found = facts_of(note(body=body, head=head))
    assert (found["has_history"], found["has_goal_status"]) == (history, status)


@pytest.mark.parametrize(
    ("dx", "body", "kind"),
    [
        ("Dx: M25.562 L knee pain\n", BODY, "side"),
        ("Dx: M25.561 R knee pain\n", BODY, None),
        ("Dx: M25.561 R knee, M25.562 L knee pain\n", BODY, None),
        ("Dx: M25.552 L hip pain\n", BODY, None),
        ("Dx: M25.562 L knee pain\n", BODY.replace("R knee held", "both knees held"), None),
        ("", BODY.replace("CGA.", "CGA. Transfers mod A.") + "A: independent with transfers.\n", None),
        (
            "",
            "O: NMR 24 min: foam.\nTransfers: mod assist with transfers.\nA: Independent with all transfers.\n",
            "help",
        ),
        ("", "O: NMR 24 min: foam.\nMod assist with transfers.\nA: Now independent with transfers.\n", None),
        ("", "O: NMR 24 min: foam.\nMod assist with transfers.\nGoals: independent with transfers.\n", None),
        ("", BODY + "Visit date: 03/13/2026\n", "day"),
        ("", BODY + "Visit date: 03/12/2026\n", None),
        ("", BODY + "Berg 58/56.\n", "figure"),
        ("", BODY + "Berg 56/56.\n", None),
        ("", BODY + "Berg 42/56, was 38.\n", None),
    ],
)
def test_contradictions(dx: str, body: str, kind: str | None) -> None:
    visit = note(body=body, dx=dx)
    assert [one.kind for one in visit.record.contradictions] == ([kind] if kind else [])
    for one in visit.record.contradictions:
        assert facts_of(visit)[f"contradictions_{kind}"] == [one.says]
        assert all(visit.text[span.start : span.end].strip() for span in one.spans)


def test_measures_that_fell_while_progress_is_claimed() -> None:
    body = BODY.replace(
        "A: sway", "Berg 38/56 (42/56 on 2/10/2026). TUG 12 s (14 s on 2/10/2026).\nA: progressing well; sway"
    )
    found = facts_of(note(body=body))
    assert found["measures_worse"] == ["Berg 38 after 42"]
    assert found["measures_better"] == ["TUG 12 after 14"]
    assert found["progress_claimed"] is True
    assert facts_of(note())["progress_claimed"] is None
