"""Whose minutes are whose, told in sentences of their own: "22 of those minutes were gait, the rest exercise".

No way of saying it is believed by itself: names and numbers are paired in each way in which people pair them, and the
first way is taken in which all minutes together are a total that the note states.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from romberg.knowledge import codes
from romberg.notes.interventions import Mention, group_codes
from romberg.notes.layout import Segment
from romberg.notes.minutes import amounts
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.proven import stated
from romberg.visit import Span

_NOT_IN = ("plan", "goals", "home", "history", "prior", "education")
_LEAST, _MOST = 3, 120  # minutes of a service
_FAR = 48  # signs between a name and its number
_FURTHER = 110  # where its work stands between
_WORK = re.compile(r"[^.;\n\d]*")
_AMOUNT = re.compile(
    rf"(?<![\w/.$#-])(?<!\d:){amounts.amount('n')}"
    r"(?!\d|[%°#\"]|[/:.](?!9\d{4}\b)\d|\s?(?:x|reps?|sets?|u|units?|lbs?|sec\w*|s|ft|feet|deg\w*|visits?|steps?|trials?|times|kg|rpe)\b)"
)
_LINKS = (
    "was|were|is|are|ran|took|got|had|lasted|for|at|occupied|filled|received|used|made|up|the|first|last|next|final|remaining"
    "|other|of|another|about|only|min|mins|minutes|time|today|work|training|tx|therapy|treatment|in|to|with|came|x|on|went"
    "|into|them|those|these|it|that|this|spent|doing|and|then|a|more|toward|towards|his|her"
)
_BEHIND = re.compile(rf"[\s:=(\[|.,~)\]@-]*(?:(?:{_LINKS})\b[\s:=(,]*)*")
_AHEAD = re.compile(rf"[\s:=|/>-]*(?:(?:{_LINKS})\b[\s:(]*)*")
_REST_AHEAD = re.compile(
    r"\b(?:rest|remainder|balance|remaining\s(?:time|minutes))\b(?:\sof\s(?:the\s|our\s|it)?(?:\w+)?)?"
    rf"[\s,:]*(?:(?:{_LINKS}|went|by|goes)\b[\s:]*)*$"
)
_REST_BEHIND = re.compile(
    r"[^.;\n\d]{0,90}?\b(?:the\s)?(?:rest|remainder|balance|remaining\s(?:time|minutes))\b(?!\s(?:break|period|between))"
)
_JOINS = r"(?:\s?[/+&,]\s?(?:and\s)?|\sand\s)"
_NUMBERS = re.compile(
    rf"(?<![\w/.$#-])\d{{1,2}}(?:\s?min(?:ute)?s?|')?(?:{_JOINS}\d{{1,2}}(?:\s?min(?:ute)?s?|')?)+(?![\d%°#])"
)
_NUMBER = re.compile(r"\d{1,2}")
_TO_NUMBERS = re.compile(r"[\s:=(),]*(?:(?:for|were|was|took|at|of|min(?:ute)?s?)\b[\s:=]*)*")
_EACH = re.compile(
    rf"(?:(?<=[.;:\n]\s)|(?<=[.;:\n])|(?=[\w\s-]{{1,16}}\bmin))(?<![\w/.-]){amounts.amount('n')}\s(?:of\s)?(?P<each>each|apiece|a\spiece|per\s(?:service|code))\b"
    rf"|\b(?:equal\stime|split|shared|divided)\b[^.;\n]{{0,60}}?{amounts.amount('whole')}\sevenly\b"
    rf"|\b(?:split|shared|divided)\s(?:the\s)?{amounts.amount('half')}\s(?:evenly|equally|in\shalf)\b"
)


class _Pair(NamedTuple):
    """A service and its minutes, with the words of both; no minutes for "the rest"."""

    code: str
    minutes: int | None
    where: Span
    name: Mention


class _Token(NamedTuple):
    """A name or an amount of a sentence."""

    start: int
    end: int
    name: Mention | None = None
    minutes: int = 0


def apportioned(events: Events, found: Sequence[Head]) -> list[Head]:
    """The heads with those minutes that sentences of their own give to services, where they come to a stated total."""
    sums = stated(events)
    if not sums or _is_told(found, sums):
        return list(found)
    proven = (some for pairs in _ways(events, found) if (some := _proven(found, pairs, sums)))
    pairs = next(proven, None) or _alone(events, found, sums)
    return _with(events, found, pairs) if pairs else list(found)


def _alone(events: Events, found: Sequence[Head], sums: frozenset[int]) -> list[_Pair]:
    """The only service of the note with all its time, where the note says so."""
    services = {code for head in found if head.counts for code in _codes(head)}
    told = [_tokens(events, segment) for segment in _segments(events)]
    pairs = [pair for pair in _whole(events, told) if pair.minutes in sums and services <= {pair.code}]
    return pairs[:1]


def _is_told(found: Sequence[Head], sums: frozenset[int]) -> bool:
    """Whether the heads have their minutes already, with those that have no name or without."""
    every = [head for head in found if head.counts and head.minutes]
    timed = [head for head in every if not _codes(head) or any(map(codes.is_timed, _codes(head)))]
    named = [head for head in timed if _codes(head)]
    once = list({(head.label or head.code, head.minutes): head for head in named}.values())
    if len(every) > 1 and sum(head.minutes or 0 for head in every) == max(sums):
        return True
    return any(len(some) > 1 and sum(head.minutes or 0 for head in some) in sums for some in (timed, named, once))


def _codes(head: Head) -> frozenset[str]:
    return frozenset(code for code in (head.label, head.code) if code)


def _ways(events: Events, found: Sequence[Head]) -> Iterator[list[_Pair]]:
    """Each way to pair the names and numbers of the note, those that leave the least to chance first."""
    folded = events.document.folded
    told = [_tokens(events, segment) for segment in _segments(events)]
    yield [pair for tokens in told for pair in _listed(folded, tokens)]
    yield [pair for tokens in told for pair in _each(folded, tokens)]
    yield list(_in_order(events, told))
    for first, then in _FINDERS:
        pairs = [pair for tokens in told for pair in _paired(folded, tokens, first, then)]
        yield pairs
        rests = [rest for tokens in told for rest in _rests(folded, tokens, pairs)]
        yield from ([*pairs, rest] for rest in rests[:1])
    yield list(_of_work(events, found))


def _whole(events: Events, told: Sequence[Sequence[_Token]]) -> Iterator[_Pair]:
    """The one service that has all the time: "43 minutes, all of it on self-care"."""
    folded = events.document.folded
    for tokens in told:
        for number, name in pairwise(tokens):
            if name.name and not number.name and _ALL_OF_IT.fullmatch(folded, number.end, name.start):
                yield _Pair(_code(name.name), number.minutes, Span(number.start, number.end), name.name)


_ALL_OF_IT = re.compile(
    r"[\s,;(-]*(?:and\s)?all\s(?:of\s)?(?:it|that|which|them|this)\s(?:(?:was|were|spent|went|on|in|for|to)\s)*"
)


def _segments(events: Events) -> Iterator[Segment]:
    start, end = events.document.active
    return (s for s in events.document.segments_in(start, end) if s.region not in _NOT_IN or _has_total(events, s))


def _has_total(events: Events, segment: Segment) -> bool:
    return any(segment.start <= span.start < segment.end for span in events.totals)


def _tokens(events: Events, segment: Segment) -> list[_Token]:
    """The names of services and the amounts of a sentence, in order; what tells of no work of today is left out."""
    folded = events.document.folded
    mentions = [m for m in events.mentions_in(segment.start, segment.end) if m.label or m.code]
    names: list[_Token] = []
    for mention in mentions:
        if events.why_not(mention.start, mention.end) or events.is_taken(mention.start, mention.end, named=True):
            continue
        if names and _is_same_name(folded, names[-1], mention):
            names[-1] = names[-1]._replace(end=mention.end)
        else:
            names.append(_Token(mention.start, mention.end, mention))
    amounts_ = (m for m in _AMOUNT.finditer(folded, segment.start, segment.end) if not _meets(m, mentions))
    numbers = (_Token(*m.span("n"), None, amounts.value(m["n"])) for m in amounts_)
    return sorted([*names, *(n for n in numbers if _LEAST <= n.minutes <= _MOST)], key=_start)


def _start(token: _Token) -> int:
    return token.start


def _meets(match: re.Match[str], mentions: Sequence[Mention]) -> bool:
    return any(m.start < match.end() and match.start() < m.end for m in mentions)


def _is_same_name(folded: str, token: _Token, mention: Mention) -> bool:
    """Whether a code stands beside the name of its service: "neuro re-ed (97112)"."""
    beside = not folded[token.end : mention.start].strip(" ():-,")
    return beside and token.name is not None and not (token.name.label and mention.label)


def _code(name: Mention) -> str:
    return name.label or name.code or ""


def _pair(name: _Token, number: _Token) -> _Pair | None:
    return _Pair(_code(name.name), number.minutes, Span(number.start, number.end), name.name) if name.name else None


_Finder = Callable[[str, Sequence[_Token], int], _Token | None]


def _behind(folded: str, tokens: Sequence[_Token], at: int) -> _Token | None:
    """The number right behind a name: "gait took 14", "97112, 24"."""
    number = tokens[at + 1] if at + 1 < len(tokens) else None
    fits = number and not number.name and _fits(_BEHIND, folded[tokens[at].end : number.start])
    return number if fits else None


def _ahead(folded: str, tokens: Sequence[_Token], at: int) -> _Token | None:
    """The number right before a name: "22 of those minutes were gait", "another 20 went to neuro re-ed"."""
    number = tokens[at - 1] if at else None
    return number if number and not number.name and _fits(_AHEAD, folded[number.end : tokens[at].start]) else None


def _further(folded: str, tokens: Sequence[_Token], at: int) -> _Token | None:
    """The number behind a name with its work between: "gait with a cane in the hall took 14"."""
    number = tokens[at + 1] if at + 1 < len(tokens) else None
    return number if number and not number.name and _fits(_WORK, folded[tokens[at].end : number.start]) else None


_FINDERS: tuple[tuple[_Finder, _Finder | None], ...] = (
    (_behind, None), (_ahead, None), (_behind, _ahead), (_ahead, _behind), (_behind, _further), (_ahead, _further),
)  # fmt: skip


def _fits(form: re.Pattern[str], gap: str) -> bool:
    return len(gap) <= _FURTHER and form.fullmatch(gap) is not None


def _paired(folded: str, tokens: Sequence[_Token], first: _Finder, then: _Finder | None) -> Iterator[_Pair]:
    """The names of a sentence with their numbers, each number once."""
    used: set[_Token] = set()
    for at, token in enumerate(tokens):
        number = token.name and (first(folded, tokens, at) or (then(folded, tokens, at) if then else None))
        if number and number not in used and (pair := _pair(token, number)):
            used.add(number)
            yield pair


def _rests(folded: str, tokens: Sequence[_Token], pairs: Sequence[_Pair]) -> Iterator[_Pair]:
    """The services of a sentence that have "the rest" of the time."""
    paired = {pair.name for pair in pairs}
    for at, token in enumerate(tokens):
        if token.name is None or token.name in paired:
            continue
        since = tokens[at - 1].end if at else max(0, token.start - _FAR)
        until = tokens[at + 1].start if at + 1 < len(tokens) else token.end + 2 * _FAR
        rest = _REST_AHEAD.search(folded, since, token.start) or _REST_BEHIND.match(folded, token.end, until)
        if rest:
            yield _Pair(_code(token.name), None, Span(token.start, token.end), token.name)


def _listed(folded: str, tokens: Sequence[_Token]) -> Iterator[_Pair]:
    """As many numbers as names, in their order: "TE/NMR/GT 14/16/10", "gait and stairs for 24 and 14 minutes"."""
    run: list[_Token] = []
    for token in (one for one in tokens if one.name):
        joined = run and re.fullmatch(_JOINS, folded[run[-1].end : token.start])
        run = [*run, token] if joined else [token]
        behind = _TO_NUMBERS.match(folded, token.end)
        numbers = _NUMBERS.match(folded, behind.end()) if behind else None
        if not numbers or len(run) < len(told := list(_NUMBER.finditer(numbers[0]))) or len(run) > len(told):
            continue
        for name, number in zip(run, told, strict=True):
            where = Span(numbers.start() + number.start(), numbers.start() + number.end())
            if name.name:
                yield _Pair(_code(name.name), int(number[0]), where, name.name)


def _each(folded: str, tokens: Sequence[_Token]) -> Iterator[_Pair]:
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
    yield from (_Pair(_code(one.name), share, where, one.name) for one in names if one.name)


def _in_order(events: Events, told: Sequence[Sequence[_Token]]) -> Iterator[_Pair]:
    """Numbers in a sentence of their own for all services told: "Minutes in that order: 15, 15, 8", "15 each"."""
    folded, (start, end) = events.document.folded, events.document.active
    names = {_family(_code(one.name)): one.name for tokens in told for one in tokens if one.name}
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
        yield from (_Pair(code, amounts.value(each["n"]), where, name) for code, name in services)
    elif listed and len(numbers := list(_NUMBER.finditer(folded, *listed.span()))) == len(services):
        for (code, name), number in zip(services, numbers, strict=True):
            yield _Pair(code, int(number[0]), Span(*number.span()), name)


_IN_ORDER = re.compile(r"\b(?:in\sth(?:at|is)\sorder|respectively|in\sorder)\b")
_EACH_ALONE = re.compile(
    rf"(?:(?<=[.;:\n]\s)|(?<=[.;:\n])){amounts.amount('n')}\s(?:for\s)?each\b(?!\s(?:side|leg|arm|way|direction))"
)


def _of_work(events: Events, found: Sequence[Head]) -> Iterator[_Pair]:
    """The numbers of a sentence that names works for their services: "Fine motor was 23 min, dressing was 15"."""
    folded = events.document.folded
    for segment in _segments(events):
        works = [m for m in events.mentions_in(segment.start, segment.end) if m.group]
        tokens = [_Token(m.start, m.end, m) for m in works]
        numbers = [
            _Token(*m.span("n"), None, amounts.value(m["n"]))
            for m in _AMOUNT.finditer(folded, segment.start, segment.end)
        ]
        row = sorted([*tokens, *(n for n in numbers if _LEAST <= n.minutes <= _MOST)], key=_start)
        for at, token in enumerate(row):
            number = _behind(folded, row, at) or _ahead(folded, row, at) if token.name else None
            code = _of_head(found, token.name) if number and token.name else None
            if number and code and token.name:
                yield _Pair(code, number.minutes, Span(number.start, number.end), token.name)


def _of_head(found: Sequence[Head], work: Mention) -> str | None:
    """The one of the note's services that a work speaks for most; None where none, or two alike."""
    weights = group_codes(work.group or "")
    named = {code for head in found if head.counts for code in _codes(head)}
    ranked = sorted(((weights.get(code, 0), code) for code in named), reverse=True)
    alike = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
    return ranked[0][1] if ranked and ranked[0][0] and not alike else None


