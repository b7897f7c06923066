"""A paper as PDF. Nothing that a note says is markup, and nothing is opened or fetched for it.

Needs reportlab (the extra `romberg[forms]`). The letters are Bitstream Vera's, which reportlab brings along and which
are set into the file; a sign that they lack is written by its nearest letters or its number.
"""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from romberg.formats.marks import visible
from romberg.formats.paper.as_text import BLANK, flat
from romberg.formats.paper.blocks import Block, Fields, Heading, Items, NewPage, Paper, Quoted, Table, Text, Verbatim
from romberg.formats.unreadable import Unreadable

_SANS, _BOLD, _SLANTED = "Vera", "VeraBd", "VeraIt"
_MARGIN = 54  # points: three quarters of an inch
_FRAME = 6  # points that reportlab keeps free inside the margin
_INK, _SOFT, _LINE, _PALE = "#1b1f24", "#4c5662", "#c9d0d8", "#f5f7f9"
_SPELLED = {"→": "->", "←": "<-", "≥": ">=", "≤": "<=", "≈": "~", "−": "-", "✓": "v", "½": "1/2", "\u2011": "-"}
_WIDE = 104  # signs of a line of a note that fit on the page
_UNUSED = frozenset((0x7F, 0x81, 0x8D, 0x8F, 0x90, 0x9D))  # numbers without a sign in that code page


def pdf(paper: Paper) -> bytes:
    """The whole paper; the same paper gives the same bytes. Raises Unreadable where reportlab is missing."""
    try:
        from reportlab.lib.pagesizes import LETTER  # noqa: PLC0415  # heavy, and an extra
        from reportlab.platypus import SimpleDocTemplate  # noqa: PLC0415
    except ImportError:
        says = "A PDF needs the library reportlab; install it with pip install 'romberg[forms]', or choose html."
        raise Unreadable("no_reportlab", says, "--format") from None
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=LETTER,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=plain(paper.title),
        author="",
        invariant=1,
    )
    _fonts()
    foot = _foot(plain(paper.foot))
    document.build([each for one in paper.blocks for each in _block(one)], onFirstPage=foot, onLaterPages=foot)
    return target.getvalue()


def plain(words: str) -> str:
    """Words with signs that the page can show, on one line."""
    return _shown(flat(words))


def _shown(words: str, known: frozenset[int] | None = None) -> str:
    known = known or _fonts()
    return "".join(one if ord(one) in known else _nearest(one, known) for one in words)


def _nearest(one: str, known: frozenset[int]) -> str:
    spelled = _SPELLED.get(one) or "".join(
        sign for sign in unicodedata.normalize("NFKD", one) if ord(sign) in known and not unicodedata.combining(sign)
    )
    return spelled or f"\\u{ord(one):04x}"


@cache
def _fonts() -> frozenset[int]:
    """Make the letters known to reportlab; the numbers of the signs that they have."""
    import reportlab  # noqa: PLC0415  # heavy, and an extra
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    folder = os.path.join(os.path.dirname(reportlab.__file__), "fonts")
    for name in (_SANS, _BOLD, _SLANTED):
        pdfmetrics.registerFont(TTFont(name, os.path.join(folder, f"{name}.ttf")))
    font: Any = pdfmetrics.getFont(_SANS)
    return frozenset(font.face.charToGlyph)


@cache
def _typed() -> frozenset[int]:
    """The signs of Courier, which every reader of PDF has: those of Windows' western code page."""
    return frozenset(ord(bytes([one]).decode("cp1252")) for one in range(32, 256) if one not in _UNUSED)


