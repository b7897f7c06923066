"""What stops a run: two in one folder, an input that is refused, a disk that is full; each in a sentence."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from romberg.batch.audit.work import Work
from romberg.formats.unreadable import Unreadable


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other runs out of the folder of a run; a lock of the system's, which ends with the process."""
    try:
        locks = import_module("fcntl")
    except ImportError:  # Windows has none
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks have no locks
            _lock(locks.flock, held, locks.LOCK_EX | locks.LOCK_NB, folder)
        yield
    finally:
        os.close(held)


def _lock(flock: Callable[[int, int], None], held: int, how: int, folder: Path) -> None:
    try:
        flock(held, how)
    except BlockingIOError:
        says = f"Another audit is at work in {folder}; wait for its end, or name another folder."
        raise Unreadable("at_work", says, str(folder)) from None


@contextmanager
def undone_if_refused(work: Work) -> Iterator[None]:
    """An input that is refused leaves no unfinished run behind: corrected, it is audited in the same folder."""
    try:
        yield
    except Unreadable:
        work.given_up()
        raise


def not_written(error: Exception, out: str) -> Unreadable:
    """The sentence for a file that cannot be written, or that was taken away while it was read."""
    told = getattr(error, "filename", None)
    reason = _reason(error)
    if isinstance(told, str) and told and Path(out).absolute() not in Path(told).absolute().parents and told != out:
        return Unreadable("input", f"{told} cannot be read ({reason}); call again when it is there.", told)
    says = f"{out} cannot be written ({reason}); make room or name another folder. Called again, it goes on."
    return Unreadable("output", says, out)


def _reason(error: Exception) -> str:
    """Why, in a few words; of a full disk NumPy tells only that less was written than was asked."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    if "requested and" in str(error):
        return "less was written than was asked; the disk may be full"
    lines = str(error).strip().splitlines()
    return lines[0][:120].lower() if lines else "no reason given"
