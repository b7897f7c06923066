"""The facts of a reading in words, part by part, as every page shows them."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.formats import words
from romberg.formats.marks import visible
from romberg.visit import ELEMENTS, Measure, Treatment, Visit

Rows = list[tuple[str, str]]
NOT_SAID = "the note does not say"


def parts(visit: Visit) -> Iterator[tuple[str, Rows]]:
    """The parts of the page, each with its rows of a name and what was read; a part that holds nothing says so."""
    yield "The visit", list(_visit(visit))
    yield "Treatments", [row for one in visit.treatments for row in _treatment(one)] or [("", "none was read")]
    yield "People", [(one.name or "(no name)", _person(one)) for one in visit.clinicians] or [("", NOT_SAID)]
    yield "Measures", [(one.measure, _measure(one)) for one in visit.measures] or [("", "none was read")]
    yield "Plan of care", list(_plan(visit)) or [("", NOT_SAID)]
    yield "Charges in the note", [_charge(one) for one in visit.billed] or [("", "none are written")]
    yield "The nine elements", [(words.ELEMENT_WORDS[name], _proof(visit, name)) for name in ELEMENTS]
    yield "Not counted, and why", [(one.why, _line(one.text)) for one in visit.not_counted] or [("", "nothing")]
    if visit.conflicts:
        yield "Statements that cannot both be true", [(one.kind, visible(one.says)) for one in visit.conflicts]


def _line(text: str) -> str:
    return f"“{' '.join(visible(text).split())}”"


def _said(value: object, unit: str = "") -> str:
    return NOT_SAID if value is None else f"{value}{unit}"


def _visit(visit: Visit) -> Iterator[tuple[str, str]]:
    yield "date of service", _said(visit.service_date)
    yield "kind", visit.kind
    yield "discipline", _said(visit.discipline)
    yield "setting", visit.setting
    yield "payer", _said(visit.payer_named)
    yield "timed minutes", _said(visit.timed_minutes)
    yield "total minutes", _said(visit.total_minutes)
    yield "diagnoses", ", ".join(one.code for one in visit.diagnoses) or NOT_SAID


def _treatment(one: Treatment) -> Iterator[tuple[str, str]]:
    name = one.stated_code or one.label_code or "no code named"
    told = [f"{_said(one.minutes, ' min') if one.minutes is not None else 'no minutes'}"]
    told += [f"called {_line(one.heading.text)}"] if one.heading else []
    told += [f"by the {share.role}" + (f" {share.minutes} min" if share.minutes else "") for share in one.shares]
    told += sorted(one.flags)
    yield name, ", ".join(told)
    for activity in one.activities:
        minutes = f", {activity.minutes} min" if activity.minutes else ""
        known = f" ({', '.join(dict.fromkeys(activity.groups))})" if activity.groups else " (not in the vocabulary)"
        yield "", f"- {_line(activity.text)}{known}{minutes}"


def _person(one: object) -> str:
    credential, role, signed = (getattr(one, name) for name in ("credential", "role", "signed"))
    return f"{credential or 'no credential'}, {role}, {'signed' if signed else 'did not sign'}"


def _measure(one: Measure) -> str:
    told = f"{one.value:g} {one.unit}".strip() + (f", {one.side}" if one.side else "")
    told += "".join(f"; earlier {was.value:g}" + (f" on {was.on}" if was.on else "") for was in one.earlier)
    return told + (f"; goal {one.goal:g}" if one.goal is not None else "")


def _plan(visit: Visit) -> Iterator[tuple[str, str]]:
    plan = visit.plan
    for name in plan.spans:
        yield name.replace("_", " "), _said(getattr(plan, name))


def _charge(one: object) -> tuple[str, str]:
    code, units, modifiers = (getattr(one, name) for name in ("code", "units", "modifiers"))
    return code, f"{units} unit{'s' if units != 1 else ''}" + (f", {', '.join(modifiers)}" if modifiers else "")


def _proof(visit: Visit, element: str) -> str:
    proof = visit.documentation.get(element, ())
    quotes = [_line(visit.text[span.start : span.end]) for span in proof[:2]]
    return "; ".join(quotes) if quotes else "no words show it"
