"""Edits on envelopes: counts and control numbers of ISA, GS and ST against IEA, GE and SE."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import day, element, number

# What closes an envelope, where its number stands in the opening segment, and the edits on its count and number.
_ENVELOPES = {
    "ISA": ("IEA", 13, "interchange_count_wrong", "interchange_number_differs", "interchange_number_repeated"),
    "GS": ("GE", 6, "group_count_wrong", "group_number_differs", ""),
    "ST": ("SE", 2, "segment_count_wrong", "transaction_number_differs", "transaction_number_repeated"),
}
_WITHIN = {"ISA": "", "GS": "ISA", "ST": "GS"}
_START = {"GS": "group_start_missing", "ST": "transaction_start_missing"}
_END = {"ISA": "interchange_end_missing", "GS": "group_end_missing", "ST": "transaction_end_missing"}
_OPENS = {closing: name for name, (closing, *_) in _ENVELOPES.items()}
_Open = tuple[str, Segment | None, int]  # an open envelope, what opened it (None: nothing did), what it has held
_ISA_VALUES = {1: ("00", "03"), 3: ("00", "01"), 12: ("00501",), 14: ("0", "1"), 15: ("P", "T")}
_QUALIFIERS = ("01", "14", "20", "27", "28", "29", "30", "33", "ZZ")


def found(segments: Iterable[Segment]) -> Iterator[Found]:
    """Every fault of the envelopes of a file, whose segments are gone through once."""
    last = 1
    opened: list[_Open] = []
    seen: dict[str, set[str]] = {name: set() for name in _ENVELOPES}
    for one in segments:
        name, last = one.elements[0], one.number
        if name in _ENVELOPES:
            if (opened[-1][0] if opened else "") != _WITHIN[name]:
                yield from _out_of_place(one, opened)
            yield from _number_again(one, seen)
            opened.append((name, one, 0))
        elif name in _OPENS:
            while opened and opened[-1][0] != _OPENS[name] and any(o[0] == _OPENS[name] for o in opened):
                yield Found(_END[opened[-1][0]], _ENVELOPES[opened[-1][0]][0], one.number)
                opened = _closed(opened)
            if not opened or opened[-1][0] != _OPENS[name]:
                yield Found("envelope_missing", name, one.number)
                continue
            yield from _closing(one, *opened[-1])
            opened = _closed(opened)
        elif not opened or (opened[-1][0] != "ST" and (opened[-1][0], name) != ("ISA", "TA1")):
            yield Found("transaction_start_missing" if opened else "envelope_missing", "ST", one.number)
            opened.append(("ST", None, 0))  # what follows stands in the same hole
    yield from (Found(_END[name], _ENVELOPES[name][0], last) for name, start, _ in reversed(opened) if start)


def _out_of_place(one: Segment, opened: list[_Open]) -> Iterator[Found]:
    """An envelope begins where it may not: the one around it is missing, or the one before it was not closed."""
    name, inner = one.elements[0], opened[-1][0] if opened else ""
    if inner and _WITHIN[name] and inner == _WITHIN[_WITHIN[name]]:
        yield Found(_START[_WITHIN[name]], _WITHIN[name], one.number)
        opened.append((_WITHIN[name], None, 0))
    elif inner == name:
        yield Found(_END[name], _ENVELOPES[name][0], one.number)
        opened[:] = _closed(opened)
    else:
        yield Found("envelope_missing", name, one.number)


def _closed(opened: list[_Open]) -> list[_Open]:
    """What stays open when the innermost envelope ends; the one around it has held one more."""
    rest = opened[:-1]
    return [*rest[:-1], (*rest[-1][:2], rest[-1][2] + 1)] if rest else []


def _number_again(one: Segment, seen: dict[str, set[str]]) -> Iterator[Found]:
    name = one.elements[0]
    _, at, _, _, repeated = _ENVELOPES[name]
    number = element(one.elements, at)
    if name == "GS":
        seen["ST"].clear()
    if repeated and number in seen[name]:
        yield Found(repeated, name, one.number, f"{name}{at:02}")
    seen[name].add(number)
    if name == "ISA":
        yield from _isa(one)


def _isa(one: Segment) -> Iterator[Found]:
    for at, allowed in _ISA_VALUES.items():
        if element(one.elements, at) not in allowed:
            yield Found("isa_element_wrong", "ISA", one.number, f"ISA{at:02}")
    for at in (5, 7):
        if element(one.elements, at) not in _QUALIFIERS:
            yield Found("isa_element_wrong", "ISA", one.number, f"ISA{at:02}")
    made_on, made_at = element(one.elements, 9), element(one.elements, 10)
    if day(f"20{made_on}") is None:
        yield Found("isa_element_wrong", "ISA", one.number, "ISA09")
    if not re.fullmatch(r"(?:[01][0-9]|2[0-3])[0-5][0-9]", made_at, re.ASCII):
        yield Found("isa_element_wrong", "ISA", one.number, "ISA10")
    if number(element(one.elements, 13)) is None:
        yield Found("isa_element_wrong", "ISA", one.number, "ISA13")


def _closing(one: Segment, name: str, start: Segment | None, inside: int) -> Iterator[Found]:
    """Whether what closes an envelope counts truly and names it; of one that was not opened nothing can be told."""
    if start is None:
        return
    closing, at, count, differs, _ = _ENVELOPES[name]
    held = one.number - start.number + 1 if name == "ST" else inside
    told = element(one.elements, 1)
    if number(told) != held:
        yield Found(count, closing, one.number, f"{closing}01")
    if element(one.elements, 2) != element(start.elements, at):
        yield Found(differs, closing, one.number, f"{closing}02")
