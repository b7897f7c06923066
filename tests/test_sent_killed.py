"""Sending, with the process killed at every statement and every step on the disk: nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from romberg import store
from romberg.formats.unreadable import Unreadable
from romberg.store import sent

NOW = datetime(2026, 4, 3, 12)
OUTGOING = [sent.Outgoing(f"key-{at}", f"C-{at}", "1", "ada.txt") for at in range(3)]

# Sends three claims, and kills itself at its Nth step: a statement, or anything done to a file beside the database.
SENDS = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from romberg.store import sent
from romberg.store.database import opened

folder, left = Path(sys.argv[1]), int(sys.argv[2])

def step():
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def seen(event, arguments):
    if event in ("open", "os.rename", "os.remove", "tempfile.mkstemp"):
        if str(folder) in str(arguments) and "sqlite" not in str(arguments):
            step()

def synced(handle, to_disk=os.fsync):
    step()
    to_disk(handle)
    step()

os.fsync = synced
sys.addaudithook(seen)
claims = [sent.Outgoing(f"key-{at}", f"C-{at}", "1", "ada.txt") for at in range(3)]
with opened(folder) as database:
    database.set_trace_callback(lambda statement: step())
    now = datetime(2026, 4, 3, 12)
    sent.send(database, folder / "out.837", claims, lambda numbers: f"file {numbers.control}".encode(), now)
"""
_STEPS = 60


def kept(database: sqlite3.Connection) -> list[tuple[object, ...]]:
    """What is recorded, but for the moments."""
    claims = database.execute("SELECT control, at, key, claim_id, frequency FROM sent_claim ORDER BY 1, 2").fetchall()
    return [*claims, *database.execute("SELECT control, path IS NULL, sha256, text FROM sent_file ORDER BY 1")]


def sends(folder: Path, step: int) -> int:
    """How the process ended that was to be killed at a step; 0 where it came to its end before."""
    folder.mkdir()
    return subprocess.run([sys.executable, "-c", SENDS, str(folder), str(step)], check=False).returncode


def resumed(folder: Path) -> tuple[list[tuple[object, ...]], str, list[str]]:
    """Records, file, and all that lies there after the next call, which finishes, or sends what is not recorded."""
    path = folder / "out.837"
    with store.opened(folder) as database:
        sent.finish(database, NOW)
        if not sent.already(database, OUTGOING[0]):
            sent.send(database, path, OUTGOING, lambda numbers: f"file {numbers.control}".encode(), NOW)
        with pytest.raises(Unreadable, match="claimed before"):
            sent.send(database, folder / "again.837", OUTGOING, lambda _: b"", NOW)
        found = kept(database)
    return found, path.read_text(), sorted(one.name for one in folder.iterdir() if "sqlite" not in one.name)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process can be killed so here")
def test_killed_at_every_step_the_next_call_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    assert sends(tmp_path / "undisturbed", 10**6) == 0
    wanted = resumed(tmp_path / "undisturbed")
    assert wanted[1:] == ("file 1", ["out.837"])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        ended = list(pool.map(lambda step: sends(tmp_path / str(step), step), range(1, _STEPS)))
    steps = ended.index(0)
    assert ended == [-signal.SIGKILL] * steps + [0] * (len(ended) - steps)
    assert 20 < steps < _STEPS - 1, "every step was tried"
    for step in range(1, steps + 1):
        assert resumed(tmp_path / str(step)) == wanted, f"killed at step {step}"
