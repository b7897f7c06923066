"""The work of a block: the list under its head, what follows on its line, or its name alone."""

from __future__ import annotations

import re
from bisect import bisect_right

from romberg.notes.layout import Document, Line
from romberg.notes.treatments.activities import Item, items
from romberg.notes.treatments.events import Events
from romberg.notes.treatments.head import Head
from romberg.notes.treatments.listing import BULLET
from romberg.visit import Activity, Span


def told_under(events: Events, head: Head, body: Span) -> list[Item]:
    """The activities under a head: those of its list where it has one, else all that follows."""
    document = events.document
    named = bool(head.label or head.code)
    bullets = [
        line for line in document.lines_in(body.start, body.end) if BULLET.match(document.folded, line.start, line.end)
    ]
    if len(bullets) > 1:
        start = bullets[0].start
        first = items(events, head.end, min(document.line_at(head.start).end, start), named=False)
        under = [
            item
            for line in bullets
            for item in items(events, line.start, min(_to_next(document, line, body), body.end), named=named)
        ]
        return [item for item in first if item.groups] + under
    listed = re.match(r"[\s)\]]*(?:[:\-=>\n]|$)", document.folded[head.end : body.end])
    start = head.name.start if head.name and not listed and head.name.end == head.end else head.end
    return items(events, start, body.end, named=named)


def _to_next(document: Document, line: Line, body: Span) -> int:
    """A bullet with the deeper or lower-case lines that continue it."""
    end = line.end
    for below in document.lines[bisect_right(document.line_starts, line.start) :]:
        text = document.folded[below.start : below.end]
        if (
            below.start >= body.end
            or BULLET.match(text)
            or not text.strip()
            or not document.text[below.start + below.indent].islower()
        ):
            break
        end = below.end
    return end


def head_itself(events: Events, head: Head, body: Span) -> list[Item]:
    """Where no list follows, the name and the words beside it are all that is told."""
    start = head.name.start if head.name else head.start
    end = min(body.end, head.segment.end)
    told = items(events, start, max(end, head.end), named=True)
    return told or named_only(events, head)


def named_only(events: Events, head: Head) -> list[Item]:
    """The name alone, where nothing else is told: "ther ex"."""
    if head.name is None:
        return []
    return [Item(Activity(events.document.text[slice(*head.name)], (head.name,)), (), None)]
