"""Edits on names and numbers of parties that hang on who is named (NM101): what must stand, and what may not."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import element

_NAMELESS = "87"  # where money goes: an address alone
_NUMBERED = ("40", "41", "IL", "PR")  # who sends and receives, who is insured, who pays
_OF_PEOPLE = (4, 5, 7)  # first name, middle name, suffix
_ORGANISATION = "2"


def found(one: Segment) -> Iterator[Found]:
    """What is wrong with the name of one party (NM1)."""
    entity, kind = element(one.elements, 1), element(one.elements, 2)
    if entity != _NAMELESS and not element(one.elements, 3):
        yield Found("element_missing", "NM1", one.number, "NM103")
    if entity in _NUMBERED and not (element(one.elements, 8) or element(one.elements, 9)):
        yield Found("element_missing", "NM1", one.number, "NM109")
    if kind == _ORGANISATION:
        yield from (
            Found("element_not_used", "NM1", one.number, f"NM1{at:02}")
            for at in _OF_PEOPLE
            if element(one.elements, at)
        )
