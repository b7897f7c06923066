"""From the words behind a measure's name to readings: a figure with its side and its time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from romberg.notes.measures import figures
from romberg.notes.measures.tokens import Token, tokens
from romberg.notes.measures.vocabulary import Known
from romberg.visit import Span

_NEAR_FILLER = re.compile(
    r"(?:[\s:=,~\-–/\])\"*]|approx\.?|about|around|is\b|are\b|at\b|on\b|of\b|for\b|held|hold|best|avg|average|mean|time[ds]?|test|score[ds]?|firm|floor|"
    r"fwd|forward|anterior|lateral|barefoot|shoes?\s+off|shod|surface|a?arom\b|prom\b|rom\b|active(?:ly)?|passive(?:ly)?|improved|increased|decreased|up|down|max(?:imum)?|value|"
    r"then|and\b|stance|leg|le\b|lower\s+extremity|ue\b|side|trials?|seated|sitting|supine|standing|prone|lacking|lacks|measured|angle|hand|"
    r"dom(?:inant)?|involved|uninvolved|unaffected|affected|op|strength|unsupported|no\s+ue|hop|for\s+distance|still|only|achieved|deficit|"
    r"by\s+video|via\s+video|on\s+video|ankle|knee|hip|shoulder|elbow|wrist|of\s+motion|the|has|have|gone|come|went|risen|from|his|her)*"
)
_WITHIN = 42
_GOES_ON = re.compile(r"\s*(?:it|left|right|[rl]|was|this|previous|prior|baseline|last|up|down)\b")
_FIGURE_NEXT = re.compile(r"\s*\)?\s*[:=]?\s*\d")


_UNABLE = re.compile(r"(?:unable|could\s+not|can\s?not|nt\b|n/a)[^\d.\n]{0,20}?[;,/]\s*\(?(?:r|l|rt|lt|right|left)\b")
_TRIALS = re.compile(
    r"(?:\s*(?:s|sec)?\s*(?:[,/;]|and\b)\s*\d{1,3}(?:\.\d+)?){1,4}\s*(?:s|sec)?\W{1,4}"
    r"(?:best|avg|average|mean)\s*(?:is|was|[:=])?\s*\d"
)


_THEN_AND_NOW = re.compile(
    r"\b(?:re-?)?(?:eval(?:uation)?|initial|then|baseline|admission|admit|intake|start|ie|soc|before|first|pre)\b\s*/\s*"
    r"(?:re-?eval|d/?c\b|discharge|now\b|today|current|final|end\b|last|after|post|this\s+visit)"
)
_STROKE = " / "


@lru_cache(maxsize=8)
def _then_and_now(folded: str) -> bool:
    """Whether the note heads pairs of results with "Eval / discharge"."""
    return _THEN_AND_NOW.search(folded) is not None


class Reading(NamedTuple):
    """One figure of a measure as it stands in the note; `when` is now, earlier, goal or bound."""

    value: float
    unit: str | None
    total: float | None
    start: int
    end: int
    when: str = "now"
    told: bool = False  # a word of time stands by the figure
    side: str | None = None
    setting: str = ""  # eyes, condition, stage or item
    branch: str = ""  # a second score of the same test: dual task, satisfaction
    dated: str | None = None
    chained: bool = False  # the end of an arrow


@dataclass(slots=True)
class _Walk:
    """Going through the words behind a name: what they so far say of the next figure, and the figures found."""

    folded: str
    known: Known
    end: int
    side: str | None
    pair: str | None
    setting: str = ""
    branch: str = ""
    when: str = ""
    dated: str | None = None
    arrow: bool = False
    fresh: bool = True  # a new side, condition or date since the last figure
    depth: int = 0
    skipped: bool = False  # the next figure belongs to several conditions
    picked: bool = False  # the next figure is the best or the mean of the trials before it
    found: list[Reading] = field(default_factory=list)


def readings(
    folded: str, known: Known, stretch: Span, side: str | None = None, pair: str | None = None
) -> tuple[Reading, ...]:
    """The figures behind a name, in order, each with its side and time."""
    walk = _Walk(folded, known, stretch.end, pair or side, pair)
    at = stretch.start
    for token in tokens(folded, *stretch):
        if not _bridged(walk, at, token) or not _step(walk, token):
            break
        at = token.end
    return tuple(walk.found)


def _bridged(walk: _Walk, at: int, token: Token) -> bool:
    """Whether a word still belongs to the name: close to the last one, for some measures with nothing else between."""
    if token.start - at > _WITHIN:
        return False
    if walk.known.near and not (walk.found and token.kind in ("earlier", "open", "close", "date")):
        between = walk.folded[at : token.start]  # a measure that needs its unit is none of the exercises on foam
        return _NEAR_FILLER.fullmatch(between.replace("foam", "") if walk.known.needs else between) is not None
    return True


def _step(walk: _Walk, token: Token) -> bool:
    """Take one word in; false where the name's reach ends."""
    kind = token.kind
    if kind in ("number", "words"):
        return _number(walk, token)
    if kind == "stop":
        return _UNABLE.match(walk.folded, token.start, walk.end) is not None
    if kind == "strength":
        return False
    if kind == "break" and token.text == ".":
        return _GOES_ON.match(walk.folded, token.end, walk.end) is not None
    if kind == "dose":
        return bool(walk.found) and not walk.known.near
    _word(walk, token)
    return True


