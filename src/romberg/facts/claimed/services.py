"""The lines of each visit by code: which stand together, which is first, and whether they carry a distinct modifier."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from romberg.facts.claimed.lines import Array, ClaimLines, begins, packed, starts
from romberg.facts.pairs import PARTING

_FAR = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Services:
    """The services of the visits: one for each code of a visit, by visit and code.

    `of_line` is the service of each line, `order` the lines by service and `first_sorted` where each begins in it;
    `by_charge` the lines by service and modifiers. Of each service: `visit`, `code`, its first and last line, its
    first line with and without a distinct modifier (far away where there is none), and whether the last carries one.
    """

    of_line: Array
    order: Array
    first_sorted: Array
    by_charge: Array
    visit: Array
    code: Array
    first_line: Array
    last_line: Array
    first_parted: Array
    first_plain: Array
    parted: Array
    last_parted: Array


def services(lines: ClaimLines) -> Services:
    """Put the lines of each visit together by code; lines of one code keep their order."""
    key = packed(lines.visit, lines.code)
    order = np.argsort(key, kind="stable")
    first = starts(key[order])
    of_line = np.empty(len(order), np.int64)
    of_line[order] = np.cumsum(begins(key[order])) - 1
    parted = np.array([bool(PARTING & {*one}) for one in lines.modifier_lists] or [False])[lines.modifiers]
    places = order.astype(np.int64)
    last = np.append(first[1:], len(order))[: len(first)] - 1
    return Services(
        of_line=of_line,
        order=order,
        first_sorted=first,
        by_charge=np.argsort(packed(of_line, lines.modifiers), kind="stable"),
        visit=lines.visit[places[first]],
        code=lines.code[places[first]],
        first_line=places[first],
        last_line=places[last],
        first_parted=_least(np.where(parted[order], places, _FAR), first),
        first_plain=_least(np.where(parted[order], _FAR, places), first),
        parted=parted,
        last_parted=parted[places[last]],
    )


def _least(values: Array, first: Array) -> Array:
    return np.minimum.reduceat(values, first) if len(first) else values[:0]
