"""`romberg x12`: what files of claims, payments and answers hold, and what is wrong with them before they are sent."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from romberg.batch import options
from romberg.cli import x12_lines
from romberg.cli.entry import BLOCKS, NOT_READ, NOTHING_BLOCKS
from romberg.cli.output import one_line, print_json, say
from romberg.cli.remit_input import source
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.edits import Validated, validate_stream
from romberg.formats.x12.shown import shown

_Told = tuple[Mapping[str, Any], bool]  # the object of a file, and whether something in it is wrong


def run(arguments: argparse.Namespace) -> int:
    """Validate or show each file; one that cannot be read does not stop the others. Lines are written of one."""
    if arguments.asked == "lines":
        return x12_lines.run(arguments)
    tell: Callable[[str, argparse.Namespace], _Told] = {"validate": _validate, "show": _show}[arguments.asked]
    status, several = NOTHING_BLOCKS, len(arguments.files) > 1
    found: list[Mapping[str, Any]] = []
    for path in arguments.files:
        try:
            told, wrong = tell(path, arguments)
        except Unreadable as error:
            say(error.says if path in error.says else f"{path}: {error.says}")
            found.append({"source": path, "error": error.as_dict()})
            status = NOT_READ
            continue
        status = max(status, BLOCKS if wrong else NOTHING_BLOCKS)
        found.append(({"source": path} if several else {}) | dict(told))
    if arguments.format == "json":
        print_json(found if several else found[0])
    return status


def _validate(path: str, arguments: argparse.Namespace) -> _Told:
    today = options.day(arguments.on) if arguments.on else date.today()
    with source(path) as stream:
        validated = validate_stream(stream, today)
    if arguments.format == "text":
        _print(path, validated)
    return validated.as_dict(), bool(validated.errors)


def _print(path: str, validated: Validated) -> None:
    """A line for the file, and one for each edit that failed."""
    kind = validated.transaction or "no transaction"
    count, worth = len(validated.errors), len(validated.notices)
    told = "nothing is wrong with it" if not count else f"{count} edit{'s' if count > 1 else ''} failed"
    told += f", {worth} thing{'s are' if worth > 1 else ' is'} worth a look" if worth else ""
    print(f"{path}: {kind}, {validated.claims} claim{'s' if validated.claims != 1 else ''}; {told}.")
    for one in (*validated.errors, *validated.notices):
        severity = "" if one.severity == "error" else f" ({one.severity})"
        print(f"  SNIP {one.edit.snip}  {one.code}{severity}: {one.says}")


def _show(path: str, arguments: argparse.Namespace) -> _Told:
    """Each thing that a file holds as it is read, so that a large file is shown from its first claim on."""
    with source(path) as stream:
        kind, found = shown(stream)
        if arguments.format == "json":
            return {"transaction": kind, "holds": [one.held for one in found]}, False
        print(f"{path}: {kind}")
        for one in found:
            print(f"  {one_line(one.line)}", *(f"    {one_line(line)}" for line in one.under), sep="\n")
    return {"transaction": kind}, False