def _proven(found: Sequence[Head], told: Sequence[_Pair], sums: frozenset[int]) -> list[_Pair]:
    """The pairs, where with the minutes of the other services they come to a stated total; else none."""
    named = {code for head in found if head.counts for code in _codes(head)}
    pairs = _by_service([pair for pair in told if codes.is_timed(pair.code) or pair.code in named])
    mine = {pair.code for pair in pairs}
    others = [h for h in found if h.counts and h.minutes and _codes(h) and mine.isdisjoint(_codes(h))]
    others = [h for h in others if not any(_meet(pair.where, h.minutes_spans) for pair in pairs)]
    if not pairs or len({pair.code for pair in told}) + len(others) < _FEWEST:
        return []
    known = sum(pair.minutes or 0 for pair in pairs) + sum(h.minutes or 0 for h in others)
    if all(pair.minutes for pair in pairs):
        timed = sum(pair.minutes or 0 for pair in pairs if codes.is_timed(pair.code))
        timed += sum(h.minutes or 0 for h in others if all(map(codes.is_timed, _codes(h))))
        return pairs if known in sums or timed in sums else []
    rest = min(sums) - known
    return [pair if pair.minutes else pair._replace(minutes=rest) for pair in pairs] if rest >= _LEAST else []


_FEWEST = 2  # services among which minutes are parted


