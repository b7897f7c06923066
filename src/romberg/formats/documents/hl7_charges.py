"""Charges of HL7 messages (FT1 segments), and to which note they belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from romberg.formats.documents.beside import charge, day
from romberg.formats.documents.hl7_message import Message, Segment
from romberg.visit import BilledLine

BACK = ("CD", "CR", "CO")  # types of transaction that take a charge back


@dataclass(frozen=True, slots=True)
class Charges:
    """The charges of one message."""

    keys: dict[str, str]
    lines: tuple[BilledLine, ...]
    on: date | None


def charges_in(message: Message) -> Charges:
    """The charges of one message by code and modifiers, those taken back taken off."""
    lines: dict[tuple[str, tuple[str, ...]], int] = {}
    days: set[date] = set()
    for segment in message.all("FT1"):
        line = _line(segment)
        if line:
            key = (line.code, line.modifiers)
            back = segment.field(6).strip().upper() in BACK
            lines[key] = lines.get(key, 0) + (-line.units if back else line.units)
        found = day(segment.field(4))
        if found:
            days.add(found)
    kept = tuple(BilledLine(code, units, modifiers) for (code, modifiers), units in lines.items() if units > 0)
    return Charges(_keys(message), kept, days.pop() if len(days) == 1 else None)


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


def shared(notes: Sequence[Message], charges: Sequence[Charges]) -> list[list[Charges]]:
    """The charges of each note; those that may belong to several notes belong to none."""
    matching = [[at for at, one in enumerate(charges) if _belongs(one, note)] for note in notes]
    times = [sum(at in each for each in matching) for at in range(len(charges))]
    return [[charges[at] for at in each if times[at] == 1] for each in matching]


def _belongs(one: Charges, note: Message) -> bool:
    """By the strongest key that both carry, and never of another day."""
    mine = _keys(note)
    own, _ = day_of(note, ())
    key = next((what for what in mine if what in one.keys), None)
    if key is None or mine[key] != one.keys[key]:
        return False
    if key != "visit" and (own is None or one.on is None):
        return False
    return own is None or one.on is None or own == one.on


def day_of(message: Message, charges: Sequence[Charges]) -> tuple[date | None, str]:
    """The day of the visit, from the document's own segment, the visit's, or that of its charges."""
    for name, number, what in (("TXA", 4, "TXA-4"), ("PV1", 44, "PV1-44")):
        for segment in message.all(name):
            found = day(segment.field(number))
            if found:
                return found, f"{what} of the message"
    days = {one.on for one in charges if one.on}
    return (days.pop(), "FT1-4 of the charges") if len(days) == 1 else (None, "")
