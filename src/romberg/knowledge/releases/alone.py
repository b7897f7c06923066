"""One import at a time: a lock that the system lets go of when its holder ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from romberg.knowledge.releases.refusal import Refusal


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the store for writing; a Refusal where another import holds it."""
    handle = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(handle):
            raise Refusal(str(folder), "another import is writing there", "wait until it has ended, and try again")
        yield
    finally:
        os.close(handle)  # lets the lock go, too


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # of this system alone

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  # of these systems alone

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
