"""Why less was paid than charged, as CAS tells it: in claims to a second payer and in remittances alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from romberg.claims import Adjustment
from romberg.formats.x12.grouping import named
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import cents, count, element

REASONS = range(2, 20, 3)  # CAS02, CAS05 ...: each a reason, its amount and its quantity


def adjustments(segments: Sequence[Segment]) -> Iterator[Adjustment]:
    """The adjustments of some segments, in order; a reason whose amount cannot be read is left out."""
    for says in named(segments, "CAS"):
        for at in REASONS:
            taken = cents(element(says, at + 1))
            if element(says, at) and taken is not None:
                yield Adjustment(element(says, 1), element(says, at), taken, count(element(says, at + 2)))
