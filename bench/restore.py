"""A large workplace backed up and restored onto an empty machine, by the commands that a clinic types.

`python -m bench.restore` makes 100,000 visits on SQLite (`--visits`), or uses those that `bench.pages --at` kept, takes
a backup, restores it with the key file alone, and proves the copy: every table row by row against the first, the
trail's chain, and some visits opened with the keys. Told are seconds, sizes and the most memory of each command.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import URL

from bench.pages import stock
from romberg.store.workplace import Workplace, open_workplace, visits
from romberg.store.workplace.backup import members
from romberg.store.workplace.backup.members import TABLE, Tally
from romberg.store.workplace.tables import trail, trail_heads
from romberg.store.workplace.tables import visits as visit_table
from romberg.web.desks import CLINIC, PERSON

_LATER = {trail.name, trail_heads.name}  # that a backup was taken, and that it was restored, is written down since
_SAMPLE = 500


def main() -> int:
    """Stock, back up, restore, prove, tell."""
    parser = argparse.ArgumentParser("python -m bench.restore", description=__doc__)
    parser.add_argument("--visits", type=int, default=100_000)
    parser.add_argument("--at", help="the folder in which `bench.pages --at` left a store")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="romberg-bench-", dir=given.at) as name:
        folder, copy = Path(given.at or name) / "data", Path(name) / "restored"
        for one in (folder, copy):
            one.mkdir(exist_ok=True, parents=True, mode=0o700)
        stock(folder, _url(folder), given.visits)
        file = Path(name) / "workplace.backup"
        print(f"{given.visits:,} visits, {_size(folder / 'workplace.sqlite')}; load {os.getloadavg()[0]:.1f}")
        _timed("backup", folder, ["backup", str(file)])
        print(f"the backup: {_size(file)}")
        _timed("restore", copy, ["restore", str(file), "--keys", str(folder / "keys")])
        _timed("trail verified", copy, ["audit-log", "verify"])
        _compared(folder, copy)
    return 0


def _url(folder: Path) -> URL:
    return URL.create("sqlite", database=str(folder / "workplace.sqlite"))


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1_000_000:,.0f} MB"


def _timed(what: str, folder: Path, command: Sequence[str]) -> None:
    """One command over a data folder: by the clock, its processor time, and the most memory that it held."""
    place = {"ROMBERG_DATA": str(folder), "ROMBERG_KEYS": str(folder / "keys"), "ROMBERG_ROOT": "yes"}
    start, before = time.perf_counter(), os.times()
    with subprocess.Popen([sys.executable, "-m", "romberg", *command], env={**os.environ, **place}) as running:
        most = [0.0]
        watch = threading.Thread(target=_watched, args=(running, most), daemon=True)
        watch.start()
        code = running.wait()
    spent, after = time.perf_counter() - start, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    assert code == 0, f"{what} failed"
    print(f"{what}: {spent:.0f} s, {processor:.0f} s of processor, {most[0]:.0f} MB at most")


def _watched(running: subprocess.Popen[bytes], most: list[float]) -> None:
    while running.poll() is None:
        try:
            status = Path(f"/proc/{running.pid}/status").read_text(encoding="ascii")
        except OSError:
            return
        if "VmHWM:" in status:
            most[0] = max(most[0], int(status.partition("VmHWM:")[2].split()[0]) / 1024)
        time.sleep(0.1)


def _compared(folder: Path, copy: Path) -> None:
    """Every row of every table, and the words behind the seals of some visits; told, or an error."""
    places = [open_workplace(_url(one), one / "keys") for one in (folder, copy)]
    (first, second) = (_tables(one) for one in places)
    same = [name for name in first if name not in _LATER]
    assert all(first[name] == second[name] for name in same), "a table differs"
    assert _opened(places[0]) == _opened(places[1]), "a visit opens differently"
    print(f"the same: {sum(first[name][0] for name in same):,} rows in {len(same)} tables; {_SAMPLE} visits opened")
    for one in places:
        one.close()


def _tables(place: Workplace) -> dict[str, tuple[int, str]]:
    found = {}
    with place.engine.connect() as connection:
        for table in members.reflected(connection):
            tally = Tally(TABLE, table.name)
            for line in members.rows(connection, table):
                tally.take(line, 1)
            one = tally.member()
            found[table.name] = (one.count, one.sha256)
    return found


def _opened(place: Workplace) -> list[object]:
    with place.desk(CLINIC, PERSON) as desk:
        ids = desk.read(select(visit_table.c.id).order_by(visit_table.c.id).limit(_SAMPLE))
        return [visits.opened(desk, one.id) for one in ids]


if __name__ == "__main__":
    raise SystemExit(main())
