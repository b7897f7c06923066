"""The ways in which people pair services with their minutes: "TE 14, NMR 16", "22 of those were gait", "15 each"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from romberg.knowledge import codes
from romberg.notes.interventions import Mention, group_codes
from romberg.notes.minutes import amounts
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.parting.fractions import parts
from romberg.notes.treatments.parting.times import Pair, Token, code_of, family, segments, services_told, works
from romberg.visit import Span

_FAR = 48  # signs between a name and its number
_FURTHER = 110  # where its work stands between
_WORK = re.compile(r"[^.;\n\d]*")
_LINKS = (
    "was|were|is|are|ran|took|got|had|lasted|for|at|occupied|filled|received|used|made|up|the|first|last|next|final|remaining"
    "|other|of|another|about|only|min|mins|minutes|time|today|work|training|tx|therapy|treatment|in|to|with|came|x|on|went"
    "|into|devoted|given|dedicated|assigned|directed|put|them|those|these|it|that|this|spent|doing|and|then|a|more|toward|towards|his|her"
)
_BEHIND = re.compile(rf"[\s:=(\[|.,~)\]@/>-]*(?:(?:{_LINKS})\b[\s:=(,]*)*")
_AHEAD = re.compile(rf"[\s:=|/>-]*(?:(?:{_LINKS})\b[\s:(]*)*")
_REST_AHEAD = re.compile(
    r"\b(?:rest|remainder|balance|others|remaining\s(?:time|minutes))\b(?:\sof\s(?:the\s|our\s|it)?(?:\d+[\s-]min\w*\s)?(?:\w+)?)?"
    rf"[\s,:]*(?:(?:{_LINKS}|went|by|goes)\b[\s:]*)*$"
)
_REST_BEHIND = re.compile(
    r"[^.;\n\d]{0,90}?\b(?:the\s)?(?:rest|remainder|balance|remaining\s(?:time|minutes))\b(?!\s(?:break|period|between))"
)
_JOINS = r"(?:\s?[/+&,]\s?(?:and\s)?|\sand\s)"
_LIST = rf"(?P<list>\d{{1,2}}(?:\s?min(?:ute)?s?|')?(?:{_JOINS}\d{{1,2}}(?:\s?min(?:ute)?s?|')?)+)(?![\d%°#])"
_NUMBERS = re.compile(rf"(?<![\w/.$#-]){_LIST}")
_NUMBERS_BEFORE = re.compile(
    rf"(?<![\w/.$#-]){_LIST}(?:\s?=\s?\d{{1,3}})?(?:\s?min(?:ute)?s?)?(?:\s(?:for|of|on|in|to|between|among|into))?[\s:]*$"
)
_NUMBER = re.compile(r"\d{1,2}")
_BRACKETED = r"(?:\s?\([^()\n]*\))?"
_TO_NUMBERS = re.compile(  # also over what they come to: ", 38 min together (23 / 15)"
    _BRACKETED
    + r"[\s:=(),]*(?:\d{1,3}\s?min(?:ute)?s?\s(?:together|total|combined|in\sall|altogether|all\stold)[\s:,(=]*)?"
    r"(?:(?:for|were|was|took|at|of|min(?:ute)?s?)\b[\s:=]*)*"
)
_EACH = re.compile(
    rf"(?:(?<=[.;:\n]\s)|(?<=[.;:\n])|(?=[\w\s-]{{1,16}}\bmin))(?<![\w/.-]){amounts.amount('n')}\s(?:of\s)?(?P<each>each|apiece|a\spiece|per\s(?:service|code))\b"
    rf"|\b(?:equal\stime|split|shared|divided)\b[^.;\n]{{0,60}}?{amounts.amount('whole')}\sevenly\b"
    rf"|\b(?:split|shared|divided)\s(?:the\s)?{amounts.amount('half')}\s(?:evenly|equally|in\shalf)\b"
)
_ALL_OF_IT = re.compile(
    r"[\s,;(-]*(?:and\s)?all\s(?:of\s)?(?:it|that|which|them|this)\s(?:(?:was|were|spent|went|on|in|for|to)\s)*"
)
_IN_ORDER = re.compile(r"\b(?:in\sth(?:at|is)\sorder|respectively|in\sorder)\b")
_EACH_ALONE = re.compile(
    rf"(?:(?<=[.;:\n]\s)|(?<=[.;:\n])){amounts.amount('n')}\s(?:for\s)?each\b(?!\s(?:side|leg|arm|way|direction))"
)


def ways(events: Events, found: Sequence[Head], sums: frozenset[int]) -> Iterator[list[Pair]]:
    """Each way to pair the names and numbers of the note, those that leave the least to chance first."""
    yield from parts(events, sums)
    folded = events.document.folded
    told = [services_told(events, segment) for segment in segments(events)]
    yield [pair for tokens in told for pair in _listed(folded, tokens)]
    yield [pair for tokens in told for pair in _each(folded, tokens)]
    yield list(_in_order(events, told))
    for first, then in _FINDERS:
        pairs = [pair for tokens in told for pair in _paired(folded, tokens, first, then)]
        yield pairs
        paired = frozenset(pair.name for pair in pairs)
        rest = next((rest for tokens in told for rest in _rests(folded, tokens, paired)), None)
        if rest:
            yield [*pairs, rest]
    yield list(_of_work(events, found))


def whole(events: Events) -> Iterator[Pair]:
    """The one service that has all the time: "43 minutes, all of it on self-care"."""
    folded = events.document.folded
    for segment in segments(events):
        for number, name in pairwise(services_told(events, segment)):
            if name.name and not number.name and _ALL_OF_IT.fullmatch(folded, number.end, name.start):
                yield Pair(code_of(name.name), number.minutes, Span(number.start, number.end), name.name)


def _pair(name: Token, number: Token) -> Pair | None:
    return Pair(code_of(name.name), number.minutes, Span(number.start, number.end), name.name) if name.name else None


_Finder = Callable[[str, Sequence[Token], int], Token | None]


def _behind(folded: str, tokens: Sequence[Token], at: int) -> Token | None:
    """The number right behind a name: "gait took 14", "97112, 24"."""
    number = tokens[at + 1] if at + 1 < len(tokens) else None
    fits = number and not number.name and _fits(_BEHIND, folded[tokens[at].end : number.start])
    return number if fits else None


def _ahead(folded: str, tokens: Sequence[Token], at: int) -> Token | None:
    """The number right before a name: "22 of those minutes were gait", "another 20 went to neuro re-ed"."""
    number = tokens[at - 1] if at else None
    return number if number and not number.name and _fits(_AHEAD, folded[number.end : tokens[at].start]) else None


def _further(folded: str, tokens: Sequence[Token], at: int) -> Token | None:
    """The number behind a name with its work between: "gait with a cane in the hall took 14"."""
    number = tokens[at + 1] if at + 1 < len(tokens) else None
    return number if number and not number.name and _fits(_WORK, folded[tokens[at].end : number.start]) else None


_FINDERS: tuple[tuple[_Finder, _Finder | None], ...] = (
    (_behind, None), (_ahead, None), (_behind, _ahead), (_ahead, _behind), (_behind, _further), (_ahead, _further),
)  # fmt: skip


def _fits(form: re.Pattern[str], gap: str) -> bool:
    return len(gap) <= _FURTHER and form.fullmatch(gap) is not None


def _paired(folded: str, tokens: Sequence[Token], first: _Finder, then: _Finder | None) -> Iterator[Pair]:
    """The names of a sentence with their numbers, each number once."""
    used: set[Token] = set()
    for at, token in enumerate(tokens):
        number = token.name and (first(folded, tokens, at) or (then(folded, tokens, at) if then else None))
        if number and number not in used and (pair := _pair(token, number)):
            used.add(number)
            yield pair


def _rests(folded: str, tokens: Sequence[Token], paired: frozenset[Mention]) -> Iterator[Pair]:
    """The services of a sentence that have "the rest" of the time; none of those `paired` with a number."""
    for at, token in enumerate(tokens):
        if token.name is None or token.name in paired:
            continue
        since = tokens[at - 1].end if at else max(0, token.start - _FAR)
        until = tokens[at + 1].start if at + 1 < len(tokens) else token.end + 2 * _FAR
        rest = _REST_AHEAD.search(folded, since, token.start) or _REST_BEHIND.match(folded, token.end, until)
        if rest:
            yield Pair(code_of(token.name), None, Span(token.start, token.end), token.name)


def _listed(folded: str, tokens: Sequence[Token]) -> Iterator[Pair]:
    """As many numbers as names, in their order: "TE/NMR/GT 14/16/10", "15/15/10 min for TA/NMR/TE"."""
    for run in _runs(folded, tokens):
        behind = _TO_NUMBERS.match(folded, run[-1].end)
        numbers = _NUMBERS.match(folded, behind.end()) if behind else None
        numbers = numbers or _NUMBERS_BEFORE.search(folded, max(0, run[0].start - _FAR), run[0].start)
        told = list(_NUMBER.finditer(folded, *numbers.span("list"))) if numbers else []
        if len(run) == len(told):
            pairs = zip(run, told, strict=True)
            yield from (
                Pair(code_of(name.name), int(number[0]), Span(*number.span()), name.name)
                for name, number in pairs
                if name.name
            )


def _runs(folded: str, tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Names joined by strokes, plus signs, commas or "and": "TE/NMR/GT"."""
    run: list[Token] = []
    for token in (one for one in tokens if one.name):
        if run and not re.fullmatch(_BRACKETED + _JOINS, folded[run[-1].end : token.start]):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _each(folded: str, tokens: Sequence[Token]) -> Iterator[Pair]:
    """The same minutes for all services of a sentence: "15 min each", "split the 40 minutes evenly"."""
    names = [one for one in tokens if one.name]
    if len(names) < 2:
        return
    told = _EACH.search(folded, max(0, tokens[0].start - _FAR), tokens[-1].end + _FAR)
    if not told:
        return
    whole = told["n"] is None
    minutes = amounts.value(told["n"] or told["half"] or told["whole"])
    share = minutes // len(names) if whole else minutes
    if whole and minutes % len(names):
        return
    where = Span(*told.span(told.lastgroup or 0))
    own = [] if whole else _with_their_own(tokens, told)
    yield from (Pair(code_of(one.name), share, where, one.name) for one in names if one.name and one not in own)
    yield from _paired(folded, own, _ahead, _behind)


