"""The totals that a note states: timed minutes, and all minutes of treatment. Clock times alone are no stated total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from romberg.notes.charges import told
from romberg.notes.charges.figures import Figure
from romberg.notes.interventions import scan
from romberg.notes.layout import Document, Line, amended_from
from romberg.notes.minutes import amounts, words
from romberg.notes.treatments.grids import tables
from romberg.visit import Span

_LONGEST = 480


@dataclass(frozen=True, slots=True)
class Totals:
    """Minutes as the note sums them up, each with its words; None where the note states none."""

    timed_minutes: int | None = None
    total_minutes: int | None = None
    timed_spans: tuple[Span, ...] = ()
    total_spans: tuple[Span, ...] = ()


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands behind "timed" or "total", what stands before it, and the weaker ways to state all minutes."""
    clock = r"\d{1,2}:?\d{2}\s*(?:[ap]\.?m?\b\.?)?"
    between = (
        r"(?<!timed[.;]\s)(?:(?:(?<![.;]\s)(?:timed|total|tot)|treatment|treated|tx|rx|session|billable|billed|direct|contact"
        r"|one-on-one|skilled|services?|procedures?|"
        r"interventions?|therapy|therapeutic|visit|codes?|coded|cpts?|time|duration|length|min(?:ute)?s?|pt|ot|slp"
        r"|st|dc|patient|"
        r"today|was|is|are|were|with|of|for|in|this|date|encounter|the|came|comes|based|units?(?=\s*min)|face|all|care|spent|1:1|only|work|sum|subtotal|to|both)\b"
        rf"|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?!\s?h(?:ou)?r)|{clock}\s*(?:-|to)\s*{clock}|\([^)\d\n]{{0,40}}\)"
        rf"|\d{{1,2}}\s*units?\b(?=\W{{0,3}}\d))"
    )
    number = (
        rf"(?:(?P<hours>\d|one|an)\s*(?:h|hrs?|hours?)\b[\s,]*(?:and\s+)?(?:(?P<more>\d{{1,2}})\s*m\w*)?"
        rf"|{amounts.of_hours('half')}"
        rf"|(?P<n>\d{{1,3}}(?:\.0)?|none|{words.PATTERN})(?:\b|(?=m)))"
    )
    not_behind = (
        r"(?!\d|[/%°#+]|[:.]\d|\s*(?:-|to)\s*\d|\s*(?:\([^)\n]*\)\s*)?\+"
        r"|[ \t]*(?:u|units?|sec\w*|s|reps?|sets?|visits?|x|ft|feet|points?"
        r"|trials?|deg\w*|lob|lbs?|"
        r"steps?|passes|m\s*w\w+|out|of\s+(?!tot|treat|tx|timed|which|them))\b)"
    )
    label = rf"(?:timed|time-based|tmd|ttl|tot(?:als?)?|tct|ttt|tctm|tt)\b(?:[ \t.:=|/*_~-]*{between}){{0,16}}+"
    behind = (
        rf"(?P<label>{label})(?:\)\s*[:=]?)?[\s.:=|*_~(>-]*(?:x\s?(?=\d\d))?(?:(?:approx\w*\.?|about"
        rf"|roughly)\s*)?{number}{not_behind}(?P<mark>\s?(?:min(?:ute)?s?\b|mn\b|'|m\b))?"
    )
    before = (
        rf"(?<![\w:.-])(?<!(?<!timed)/){number}[ \t]?(?P<mark>min(?:ute)?s?|mn|')?"
        r"(?P<gap>[ \t]?(?:(?:of\s|both\s|-\s|\()*|were\s|are\s|was\s|[a-z]{2}\s)?)\Z"
    )
    weaker = (
        rf"(?:treatment|session|tx|visit|contact|therapy)\s+(?:time|length|duration|minutes|min)?[\s:=-]*(?:was\s"
        rf"|is\s)?{number}{not_behind}\s?min"
        rf"|\b(?:treatment|session|tx|therapy|contact)\s+minutes[ \t:=-]*{number}{not_behind}"
        rf"|(?<![\w/:.]){number}\s?min(?:ute)?s?\s+of\s+(?:treatment|therapy|tx|care)\s+"
        rf"(?:altogether|in all|overall|all told|today)"
        rf"|\b(?:time|duration|minutes|face[\s-]to[\s-]face(?:\s+time)?)[\s:=-]*(?:was\s|is\s|of\s"
        rf"|for\s)?{number}{not_behind}\s?min"
        rf"|(?<![\w/:.]){number}\s?min(?:ute)?s?\.?\s+(?:of\s+)?(?:face[\s-]to[\s-]face|direct\b|individual\b"
        rf"|one[\s-]on[\s-]one|1:1)"
        rf"|\btime[\s:=-]*{clock}\s*(?:-|to)\s*{clock}[\s,;=(]*{number}\s?min"
        rf"|\btime\s+with\s+(?:the\s+)?(?:doctor|dr|dc|me|therapist|provider|clinician)[\s:=-]*{number}{not_behind}"
        rf"|(?<![\w/:.]){number}\s?min(?:ute)?s?\s+with\s+(?:me|the\s+doctor|doctor|dr\b|the\s+dc)"
        rf"|(?<![\w/:.]){number}\s?(?:min(?:ute)?s?\s+)?(?:in\s+all|all\s+told|altogether)\b"
        rf"|(?:treatment|session|tx|visit)\s+(?:time|minutes|min)[\s:=-]*{number}[\s,;]+(?=timed)"
        rf"|\bseen\s+(?:1:1\s+)?(?:for\s+|x\s*)?(?:\w+,?\s+){{0,2}}?{number}{not_behind}\s?min"
    )
    return re.compile(behind), re.compile(before), re.compile(_distinct(weaker))


