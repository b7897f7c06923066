"""How each format is written from a stream of reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import IO

from romberg.batch import Checked, Failure
from romberg.cli.output import as_utf8, say
from romberg.formats.json_text import line, object_of, pretty
from romberg.formats.unreadable import Unreadable
from romberg.report import Report
from romberg.report.summary import summary

Writer = Callable[[Iterable[Checked], IO[str], bool], None]


def _text(found: Iterable[Checked], file: IO[str], many: bool) -> None:
    """Pages, or a line for each of many notes with a count at the end; what was not read goes to standard error."""
    from romberg.formats.terminal import console, page, short, summary  # noqa: PLC0415  # JSON needs no terminal page

    screen = console(file)
    lights: list[str] = []
    unread = 0
    for one in found:
        if isinstance(one, Failure):
            unread += 1
            say(one.error.says)
            continue
        lights.append(one.light)
        screen.print(short(one) if many else page(one))
    if many:
        screen.print(summary(lights, unread))


def _jsonl(found: Iterable[Checked], file: IO[str], many: bool) -> None:  # noqa: ARG001  # one shape for all writers
    as_utf8(file)
    for one in found:
        file.write(line(_object(one)) + "\n")


def _json(found: Iterable[Checked], file: IO[str], many: bool) -> None:  # noqa: ARG001  # one shape for all writers
    """One object for one note, a list for more."""
    objects = [_object(one) for one in found]
    as_utf8(file)
    file.write(pretty(objects[0] if len(objects) == 1 else objects) + "\n")


def _object(one: Checked) -> dict[str, object]:
    return object_of(one.source, one.error) if isinstance(one, Failure) else object_of(one.header.source, one)


def _html(found: Iterable[Checked], file: IO[str], many: bool) -> None:  # noqa: ARG001  # one shape for all writers
    from romberg.formats.html import page  # noqa: PLC0415  # Jinja is for this format alone

    reports, failures = _parted(found)
    as_utf8(file)
    file.write(page(reports, failures))


def _sarif(found: Iterable[Checked], file: IO[str], many: bool) -> None:  # noqa: ARG001  # one shape for all writers
    from romberg.formats.sarif import log  # noqa: PLC0415  # for this format alone

    reports, failures = _parted(found)
    as_utf8(file)
    file.write(pretty(log(reports, failures)) + "\n")


def _parted(found: Iterable[Checked]) -> tuple[list[Report], dict[str, Unreadable]]:
    """Reports, and failures by note; the failures are told to the person as well, who may not look into the file."""
    reports: list[Report] = []
    failures: dict[str, Unreadable] = {}
    for one in found:
        if isinstance(one, Failure):
            failures[one.source] = one.error
            say(one.error.says)
        else:
            reports.append(one)
    return reports, failures


WRITERS: Mapping[str, Writer] = {"text": _text, "json": _json, "jsonl": _jsonl, "html": _html, "sarif": _sarif}


def _summary_text(found: Iterable[Checked], file: IO[str], many: bool) -> None:  # noqa: ARG001  # one shape for all writers
    from romberg.formats.summary_text import lines  # noqa: PLC0415  # for a summary alone

    reports, _ = _parted(found)
    file.writelines(f"{text}\n" for text in lines(summary(reports)))


def _summary_json(found: Iterable[Checked], file: IO[str], many: bool) -> None:  # noqa: ARG001  # one shape for all writers
    reports, _ = _parted(found)
    as_utf8(file)
    file.write(pretty(summary(reports).as_dict()) + "\n")


SUMMARIES: Mapping[str, Writer] = {"text": _summary_text, "json": _summary_json}
