"""Reads professional claims out of an X12 file, level by level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import IO

from romberg.claims import Contact, Name, Payer, Person, ProfessionalClaim, Provider, Subscriber
from romberg.formats.x12.envelope import whole
from romberg.formats.x12.grouping import before, named, starting, transactions, value
from romberg.formats.x12.malformed import malformed
from romberg.formats.x12.p837 import parties_in
from romberg.formats.x12.p837.batch import VERSION, Batch, Partner
from romberg.formats.x12.p837.claim_in import Level, claim
from romberg.formats.x12.segments import Segment, opened
from romberg.formats.x12.values import element

_BILLING, _SUBSCRIBER, _PATIENT = "20", "22", "23"
_NOBODY = Provider(Name(""))
_NO_COVER = Subscriber(Person(Name("")), "", Payer("", "", ""), relationship="")


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
        control=int(isa[13]) if isa[13].isdigit() else 0,
        made_at=_made(element(gs, 4), element(gs, 5), segments[0].number),
        claims=tuple(chain.from_iterable(_claims(one, component) for one in found)),
        first_transaction=int(number) if (number := element(found[0][0].elements, 2)).isdigit() else 1,
        is_test=isa[15] == "T",
        version=element(gs, 8) or VERSION,
    )


def _partner(qualifier: str, identifier: str, part: Sequence[Segment]) -> Partner:
    return Partner(identifier.rstrip(), value(part, "NM1", 3) or "", qualifier)


def _made(day: str, time: str, number: int) -> datetime:
    try:
        return datetime.strptime(day + time[:4], "%Y%m%d%H%M")
    except ValueError:
        raise malformed("x12_value", "GS has not the day and time at which the file was made.", number + 1) from None


def _claims(segments: Iterable[Segment], component: str) -> Iterator[ProfessionalClaim]:
    """The claims of one transaction, each with the parties of the levels above it."""
    biller, insured = _NOBODY, _NO_COVER
    pay_to: Provider | None = None
    for part in starting(list(segments), "HL", ("SE",)):
        kind, head = element(part[0].elements, 3), before(part, ("CLM",))
        parties = {element(one[0].elements, 1): one for one in starting(head, "NM1")}
        patient = None
        if kind == _BILLING:
            biller, pay_to = _billing(head, parties)
        elif kind == _SUBSCRIBER:
            says = next(named(head, "SBR"), [])
            insured = parties_in.subscriber(says, parties.get("IL", []), parties.get("PR", []), element(says, 2))
        elif kind == _PATIENT and "QC" in parties:
            patient = parties_in.person(parties["QC"])
        relationship = value(head, "PAT", 1)
        under = replace(insured, relationship=relationship) if relationship else insured
        for one in starting(part, "CLM"):
            yield claim(one, Level(biller, pay_to, under, patient), component)


def _billing(head: Sequence[Segment], parties: Mapping[str, Sequence[Segment]]) -> tuple[Provider, Provider | None]:
    taxonomy = value(head, "PRV", 3) or ""
    biller = parties_in.provider(parties["85"]) if "85" in parties else _NOBODY
    return replace(biller, taxonomy=taxonomy), parties_in.provider(parties["87"]) if "87" in parties else None
