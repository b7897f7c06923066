"""PDF: the words of its pages with their layout and places; what has no words (scans, attachments) is told."""

from __future__ import annotations

import time
import zlib
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO

from pypdf import PageObject, PdfReader, overwrite_configuration
from pypdf.errors import DependencyError, LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from romberg.formats.documents.attached import Parts
from romberg.formats.documents.leavings import LARGE, Leavings
from romberg.formats.documents.limits import LARGEST_TEXT, PAGES_SECONDS
from romberg.formats.documents.pdf_book import Leaf, bound
from romberg.formats.documents.pdf_forms import attachments, fields
from romberg.formats.documents.pdf_lines import Line, lines_of
from romberg.formats.documents.pdf_marks import Fonts, Mark, Marks, Matrix, Painter
from romberg.formats.documents.refused import Refused, damaged, too_much, wordless

MOST_PAGES = 500
DRAWN = 150  # drawn shapes on a page without words: perhaps words drawn as shapes
MADE_BY_MACHINE = 0.5  # of a page's letters unseen: the text layer of a scan
_NO_TEXT = "has no text layer (a scan)"

# The library loads these when it first needs them; by then nothing can be opened any more.
for _name in ("filters", "xmp", "_codecs.core_font_metrics", "generic._image_inline", "_text_extraction"):
    import_module(f"pypdf.{_name}")
overwrite_configuration(
    zlib_maximum_output_length=24_000_000,
    lzw_maximum_output_length=24_000_000,
    run_length_maximum_output_length=24_000_000,
    array_based_stream_maximum_output_length=24_000_000,
    stream_decoding_work_maximum_length=60_000_000,
    stream_parsing_work_maximum_count=600_000,
    page_tree_maximum_entries=20_000,
    page_tree_maximum_page_entries=200_000,
    jbig2dec_binary=None,
)


def read_all(data: bytes) -> Parts:
    """The visits of a PDF; raises Refused where it is locked or damaged, or where no page has words."""
    left = Leavings()
    try:
        reader = _opened(data)
        leaves = list(_leaves(reader, len(reader.pages), left))
        for _ in attachments(reader):
            left.add("attachment")
    except (Refused, MemoryError):
        raise
    except LimitReachedError:
        raise too_much("memory") from None
    except Exception as error:  # what the library raises on broken files is not told in its documentation
        raise damaged(type(error).__name__) from None
    if b"%%EOF" not in data[-2048:]:
        left.add("cut off")
    if not any(line.text.strip() for leaf in leaves for line in leaf.lines):
        for leaf in leaves:
            left.take(leaf.left)
        raise _without_words(left)
    return bound(leaves, left)


def _opened(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted", "needs a password; save a copy without one.")
    except DependencyError:
        raise _locked() from None
    return reader


def _locked() -> Refused:
    """Protected without a password, by a cipher that the standard library does not have."""
    says = "is encrypted with AES; save a copy without protection, or install the library cryptography, which reads it."
    return Refused("encrypted", says)


def _without_words(left: Leavings) -> Refused:
    gaps = left.gaps()
    if any(_NO_TEXT in gap.says for gap in gaps):
        says = "holds pictures of pages without a text layer (a scan); export the note as text, or have it recognised."
        return Refused("scan", says)
    if any("memory" in gap.says for gap in gaps):
        return too_much("memory")
    return wordless(f" ({gaps[0].says.rstrip('.').lower()})" if gaps else "")


def _leaves(reader: PdfReader, count: int, left: Leavings) -> Iterator[Leaf]:
    """Each page with its lines and what of it was not read, as long as there is time."""
    fonts: Fonts = {}
    until, letters = time.process_time() + PAGES_SECONDS, 0
    for number in range(1, count + 1):
        if number > MOST_PAGES or time.process_time() > until or letters > LARGEST_TEXT:
            rest = f"Page {number} was" if number == count else f"Pages {number} to {count} were"
            left.say(f"{rest} not read: the file is too large to read whole.", grave=True)
            break
        leaf = Leaf(number)
        try:
            _read_page(reader, leaf, fonts)
        except (LimitReachedError, MemoryError, RecursionError):
            leaf.left.say(f"Page {number} was not read: it asks for more memory than a page may take.", grave=True)
        except Refused:
            raise
        except DependencyError:
            if reader.is_encrypted:
                raise _locked() from None
            leaf.left.say(f"Page {number} was not read: it is packed in a way that is not read.", grave=True)
        except Exception:
            leaf.left.say(f"Page {number} was not read: it is damaged.", grave=True)
        letters += sum(len(line.text) for line in leaf.lines)
        yield leaf


def _read_page(reader: PdfReader, leaf: Leaf, fonts: Fonts) -> None:
    page = reader.pages[leaf.number - 1]
    leaf.size, base = _upright(page)
    marks = _painted(page, reader, fonts, leaf.size, base)
    marks.texts += fields(page, base)
    if _broken(page) or marks.cut:
        leaf.left.say(f"A part of page {leaf.number} is damaged or too large and was not read.", grave=True)
    leaf.lines = list(_shown(marks, leaf.size, leaf.number, leaf.left))


def _upright(page: PageObject) -> tuple[tuple[float, float], Matrix]:
    """Width and height of a page as it is seen, and the transformation from its own coordinates to that."""
    box = page.cropbox
    x0, y0, x1, y1 = (float(one) for one in (box.left, box.bottom, box.right, box.top))
    turn = int(page.rotation or 0) % 360
    matrices: dict[int, Matrix] = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }
    size = (x1 - x0, y1 - y0)
    return (size[::-1] if turn in (90, 270) else size), matrices.get(turn, (1, 0, 0, 1, -x0, -y0))


