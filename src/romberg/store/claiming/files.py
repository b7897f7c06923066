"""The files of one claim: an 837P and a form, which are sent, JSON and FHIR, which are looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

from romberg.formats.billing.assemble import Made
from romberg.formats.billing.clinic import Clinic
from romberg.formats.billing.plain import plain
from romberg.formats.cms1500 import forms, printed
from romberg.formats.fhir import bundle
from romberg.formats.json_text import pretty
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.edits import validate
from romberg.formats.x12.p837 import Batch, Partner, written

FORMS: Final = {
    "837p": "837P file for the clearinghouse", "cms1500": "CMS-1500 form (PDF)", "fhir": "FHIR bundle to look at",
    "json": "JSON to look at",
}  # fmt: skip
SENT: Final = ("837p", "cms1500")  # what goes to a payer, and so is recorded and sent once
_SUFFIXES: Final = {"837p": "837", "cms1500": "pdf", "fhir": "json", "json": "json"}
_KINDS: Final = {"837p": "text/plain; charset=us-ascii", "cms1500": "application/pdf"}
_NOBODY: Final = Partner("PAPER", "PAPER")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is taken home: its bytes, its kind and a name in which no patient stands."""

    data: bytes
    kind: str
    name: str


def named(data: bytes, form: str, claim_id: str) -> File:
    """Bytes under the name of their claim."""
    return File(data, _KINDS.get(form, "application/json"), f"{claim_id}.{_SUFFIXES[form]}")


def made_file(one: Made, known: Clinic, form: str, control: int, now: datetime) -> bytes:
    """A claim in its form; `control` is the number of the file, and of its transaction.

    Raises Unreadable where a payer would send the file back, or a word does not fit its place.
    """
    if form == "json":
        return (pretty(plain(one)) + "\n").encode()
    if form == "fhir":
        return (pretty(bundle([(one.claim, one.report)], now.astimezone(UTC).replace(microsecond=0))) + "\n").encode()
    local = now.replace(tzinfo=None, microsecond=0)
    data = written(_batch(one, known, form, control, local)).encode("ascii")
    faults = [fault.says for fault in validate(data, now.date()).errors if fault.severity == "error"]
    if faults:
        raise Unreadable("sent_back", f"A payer would send this claim back. {' '.join(faults)}", "claim")
    return data if form == "837p" else _page(one, known, now.date())


def _batch(one: Made, known: Clinic, form: str, control: int, now: datetime) -> Batch:
    ends = (known.sender, known.receiver) if form == "837p" else (_NOBODY, _NOBODY)
    return Batch(*ends, known.contact, control, now, (one.claim,), control)


def _page(one: Made, known: Clinic, on: date) -> bytes:
    biller = replace(one.claim.billing, contact=known.contact)
    return printed(list(forms(replace(one.claim, billing=biller), on)), known.paper)
