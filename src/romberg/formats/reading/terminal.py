"""The page of a reading at the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from romberg.formats import marks
from romberg.formats.reading.kinds import KINDS, spans
from romberg.formats.reading.rows import Rows, parts
from romberg.visit import Visit

_STYLES = {
    "minutes": "cyan bold",
    "measure": "magenta",
    "diagnosis": "italic",
    "charge": "yellow",
    "plan of care": "bright_blue",
    "visit": "bright_black bold",
    "people": "blue underline",
    "service": "bold",
    "conflict": "bold red",
    "not counted": "dim strike",
    "activity": "green bold",
    "furnished": "bright_cyan",
    "proof": "bright_green",
}


def page(source: str, visit: Visit) -> RenderableType:
    """The note with its words marked, and under it what was read."""
    head = Text(marks.visible(source), style="bold")
    return Group(head, Text(""), _legend(), Text(""), _note(visit), Text(""), *_tables(visit))


def _legend() -> Text:
    legend = Text("Marked in the note: ", style="dim")
    for kind, (letter, meaning) in KINDS.items():
        legend.append(f"[{letter} …]", style=_STYLES[kind]).append(f" {meaning}  ")
    return legend


def _note(visit: Visit) -> Text:
    shown = Text(overflow="fold")
    for piece in marks.cut(visit.text, spans(visit), tuple(KINDS)):
        words = piece.text.expandtabs(4)
        marked = f"[{KINDS[piece.kind][0]} {words}]" if piece.kind else words
        shown.append(marked, style=_STYLES.get(piece.kind, ""))
    shown.rstrip()
    return shown


def _tables(visit: Visit) -> Iterator[RenderableType]:
    for title, rows in parts(visit):
        yield Rule(title, align="left", style="dim", characters="─")
        yield _table(rows)
        yield Text("")


def _table(rows: Rows) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, told in rows:
        table.add_row(marks.visible(name), told)
    return table
