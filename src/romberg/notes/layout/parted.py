"""A file of several dated encounters as a text for each: the head of the file, and the encounter."""

from __future__ import annotations

from typing import NamedTuple

from romberg.notes.layout.cut import cut


class Part(NamedTuple):
    """One encounter of a file: the line that heads it, its text under the file's head, whether it is today's."""

    title: str
    text: str
    today: bool


def parted(text: str) -> tuple[Part, ...]:
    """The encounters of a file in its order; empty where it holds one visit."""
    document = cut(text)
    if len(document.encounters) < 2:
        return ()
    head = text[: document.encounters[0].start].rstrip()
    return tuple(
        Part(
            text[start:end].split("\n", 1)[0].strip(),
            f"{head}\n{text[start:end]}" if head else text[start:end],
            (start, end) == document.active,
        )
        for start, end in document.encounters
    )
