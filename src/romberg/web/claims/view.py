"""What the page of a claim asks for and shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from romberg.store import claiming
from romberg.store.claiming import FORMS, Sent
from romberg.store.remitting import ledger, worklist
from romberg.store.workplace import Desk, patients, people
from romberg.web.denials.view import STATE_WORDS
from romberg.web.payments import view as answers

FIELDS: Final = (
    (
        "The insured person",
        (
            ("subscriber.last", "Last name", "text"),
            ("subscriber.first", "First name", "text"),
            ("subscriber.birth_date", "Birth date", "date"),
            ("subscriber.member_id", "Member number, as on the card", "text"),
            ("subscriber.group_number", "Group number, where there is one", "text"),
            ("subscriber.address.street", "Street", "text"),
            ("subscriber.address.city", "City", "text"),
            ("subscriber.address.state", "State, two letters", "text"),
            ("subscriber.address.zip", "ZIP code", "text"),
        ),
    ),
    (
        "Who certified the plan of care",
        (
            ("referring.last", "Last name of who certified", "text"),
            ("referring.first", "First name of who certified", "text"),
            ("referring.npi", "NPI of who certified", "text"),
        ),
    ),
    (
        "The course of care",
        (
            ("onset_date", "Day of onset, where known", "date"),
            ("authorization", "Authorization number, where there is one", "text"),
        ),
    ),
    (
        "A claim that stands for one that went out before",
        (("payer_claim_number", "The payer's number of the earlier claim", "text"),),
    ),
)
FREQUENCIES: Final = (("1", "a new claim"), ("7", "replaces the earlier claim"), ("8", "voids the earlier claim"))
GENDERS: Final = (("U", "not told"), ("F", "F"), ("M", "M"))
_KEYS: Final = ("subscriber.gender", "frequency", *(key for _, fields in FIELDS for key, _, _ in fields))
_LONGEST: Final = 100


def typed(sent: Mapping[str, Any]) -> dict[str, str]:
    """What a form holds under the keys of the sheet; all else is left out."""
    return {key: str(sent.get(key, "")).strip()[:_LONGEST] for key in _KEYS}


def values_of(filled: Mapping[str, str]) -> dict[str, Any]:
    """What was filled in, nested as in the sheet; what was left empty is not there."""
    made: dict[str, Any] = {}
    for key, value in filled.items():
        *groups, last = key.split(".")
        held = made
        for group in groups:
            held = held.setdefault(group, {})
        if value:
            held[last] = value
    return made


def first(desk: Desk, patient_id: str | None) -> dict[str, str]:
    """What is known before anything was typed: the patient's name and birth date, to be looked at."""
    known = patients.opened(desk, patient_id) if patient_id else None
    if known is None:
        return typed({})
    last, comma, given = known.name.partition(",")
    if not comma:
        given, _, last = known.name.strip().rpartition(" ")
    told = {"subscriber.last": last, "subscriber.first": given, "subscriber.birth_date": known.born or ""}
    return typed({**told, "subscriber.gender": "U"})


def correcting(desk: Desk, visit: str, denial: str, filled: Mapping[str, str]) -> dict[str, str]:
    """What is filled in where a claim is to replace one that was denied: what went out, and the payer's number of it.

    A claim that the payer could not process has no number there, and is sent as a new one.
    """
    found = worklist.opened(desk, denial) if denial else None
    if found is None or found.row.visit_id != visit:
        return dict(filled)
    before = claiming.filled_in(desk, found.held.claim["id"]) if found.held and found.held.claim else {}
    number = found.held.answer.payer_claim_id if found.held and found.held.answer else ""
    replaces = bool(number) and not found.row.unprocessable
    again = {"frequency": "7" if replaces else "1", "payer_claim_number": number if replaces else ""}
    return typed({**filled, **{key: value for key, value in before.items() if value}, **again})


def shown(
    desk: Desk, row: Mapping[str, Any], claims: list[Sent], asking: claiming.Asking, denial: str = ""
) -> dict[str, Any]:
    """The parts of the page."""
    return {
        "row": row, "claims": claims, "filled": typed(asking.filled), "form": asking.form, "again": asking.again,
        "denial": denial, "groups": FIELDS, "genders": GENDERS, "frequencies": FREQUENCIES, "forms": FORMS,
        "names": {one.id: one.name for one in people.listed(desk)}, "denial_states": STATE_WORDS,
        "answers": answers.shown(ledger.of_visit(desk, row["id"])), "denials": ledger.denials_of(desk, row["id"]),
    }  # fmt: skip
