"""The narrative of a C-CDA section as lines of text."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.writer import Writer
from romberg.formats.documents.xml_tree import local

_BLANKS = re.compile(r"[ \t\r\n]+")
_LINES = frozenset(("paragraph", "caption", "list", "thead", "tbody", "tfoot", "footnote", "text"))


def words_of(element: Element | None, left: Leavings) -> str:
    """The words of a narrative, or of a part of one."""
    writer = Writer()
    if element is not None:
        if local(element) in ("tr", "td", "th"):  # a reference may point at one row of a table
            writer.open_table()
        _write(element, writer, left)
    return writer.text()


def _write(element: Element, writer: Writer, left: Leavings) -> None:
    name = local(element)
    if element.attrib.get("revised") == "delete":
        left.add("deleted")
        return
    if name == "renderMultiMedia":
        left.picture(0.0)
        return
    _begin(name, writer)
    _words(element.text, writer)
    for one in element:
        _write(one, writer, left)
        _words(one.tail, writer)
    _end(name, element, writer)


def _begin(name: str, writer: Writer) -> None:
    if name == "br":
        writer.end_line()
    elif name == "item":
        writer.item()
    elif name == "table":
        writer.open_table()
    elif name == "tr":
        writer.open_row()
    elif name in _LINES:
        writer.line()


def _end(name: str, element: Element, writer: Writer) -> None:
    if name == "table":
        writer.close_table()
    elif name in ("td", "th"):
        columns = element.attrib.get("colspan", "1")
        writer.close_cell(int(columns) if columns.isdecimal() and len(columns) < 3 else 1)
    elif name in _LINES or name == "item":
        writer.line()


def _words(text: str | None, writer: Writer) -> None:
    words = _BLANKS.sub(" ", text or "")
    if words.startswith(" "):
        writer.space()
    writer.words(words.lstrip(" "))
