"""Files of claims and payments read to service lines: one by one, many at once, and beside the readers of others."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from bench.measures import Figure, loop
from bench.x12_files import claims_file, payments_file
from romberg.formats.x12.bulk import claim_lines, paid_lines
from romberg.formats.x12.flat import flat_lines
from romberg.formats.x12.flat_paid import flat_paid

OTHERS = "ROMBERG_BENCH_PYTHON"  # a Python in which hccinfhir and openx12 are installed, where they are
_MEGABYTES, _TURNS = 16, 5
_FEWER = 1  # megabytes for the readers of others, one of which takes the square of them
_Work = Callable[[], object]


def figures() -> list[Figure]:
    """Each reader in turn, five times; the shortest time of each counts, as others use the machine too."""
    with tempfile.TemporaryDirectory() as folder:
        claims, paid, fewer = (Path(folder) / name for name in ("claims.837", "paid.835", "fewer.837"))
        claims_file(claims, _MEGABYTES)
        payments_file(paid, _MEGABYTES)
        claims_file(fewer, _FEWER)
        works: dict[str, tuple[_Work, Path]] = {
            "837P read to service lines": (lambda: _count(flat_lines, claims), claims),
            "837P read to frames of service lines": (lambda: _count(claim_lines, claims), claims),
            "835 read to service lines": (lambda: _count(flat_paid, paid), paid),
            "835 read to frames of service lines": (lambda: _count(paid_lines, paid), paid),
        }
        if find_spec("pyx12") is not None:
            works["pyx12 reading segments alone"] = (lambda: _segments_of_pyx12(fewer), fewer)
        spent, one_loop = _shortest({what: work for what, (work, _) in works.items()})
        rates = {what: path.stat().st_size / 1e6 / spent[what] for what, (_, path) in works.items()}
        budgets = {what: 80 if "frames" in what else 40 for what in works if "pyx12" not in what}
        found = [
            Figure(f"{what}, of one core", rates[what], "MB/s", budget, True, 1 / rates[what] / one_loop)
            for what, budget in budgets.items()
        ]
        rates |= _others(fewer)
        return [*found, *_beside(rates)]


def _count(read: Callable[[IO[bytes]], Iterable[object]], path: Path) -> int:
    with path.open("rb") as stream:
        return sum(1 for _ in read(stream))


def _shortest(works: dict[str, _Work]) -> tuple[dict[str, float], float]:
    """Seconds of the processor of each, and of the plain loop, in turn."""
    spent = dict.fromkeys(("", *works), float("inf"))
    for _ in range(_TURNS):
        for what, work in {"": loop, **works}.items():
            start = time.process_time()
            work()
            spent[what] = min(spent[what], time.process_time() - start)
    return spent, spent.pop("")


def _beside(rates: dict[str, float]) -> list[Figure]:
    """How many times the frames of claims are faster than each reader of others that could be asked."""
    ours = rates["837P read to frames of service lines"]
    return [
        Figure(f"frames of claims, times {name}", ours / rate, "x", 10, True)
        for name, rate in rates.items()
        if " read to " not in name
    ]


def _segments_of_pyx12(path: Path) -> int:
    return sum(1 for _ in import_module("pyx12.x12file").X12Reader(str(path)))


def _others(path: Path) -> dict[str, float]:
    """Megabytes a second of hccinfhir and openx12, of a Python that has them."""
    python = os.environ.get(OTHERS)
    if not python:
        return {}
    told = subprocess.run(
        [python, str(Path(__file__).with_name("x12_others.py")), str(path)], check=True, capture_output=True, text=True
    ).stdout
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found