def _by_service(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The pairs with those of one service added up; a code and its add-on are one, what is told twice counts once."""
    services: dict[str, dict[tuple[str, int | None], _Pair]] = {}
    for pair in pairs:
        services.setdefault(_family(pair.code), {}).setdefault((pair.code, pair.minutes), pair)
    whole = []
    for code, parts in services.items():
        told = list(parts.values())
        minutes = None if any(one.minutes is None for one in told) else sum(one.minutes or 0 for one in told)
        whole.append(told[0]._replace(code=code, minutes=minutes))
    return whole


def _family(code: str) -> str:
    known = codes.get(code)
    return known.add_on_to if known and known.add_on_to else code


def _meet(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _with(events: Events, found: Sequence[Head], pairs: Sequence[_Pair]) -> list[Head]:
    """The heads with these minutes, and heads for the names that opened none."""
    heads = [_without(head, pairs) for head in found if not _names_several(head, pairs)]
    for pair in pairs:
        apart = _tells_only_times(events, pair, pairs)
        at = _index(heads, pair)
        if at is None:
            heads.append(_head(events, pair, pairs)._replace(apart=apart))
        else:
            heads[at] = heads[at]._replace(minutes=pair.minutes, minutes_spans=(pair.where,), apart=apart)
    return sorted(heads, key=lambda head: head.start)


def _tells_only_times(events: Events, pair: _Pair, pairs: Sequence[_Pair]) -> bool:
    """Whether a sentence only says how long each took what is told elsewhere: "Fine motor was 23 min, dressing 15"."""
    told = events.document.segment_at(pair.name.start)
    names = [Span(one.name.start, one.name.end) for one in pairs]
    return all(_meet(Span(m.start, m.end), names) for m in events.mentions_in(told.start, told.end) if m.group)


def _names_several(head: Head, pairs: Sequence[_Pair]) -> bool:
    """Whether a head is of several services, each of which has its own minutes: "TE/NMR 14/16"."""
    return len({pair.code for pair in pairs if head.start <= pair.name.start < head.end}) > 1


def _head(events: Events, pair: _Pair, pairs: Sequence[_Pair]) -> Head:
    """A head at the name of a pair, with its number where nothing else is named between."""
    name = Span(pair.name.start, pair.name.end)
    between = any(name.end <= other.name.start < pair.where.start for other in pairs)
    near = 0 <= pair.where.start - name.end < _FAR and not between
    return Head(
        name.start,
        pair.where.end if near else name.end,
        events.document.segment_at(name.start),
        pair.code if pair.name.group else pair.name.label,
        pair.name.code,
        pair.minutes,
        (pair.where,),
        name=name if pair.name.label else None,
    )


def _without(head: Head, pairs: Sequence[_Pair]) -> Head:
    """A head without minutes that are given to services otherwise."""
    own = any(pair.code in _codes(head) for pair in pairs)
    taken = own or any(_meet(pair.where, head.minutes_spans) for pair in pairs)
    return head._replace(minutes=None, minutes_spans=()) if taken else head


def _index(heads: Sequence[Head], pair: _Pair) -> int | None:
    """The head at the name of a pair."""
    here = (at for at, head in enumerate(heads) if head.start <= pair.name.start < head.end and head.minutes is None)
    return next((at for at in here if pair.code in _codes(heads[at])), None)
