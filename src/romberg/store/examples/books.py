"""What invented payers answered, posted as a remittance would be, so that the pages of money have something to show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from importlib import resources
from typing import Any

import yaml

from romberg.claims import (
    Adjustment,
    ClaimLine,
    ClaimPayment,
    LinePayment,
    Name,
    Payer,
    Person,
    ProfessionalClaim,
    Provider,
    Remittance,
    ServiceLine,
    Subscriber,
)
from romberg.report.answers import together
from romberg.store.remitting import keep_claims, post, refresh
from romberg.store.workplace import Workplace

_CLINIC = Provider(Name("HARBOR LIGHT PHYSICAL THERAPY", is_person=False), "1234567893")
_NOBODYS_NUMBER = "1EG4TE5MK73"  # the member number of Medicare's own example


def claims() -> Iterator[ProfessionalClaim]:
    """The claims that went out for the invented visits; one that is answered is not among them."""
    for payment in _held():
        for one in payment["claims"]:
            if one.get("known", True):
                yield _claim(payment, one)


def remittances() -> Iterator[Remittance]:
    """What the payers answered."""
    for held in _held():
        found = tuple(_answer(held["filing"], one) for one in held["claims"])
        paid = sum(one.paid_cents or 0 for one in found)
        yield Remittance(
            held["payer"], held["payer_id"], _CLINIC.npi, None, held["trace"], "ACH", held["paid"], paid, claims=found
        )


def post_examples(workplace: Workplace, clinic: str, actor: str) -> None:
    """Keep the claims of the invented visits, and post the answers. Done again, it changes nothing."""
    every = list(claims())
    known = list(together((one, None, ()) for one in every))
    with workplace.desk(clinic, actor) as desk:
        keep_claims(desk, list(zip(every, known, strict=True)))
        touched = [index for one in remittances() for index in post(desk, one).touched]
        refresh(desk, touched)


def _held() -> list[dict[str, Any]]:
    text = (resources.files(__package__) / "books.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["payments"]
    return found


def _claim(payment: dict[str, Any], held: dict[str, Any]) -> ProfessionalClaim:
    first, _, last = str(held["patient"]).partition(" ")
    payer = Payer(payment["payer"], payment["payer_id"], payment["filing"])
    insured = Subscriber(Person(Name(last, first)), _NOBODYS_NUMBER, payer)
    lines = tuple(_line(one, held["day"]) for one in held["lines"])
    return ProfessionalClaim(held["number"], _CLINIC, insured, "11", lines, ("R26.81",))


def _line(held: dict[str, Any], day: date) -> ClaimLine:
    service = ServiceLine(held["code"], held["units"], _modifiers(held), charge_cents=held["charge"])
    return ClaimLine(service, day, held["charge"])


def _modifiers(held: dict[str, Any]) -> tuple[str, ...]:
    return tuple(held.get("modifiers", ("GP",)))


def _answer(filing: str, held: dict[str, Any]) -> ClaimPayment:
    lines = tuple(_answered(one, held["day"]) for one in held["lines"])
    charge, paid = (sum(getattr(one, name) or 0 for one in lines) for name in ("charge_cents", "paid_cents"))
    patient = sum(each.cents for one in lines for each in one.adjustments if each.group == "PR")
    return ClaimPayment(
        held["number"], "1" if paid else "4", charge, paid, patient, f"{held['number']}-ICN", filing, lines
    )


def _answered(held: dict[str, Any], day: date) -> LinePayment:
    reasons = ((*name.split("-"), cents) for name, cents in held["adjusted"].items())
    taken = tuple(Adjustment(group, carc, cents) for group, carc, cents in reasons)
    paid = held["charge"] - sum(one.cents for one in taken)
    return LinePayment(
        held["code"], _modifiers(held), held["charge"], paid, held["units"], service_date=day, adjustments=taken,
        rarcs=tuple(held.get("rarcs", ())),
    )  # fmt: skip
