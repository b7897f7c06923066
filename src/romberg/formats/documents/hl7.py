"""HL7 v2: the words of MDM messages line by line, and the charges of DFT messages for the notes of the same visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from romberg.formats.documents import attached
from romberg.formats.documents.attached import Parts
from romberg.formats.documents.beside import Signer, charge, day, person, with_signers
from romberg.formats.documents.hl7_message import Message, Segment, messages
from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.refused import Refused, damaged, wordless
from romberg.formats.documents.writer import tidy
from romberg.visit import BilledLine, Document

READ = ("MDM", "DFT")
AS_TEXT = ("TX", "FT", "ST", "CE", "CWE", "NM", "DT", "TS", "SN", "")
SIGNED = ("AU", "LA")  # completion status: authenticated, legally authenticated


@dataclass(frozen=True, slots=True)
class _Charges:
    """The charges of one message."""

    keys: dict[str, str]
    lines: tuple[BilledLine, ...]
    on: date | None


def read_all(data: bytes) -> Parts:
    """The notes of a file of messages, each with the charges of its visit; raises Refused where there are none."""
    found = messages(data)
    kinds = {message.kind for message in found} - {""}
    if not kinds:
        raise damaged("its head does not tell the type of the message")
    if not kinds & set(READ):
        raise Refused(
            "format_not_read", f"holds {', '.join(sorted(kinds))[:60]} messages; notes come in MDM (or DFT) messages."
        )
    charges = [_charges(message) for message in found if message.has("FT1")]
    parts: Parts = []
    used: set[int] = set()
    for number, message in enumerate(found, 1):
        if message.kind in READ and message.has("OBX"):
            name = f"message-{number}"
            mine = _matching(message, charges)
            used |= set(mine)
            parts += [
                (name + (f".{inner}" if inner else ""), one)
                for inner, one in _note(message, [charges[at] for at in mine])
            ]
    if not parts:
        raise Refused("no_note", "holds charges and no note; put the message with its note (MDM) into the same file.")
    if len(used) < len(charges):
        parts = [(name, _told(one)) for name, one in parts]
    return parts


def _told(one: Document | Refused) -> Document | Refused:
    if isinstance(one, Refused):
        return one
    left = Leavings()
    left.say("Charges of visits whose notes are not in the file were left out.", grave=False)
    return replace(one, gaps=(*one.gaps, *left.gaps()))


# --- words


def _note(message: Message, charges: Sequence[_Charges]) -> Parts:
    left = Leavings()
    try:
        parts = _words(message, left)
    except Refused as error:
        return [("", error)]
    on, by = _day(message, charges)
    lines = tuple(line for one in charges for line in one.lines)
    return [
        (name, one if isinstance(one, Refused) else _finished(one, message, left, on, by, lines)) for name, one in parts
    ]


def _finished(
    one: Document, message: Message, left: Leavings, on: date | None, by: str, lines: tuple[BilledLine, ...]
) -> Document:
    return Document(
        with_signers(one.text, _signers(message)),
        "hl7" if one.kind == "text" else one.kind,
        (*one.gaps, *left.gaps()),
        one.places,
        on,
        by,
        lines or None,
        "the FT1 segments of the message" if lines else "",
    )


def _words(message: Message, left: Leavings) -> Parts:
    """The lines of all OBX segments in their order; a note packed as a file is read as one."""
    lines: list[str] = []
    packed: Parts = []
    for segment in message.all("OBX"):
        kind = segment.field(2).strip().upper()
        if kind == "ED":
            packed += _packed(segment.components(5))
        elif kind == "RP":
            left.add("elsewhere")
        elif kind in AS_TEXT:
            lines += [segment.text(one) for one in segment.repetitions(5) or [""]]
        else:
            left.say(f"A part of the type {kind[:8]} was not read.", grave=True)
    lines += [segment.text(segment.field(3)) for segment in message.all("NTE")]
    text = tidy("\n".join(lines))
    if text.strip():
        for _ in packed:
            left.add("attachment")
        return [("", Document(text, "text"))]
    if not packed:
        raise (
            Refused("elsewhere", "keeps its note elsewhere, and that is not fetched; export it whole.")
            if left.gaps()
            else wordless("")
        )
    return [(f"part-{number}" if len(packed) > 1 else name, one) for number, (name, one) in enumerate(packed, 1)]


def _packed(parts: Sequence[str]) -> Parts:
    """A file within an OBX segment: source, type, subtype, encoding, data."""
    held = [*parts, "", "", "", "", ""]
    media, encoding, data = f"{held[1]}/{held[2]}".lower(), held[3].strip().lower(), held[4]
    try:
        if encoding == "base64":
            return attached.documents(attached.unpacked(data), media, 1)
        if encoding == "hex":
            return attached.documents(bytes.fromhex(data), media, 1)
        return attached.documents(data.encode(), media, 1)
    except ValueError as error:
        return [
            ("", error if isinstance(error, Refused) else Refused("damaged", "holds a note that cannot be unpacked."))
        ]


# --- beside the words


def _day(message: Message, charges: Sequence[_Charges]) -> tuple[date | None, str]:
    """The day of the visit, from the document's own segment, the visit's, or that of its charges."""
    for name, number, what in (("TXA", 4, "TXA-4"), ("PV1", 44, "PV1-44")):
        for segment in message.all(name):
            found = day(segment.field(number))
            if found:
                return found, f"{what} of the message"
    days = {one.on for one in charges if one.on}
    return (days.pop(), "FT1-4 of the charges") if len(days) == 1 else (None, "")


def _signers(message: Message) -> Iterator[Signer]:
    """TXA-22 names those who authenticated the document; TXA-9 its author."""
    for segment in message.all("TXA"):
        status = segment.field(17).strip().upper()
        for one in segment.repetitions(22):
            parts = [segment.text(part) for part in one.split(segment.marks.component)]
            on = day(parts[14]) if len(parts) > 14 else None
            if status in SIGNED or on:
                yield Signer(_named(parts), on, True)
        for one in segment.repetitions(9):
            yield Signer(_named([segment.text(part) for part in one.split(segment.marks.component)]), None, False)


def _named(parts: Sequence[str]) -> str:
    """A person as HL7 writes one: id, family name, given name, middle name, suffix, prefix, degree."""
    held = [*parts, *[""] * 7]
    family = held[1].split("&")[0]
    return person([held[2], held[3]], family, [held[4], held[6]])


# --- charges


def _charges(message: Message) -> _Charges:
    lines: dict[tuple[str, tuple[str, ...]], int] = {}
    days: set[date] = set()
    for segment in message.all("FT1"):
        line = _line(segment)
        if line:
            key = (line.code, line.modifiers)
            back = segment.field(6).strip().upper() in ("CD", "CR", "CO")
            lines[key] = lines.get(key, 0) + (-line.units if back else line.units)
        found = day(segment.field(4))
        if found:
            days.add(found)
    kept = tuple(BilledLine(code, units, modifiers) for (code, modifiers), units in lines.items() if units > 0)
    return _Charges(_keys(message), kept, days.pop() if len(days) == 1 else None)


def _line(segment: Segment) -> BilledLine | None:
    code = (segment.components(25) or [""])[0] or (segment.components(7) or [""])[0]
    modifiers = [one.split(segment.marks.component)[0] for one in segment.repetitions(26)]
    return charge(code, segment.field(10).strip() or "1", modifiers)


def _keys(message: Message) -> dict[str, str]:
    """What tells a message's visit, the strongest first: the visit's number, the account's, the patient's."""
    places = (("visit", "PV1", 19), ("account", "PID", 18), ("patient", "PID", 3))
    found = {what: _first(message, name, number) for what, name, number in places}
    return {what: value for what, value in found.items() if value}


def _first(message: Message, name: str, number: int) -> str:
    return next((segment.field(number) for segment in message.all(name) if segment.field(number)), "")


def _matching(message: Message, charges: Sequence[_Charges]) -> list[int]:
    """Which charges belong to a note: by the strongest key that both carry, and never of another day."""
    mine = _keys(message)
    own, _ = _day(message, ())
    found = []
    for at, one in enumerate(charges):
        shared = next((what for what in mine if what in one.keys), None)
        if shared is None or mine[shared] != one.keys[shared]:
            continue
        if shared != "visit" and (own is None or one.on is None):
            continue
        if own is None or one.on is None or own == one.on:
            found.append(at)
    return found
