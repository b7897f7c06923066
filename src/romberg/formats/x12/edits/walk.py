"""Walks a professional claim's segments through the loops of the guide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.structure import Loop, Slot, children, known_segments, loops
from romberg.formats.x12.segments import Segment


@dataclass(slots=True)
class Held:
    """One occurrence of a loop while a transaction is walked: its segments, and the loops inside it."""

    loop: Loop
    segments: list[Segment] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    inside: list[Held] = field(default_factory=list)
    above: Held | None = None

    @property
    def first(self) -> Segment:
        """The segment that begins it."""
        return self.segments[0]

    def all(self) -> Iterator[Held]:
        """The loops in it, at any depth, in order."""
        for one in self.inside:
            yield one
            yield from one.all()

    def every(self, *names: str) -> Iterator[Held]:
        """Those of some names."""
        return (one for one in self.all() if one.loop.name in names)

    def rows(self, name: str, qualifier: str | None = None) -> Iterator[Segment]:
        """Its own segments of a name (and first element)."""
        for one in self.segments:
            if one.elements[0] == name and (qualifier is None or one.elements[1:2] == [qualifier]):
                yield one


def walk(segments: Sequence[Segment]) -> tuple[Held, list[Found]]:
    """The loops of one transaction (ST to SE), and what stands where it may not."""
    root = Held(loops()["HEAD"])
    found: list[Found] = []
    current = root
    for one in segments:
        name = one.elements[0]
        if name in ("SE", "GE", "IEA"):
            break
        if name not in known_segments():
            found.append(Found("segment_unknown", name[:3], one.number))
        elif (place := _without_number(current, one) or _place(current, one)) is None:
            ordering = name == "NM1" and one.elements[1:2] == ["DK"]
            found.append(Found("referring_qualifier_wrong" if ordering else "segment_misplaced", name, one.number))
        else:
            current, slot = place
            if current.slots and slot.order < current.slots[-1].order:
                found.append(Found("segment_out_of_order", name, one.number))
            current.segments.append(one)
            current.slots.append(slot)
    return root, found


def _place(current: Held, one: Segment) -> tuple[Held, Slot] | None:
    """Where a segment goes: into the loop at hand, into one that it begins inside it, or into one further out."""
    holder: Held | None = current
    first = True
    while holder is not None:
        slot = _own_slot(holder, one) if first else None
        if slot is not None:
            return holder, slot
        begun = _begun(holder, one)
        if begun is not None:
            return begun, begun.loop.begins
        holder, first = holder.above, False
    return None


def _without_number(current: Held, one: Segment) -> tuple[Held, Slot] | None:
    """A service line whose LX is missing: it begins with its service (SV1)."""
    holder: Held | None = current if one.elements[0] == "SV1" else None
    while holder is not None:
        if holder.loop.name == "2400" and next(holder.rows("SV1"), None) is None:
            return None  # its LX stands before it
        if holder.loop.name == "2300":
            made = Held(loops()["2400"], above=holder)
            holder.inside.append(made)
            return made, next(slot for slot in made.loop.slots if slot.name == "SV1")
        holder = holder.above
    return None


def _own_slot(holder: Held, one: Segment) -> Slot | None:
    later = holder.loop.slots[1:] if holder.segments and holder.loop.name != "HEAD" else holder.loop.slots
    return next((slot for slot in later if slot.takes(one.elements)), None)


def _begun(holder: Held, one: Segment) -> Held | None:
    """A new loop inside a holder, where the segment begins one."""
    name = "" if holder.loop.name == "HEAD" else holder.loop.name
    for loop in children(name):
        if loop.name != "HEAD" and loop.begins.takes(one.elements):
            made = Held(loop, above=holder)
            holder.inside.append(made)
            return made
    return None
