"""Edits on codes and numbers against their sets (SNIP 5): services, diagnoses, places, providers, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from romberg.formats.x12.edits import code_sets, names
from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.claim import Look
from romberg.formats.x12.edits.walk import Held
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import element
from romberg.knowledge import codes, denials, diagnoses, taxonomy, zips
from romberg.knowledge.npi import DIGITS, npi_exists

_TENTH_EDITION = date(2015, 10, 1)
_BOX = re.compile(
    r"\b(?:P\.?\s*O\.?\s*|POST\s*OFFICE\s*|POSTAL\s+)(?:BOX|BX|B\b)|\bP\.?O\.?B\b|\bLOCK\s*BOX\b|^\s*BOX\s+#?\s*\d",
    re.IGNORECASE,
)
_MBI = re.compile(r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y][0-9]"
                  r"[AC-HJKMNP-RT-Y]{2}[0-9]{2}", re.ASCII)  # fmt: skip
_SIGNS_OF_A_CODE = 5
_SIGNS_OF_A_TAXONOMY = 10
_MOST = 4  # modifiers of a line
_MODIFIER = re.compile(r"[A-Z0-9]{2}", re.ASCII)
_NUMBERED = ("DN", "P3", "82", "DQ", "DK", "85", "77")


def found(look: Look) -> Iterator[Found]:
    """Codes of a claim that do not exist, or not on its day."""
    place = element(look.parts(element(look.clm.elements, 5)), 0)
    if not place:
        yield Found("element_missing", "CLM", look.clm.number, "CLM05-1")
    yield from _place(place, look.clm, "CLM05-1")
    state = element(look.parts(element(look.clm.elements, 11)), 3)
    if state and state not in code_sets.states():
        yield Found("state_unknown", "CLM", look.clm.number, "CLM11-4")
    yield from _diagnoses(look)
    for line in look.lines:
        yield from _line(look, line)
        for answer in (one for one in line.inside if one.loop.name == "2430"):
            yield from _answered(look, answer.first)


def _answered(look: Look, one: Segment) -> Iterator[Found]:
    """The code and modifiers for which another payer paid; whether they were in force is that payer's business."""
    parts = look.parts(element(one.elements, 3))
    if len(element(parts, 1)) != _SIGNS_OF_A_CODE:
        yield Found("code_form_wrong", "SVD", one.number, "SVD03-2")
    for at, modifier in enumerate(parts[2:6], 3):
        if modifier and not _MODIFIER.fullmatch(modifier):
            yield Found("modifier_form_wrong", "SVD", one.number, f"SVD03-{at}")


def _place(code: str, one: Segment, where: str) -> Iterator[Found]:
    if code and code not in codes.places():
        yield Found("place_unknown", one.elements[0], one.number, where)


def _first_day(look: Look) -> date | None:
    return min((first for first in (look.days(line)[1] for line in look.lines) if first is not None), default=None)


def _diagnoses(look: Look) -> Iterator[Found]:
    on, rows = _first_day(look), look.diagnoses
    mixed = len({one.kind.startswith("A") for one in rows}) > 1
    told: set[str] = set()
    for one in rows:
        fault = _diagnosis(one.kind, one.code, on, mixed)
        if fault and not (fault in told and fault == "diagnosis_ninth_edition"):
            yield Found(fault, "HI", one.segment.number, f"HI{one.at:02}-2")
            told.add(fault)


def _diagnosis(kind: str, code: str, on: date | None, mixed: bool) -> str:
    if not kind.startswith("A"):
        return "diagnosis_ninth_edition" if on is not None and on >= _TENTH_EDITION and not mixed else ""
    if "." in code:
        return "diagnosis_with_point"
    if on is None:
        return ""
    known = diagnoses.standing(code, on)
    if known.billable is not False:
        return ""
    return "diagnosis_incomplete" if known.instead or known.sevenths else "diagnosis_unknown"


def _line(look: Look, line: Held) -> Iterator[Found]:
    one, code, given = look.service(line)
    if one is None:
        return
    yield from _place(element(one.elements, 5), one, "SV105")
    on = look.days(line)[1]
    parts = look.parts(element(one.elements, 1))
    if parts[0] == "HC" and (fault := code_sets.procedure_fault(code, on)):
        yield Found(fault, "SV1", one.number, "SV101-2")
    for at, modifier in enumerate(given, 3):
        if fault := _modifier(modifier, on):
            yield Found(fault, "SV1", one.number, f"SV101-{at}")
    if len(set(given)) < len(given):
        yield Found("modifier_repeated", "SV1", one.number, "SV101")
    if _MODIFIER.fullmatch(element(parts, 6)) and (len(given) == _MOST or element(parts, 6) in code_sets.modifiers()):
        yield Found("modifier_fifth", "SV1", one.number, "SV101-7")


