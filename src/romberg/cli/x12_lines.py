"""`romberg x12 lines`: the service lines of files of claims or payments of any size, as a table for other programs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import IO

from romberg.batch import options, x12_lines
from romberg.batch.audit import whole
from romberg.cli.entry import NOT_READ, NOTHING_BLOCKS
from romberg.cli.output import say
from romberg.formats.note_file import opened_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.bulk import BULKS
from romberg.formats.x12.bulk.tables import TABLES
from romberg.formats.x12.place import with_place


def run(arguments: argparse.Namespace) -> int:
    """Write the table of one file, whole or not at all; to standard output as it is read."""
    jobs = 1 if arguments.jobs is None else options.jobs(arguments.jobs)
    path, out = arguments.file, arguments.out
    suffix = Path(out).suffix.lower() if out else ".csv"
    if suffix not in TABLES:
        raise Unreadable("format_not_written", f"{out}: tables are written as {', '.join(TABLES)}.", "--out")
    try:
        _write(path, out, suffix, jobs)
    except Unreadable as error:
        told = with_place(path, error)
        say(told.says if path in told.says else f"{path}: {told.says}")
        return NOT_READ
    return NOTHING_BLOCKS


def _write(path: str, out: str | None, suffix: str, jobs: int) -> None:
    with opened_file(path) as stream:
        kind = x12_lines.kind_of(stream)
    frames = x12_lines.lines(path, kind, jobs, say)

    def fill(to: IO[bytes]) -> None:
        TABLES[suffix](frames, BULKS[kind].schema, to)

    if out is None:
        fill(sys.stdout.buffer)
        return

    def beside(place: Path) -> None:
        with place.open("wb") as file:
            fill(file)

    whole.written(Path(out), beside)
