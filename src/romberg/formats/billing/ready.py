"""Whether a claim may go out: what it and the clinic's sheet lack, and findings that block it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from romberg.formats.billing.assemble import Made
from romberg.formats.billing.clinic import Clinic
from romberg.formats.billing.missing import missing

_LONGEST_NUMBER = 15  # of who sends and receives a file (ISA06, ISA08)


def lacking(one: Made, known: Clinic, electronic: bool) -> Iterator[str]:
    """A sentence for each thing that the claim, or the clinic's sheet, lacks; `electronic` where an 837P is written."""
    source = one.report.header.source
    yield from (f"{source}: {sentence}" for sentence in missing(one.claim, one.report.header.card.name))
    ends = (known.sender.identifier, known.receiver.identifier, known.receiver.name)
    if electronic and not all(ends):
        yield "clinic.yaml does not tell all of clearinghouse: sender, receiver and receiver_name."
    elif electronic and any(len(end) > _LONGEST_NUMBER for end in ends[:2]):
        yield f"clearinghouse.sender and receiver have at most {_LONGEST_NUMBER} signs (ISA06, ISA08)."
    if len(known.contact.telephone) != 10:
        yield "The clinic's telephone needs ten digits (form item 33, PER04 of 1000A); write billing.telephone."


def blocking(one: Made, overridden: Collection[str] = ()) -> Iterator[str]:
    """A sentence for each finding that blocks the claim, except those of rules that somebody overrode."""
    for found in (each.finding for each in one.report.failed):
        if found.severity == "blocks" and found.rule not in overridden:
            yield f"{one.report.header.source}: {found.says} {found.fix}"
