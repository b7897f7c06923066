"""One self-contained page of readings, every span in its colour and with its letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Template

from romberg import __version__
from romberg.formats import marks
from romberg.formats.reading.kinds import KINDS, spans
from romberg.formats.reading.rows import parts
from romberg.formats.templating import environment
from romberg.formats.unreadable import Unreadable
from romberg.visit import Visit


@cache
def _template() -> Template:
    made = environment()
    return made.get_template("reading.html.j2")


def page(read: Sequence[tuple[str, Visit]], failures: Mapping[str, Unreadable]) -> str:
    """The page for all notes of a call; notes that were not read come first."""
    kinds = [(_class(kind), letter, meaning) for kind, (letter, meaning) in KINDS.items()]
    notes = [(source, _pieces(visit), list(parts(visit))) for source, visit in read]
    told = [error.says for error in failures.values()]
    return _template().render(notes=notes, failures=told, kinds=kinds, version=__version__)


def _class(kind: str) -> str:
    return kind.replace(" ", "-")


def _pieces(visit: Visit) -> list[tuple[str, str, tuple[str, str] | None]]:
    cut = marks.cut(visit.text, spans(visit), tuple(KINDS))
    return [(piece.text, _class(piece.kind), KINDS.get(piece.kind)) for piece in cut]
