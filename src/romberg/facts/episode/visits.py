"""What a patient's other visits tell of each, in the order of their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from romberg.facts.episode import measured, said
from romberg.facts.episode.beside import Beside
from romberg.facts.episode.measured import Trend
from romberg.facts.episode.rows import Seen, frame
from romberg.facts.episode.text import Alike, alike
from romberg.facts.episode.windows import CASE, NAMES, windows
from romberg.visit import Visit

_REAL = ("real gain", "depends on whom")


def of_patients(seen: Sequence[Seen]) -> list[Beside]:
    """For each visit, in the order given, what the other notes tell of it.

    Visits without a date are not put in order, and nothing is told of them.
    """
    visits = [one.coded.visit for one in seen]
    told = windows(frame(seen)).to_dicts()
    cases: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for row in told:
        cases[tuple(row[name] for name in CASE)].append(row["at"])
    values = {at: found for held in cases.values() for at, found in _values(held, visits).items()}
    texts = alike(visits, [one.patient for one in seen])
    found = {row["at"]: _beside(row, values[row["at"]], texts[row["at"]]) for row in told}
    return [found.get(at, Beside()) for at in range(len(seen))]


def _values(held: Sequence[int], visits: Sequence[Visit]) -> dict[int, dict[str, Any]]:
    """What measures, sides and levels of help tell, for each visit of one case."""
    ordered = [visits[at] for at in held]
    sayings = [said.said(visit) for visit in ordered]
    starts = [place for place, visit in enumerate(ordered) if visit.kind == "evaluation"]
    found = {}
    for place, at in enumerate(held):
        start = max((one for one in starts if one <= place), default=0)
        against = said.contradicted(sayings[place], sayings[:place])
        found[at] = {
            **_moved(measured.trends(ordered[start : place + 1])),
            "earlier_values_contradicted": measured.contradicted(ordered[place], ordered[:place]),
            "earlier_notes_contradicted": tuple(says for says, _ in against),
            "contradicted_spans": tuple(span for _, spans in against for span in spans),
        }
    return found


def _moved(trends: tuple[Trend, ...]) -> dict[str, Any]:
    compared = [one for one in trends if one.least is not None]
    gained = [one for one in compared if one.gain > 0 and one.verdict in _REAL]
    return {
        "trends": trends,
        "measures_compared": len(compared),
        "measures_gained": len(gained),
        "measures_moved": tuple(one.says() for one in compared),
    }


def _beside(row: Mapping[str, Any], values: Mapping[str, Any], text: Alike | None) -> Beside:
    copied: dict[str, Any] = {}
    if text is not None:
        copied = {
            "copied_percent": text.percent,
            "copied_from_date": text.on,
            "copied_from_other": text.other_patient,
            "copied_spans": text.spans,
        }
    return Beside(**{name: row[name] for name in NAMES}, **values, **copied)