def _distinct(pattern: str) -> str:
    """Give each repeated group of a pattern its own name, as `re` demands."""
    counts: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        counts[match[1]] = counts.get(match[1], -1) + 1
        return f"(?P<{match[1]}{counts[match[1]] or ''}>"

    return re.sub(r"\(\?P<(\w+)>", rename, pattern)


_ANCHOR = re.compile(r"t(?<![a-z]t)(?<!un-t)(?<!non-t)(?:imed(?! up\b)|ime-based|md|tl|ot(?:als?)?|ctm?|tt|t)\b")
_BOTH = re.compile(
    r"(timed|tot(?:al)?)(?:\s*min\w*)?\s*/\s*(timed|tot(?:al)?)\b[^\d\n]{0,20}(\d{1,3})\s*(?:min\w*\s*)?/\s*(\d{1,3})"
)
_BOTH_AHEAD = re.compile(r"(\d{1,3})(?:\s?(?:'|min\w*))?\s*/\s*(\d{1,3})\s*(?:min\w*|')?\s*\(?$")
_BOTH_WORDS = re.compile(r"(timed|tot(?:al)?)\s*(?:/|and\b|&)\s*(timed|tot(?:al)?|tx|treatment)\b")
_TIMED_BEHIND = re.compile(r"\s?(?:of\s)?timed\b(?![ \t:=|]{0,4}\d)")
_RESTS = re.compile(
    r"(?:rests?|breaks?|wait(?:ing)?|driv(?:e|ing)|travel|sub-?|hep|home|walk(?:ed|ing)?|score|scale|held|hold|slept"
    r"|not|no)[\s:-]*$"
)
_OF_RESTS = re.compile(r"\s*(?:of\s+)?(?:rest|break|wait|driv|travel|walk|homework|daily|per day|/day|a day)")
_OPENS_LINE = re.compile(r"[\s|*•-]*(?P<n>\d{1,3})\s*(?:min\s*)?(?P<mark>[|:=-]|\s{2})\s*")  # "38 |  total timed"
_OPENS = 8  # signs of a line before the name of a service that opens it
_ALL_TIMED = re.compile(r"\s?(?:min(?:ute)?s?)?[\s,(]*(?:all|entirely|fully)\s(?:of\s(?:it|which)\s)?(?:was\s)?timed\b")
_SHOWS = re.compile(r"min|time|tx|treat|session|code|visit")
_BESIDE_TIMED = re.compile(
    r"\b(?:treatment|treated|tx|visit|session|therapy|all)\b(?:[ \t]+(?:time|minutes|min|today|length))*[ \t:=|-]*"
    r"(?P<n>\d{1,3})\b(?![/%.:]\d|[ \t]*(?:-|to|of|x|u|units?)\b)"
)
_COLUMN = re.compile(r"\b(timed|tot(?:al)?)\b(?: ?(?:min(?:ute)?s?|time|tx|treatment))*(?=\s{2}|\s*$)")
_NUMBER = re.compile(r"(?<![\w/:.])\d{1,3}(?![\w/:.])")
_CORRECTS = 10  # what an addendum states outweighs what stands above it
_GRID = 6  # a grid's column of today outweighs the first number of its row
_ASKEW = 4  # signs by which a number may stand beside its column's head
_SPANISH = re.compile(
    r"(?:minutos\s+|tiempo\s+)(?:(?P<timed>cronometrad[oa]s?|por\s+tiempo|medid[oa]s?)|total(?:es)?|de\s+(?:tratamiento|terapia))"
    r"\b[ \t:=-]*(?P<n>\d{1,3})\b(?:[ \t]*min(?:utos)?\b)?"
)
# Each opens with a sign that `re` can look for, and asks behind it whether that sign is a word's first.
_SHORT = (
    re.compile(  # "38 T / 38 TT", "35t/35tot"
        r"(?P<timed>\d(?=\d{0,2}[ ']?t[ ]?[/,;|])(?<![\w/:.]\d)\d{0,2})[ ']?t[ ]?[/,;|]+[ ]?"
        r"(?P<all>\d{1,3})[ ']?(?:tt|ttt|tot(?:al)?)\b"
    ),
    re.compile(
        r"t(?<!\wt)(?:/tt?[ :=]+(?P<timed>\d{1,3})/(?P<all>\d{1,3})\b"
        r"|(?:imed|imd|md|ct|cm|c)?[ :=]*(?P<timed_too>\d{1,3})[ ]?(?:m|min)?(?:[ ]?[]/,;|=>\[)(]+[ ]?|]?[ ]{1,4}\[?)"
        r"(?:tt|ttt|ttm|ttl|tot(?:al)?)[ :=]*(?P<all_too>\d{1,3})\b(?![/:%]|\.\d))"
    ),
    re.compile(r"t(?<!\wt)t[ :=]+(?P<timed>\d{1,3})[ ]?/[ ]?(?P<all>\d{1,3})\b(?![/:%]|\.\d)"),
    re.compile(
        r"(?P<timed>\d(?=\d{0,2} {0,2}[mit])(?<![\w/:.]\d)\d{0,2})[ ]?"
        r"(?:m?(?:in)?[ ]?(?:tc|tct|timed|timed code)(?:[ ]min\w*)?[ ]?[/,;|]+[ ]?"
        r"(?P<all>\d{1,3})[ ]?m?(?:in)?[ ]?(?:tt|ttt|tot(?:al)?)\b"
        r"|min(?:ute)?s?[ ](?:both[ ]|all[ ])?timed[ ](?:and|&)[ ]total\b)"
    ),
)
_SHARED = re.compile(  # stands in all that the last of them finds; few notes have it
    r"t(?:ct?|imed(?: code)?)(?:[ ]min\w*)?[ ]?[/,;|]|timed[ ](?:and|&)[ ]total"
)
_OF_A_SPINE = re.compile(r"9894[0-3][^.;\n]{0,30}[.;][ \t]+(\d{1,3})[ \t]*min(?:ute)?s?\b\.?(?=\s)")
_ALONE = re.compile(
    rf"^[ \t]*(?:{amounts.timed('n')}|(?:minutes|time)[ \t:=]*{amounts.amount('m')}[ \t]*\(?untimed\)?)"
    r"(?:[ \t]+w(?:/|ith)[ \t]+(?:the[ \t]+)?(?:dr|doctor|dc|patient|pt)\b)?\.?[ \t]*$",
    re.MULTILINE,
)


