"""HL7 v2: the words of MDM messages line by line, and the charges of DFT messages for the notes of the same visit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from romberg.formats.documents import attached
from romberg.formats.documents.attached import Parts
from romberg.formats.documents.beside import Signer, day, person, with_signers
from romberg.formats.documents.hl7_charges import Charges, charges_in, day_of, shared
from romberg.formats.documents.hl7_message import Message, messages
from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.refused import Refused, damaged, wordless
from romberg.formats.documents.writer import tidy
from romberg.visit import BilledLine, Document, Gap

READ = ("MDM", "DFT")
AS_TEXT = ("TX", "FT", "ST", "CE", "CWE", "NM", "DT", "TS", "SN", "")
NOT_IN_FORCE = ("D", "W")  # result status of a line: deleted, wrong
REPLACING = ("T08", "T09", "T10", "T11")  # events that bring a document anew, or take it back
SIGNED = ("AU", "LA")  # completion status: authenticated, legally authenticated


def read_all(data: bytes) -> Parts:
    """The notes of a file of messages, each with the charges of its visit; raises Refused where there are none."""
    found = messages(data)
    kinds = {message.kind for message in found} - {""}
    if not kinds:
        raise damaged("its head does not tell the type of the message")
    if not kinds & set(READ):
        named = ", ".join(sorted(kinds))[:60]
        raise Refused("format_not_read", f"holds {named} messages; notes come in MDM (or DFT) messages.")
    notes = [(number, one) for number, one in enumerate(found, 1) if one.kind in READ and one.has("OBX")]
    current = [(number, one) for number, one in notes if not _withdrawn(one) and not _replaced(one, found)]
    charges = [charges_in(message) for message in found if message.has("FT1")]
    if not current:
        raise _noteless(bool(notes))
    shares = shared([one for _, one in current], charges)
    told = _told(len(current) < len(notes), sum(map(len, shares)) < len(charges))
    return [
        (f"message-{number}" + (f".{inner}" if inner else ""), _with(one, told))
        for (number, message), mine in zip(current, shares, strict=True)
        for inner, one in _note(message, mine)
    ]


def _noteless(withdrawn: bool) -> Refused:
    if withdrawn:
        return Refused("not_current", "holds only notes that were withdrawn or replaced; export those in force.")
    return Refused("no_note", "holds charges and no note; put the message with its note (MDM) into the same file.")


def _withdrawn(message: Message) -> bool:
    """Whether a message takes a document back, or carries one that is obsolete."""
    states = {segment.field(19).strip().upper() for segment in message.all("TXA")}
    return message.event == "T11" or bool(states & {"CA", "OB"})


def _replaced(message: Message, found: Sequence[Message]) -> bool:
    """Whether a later message of the file brings the document anew (T08 to T10), or takes it back."""
    mine = _numbers(message, 12)
    later = found[found.index(message) + 1 :]
    return any(one.event in REPLACING and mine & (_numbers(one, 12) | _numbers(one, 13)) for one in later)


def _numbers(message: Message, field: int) -> set[str]:
    return {segment.field(field) for segment in message.all("TXA")} - {""}


def _told(left_out: bool, charges_left: bool) -> tuple[Gap, ...]:
    left = Leavings()
    if left_out:
        left.say("Notes that were withdrawn or replaced were left out.", grave=False)
    if charges_left:
        left.say("Charges of which it is not plain to which note they belong were left out.", grave=False)
    return left.gaps()


def _with(one: Document | Refused, gaps: tuple[Gap, ...]) -> Document | Refused:
    return one if isinstance(one, Refused) else replace(one, gaps=(*one.gaps, *gaps))


# --- words


def _note(message: Message, charges: Sequence[Charges]) -> Parts:
    left = Leavings()
    try:
        parts = _words(message, left)
    except Refused as error:
        return [("", error)]
    on, by = day_of(message, charges)
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
        next((told for one in message.all("PID") for told in (one.field(3), one.field(5)) if told), ""),
    )


def _words(message: Message, left: Leavings) -> Parts:
    """The lines of all OBX segments in their order; a note packed as a file is read as one."""
    lines: list[str] = []
    packed: Parts = []
    for segment in message.all("OBX"):
        if segment.field(11).strip().upper() in NOT_IN_FORCE:
            left.say("Lines that are marked as wrong or deleted were left out.", grave=False)
            continue
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