def _modifier(modifier: str, on: date | None) -> str:
    if not _MODIFIER.fullmatch(modifier):
        return "modifier_form_wrong"
    if modifier not in code_sets.modifiers():
        return "modifier_unknown"
    known = codes.modifiers().get(modifier)
    return "" if known is None or on is None or known.valid(on) else "modifier_not_in_force"


def parties(root: Held) -> Iterator[Found]:
    """Numbers, specialities and addresses of everybody in a transaction."""
    for one in (held for held in root.all() if held.first.elements[0] == "NM1"):
        yield from _party(one)
    for level in root.every("2000A"):
        for said in level.rows("PRV"):
            yield from _taxonomy(said)


def _party(held: Held) -> Iterator[Found]:
    name = held.first
    entity, kind, number = (element(name.elements, at) for at in (1, 8, 9))
    if kind == "XX" and number:
        yield from _npi(number, name)
    elif entity in ("85", "82") and not number and held.loop.name not in names.KNOWN_BY_NUMBER:
        yield Found("npi_missing", "NM1", name.number, "NM109")
    for said in held.rows("PRV"):
        yield from _taxonomy(said)
    for at in held.rows("N4"):
        yield from _address(at, entity == "85")
    if entity == "85":
        yield from (Found("post_office_box", "N3", one.number, f"N3{at:02}") for one in held.rows("N3")
                    for at in (1, 2) if _BOX.search(element(one.elements, at)))  # fmt: skip
    for one in held.rows("REF"):
        tax = element(one.elements, 2).replace("-", "")
        if element(one.elements, 1) in ("EI", "SY") and entity == "85" and not (tax.isdigit() and len(tax) == 9):
            yield Found("tax_number_wrong", "REF", one.number, "REF02")
    for one in held.rows("PER"):
        if element(one.elements, 3) == "TE" and not re.fullmatch(r"1?[2-9][0-9]{9}", element(one.elements, 4)):
            yield Found("telephone_wrong", "PER", one.number, "PER04")


def _npi(number: str, one: Segment) -> Iterator[Found]:
    if not number.isdigit():
        yield Found("npi_not_digits", "NM1", one.number, "NM109")
    elif len(number) != DIGITS:
        yield Found("npi_length_wrong", "NM1", one.number, "NM109")
    elif not npi_exists(number):
        yield Found("npi_check_digit_wrong", "NM1", one.number, "NM109")


def _taxonomy(one: Segment) -> Iterator[Found]:
    """Our table holds rehabilitation and who refers to it; of other kinds of providers the form and the kind alone."""
    code = element(one.elements, 3)
    if len(code) == _SIGNS_OF_A_TAXONOMY and taxonomy.get(code) is None and not code_sets.may_be_taxonomy(code):
        yield Found("taxonomy_unknown", "PRV", one.number, "PRV03")


def _address(one: Segment, billing: bool) -> Iterator[Found]:
    state, code, country = (element(one.elements, at) for at in (2, 3, 4))
    if country not in ("", "US"):
        return
    if state and state not in code_sets.states():
        yield Found("state_unknown", "N4", one.number, "N402")
    plain = code.replace("-", "")
    if not code:
        yield Found("element_missing", "N4", one.number, "N403")
    elif not (plain.isdigit() and len(plain) in (5, 9)):
        yield Found("zip_wrong", "N4", one.number, "N403")
    elif billing and len(plain) != 9:
        yield Found("zip_not_nine", "N4", one.number, "N403")
    elif not (zips.locality(plain[:5]).state or code_sets.is_military(state, plain)):
        yield Found("zip_unknown", "N4", one.number, "N403")


def members(look: Look) -> Iterator[Found]:
    """Medicare's number of the insured person."""
    name = look.party(look.subscriber, "2010BA")
    if look.filing == "MB" and name is not None and element(name.elements, 8) == "MI":
        number = element(name.elements, 9)
        if number and not _MBI.fullmatch(number):
            yield Found("member_number_wrong", "NM1", name.number, "NM109")


def reasons(look: Look) -> Iterator[Found]:
    """The reasons that another payer gave."""
    for held in look.claim.all():
        for one in held.rows("CAS"):
            for at in range(2, len(one.elements), 3):
                code = element(one.elements, at)
                if code and denials.reason(code) is None:
                    yield Found("reason_unknown", "CAS", one.number, f"CAS{at:02}")
