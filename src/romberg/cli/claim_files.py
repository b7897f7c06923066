"""Claims in the format that was asked for: 837P and forms, which are sent once, or JSON and FHIR to look at."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from romberg import store
from romberg.checks.foretold import Foretold, foretold
from romberg.claims import ProfessionalClaim
from romberg.cli.entry import BLOCKS, NOTHING_BLOCKS
from romberg.cli.output import as_utf8, opened, say
from romberg.formats.billing.assemble import Made, numbered
from romberg.formats.billing.clinic import Clinic, clinic
from romberg.formats.billing.plain import plain
from romberg.formats.cms1500 import STRAIGHT, Form, Shift, alignment, forms, printed
from romberg.formats.fhir import bundle
from romberg.formats.json_text import pretty
from romberg.formats.note_file import file_bytes
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.edits import validate
from romberg.formats.x12.p837 import MOST_CLAIMS, Batch, Partner, written
from romberg.report import answers
from romberg.store import known_claims, sent
from romberg.store.sent import Numbers

SENT = ("837p", "cms1500")  # what goes to a payer, and so is recorded and sent once
LARGEST_FORM = 20_000_000
_FIRST = Numbers(1, 1)  # of a file that is looked at and not sent
_NOBODY = Partner("PAPER", "PAPER")
_PAPER = "The places of the items are not verified against a printed form: align the first page (docs/cms1500.md)."


def write(found: Sequence[Made], known: Clinic, arguments: Namespace) -> int:
    """The claims in their format; what a payer would send back is told, and nothing written."""
    if arguments.format == "json":
        return _shown([_plain(one, arguments.override) for one in found], arguments)
    if arguments.format == "fhir":
        now = datetime.now(UTC).replace(microsecond=0)
        return _shown(bundle([(one.claim, one.report) for one in found], now, arguments.override or ""), arguments)
    looked = validate(written(_batch(found, known, arguments, _FIRST, datetime.now())).encode(), date.today())
    for fault in (*looked.errors, *looked.notices):
        say(f"{fault.code}: {fault.says}")
    if any(fault.severity == "error" for fault in looked.errors):
        say("Nothing was written, as a payer would send this file back.")
        return BLOCKS
    return _send(found, known, arguments)


def _shown(value: Any, arguments: Namespace) -> int:
    """What is looked at goes to the screen or a file, and is not recorded as sent."""
    with opened(arguments.output) as file:
        as_utf8(file)
        file.write(pretty(value) + "\n")
    return NOTHING_BLOCKS


def align(arguments: Namespace) -> int:
    """A page that shows where the printer sets each item of the form."""
    if arguments.output is None:
        raise Unreadable("output", "The page is a PDF; name its file with --output, such as page.pdf.", "--output")
    data = alignment(_shift(arguments.clinic), _form(arguments))
    try:
        with Path(arguments.output).open("xb") as file:
            file.write(data)
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        says = f"{arguments.output} cannot be written ({reason}); name another file with --output."
        raise Unreadable("output", says, arguments.output) from None
    print(f"{arguments.output}: print it in its true size, and hold it on a form (docs/cms1500.md).")
    return NOTHING_BLOCKS


def _shift(path: str | None) -> Shift:
    """How far the clinic's printer sets beside the form; not at all where the clinic has no sheet yet."""
    try:
        return clinic(path).paper
    except Unreadable as error:
        if error.code != "no_clinic":
            raise
        return STRAIGHT


def _form(arguments: Namespace) -> bytes | None:
    return None if arguments.form is None else file_bytes(arguments.form, LARGEST_FORM)


def _data(found: Sequence[Made], known: Clinic, arguments: Namespace, now: datetime) -> Callable[[Numbers], bytes]:
    """How the file is made once its numbers are known; forms carry none."""
    if arguments.format == "cms1500":
        pages = _pages(found, known, arguments, now.date())
        return lambda _: pages
    return lambda numbers: written(_batch(found, known, arguments, numbers, now)).encode("ascii")


def _pages(found: Sequence[Made], known: Clinic, arguments: Namespace, on: date) -> bytes:
    """The forms of all claims in one PDF; words that had to be cut are told."""
    pages: list[Form] = []
    for one in found:
        biller = replace(one.claim.billing, contact=known.contact)
        made = forms(replace(one.claim, billing=biller), on)
        if cut := ", ".join(sorted({item for form in made for item in form.cut})):
            say(f"{one.report.header.source}: the words of item {cut} did not fit the form, and were cut.")
        pages += made
    say(_PAPER)
    return printed(pages, known.paper, _form(arguments))


def _send(found: Sequence[Made], known: Clinic, arguments: Namespace) -> int:
    now, path = datetime.now().replace(microsecond=0), Path(arguments.output).absolute()
    with store.opened() as database:
        for late in sent.finish(database, now):
            say(f"{late} was recorded by an earlier call that was stopped, and is written now.")
        found = [numbered(one, sent.times(database, one.key)) for one in found]
        known_claims.keep(database, answers.together(_given(one) for one in found), lambda: now)
        data = _data(found, known, arguments, now)
        outgoing = [_outgoing(one, arguments) for one in found]
        control = sent.send(database, path, outgoing, data, now, -(-len(found) // MOST_CLAIMS))
    cents = sum(one.claim.charge_cents for one in found)
    claims = "1 claim" if len(found) == 1 else f"{len(found)} claims"
    print(f"{arguments.output}: {claims}, {cents / 100:,.2f} dollars charged, control number {control:09}.")
    for one in found:
        print(f"  {one.report.header.source}: {one.claim.claim_id}, lines from {one.lines_from}")
    return NOTHING_BLOCKS


def _given(one: Made) -> tuple[ProfessionalClaim, str, tuple[Foretold, ...]]:
    """What is kept until the payer answers: the claim, by whose card it is priced, and what was found."""
    told = foretold(finding.finding for finding in one.report.findings)
    return one.claim, one.report.header.card.name, told


def _outgoing(one: Made, arguments: Namespace) -> sent.Outgoing:
    source = one.report.header.source
    return sent.Outgoing(
        one.key, one.claim.claim_id, one.claim.frequency, source, arguments.override or "", arguments.again or ""
    )


def _batch(found: Sequence[Made], known: Clinic, arguments: Namespace, numbers: Numbers, now: datetime) -> Batch:
    claims = tuple(sorted((one.claim for one in found), key=lambda one: (one.subscriber.member_id, one.claim_id)))
    ends = (known.sender, known.receiver) if arguments.format == "837p" else (_NOBODY, _NOBODY)
    return Batch(*ends, known.contact, numbers.control, now, claims, numbers.first_transaction, is_test=arguments.trial)


def _plain(one: Made, override: str | None) -> dict[str, Any]:
    """A claim as a plain object, with the place its lines come from and why it goes out although findings block it."""
    told = plain(one)
    return {
        "source": one.report.header.source,
        "lines_from": told["lines_from"],
        "override": override,
        "claim": told["claim"],
    }