_BRACKETS = re.compile(r"\([^)]*\)")


def totals(document: Document) -> Totals:
    """The timed minutes and the total minutes that the note states for today's visit."""
    stated = [
        *(pairs := tuple(told.both(document))),
        *_stated(document, pairs),
        *_in_short(document),
        *_in_spanish(document),
        *_in_columns(document),
        *_of_grids(document),
    ]
    stated = [one for one in stated if not document.times_a_block(one.start, one.end)]
    timed = _best([s for s in stated if s.timed])
    total = _best([s for s in stated if not s.timed and s.weight > 0]) or _weaker(document, timed, stated)
    if timed is None and total and told.all_timed(document):
        timed = total._replace(timed=True)
    return Totals(
        timed.minutes if timed else None,
        total.minutes if total else None,
        (Span(timed.start, timed.end),) if timed else (),
        (Span(total.start, total.end),) if total else (),
    )


def _best(found: list[Figure]) -> Figure | None:
    return max(found, key=lambda s: (s.weight, s.start), default=None)


def _stated(document: Document, pairs: Sequence[Figure]) -> Iterator[Figure]:
    folded, (start, end) = document.folded, document.active
    taken = start
    for anchor in _ANCHOR.finditer(folded, start, end):
        if anchor.start() < taken or any(pair.start <= anchor.start() < pair.end for pair in pairs):
            continue
        if pair := _pair(folded, anchor.start(), end):
            yield from pair
            taken = pair[0].end
        elif found := _one(document, anchor, taken):
            yield found
            if not found.timed and _ALL_TIMED.match(folded, found.end):
                yield found._replace(timed=True)
            taken = max(found.end, anchor.end())


