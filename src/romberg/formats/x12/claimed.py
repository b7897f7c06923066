"""What was billed, out of an 837P: the lines of one claim and what it says beside them."""

from __future__ import annotations

import io
from datetime import date

from romberg.claims import ClaimHead, ProfessionalClaim, Provider
from romberg.formats.note_file import file_bytes
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.p837 import batches
from romberg.visit import BilledLine

SUFFIXES = (".837", ".x12", ".edi")
LARGEST_BYTES = 200_000_000
_SHOWN = 5  # numbers of claims that a sentence names


def read(given: str) -> tuple[tuple[BilledLine, ...], ClaimHead]:
    """The claim of a file, or the one that is named behind a sign of number (claims.837#V17).

    Raises Unreadable where the file holds several and none is named, or none of that number.
    """
    path, _, number = given.partition("#")
    try:
        with io.BytesIO(file_bytes(path, LARGEST_BYTES)) as stream:
            found = [(batch.made_at.date(), one) for batch in batches(stream) for one in batch.claims]
    except Unreadable as error:
        raise Unreadable(error.code, error.says if path in error.says else f"{path}: {error.says}", path) from None
    chosen = [one for one in found if one[1].claim_id == number] if number else found
    if len(chosen) != 1:
        raise Unreadable("claim_many", _which(path, number, [one.claim_id for _, one in found]), path)
    filed, claim = chosen[0]
    return _lines(claim), _head(claim, filed)


def _which(path: str, number: str, found: list[str]) -> str:
    if number and number not in found:
        return f"{path} holds no claim {number}; it holds {len(found)}, such as {', '.join(found[:_SHOWN])}."
    if number:
        return f"{path} holds the claim {number} more than once; take the others out."
    more = ", ..." if len(found) > _SHOWN else ""
    return f"{path} holds {len(found)} claims; name one as {path}#NUMBER ({', '.join(found[:_SHOWN])}{more})."


def _lines(claim: ProfessionalClaim) -> tuple[BilledLine, ...]:
    return tuple(BilledLine(one.service.code, one.service.units, one.service.modifiers) for one in claim.lines)


def _head(claim: ProfessionalClaim, filed: date) -> ClaimHead:
    rendering = claim.rendering or next((one.rendering for one in claim.lines if one.rendering), None)
    return ClaimHead(
        place=claim.place or None,
        diagnoses=claim.diagnoses,
        pointers=tuple(one.pointers for one in claim.lines),
        rendering_npi=_npi(rendering),
        rendering_taxonomy=(rendering.taxonomy or None) if rendering else None,
        billing_npi=_npi(claim.billing),
        referring_npi=_npi(claim.referring),
        authorization=claim.authorization or None,
        filed_on=filed,
    )


def _npi(who: Provider | None) -> str | None:
    return (who.npi or None) if who else None
