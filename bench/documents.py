"""What a document costs beside a plain note: from its bytes to its words, through the child process, and back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.measures import Figure, loop, seconds
from romberg.formats.documents.worker import Worker

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import made_documents as made

TIMES = 31
BUDGETS = {"rtf": 5, "html": 5, "docx": 6, "pdf": 20, "xml": 5, "json": 5, "hl7": 5, "csv": 5}  # milliseconds each


def figures() -> Iterator[Figure]:
    """A note of the usual length in every format, one warm child; and how long the child takes to start."""
    one_loop = seconds(loop, TIMES)
    cold = seconds(lambda: list(_fresh()), 5)
    yield Figure(
        "documents: the child process started, one RTF read", cold * 1e3, "ms", 600, times_loop=cold / one_loop
    )
    with Worker() as worker:
        for suffix, data in files().items():
            name = f"note.{suffix}"
            list(worker.read(data, name))
            spent = seconds(lambda data=data, name=name: list(worker.read(data, name)), TIMES)  # type: ignore[misc]  # bound now
            budget = BUDGETS[suffix]
            yield Figure(f"documents: one {suffix} read", spent * 1e3, "ms", budget, times_loop=spent / one_loop)


def _fresh() -> Iterator[object]:
    with Worker() as worker:
        yield from worker.read(made.rtf(), "note.rtf")


def files() -> dict[str, bytes]:
    """A note of about 1.8 kB as a file of every kind."""
    text = made.NOTE + made.NOTE.replace("balance", "gait") + made.NOTE[:500]
    lines = text.splitlines()
    return {
        "rtf": made.rtf(lines),
        "html": made.html(lines),
        "docx": made.docx("".join(map(made.paragraph, lines))),
        "pdf": made.pdf([made.drawing(lines)]),
        "xml": made.cda(made.section("Notes", "".join(f"<paragraph>{line}</paragraph>" for line in lines))),
        "json": json.dumps(made.reference(text)).encode(),
        "hl7": made.message(*made.obx(lines)),
        "csv": f'"Note"\r\n"{text}"\r\n'.encode(),
    }


if __name__ == "__main__":
    for one in figures():
        print(f"{one.what:52} {one.value:8.2f} {one.unit}   (budget {one.budget:g}) x loop {one.times_loop:.2f}")
