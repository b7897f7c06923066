"""From the words behind a measure's name to readings: a figure with its side and its time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from romberg.notes.measures.tokens import Token, tokens
from romberg.notes.measures.vocabulary import Known
from romberg.visit import Span

_NEAR_FILLER = re.compile(
    r"(?:[\s:=,~\-–/\])\"*]|approx\.?|about|around|is\b|are\b|at\b|on\b|of\b|for\b|held|hold|best|avg|average|mean|time[ds]?|test|score[ds]?|firm|floor|"
    r"barefoot|shoes?\s+off|shod|surface|a?arom\b|prom\b|rom\b|active(?:ly)?|passive(?:ly)?|improved|increased|decreased|up|down|max(?:imum)?|value|"
    r"then|and\b|stance|leg|le\b|lower\s+extremity|ue\b|side|trials?|seated|sitting|supine|standing|prone|lacking|lacks|measured|angle|hand|dom(?:inant)?|involved|uninvolved|"
    r"unaffected|affected|op|strength|unsupported|no\s+ue|hop|for\s+distance|still|only|achieved|deficit|ankle|knee|hip|shoulder|elbow|wrist|of\s+motion)*"
)
_WITHIN = 42


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of a measure as it stands in the note; `when` is now, earlier, goal or bound."""

    value: float
    unit: str | None
    total: float | None
    start: int
    end: int
    when: str = "now"
    told: bool = False  # a word of time stood before the figure
    side: str | None = None
    setting: str = ""  # eyes, condition or stage
    branch: str = ""  # a second score of the same test: dual task, satisfaction
    dated: str | None = None
    chained: bool = False  # the end of an arrow


@dataclass(slots=True)
class _State:
    """What the words so far say of the next figure."""

    side: str | None = None
    setting: str = ""
    branch: str = ""
    when: str = ""
    dated: str | None = None
    arrow: bool = False
    pair: str | None = None
    fresh: bool = True  # a new side, condition or date since the last figure
    depth: int = 0
    skipped: bool = False  # the next figure belongs to several conditions


def readings(
    folded: str, known: Known, stretch: Span, side: str | None = None, pair: str | None = None
) -> tuple[Reading, ...]:
    """The figures behind a name, in order, each with its side and time."""
    start, end = stretch
    state, found = _State(side=pair or side, pair=pair), list[Reading]()
    at = start
    for token in tokens(folded, start, end):
        if not _bridged(folded, known, at, token, bool(found)):
            break
        at = token.end
        if token.kind in ("stop", "strength") or (token.kind == "break" and _ends(folded, token, end)):
            break
        if token.kind in ("number", "words"):
            if not _figure(folded, known, token, state, found):
                break
        elif token.kind == "dose":
            if known.near or not found:
                break
        else:
            _word(folded, token, state, found)
    return tuple(found)


def _bridged(folded: str, known: Known, at: int, token: Token, found: bool) -> bool:
    if token.start - at > _WITHIN:
        return False
    if known.near and not (found and token.kind in ("earlier", "open", "close", "date")):
        return _NEAR_FILLER.fullmatch(folded, at, token.start) is not None
    return True


def _ends(folded: str, token: Token, end: int) -> bool:
    if token.text in ";|":
        return False
    return not re.match(
        r"\s*(?:it|left|right|[rl]|was|this|previous|prior|baseline|last|up|down)\b", folded[token.end : end]
    )


def _figure(folded: str, known: Known, token: Token, state: _State, found: list[Reading]) -> bool:
    """Take a number as a figure of the measure where it can be one; false where the name's reach ends."""
    if state.pair and token.total is not None and token.kind == "number":
        return _both_sides(known, token, state, found)
    if _is_date(known, token):
        _dated(folded, Token("date", token.start, token.end, token.text), state, found)
        return True
    value, unit = _value(known, token), token.unit
    if value is None:
        loose = not known.near and (unit == "other" or (unit is None and known.needs))
        return loose or (bool(found) and not known.near and state.when in ("", "earlier"))
    if state.skipped:
        state.skipped = False
        return True
    if token.kind == "words" and not _said(folded, token, found):
        return True
    reading = Reading(
        value,
        unit,
        token.total,
        token.start,
        token.end,
        state.when or "now",
        bool(state.when),
        state.side,
        state.setting,
        state.branch,
        state.dated,
    )
    if state.arrow and found:
        before = found[-1]
        found[-1] = replace(before, when="earlier" if before.when == "now" else before.when)
        reading = replace(
            reading, side=before.side, setting=before.setting, branch=before.branch, when="now", chained=True
        )
    elif (
        found
        and not state.fresh
        and not state.when
        and not (found[-1].when == "earlier" and found[-1].told and not state.depth)
    ):
        if not state.depth:
            return False
        reading = replace(reading, when="earlier")
    found.append(reading)
    if state.pair:
        state.side, state.pair, state.fresh = ("l" if state.side == "r" else "r"), None, True
    else:
        state.fresh = False
    state.when, state.dated, state.arrow = "", None, False
    return True


