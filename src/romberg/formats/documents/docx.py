"""Word documents: paragraphs and tables in their order, headers before and footers behind them, without deletions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from romberg.formats.documents import xml_tree, zipped
from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.refused import damaged, wordless
from romberg.formats.documents.symbols import drawn
from romberg.formats.documents.writer import Writer, tidy
from romberg.formats.documents.xml_tree import child, children, local
from romberg.visit import Document

MAIN = re.compile(r"word/document\d*\.xml")
PAGE_EMU = 7_772_400 * 10_058_400  # letter paper
DEEPEST = 200
_SKIPPED = frozenset(("instrText", "delInstrText", "rPr", "tblPr", "tcPr", "trPr", "sectPr", "Fallback", "pPrChange"))
_DELETED = frozenset(("del", "moveFrom"))
_OBJECTS = frozenset(("object", "altChunk", "control"))
_BREAKS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def read(data: bytes) -> Document:
    """The words of a Word document; raises Refused where it is damaged or holds none."""
    with zipped.looked_over(data) as file:
        parts = _Parts(file)
        main = next((name for name in sorted(parts.names) if MAIN.fullmatch(name)), None)
        if main is None:
            raise damaged("it has no body")
        left = Leavings()
        body = _text(parts.tree(main), left)
        head = [_text(parts.tree(name), left) for name in parts.like("header")]
        foot = [_text(parts.tree(name), left) for name in (*parts.like("footer"), *parts.notes())]
        for _ in parts.comments():
            left.add("comment")
    text = tidy("\n\n".join(part for part in (*dict.fromkeys(head), body, *dict.fromkeys(foot)) if part.strip()))
    if not text.strip():
        raise wordless(" (pictures of pages hold none that can be read)" if left.gaps() else "")
    return Document(text, "docx", left.gaps())


class _Parts:
    """The parts of the file by name."""

    def __init__(self, file: ZipFile) -> None:
        self._file = file
        self.names = {one.filename: one for one in file.infolist()}

    def tree(self, name: str) -> Element:
        """One part as a tree."""
        return xml_tree.parse(zipped.unpacked(self._file, self.names[name]))

    def like(self, kind: str) -> list[str]:
        """The headers or footers, in their order."""
        return sorted(name for name in self.names if name.startswith(f"word/{kind}") and name.endswith(".xml"))

    def notes(self) -> list[str]:
        """Footnotes and endnotes."""
        return [name for name in ("word/footnotes.xml", "word/endnotes.xml") if name in self.names]

    def comments(self) -> Iterator[Element]:
        """The comments in the margin."""
        if "word/comments.xml" in self.names:
            yield from children(self.tree("word/comments.xml"), "comment")


def _text(root: Element, left: Leavings) -> str:
    reader = _Reader(left)
    reader.children(root, 0)
    return reader.writer.text()


class _Reader:
    """Walks a part's tree and feeds a writer."""

    def __init__(self, left: Leavings) -> None:
        self.writer = Writer()
        self._left = left

    def children(self, element: Element, depth: int) -> None:
        """Everything within an element, in its order."""
        if depth > DEEPEST:
            raise damaged("it is nested too deeply")
        for one in element:
            self._one(one, depth + 1)

    def _one(self, element: Element, depth: int) -> None:
        name = local(element)
        if name in _SKIPPED:
            return
        if name in _DELETED:
            self._deleted(element)
        elif name == "p":
            self._paragraph(element, depth)
        elif name == "r":
            self._run(element, depth)
        elif name == "tbl":
            self._table(element, depth)
        elif name in _OBJECTS:
            self._left.add("object")
        elif name == "drawing":
            self._drawing(element, depth)
        elif name in ("pict", "AlternateContent", "Choice", "txbxContent", "sdt", "sdtContent") or len(element):
            self._other(element, name, depth)

    def _other(self, element: Element, name: str, depth: int) -> None:
        if name == "pict" and any(local(one) == "imagedata" for one in element.iter()):
            self._left.picture(0.0)
        if name == "txbxContent":
            self.writer.line()
        self.children(element, depth)

    def _deleted(self, element: Element) -> None:
        if any(local(one) in ("delText", "t") and (one.text or "").strip() for one in element.iter()):
            self._left.add("deleted")

    def _paragraph(self, element: Element, depth: int) -> None:
        properties = child(element, "pPr")
        if properties is not None and child(properties, "numPr") is not None:
            self.writer.item()
        self.children(element, depth)
        self.writer.end_line()

    def _run(self, element: Element, depth: int) -> None:
        properties = child(element, "rPr")
        mark = "hidden" if _on(properties, "vanish") else "struck" if _struck(properties) else ""
        if mark:
            if any((one.text or "").strip() for one in children(element, "t")):
                self._left.add(mark)
            return
        font = _font(properties)
        for one in element:
            self._in_run(one, font, depth + 1)

    def _in_run(self, element: Element, font: str, depth: int) -> None:
        name = local(element)
        if name == "t":
            self.writer.words(drawn(element.text or "", font))
        elif name in _BREAKS:
            self.writer.words(_BREAKS[name])
        elif name in ("br", "cr"):
            self.writer.end_line()
        elif name == "sym":
            self.writer.words(_symbol(element))
        else:
            self._one(element, depth)

    def _drawing(self, element: Element, depth: int) -> None:
        """A picture, or a text box with words of its own."""
        if any(local(one) == "blip" for one in element.iter()):
            extent = next((one for one in element.iter() if local(one) == "extent"), None)
            self._left.picture(0.0 if extent is None else _number(extent, "cx") * _number(extent, "cy") / PAGE_EMU)
        elif any(local(one) in ("chart", "relIds") for one in element.iter()):
            self._left.add("object")
        for box in element.iter():
            if local(box) == "txbxContent":
                self._other(box, "txbxContent", depth)

    def _table(self, element: Element, depth: int) -> None:
        self.writer.open_table()
        for row in _within(element, "tr"):
            self.writer.open_row()
            for cell in _within(row, "tc"):
                properties = child(cell, "tcPr")
                span = None if properties is None else child(properties, "gridSpan")
                self.children(cell, depth)
                self.writer.close_cell(1 if span is None else int(_number(span, "val")) or 1)
        self.writer.close_table()


def _within(element: Element, name: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, also those in content controls or insertions; deleted rows are left out."""
    for one in element:
        if local(one) == name:
            properties = child(one, "trPr")
            if properties is None or child(properties, "del") is None:
                yield one
        elif local(one) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _within(one, name)


def _on(properties: Element | None, name: str) -> bool:
    found = None if properties is None else child(properties, name)
    return found is not None and _value(found) not in ("0", "false", "off", "none")


def _struck(properties: Element | None) -> bool:
    return _on(properties, "strike") or _on(properties, "dstrike")


def _font(properties: Element | None) -> str:
    fonts = None if properties is None else child(properties, "rFonts")
    return "" if fonts is None else next((v for k, v in fonts.attrib.items() if k.endswith("}ascii")), "")


def _value(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), "")


def _number(element: Element, name: str) -> float:
    written = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")
    return float(written) if written.isdecimal() and len(written) < 12 else 0.0


def _symbol(element: Element) -> str:
    """A sign of a picture font, stored by its number."""
    held = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    try:
        code = int(held.get("char", ""), 16)
    except ValueError:
        return ""
    return drawn(chr(code & 0xFFFF), held.get("font", "")) if code < 0x110000 else ""
