"""What was billed, out of an 837P or 837I: the lines of one claim and what it says beside them."""

from __future__ import annotations

from romberg.claims import ClaimHead, InstitutionalClaim, ProfessionalClaim, Provider
from romberg.formats.note_file import opened_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.billed import Billed, billed
from romberg.visit import BilledLine

SUFFIXES = (".837", ".x12", ".edi")
_SHOWN = 5  # numbers of claims that a sentence names


def read(given: str) -> tuple[tuple[BilledLine, ...], ClaimHead]:
    """The claim of a file, or the one that is named behind a sign of number (claims.837#V17).

    Raises Unreadable where the file holds several and none is named, or none of that number.
    """
    path, _, number = given.partition("#")
    ids: list[str] = []
    chosen: list[Billed] = []
    try:
        with opened_file(path) as stream:
            for one in billed(stream):
                ids.append(one.claim.claim_id)
                if len(chosen) < 2 and number in ("", ids[-1]):
                    chosen.append(one)
    except Unreadable as error:
        raise Unreadable(error.code, error.says if path in error.says else f"{path}: {error.says}", path) from None
    if len(chosen) != 1:
        raise Unreadable("claim_many", _which(path, number, ids), path)
    return _lines(chosen[0].claim, path), _head(chosen[0])


def _which(path: str, number: str, found: list[str]) -> str:
    if number and number not in found:
        return f"{path} holds no claim {number}; it holds {len(found)}, such as {', '.join(found[:_SHOWN])}."
    if number:
        return f"{path} holds the claim {number} more than once; take the others out."
    more = ", ..." if len(found) > _SHOWN else ""
    return f"{path} holds {len(found)} claims; name one as {path}#NUMBER ({', '.join(found[:_SHOWN])}{more})."


def _lines(claim: ProfessionalClaim | InstitutionalClaim, path: str) -> tuple[BilledLine, ...]:
    if isinstance(claim, ProfessionalClaim):
        return tuple(BilledLine(one.service.code, one.service.units, one.service.modifiers) for one in claim.lines)
    told = [one for one in claim.lines if one.code]  # a revenue line without a procedure bills no service that is known
    if any(one.units is None for one in told):
        says = f"{path}: a line of claim {claim.claim_id} tells no whole number of units; correct SV205."
        raise Unreadable("claim_line", says, path)
    return tuple(BilledLine(one.code, one.units or 0, one.modifiers) for one in told)


def _head(one: Billed) -> ClaimHead:
    claim = one.claim
    rendering = claim.rendering or next((line.rendering for line in claim.lines if line.rendering), None)
    return ClaimHead(
        place=(claim.place or None) if isinstance(claim, ProfessionalClaim) else None,
        diagnoses=claim.diagnoses,
        pointers=tuple(line.pointers for line in claim.lines) if isinstance(claim, ProfessionalClaim) else (),
        rendering_npi=_npi(rendering),
        rendering_taxonomy=(rendering.taxonomy or None) if rendering else None,
        billing_npi=_npi(claim.billing),
        referring_npi=_npi(claim.referring),
        authorization=claim.authorization or None,
        filed_on=one.made_on,
    )


def _npi(who: Provider | None) -> str | None:
    return (who.npi or None) if who else None
