"""Reads professional claims out of an X12 file, level by level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import IO

from romberg.claims import Contact, ProfessionalClaim
from romberg.formats.x12.envelope import whole
from romberg.formats.x12.grouping import before, named, runs, starting, transactions, value
from romberg.formats.x12.malformed import malformed
from romberg.formats.x12.p837.batch import VERSION, Batch, Partner
from romberg.formats.x12.p837.claim_in import claim
from romberg.formats.x12.p837.under import Level, level_of, related
from romberg.formats.x12.segments import Segment, opened
from romberg.formats.x12.values import element, number


def batches(stream: IO[bytes]) -> Iterator[Batch]:
    """Each interchange of a file with its claims; raises Unreadable at what breaks it, with the segment's number."""
    signs, segments = opened(stream)
    held: list[Segment] = []
    for one in whole(segments):
        held.append(one)
        if one.elements[0] == "IEA":
            yield _batch(held, signs.component)
            held = []


def _batch(segments: Sequence[Segment], component: str) -> Batch:
    isa, gs = segments[0].elements, next(named(segments, "GS"), [])
    found = list(transactions(segments, ("837",)))
    if not found:
        raise malformed("x12_other_transaction", "the file holds no claims (ST01 837).", segments[0].number)
    heading = before(found[0], ("HL",))
    ends = {element(one[0].elements, 1): one for one in starting(heading, "NM1")}
    calls = next(named(ends.get("41", []), "PER"), [])
    return Batch(
        sender=_partner(isa[5], isa[6], ends.get("41", [])),
        receiver=_partner(isa[7], isa[8], ends.get("40", [])),
        contact=Contact(element(calls, 2), element(calls, 4)),
        control=number(isa[13]) or 0,
        made_at=_made(element(gs, 4), element(gs, 5), segments[0].number),
        claims=tuple(chain.from_iterable(_claims(one, component) for one in found)),
        first_transaction=number(element(found[0][0].elements, 2)) or 1,
        is_test=isa[15] == "T",
        version=element(gs, 8) or VERSION,
    )


def _partner(qualifier: str, identifier: str, part: Sequence[Segment]) -> Partner:
    return Partner(identifier.rstrip(), value(part, "NM1", 3) or "", qualifier)


def _made(day: str, time: str, segment: int) -> datetime:
    try:
        return datetime.strptime(day + time[:4], "%Y%m%d%H%M")
    except ValueError:
        raise malformed("x12_value", "GS has not the day and time at which the file was made.", segment + 1) from None


def _claims(segments: Iterable[Segment], component: str) -> Iterator[ProfessionalClaim]:
    """The claims of one transaction, each with the parties of the levels above it."""
    level = under = Level()
    for part in runs(segments, ("HL", "CLM", "SE")):
        if part[0].elements[0] == "HL":
            level = level_of(level, part)
            under = related(level, part)
        elif part[0].elements[0] == "CLM":
            yield claim(part, under, component)
