"""From a visit to its procedures: every code with words for it, every word under one code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from romberg.coding.charged import Block, as_charged
from romberg.coding.choose import Choice, choose
from romberg.coding.evaluations import evaluation
from romberg.coding.minutes import fill, split_cognition
from romberg.coding.procedure import Candidate, CodedVisit, Procedure
from romberg.coding.work_programs import as_program
from romberg.knowledge import codes
from romberg.notes.elements.activity import specific
from romberg.visit import Share, Span, Treatment, Visit

_EVALUATIONS = frozenset(
    {
        "97161",
        "97162",
        "97163",
        "97164",
        "97165",
        "97166",
        "97167",
        "97168",
        "92521",
        "92522",
        "92523",
        "92524",
        "92610",
    }
)
_MODALITIES = frozenset(
    {"97010", "97012", "97014", "97016", "97018", "97022", "97024", "97026", "97028", "97039", "G0283", "97035"}
)


def code(visit: Visit) -> CodedVisit:
    """The procedures that a visit's words support; no code without words, no minute twice."""
    return procedures(visit, blocks(visit))


def blocks(visit: Visit) -> list[Block]:
    """The blocks of treatment of a visit that are services of its claim, each with its code."""
    found = [Block(t, c) for t in visit.treatments if (c := choose(t, visit)) and not _uncharged(t, c)]
    return as_charged(found, visit)


def procedures(visit: Visit, coded: Sequence[Block]) -> CodedVisit:
    """Blocks of treatment as procedures, all words of one code together."""
    examined = evaluation(visit)
    if examined:
        coded = [c for c in coded if c.choice.code not in _EVALUATIONS]
    by_code: dict[str, list[Block]] = {}
    for item in coded:
        by_code.setdefault(item.choice.code, []).append(item)
    found = as_program(visit, [_procedure(name, items) for name, items in by_code.items()])
    filled = fill(([examined] if examined else []) + found, visit)
    return CodedVisit(visit, tuple(part for p in filled for part in split_cognition(p)))


def _uncharged(treatment: Treatment, choice: Choice) -> bool:
    """A pack or pad that the note itself marks as not charged is no service of the claim."""
    return "not billed" in treatment.flags and choice.code in _MODALITIES


def _procedure(name: str, items: list[Block]) -> Procedure:
    treatments = tuple(item.treatment for item in items)
    known = codes.get(name)
    minutes = [t.minutes for t in treatments if t.minutes is not None]
    shares = tuple(s for t in treatments for s in _shares(t))
    activities = tuple(a for t in treatments for a in t.activities)
    others = dict.fromkeys(c for item in items for c in item.choice.others if c != name)
    return Procedure(
        code=name,
        timed=bool(known and known.timed),
        minutes=sum(minutes) if minutes else None,
        assistant_minutes=sum(s.minutes or 0 for s in shares if s.role == "assistant"),
        service=known.service if known else "other",
        activities=activities,
        candidates=tuple(Candidate(c, why_other(c)) for c in others),
        says=_says(items),
        spans=_spans(treatments),
        stated_code=next((t.stated_code for t in treatments if t.stated_code), None) or _label_code(treatments),
        vague=not specific(treatments),
        shares=shares,
        flags=_flags(treatments),
        regions=tuple(dict.fromkeys(r for t in treatments for r in t.regions)),
        minutes_spans=tuple(s for t in treatments for s in t.minutes_spans),
        whole=tuple(s for t in treatments for s in t.whole),
    )


def _label_code(treatments: Iterable[Treatment]) -> str | None:
    return next((t.label_code for t in treatments if t.label_code), None)


def _shares(treatment: Treatment) -> tuple[Share, ...]:
    """A sole pair of hands furnished all the minutes of its block."""
    if len(treatment.shares) == 1 and treatment.shares[0].minutes is None:
        only = treatment.shares[0]
        return (Share(only.role, treatment.minutes, only.spans, only.supervised),)
    return treatment.shares


def _says(items: list[Block]) -> str:
    quoted = [f"“{a.text}”" for item in items for a in item.treatment.activities[:2]][:3]
    words = ", ".join(quoted)
    return f"{words}: {items[0].choice.why}." if words else f"{items[0].choice.why}."


def why_other(code_name: str) -> str:
    """Why a fair coder might choose a runner-up."""
    known = codes.get(code_name)
    label = known.label if known else code_name
    return f"the same words can be read as {label}; the stated purpose decides"


def _spans(treatments: Iterable[Treatment]) -> tuple[Span, ...]:
    return tuple(span for t in treatments for a in t.activities for span in a.spans) or tuple(
        span for t in treatments for span in t.spans
    )


def _flags(treatments: Iterable[Treatment]) -> dict[str, tuple[Span, ...]]:
    found: dict[str, tuple[Span, ...]] = {}
    for treatment in treatments:
        for name, spans in treatment.flags.items():
            found[name] = (*found.get(name, ()), *spans)
    return found
