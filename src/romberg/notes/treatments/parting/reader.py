"""Whose minutes are whose, told in sentences of their own: "22 of those minutes were gait, the rest exercise".

No way of saying it is believed by itself: names and numbers are paired in each way in which people pair them, and the
first way is taken in which all minutes together are a total that the note states.
"""

from __future__ import annotations

from collections.abc import Sequence

from romberg.knowledge import codes
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.parting.pairing import ways, whole
from romberg.notes.treatments.parting.times import Pair, family
from romberg.notes.treatments.proven import stated
from romberg.visit import Span

_LEAST = 3  # minutes of a service
_FAR = 48  # signs between a name and its number
_FEWEST = 2  # services among which minutes are parted


def apportioned(events: Events, found: Sequence[Head]) -> list[Head]:
    """The heads with those minutes that sentences of their own give to services, where they come to a stated total."""
    sums = stated(events)
    if not sums or _is_told(found, sums):
        return list(found)
    told = ways(events, found, sums) if _names_services(events) else ()
    proven = (some for pairs in told if (some := _proven(found, pairs, sums)))
    pairs = next(proven, None) or _alone(events, found, sums)
    return _with(events, found, pairs) if pairs else list(found)


def _names_services(events: Events) -> bool:
    """Whether the visit names as many services as minutes can be parted among."""
    return len({m.label or m.code for m in events.mentions if m.label or m.code}) >= _FEWEST


def _alone(events: Events, found: Sequence[Head], sums: frozenset[int]) -> list[Pair]:
    """The only service of the note with all its time, where the note says so."""
    if "all" not in events.document.words:
        return []
    services = {code for head in found if head.counts for code in head.names}
    pairs = [pair for pair in whole(events) if pair.minutes in sums and services <= {pair.code}]
    return pairs[:1]


def _is_told(found: Sequence[Head], sums: frozenset[int]) -> bool:
    """Whether the heads have their minutes already, with those that have no name or without."""
    every = [head for head in found if head.counts and head.minutes]
    if any(family(code) != code for head in every for code in head.names):
        return False  # an add-on with a time of its own is one service with its first code
    timed = [head for head in every if not head.names or any(map(codes.is_timed, head.names))]
    named = [head for head in timed if head.names]
    once = list({(head.label or head.code, head.minutes): head for head in named}.values())
    if len(every) > 1 and sum(head.minutes or 0 for head in every) == max(sums):
        return True
    return any(len(some) > 1 and sum(head.minutes or 0 for head in some) in sums for some in (timed, named, once))


def _proven(found: Sequence[Head], told: Sequence[Pair], sums: frozenset[int]) -> list[Pair]:
    """The pairs, or those paid by time, where with the other services they come to a stated total; else none."""
    named = {code for head in found if head.counts for code in head.names}
    timed = [pair for pair in told if codes.is_timed(pair.code)]
    every = [pair for pair in told if pair in timed or pair.code in named]
    return _that_add_up(found, every, sums) or _that_add_up(found, timed, sums, only_timed=True)


def _that_add_up(
    found: Sequence[Head], told: Sequence[Pair], sums: frozenset[int], only_timed: bool = False
) -> list[Pair]:
    pairs = _by_service(told)
    mine = {pair.code for pair in pairs}
    others = [h for h in found if h.counts and h.minutes and h.names and mine.isdisjoint(map(family, h.names))]
    others = [h for h in others if not any(_meet(pair.where, h.minutes_spans) for pair in pairs)]
    others = [h for h in others if not only_timed or all(map(codes.is_timed, h.names))]
    if not pairs or len({pair.code for pair in told}) + len(others) < _FEWEST:
        return []
    known = sum(pair.minutes or 0 for pair in pairs) + sum(h.minutes or 0 for h in others)
    if all(pair.minutes for pair in pairs):
        return pairs if known in sums else []
    rest = min(sums) - known
    return [pair if pair.minutes else pair._replace(minutes=rest) for pair in pairs] if rest >= _LEAST else []


