"""The segments of one claim: what it says of itself, its clinicians, its other payers and its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from romberg.claims import Adjustment, ClaimLine, LineAnswer, OtherPayer, ProfessionalClaim
from romberg.formats.x12.p837.parties_out import Row, address, clinician, cover, day, name, payer
from romberg.formats.x12.writing import Element, amount

_REASONS_IN_ONE = 6  # that a CAS segment holds


def rows(claim: ProfessionalClaim) -> Iterator[Row]:
    """Every segment of a claim, from CLM to its last line."""
    yield _head(claim)
    yield from _dates(claim)
    if claim.patient_paid_cents is not None:
        yield ["AMT", "F5", amount(claim.patient_paid_cents)]
    yield from _references(claim)
    if claim.note:
        yield ["NTE", "ADD", claim.note]
    yield _diagnoses(claim.diagnoses)
    yield from _clinicians(claim)
    for other in claim.other_payers:
        yield from _other_payer(other)
    for number, line in enumerate(claim.lines, 1):
        yield from _line(number, line)


def _head(claim: ProfessionalClaim) -> Row:
    causes = (*claim.causes, *[""] * (3 - len(claim.causes)), claim.accident_state)
    return [
        "CLM",
        claim.claim_id,
        amount(claim.charge_cents),
        "",
        "",
        (claim.place, "B", claim.frequency),
        _yes(claim.signature_on_file),
        "A" if claim.accepts_assignment else "C",
        _yes(claim.benefits_assigned),
        "Y",
        "",
        causes if claim.causes else "",
    ]


def _yes(true: bool) -> str:
    return "Y" if true else "N"


def _dates(claim: ProfessionalClaim) -> Iterator[Row]:
    found = (
        ("431", claim.onset_date),
        ("454", claim.initial_treatment_date),
        ("304", claim.last_seen_date),
        ("439", claim.accident_date),
    )
    yield from (["DTP", qualifier, "D8", day(value)] for qualifier, value in found if value is not None)


def _references(claim: ProfessionalClaim) -> Iterator[Row]:
    found = (("9F", claim.referral), ("G1", claim.authorization), ("F8", claim.payer_claim_number))
    yield from (["REF", qualifier, value] for qualifier, value in found if value)


def _diagnoses(codes: Sequence[str]) -> Row:
    plain = [code.replace(".", "").upper() for code in codes]
    return ["HI", *(("ABK" if at == 0 else "ABF", code) for at, code in enumerate(plain))]


def _clinicians(claim: ProfessionalClaim) -> Iterator[Row]:
    if claim.referring is not None:
        yield from clinician("DN", claim.referring)
    if claim.rendering is not None:
        yield from clinician("82", claim.rendering, "PE")
    if claim.facility is not None:
        yield name("77", claim.facility.name, "XX", claim.facility.npi)
        yield from address(claim.facility.address)
    if claim.supervising is not None:
        yield from clinician("DQ", claim.supervising)


def _other_payer(other: OtherPayer) -> Iterator[Row]:
    insured = other.subscriber
    first = cover(insured)
    yield [*first[:2], insured.relationship, *first[3:]]
    yield from _adjustments(other.adjustments)
    if other.paid_cents is not None:
        yield ["AMT", "D", amount(other.paid_cents)]
    if other.remaining_cents is not None:
        yield ["AMT", "EAF", amount(other.remaining_cents)]
    yield ["OI", "", "", "Y", "", "", "Y"]
    yield name("IL", insured.person.name, "MI", insured.member_id)
    yield from address(insured.person.address)
    yield from payer(insured.payer)
    if other.paid_date is not None:
        yield ["DTP", "573", "D8", day(other.paid_date)]
    if other.claim_number:
        yield ["REF", "F8", other.claim_number]


def _adjustments(given: Sequence[Adjustment]) -> Iterator[Row]:
    """CAS: the reasons of one group together, six to a segment, in the order given."""
    groups = dict.fromkeys(one.group for one in given)
    for group in groups:
        reasons = [one for one in given if one.group == group]
        for at in range(0, len(reasons), _REASONS_IN_ONE):
            row: list[Element] = ["CAS", group]
            for one in reasons[at : at + _REASONS_IN_ONE]:
                row += [one.carc, amount(one.cents), "" if one.quantity is None else str(one.quantity)]
            yield row


def _line(number: int, line: ClaimLine) -> Iterator[Row]:
    service = line.service
    yield ["LX", str(number)]
    procedure = ("HC", service.code, *service.modifiers)
    pointers = tuple(map(str, line.pointers))
    yield ["SV1", procedure, amount(line.charge_cents), "UN", str(service.units), line.place, "", pointers]
    yield _service_date(line)
    if line.control:
        yield ["REF", "6R", line.control]
    if line.note:
        yield ["NTE", "ADD", line.note]
    if line.rendering is not None:
        yield from clinician("82", line.rendering, "PE")
    if line.ordering is not None:
        yield from clinician("DK", line.ordering)
    for answer in line.answers:
        yield from _answer(answer)


def _service_date(line: ClaimLine) -> Row:
    if line.last_date is None or line.last_date == line.service_date:
        return ["DTP", "472", "D8", day(line.service_date)]
    return ["DTP", "472", "RD8", f"{day(line.service_date)}-{day(line.last_date)}"]


def _answer(answer: LineAnswer) -> Iterator[Row]:
    procedure = ("HC", answer.code, *answer.modifiers)
    yield ["SVD", answer.payer_id, amount(answer.paid_cents), procedure, "", str(answer.units)]
    yield from _adjustments(answer.adjustments)
    if answer.paid_date is not None:
        yield ["DTP", "573", "D8", day(answer.paid_date)]
    if answer.patient_cents is not None:
        yield ["AMT", "EAF", amount(answer.patient_cents)]
