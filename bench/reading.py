"""How fast a note becomes a visit: beside the obvious way, in long notes, and beside a toolkit where there is one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle, islice
from typing import Any

from bench import obvious
from bench.invented import note
from bench.measures import Figure

NOTES = 200
ROUNDS = 5
LONG = 1_000_000  # characters
_TARGET = 3_000  # notes a second and core
_OBVIOUS = 820  # what the obvious way read a second and core where the target was set


def figures(seed: int) -> list[Figure]:
    """Text to visit: notes a second, times the obvious way, and how the time grows with a note's length."""
    from romberg import notes  # noqa: PLC0415  # the cost of the import is measured apart, by the cold command

    texts = [note(seed + number) for number in range(NOTES)]
    ours, plain = in_turn([notes.read, obvious.spans], texts)
    return [
        Figure("text to visit, of one core", 1 / ours, "notes/s", _TARGET, True),
        Figure("text to visit, times the obvious way", plain / ours, "x", round(_TARGET / _OBVIOUS, 1), True),
        *_beside_medspacy(texts, ours),
        _growth(texts, ours),
    ]


def in_turn(ways: Sequence[Callable[[str], object]], texts: Sequence[str]) -> list[float]:
    """Processor seconds a note of several ways to read, each note by each in turn; of the rounds the least counts."""
    least = [[float("inf")] * len(texts) for _ in ways]
    for _ in range(ROUNDS):
        for index, text in enumerate(texts):
            for spent, way in zip(least, ways, strict=True):
                start = time.process_time()
                way(text)
                spent[index] = min(spent[index], time.process_time() - start)
    return [sum(spent) / len(texts) for spent in least]


def _growth(texts: Sequence[str], one: float) -> Figure:
    """What a character costs in a note of a million, as a multiple of its cost in a plain note."""
    from romberg import notes  # noqa: PLC0415  # as above

    short = sum(map(len, texts)) / len(texts)
    long = "\n".join(islice(cycle(texts), int(LONG / short) + 1))[:LONG]
    start = time.process_time()
    notes.read(long)
    spent = time.process_time() - start
    return Figure("a note of 1 MB, a character's cost to a plain note's", spent / LONG / (one / short), "x", 2)


def _beside_medspacy(texts: Sequence[str], ours: float) -> list[Figure]:
    """Times the full pipeline of medspaCy, where it is installed."""
    if find_spec("medspacy") is None:
        return []
    pipeline: Any = import_module("medspacy").load()
    (theirs,) = in_turn([pipeline], texts[:20])
    return [Figure("text to visit, times medspaCy", theirs / ours, "x", 150, True)]