def _in_short(document: Document) -> Iterator[Figure]:
    """Both totals with their letters: "T 38 / TT 38", "33 TC min/33 total", "30 min timed and total"."""
    shared = _SHARED.search(document.folded, *document.active)
    forms: tuple[re.Pattern[str], ...] = _SHORT if shared else _SHORT[:-1]
    for pattern in forms:
        for match in pattern.finditer(document.folded, *document.active):
            read = {name.removesuffix("_too"): value for name, value in match.groupdict().items() if value}
            yield Figure(int(read["timed"]), True, *match.span(), 1)
            yield Figure(int(read.get("all", read["timed"])), False, *match.span(), 1)


def _in_spanish(document: Document) -> Iterator[Figure]:
    """ "Minutos cronometrados 40, tiempo total 40"."""
    if "minutos" in document.folded or "tiempo" in document.folded:
        for match in _SPANISH.finditer(document.folded, *document.active):
            yield Figure(int(match["n"]), bool(match["timed"]), *match.span(), 3)


def _of_grids(document: Document) -> Iterator[Figure]:
    """The sums of a grid with a column for each day: today's column counts, whatever stands before it."""
    for grid in tables(document):
        yield from (Figure(one.minutes, one.timed, *one.span, _GRID) for one in grid.sums)


def _in_columns(document: Document) -> Iterator[Figure]:
    """ "TIMED    TOTAL" with the numbers on the line below, each under its word."""
    folded = document.folded
    for line, below in pairwise(document.lines if "timed" in folded else ()):
        words_ = folded[line.start : line.end]
        if "timed" not in words_ or "tot" not in words_:
            continue
        heads = list(_COLUMN.finditer(folded, line.start, line.end))
        if {head[1][:3] for head in heads} != {"tim", "tot"} or not document.active.start <= line.start:
            continue
        numbers = list(_NUMBER.finditer(folded, below.start, below.end))
        for head in heads:
            first, last = head.start() - line.start - _ASKEW, head.end() - line.start + _ASKEW
            under = next((n for n in numbers if first <= n.start() - below.start <= last), None)
            if under:
                yield Figure(int(under[0]), head[1] == "timed", *under.span(), 3)


