"""Sends a claim once: recorded with its file, its number and its visit, all together or not at all."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from romberg.checks.foretold import foretold
from romberg.formats.billing.assemble import Made, numbered
from romberg.formats.billing.plain import plain
from romberg.formats.unreadable import Unreadable
from romberg.report import answers
from romberg.store.claiming.files import SENT, File, made_file, named
from romberg.store.claiming.make import Asking, Ready
from romberg.store.workplace import Desk, claims, trail, work
from romberg.store.workplace import tables as t
from romberg.store.workplace.claims import Claim, ClaimDraft

SIGNED_OFF = ("approved", "signed", "sent", "paid", "denied")
_MOST_TIMES = 50


@dataclass(frozen=True, slots=True)
class Sent:
    """A claim that went out, as a page lists it."""

    id: str
    number: str
    form: str
    service_date: date | None
    charge_cents: int
    status: str
    made_by: str
    made_at: datetime
    again: str


def refuse_unsigned(status: str) -> None:
    """Raises Unreadable where a visit is not signed off: a claim states that its record is complete."""
    if status not in SIGNED_OFF:
        says = "This visit is not signed off yet; approve it first, so that its record is complete when it is claimed."
        raise Unreadable("not_signed_off", says, "status")


def shown(desk: Desk, one: Ready, form: str) -> File:
    """A claim to look at, which is not recorded as sent; that it was taken out is on the trail."""
    trail.note(desk, "export", f"visit/{one.visit_id}", what=form, version=one.number)
    return named(made_file(one.made, one.clinic, form, 1, desk.clock()), form, one.made.claim.claim_id)


def send(desk: Desk, one: Ready, asking: Asking) -> Sent:
    """Record a claim as sent with its file, and its visit as sent.

    Raises Unreadable where the visit is not signed off or was changed meanwhile, where something is missing or blocks
    it, and where the same services went out before without a reason for sending them again.
    """
    assert asking.form in SENT
    row = desk.one(t.visits, lock=True, id=one.visit_id)
    if row is None:
        raise Unreadable("no_visit", "There is no such visit in this clinic.", "visit")
    if row["newest"] != one.number:
        raise Unreadable("overtaken", "Somebody corrected this visit meanwhile; look at it again.", "version")
    refuse_unsigned(row["status"])
    if one.problems:
        raise Unreadable("not_ready", " ".join(one.problems), "claim")
    desk.turn("claims")
    asking = replace(asking, again=asking.again or _instead(one.made))
    made, index = _numbered(desk, one.made, asking.again)
    control = desk.count(t.claims) + 1  # none is ever taken away, so no number comes twice
    data = made_file(made, one.clinic, asking.form, control, desk.clock())
    kept = claims.keep(desk, _draft(one, made, _body(made, asking, control, data), index, asking.again))
    desk.change(t.claims, {"id": kept.id}, control=control)
    claims.move(desk, kept.id, "sent")
    work.move(desk, one.visit_id, "sent", f"claim {made.claim.claim_id}")
    trail.note(desk, "export", f"claim/{kept.id}", what=asking.form, control=control)
    return _sent(replace(kept, status="sent"))


def _instead(made: Made) -> str:
    """Why the same services go out again where the claim itself says that it stands for an earlier one."""
    words = {"7": "replaces", "8": "voids"}.get(made.claim.frequency)
    return f"{words} {made.claim.payer_claim_number}" if words and made.claim.payer_claim_number else ""


def filled_in(desk: Desk, claim_id: str) -> dict[str, str]:
    """What is known of a claim's people under the keys of the sheet: as it was filled in, or as its file told it."""
    one = claims.opened(desk, claim_id)
    body: dict[str, Any] = json.loads(one.body) if one else {}
    if "filled" in body:
        return {str(key): str(value) for key, value in body["filled"].items()}
    told = ((key, _at(body.get("claim"), path)) for key, path in _IN_A_FILE.items())
    return {key: value for key, value in told if value}


