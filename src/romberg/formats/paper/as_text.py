"""A paper as plain text, for a terminal, a fax or a letter program."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from romberg.formats.marks import visible
from romberg.formats.paper.blocks import Block, Fields, Heading, Items, NewPage, Paper, Quoted, Table, Text, Verbatim

WIDTH = 96
BLANK = "_" * 24  # where a person fills in what nobody told


def text(paper: Paper) -> str:
    """The whole paper, with a line of dashes where a new page begins."""
    return "\n\n".join("\n".join(_block(one)) for one in paper.blocks) + "\n"


def flat(words: str) -> str:
    """Words on one line, with signs that cannot be seen written out."""
    return " ".join(visible(words).split())


def _block(one: Block) -> Iterator[str]:
    match one:
        case Heading(words, level):
            yield flat(words).upper() if level == 1 else flat(words)
            if level < 3:
                yield ("=" if level == 1 else "-") * min(WIDTH, len(flat(words)))
        case Text(words, _):
            yield from _wrapped(words)
        case Quoted(words, where):
            yield from _wrapped(f"“{flat(words)}”", "    ")
            yield f"    ({where})"
        case Items(items, numbered):
            for number, item in enumerate(items, 1):
                yield from _wrapped(item, "   " if numbered else "  ", f"{number}. " if numbered else "- ")
        case Fields(rows):
            wide = max((len(name) for name, _ in rows), default=0)
            yield from (f"{name + ':':<{wide + 1}} {flat(value) or BLANK}" for name, value in rows)
        case Table():
            yield from _table(one)
        case Verbatim(words):
            yield from (f"| {line}".rstrip() for line in visible(words).splitlines())
        case NewPage():
            yield "-" * WIDTH


def _wrapped(words: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        flat(words), WIDTH, initial_indent=indent if first is None else first, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _table(table: Table) -> Iterator[str]:
    """Rows as a list of their cells, each with its column's name: a page of text has no room for columns of prose."""
    for number, row in enumerate(table.rows):
        if number:
            yield ""
        for name, cell in zip(table.head, row, strict=True):
            yield from _wrapped(f"{name}: {cell}", "    ", "" if name == table.head[0] else "  ")