def _number(walk: _Walk, token: Token) -> bool:
    folded, known, found = walk.folded, walk.known, walk.found
    if walk.pair and token.total is not None and token.kind == "number":
        return _both_sides(walk, token)
    if token.total is not None and _STROKE in token.text and token.total not in known.of and _then_and_now(folded):
        return _before_and_after(walk, token)
    if figures.is_date(known, token):
        _day(walk, token)
        return True
    if known.last and token.total is not None and token.total not in known.of:
        token = token._replace(value=token.total, total=None)
    token = figures.borrowed(folded, known, figures.share(folded, known, token))
    value = figures.value(known, token)
    if value is None or figures.part_only(folded, known, token, walk.end):
        return not known.near and (not found or walk.when in ("", "earlier"))
    if walk.skipped or not (found or figures.said(folded, token)):
        walk.skipped = False
        return True
    return _take(walk, token, value)


def _take(walk: _Walk, token: Token, value: float) -> bool:
    """File a figure; false where it is no more than the next number in the sentence."""
    told = bool(walk.when)
    reading = Reading(
        value, token.unit, token.total, token.start, token.end, walk.when or "now", told,
        walk.side, walk.setting, walk.branch, walk.dated,
    )  # fmt: skip
    found = walk.found
    if (
        walk.picked
        and found
        and (not walk.depth or len(found) > 1 or _TRIALS.match(walk.folded, found[-1].end, walk.end))
    ):
        while found and found[-1][7:10] == reading[7:10] and found[-1].when == "now":
            found.pop()
        walk.picked, walk.fresh = False, True
    if found and not walk.pair and walk.folded[found[-1].end : reading.start] == _STROKE and _then_and_now(walk.folded):
        walk.arrow = True
    if walk.arrow and found and walk.when in ("", "now"):
        reading = _chained(found, reading)
    elif found and not walk.fresh and not walk.when:
        item = walk.known.items and token.total is not None and not walk.depth
        if walk.depth:
            reading = reading._replace(when="earlier")
        elif item:
            reading = reading._replace(setting=f"{walk.setting}item {len(found)}")
        elif not walk.known.last and (found[-1].when != "earlier" or not found[-1].told):
            return _TRIALS.match(walk.folded, found[-1].end, walk.end) is not None
    found.append(reading)
    _after_figure(walk)
    return not walk.known.once or reading.when != "now"


def _chained(found: list[Reading], reading: Reading) -> Reading:
    before = found[-1]
    found[-1] = before._replace(when="earlier" if before.when == "now" else before.when)
    return reading._replace(
        side=before.side, setting=before.setting, branch=before.branch, when="now", dated=None, chained=True
    )


def _after_figure(walk: _Walk) -> None:
    if walk.pair:
        walk.side, walk.pair, walk.fresh = ("l" if walk.side == "r" else "r"), None, True
    else:
        walk.fresh = False
    walk.when, walk.dated, walk.arrow = "", None, False