def _both_sides(known: Known, token: Token, state: _State, found: list[Reading]) -> bool:
    first = state.pair or "r"
    second = "l" if first == "r" else "r"
    for side, value in ((first, token.value), (second, token.total or 0.0)):
        if known.low <= value <= known.high:
            found.append(
                Reading(
                    value,
                    token.unit,
                    None,
                    token.start,
                    token.end,
                    state.when or "now",
                    bool(state.when),
                    side,
                    state.setting,
                    state.branch,
                )
            )
    state.fresh, state.when = False, ""
    return True


def _is_date(known: Known, token: Token) -> bool:
    if token.total is None or token.unit or token.total in known.of or token.kind == "words":
        return False
    if known.name == "ROM":
        return (
            token.value <= 12
            and token.total <= 31
            and token.value == int(token.value)
            and "/" in token.text
            and token.value < 5
        )
    return 1 <= token.value <= 12 and token.total <= 31


def _value(known: Known, token: Token) -> float | None:
    """The figure of a number token, or None where its unit, total or size cannot be this measure's."""
    unit = token.unit
    if unit is not None and not _fits(known, unit):
        return None
    if known.needs and unit is None and token.total not in known.of:
        return None
    if token.total is not None and known.name != "ROM" and token.total not in known.of:
        return None
    if token.total is not None and known.name == "ROM" and not 20 <= token.total <= 190:
        return None
    return token.value if known.low <= token.value <= known.high else None


def _fits(known: Known, unit: str) -> bool:
    if unit in known.units:
        return True
    if unit == "inch mark":
        return "s" in known.units or "in" in known.units
    return (
        (unit == "points" and "%" in known.units)
        or (unit == "%" and known.of == (100.0,))
        or (unit == "mm" and "cm" in known.units)
    )


def _said(folded: str, token: Token, found: list[Reading]) -> bool:
    """Number words count only where they are said as a figure: with a total, a unit, or behind "is" and "was"."""
    if token.total is not None or token.unit is not None or found:
        return True
    return (
        re.search(r"(?:\b(?:is|was|at|to|scored?|score|of)|[:=])\s*$", folded[max(0, token.start - 9) : token.start])
        is not None
    )


def _word(folded: str, token: Token, state: _State, found: list[Reading]) -> None:
    kind = token.kind
    if kind == "side":
        _side(folded, token, state, found)
    elif kind == "pair":
        state.pair, state.side, state.fresh = token.text, token.text, True
    elif kind in ("eyes", "stage"):
        state.setting, state.fresh, state.skipped = token.text, True, False
    elif kind == "range":
        state.setting, state.fresh, state.skipped = token.text, True, True
    elif kind in ("dual", "sat"):
        state.branch, state.fresh = kind, True
    elif kind in ("arrow", "to"):
        _arrow(folded, token, state, found)
    elif kind == "date":
        _dated(folded, token, state, found)
    elif kind in ("earlier", "now"):
        _time(folded, token, state, found)
    elif kind == "bound":
        state.when = (
            "goal" if token.text.startswith(("goal", "target", "ltg", "stg")) or state.when == "goal" else "bound"
        )
    elif kind == "open":
        state.depth += 1
    elif kind == "close":
        state.depth = max(0, state.depth - 1)
    elif kind == "break":
        state.when = ""


def _side(folded: str, token: Token, state: _State, found: list[Reading]) -> None:
    letter = token.text.strip("()")[0]
    behind = found and found[-1].side is None and folded[found[-1].end : token.start].strip() in ("", "on", "on the")
    if behind and letter in "rl" and not state.when:
        found[-1] = replace(found[-1], side=letter)
        state.fresh = True
        return
    state.side, state.fresh = (letter if letter in "rl" else None), True


def _arrow(folded: str, token: Token, state: _State, found: list[Reading]) -> None:
    adjacent = found and not folded[found[-1].end : token.start].strip(" -=(rlRL)")
    if token.kind == "to" and not adjacent:
        return
    if adjacent:
        state.arrow = True
    elif token.text == ">" and (not found or folded[found[-1].end : token.start].strip()):
        state.when = "bound" if state.when != "goal" else "goal"


def _dated(folded: str, token: Token, state: _State, found: list[Reading]) -> None:
    before = folded[token.end : token.end + 2].lstrip()[:1] in (":", "=") or not found
    if before:
        state.dated, state.fresh = token.text, True
    else:
        found[-1] = replace(found[-1], dated=token.text, when="earlier" if found[-1].when == "now" else found[-1].when)


def _time(folded: str, token: Token, state: _State, found: list[Reading]) -> None:
    when = "earlier" if token.kind == "earlier" else "now"
    gap = folded[found[-1].end : token.start] if found else ""
    always_before = token.text in ("was", "were", "from", "had been")
    if found and not always_before and not found[-1].told and not re.search(r"[,;(.|]", gap):
        found[-1] = replace(found[-1], when=when if found[-1].when in ("now", "earlier") else found[-1].when, told=True)
        return
    state.when = when if state.when not in ("goal", "bound") else state.when
    if when == "now":
        state.fresh = True


def kept(found: tuple[Reading, ...]) -> Iterator[Reading]:
    """The readings that are values: no goals, no bounds."""
    return (reading for reading in found if reading.when in ("now", "earlier"))
