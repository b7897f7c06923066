"""ExplanationOfBenefit resources (R4, CARIN Blue Button) of a bulk export as rows of our own table, a row an item.

Bulk files hold one kind of resource each, so that a reference to a practitioner leads nowhere: an NPI is taken where
it stands in the resource itself (an identifier, or a contained resource), and is otherwise not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from romberg.formats.documents.fhir_resources import items
from romberg.formats.fhir.coding import CPT, HCPCS, NPI

Resource = Mapping[str, Any]
COLUMNS = (
    "patient", "claim", "line", "service_date", "last_date", "code", "units", "modifiers", "charge", "paid", "payer",
    "rendering_npi", "billing_npi", "referring_npi", "taxonomy", "place", "diagnoses", "pointers",
)  # fmt: skip
_PAID = ("paidtoprovider", "paidtopatient")
_RENDERING = ("performing", "rendering", "primary")
_OTHER_KINDS = ("pharmacy", "oral", "vision")


def is_benefit(held: Resource) -> bool:
    """Whether an object is such a resource."""
    return held.get("resourceType") == "ExplanationOfBenefit"


def rows(held: Resource) -> Iterator[dict[str, str | None]]:
    """The items of a resource; none where it is no active claim of a professional or an institution."""
    kinds = {code for _, code in _codings(held.get("type"))}
    if held.get("status") != "active" or held.get("use", "claim") != "claim" or kinds & set(_OTHER_KINDS):
        return
    team = {one.get("sequence"): one for one in _objects(held.get("careTeam"))}
    diagnoses = sorted(_objects(held.get("diagnosis")), key=lambda one: _number(one.get("sequence")))
    shared = {
        "patient": _patient(held),
        "claim": _claim(held),
        "payer": _text(held.get("insurer"), "display"),
        "billing_npi": _npi(held.get("provider"), held),
        "referring_npi": _of_role(team.values(), ("referring",), held)[0],
        "diagnoses": "|".join(_code(one.get("diagnosisCodeableConcept")) for one in diagnoses),
    }
    places = {one.get("sequence"): at for at, one in enumerate(diagnoses, 1)}
    for item in _objects(held.get("item")):
        mine = [team[one] for one in _list(item.get("careTeamSequence")) if one in team]
        npi, taxonomy = _of_role(mine or team.values(), _RENDERING, held)
        pointed = [str(places[one]) for one in _list(item.get("diagnosisSequence")) if one in places]
        yield {**shared, **_item(item), "rendering_npi": npi, "taxonomy": taxonomy, "pointers": "|".join(pointed)}


def _item(item: Resource) -> dict[str, str | None]:
    period = _object(item.get("servicedPeriod"))
    first = str(item.get("servicedDate") or period.get("start") or "")[:10]
    last = str(period.get("end") or "")[:10]
    amounts = [one for one in _objects(item.get("adjudication")) if _text(one.get("amount"), "currency") in ("", "USD")]
    told = {code: _text(one.get("amount"), "value") for one in amounts for _, code in _codings(one.get("category"))}
    paid = [told[name] for name in _PAID if told.get(name)]
    modifiers = (_code(one) for one in _objects(item.get("modifier")))
    return {
        "line": _text(item, "sequence"),
        "service_date": first or None,
        "last_date": last or None,
        "code": _procedure(item.get("productOrService")),
        "units": _text(item.get("quantity"), "value"),
        "modifiers": "|".join(one for one in modifiers if one),
        "charge": told.get("submitted") or None,
        "paid": _sum(paid) or told.get("benefit") or None,
        "place": _code(item.get("locationCodeableConcept")),
    }


def _sum(amounts: Sequence[str]) -> str:
    try:
        return str(sum(map(Decimal, amounts))) if amounts else ""
    except InvalidOperation:
        return "?"  # set aside with the reason amount_not_read


# --- parts of a resource


def _patient(held: Resource) -> str:
    """The patient's identifier where the resource gives it, else the end of the reference."""
    one = _object(held.get("patient"))
    return _text(one.get("identifier"), "value") or _text(one, "reference").rpartition("/")[2]


def _claim(held: Resource) -> str:
    """The payer's number of the claim (CARIN's "uc"), else the first identifier, else the resource's own."""
    told = _objects(held.get("identifier"))
    unique = [one for one in told if any(code == "uc" for _, code in _codings(one.get("type")))]
    return next((value for one in [*unique, *told] if (value := _text(one, "value"))), _text(held, "id"))


def _of_role(team: Any, roles: Sequence[str], held: Resource) -> tuple[str, str]:
    """NPI and taxonomy of the first of a team who has one of the roles."""
    for role in roles:
        for one in team:
            if any(code == role for _, code in _codings(one.get("role"))):
                return _npi(one.get("provider"), held), _code(one.get("qualification"))
    return "", ""


def _npi(reference: Any, held: Resource) -> str:
    """The NPI of a party, where the resource itself tells it."""
    one = _object(reference)
    inside = _text(one, "reference")
    contained = [each for each in _objects(held.get("contained")) if inside and f"#{each.get('id')}" == inside]
    told = [
        _object(one.get("identifier")),
        *(each for party in contained for each in _objects(party.get("identifier"))),
    ]
    return next((_text(each, "value") for each in told if each.get("system") == NPI), "")


def _procedure(concept: Any) -> str:
    told = list(_codings(concept))
    return next((code for system, code in told if system in (CPT, HCPCS)), told[0][1] if told else "")


def _codings(concept: Any) -> Iterator[tuple[str, str]]:
    for one in _objects(_object(concept).get("coding")):
        yield _text(one, "system"), _text(one, "code")


def _code(concept: Any) -> str:
    return next((code for _, code in _codings(concept)), "")


def _text(held: Any, name: str) -> str:
    value = _object(held).get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _object(value: Any) -> Resource:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return [one for one in value if not isinstance(one, dict | list)] if isinstance(value, list) else []


def _objects(value: Any) -> list[Resource]:
    return list(items(value))
