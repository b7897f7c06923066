"""Edits by the guide: what each loop must hold, how often, under which version; the levels and their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.structure import Slot, children
from romberg.formats.x12.edits.walk import Held
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import element

_LEVELS = {"20": "", "22": "20", "23": "22"}  # each kind of level and the one above it
VERSIONS = ("005010X222A1", "005010X222A2")
_KINDS = {"837": "HC", "835": "HP", "999": "FA", "277": "HN", "276": "HR", "271": "HB", "270": "HS"}  # ST01 to GS01
# Segments whose absence has an edit of its own; of DTP and REF one kind alone is required.
_MISSING = {
    "SV1": "service_missing",
    "HI": "diagnoses_missing",
    "N3": "street_missing",
    "N4": "city_missing",
    "DMG": "birth_missing",
    "SBR": "cover_missing",
    "DTP": "service_date_missing",
    "REF": "tax_number_missing",
    "LX": "line_number_missing",
}
_REPEATED = {"REF": "reference_repeated", "DTP": "date_repeated"}
_MISSING_LOOPS = {
    "1000A": "submitter_missing",
    "1000B": "receiver_missing",
    "2000A": "billing_level_missing",
    "2010AA": "billing_provider_missing",
    "2000B": "subscriber_level_missing",
    "2010BA": "subscriber_missing",
    "2010BB": "payer_missing",
    "2010CA": "patient_name_missing",
    "2300": "claim_missing",
    "2330A": "other_subscriber_missing",
    "2330B": "other_payer_missing",
    "2400": "lines_missing",
}
ABSENT = (*_MISSING_LOOPS.values(), "loop_missing")  # a loop lacks the segment that begins it
_SAID_ELSEWHERE = ("2000C",)  # whether a patient level must follow is a question of the situation


def found(root: Held) -> Iterator[Found]:
    """What a transaction lacks or holds too often."""
    for loop in (root, *root.all()):
        yield from _segments(loop)
        yield from _loops(loop)


def _segments(held: Held) -> Iterator[Found]:
    counts = Counter(held.slots)
    at = held.segments[0].number if held.segments else 1
    for slot in held.loop.slots:
        if slot.required and not counts[slot]:
            yield Found(_MISSING.get(slot.name, "segment_missing"), slot.name, at)
        if slot.most is not None and counts[slot] > slot.most and slot is not held.loop.begins:
            extra = [one for one, of in zip(held.segments, held.slots, strict=True) if of is slot][slot.most]
            yield Found(_repeated(slot), slot.name, extra.number)


def _repeated(slot: Slot) -> str:
    if "EI" in slot.values:
        return "tax_number_repeated"
    return _REPEATED.get(slot.name, "segment_repeated")


def _loops(held: Held) -> Iterator[Found]:
    counts = Counter(one.loop.name for one in held.inside)
    at = held.segments[0].number if held.segments else 1
    name = "" if held.loop.name == "HEAD" else held.loop.name
    for loop in children(name):
        if loop.name == "HEAD" or loop.name in _SAID_ELSEWHERE:
            continue
        if loop.begins.required and not counts[loop.name] and not _elsewhere(held, loop.name):
            yield Found(_MISSING_LOOPS.get(loop.name, "loop_missing"), loop.begins.name, at)
        if loop.begins.most is not None and counts[loop.name] > loop.begins.most:
            extra = [one for one in held.inside if one.loop.name == loop.name][loop.begins.most]
            code = "lines_too_many" if loop.name == "2400" else "party_repeated"
            yield Found(code, loop.begins.name, extra.first.number)


def _elsewhere(held: Held, wanted: str) -> bool:
    """Claims stand under the subscriber or under the patient; levels under the one above may be none."""
    if wanted == "2300":
        return held.loop.name == "2000B" and any(one.loop.name == "2000C" for one in held.inside)
    return False


def versions(segments: Sequence[Segment]) -> Iterator[Found]:
    """Whether each transaction names the guide of its group, and the one for professional claims."""
    group = ""
    for one in segments:
        if one.elements[0] == "GS":
            group = element(one.elements, 8)
        elif one.elements[0] == "ST":
            told = element(one.elements, 3)
            if told and group and told != group:
                yield Found("version_differs", "ST", one.number, "ST03")
            elif (told or group) not in VERSIONS:
                yield Found("version_unknown", "ST", one.number, "ST03")


def kinds(segments: Sequence[Segment]) -> Iterator[Found]:
    """Whether each transaction is of the kind that its group holds."""
    group = ""
    for one in segments:
        if one.elements[0] == "GS":
            group = element(one.elements, 1)
        elif one.elements[0] == "ST" and group and _KINDS.get(element(one.elements, 1), group) != group:
            yield Found("group_kind_differs", "ST", one.number, "ST01")


def levels(segments: Sequence[Segment]) -> Iterator[Found]:
    """HL01 counts on, HL02 names the level above, HL04 says truly whether levels follow beneath."""
    rows = [one for one in segments if one.elements[0] == "HL"]
    wrong = next((one for number, one in enumerate(rows, 1) if element(one.elements, 1) != str(number)), None)
    if wrong is not None:
        yield Found("level_not_sequential", "HL", wrong.number, "HL01")
        return
    latest: dict[str, Segment] = {}
    parents = Counter(element(one.elements, 2) for one in rows)
    for one in rows:
        parent, kind = element(one.elements, 2), element(one.elements, 3)
        if kind not in _LEVELS:
            return  # told as a value that the guide does not list
        holder = latest.get(_LEVELS.get(kind, ""))
        expected = "" if kind == "20" else (element(holder.elements, 1) if holder else "?")
        if parent != expected:
            yield Found("level_parent_wrong", "HL", one.number, "HL02")
            return  # which levels lie beneath which cannot be told
        latest[kind] = one
    for one in rows:
        number, child = element(one.elements, 1), element(one.elements, 4)
        if child in ("0", "1") and (child == "1") != (parents[number] > 0):
            yield Found("level_child_wrong", "HL", one.number, "HL04")