def _by_service(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs with those of one service added up; a code and its add-on are one, what is told twice counts once."""
    services: dict[str, dict[tuple[str, int | None], Pair]] = {}
    for pair in pairs:
        services.setdefault(family(pair.code), {}).setdefault((pair.code, pair.minutes), pair)
    whole = []
    for code, parts in services.items():
        told = list(parts.values())
        minutes = None if any(one.minutes is None for one in told) else sum(one.minutes or 0 for one in told)
        whole.append(told[0]._replace(code=code, minutes=minutes))
    return whole


def _meet(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _with(events: Events, found: Sequence[Head], pairs: Sequence[Pair]) -> list[Head]:
    """The heads with these minutes, and heads for the names that opened none."""
    told = (head for head in found if not (_names_several(head, pairs) or _is_added(head, pairs)))
    heads = [_without(head, pairs) for head in told if not _is_parted(head, pairs)]
    for pair in pairs:
        apart = _tells_only_times(events, pair, pairs)
        at = _index(heads, pair)
        if at is None:
            heads.append(_head(events, pair, pairs)._replace(apart=apart))
        else:
            heads[at] = heads[at]._replace(minutes=pair.minutes, minutes_spans=(pair.where,), apart=apart)
    return sorted(heads, key=lambda head: head.start)


def _tells_only_times(events: Events, pair: Pair, pairs: Sequence[Pair]) -> bool:
    """Whether a sentence only says how long each took what is told elsewhere: "Fine motor was 23 min, dressing 15".

    The only service of a note has the work behind its name.
    """
    if len(pairs) < _FEWEST:
        return False
    told = events.document.segment_at(pair.name.start)
    names = [Span(one.name.start, one.name.end) for one in pairs]
    return all(_meet(Span(m.start, m.end), names) for m in events.mentions_in(told.start, told.end) if m.group)


def _is_parted(head: Head, pairs: Sequence[Pair]) -> bool:
    """Whether minutes without a name, in a sentence with the services, are what all of these come to."""
    bare = not (head.label or head.code) and head.minutes == sum(pair.minutes or 0 for pair in pairs)
    return bare and any(head.segment.start <= pair.name.start < head.segment.end for pair in pairs)


def _is_added(head: Head, pairs: Sequence[Pair]) -> bool:
    """Whether a head is of an add-on alone, whose minutes a pair has with those of its first code."""
    added = {family(code) for code in head.names if family(code) != code}
    return len(head.names) == 1 and any(pair.code in added for pair in pairs)


def _names_several(head: Head, pairs: Sequence[Pair]) -> bool:
    """Whether a head is of several services, each of which has its own minutes: "TE/NMR 14/16"."""
    return len({pair.code for pair in pairs if head.start <= pair.name.start < head.end}) > 1


def _head(events: Events, pair: Pair, pairs: Sequence[Pair]) -> Head:
    """A head at the name of a pair, with its number where nothing else is named between."""
    name = Span(pair.name.start, pair.name.end)
    between = any(name.end <= other.name.start < pair.where.start for other in pairs)
    works = any(m.group for m in events.mentions_in(name.end, pair.where.start))
    near = 0 <= pair.where.start - name.end < _FAR and not between and not works
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


def _without(head: Head, pairs: Sequence[Pair]) -> Head:
    """A head without minutes that are given to services otherwise."""
    own = any(pair.code in map(family, head.names) for pair in pairs)
    taken = own or any(_meet(pair.where, head.minutes_spans) for pair in pairs)
    return head._replace(minutes=None, minutes_spans=()) if taken else head


def _index(heads: Sequence[Head], pair: Pair) -> int | None:
    """The head at the name of a pair."""
    here = (at for at, head in enumerate(heads) if head.start <= pair.name.start < head.end and head.minutes is None)
    return next((at for at in here if pair.code in heads[at].names), None)
