"""A block of treatment, as the readers of blocks hand it on."""

from __future__ import annotations

from typing import NamedTuple

from romberg.notes.treatments.activities import Item
from romberg.notes.treatments.head import Head
from romberg.visit import Span


class Block(NamedTuple):
    """A head, the stretch of text under it, and the activities told there."""

    head: Head
    body: Span
    items: tuple[Item, ...]
    whole: tuple[Span, ...] = ()  # all lines of the block, for cues such as who was there
