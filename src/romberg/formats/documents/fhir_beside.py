"""What FHIR resources say beside a note: the visit's day, who signed, which charges were claimed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from romberg.formats.documents.beside import CODE, Signer, charge, day, person
from romberg.formats.documents.fhir_resources import Resource, Resources, items, text_at
from romberg.visit import BilledLine


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim's lines, with the visits and days that they name."""

    lines: tuple[BilledLine, ...]
    encounters: frozenset[str]
    days: frozenset[date]


def encounter_day(one: Resource, encounter: Resource) -> date | None:
    """The day of the visit: as the note's context says, else as the encounter does."""
    for holder in (one.get("context"), *items(one.get("event")), encounter):
        found = day(text_at(holder, "period", "start"))
        if found:
            return found
    return day(text_at(one, "effectiveDateTime") or text_at(one, "effectivePeriod", "start"))


def signers(one: Resource, known: Resources) -> Iterator[Signer]:
    """Those who attested or authenticated the note, then its authors."""
    for attester in items(one.get("attester")):
        if text_at(attester, "mode") in ("legal", "professional", "official"):
            yield Signer(_named(attester.get("party"), one, known), day(text_at(attester, "time")), True)
    for authenticator in items(one.get("authenticator")):
        yield Signer(_named(authenticator, one, known), None, True)
    for author in (*items(one.get("author")), *items(one.get("performer"))):
        yield Signer(_named(author, one, known), None, False)


def _named(reference: Any, note: Resource, known: Resources) -> str:
    """A person's name with the letters of the qualifications; as displayed where the resource is not at hand."""
    found = known.get(text_at(reference, "reference"), note)
    if found.get("resourceType") == "PractitionerRole":
        found = known.get(text_at(found, "practitioner", "reference"), note)
    name = next(items(found.get("name")), {})
    letters = [str(one) for one in name.get("suffix", ()) if isinstance(one, str)]
    learned = list(items(found.get("qualification")))
    letters += [text_at(one, "code", "coding", "code") or text_at(one, "code", "text") for one in learned]
    given = [str(one) for one in name.get("given", ()) if isinstance(one, str)]
    whole = person(given, text_at(name, "family"), letters)
    return whole or person([text_at(name, "text")], "", letters) or text_at(reference, "display")


def claims(known: Resources) -> Iterator[Claim]:
    """The claims of the file."""
    for one in known.ordered:
        if one["resourceType"] == "Claim" and one.get("status") not in ("cancelled", "entered-in-error"):
            listed = list(items(one.get("item")))
            lines = [line for line in map(_line, listed) if line]
            days = {day(text_at(each, "servicedDate") or text_at(each, "servicedPeriod", "start")) for each in listed}
            days |= {day(text_at(one, "billablePeriod", "start"))} if days <= {None} else set()
            visits = {text_at(visit, "reference") for each in listed for visit in items(each.get("encounter"))}
            if lines:
                yield Claim(tuple(lines), frozenset(visits - {""}), frozenset(each for each in days if each))


def _line(item: Any) -> BilledLine | None:
    product = next(items(item.get("productOrService")), {})
    codes = [text_at(one, "code") for one in items(product.get("coding"))]
    code = next((one for one in codes if CODE.fullmatch(one)), "")
    modifiers = [text_at(coding, "code") for one in items(item.get("modifier")) for coding in items(one.get("coding"))]
    quantity = next(items(item.get("quantity")), {}).get("value", 1)
    return charge(code, quantity, modifiers)


def claims_of(notes: Sequence[tuple[str, date | None]], found: Sequence[Claim]) -> list[Claim | None]:
    """The claim of each note (by its encounter and day), where it is plain which one; else None."""
    taken = [[one for one in found if _belongs(one, note, len(notes) == 1)] for note in notes]
    return [each[0] if len(each) == 1 and sum(each == other for other in taken) == 1 else None for each in taken]


def _belongs(claim: Claim, note: tuple[str, date | None], alone: bool) -> bool:
    encounter, on = note
    if claim.encounters and encounter:
        return claim.encounters == {encounter}
    if claim.days and on:
        return claim.days == {on}
    return alone
