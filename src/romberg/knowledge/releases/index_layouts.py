"""The layouts of the practice cost indices: csv and workbooks whose header changes, text of fixed width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from romberg.knowledge.releases import grid
from romberg.knowledge.releases.place_keys import key
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.source import Source

OWN = "get the file from cms.gov itself, whole and not edited"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: where it stands, its key, and the three indices as written."""

    number: int
    mac: str
    state: str
    locality: str
    place: str
    indices: tuple[str, str, str]


def lines(source: Source) -> tuple[str, Iterator[Line]]:
    """The title, and every row of figures, in whatever form the file comes."""
    return _of_text(source) if source.suffix == "txt" else _of_cells(source)


# Words of the header by which a column is known, without spaces and letter case; they change from year to year.
_WORDS = {
    "mac": ("contractor",),
    "locality": ("localitynumber", "localitycode"),
    "place": ("localityname",),
    "work": ("pwgpci", "workgpci"),
    "practice": ("pegpci",),
    "malpractice": ("mpgpci",),
}


def _columns(source: Source, number: int, cells: Sequence[str]) -> dict[str, int]:
    """Where each figure stands. Of two columns of work that without the floor is left out."""
    words = [grid.plain(cell) for cell in cells]
    found = {
        name: [at for at, word in enumerate(words) if any(one in word for one in said)] for name, said in _WORDS.items()
    }
    found["work"] = [at for at in found["work"] if "without" not in words[at]] or found["work"]
    missing = [name for name, at in found.items() if len(at) != 1]
    if missing:
        what = f"the header does not name one column of {' and of '.join(missing)}"
        raise grid.refusal(source, number, what, "check for a newer Romberg if the publisher changed the layout")
    state = {"state": words.index("state")} if "state" in words else {}  # 2020 has no state
    return {name: at[0] for name, at in found.items()} | state


def _of_cells(source: Source) -> tuple[str, Iterator[Line]]:
    found = grid.rows(source)
    title: list[str] = []
    for number, cells in found:
        if any(word in grid.plain(cell) for cell in cells for word in _WORDS["locality"]):
            return " ".join(title), _lines(source, found, _columns(source, number, cells))
        title += [cell for cell in cells if cell]
    raise Refusal(source.origin, "no row names a locality number, so there is no header", OWN)


def _lines(source: Source, found: Iterator[grid.Row], at: dict[str, int]) -> Iterator[Line]:
    """The rows until the footnotes; a row of figures below them would be one that was cut off."""
    below = False
    for number, cells in found:
        if not cells or not re.fullmatch(r"\d{4,5}", cells[0]):
            below = below or any(cells)
            continue
        if below:
            raise grid.refusal(source, number, "a row of figures stands below the footnotes", OWN, cells[0])
        if len(cells) <= max(at.values()):
            raise grid.refusal(source, number, "the row is cut short", OWN, cells[0])
        mac, locality = key(cells[at["mac"]], cells[at["locality"]])
        indices = (cells[at["work"]], cells[at["practice"]], cells[at["malpractice"]])
        yield Line(number, mac, cells[at["state"]] if "state" in at else "", locality, cells[at["place"]], indices)


def _of_text(source: Source) -> tuple[str, Iterator[Line]]:
    lines = list(grid.lines(source))
    title = next((line for _, line in lines if line.strip()), "")
    rows = ((number, line) for number, line in lines if re.match(r"\d{5}\s", line))
    spans = ((121, 126), (133, 138), (145, 150))
    return title, (
        Line(number, line[:5], line[16:18].strip(), line[24:26], line[28:121].strip(),
             (line[121:126], line[133:138], line[145:150]))
        for number, line in rows
        if _whole(source, number, line, spans[-1][1])
    )  # fmt: skip


def _whole(source: Source, number: int, line: str, width: int) -> bool:
    if len(line.rstrip()) != width:
        raise grid.refusal(source, number, f"the line does not end at its column {width}", OWN, line[:5])
    return True
