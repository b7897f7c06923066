"""Walks an in-network file as it streams by: one service at a time, one rate at a time, and nothing of the rest.

The files of large payers have ten gigabytes and more, and one service alone may fill most of them; so neither the file
nor a service is ever held. What passes by is handed on as plain values: groups of providers, services, rates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from romberg.knowledge.releases.kind import Progress
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.rehabilitation import rehabilitation_codes

_PIECE = 1 << 18
_DEEPEST = 24  # levels of a value; the schema has eight
_HELD = 50_000  # rates of a service that may come before its code
_AGAIN = "download the file again, whole"
_CODE_TYPES = ("CPT", "HCPCS")
_ABOUT = ("negotiation_arrangement", "billing_code_type", "billing_code")
_STEPS = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
Events = Iterator[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Group:
    """Providers under the number by which rates name them."""

    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rate:
    """One entry of a service's rates: who is paid, and what."""

    about: Mapping[str, str]
    value: Mapping[str, Any]


@dataclass(slots=True)
class Told:
    """What the file says of itself, and how many services passed by; filled while it is walked."""

    about: dict[str, Any] = field(default_factory=dict)
    services: int = 0
    kept: int = 0
    keys: set[str] = field(default_factory=set)


def walk(file: IO[bytes], origin: str, told: Told, progress: Progress, take: Callable[[Group | Rate], None]) -> None:
    """Hand on the groups and the rates of rehabilitation codes, in the file's order; a Refusal where it is damaged."""
    import ijson  # type: ignore[import-untyped]  # noqa: PLC0415  # has no types; only these files need it

    counted = _Counted(file, progress)
    events: Events = iter(ijson.basic_parse(counted, buf_size=_PIECE))
    try:
        if next(events)[0] != "start_map":
            raise Odd("it does not start with a JSON object")
        for one in _top(events, told):
            take(one)
        next(events, None)  # what follows the end of the object is refused by the parser
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise Refusal(origin, _reason(error), _AGAIN, key=counted.place) from None
    except Odd as odd:
        raise Refusal(
            origin, str(odd), "ask the payer for a file that keeps to the schema", key=counted.place
        ) from None


class Odd(Exception):  # noqa: N818  # reads as what is wrong
    """What cannot be taken, and what to do about it."""

    def __init__(self, what: str, fix: str = "ask the payer for a file that keeps to the schema") -> None:
        super().__init__(what)
        self.fix = fix


def _reason(error: Exception) -> str:
    return "it ends in the middle" if "premature" in str(error) else "it is no valid JSON there"


class _Counted:
    """A file that tells how much of it was read."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file, self._progress = file, progress
        self.count = 0

    @property
    def place(self) -> str:
        """About where the reading stands; the file is read in pieces, so it is no exact place."""
        return f"before byte {self.count:,}"

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece = self._file.read(size)
        self.count += len(piece)
        self._progress(len(piece))
        return piece


def _top(events: Events, told: Told) -> Iterator[Group | Rate]:
    for event, name in events:
        if event == "end_map":
            return
        told.keys.add(name)
        if name == "in_network":
            yield from _services(events, told)
        elif name == "provider_references":
            for value in _items(events, name):
                yield Group(value)
        else:
            kind, value = next(events)
            if kind in ("start_map", "start_array"):
                _skip(events)
            else:
                told.about[name] = value


def _services(events: Events, told: Told) -> Iterator[Rate]:
    if next(events)[0] != "start_array":
        raise Odd("in_network is no list")
    for event, _ in events:
        if event == "end_array":
            return
        if event != "start_map":
            raise Odd("in_network holds something that is no service")
        told.services += 1
        yield from _service(events, told)


def _service(events: Events, told: Told) -> Iterator[Rate]:
    """The rates of one service, where it is one of rehabilitation. Its code may stand before its rates or behind."""
    about: dict[str, str] = {}
    held: list[Any] = []
    for event, name in events:
        if event == "end_map":
            break
        if name in _ABOUT:
            about[name] = str(next(events)[1])
        elif name != "negotiated_rates":
            _skip_value(events)
        elif "billing_code" not in about or "billing_code_type" not in about:
            held = list(_few(_items(events, name)))
        elif _wanted(about):
            for value in _items(events, name):
                yield Rate(about, value)
        else:
            _skip_value(events)
    if _wanted(about):
        told.kept += 1
        yield from (Rate(about, value) for value in held)


def _wanted(about: Mapping[str, str]) -> bool:
    return about.get("billing_code_type") in _CODE_TYPES and about.get("billing_code") in rehabilitation_codes()


def _few(values: Iterator[Any]) -> Iterator[Any]:
    for count, value in enumerate(values):
        if count >= _HELD:
            raise Odd("the rates of a service stand before its code, and are too many to be held")
        yield value


def _items(events: Events, name: str) -> Iterator[Any]:
    """The objects of a list, one at a time."""
    event, _ = next(events)
    if event == "null":
        return
    if event != "start_array":
        raise Odd(f"{name} is no list")
    for event, value in events:
        if event == "end_array":
            return
        if event != "start_map":
            raise Odd(f"{name} holds something that is no object")
        yield _value(events, event, value, 1)


def _value(events: Events, event: str, value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise Odd(f"a value is nested more than {_DEEPEST} deep")
    if event == "start_map":
        made: dict[str, Any] = {}
        for inner, key in events:
            if inner == "end_map":
                return made
            made[key] = _value(events, *next(events), depth + 1)
    if event == "start_array":
        listed: list[Any] = []
        for inner, item in events:
            if inner == "end_array":
                return listed
            listed.append(_value(events, inner, item, depth + 1))
    return value


def _skip_value(events: Events) -> None:
    if next(events)[0] in ("start_map", "start_array"):
        _skip(events)


def _skip(events: Events) -> None:
    """Pass over the rest of an object or a list that has just begun; nearly all of a file passes here."""
    depth, step = 1, _STEPS.get
    for event, _ in events:
        if change := step(event):
            depth += change
            if not depth:
                return
