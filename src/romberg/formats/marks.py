"""The note's words by kind, for pages that show them: what was done, how long, what was measured, who signed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from romberg.report import Report
from romberg.visit import Span

# Letter and meaning of each kind, the strongest first: where two kinds share words, the stronger one shows.
KINDS = {
    "minutes": ("T", "time"),
    "measure": ("M", "measured value"),
    "signature": ("S", "clinician and signature"),
    "charge": ("C", "charge written in the note"),
    "diagnosis": ("D", "diagnosis"),
    "not counted": ("X", "looks like treatment and is not counted"),
    "activity": ("A", "what was done with the patient"),
}
_KEPT = frozenset("\n\t")
_UNSEEN = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u061c\u115f\u1160\u3164")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the note's words of one kind; `kind` is "" for all the rest."""

    text: str
    kind: str


def pieces(report: Report) -> Iterator[Piece]:
    """The note cut into runs of one kind, in order; together they are the whole note, safe to print."""
    return cut(report.text, _spans(report), tuple(KINDS))


def cut(text: str, found: Mapping[str, Sequence[Span]], strongest_first: Sequence[str]) -> Iterator[Piece]:
    """A text cut into runs of one kind; where kinds share words, the stronger one shows."""
    for kind, runs in groupby(_painted(len(text), found, strongest_first), key=lambda run: run[2]):
        start, *_, end = [at for run in runs for at in run[:2]]
        yield from _trimmed(text[start:end], kind)


def _trimmed(words: str, kind: str) -> Iterator[Piece]:
    """A run without the blanks around its words, which are marked as nothing."""
    core = words.strip() if kind else ""
    if not core:
        yield Piece(visible(words), "")
        return
    before, after = words[: words.index(core)], words[words.index(core) + len(core) :]
    yield from (Piece(visible(part), of) for part, of in ((before, ""), (core, kind), (after, "")) if part)


def _spans(report: Report) -> dict[str, list[Span]]:
    visit = report.header.coded.visit
    procedures = report.header.coded.procedures
    minutes = [span for one in procedures for span in one.minutes_spans]
    minutes += [span for name, found in visit.header_spans.items() if "minutes" in name for span in found]
    people = [span for one in visit.clinicians for span in one.spans]
    return {
        "not counted": [span for one in visit.not_counted for span in one.spans],
        "minutes": minutes,
        "measure": [span for one in visit.measures for span in one.spans],
        "signature": [*people, *visit.documentation.get("signature", ())],
        "charge": [span for one in visit.billed for span in one.spans],
        "diagnosis": [span for one in visit.diagnoses for span in one.spans],
        "activity": [span for one in procedures for activity in one.activities for span in activity.spans],
    }


def _painted(
    length: int, found: Mapping[str, Sequence[Span]], strongest_first: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    """Runs of one kind: at every edge of a span the strongest kind that covers the place."""
    edges = sorted({0, length, *(at for spans in found.values() for span in spans for at in span if 0 <= at <= length)})
    starts: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    for kind, spans in found.items():
        for start, end in spans:
            starts.setdefault(start, []).append(kind)
            ends.setdefault(end, []).append(kind)
    covering = dict.fromkeys(strongest_first, 0)
    for start, end in pairwise(edges):
        for kind in ends.get(start, ()):
            covering[kind] -= 1
        for kind in starts.get(start, ()):
            covering[kind] += 1
        yield start, end, next((kind for kind, count in covering.items() if count > 0), "")


def visible(text: str) -> str:
    r"""The text with control, direction-changing and unseen characters written out, as in \u202e."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(one) for one in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n"))


def _shown(one: str) -> str:
    if one in _KEPT:
        return one
    hidden = one in _UNSEEN or unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    if not hidden:
        return one
    return f"\\x{ord(one):02x}" if ord(one) < 256 else f"\\u{ord(one):04x}"


def quoted(report: Report, spans: Iterable[Span], most: int = 3, longest: int = 60) -> list[str]:
    """The note's words at some places, on one line each and cut where long."""
    shown = []
    for start, end in list(spans)[:most]:
        words = " ".join(visible(report.text[start:end]).split())
        shown.append(words if len(words) <= longest else words[: longest - 1].rstrip() + "…")
    return shown
