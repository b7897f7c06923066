"""A paper as Markdown; no sign of a note or a name can become markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.formats.marks import visible
from romberg.formats.paper.as_text import BLANK, flat
from romberg.formats.paper.blocks import Block, Fields, Heading, Items, NewPage, Paper, Quoted, Table, Text, Verbatim

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])")  # at a line's beginning these would start a list or a heading


def markdown(paper: Paper) -> str:
    """The whole paper, with a rule where a new page begins."""
    return "\n\n".join("\n".join(_block(one)) for one in paper.blocks) + "\n"


def escaped(words: str) -> str:
    """Words on one line as Markdown shows them, whatever signs they hold."""
    shown = _SIGNS.sub(r"\\\1", flat(words))
    return _LIST.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", shown)


def _block(one: Block) -> Iterator[str]:
    match one:
        case Heading(words, level):
            yield f"{'#' * level} {escaped(words)}"
        case Text(words, soft):
            yield f"*{escaped(words)}*" if soft else escaped(words)
        case Quoted(words, where):
            yield f"> “{escaped(words)}”"
            yield f"> — {escaped(where)}"
        case Items(items, numbered):
            yield from (f"{f'{at}.' if numbered else '-'} {escaped(item)}" for at, item in enumerate(items, 1))
        case Fields(rows):
            yield from _rows(("", ""), [(name, flat(value) or BLANK) for name, value in rows])
        case Table(head, rows, _):
            yield from _rows(head, rows)
        case Verbatim(words):
            yield from (f"    {line}".rstrip() for line in visible(words).splitlines())
        case NewPage():
            yield "---"


def _rows(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...] | list[tuple[str, str]]) -> Iterator[str]:
    yield f"| {' | '.join(escaped(one) for one in head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(escaped(cell) for cell in row)} |" for row in rows)
