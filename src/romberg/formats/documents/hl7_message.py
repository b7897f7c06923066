"""HL7 v2 messages as segments and fields, by the delimiters that each message declares, with its escapes undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from romberg.formats.decoding import decoded
from romberg.formats.documents.refused import Refused, damaged, too_much

MOST_SEGMENTS = 200_000
_ENDS = re.compile(r"[\r\n]+")
_FRAME = str.maketrans("", "", "\x0b\x1c")
_SPACES = re.compile(r"\.(sp|in|ti|sk)([+-]?\d{1,3})?$")
_HEX = re.compile(r"X([0-9A-Fa-f]{2,400})$")


@dataclass(frozen=True, slots=True)
class Marks:
    """The signs by which a message separates its parts."""

    field: str
    component: str
    repetition: str
    escape: str
    sub: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of a message: its name and its fields, counted from 1 as the standard counts them."""

    name: str
    fields: tuple[str, ...]
    marks: Marks

    def field(self, number: int) -> str:
        """A field as written; empty where the segment is shorter."""
        return self.fields[number] if number < len(self.fields) else ""

    def components(self, number: int) -> list[str]:
        """The parts of a field's first repetition, escapes undone."""
        first = self.repetitions(number)
        return [self.text(one) for one in first[0].split(self.marks.component)] if first else []

    def repetitions(self, number: int) -> list[str]:
        """The repetitions of a field as written."""
        held = self.field(number)
        return held.split(self.marks.repetition) if held else []

    def text(self, written: str) -> str:
        """Words with their escapes undone: line breaks, the delimiters themselves, characters by number."""
        escape = self.marks.escape
        if not escape or escape not in written:
            return written
        parts = written.split(escape)
        held, at = [parts[0]], 1
        while at < len(parts):
            found = _escaped(parts[at], self.marks) if at + 1 < len(parts) else None
            if found is None:  # no escape: the sign stands for itself
                held.append(escape + parts[at])
                at += 1
            else:
                held += [found, parts[at + 1]]
                at += 2
        return "".join(held)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its type and event, as in MDM and T02, and its segments."""

    kind: str
    event: str
    segments: tuple[Segment, ...]

    def all(self, name: str) -> Iterator[Segment]:
        """Every segment of one name."""
        return (one for one in self.segments if one.name == name)

    def has(self, name: str) -> bool:
        """Whether there is a segment of one name."""
        return any(True for _ in self.all(name))


def messages(data: bytes) -> list[Message]:
    """The messages of a file, batch envelopes left aside; raises Refused where the first is damaged."""
    lines = [line for line in _ENDS.split(decoded(data).removeprefix("\ufeff").translate(_FRAME)) if line.strip()]
    if len(lines) > MOST_SEGMENTS:
        raise too_much("segments")
    found: list[list[str]] = []
    for line in (one.lstrip() for one in lines):
        if line.startswith("MSH"):
            found.append([line])
        elif found and not line.startswith(("BTS", "FTS", "BHS", "FHS")):
            found[-1].append(line)
    if not found:
        raise damaged("no message begins in it")
    return [_message(each) for each in found]


def _message(lines: list[str]) -> Message:
    marks = _marks(lines[0])
    segments = tuple(_segment(line, marks) for line in lines)
    kind, event = [*(one.strip() for one in segments[0].components(9)), "", ""][:2]
    return Message(kind, event, segments)


def _marks(head: str) -> Marks:
    """The delimiters stand at the head of the message: MSH|^~\\&|"""
    field, others = head[3:4], head[4:9]
    encoding = others.split(field, 1)[0] if field else ""
    held = [*encoding, *"^~\\&"[len(encoding) :]][:4]
    if not field or field.isalnum() or field.isspace() or len({field, *held}) < 5 or any(one.isalnum() for one in held):
        raise Refused("damaged", "does not declare its delimiters as HL7 messages do (MSH|^~\\&|); export it again.")
    return Marks(field, held[0], held[1], held[2], held[3])


def _segment(line: str, marks: Marks) -> Segment:
    fields = line.split(marks.field)
    if fields[0] == "MSH":  # its first field is the delimiter itself
        fields = ["MSH", marks.field, *fields[1:]]
    return Segment(fields[0].strip()[:3], tuple(fields), marks)


def _escaped(code: str, marks: Marks) -> str | None:
    """What stands between two escape signs; None where it is no escape."""
    plain = {"F": marks.field, "S": marks.component, "T": marks.sub, "R": marks.repetition, "E": marks.escape}
    if code in plain:
        return plain[code]
    if code in ("H", "N", ".fi", ".nf", ".ce"):
        return "\n" if code == ".ce" else ""
    if code == ".br":
        return "\n"
    spaces = _SPACES.match(code)
    if spaces:
        count = min(80, abs(int(spaces[2] or 1)))
        return "\n" * min(count, 3) if spaces[1] == "sp" else " " * count
    numbered = _HEX.match(code)
    if numbered and len(numbered[1]) % 2 == 0:
        return _numbered(bytes.fromhex(numbered[1]))
    return "" if re.fullmatch(r"[CMZ][0-9A-Za-z]{1,20}", code) else None


def _numbered(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