def _both_sides(walk: _Walk, token: Token) -> bool:
    """ "R / L 9 / 26 s": a figure for each side."""
    first = walk.pair or "r"
    for side, value in ((first, token.value), ("l" if first == "r" else "r", token.total or 0.0)):
        if walk.known.low <= value <= walk.known.high:
            reading = Reading(
                value, token.unit, None, token.start, token.end, walk.when or "now", bool(walk.when), side
            )
            walk.found.append(reading._replace(setting=walk.setting, branch=walk.branch))
    walk.fresh, walk.when = False, ""
    return True


def _before_and_after(walk: _Walk, token: Token) -> bool:
    """ "6 / 11" under "Then / now"."""
    old = Reading(token.value, token.unit, None, token.start, token.end, "earlier", True, walk.side, walk.setting)
    if not all(walk.known.low <= value <= walk.known.high for value in (token.value, token.total or 0.0)):
        return False
    stroke = walk.folded.rindex("/", token.start, token.end)
    walk.found += [old, old._replace(value=token.total or 0.0, when="now", start=stroke + 1, chained=True)]
    _after_figure(walk)
    return True


def _word(walk: _Walk, token: Token) -> None:
    kind = token.kind
    if kind == "side":
        _side(walk, token)
    elif kind == "pair":
        walk.pair, walk.side, walk.fresh = token.text, token.text, True
    elif kind in ("eyes", "stage", "range"):
        walk.setting, walk.fresh, walk.skipped = token.text, True, kind == "range"
    elif kind in ("dual", "manual", "sat", "sport"):
        walk.branch, walk.fresh = kind, True
    elif kind == "pick":
        walk.picked = True
    elif kind in ("arrow", "to"):
        _arrow(walk, token)
    elif kind == "date":
        _day(walk, token)
    elif kind in ("earlier", "now"):
        _time(walk, token)
    elif kind == "bound":
        aim = token.text.startswith(("goal", "target", "ltg", "stg")) or walk.when == "goal"
        walk.when = "goal" if aim else "bound"
    elif kind in ("open", "close"):
        walk.depth = max(0, walk.depth + (1 if kind == "open" else -1))
    elif kind == "break":
        walk.when = ""


def _gap(walk: _Walk, token: Token) -> str | None:
    """What stands between the last figure and a word, None where no figure came yet."""
    return walk.folded[walk.found[-1].end : token.start] if walk.found else None


def _side(walk: _Walk, token: Token) -> None:
    letter, gap = token.text.strip("()")[0], _gap(walk, token)
    behind = gap is not None and gap.strip() in ("", "on", "on the") and walk.found[-1].side is None
    if behind and letter in "rl" and not walk.when:
        walk.found[-1] = walk.found[-1]._replace(side=letter)
        walk.fresh = True
        return
    walk.side, walk.fresh = (letter if letter in "rl" else None), True


def _arrow(walk: _Walk, token: Token) -> None:
    gap = _gap(walk, token)
    adjacent = gap is not None and not gap.strip(" -=(rlRL)")
    if adjacent:
        walk.arrow = True
    elif token.text == ">":
        walk.when = "goal" if walk.when == "goal" else "bound"


def _day(walk: _Walk, token: Token) -> None:
    """A day belongs to the figure before it ("22 on 8/20"), or to the next one ("8/20: 22")."""
    gap = _gap(walk, token)
    behind = gap is not None and (
        gap.rstrip().endswith((" on", " in", " at", "(")) or not _FIGURE_NEXT.match(walk.folded, token.end)
    )
    if behind:
        last = walk.found[-1]
        walk.found[-1] = last._replace(dated=token.text, told=True, when="earlier" if last.when == "now" else last.when)
    else:
        walk.dated, walk.fresh = token.text, True


def _time(walk: _Walk, token: Token) -> None:
    when, gap = ("earlier" if token.kind == "earlier" else "now"), _gap(walk, token)
    goes_before = token.text in ("was", "were", "from", "had been") or walk.folded.startswith(":", token.end)
    if gap is not None and not goes_before and not walk.found[-1].told and not re.search(r"[,;(.|]", gap):
        last = walk.found[-1]
        walk.found[-1] = last._replace(when=when if last.when in ("now", "earlier") else last.when, told=True)
        return
    walk.when = when if walk.when not in ("goal", "bound") else walk.when
    if when == "now":
        walk.fresh = True
