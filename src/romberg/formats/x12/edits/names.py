"""Edits on names and numbers of parties that hang on who is named (NM101): what must stand, and what may not."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.walk import Held
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import element

_NAMELESS = (
    "87",
    "PW",
    "45",
    "QB",
)  # where money goes, the ends of a journey, who was paid: an address or a number alone
_NUMBERED = ("40", "41", "IL", "PR")  # who sends and receives, who is insured, who pays
_OF_PEOPLE = (4, 5, 7)  # first name, middle name, suffix
_ORGANISATION = "2"
# Clinicians and places as another payer knows them: by numbers, without their names.
KNOWN_BY_NUMBER = ("2330C", "2330D", "2330E", "2330F", "2330G")


def found(root: Held) -> Iterator[Found]:
    """What is wrong with the names of everybody in a transaction."""
    for held in root.all():
        if held.first.elements[0] == "NM1":
            yield from _party(held.first, nameless=held.loop.name in KNOWN_BY_NUMBER)


def _party(one: Segment, nameless: bool) -> Iterator[Found]:
    entity, kind = element(one.elements, 1), element(one.elements, 2)
    if not nameless and entity not in _NAMELESS and not element(one.elements, 3):
        yield Found("element_missing", "NM1", one.number, "NM103")
    if entity in _NUMBERED and not (element(one.elements, 8) or element(one.elements, 9)):
        yield Found("element_missing", "NM1", one.number, "NM109")
    if kind == _ORGANISATION:
        at = next((at for at in _OF_PEOPLE if element(one.elements, at)), None)
        if at is not None:
            yield Found("element_not_used", "NM1", one.number, f"NM1{at:02}")
