"""Web pages: their words in lines, tables in rows, without scripts, hidden parts and struck out words."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from romberg.formats.decoding import MARKS
from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.refused import Refused, too_much, wordless
from romberg.formats.documents.writer import Writer
from romberg.visit import Document

DEEPEST = 2_000
OWN_TITLE = "<title>Romberg: documentation check</title>"
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})|encoding\s*=\s*["']([\w.-]+)"""
)
_UNSHOWN = frozenset(("script", "style", "head", "title", "template", "noscript", "datalist", "select", "svg", "math"))
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *(
            "figcaption",
            "figure",
            "footer",
            "form",
            "header",
            "hr",
            "legend",
            "li",
            "main",
            "nav",
            "ol",
            "pre",
            "section",
        ),
        *("summary", "ul", "caption", "thead", "tbody", "tfoot"),
    )
)
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6"))
_STRUCK = frozenset(("del", "s", "strike"))
_OBJECTS = frozenset(("object", "embed", "iframe", "canvas", "video", "audio", "frame"))
_EMPTY = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "frame",
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LENGTH = re.compile(r"\s*(\d{1,5})(?:px)?\s*$")
PAGE_PIXELS = 816 * 1056  # letter paper at 96 dots an inch


def read(data: bytes) -> Document:
    """The words of a web page; raises Refused where there are none."""
    page = _decoded(data)
    if OWN_TITLE in page[:4096]:
        raise Refused("not_a_note", "is a report of Romberg's own, not a note; name the note itself.")
    text, left = words_of(page)
    if not text.strip():
        raise wordless("")
    return Document(text, "html", left.gaps())


def words_of(page: str) -> tuple[str, Leavings]:
    """The words of a page or a fragment of one, and what was left out."""
    whole = _whole(page)
    reader = _Reader()
    reader.feed(whole)
    reader.close()
    low = whole[:4096].lower()
    if len(whole) < len(page) or ("<html" in low and "</html" not in whole[-4096:].lower()):
        reader.left.add("cut off")
    return reader.writer.text(), reader.left


def _whole(page: str) -> str:
    """The page up to a tag or comment that never ends: with it the page is cut off, and hard to read in little time."""
    comment = page.find("<!--", page.rfind("-->") + 1)
    page = page if comment < 0 else page[:comment]
    tag = page.find("<", page.rfind(">") + 1)
    return page[:tag] if tag >= 0 and page[tag + 1 : tag + 2] not in ("", " ", "=") else page


def _decoded(data: bytes) -> str:
    """By its mark, by what it declares, else as UTF-8 or Windows-1252."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    declared = _CHARSET.search(data[:2048])
    name = (declared[1] or declared[2]).decode() if declared else "utf-8"
    try:
        return data.decode("cp1252" if name.lower() in ("iso-8859-1", "latin1", "us-ascii") else name)
    except (LookupError, UnicodeDecodeError, OSError):
        return data.decode("cp1252", "replace")


class _Reader(HTMLParser):
    """Feeds a writer. `_open` holds the elements not yet closed, and whether each hides its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.writer = Writer()
        self.left = Leavings()
        self._open: list[tuple[str, str]] = []
        self._unseen = 0  # elements now open that hide their words
        self._struck = 0
        self._kept = 0  # <pre> now open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        held = {name: value or "" for name, value in attrs}
        if tag in _EMPTY:
            self._single(tag, held)
            return
        if len(self._open) >= DEEPEST:
            raise too_much("elements within elements")
        self._close_open_cell(tag)
        effect = _effect(tag, held)
        self._open.append((tag, effect))
        self._count(effect, 1)
        if self._unseen:
            return
        if tag in _OBJECTS:
            self.left.add("object")
        elif tag in _PARAGRAPHS:
            self.writer.paragraph()
        elif tag == "table":
            self.writer.open_table()
        elif tag == "tr":
            self.writer.open_row()
        elif tag in _BLOCKS:
            self.writer.line()
        if tag == "li":
            self.writer.item()
        if tag in ("td", "th"):
            self._columns = _number(held.get("colspan", "1"))

    _columns = 1

    def _close_open_cell(self, tag: str) -> None:
        """Cells and rows may be left open: the next one closes them."""
        if tag in ("td", "th", "tr"):
            for name, _ in reversed(self._open):
                if name in ("td", "th"):
                    self.handle_endtag(name)
                    return
                if name in ("tr", "table"):
                    return

    def _count(self, effect: str, by: int) -> None:
        self._unseen += by * (effect == "unseen")
        self._struck += by * (effect == "struck")
        self._kept += by * (effect == "kept")

    def _single(self, tag: str, held: dict[str, str]) -> None:
        """An element that has no end."""
        if self._unseen or _HIDDEN.search(held.get("style", "")):
            return
        if tag == "br":
            self.writer.end_line()
        elif tag == "hr":
            self.writer.paragraph()
        elif tag == "img":
            self._picture(held)
        elif tag in _OBJECTS:
            self.left.add("object")
        elif tag == "input":
            self._field(held)

    def _picture(self, held: dict[str, str]) -> None:
        width, height = (_LENGTH.match(held.get(name, "")) for name in ("width", "height"))
        known = int(width[1]) * int(height[1]) / PAGE_PIXELS if width and height else None
        if known is None or known > 0.0001:  # a dot that counts visitors is no picture
            self.left.picture(0.0 if known is None else known)

    def _field(self, held: dict[str, str]) -> None:
        kind = held.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            self.writer.words("☒ " if "checked" in held else "☐ ")
        elif kind in ("text", "number", "date", "time", "search"):
            self.writer.words(held.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those within it that were left open."""
        if not any(name == tag for name, _ in self._open):
            return
        shown = not self._unseen
        while self._open:
            name, effect = self._open.pop()
            self._count(effect, -1)
            if name in ("td", "th", "table") and name != tag:
                self._ended(name)
            if name == tag:
                break
        if shown:
            self._ended(tag)

    def _ended(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.writer.close_cell(self._columns)
            self._columns = 1
        elif tag == "table":
            self.writer.close_table()
        elif tag in _BLOCKS or tag in _PARAGRAPHS:
            self.writer.line()

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002  # as the parser calls it
        """What stands in <![…]: words in CDATA; of Word's own conditions only the mark itself is passed over.

        The library's own method raises AssertionError on marks that it does not know.
        """
        packed = self.rawdata.startswith("<![CDATA[", i)
        end = self.rawdata.find("]]>" if packed else ">", i)
        if end < 0:
            return -1
        if packed:
            self.handle_data(self.rawdata[i + 9 : end])
        return end + (3 if packed else 1)

    def handle_data(self, data: str) -> None:
        """Words."""
        if self._unseen:
            return
        if self._struck:
            if data.strip():
                self.left.add("struck")
            return
        if self._kept:
            self.writer.words(data)
            return
        words = _BLANKS.sub(" ", data)
        if words.startswith(" "):
            self.writer.space()
        self.writer.words(words.lstrip(" "))


def _effect(tag: str, held: dict[str, str]) -> str:
    """What an element does to the words in it."""
    style = held.get("style", "")
    if tag in _UNSHOWN or "hidden" in held or _HIDDEN.search(style):
        return "unseen"
    if tag in _STRUCK or _THROUGH.search(style):
        return "struck"
    return "kept" if tag in ("pre", "textarea") else ""


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 3 else 1
