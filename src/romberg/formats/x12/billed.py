"""Claims of files of any size (837P, 837I), each as it streams by, with the parties of the levels above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, NamedTuple

from romberg.claims import InstitutionalClaim, ProfessionalClaim
from romberg.formats.x12 import i837
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.envelope import ENVELOPES, whole
from romberg.formats.x12.grouping import prove_kind, runs
from romberg.formats.x12.malformed import malformed
from romberg.formats.x12.p837 import claim_in
from romberg.formats.x12.p837.under import Level, level_of, related
from romberg.formats.x12.segments import WINDOW, Segment, opened
from romberg.formats.x12.values import day, element

_BEGIN = (*ENVELOPES, "HL", "CLM")
_ASKED_BEFORE = ("005010X291", "005010X292")  # predeterminations
_BILLED_AS = {"SV1": "professional", "SV2": "institutional", "SV3": "dental", "SV5": "professional"}


class Billed(NamedTuple):
    """A claim with the number of the segment (CLM) at which it begins, and of the transaction (ST02) it stands in.

    `made_on` is the day on which its file was made (GS04); None where that is no day.
    """

    claim: ProfessionalClaim | InstitutionalClaim
    segment: int
    transaction: str
    made_on: date | None = None


def billed(stream: IO[bytes], window: int = WINDOW) -> Iterator[Billed]:
    """The claims of a file in order, in memory that does not grow with it.

    Raises Unreadable at what breaks the file, with the segment's number: at its end too, where a count is wrong or
    something is cut, so nothing should be kept of a file that was not read to its end.
    """
    signs, segments = opened(stream, window)
    level = under = Level()
    guide = transaction = ""
    made_on = None
    for part in runs(whole(segments), _BEGIN):
        name, says = part[0].elements[0], part[0].elements
        if name == "GS":
            guide, made_on = element(says, 8), day(element(says, 4))
        elif name == "ST":
            prove_kind(part[0], ("837",))
            level, transaction, guide = Level(), element(says, 2), element(says, 3) or guide
        elif name == "HL":
            level = level_of(level, part)
            under = related(level, part)
        elif name == "CLM":
            yield Billed(_claim(part, under, signs, guide), part[0].number, transaction, made_on)


def _claim(
    part: Sequence[Segment], under: Level, signs: Delimiters, guide: str
) -> ProfessionalClaim | InstitutionalClaim:
    """The claim by what its lines are (SV1, SV2), which files tell more truly than their version does."""
    kind = next((_BILLED_AS[one.elements[0]] for one in part if one.elements[0] in _BILLED_AS), "professional")
    if kind == "dental":
        what = "the claim is dental (837D), which is not read; give professional or institutional claims."
        raise malformed("x12_other_guide", what, part[0].number)
    if guide.startswith(_ASKED_BEFORE):
        what = "the file asks what would be paid (a predetermination) and bills nothing; give the claims themselves."
        raise malformed("x12_other_guide", what, part[0].number)
    read = i837.claim if kind == "institutional" else claim_in.claim
    return read(part, under, signs.component)
