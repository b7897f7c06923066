"""`romberg x12`: what is wrong with files of claims and payments before they are sent or posted."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from typing import Any

from romberg.batch import options
from romberg.cli.entry import BLOCKS, NOT_READ, NOTHING_BLOCKS
from romberg.cli.output import print_json, say
from romberg.formats.note_file import file_bytes
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.edits import Validated, validate

_LARGEST_BYTES = 500_000_000


def run(arguments: argparse.Namespace) -> int:
    """Validate each file; one that cannot be read does not stop the others."""
    today = options.day(arguments.on) if arguments.on else date.today()
    status, several = NOTHING_BLOCKS, len(arguments.files) > 1
    found: list[Mapping[str, Any]] = []
    for path in arguments.files:
        try:
            validated = validate(file_bytes(path, _LARGEST_BYTES), today)
        except Unreadable as error:
            say(error.says if path in error.says else f"{path}: {error.says}")
            found.append({"source": path, "error": error.as_dict()})
            status = NOT_READ
            continue
        status = max(status, BLOCKS if validated.errors else NOTHING_BLOCKS)
        found.append(({"source": path} if several else {}) | validated.as_dict())
        if arguments.format == "text":
            _print(path, validated)
    if arguments.format == "json":
        print_json(found if several else found[0])
    return status


def _print(path: str, validated: Validated) -> None:
    """A line for the file, and one for each edit that failed."""
    kind = validated.transaction or "no transaction"
    count = len(validated.errors)
    told = "nothing is wrong with it" if not count else f"{count} edit{'s' if count > 1 else ''} failed"
    print(f"{path}: {kind}, {validated.claims} claim{'s' if validated.claims != 1 else ''}; {told}.")
    for one in validated.as_dict()["errors"]:
        print(f"  SNIP {one['snip']}  {one['code']}: {one['says']}")
