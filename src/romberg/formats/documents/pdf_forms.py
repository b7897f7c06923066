"""What stands on a page of a PDF beside its drawing: filled fields, typed remarks, attached files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from romberg.formats.documents.pdf_marks import Mark, Matrix

MOST = 2_000  # fields on a page
DEEPEST = 20
HIDDEN = 0x02 | 0x20  # flags of an annotation that is not shown


def fields(page: PageObject, base: Matrix) -> Iterator[Mark]:
    """The values of filled fields and the words of typed remarks, each where its box stands."""
    for one in _annotations(page):
        subtype = one.get("/Subtype")
        flags = one.get("/F")
        if isinstance(flags, int) and flags & HIDDEN:
            continue
        words = _value(one) if subtype == "/Widget" else one.get("/Contents") if subtype == "/FreeText" else None
        if isinstance(words, str) and words.strip():
            yield from _placed(words, one, base)


def _annotations(page: PageObject) -> Iterator[DictionaryObject]:
    held = page.get("/Annots")
    listed = None if held is None else held.get_object()
    for one in (listed if isinstance(listed, ArrayObject) else [])[:MOST]:
        found = one.get_object()
        if isinstance(found, DictionaryObject):
            yield found


def _value(widget: DictionaryObject) -> str:
    """What a field holds: its text, its choice, or a ticked box."""
    kind, value = _inherited(widget, "/FT"), _inherited(widget, "/V")
    if kind == "/Btn":
        state = widget.get("/AS", value)
        return "☐" if state in (None, "/Off") else "☒" if isinstance(state, str) else ""
    return str(value) if kind in ("/Tx", "/Ch") and isinstance(value, str) else ""


def _inherited(widget: DictionaryObject, key: str) -> Any:
    held: Any = widget
    for _ in range(DEEPEST):
        if not isinstance(held, DictionaryObject):
            return None
        if key in held:
            return held[key].get_object()
        parent = held.get("/Parent")
        held = None if parent is None else parent.get_object()
    return None


def _placed(words: str, one: DictionaryObject, base: Matrix) -> Iterator[Mark]:
    """Lines of words within the box of their annotation, from its top down."""
    box = [float(side) for side in one.get("/Rect", [])] if "/Rect" in one else []
    if len(box) != 4:
        return
    a, b, c, d, e, f = base
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in box[::2] for y in box[1::2]]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    low, high = min(y for _, y in corners), max(y for _, y in corners)
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    height = max(1.0, min(10.0, (high - low) / len(lines)))
    for number, line in enumerate(lines):
        step = min(0.5 * height, (right - left) / max(1, len(line)))
        edges = tuple(left + step * at for at in range(len(line) + 1))
        middle = (low + high) / 2 - 0.3 * height if len(lines) == 1 else high - height * (number + 0.8)
        if line.strip():
            yield Mark(line, edges, middle, height, 0, True)


def attachments(reader: PdfReader) -> Iterator[str]:
    """The names of files within the file, and a form of the sort that only one program fills."""
    root = _dictionary(reader.trailer.get("/Root"))
    names = _dictionary(root.get("/Names"))
    embedded = _dictionary(names.get("/EmbeddedFiles"))
    yield from _names(embedded, 0)
    for page in list(reader.pages)[:MOST]:
        yield from ("file" for one in _annotations(page) if one.get("/Subtype") == "/FileAttachment")
    if "/XFA" in _dictionary(root.get("/AcroForm")):
        yield "form"


def _names(tree: DictionaryObject, depth: int) -> Iterator[str]:
    listed = tree.get("/Names")
    held = None if listed is None else listed.get_object()
    for one in (held if isinstance(held, ArrayObject) else [])[: 2 * MOST : 2]:
        yield str(one)
    kids = tree.get("/Kids")
    below = None if kids is None else kids.get_object()
    for one in (below if isinstance(below, ArrayObject) and depth < DEEPEST else [])[:MOST]:
        yield from _names(_dictionary(one), depth + 1)


def _dictionary(found: Any) -> DictionaryObject:
    held = None if found is None else found.get_object()
    return held if isinstance(held, DictionaryObject) else DictionaryObject()
