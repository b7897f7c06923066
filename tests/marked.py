"""Sentences with inline marks: `TUG <measure name=TUG value=12.8>12.8s</measure>`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.mark import ParameterSet

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


def not_yet(name: str) -> frozenset[str]:
    """The sentences of a file that are right and are not read right: those behind a line that begins `# not yet`."""
    path = Path(__file__).parent / "sentences" / name
    _, _, behind = path.read_text("utf-8").partition("\n# not yet")
    return frozenset(line for line in behind.splitlines()[1:] if line.strip() and not line.startswith("#"))


def cases(name: str) -> list[ParameterSet]:
    """The sentences of a file as parameters of a test; those not yet read right are expected to fail."""
    wrong = not_yet(name)
    failing = pytest.mark.xfail(reason="right, and not yet read right", strict=True)
    found = enumerate(sentences(name), 1)
    return [pytest.param(line, id=str(at), marks=[failing] if line in wrong else []) for at, line in found]
