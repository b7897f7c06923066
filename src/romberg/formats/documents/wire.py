"""What parent and child say to one another: frozen values as JSON, a length before each message."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from romberg.formats.documents.limits import LARGEST_REPLY
from romberg.formats.unreadable import Unreadable
from romberg.visit import BilledLine, Document, Gap, Places, Span

Found = tuple[str, Document | Unreadable]  # the name that a document is reported under


@dataclass(frozen=True, slots=True)
class Request:
    """A file to read. `beside` is a file that belongs to it (charges of visits); `member` one file of a ZIP.

    `held`: the bytes are those of the request before, and are not sent again. `exchange`: files of X12 are not refused,
    but given as they are, a sign a byte.
    """

    source: str
    suffix: str
    data: bytes
    beside: bytes | None = None
    member: int | None = None
    held: bool = False
    exchange: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a ZIP, by its number there; `error` where it is not even tried."""

    number: int
    source: str
    suffix: str
    beside: int | None = None
    error: Unreadable | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a file gave: its documents, or the members of a ZIP, each to be asked for. `leaving`: ask another child."""

    found: tuple[Found, ...] = ()
    members: tuple[Member, ...] | None = None
    leaving: bool = False


def send_request(file: IO[bytes], asked: Request) -> None:
    """Write a request: a line of JSON, then the bytes that it announces."""
    beside = asked.beside or b""
    head = {
        "source": asked.source,
        "suffix": asked.suffix,
        "size": len(asked.data),
        "beside": None if asked.beside is None else len(beside),
        "member": asked.member,
        "held": asked.held,
        "exchange": asked.exchange,
    }
    file.write(json.dumps(head).encode() + b"\n")
    if not asked.held:
        file.write(asked.data)
    file.write(beside)
    file.flush()


def take_request(file: IO[bytes], held: bytes) -> Request | None:
    """The next request; None where the parent is gone."""
    line = file.readline()
    if not line:
        return None
    head = json.loads(line)
    data = held if head["held"] else file.read(head["size"])
    beside = None if head["beside"] is None else file.read(head["beside"])
    return Request(head["source"], head["suffix"], data, beside, head["member"], head["held"], head["exchange"])


def send_answer(file: IO[bytes], answer: Answer) -> None:
    """Write an answer: its length, then JSON."""
    body = json.dumps(
        {
            "found": [[name, _plain(one)] for name, one in answer.found],
            "members": None if answer.members is None else [_plain_member(one) for one in answer.members],
            "leaving": answer.leaving,
        },
        separators=(",", ":"),
    ).encode()
    file.write(b"%d\n" % len(body))
    file.write(body)
    file.flush()


def take_answer(file: IO[bytes]) -> Answer | None:
    """The child's answer; None where it died, or says more than it may."""
    length = file.readline(32).strip()
    if not length.isdigit() or int(length) > LARGEST_REPLY:
        return None
    body = file.read(int(length))
    if len(body) < int(length):
        return None
    told = json.loads(body)
    members = told["members"]
    return Answer(
        tuple((str(name), _value(one)) for name, one in told["found"]),
        None if members is None else tuple(_member(one) for one in members),
        bool(told["leaving"]),
    )


def _plain(one: Document | Unreadable) -> dict[str, Any]:
    if isinstance(one, Unreadable):
        return {"error": one.as_dict()}
    places = one.places
    return {
        "text": one.text,
        "kind": one.kind,
        "gaps": [[gap.says, gap.grave, gap.may_sign] for gap in one.gaps],
        "places": None if places is None else [places.spans, places.pages, places.boxes, places.sizes],
        "service_date": None if one.service_date is None else one.service_date.isoformat(),
        "dated_by": one.dated_by,
        "billed": None if one.billed is None else [[b.code, b.units, b.modifiers, b.minutes] for b in one.billed],
        "billed_by": one.billed_by,
        "patient": one.patient,
    }


def _value(told: dict[str, Any]) -> Document | Unreadable:
    if "error" in told:
        return _error(told["error"])
    return Document(
        text=str(told["text"]),
        kind=str(told["kind"]),
        gaps=tuple(Gap(str(says), bool(grave), bool(may_sign)) for says, grave, may_sign in told["gaps"]),
        places=None if told["places"] is None else _places(*told["places"]),
        service_date=None if told["service_date"] is None else date.fromisoformat(told["service_date"]),
        dated_by=str(told["dated_by"]),
        billed=None if told["billed"] is None else tuple(_billed(*line) for line in told["billed"]),
        billed_by=str(told["billed_by"]),
        patient=str(told["patient"]),
    )


def _places(spans: Any, pages: Any, boxes: Any, sizes: Any) -> Places:
    return Places(
        tuple(Span(start, end) for start, end in spans),
        tuple(pages),
        tuple((left, bottom, right, top) for left, bottom, right, top in boxes),
        tuple((width, height) for width, height in sizes),
    )


def _billed(code: str, units: int, modifiers: list[str], minutes: int | None) -> BilledLine:
    return BilledLine(code, units, tuple(modifiers), minutes)


def _error(told: dict[str, Any]) -> Unreadable:
    return Unreadable(str(told["code"]), str(told["says"]), str(told["at"]))


def _plain_member(one: Member) -> list[Any]:
    return [one.number, one.source, one.suffix, one.beside, None if one.error is None else one.error.as_dict()]


def _member(told: Any) -> Member:
    number, source, suffix, beside, error = told
    return Member(number, str(source), str(suffix), beside, None if error is None else _error(error))
