"""A progress bar for a person at a terminal, and nothing for a program at a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown(total: int, what: str, wanted: bool) -> Iterator[Callable[[], None] | None]:
    """A function to call for each note, where standard error is a terminal and there are many notes; else None."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  # costs time that a program at a pipe need not pay
    from rich.progress import Progress  # noqa: PLC0415  # as above

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Checking {total} notes ({what})", total=total)
        yield lambda: bar.advance(task)


@contextmanager
def bytes_shown(total: int, what: str) -> Iterator[Callable[[int], None]]:
    """A function to call with the bytes that were read; it moves a bar where standard error is a terminal."""
    if not total or not sys.stderr.isatty():
        yield _unseen
        return
    from rich.console import Console  # noqa: PLC0415  # as above
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda read: bar.advance(task, read)


def _unseen(_read: int) -> None:
    """What moves where nobody looks."""
