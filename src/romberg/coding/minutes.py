"""Minutes that stand apart from the work: in the charges, or only as the visit's total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from romberg.coding.procedure import Procedure
from romberg.knowledge import codes
from romberg.notes.interventions import scan
from romberg.notes.layout.fold import fold
from romberg.visit import Visit


def fill(procedures: Sequence[Procedure], visit: Visit) -> list[Procedure]:
    """Procedures with minutes from the charges, and the stated total where one service alone can have it."""
    charged = [_from_charges(p, visit) for p in procedures]
    timed = [p for p in charged if p.timed]
    several = _charges_several(visit) or (len(timed) == 1 and _tells_several(timed[0]))
    if len(timed) == 1 and timed[0].minutes is None and visit.timed_minutes and not several:
        spans = visit.header_spans.get("timed_minutes", ())
        only = replace(timed[0], minutes=visit.timed_minutes, minutes_spans=spans)
        return [only if p is timed[0] else p for p in charged]
    if len(charged) == 1 and not timed and charged[0].minutes is None and visit.total_minutes:
        spans = visit.header_spans.get("total_minutes", ())
        return [replace(charged[0], minutes=visit.total_minutes, minutes_spans=spans)]
    return charged


def _charges_several(visit: Visit) -> bool:
    """Whether the note charges more than one timed service: then the stated time is not that of the only one found."""
    charged = {line.code for line in visit.billed if codes.is_timed(line.code)}
    return len({known.add_on_to or code for code in charged if (known := codes.get(code))}) > 1


def _tells_several(procedure: Procedure) -> bool:
    """Whether works of one service open with the names of different ones: "NMR: foam stance", "TE: squats"."""
    named = (_opens_with(one.text) for one in procedure.activities)
    return len({code for code in named if code and codes.is_timed(code)}) > 1


def _opens_with(words: str) -> str | None:
    folded = fold(words)
    return next((one.label for one in scan(folded, 0, len(folded)) if one.label and one.start == 0), None)


def _from_charges(procedure: Procedure, visit: Visit) -> Procedure:
    if procedure.minutes is not None:
        return procedure
    names = {procedure.code, procedure.stated_code}
    line = next((b for b in visit.billed if b.code in names and b.minutes is not None), None)
    return replace(procedure, minutes=line.minutes, minutes_spans=line.spans) if line else procedure


def split_cognition(procedure: Procedure) -> list[Procedure]:
    """Cognitive work beyond a first quarter of an hour is the add-on code: 38 minutes are 15 and 23."""
    if procedure.code not in ("97129", "97130") or procedure.minutes is None or procedure.minutes < 23:
        return [procedure]
    first = min(15, procedure.minutes)
    taken = min(procedure.assistant_minutes, first)
    return [
        replace(procedure, code="97129", minutes=first, assistant_minutes=taken),
        replace(
            procedure,
            code="97130",
            minutes=procedure.minutes - first,
            assistant_minutes=procedure.assistant_minutes - taken,
        ),
    ]
