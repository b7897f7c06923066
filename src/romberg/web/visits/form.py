"""What a person typed on the page of a visit, checked before anything is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from romberg.batch import Options, options
from romberg.formats.unreadable import Unreadable
from romberg.visit import BilledLine

LONGEST_NOTE = 1_000_000  # signs
_CODE = re.compile(r"\d{5}|[A-Z]\d{4}|\d{4}[A-Z]")
_MODIFIERS = re.compile(r"[A-Z0-9]{2}(?:[ ,]+[A-Z0-9]{2})*")


@dataclass(frozen=True, slots=True)
class Charge:
    """One row of the charges as typed."""

    code: str
    units: str
    modifiers: str


@dataclass(frozen=True, slots=True)
class Form:
    """The page's fields. `charges` is None where the note's own charges are compared."""

    text: str
    payer: str = ""
    zip5: str = ""
    on: str = ""
    charges: tuple[Charge, ...] | None = None

    def options(self) -> Options:
        """The options of the check; raises Unreadable with the field that is wrong."""
        if not self.text.strip():
            raise Unreadable("empty", "There is no note yet; paste one, or choose a file.", "text")
        if len(self.text) > LONGEST_NOTE:
            raise Unreadable("too_large", "The note is longer than a million signs; split it into visits.", "text")
        return Options(
            payer=options.payer(self.payer) if self.payer else None,
            zip5=options.zip5(self.zip5) if self.zip5.strip() else None,
            on=options.day(self.on) if self.on.strip() else None,
            claim=self._claim(),
        )

    def _claim(self) -> tuple[BilledLine, ...] | None:
        if self.charges is None:
            return None
        rows = [row for row in self.charges if row.code.strip() or row.units.strip()]
        return tuple(_line(row, number) for number, row in enumerate(rows, 1)) or None


def _line(row: Charge, number: int) -> BilledLine:
    code, units, modifiers = row.code.strip().upper(), row.units.strip(), row.modifiers.strip().upper()
    if not _CODE.fullmatch(code):
        raise Unreadable(
            "charge", f"Charge {number}: {code[:10]!r} is no procedure code of five signs.", f"row {number}"
        )
    if not re.fullmatch(r"[0-9]{1,3}", units, re.ASCII):
        raise Unreadable("charge", f"Charge {number}: units are a whole number, such as 2.", f"row {number}")
    if modifiers and not _MODIFIERS.fullmatch(modifiers):
        raise Unreadable("charge", f"Charge {number}: modifiers have two signs each, such as GP KX.", f"row {number}")
    return BilledLine(code, int(units), tuple(re.split(r"[ ,]+", modifiers)) if modifiers else ())


def form(values: Mapping[str, Sequence[str]]) -> Form:
    """The fields out of what a browser sent."""
    single = {name: found[0] for name, found in values.items() if found}
    charges = None
    if single.get("charges") == "typed":
        rows = zip(values.get("code", ()), values.get("units", ()), values.get("modifiers", ()), strict=False)
        charges = tuple(Charge(*row) for row in rows)
    text = single.get("text", "").replace("\r\n", "\n")
    return Form(text, single.get("payer", ""), single.get("zip", ""), single.get("on", ""), charges)