def _painted(page: PageObject, reader: PdfReader, fonts: Fonts, size: tuple[float, float], base: Matrix) -> Marks:
    painter = Painter(reader, fonts, size)
    content = page.get("/Contents")
    held = None if content is None else content.get_object()
    if isinstance(held, (ArrayObject, StreamObject)):
        resources = page.get("/Resources")
        own = None if resources is None else resources.get_object()
        painter.paint(held, own if isinstance(own, DictionaryObject) else DictionaryObject(), base)
    return painter.marks


def _broken(page: PageObject) -> bool:
    """Whether a stream of the page ends early, of which the library gives what it can without a word."""
    content = page.get("/Contents")
    held = None if content is None else content.get_object()
    streams = held if isinstance(held, ArrayObject) else [] if held is None else [held]
    for one in streams:
        stream = one.get_object()
        if isinstance(stream, StreamObject) and stream.get("/Filter") in ("/FlateDecode", ["/FlateDecode"]):
            unpacking = zlib.decompressobj()
            try:
                unpacking.decompress(stream._data, 24_000_000)
            except zlib.error:
                return True
            if not unpacking.eof and not unpacking.unconsumed_tail:
                return True
    return False


def _shown(marks: Marks, size: tuple[float, float], number: int, left: Leavings) -> Iterator[Line]:
    """The lines of a page, and what is to be told of it."""
    inside = [mark for mark in marks.texts if _on_page(mark, size)]
    if len(inside) < len(marks.texts):
        left.add("hidden")
    turns: Counter[int] = Counter()
    for mark in inside:
        turns[mark.turn] += len(mark.text)
    turn = max(turns, key=lambda one: turns[one], default=0)
    upright = [mark for mark in inside if mark.turn == turn]
    _tell(marks, bool(upright), upright, number, left)
    yield from lines_of(upright)
    for other in sorted({mark.turn for mark in inside} - {turn}):
        yield from lines_of([mark for mark in inside if mark.turn == other])


def _on_page(mark: Mark, size: tuple[float, float]) -> bool:
    if mark.turn != 0:
        return True
    return -5 <= mark.baseline <= size[1] + 5 and mark.edges[-1] >= -5 and mark.edges[0] <= size[0] + 5


def _tell(marks: Marks, words: bool, shown: list[Mark], number: int, left: Leavings) -> None:
    large = any(share >= LARGE for share in marks.pictures)
    letters = sum(len(mark.text) for mark in shown)
    unseen = sum(len(mark.text) for mark in shown if not mark.seen)
    machine = letters and unseen > MADE_BY_MACHINE * letters
    if not words and marks.pictures:
        left.say(f"Page {number} {_NO_TEXT}, so nothing on it was read.", grave=True)
    elif not words and (marks.paths > DRAWN or marks.unreadable):
        left.say(f"Page {number} is drawn without letters that can be read.", grave=True)
    elif marks.unreadable > 0.1 * (letters + marks.unreadable):
        left.say(f"A part of page {number} is set in a font that does not tell its letters.", grave=True)
    if machine and large:
        left.say(f"Page {number} is a scan; its words were recognised by a machine and may be misread.", grave=False)
    elif words:
        for share in marks.pictures:
            left.picture(share)
