"""Sentences with inline marks: `TUG <measure name=TUG value=12.8>12.8s</measure>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_MARK = re.compile(r"<(/?)([a-z_]+)((?:\s+[a-z_]+=(?:\"[^\"]*\"|[^\s>]+))*)>")
_ATTRIBUTE = re.compile(r"([a-z_]+)=(?:\"([^\"]*)\"|(\S+))")


class Mark(NamedTuple):
    """A marked stretch of the plain text with its kind and attributes."""

    kind: str
    start: int
    end: int
    values: dict[str, str]


def parse(line: str) -> tuple[str, tuple[Mark, ...]]:
    """The plain text of a marked sentence, and its marks; `\\n` and `\\t` in it stand for a line end and a tab."""
    text, marks, opened, at = "", [], list[tuple[str, int, dict[str, str]]](), 0
    line = line.replace("\\n", "\n").replace("\\t", "\t")
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        at = match.end()
        if match.group(1):
            kind, start, values = opened.pop()
            marks.append(Mark(kind, start, len(text), values))
        else:
            values = {k: quoted or plain for k, quoted, plain in _ATTRIBUTE.findall(match.group(3))}
            opened.append((match.group(2), len(text), values))
    return text + line[at:], tuple(marks)


def sentences(name: str) -> Iterator[str]:
    """The marked sentences of a file in `tests/sentences`, without comments and blank lines."""
    path = Path(__file__).parent / "sentences" / name
    return (line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#"))
