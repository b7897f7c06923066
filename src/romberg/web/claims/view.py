"""What the page of a claim asks for and shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from romberg.store.claiming import FORMS, Sent
from romberg.store.workplace import Desk, patients, people

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
)
GENDERS: Final = (("U", "not told"), ("F", "F"), ("M", "M"))
_KEYS: Final = ("subscriber.gender", *(key for _, fields in FIELDS for key, _, _ in fields))
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


def shown(
    desk: Desk, row: Mapping[str, Any], claims: list[Sent], filled: Mapping[str, str], form: str, again: str
) -> dict[str, Any]:
    """The parts of the page."""
    return {
        "row": row, "claims": claims, "filled": filled, "form": form, "again": again, "groups": FIELDS,
        "genders": GENDERS, "forms": FORMS, "names": {one.id: one.name for one in people.listed(desk)},
    }  # fmt: skip