_PERSON, _NAMED = "subscriber.person", "referring.name"
_IN_A_FILE = {  # where a claim that came in a file tells what the sheet asks for
    "subscriber.last": f"{_PERSON}.name.last", "subscriber.first": f"{_PERSON}.name.first",
    "subscriber.birth_date": f"{_PERSON}.birth_date", "subscriber.gender": f"{_PERSON}.gender",
    "subscriber.member_id": "subscriber.member_id", "subscriber.group_number": "subscriber.group_number",
    "subscriber.address.street": f"{_PERSON}.address.street", "subscriber.address.city": f"{_PERSON}.address.city",
    "subscriber.address.state": f"{_PERSON}.address.state", "subscriber.address.zip": f"{_PERSON}.address.zip_code",
    "referring.last": f"{_NAMED}.last", "referring.first": f"{_NAMED}.first", "referring.npi": "referring.npi",
    "onset_date": "onset_date", "authorization": "authorization",
}  # fmt: skip


def _at(held: Any, path: str) -> str:
    """A text within nested objects; empty where there is none."""
    for name in path.split("."):
        held = held.get(name) if isinstance(held, dict) else None
    return held if isinstance(held, str) else ""


def _numbered(desk: Desk, made: Made, again: str) -> tuple[Made, str]:
    """The claim with a number under which nothing was sent, and by what that number is known."""
    for times in range(_MOST_TIMES):
        one = numbered(made, times)
        index = claims.identity(desk, one.claim.claim_id, lines=())
        if desk.one(t.claims, claim_index=index) is None:
            return one, index
        if not again:
            says = (
                f"These services were claimed before, as {one.claim.claim_id}; its file can be taken again below. "
                "Where they were furnished twice, or the payer sent the first file back, give the reason for sending "
                "them again."
            )
            raise Unreadable("sent_before", says, "again")
    raise Unreadable("sent_before", f"These services were sent {_MOST_TIMES} times; ask the payer first.", "again")


def _draft(one: Ready, made: Made, body: str, index: str, again: str) -> ClaimDraft:
    claim, card = made.claim, made.report.header.card.name
    on = made.report.header.coded.visit.service_date
    return ClaimDraft(card, on, claim.charge_cents, body, claim.frequency, one.visit_id, index, again or None)


def _body(made: Made, asking: Asking, control: int, data: bytes) -> str:
    """All that is kept of a claim: as it was made, as it was priced and foretold, and the very file."""
    told = foretold(finding.finding for finding in made.report.findings)
    (known,) = answers.together([(made.claim, made.report.header.card.name, told)])
    file = base64.b64encode(data).decode("ascii")
    held = {"form": asking.form, "control": control, "again": asking.again, "file": file, "known": known.as_dict()}
    held["filled"] = dict(asking.filled)
    return json.dumps(plain(made) | held, sort_keys=True)


def of_visit(desk: Desk, visit_id: str) -> list[Sent]:
    """The claims of a visit, the latest first."""
    rows = desk.all(t.claims, t.claims.c.visit_id == visit_id, order_by=(t.claims.c.made_at.desc(), t.claims.c.id))
    found = (claims.opened(desk, row["id"]) for row in rows)
    return [_sent(one) for one in found if one is not None]


def file_of(desk: Desk, claim_id: str) -> tuple[File, str | None] | None:
    """The very file of a claim, again, and its visit; None where the clinic has none such."""
    one = claims.opened(desk, claim_id)
    if one is None:
        return None
    body: dict[str, Any] = json.loads(one.body)
    if "file" not in body:
        return None  # it came in a file of another program, which is not kept
    trail.note(desk, "export", f"claim/{claim_id}", what=body["form"], version=one.number)
    data = base64.b64decode(body["file"])
    return named(data, body["form"], body["claim"]["claim_id"]), one.visit_id


def _sent(one: Claim) -> Sent:
    body: dict[str, Any] = json.loads(one.body)
    return Sent(
        one.id, body["claim"]["claim_id"], body["form"], one.service_date, one.charge_cents, one.status, one.made_by,
        one.made_at, body["again"],
    )  # fmt: skip