def _pair(folded: str, at: int, end: int) -> list[Figure]:
    """Both in one: "Timed/Total: 38/45" or "38/45 min timed/total"."""
    behind, words_ = _BOTH.match(folded, at, end), _BOTH_WORDS.match(folded, at, end)
    ahead = _BOTH_AHEAD.search(folded, max(0, at - 20), at) if words_ else None
    if ahead and words_:
        start, finish, numbers = ahead.start(), words_.end(), (ahead[1], ahead[2])
        names = (words_[1], words_[2])
    elif behind:
        start, finish, numbers = behind.start(), behind.end(), (behind[3], behind[4])
        names = (behind[1], behind[2])
    else:
        return []
    return [Figure(int(n), name == "timed", start, finish, 4) for n, name in zip(numbers, names, strict=True)]


def _one(document: Document, anchor: re.Match[str], taken: int) -> Figure | None:
    folded, end = document.folded, document.active.end
    behind, before, _ = _forms()
    after = behind.match(folded, anchor.start(), end)
    after = None if after and _FULL_STOP.search(folded, anchor.end(), _number_at(after)) else after
    ahead = before.search(folded, max(taken, anchor.start() - 24), anchor.start())
    line = document.line_at(anchor.start())
    if _RESTS.search(folded, max(taken, line.start, anchor.start() - 12), anchor.start()):
        return None
    if ahead and _RESTS.search(folded, max(taken, line.start, ahead.start() - 12), ahead.start()):
        return None  # "Rest 6 min total"
    if not ahead and not after and (opened := _OPENS_LINE.fullmatch(folded, line.start, anchor.start())):
        return _read(document, opened, (line.start, anchor.end()), anchor.group())
    if ahead and folded[ahead.start() - 1] == "(" and _closes_a_service(document, line, ahead.start()):
        return None
    if ahead and _COUNTS_UNITS.match(folded, anchor.end()):
        return None  # "2 timed units"
    if ahead and (not after or _is_of_the_next(folded, anchor.end(), after)):
        return _read(document, ahead, (ahead.start(), anchor.end()), anchor.group())
    if after and not _OF_RESTS.match(folded, after.end()):
        return _read(document, after, after.span(), after["label"])
    return None


def _is_of_the_next(folded: str, start: int, after: re.Match[str]) -> bool:
    """Whether a figure behind a name belongs to what follows: "38 min timed. 40 min total"."""
    if _NEXT_TOTAL.match(folded, after.end()) or _ENDS.search(folded, start, _number_at(after)):
        return True
    return any(one.label and one.start - after.end() < _CLOSE for one in scan(folded, after.end(), after.end() + _SOON))


_FULL_STOP = re.compile(r"[.;]\s*\n")
_COUNTS_UNITS = re.compile(r"\s(?:billable\s|billed\s)?units?\b")
_NEXT_TOTAL = re.compile(r"\s?(?:total|tot\b)(?!(?:\s(?:min\w*|time|treatment|tx))?\W{1,4}\d)")
_CLOSE, _SOON = 5, 30  # signs between a figure and the name of a service that it belongs to
_ENDS = re.compile(r"[.;]\s|\n")  # between a name and a figure that is the next sentence's


def _number_at(found: re.Match[str]) -> int:
    """Where the figure of a match begins."""
    return max(found.start(name) for name in ("hours", "half", "n"))


def _closes_a_service(document: Document, line: Line, at: int) -> bool:
    """Whether a total in brackets ends a line of one service: "Ther-ex: pulleys, wand flexion (12 min total)"."""
    start = document.segment_at(line.start).body
    return any(one.label and one.start - start < _OPENS for one in scan(document.folded, start, at))


