"""Under whom a claim stands: the levels of a transaction (HL) as they open, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from romberg.claims import Name, Payer, Person, Provider, Subscriber
from romberg.formats.x12.grouping import named, starting, value
from romberg.formats.x12.p837 import parties_in
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import element

_BILLING, _SUBSCRIBER, _PATIENT = "20", "22", "23"
_NOBODY = Provider(Name(""))
_NO_COVER = Subscriber(Person(Name("")), "", Payer("", "", ""), relationship="")


@dataclass(frozen=True, slots=True)
class Level:
    """Under whom a claim stands: its billing provider, its cover and, where it is not the insured, its patient."""

    billing: Provider = _NOBODY
    pay_to: Provider | None = None
    subscriber: Subscriber = _NO_COVER
    patient: Person | None = None


def level_of(level: Level, part: Sequence[Segment]) -> Level:
    """The level that a segment HL opens with what stands before its first claim, under the one that was open."""
    kind = element(part[0].elements, 3)
    parties = {element(one[0].elements, 1): one for one in starting(part, "NM1")}
    patient = None
    if kind == _BILLING:
        biller, pay_to = _billing(part, parties)
        level = replace(level, billing=biller, pay_to=pay_to)
    elif kind == _SUBSCRIBER:
        says = next(named(part, "SBR"), [])
        insured = parties_in.subscriber(says, parties.get("IL", []), parties.get("PR", []), element(says, 2))
        level = replace(level, subscriber=insured)
    elif kind == _PATIENT and "QC" in parties:
        patient = parties_in.person(parties["QC"])
    return replace(level, patient=patient)


def related(level: Level, part: Sequence[Segment]) -> Level:
    """The same level for the claims of this part alone: with the patient's relationship to the insured (PAT01)."""
    told = value(part, "PAT", 1)
    return replace(level, subscriber=replace(level.subscriber, relationship=told)) if told else level


def _billing(part: Sequence[Segment], parties: Mapping[str, Sequence[Segment]]) -> tuple[Provider, Provider | None]:
    taxonomy = value(part, "PRV", 3) or ""
    biller = parties_in.provider(parties["85"]) if "85" in parties else _NOBODY
    return replace(biller, taxonomy=taxonomy), parties_in.provider(parties["87"]) if "87" in parties else None
