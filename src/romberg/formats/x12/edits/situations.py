"""Edits on what depends on something else (SNIP 4): dates against each other, patients, repeats, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.claim import Look
from romberg.formats.x12.edits.walk import Held
from romberg.formats.x12.values import day, element, number

_OLDEST_YEARS = 120
_ACCIDENTS = ("AA", "EM", "OA")
_QUALIFIERS = ("ABK", "ABF", "BK", "BF", "BP", "BO", "BG")
_SENT = ("BM", "EL", "EM", "FX", "FT")  # how an attachment goes its own way
_PROCEDURES = ("HC", "ER", "IV", "WK")


def found(look: Look, today: date) -> Iterator[Found]:
    """What in a claim does not go together; `today` is the day on which the file is looked at."""
    for edits in (_qualifiers, _pointers, _diagnoses, _references, _accident, _attachments, _clinicians, _answers):
        yield from edits(look)
    yield from _repeats(look)
    yield from _dates(look, today)
    yield from _births(look)


def _pointers(look: Look) -> Iterator[Found]:
    carried = sum(len(one.elements) - 1 for one in look.claim.rows("HI"))
    for line in look.lines:
        one = look.service(line)[0]
        if one is None or not element(one.elements, 7):
            continue
        pointers = [part for part in look.parts(element(one.elements, 7)) if part]
        if len(pointers) > 4:
            yield Found("pointers_too_many", "SV1", one.number, "SV107")
        elif not all(look.parts(element(one.elements, 7))[: len(pointers)]):
            yield Found("pointer_missing", "SV1", one.number, "SV107")
        elif len(set(pointers)) < len(pointers):
            yield Found("pointer_repeated", "SV1", one.number, "SV107")
        elif carried and any(not 1 <= (number(part) or 0) <= carried for part in pointers):
            yield Found("pointer_astray", "SV1", one.number, "SV107")


def _diagnoses(look: Look) -> Iterator[Found]:
    rows = look.diagnoses
    wrong = [one for one in look.claim.rows("HI") if look.parts(element(one.elements, 1))[0] not in _QUALIFIERS]
    if wrong:
        yield Found("diagnosis_qualifier_wrong", "HI", wrong[0].number, "HI01-1")
        return
    kinds = [one.kind for one in rows]
    if not rows:
        return
    first = rows[0].segment.number
    if {"BK", "BF"} & set(kinds) and {"ABK", "ABF"} & set(kinds):
        ninth = next(one for one in rows if one.kind in ("BK", "BF"))
        yield Found("diagnosis_editions_mixed", "HI", ninth.segment.number, f"HI{ninth.at:02}-1")
    elif kinds[0] not in ("ABK", "BK") or set(kinds[1:]) & {"ABK", "BK"}:
        yield Found("diagnosis_first_wrong", "HI", first, "HI01")
    if len(rows) > 12:
        yield Found("diagnoses_too_many", "HI", rows[12].segment.number)
    again = [code for code, times in Counter(one.code for one in rows).items() if times > 1 and code]
    if again:
        yield Found("diagnosis_repeated", "HI", first)


def _qualifiers(look: Look) -> Iterator[Found]:
    """What kind of place and of code is meant."""
    place = look.parts(element(look.clm.elements, 5))
    if element(place, 0) and element(place, 1) != "B":
        yield Found("facility_qualifier_wrong", "CLM", look.clm.number, "CLM05-2")
    for line in look.lines:
        one = look.service(line)[0]
        if one is not None and look.parts(element(one.elements, 1))[0] not in _PROCEDURES:
            yield Found("procedure_qualifier_wrong", "SV1", one.number, "SV101-1")


def _references(look: Look) -> Iterator[Found]:
    frequency = element(look.parts(element(look.clm.elements, 5)), 2)
    number = next(look.claim.rows("REF", "F8"), None)
    if frequency not in ("1", "7", "8"):
        yield Found("frequency_not_in_guide", "CLM", look.clm.number, "CLM05-3")
    elif frequency in ("7", "8") and number is None:
        yield Found("payer_claim_number_missing", "CLM", look.clm.number, "CLM05-3")
    elif frequency == "1" and number is not None:
        yield Found("payer_claim_number_superfluous", "REF", number.number)


def _accident(look: Look) -> Iterator[Found]:
    causes = look.parts(element(look.clm.elements, 11)) if element(look.clm.elements, 11) else []
    told = next(look.claim.rows("DTP", "439"), None)
    if {"AA", "OA"} & set(causes) and told is None:
        yield Found("accident_date_missing", "CLM", look.clm.number, "CLM11")
    if told is not None and not set(causes) & set(_ACCIDENTS):
        yield Found("accident_cause_missing", "DTP", told.number)
    if "AA" in causes and not element(causes, 3):
        yield Found("accident_state_missing", "CLM", look.clm.number, "CLM11-4")


def _attachments(look: Look) -> Iterator[Found]:
    """What is sent beside a claim carries the number under which it will be found."""
    for held in (look.claim, *look.lines):
        for one in held.rows("PWK"):
            if element(one.elements, 2) in _SENT and not element(one.elements, 6):
                yield Found("attachment_number_missing", "PWK", one.number, "PWK06")


def _clinicians(look: Look) -> Iterator[Found]:
    billing = look.party(look.billing, "2010AA")
    rendering = look.party(look.claim, "2310B")
    numbers = [element(one.elements, 9) for one in (rendering, billing) if one is not None]
    if rendering is not None and len(numbers) == 2 and numbers[0] == numbers[1] != "":
        yield Found("rendering_same_as_billing", "NM1", rendering.number, "NM109")


def _answers(look: Look) -> Iterator[Found]:
    """A claim whose payer is not first says what the others paid; lines name payers that the claim names."""
    order = next((element(one.elements, 1) for one in look.subscriber.rows("SBR")), "")
    others = [one for one in look.claim.inside if one.loop.name == "2320"]
    if order in ("S", "T") and not others:
        yield Found("other_payer_answer_missing", "CLM", look.clm.number)
    for one in others:
        if not element(one.first.elements, 2):
            yield Found("element_missing", "SBR", one.first.number, "SBR02")
    names = {element(inner.first.elements, 9) for one in others for inner in one.inside if inner.loop.name == "2330B"}
    if len(names) < len(others):
        return  # one has no name, which is told
    for line in look.lines:
        for answer in (one for one in line.inside if one.loop.name == "2430"):
            if element(answer.first.elements, 1) not in names:
                yield Found("answer_of_unknown_payer", "SVD", answer.first.number, "SVD01")


def _repeats(look: Look) -> Iterator[Found]:
    controls = [one for line in look.lines for one in line.rows("REF", "6R")]
    seen: set[str] = set()
    for one in controls:
        if element(one.elements, 2) in seen:
            yield Found("line_control_repeated", "REF", one.number, "REF02")
            break
        seen.add(element(one.elements, 2))
    yield from _same_line(look)
    numbered = ((at, line) for at, line in enumerate(look.lines, 1) if line.first.elements[0] == "LX")
    wrong = next((line for at, line in numbered if element(line.first.elements, 1) != str(at)), None)
    if wrong is not None:
        yield Found("lines_not_counted_on", "LX", wrong.first.number, "LX01")


def _same_line(look: Look) -> Iterator[Found]:
    """The first line that says what another one says; a modifier that tells them apart makes it another line."""
    seen: set[tuple[object, ...]] = set()
    for line in look.lines[:50]:
        one, code, modifiers = look.service(line)
        key = (code, tuple(sorted(modifiers)), look.days(line)[1], _by(line))
        if one is not None and code and key in seen:
            yield Found("line_repeated", "SV1", one.number, "SV101")
            return
        seen.add(key)


def _by(line: Held) -> str:
    return next((element(one.first.elements, 9) for one in line.inside if one.loop.name == "2420A"), "")


def _dates(look: Look, today: date) -> Iterator[Found]:
    onset = _claim_day(look.claim, "431")
    start = _claim_day(look.claim, "454")
    accident, seen = _claim_day(look.claim, "439"), _claim_day(look.claim, "304")
    firsts = []
    for line in look.lines:
        one, first, last = look.days(line)
        if one is None or first is None or last is None:
            continue
        firsts.append(first)
        if first > today or last > today:
            yield Found("service_in_future", "DTP", one.number, "DTP03")
        elif last < first:
            yield Found("service_dates_reversed", "DTP", one.number, "DTP03")
    earliest = min(firsts, default=None)
    for code, told in (
        ("onset_after_service", onset),
        ("treatment_start_after_service", start),
        ("accident_after_service", accident),
        ("last_seen_after_service", seen),
    ):
        if told is not None and earliest is not None and earliest <= today and told[1] > earliest:
            yield Found(code, "DTP", told[0], "DTP03")


def _claim_day(held: Held, qualifier: str) -> tuple[int, date] | None:
    one = next(held.rows("DTP", qualifier), None)
    value = day(element(one.elements, 3)) if one else None
    return (one.number, value) if one and value else None


def _births(look: Look) -> Iterator[Found]:
    level, name = (look.patient, "2010CA") if look.patient else (look.subscriber, "2010BA")
    person = next((one for one in level.inside if one.loop.name == name), None)
    born = next(person.rows("DMG"), None) if person else None
    value = day(element(born.elements, 2)) if born else None
    firsts = [first for first in (look.days(line)[1] for line in look.lines) if first is not None]
    if born is None or value is None or not firsts:
        return
    if value > min(firsts):
        yield Found("birth_after_service", "DMG", born.number, "DMG02")
    elif value.year < min(firsts).year - _OLDEST_YEARS:
        yield Found("birth_impossible", "DMG", born.number, "DMG02")


def levels(root: Held) -> Iterator[Found]:
    """Whether insured persons and patients stand as SBR02 says."""
    for insured in root.every("2000B"):
        says = next(insured.rows("SBR"), None)
        if says is None:
            continue
        patients = [one for one in insured.inside if one.loop.name == "2000C"]
        relationship = element(says.elements, 2)
        if relationship not in ("", "18"):
            yield Found("relationship_not_self", "SBR", says.number, "SBR02")
        elif not relationship and not patients:
            yield Found("patient_missing", "SBR", says.number, "SBR02")
        elif relationship == "18" and patients:
            yield Found("patient_level_superfluous", "SBR", says.number, "SBR02")
        elif relationship == "18":
            yield from _self(insured)


def _self(insured: Held) -> Iterator[Found]:
    person = next((one for one in insured.inside if one.loop.name == "2010BA"), None)
    if person is None:
        return
    if next(person.rows("DMG"), None) is None:
        yield Found("subscriber_birth_missing", "NM1", person.first.number)
    if next(person.rows("N3"), None) is None or next(person.rows("N4"), None) is None:
        yield Found("subscriber_address_missing", "NM1", person.first.number)


class Numbers:
    """The numbers of the claims of a file; the first claim that carries the number of an earlier one is named."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._again: list[Found] = []

    def take(self, look: Look) -> None:
        """Look at the next claim."""
        number = element(look.clm.elements, 1)
        if number in self._seen and not self._again:
            self._again.append(Found("claim_number_repeated", "CLM", look.clm.number, "CLM01"))
        if number:
            self._seen.add(number)

    def found(self) -> Iterator[Found]:
        """What the claims together are told for."""
        yield from self._again
