"""Claim lines in their total order, as arrays; and how segments of such arrays are found and summed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
NONE = np.iinfo(np.int32).min  # a number that is not there
NOT_KNOWN = np.iinfo(np.int64).min  # a sum that is not known
_ROOM = 1 << 22  # combinations of keys for which a table is made


@dataclass(frozen=True, slots=True, eq=False)
class ClaimLines:
    """The lines of some visits, visit by visit, in their total order.

    A visit is what one clinician billed to one payer for one patient and day, under one biller, on however many
    claims. Of each line: `visit` (counted from 0), `code`, `modifiers` and `pointers` as places in the lists of the
    same names, `units`, `minutes` (NONE where not told), `allowed` (cents by Medicare's schedule, NOT_KNOWN). Of each
    visit: `day` (counted from 1970), `card` (a place in `cards`), `place`, `taxonomy`, `rendering`, `billing` and
    `referring` (places in the lists of these: place of service, taxonomy code, NPIs), `authorized`, `filed` (NONE),
    `diagnoses` (a place in `diagnosis_lists`), `has_pointers`, `allowed_before`: the cents of the year found before it
    (NOT_KNOWN where they do not count), and `sure`: whether those are all of the year.
    """

    visit: Array
    code: Array
    modifiers: Array
    pointers: Array
    units: Array
    minutes: Array
    allowed: Array
    day: Array
    card: Array
    place: Array
    taxonomy: Array
    rendering: Array
    billing: Array
    referring: Array
    authorized: Array
    filed: Array
    diagnoses: Array
    has_pointers: Array
    allowed_before: Array
    sure: Array
    codes: Sequence[str]
    modifier_lists: Sequence[tuple[str, ...]]
    pointer_lists: Sequence[tuple[int, ...]]
    cards: Sequence[str]
    places: Sequence[str]
    taxonomies: Sequence[str]
    rendering_npis: Sequence[str]
    billing_npis: Sequence[str]
    referring_npis: Sequence[str]
    diagnosis_lists: Sequence[tuple[str, ...]]

    @property
    def first(self) -> Array:
        """The first line of each visit."""
        return starts(self.visit)


def starts(*keys: Array) -> Array:
    """Where a new segment begins: the places at which one of some keys is another than before."""
    return np.flatnonzero(begins(*keys))


def begins(*keys: Array) -> Array:
    """Whether a new segment begins at each place."""
    new = np.zeros(len(keys[0]), bool)
    new[:1] = True
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return new


def sums(values: Array, first: Array) -> Array:
    """The sum of each segment."""
    return np.add.reduceat(values, first) if len(first) else values[:0]


def any_of(values: Array, first: Array) -> Array:
    """Whether a segment holds a true value."""
    return np.logical_or.reduceat(values, first) if len(first) else values[:0]


def before(values: Array, first: Array, segment: Array) -> Array:
    """Of each place the sum of the values before it in its segment."""
    running = np.cumsum(values) - values
    found: Array = running - running[first][segment]
    return found


def kinds(*keys: Array) -> tuple[Array, Array]:
    """For each place the number of its combination of keys, and of each combination one place that has it.

    Keys are whole numbers from 0 on. Where there is room for a table of all combinations, nothing is sorted.
    """
    key = packed(*keys)
    room = int(key.max(initial=0)) + 1
    if room > _ROOM:
        _, place, number = np.unique(key, return_index=True, return_inverse=True)
        return number, place
    place_of = np.full(room, -1, np.int64)
    place_of[key] = np.arange(len(key))
    used = np.flatnonzero(place_of >= 0)
    number_of = np.zeros(room, np.int64)
    number_of[used] = np.arange(len(used))
    return number_of[key], place_of[used]


def packed(*keys: Array) -> Array:
    """Some keys as one whole number each; keys are counted from 0 and together fit 63 bits, else they are numbered."""
    found = keys[0].astype(np.int64)
    room = int(found.max(initial=0)) + 1
    for key in keys[1:]:
        size = int(key.max(initial=0)) + 1
        if room > (1 << 62) // size:
            found = np.unique(found, return_inverse=True)[1].astype(np.int64)
            room = int(found.max(initial=0)) + 1
        found = found * size + key
        room *= size
    return found