@cache
def _style(name: str) -> Any:
    from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415  # heavy, and an extra

    plain_one = {"fontName": _SANS, "fontSize": 9.5, "leading": 13.5, "textColor": _INK, "spaceAfter": 5}
    own: dict[str, dict[str, Any]] = {
        "heading1": {"fontName": _BOLD, "fontSize": 14, "leading": 18, "spaceAfter": 10},
        "heading2": {"fontName": _BOLD, "fontSize": 11, "leading": 15, "spaceBefore": 10, "keepWithNext": 1},
        "heading3": {"fontName": _BOLD, "spaceBefore": 5, "spaceAfter": 2, "keepWithNext": 1},
        "soft": {"textColor": _SOFT, "fontSize": 8.5, "leading": 12},
        "quoted": {"leftIndent": 14, "spaceBefore": 2, "spaceAfter": 1, "keepWithNext": 1},
        "where": {"leftIndent": 14, "textColor": _SOFT, "fontSize": 8, "leading": 11, "spaceAfter": 6},
        "item": {"leftIndent": 16, "bulletIndent": 2, "spaceAfter": 3},
        "cell": {"fontSize": 8.5, "leading": 11.5, "spaceAfter": 0, "splitLongWords": 1},
        "head": {"fontName": _BOLD, "fontSize": 8.5, "leading": 11.5, "spaceAfter": 0},
        "verbatim": {"fontName": "Courier", "fontSize": 8, "leading": 10.5, "spaceAfter": 0},
    }
    return ParagraphStyle(name, **{**plain_one, **own.get(name, {})})


def _paragraph(words: str, style: str, bullet: str | None = None) -> Any:
    """A paragraph; reportlab reads markup in it, so every sign of markup is escaped."""
    from reportlab.platypus import Paragraph  # noqa: PLC0415  # heavy, and an extra

    return Paragraph(escape(plain(words)), _style(style), bulletText=bullet)


def _block(one: Block) -> Iterator[Any]:
    from reportlab.platypus import PageBreak  # noqa: PLC0415  # heavy, and an extra

    match one:
        case Heading(words, level):
            yield _paragraph(words, f"heading{level}")
        case Text(words, soft):
            yield _paragraph(words, "soft" if soft else "text")
        case Quoted(words, where):
            yield _paragraph(f"“{flat(words)}”", "quoted")
            yield _paragraph(where, "where")
        case Items(items, numbered):
            for at, item in enumerate(items, 1):
                yield _paragraph(item, "item", f"{at}." if numbered else "•")
        case Fields(rows):
            yield _grid(None, tuple((name, value or BLANK) for name, value in rows), (1, 3))
        case Table(head, rows, widths):
            yield _grid(head, rows, widths or (1,) * len(head))
        case Verbatim(words):
            yield from _lines(words)
        case NewPage():
            yield PageBreak()


def _grid(head: tuple[str, ...] | None, rows: tuple[tuple[str, ...], ...], shares: tuple[int, ...]) -> Any:
    from reportlab.lib.pagesizes import LETTER  # noqa: PLC0415  # heavy, and an extra
    from reportlab.platypus import Table as Grid  # noqa: PLC0415

    wide = LETTER[0] - 2 * (_MARGIN + _FRAME)
    cells = [[_paragraph(cell, "cell") for cell in row] for row in rows]
    if head is not None:
        cells.insert(0, [_paragraph(name, "head") for name in head])
    looks: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, -1), 0 if head is None else 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if head is not None:
        looks += [("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE), ("BACKGROUND", (0, 0), (-1, 0), _PALE)]
    made = Grid(cells, [wide * one / sum(shares) for one in shares], repeatRows=0 if head is None else 1, splitInRow=1)
    made.setStyle(looks)
    made.spaceAfter = 6
    return made


def _lines(words: str) -> Iterator[Any]:
    """A note line by line, blanks kept; a long line goes on in the next."""
    from reportlab.platypus import Preformatted  # noqa: PLC0415  # heavy, and an extra

    shown = [_shown(line.expandtabs(4), _typed()) for line in visible(words).splitlines()]
    parts = [line[at : at + _WIDE] for line in shown for at in range(0, max(1, len(line)), _WIDE)]
    yield Preformatted("\n".join(parts), _style("verbatim"))


def _foot(words: str) -> Any:
    """The line under every page, with the page's number."""

    def drawn(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont(_SANS, 7.5)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_MARGIN, _MARGIN / 2, words)
        canvas.drawRightString(document.pagesize[0] - _MARGIN, _MARGIN / 2, f"page {canvas.getPageNumber()}")
        canvas.restoreState()

    return drawn
