"""Which reader reads what; each is loaded when the first file of its kind comes."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import PurePosixPath

from romberg.formats.decoding import decoded
from romberg.formats.documents import kinds, zipped
from romberg.formats.documents.limits import MOST_DOCUMENTS, doors_open
from romberg.formats.documents.refused import Refused, too_much, wordless
from romberg.formats.documents.wire import Answer, Found, Member, Request
from romberg.visit import Document

# Readers of one document a file have `read(data)`, those of many `read_all(data)`: names and documents or refusals.
ONE = {"docx": "docx", "rtf": "rtf", "html": "html"}
MANY = {"pdf": "pdf", "xml": "cda", "json": "json_notes", "hl7": "hl7", "csv": "csv_notes"}
CHARGES = "charges"


def answer(asked: Request) -> Answer:
    """What a file holds; never raises for what is wrong with the file."""
    try:
        kind = kinds.decided(asked.data, asked.suffix)
        if kind != "zip":
            return Answer(tuple(_documents(asked.data, kind, asked.source, asked.beside)))
        if asked.member is None:
            return Answer(members=tuple(_members(asked)))
        return Answer(tuple(_member(asked)))
    except Refused as error:
        return Answer(((asked.source, error.named(asked.source)),))


def _documents(data: bytes, kind: str, source: str, beside: bytes | None) -> Iterator[Found]:
    """The documents of a file that is no ZIP; several are told apart by what follows the file's name."""
    if kind == "text":
        yield source, Document(decoded(data), "text")
    elif kind in ONE:
        yield source, _loaded(ONE[kind]).read(data)
    else:
        reader = _loaded(MANY[kind])
        found = reader.read_all(data, beside) if kind == "csv" else reader.read_all(data)
        if len(found) > MOST_DOCUMENTS:
            raise too_much("documents in one file")
        if not found:
            raise wordless("")
        for name, one in found:
            whole = f"{source}#{name}" if name and len(found) > 1 else source
            yield whole, one.named(whole) if isinstance(one, Refused) else one


def _loaded(name: str):  # type: ignore[no-untyped-def]  # a module whose one function the tests call by name
    with doors_open():
        return import_module(f"romberg.formats.documents.{name}")


def _members(asked: Request) -> Iterator[Member]:
    """The files of a ZIP in its order; tables of charges go with their visits."""
    held = zipped.at_hand(asked.data).infolist()
    listed = [(number, one) for number, one in enumerate(held, 1) if zipped.is_note(one)]
    names = {one.filename.lower(): number for number, one in listed}
    besides = {number: names.get(charges_name(one.filename.lower())) for number, one in listed}
    if not listed:
        raise wordless("")
    for number, one in listed:
        if number in besides.values():
            continue
        source, suffix = f"{asked.source}#{zipped.shown_name(one, number)}", PurePosixPath(one.filename).suffix.lower()
        error = None
        if suffix == ".zip":
            error = Refused("nested_zip", "is a ZIP file within a ZIP file, which is not opened; unpack it first.")
        yield Member(number, source, suffix, besides[number], error.named(source) if error else None)


def charges_name(name: str) -> str:
    """The name under which the charges of a table of visits lie beside it: `Visits.csv` and `Charges.csv`."""
    head, found, tail = name.rpartition("visits")
    return head + CHARGES + tail if found and name.endswith(".csv") else ""


def _member(asked: Request) -> Iterator[Found]:
    """The documents of one file of a ZIP; `asked.source` is the member's own name already."""
    file = zipped.at_hand(asked.data)
    members = file.infolist()
    data = zipped.unpacked(file, members[(asked.member or 1) - 1])
    beside = None if asked.beside is None else zipped.unpacked(file, members[int(asked.beside) - 1])
    suffix = PurePosixPath(members[(asked.member or 1) - 1].filename).suffix.lower()
    if asked.exchange and kinds.of(data) == kinds.EXCHANGE:
        yield asked.source, Document(data.decode("latin-1"), kinds.EXCHANGE)
        return
    kind = kinds.decided(data, suffix)
    if kind == "zip":
        raise Refused("nested_zip", "is a ZIP file within a ZIP file, which is not opened; unpack it first.")
    yield from _documents(data, kind, asked.source, beside)
