"""Forms as pages: the data alone, for printing on the red form, or laid over the user's own PDF of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from romberg.formats.cms1500.form import Form
from romberg.formats.cms1500.grid import Place, places
from romberg.formats.unreadable import Unreadable

WIDTH, HEIGHT = 612, 792  # points of a letter page
LEFT, ROW, COLUMN = 21.6, 12.0, 7.2  # the first column begins at 0.3 inch; six rows and ten columns to the inch
_FONT, _SIZE = "Courier", 10
_COURIER_ADVANCE = 0.6  # of its size, for each sign
_MM = 72 / 25.4
ABOUT = "CMS-1500 (02/12). The places of the items have not been verified against a printed form."
_HINTS = ("ALIGNMENT PAGE, NOT A CLAIM", "EVERY ITEM IS FILLED WITH X", "NOT VERIFIED: HOLD IT ON A FORM")


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much a printer sets beside the form, in millimetres; below zero to the left and up."""

    right_mm: float = 0.0
    down_mm: float = 0.0


STRAIGHT = Shift()


def printed(forms: Sequence[Form], shift: Shift = STRAIGHT, over: bytes | None = None) -> bytes:
    """A PDF with a page for each form; `over` is the user's own PDF of the form, whose first page lies beneath each.

    The same forms give the same bytes. Raises Unreadable where reportlab is missing or the form cannot be used.
    """
    pages = _drawn([one.items for one in forms], shift)
    return pages if over is None else _laid_over(pages, over)


def alignment(shift: Shift = STRAIGHT, over: bytes | None = None) -> bytes:
    """A page that fills every item with X, to see where a printer sets them."""
    filled = {item: "X" * place.width for item, place in places().items() if not item.startswith("carrier")}
    pages = _drawn([filled], shift, _HINTS)
    return pages if over is None else _laid_over(pages, over)


def _drawn(pages: Sequence[Mapping[str, str]], shift: Shift, hints: Sequence[str] = ()) -> bytes:
    held = io.BytesIO()
    canvas = _canvas(held)
    for items in pages:
        text = canvas.beginText()
        text.setFont(_FONT, _SIZE)
        text.setCharSpace(COLUMN - _SIZE * _COURIER_ADVANCE)
        for place, words in [*_set(items), *((Place(2 + at, 1, 36, False), hint) for at, hint in enumerate(hints))]:
            text.setTextOrigin(*_point(place, shift))
            text.textOut(words)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def _set(items: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Each item at its place, in the order of the page; blanks before its words are left out."""
    found = [(places()[item], text) for item, text in items.items()]
    for place, text in sorted(found, key=lambda one: (one[0].row, one[0].column)):
        words = text.lstrip()
        yield Place(place.row, place.column + len(text) - len(words), place.width, place.exact), words


def _point(place: Place, shift: Shift) -> tuple[float, float]:
    across = LEFT + COLUMN * (place.column - 1) + shift.right_mm * _MM
    return across, HEIGHT - ROW * place.row - shift.down_mm * _MM


def _canvas(held: io.BytesIO) -> Any:
    try:
        from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415  # heavy, and an extra
    except ImportError:
        says = "Printing forms needs the library reportlab; install it with pip install 'romberg[forms]'."
        raise Unreadable("no_reportlab", says, "cms1500") from None
    canvas = Canvas(held, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setTitle("CMS-1500")
    canvas.setSubject(ABOUT)
    return canvas


# --- the user's own form


def _laid_over(pages: bytes, over: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  # only where a form is given
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        beneath = _first_page(PdfReader(io.BytesIO(over)))
        writer = PdfWriter()
        for page in PdfReader(io.BytesIO(pages)).pages:
            writer.add_page(beneath).merge_page(page)
        writer.add_metadata({"/Title": "CMS-1500", "/Subject": ABOUT})
        held = io.BytesIO()
        writer.write(held)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError) as error:
        if isinstance(error, Unreadable):
            raise
        raise _unusable("it is no PDF that can be read") from None
    return held.getvalue()


def _first_page(reader: Any) -> Any:
    if reader.is_encrypted:
        raise _unusable("it is protected")
    page = reader.pages[0]
    page.transfer_rotation_to_content()  # upright, and its corner where ours is
    if abs(float(page.mediabox.width) - WIDTH) > 2 or abs(float(page.mediabox.height) - HEIGHT) > 2:
        raise _unusable("its first page is not of letter size (8.5 by 11 inches)")
    page.pop("/Annots", None)  # the fields of a form that is filled in on a screen would hide the data
    return page


def _unusable(why: str) -> Unreadable:
    says = f"The form cannot be used: {why}. Give a PDF of the empty CMS-1500 (02/12), or print the data alone."
    return Unreadable("form_pdf", says, "--form")