def _with_their_own(tokens: Sequence[Token], told: re.Match[str]) -> Sequence[Token]:
    """The numbers and names of a sentence that stand behind those with the same minutes: "..., then 10 min of TE"."""
    behind = [at for at, one in enumerate(tokens) if one.start >= told.end()]
    further = next((at for at in behind if not tokens[at].name), None)
    return () if further is None or not any(tokens[at].name for at in behind if at < further) else tokens[further:]


def _in_order(events: Events, told: Sequence[Sequence[Token]]) -> Iterator[Pair]:
    """Numbers in a sentence of their own for all services told: "Minutes in that order: 15, 15, 8", "15 each"."""
    folded, (start, end) = events.document.folded, events.document.active
    names = {family(code_of(one.name)): one.name for tokens in told for one in tokens if one.name}
    services = [(code, name) for code, name in names.items() if codes.is_timed(code)]
    each = _EACH_ALONE.search(folded, start, end)
    listed = next(
        (
            m
            for m in _NUMBERS.finditer(folded, start, end)
            if _IN_ORDER.search(folded, max(start, m.start() - _FAR), m.end() + _FAR)
        ),
        None,
    )
    if each:
        where = Span(*each.span("n"))
        yield from (Pair(code, amounts.value(each["n"]), where, name) for code, name in services)
    elif listed and len(numbers := list(_NUMBER.finditer(folded, *listed.span()))) == len(services):
        for (code, name), number in zip(services, numbers, strict=True):
            yield Pair(code, int(number[0]), Span(*number.span()), name)


