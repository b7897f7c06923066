"""Edits on single segments: separators, signs, kinds and lengths of elements, elements that go together."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import cents, day, element

_SIGNS = re.compile(r"[A-Za-z0-9!\"&'()+,\-./;?= %@\[\]_{}\\|<>~#$*:^`]*", re.ASCII)
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_TIME = re.compile(r"(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9](?:[0-9]{1,2})?)?", re.ASCII)
# Elements of which all stand, or none; and those of which the second needs the first.
_PAIRS = {
    "NM1": ((8, 9),),
    "PER": ((3, 4), (5, 6), (7, 8)),
    "PAT": ((5, 6),),
    "CAS": ((5, 6), (8, 9), (11, 12), (14, 15), (17, 18)),
}
# Values that have an edit of their own.
_OWN = {("DMG", 3): "gender_not_in_guide", ("SV1", 3): "unit_basis_wrong", ("SV1", 7): "pointer_missing"}
# How many elements a segment of X12 (005010) has, and how many parts an element of parts.
_ELEMENTS = {
    "ST": 3, "BHT": 6, "NM1": 12, "N3": 2, "N4": 7, "PER": 9, "HL": 4, "PRV": 6, "CUR": 21, "REF": 4, "SBR": 9,
    "PAT": 9, "DMG": 11, "CLM": 20, "DTP": 3, "PWK": 9, "CN1": 6, "AMT": 3, "K3": 3, "NTE": 2, "CR1": 10, "CR2": 12,
    "CR3": 5, "CRC": 7, "HCP": 15, "OI": 6, "MOA": 9, "CAS": 19, "LX": 1, "SV1": 21, "SV5": 7, "QTY": 4,
    "MEA": 12, "PS1": 3, "LIN": 31, "CTP": 11, "SVD": 6, "LQ": 2, "FRM": 5, "SE": 2, "GS": 8, "GE": 2, "IEA": 2,
}  # fmt: skip
_PARTS = {("CLM", 5): 3, ("CLM", 11): 5, ("SV1", 1): 8, ("SV1", 7): 12, ("SVD", 3): 8} | {
    ("HI", at): 9 for at in range(1, 13)
}
_MONEY = {("CLM", 2), ("SV1", 2), ("AMT", 2), ("SVD", 2)} | {("CAS", at) for at in range(3, 19, 3)}
_REPEATED = (("ISA", 11), ("DMG", 5))
_LONGEST_AMOUNT = 12  # digits of whole dollars that can be read
_EMPTY = ("element_missing", "pointer_missing", "unit_basis_wrong", "gender_not_in_guide", "element_pair_incomplete")
_FIXED = ("ISA", "GS", "GE", "IEA")


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element may be: its kind (AN, ID, R, N0, DT, TM, C for composite), lengths, use and values."""

    at: int
    kind: str
    least: int
    most: int
    use: str
    values: frozenset[str]


@cache
def rules() -> dict[str, tuple[Rule, ...]]:
    """The elements of each segment."""
    text = (files("romberg.formats.x12.edits") / "elements.csv").read_text(encoding="utf-8")
    held: dict[str, list[Rule]] = {}
    for row in csv.DictReader(text.splitlines()):
        lengths = (int(row["least"]), int(row["most"]))
        values = frozenset(row["values"].split())
        held.setdefault(row["segment"], []).append(Rule(int(row["element"]), row["kind"], *lengths, row["use"], values))
    return {name: tuple(found) for name, found in held.items()}


def found(one: Segment, professional: bool, signs: Delimiters) -> Iterator[Found]:
    """What is wrong with one segment by itself; by the guide's elements too where it is of a professional claim."""
    name = one.elements[0]
    faults = [*_elements(one), *_shape(one, signs)] if professional else []
    ends_empty = len(one.elements) > 1 and not one.elements[-1] and name not in _FIXED
    if ends_empty and not any(fault.code in _EMPTY for fault in faults):
        yield Found("trailing_separator", name, one.number)
    for at, text in enumerate(one.elements):
        if not _SIGNS.fullmatch(text):
            yield Found("character_not_allowed", name, one.number, f"{name}{at:02}")
    yield from faults


def _shape(one: Segment, signs: Delimiters) -> Iterator[Found]:
    """Elements and parts beyond those that there are, empty parts at an end, and repetitions."""
    name, most = one.elements[0], _ELEMENTS.get(one.elements[0])
    if most is not None and len(one.elements) - 1 > most and any(one.elements[most + 1 :]):
        yield Found("element_superfluous", name, one.number, f"{name}{most + 1:02}")
    for at, text in enumerate(one.elements[1:], 1):
        if signs.repeat and signs.repeat in text and not signs.repeat.isalnum() and (name, at) not in _REPEATED:
            yield Found("repetition_not_allowed", name, one.number, f"{name}{at:02}")
        parts = text.split(signs.component)
        if (name, at) not in _PARTS or len(parts) == 1:
            continue
        if len(parts) > _PARTS[(name, at)]:
            yield Found("element_superfluous", name, one.number, f"{name}{at:02}-{_PARTS[(name, at)] + 1}")
        elif not parts[-1]:
            yield Found("trailing_separator", name, one.number, f"{name}{at:02}")


def _elements(one: Segment) -> Iterator[Found]:
    name = one.elements[0]
    for rule in rules().get(name, ()):
        if fault := _fault(name, rule, element(one.elements, rule.at)):
            yield Found(fault, name, one.number, f"{name}{rule.at:02}")
    yield from _pairs(one)
    yield from _dates(one)


def _fault(name: str, rule: Rule, text: str) -> str:
    if not text:
        return _OWN.get((name, rule.at), "element_missing") if rule.use == "must" else ""
    if rule.use == "not":
        return "element_not_used"
    if rule.values and text not in rule.values:
        return _OWN.get((name, rule.at), "value_not_in_guide")
    if rule.kind in ("R", "N0") and not (_NUMBER.fullmatch(text) and ("." not in text or rule.kind == "R")):
        return "number_invalid"
    if (name, rule.at) in _MONEY and len(text) <= _LONGEST_AMOUNT and cents(text) is None:
        return "number_invalid"
    if rule.kind == "DT" and day(text) is None:
        return "date_invalid"
    if rule.kind == "TM" and not _TIME.fullmatch(text):
        return "time_invalid"
    return "" if rule.kind == "C" else _length(rule, text)


def _length(rule: Rule, text: str) -> str:
    size = len(text.replace("-", "").replace(".", "")) if rule.kind in ("R", "N0") else len(text)
    if size > rule.most:
        return "element_too_long"
    return "element_too_short" if size < rule.least else ""


def _pairs(one: Segment) -> Iterator[Found]:
    name = one.elements[0]
    for first, second in _PAIRS.get(name, ()):
        filled = [bool(element(one.elements, at)) for at in (first, second)]
        if any(filled) and not all(filled):
            empty = second if filled[0] else first
            yield Found("element_pair_incomplete", name, one.number, f"{name}{empty:02}")


def _dates(one: Segment) -> Iterator[Found]:
    """DTP carries one day, or a first and a last one."""
    if one.elements[0] != "DTP":
        return
    text = element(one.elements, 3)
    parts = text.split("-") if element(one.elements, 2) == "RD8" else [text]
    wanted = 2 if element(one.elements, 2) == "RD8" else 1
    if text and element(one.elements, 2) != "TM" and (len(parts) != wanted or any(day(part) is None for part in parts)):
        yield Found("date_invalid", "DTP", one.number, "DTP03")
