"""What a claim needs to know of one patient and one visit, beside the note."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from romberg.claims import Payer, Person, Provider, Subscriber
from romberg.formats.billing import parties
from romberg.formats.billing.before import Before
from romberg.formats.billing.sheet import Sheet, sheet
from romberg.formats.unreadable import Unreadable

BESIDE = ".claim.yaml"


@dataclass(frozen=True, slots=True)
class Details:
    """One visit's part of a claim, as its sheet tells it; what stands in no sheet is empty."""

    subscriber: Subscriber
    patient: Person | None = None
    claim_id: str = ""
    place: str = ""
    authorization: str = ""
    referral: str = ""
    onset_date: date | None = None
    initial_treatment_date: date | None = None
    last_seen_date: date | None = None
    accident_date: date | None = None
    causes: tuple[str, ...] = ()
    accident_state: str = ""
    note: str = ""
    frequency: str = "1"
    payer_claim_number: str = ""
    referring: Provider | None = None
    supervising: Provider | None = None
    rendering: Provider | None = None
    ordering: Provider | None = None
    source: str = ""
    before: tuple[Before, ...] = ()


def of_note(source: str, given: str | None, card: str, payers: Mapping[str, Payer]) -> Details:
    """The details of a note: of the file given, or of the file of its name with .claim.yaml beside it.

    Raises Unreadable where there is none, or the sheet does not name the payer and the clinic does not know it.
    """
    place = Path(given) if given else Path(source).with_suffix(BESIDE)
    if not place.is_file():
        says = (
            f"{source}: nothing tells who is insured; write {place.name} beside the note (`romberg claim --template` "
            "prints one to fill in), or name it with --details."
        )
        raise Unreadable("no_details", says, str(place))
    held = sheet(place)
    pays = parties.payer(held, "payer") or payers.get(card)
    if pays is None:
        says = (
            f"{place}: the payer is not named, and clinic.yaml has no payer {card}; write its name, payer_id "
            "and filing in either."
        )
        raise Unreadable("no_payer", says, str(place))
    return _read(held, pays, payers)


def of_values(values: Mapping[str, object], card: str, payers: Mapping[str, Payer]) -> Details:
    """The details that somebody filled in on a page, under the keys of the sheet.

    Raises Unreadable where the clinic does not know the payer, or a value is none (a day that is no day).
    """
    pays = payers.get(card)
    if pays is None:
        says = f"clinic.yaml has no payer {card}; write its name, payer_id and filing under payers."
        raise Unreadable("no_payer", says, "payer")
    return _read(Sheet("What was filled in", values, {}), pays, payers)


def _read(held: Sheet, pays: Payer, payers: Mapping[str, Payer]) -> Details:
    causes = held.get("accident", "causes") or []
    if not isinstance(causes, list) or any(str(one) not in ("AA", "EM", "OA") for one in causes):
        raise held.wrong(("accident", "causes"), "is a list of AA (car), EM (work) or OA (other)")
    return Details(
        subscriber=parties.subscriber(held, pays),
        patient=parties.person(held, "patient") if held.get("patient") is not None else None,
        onset_date=held.day("onset_date"),
        initial_treatment_date=held.day("initial_treatment_date"),
        last_seen_date=held.day("last_seen_date"),
        accident_date=held.day("accident", "date"),
        causes=tuple(str(one) for one in causes),
        accident_state=held.text("accident", "state"),
        referring=parties.provider(held, "referring"),
        supervising=parties.provider(held, "supervising"),
        rendering=parties.provider(held, "rendering"),
        ordering=parties.provider(held, "ordering"),
        source=held.name,
        before=tuple(_before(held, key, payers) for key in held.keys("paid_before")),
        frequency=held.text("frequency") or "1",
        **{
            key: held.text(key)
            for key in ("claim_id", "place", "authorization", "referral", "note", "payer_claim_number")
        },
    )


def _before(held: Sheet, key: object, payers: Mapping[str, Payer]) -> Before:
    """A payer whose turn came before, by its own numbers or the name of its card."""
    path = ("paid_before", key)
    pays = parties.payer(held, *path, "payer") or payers.get(held.text(*path, "card"))
    if pays is None:
        raise held.wrong(path, "names no payer; write payer: {name, payer_id, filing}, or card: as in clinic.yaml")
    file = held.text(*path, "remittance")
    return Before(
        parties.subscriber(held, pays, path),
        held.text(*path, "claim_id"),
        Path(held.name).parent / file if file else None,
        held.name,
    )
