"""Between codes that the same words support, the one that the clinician charged is the one that was meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from romberg.coding.choose import Choice, furnished
from romberg.coding.evidence import weigh
from romberg.visit import Treatment, Visit

_NEARLY = 60  # hundredths of the strongest code: words that speak for a code less than so are not settled by a charge


@dataclass(frozen=True, slots=True)
class Block:
    """One block of treatment with the code that its words decide."""

    treatment: Treatment
    choice: Choice


def as_charged(coded: Sequence[Block], visit: Visit) -> list[Block]:
    """Blocks without a name of their own under the charged code, where their words support it nearly as strongly.

    A charge never makes a service: it decides only between codes that a fair coder could choose by the words, only
    where no other block has that code, and only for the block whose words speak most for it.
    """
    settled = list(coded)
    for code in dict.fromkeys(line.code for line in visit.billed):
        if code and all(block.choice.code != code for block in settled):
            settled = _with(settled, code, visit)
    return settled


def _with(coded: list[Block], code: str, visit: Visit) -> list[Block]:
    """The blocks, the one that bears a charged code best under it; as they are where two bear it alike or none does."""
    bearing = sorted(_bearing(coded, code, visit), reverse=True)
    if not bearing or (len(bearing) > 1 and bearing[0][0] == bearing[1][0]):
        return coded
    at = bearing[0][1]
    return [*coded[:at], _charged(coded[at], code), *coded[at + 1 :]]


def _bearing(coded: Sequence[Block], code: str, visit: Visit) -> Iterator[tuple[int, int]]:
    """How strongly the words of a block speak for a code, and the block's place, for those blocks that may take it."""
    charged = {line.code for line in visit.billed}
    shared = Counter(block.choice.code for block in coded)
    for at, block in enumerate(coded):
        own = block.choice.code
        if block.treatment.label_code or block.treatment.stated_code or (own in charged and shared[own] == 1):
            continue
        share = weigh(block.treatment.activities).share(code)
        if share >= _NEARLY and code in block.choice.others and furnished(code, block.treatment, visit):
            yield share, at


def _charged(block: Block, code: str) -> Block:
    own = block.choice
    why = f"the activities speak for {own.code} and for {code} alike, and {code} is what was charged"
    return replace(block, choice=Choice(code, why, (own.code, *(one for one in own.others if one != code))))
