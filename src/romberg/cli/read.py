"""`romberg read`: what stands in notes, before any code, rule or price."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from typing import IO

from romberg.batch import Failure, read_all
from romberg.batch.read import Read
from romberg.cli.check import notes_of, refuse_overwriting, tell_passed_over
from romberg.cli.output import as_utf8, opened, say
from romberg.formats import note_file
from romberg.formats.json_text import line, pretty
from romberg.formats.reading.plain import plain
from romberg.visit import Visit

_Writer = Callable[[list[Read], IO[str]], None]


def run(arguments: Namespace) -> int:
    """Show the readings; the status is 2 where a note could not be read, else 0."""
    named = note_file.named(arguments.notes)
    refuse_overwriting(arguments.output, named)
    tell_passed_over(arguments.notes)
    found = list(read_all(notes_of(named, None), arguments.debug))
    for one in _failures(found):
        say(one.error.says)
    with opened(arguments.output) as file:
        _WRITERS[arguments.format](found, file)
    return 2 if any(_failures(found)) else 0


def _failures(found: Iterable[Read]) -> list[Failure]:
    return [one for one in found if isinstance(one, Failure)]


def _visits(found: Iterable[Read]) -> list[tuple[str, Visit]]:
    return [one for one in found if not isinstance(one, Failure)]


def _text(found: list[Read], file: IO[str]) -> None:
    from romberg.formats.reading.terminal import page  # noqa: PLC0415  # JSON needs no terminal page
    from romberg.formats.terminal import console  # noqa: PLC0415

    screen = console(file)
    for source, visit in _visits(found):
        screen.print(page(source, visit))


def _object(one: Read) -> dict[str, object]:
    return {"source": one.source, "error": one.error.as_dict()} if isinstance(one, Failure) else plain(*one)


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