def _read(document: Document, match: re.Match[str], span: tuple[int, int], label: str) -> Figure | None:
    minutes = _minutes(match.groupdict())
    if minutes is None or minutes > _LONGEST:
        return None
    label = _BRACKETS.sub("", label) if "(" in label else label
    timed = (
        "timed" in label
        or "time-based" in label
        or label.startswith(("tct", "tmd"))
        or bool(_TIMED_BEHIND.match(document.folded, span[1]))
    )
    line = document.line_at(span[0])
    weight = (
        2 * bool(_SHOWS.search(label) or label.startswith("tt"))
        + bool(match["mark"] or match.groupdict().get("hours"))
        + (line.start + line.indent == span[0])
    )
    weight += not timed and "timed" in document.folded[max(line.start, span[0] - 40) : min(line.end, span[1] + 30)]
    weight += document.region_at(span[0]) in ("totals", "charges")
    weight += _CORRECTS * (span[0] >= amended_from(document.folded, document.active))
    return Figure(minutes, timed, *span, weight)


def _minutes(groups: dict[str, str | None]) -> int | None:
    hours = next((v for k, v in groups.items() if k.startswith("hours") and v), None)
    more = next((v for k, v in groups.items() if k.startswith("more") and v), None)
    number = next((v for k, v in groups.items() if k[0] == "n" and v), None)
    if part := next((v for k, v in groups.items() if k.startswith("half") and v), None):
        return amounts.value(part)
    if hours:
        return 60 * (int(hours) if hours.isdigit() else 1) + int(more or 0)
    if number is None:
        return None
    if number == "none":
        return 0
    return int(float(number)) if number[0].isdigit() else words.number(number)


def _weaker(document: Document, timed: Figure | None, stated: list[Figure]) -> Figure | None:
    """All minutes stated without the word total: "Face to face 27 min", "seen 45 min", minutes alone on a line."""
    folded, (start, end) = document.folded, document.active
    for match in _forms()[2].finditer(folded, start, end):
        minutes = _minutes(match.groupdict())
        near = folded[max(start, match.start() - 14) : match.start()]
        if any(s.start < match.end() and match.start() < s.end for s in stated) or _of_a_service(
            document, *match.span()
        ):
            continue
        if minutes and (timed is None or minutes >= timed.minutes) and not _RESTS.search(near):
            return Figure(minutes, False, *match.span(), 0)
    if timed and (beside := _beside_timed(document, timed) or told.beside(document, timed)):
        return beside
    for one in told.everything(document):
        meets = any(
            s.start <= one.start < s.end or (s.start < one.end and not s.timed) for s in stated if one.start < s.end
        )
        if (
            not meets
            and one.minutes >= (timed.minutes if timed else 1)
            and not _of_a_service(document, one.start, one.end)
        ):
            return one
    if timed is None and (alone := _OF_A_SPINE.search(folded, start, end)):
        return Figure(int(alone[1]), False, alone.start(1), alone.end(), 0)
    if timed is None and (alone := next(reversed(list(_ALONE.finditer(folded, start, end))), None)):
        return Figure(amounts.value(alone["n"] or alone["m"]), False, *alone.span(), 0)
    return None


_FIELDS = ("time", "duration", "minutes")  # how the field of a service's time is named: "NMR: tandem. Time: 15 min"


def _of_a_service(document: Document, start: int, end: int) -> bool:
    """ "Manual therapy 10 min", "NMR 23 min of one on one": minutes of a service that is named there are no total."""
    line = document.line_at(start)
    if document.folded.startswith(_FIELDS, start) and _closes_a_service(document, line, start):
        return True
    if document.times_a_block(start, end):
        return True
    named = scan(document.folded, line.start, min(line.end, end + 30))
    return any(one.label and start - 2 < one.end and one.start < end + 2 for one in named)


def _beside_timed(document: Document, timed: Figure) -> Figure | None:
    """ "Timed today 31   Treatment today 31": on the line of the timed minutes the word total can be missing."""
    for match in _BESIDE_TIMED.finditer(document.folded, timed.end, document.line_at(timed.start).end):
        if int(match["n"]) >= timed.minutes:
            return Figure(int(match["n"]), False, *match.span(), 0)
    return None
