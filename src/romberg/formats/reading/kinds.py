"""The kinds of words that a reading marks, with where each stands in the note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from romberg.visit import Span, Visit

# Letter and meaning of each kind, the strongest first: where two kinds share words, the stronger one shows.
KINDS = {
    "minutes": ("T", "time"),
    "measure": ("M", "measured value"),
    "diagnosis": ("D", "diagnosis"),
    "charge": ("C", "charge written in the note"),
    "plan of care": ("P", "visit number, certification, progress report"),
    "visit": ("V", "date, payer and other facts of the visit"),
    "people": ("S", "clinician and signature"),
    "service": ("N", "name of a service"),
    "conflict": ("!", "statements that cannot both be true"),
    "not counted": ("X", "looks like treatment and is not counted"),
    "activity": ("A", "what was done with the patient"),
    "furnished": ("H", "how it was furnished: alone, in a group, together"),
    "proof": ("E", "further proof of an element of documentation"),
}


def spans(visit: Visit) -> Mapping[str, tuple[Span, ...]]:
    """Where each kind stands."""
    treatments = visit.treatments
    head = {name: found for name, found in visit.header_spans.items() if "minutes" not in name}
    timed = [found for name, found in visit.header_spans.items() if "minutes" in name]
    measured = (chain(one.spans, *(was.spans for was in one.earlier)) for one in visit.measures)
    return {
        "minutes": _all(*timed, *(one.minutes_spans for one in treatments)),
        "measure": _all(*measured),
        "diagnosis": _all(*(one.spans for one in visit.diagnoses)),
        "charge": _all(*(one.spans for one in visit.billed)),
        "plan of care": _all(*visit.plan.spans.values()),
        "visit": _all(*head.values()),
        "people": _all(*(one.spans for one in visit.clinicians), *(s.spans for t in treatments for s in t.shares)),
        "service": _all(*(one.heading.spans for one in treatments if one.heading)),
        "conflict": _all(*(one.spans for one in visit.conflicts)),
        "not counted": _all(*(one.spans for one in visit.not_counted)),
        "activity": _all(*(activity.spans for one in treatments for activity in one.activities)),
        "furnished": _all(*(found for one in treatments for found in one.flags.values())),
        "proof": _all(*visit.documentation.values(), visit.copied_from, visit.maintenance),
    }


def _all(*found: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(found)))
