"""Writes professional claims as one X12 file; nothing that a person typed can part data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby

from romberg.claims import ProfessionalClaim
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.p837 import claim_out
from romberg.formats.x12.p837.batch import Batch, Partner
from romberg.formats.x12.p837.parties_out import Row, billing, cover, payer, person
from romberg.formats.x12.segments import uncollected
from romberg.formats.x12.writing import clean, segments

MOST_CLAIMS = 5_000  # that one transaction may hold
SIGNS = Delimiters()
_Text = Callable[[Row], str]
_TELLS = ("NTE", "REF")  # a note and a reference say nothing where nothing is left of them once they are cleaned:
_SAYS = 9  # signs of the shortest that says something, as REF*G1*1~
_SEGMENT_END = "\n"  # after each segment, for people who open the file


def written(batch: Batch, signs: Delimiters = SIGNS) -> str:
    """The file of a batch, whole; the same batch gives the same bytes."""
    transactions = [batch.claims[at : at + MOST_CLAIMS] for at in range(0, len(batch.claims), MOST_CLAIMS)]
    text = segments(signs)
    control = str(batch.control)
    found = [_isa(batch, signs), text(_gs(batch))]
    with uncollected():
        for number, claims in enumerate(transactions, batch.first_transaction):
            found += _transaction(batch, number, claims, text)
    found += [text(("GE", str(len(transactions)), control)), text(("IEA", "1", control.zfill(9)))]
    return _SEGMENT_END.join(found) + _SEGMENT_END


def _isa(batch: Batch, signs: Delimiters) -> str:
    """The first segment, whose elements have fixed widths."""
    made = batch.made_at
    ends = [part for one in (batch.sender, batch.receiver) for part in _fixed(one, signs)]
    parts = ["ISA", "00", " " * 10, "00", " " * 10, *ends, f"{made:%y%m%d}", f"{made:%H%M}", signs.repeat, "00501"]
    parts += [str(batch.control).zfill(9), "0", "T" if batch.is_test else "P", signs.component]
    return signs.element.join(parts) + signs.segment


def _fixed(one: Partner, signs: Delimiters) -> tuple[str, str]:
    """A partner's qualifier and number at their widths."""
    return clean(one.qualifier, signs).ljust(2)[:2], clean(one.identifier, signs).ljust(15)[:15]


def _gs(batch: Batch) -> Row:
    made, ends = batch.made_at, (batch.sender.identifier, batch.receiver.identifier)
    return ["GS", "HC", *ends, f"{made:%Y%m%d}", f"{made:%H%M}", str(batch.control), "X", batch.version]


def _transaction(batch: Batch, number: int, claims: Sequence[ProfessionalClaim], text: _Text) -> list[str]:
    control = str(number).zfill(4)
    rows = chain([("ST", "837", control, batch.version)], _heading(batch, number), _levels(claims))
    found = [one for one in map(text, rows) if len(one) >= _SAYS or one[:3] not in _TELLS]
    return [*found, text(("SE", str(len(found) + 1), control))]


def _heading(batch: Batch, number: int) -> Iterator[Row]:
    made, reference = batch.made_at, f"{batch.control:09}{number:04}"
    yield ["BHT", "0019", "00", reference, f"{made:%Y%m%d}", f"{made:%H%M}", "CH"]
    yield _end("41", batch.sender)
    yield ["PER", "IC", batch.contact.name, "TE", batch.contact.telephone]
    yield _end("40", batch.receiver)


def _end(entity: str, one: Partner) -> Row:
    return ["NM1", entity, "2", one.name, "", "", "", "", "46", one.identifier]


def _levels(claims: Iterable[ProfessionalClaim]) -> Iterator[Row]:
    """Billing provider, subscriber, patient: claims that follow each other and share them stand under one."""
    level = 0
    for (biller, pay_to), of_biller in groupby(claims, key=lambda one: (one.billing, one.pay_to)):
        level += 1
        above = level
        yield ["HL", str(level), "", "20", "1"]
        if biller.taxonomy:
            yield ["PRV", "BI", "PXC", biller.taxonomy]
        yield from billing(biller, pay_to)
        for _, same in groupby(of_biller, key=lambda one: (one.subscriber, one.patient)):
            for rows in _patient(list(same), level, above):
                level += rows[0][0] == "HL"
                yield from rows


def _patient(claims: Sequence[ProfessionalClaim], level: int, above: int) -> Iterator[list[Row]]:
    """The subscriber's level, the dependent's where there is one, and the claims beneath them."""
    insured, patient = claims[0].subscriber, claims[0].patient
    own = str(level + 1)
    rows: list[Row] = [["HL", own, str(above), "22", "1" if patient else "0"], cover(insured)]
    yield [*rows, *person("IL", insured.person, insured.member_id), *payer(insured.payer)]
    if patient is not None:
        yield [["HL", str(level + 2), own, "23", "0"], ["PAT", insured.relationship], *person("QC", patient)]
    yield from (list(claim_out.rows(claim)) for claim in claims)
