"""One finding for one defect: what only follows from another defect is left out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from romberg.formats.x12.edits.catalogue import Found

_FOLLOWS = {"referring_missing": "referring_qualifier_wrong"}  # what is only told where the other is not
# Where segments stand, and how often.
_PLACING = (
    "segment_misplaced",
    "segment_out_of_order",
    "segment_repeated",
    "reference_repeated",
    "date_repeated",
    "tax_number_repeated",
    "party_repeated",
)
_LEVEL_FAULTS = ("level_not_sequential", "level_parent_wrong")
_KIND_OF_LEVEL = ("value_not_in_guide", "HL03")
_OF_LEVELS = ("level_child_wrong", "segment_missing", "referring_missing", "birth_missing", "cover_missing",
              "subscriber_birth_missing", "subscriber_address_missing")  # fmt: skip
_EMPTY = ("element_missing", "pointer_missing", "unit_basis_wrong", "gender_not_in_guide", "element_pair_incomplete")


def once(found: Sequence[Found], absent: Iterable[str], levels: Sequence[int]) -> Iterator[Found]:
    """The findings in the order given, one for each place.

    `absent` are the edits that tell of a loop without its beginning; `levels` the numbers of the segments (HL) at which
    the levels of the file begin.
    """
    codes = {(_part(one, levels), one.code) for one in found}
    astray = any(one.code in _LEVEL_FAULTS or (one.code, one.element) == _KIND_OF_LEVEL for one in found)
    kept = [one for one in found if (_part(one, levels), _FOLLOWS.get(one.code)) not in codes]
    without = frozenset(absent)
    if astray:  # what stands in a level that cannot be told apart is not told
        hidden = {*_PLACING, *_OF_LEVELS, *without}
        kept = [one for one in kept if one.code not in hidden and not (one.segment == "SBR" and one.element == "SBR02")]
    return _each_place(list(_headless(kept, without, levels)))


def _headless(found: Sequence[Found], absent: frozenset[str], levels: Sequence[int]) -> Iterator[Found]:
    """Where a loop lacks its beginning, that alone is told of the level, at the first segment that has no place."""
    parts = {_part(one, levels) for one in found if one.code in absent}
    elsewhere = {(_part(one, levels), one.segment) for one in found if one.code == "segment_misplaced"}
    first: dict[int, int] = {}
    for one in found:
        if one.code == "segment_misplaced":
            first.setdefault(_part(one, levels), one.number)
    for one in found:
        part = _part(one, levels)
        if one.code in absent and part in first:
            yield replace(one, number=first[part])
        elif one.code.endswith("_missing") and not one.element and (part, one.segment) in elsewhere:
            continue  # it is there, in another place
        elif not (one.code in _PLACING and part in parts):
            yield one


def _part(one: Found, levels: Sequence[int]) -> int:
    return bisect_right(levels, one.number)


def _each_place(found: Sequence[Found]) -> Iterator[Found]:
    """The first finding of each place: the one of the lowest level that fits it."""
    seen: set[tuple[int, str]] = set()
    empty = {one.number for one in found if one.code in _EMPTY}
    told = {one.number for one in found if one.code == "value_not_in_guide"}
    misplaced = {one.number for one in found if one.code == "segment_misplaced"}
    for one in found:
        if one.code == "segment_misplaced" and (one.number - 1 in misplaced or one.number in told):
            continue  # what follows a segment without its loop stands in the same hole
        if one.code == "trailing_separator" and one.number in empty:
            continue
        place = (one.number, one.element.split("-")[0] or one.code)
        if place not in seen:
            seen.add(place)
            yield one
