"""Two hundred files of every kind that a clinic drops at once, five of them broken; each note is another visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle, islice, product
from typing import Final
from xml.sax.saxutils import escape

from made_documents import (
    bundle,
    cda,
    docx,
    drawing,
    html,
    message,
    obx,
    paragraph,
    pdf,
    reference,
    rtf,
    section,
    zipped,
)

File = tuple[str, bytes]
_FIRST: Final = ("Ada", "Bram", "Cleo", "Dov", "Edda", "Finn", "Gale", "Hugo", "Ines", "Jory")
_LAST: Final = ("Alder", "Birch", "Cedar", "Damson", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper")
_TEXT: Final = """\
HARBOUR LANE PHYSICAL THERAPY (invented)      Daily note
Patient: {name}
Date of service: {day}     Payer: Medicare Part B     Dx: R26.81
S: Two near falls on the stairs this week.
O: TUG {tug} s.
Neuromuscular re-education 24 min: tandem stance on foam, head turns while walking, guarding at the hips
Therapeutic exercise 23 min: sit to stand 3 x 8
R: Two losses of balance, caught by the therapist; fewer with cues to the hip.
A: Sway grows with eyes closed; needs skilled cues to place the feet. Fall risk at home.
P: 2x/wk.
97112-GP x2  97110-GP x1
Timed 47 min   Total 47 min
Ida Falk, PT, DPT   electronically signed {day}
"""
BROKEN: Final[dict[str, bytes]] = {
    "cut off.pdf": b"%PDF-1.7 broken",
    "not a letter.docx": b"PK\x03\x04 nothing",
    "nothing in it.txt": b"  \n \n",
    "half a bundle.json": b'{"resourceType": "Bundle", "entry": [',
    "noise.zip": b"PK\x05\x06 neither",
}


def _texts() -> Iterator[str]:
    """Notes, each of another person and day."""
    for at, (last, first) in enumerate(product(_LAST, _FIRST)):
        for day in (2, 9, 16):
            on = f"{1 + at % 9:02}/{day + at % 7:02}/2026"
            yield _TEXT.format(name=f"{first} {last}", day=on, tug=12 + at % 9)


def _table(texts: Iterator[str]) -> bytes:
    rows = "".join('"' + next(texts).replace('"', '""') + '"\n' for _ in range(2))
    return f"Note\n{rows}".encode()


_KINDS: Final[dict[str, Callable[[str], bytes]]] = {
    "txt": str.encode,
    "md": str.encode,
    "rtf": lambda text: rtf(text.splitlines()),
    "html": lambda text: html(text.splitlines()),
    "pdf": lambda text: pdf([drawing(text.splitlines(), left=30, size=8)]),
    "docx": lambda text: docx("".join(paragraph(escape(line)) for line in text.splitlines())),
    "xml": lambda text: cda(section("Notes", "".join(f"<paragraph>{line}</paragraph>" for line in text.splitlines()))),
    "json": lambda text: bundle(reference(text)),
    "hl7": lambda text: message(*obx(text.splitlines())),
}


def files(count: int) -> list[File]:
    """So many files: the broken ones among them, tables and archives of two notes, and single notes of every kind."""
    texts = _texts()
    made: list[File] = [*BROKEN.items()]
    made += [(f"table {at}.csv", _table(texts)) for at in range(5)]
    made += [
        (f"archive {at}.zip", zipped({"a.txt": next(texts), "b.rtf": rtf(next(texts).splitlines())})) for at in range(5)
    ]
    kinds = islice(cycle(_KINDS.items()), count - len(made))
    made += [(f"visit {at:03}.{suffix}", write(next(texts))) for at, (suffix, write) in enumerate(kinds)]
    return made[1::2] + made[::2]  # the broken ones are not all the first
