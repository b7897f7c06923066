"""One pass over the segments of a file, each looked at once: what is done with it hangs on its name and qualifier."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.envelope import ENVELOPES, Envelopes
from romberg.formats.x12.grouping import prove_kind
from romberg.formats.x12.segments import BLANKS, Segment, nameless, prove_same_signs

Do = Callable[[list[str]], None]
_PROVED = ("HL", "TA1", *ENVELOPES)


class Steps(NamedTuple):
    """What is done with a segment, by its first three signs; by its first six where its qualifier decides (None).

    The second of each pair tells whether it is proved first, as envelopes and levels are.
    """

    kinds: Mapping[str, tuple[Do | None, bool]]
    qualified: Mapping[str, Do]


def steps(element: str, always: Mapping[str, Do], by_qualifier: Mapping[str, tuple[Do, Sequence[str]]]) -> Steps:
    """The steps by the names of segments, and by their qualifiers; what is named nowhere is passed over."""
    done: dict[str, Do | None] = {**dict.fromkeys(_PROVED, _nothing), **dict.fromkeys(by_qualifier), **always}
    kinds = {key: (do, name in _PROVED) for name, do in done.items() for key in (name, (name + element)[:3])}
    qualified = {f"{name}{element}{one}"[:6]: do for name, (do, wanted) in by_qualifier.items() for one in wanted}
    return Steps(kinds, qualified)


def walk(run: Sequence[str], passed: int, element: str, steps: Steps, prove: Callable[[Segment], None]) -> None:
    """Take the step of each segment of a run, before which others have passed; raises Unreadable at what breaks it."""
    get, qualified = steps.kinds.get, steps.qualified.get
    for at, given in enumerate(run, passed + 1):
        raw, kind = given, get(given[:3])
        if kind is None:
            raw = given.lstrip(BLANKS)
            if raw[:1] in ("", element):
                raise nameless(at)
            kind = get(raw[:3])
            if kind is None:
                continue
        do, proved = kind
        if do is None:
            do = qualified(raw[:6])
            if do is None:
                continue
        parts = raw.split(element)
        if proved:
            prove(Segment(at, parts))
        do(parts)


def prove(one: Segment, signs: Delimiters, envelopes: Envelopes, kind: str) -> None:
    """Prove an envelope, a level or a TA1 of a file of transactions of one kind (ST01)."""
    name = one.elements[0]
    if name.startswith("ISA") and one.number > 1:
        prove_same_signs(one.elements, signs, one.number)
    envelopes.take(one)
    if name == "ST":
        prove_kind(one, (kind,))


def _nothing(_: list[str]) -> None:
    """Nothing but its proof is asked of a segment."""
