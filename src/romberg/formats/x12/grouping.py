"""Runs of segments: transactions out of a file, and the parts of a transaction that begin with one name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from romberg.formats.x12.malformed import malformed
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import element


def transactions(segments: Iterable[Segment], kinds: Collection[str]) -> Iterator[list[Segment]]:
    """The segments from each ST to its SE; raises Unreadable where one is cut, or of another kind than asked."""
    held: list[Segment] = []
    for one in segments:
        if one.elements[0] == "ST":
            if held:
                what = "a transaction begins before the last one ended (SE is missing); get the whole file."
                raise malformed("x12_cut", what, one.number)
            prove_kind(one, kinds)
            held = [one]
        elif held:
            held.append(one)
            if one.elements[0] == "SE":
                yield held
                held = []
    if held:
        what = "the file ends within a transaction (SE is missing), so nothing of it is taken; get the whole file."
        raise malformed("x12_cut", what, held[-1].number)


def prove_kind(one: Segment, kinds: Collection[str]) -> None:
    """Raises Unreadable where a transaction (its ST) is of another kind than asked."""
    if element(one.elements, 1) not in kinds:
        what = (
            f"this transaction is not what is read here (ST01 {' or '.join(sorted(kinds))}); `romberg x12 show` tells."
        )
        raise malformed("x12_other_transaction", what, one.number, "ST01")


def runs(segments: Iterable[Segment], names: Collection[str]) -> Iterator[list[Segment]]:
    """The runs that each begin with a segment of one of some names, one at a time; what stands before is left out."""
    held: list[Segment] = []
    for one in segments:
        if one.elements[0] in names:
            if held:
                yield held
            held = [one]
        elif held:
            held.append(one)
    if held:
        yield held


def starting(segments: Sequence[Segment], name: str, ends: Collection[str] = ()) -> Iterator[list[Segment]]:
    """The runs that begin with a segment of a name and go on to the next of that name, or to one that ends them."""
    held: list[Segment] = []
    for one in segments:
        found = one.elements[0]
        if found == name or found in ends:
            if held:
                yield held
            held = [one] if found == name else []
        elif held:
            held.append(one)
    if held:
        yield held


def before(segments: Sequence[Segment], names: Collection[str]) -> list[Segment]:
    """The segments before the first with one of some names; all where there is none."""
    for at, one in enumerate(segments):
        if one.elements[0] in names:
            return list(segments[:at])
    return list(segments)


def named(segments: Iterable[Segment], name: str, qualifier: str | None = None) -> Iterator[list[str]]:
    """The elements of each segment of a name, with a qualifier as its first element where one is asked for."""
    for one in segments:
        if one.elements[0] == name and (qualifier is None or element(one.elements, 1) == qualifier):
            yield one.elements


def value(segments: Iterable[Segment], name: str, at: int, qualifier: str | None = None) -> str | None:
    """An element of the first segment of a name (and qualifier); None where it is not there or empty."""
    return next((element(one, at) for one in named(segments, name, qualifier)), "") or None
