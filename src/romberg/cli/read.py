"""`romberg read`: what stands in notes, before any code, rule or price."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from typing import IO

from romberg.batch import Failure, read_all
from romberg.batch.read import Read
from romberg.cli.check import refuse_overwriting
from romberg.cli.notes import Notes
from romberg.cli.output import as_utf8, opened, say
from romberg.formats import note_file
from romberg.formats.documents.worker import Worker
from romberg.formats.json_text import line, pretty
from romberg.formats.reading.plain import plain
from romberg.report.not_read import not_read
from romberg.report.plain import of_document
from romberg.visit import Document, Visit

_Writer = Callable[[list[Read], IO[str]], None]


def run(arguments: Namespace) -> int:
    """Show the readings; the status is 2 where a note could not be read, else 0."""
    named = note_file.named(arguments.notes)
    refuse_overwriting(arguments.output, named)
    with Worker() as worker:
        notes = Notes(named, worker, debug=arguments.debug)
        found = list(read_all(notes, arguments.debug))
    notes.tell_left_out()
    for one in _failures(found):
        say(one.error.says)
    with opened(arguments.output) as file:
        _WRITERS[arguments.format](found, file)
    for source, _, document in _readings(found):
        if document is not None and document.partial:
            say(f"{source} was not read whole. {not_read(document)}")
    return 2 if any(_failures(found)) or any(document and document.partial for *_, document in _readings(found)) else 0


def _failures(found: Iterable[Read]) -> list[Failure]:
    return [one for one in found if isinstance(one, Failure)]


def _readings(found: Iterable[Read]) -> list[tuple[str, Visit, Document | None]]:
    return [one for one in found if not isinstance(one, Failure)]


def _visits(found: Iterable[Read]) -> list[tuple[str, Visit]]:
    return [(source, visit) for source, visit, _ in _readings(found)]


def _text(found: list[Read], file: IO[str]) -> None:
    from romberg.formats.reading.terminal import page  # noqa: PLC0415  # JSON needs no terminal page
    from romberg.formats.terminal import console  # noqa: PLC0415

    screen = console(file)
    for source, visit in _visits(found):
        screen.print(page(source, visit))


def _object(one: Read) -> dict[str, object]:
    if isinstance(one, Failure):
        return {"source": one.source, "error": one.error.as_dict()}
    source, visit, document = one
    return plain(source, visit) | ({} if document is None else of_document(document))


def _json(found: list[Read], file: IO[str]) -> None:
    objects = [_object(one) for one in found]
    as_utf8(file)
    file.write(pretty(objects[0] if len(objects) == 1 else objects) + "\n")


def _jsonl(found: list[Read], file: IO[str]) -> None:
    as_utf8(file)
    file.writelines(line(_object(one)) + "\n" for one in found)


def _html(found: list[Read], file: IO[str]) -> None:
    from romberg.formats.reading.html import page  # noqa: PLC0415  # Jinja is for this format alone

    as_utf8(file)
    file.write(page(_visits(found), {one.source: one.error for one in _failures(found)}))


_WRITERS: Mapping[str, _Writer] = {"text": _text, "json": _json, "jsonl": _jsonl, "html": _html}