_IN_ORDER = re.compile(r"\b(?:in\sth(?:at|is)\sorder|respectively|in\sorder)\b")
_EACH_ALONE = re.compile(
    rf"(?:(?<=[.;:\n]\s)|(?<=[.;:\n])){amounts.amount('n')}\s(?:for\s)?each\b(?!\s(?:side|leg|arm|way|direction))"
)


def _of_work(events: Events, found: Sequence[Head]) -> Iterator[Pair]:
    """The numbers of a sentence that names works for their services: "Fine motor was 23 min, dressing was 15"."""
    folded = events.document.folded
    named = frozenset(code for head in found if head.counts for code in head.names)
    for segment in segments(events):
        row = works(events, segment)
        for at, token in enumerate(row):
            number = _behind(folded, row, at) or _ahead(folded, row, at) if token.name else None
            code = _of_head(named, token.name) if number and token.name else None
            if number and code and token.name:
                yield Pair(code, number.minutes, Span(number.start, number.end), token.name)


def _of_head(named: frozenset[str], work: Mention) -> str | None:
    """The one of the note's services that a work speaks for most; None where none, or two alike."""
    weights = group_codes(work.group or "")
    ranked = sorted(((weights.get(code, 0), code) for code in named), reverse=True)
    alike = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
    return ranked[0][1] if ranked and ranked[0][0] and not alike else None
