"""Where a command's words go: standard output or a file, which is whole or not there."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, TextIO

from romberg.formats.json_text import pretty
from romberg.formats.marks import visible
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import payers


def say(sentence: str) -> None:
    """One sentence to the person, apart from the output."""
    print(f"romberg: {one_line(sentence)}", file=sys.stderr)


def tell_refused_cards() -> None:
    """A sentence for each of the user's own payer cards that is not in force; everything else is, as it was."""
    for wrong in payers.refused():
        say(wrong.says)


def one_line(sentence: str) -> str:
    """A sentence on one line, whatever signs a file's name brings into it."""
    return visible(sentence).replace("\n", "\\n")


def print_json(value: Any) -> None:
    """An object as JSON for people, in UTF-8."""
    as_utf8(sys.stdout)
    sys.stdout.write(pretty(value) + "\n")


def as_utf8(file: IO[str]) -> None:
    """JSON, HTML and SARIF are UTF-8 whatever the terminal's own encoding is."""
    if isinstance(file, TextIO) or hasattr(file, "reconfigure"):
        file.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


@contextmanager
def opened(path: str | None) -> Iterator[IO[str]]:
    """Standard output, or the named file: written beside it first, so that nothing half-written stays."""
    if path is None:
        yield sys.stdout
        return
    try:
        if os.path.exists(path) and not os.path.isfile(path):  # a device or pipe; a folder fails here
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                yield file
            return
        with _beside(path) as file:
            yield file
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Unreadable("output", f"{path} cannot be written ({reason}); name another --output file.", path) from None


@contextmanager
def _beside(path: str) -> Iterator[IO[str]]:
    handle, name = tempfile.mkstemp(prefix=".romberg-", dir=os.path.dirname(os.path.abspath(path)), text=True)
    try:
        with open(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            yield file
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
