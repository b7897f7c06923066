"""Score, light and verdict: computed from the findings and the nine elements, never from the note's length."""

from __future__ import annotations

from collections.abc import Sequence

from romberg.checks.finding import Finding
from romberg.report.not_read import not_read
from romberg.report.values import Light, Verdict
from romberg.visit import ELEMENTS, Document, Visit

ELEMENT_POINTS = 5  # nine elements: 45 points
CLAIM_POINTS = 55
COSTS = {"blocks": 25, "warns": 10, "informs": 0}  # a hint is no fault: it costs nothing
OPEN_COST, OPEN_MOST = 1, 5  # what the record does not say costs little: it is a question, no fault
GREEN, YELLOW = 80, 60


def judge(visit: Visit, findings: Sequence[Finding], anything: bool, document: Document | None = None) -> Verdict:
    """The verdict on a visit; without any service or charge there is nothing that could stand.

    Where a part of the file was not read there is no verdict: the light is grey, and only what was shown gives points.
    """
    if document is not None and document.partial:
        because = f"A part of the file was not read, so nothing is said of the whole. {not_read(document)}"
        return Verdict("NOT ASSESSED", because, ELEMENT_POINTS * _shown(visit), "grey")
    if not anything:
        because = "Romberg found no treatment of this visit in the note, so there is nothing to bill."
        return Verdict("NOTHING TO BILL", because, 0, "red")
    points = score(visit, findings)
    colour = light(points, findings)
    words = {"green": "STANDS", "yellow": "STANDS WITH RISKS", "red": "DOES NOT STAND"}[colour]
    return Verdict(words, _because(visit, findings, colour), points, colour)


def score(visit: Visit, findings: Sequence[Finding]) -> int:
    """0 to 100: five points for each element that the note shows, 55 for a claim without findings."""
    return ELEMENT_POINTS * _shown(visit) + max(0, CLAIM_POINTS - _costs(findings))


def _shown(visit: Visit) -> int:
    return sum(bool(visit.documentation.get(element)) for element in ELEMENTS)


def _costs(findings: Sequence[Finding]) -> int:
    """A rule costs once a visit, at its gravest: the same fault on two lines is one habit."""
    failed: dict[str, int] = {}
    for one in findings:
        if one.outcome == "fail":
            failed[one.rule] = max(failed.get(one.rule, 0), COSTS[one.severity])
    undecided = {one.rule for one in findings if one.outcome == "unknown" and one.severity != "informs"}
    return sum(failed.values()) + min(OPEN_MOST, OPEN_COST * len(undecided - failed.keys()))


def light(points: int, findings: Sequence[Finding]) -> Light:
    """Red where a finding blocks or too little is shown, yellow at a risk, else green."""
    gravest = {one.severity for one in findings if one.outcome == "fail"}
    if "blocks" in gravest or points < YELLOW:
        return "red"
    return "yellow" if "warns" in gravest or points < GREEN else "green"


def _because(visit: Visit, findings: Sequence[Finding], colour: Light) -> str:
    failed = [one for one in findings if one.outcome == "fail"]
    blocking = [one for one in failed if one.severity == "blocks"]
    risks = [one for one in failed if one.severity == "warns"]
    if blocking:
        return f"{_count(len(blocking), 'finding blocks', 'findings block')} the claim. {blocking[0].says}"
    if risks:
        return f"{_count(len(risks), 'risk', 'risks')}, and nothing blocks the claim. {risks[0].says}"
    missing = sum(not visit.documentation.get(element) for element in ELEMENTS)
    if colour != "green":
        return f"The note shows {len(ELEMENTS) - missing} of the {len(ELEMENTS)} elements that payers look for."
    undecided = len({one.rule for one in findings if one.outcome == "unknown"})
    still = f" {_count(undecided, 'question stays', 'questions stay')} open." if undecided else ""
    hints = f" {_count(len(failed), 'hint stands', 'hints stand')} below." if failed else ""
    return f"The note supports what is billed, and nothing in it puts the claim at risk.{hints}{still}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
