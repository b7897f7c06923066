"""Importing the largest files: a whole edition of edit pairs, and payers' in-network rates of two sizes.

The files are generated in the publishers' layouts. Each import runs in a process of its own, which tells its time and
its peak memory. `python -m bench.imports --network 2000` measures in-network rates of any size, in megabytes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from itertools import count
from pathlib import Path
from random import Random

from bench.measures import Figure, loop, peak_megabytes, seconds

OTHERS = 848_000  # invented pairs of other specialties in each of the first three parts
SMALL, LARGE = 60, 240  # megabytes of the in-network files
_HEAD = (
    "Column 1\tColumn 2\t*=in existence prior to 1996\tEffective Date\tDeletion Date *=no data\t"
    "Modifier 0=not allowed 1=allowed 9=not applicable\tPTP Edit Rationale\r\n"
)
_WHY = "Standards of medical/surgical practice\r\n"
_REHABILITATION = ("97110", "97112", "97116", "97140", "97530", "97535", "97161", "97165", "92507", "97150")


def figures() -> list[Figure]:
    """Every figure of one run."""
    one_loop = seconds(loop, 21)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows, files = edition(folder)
        spent, peak = _measured(files)
        pairs = [
            Figure(f"import of {rows / 1e6:.2f} million edit pairs", spent, "s", 30, times_loop=spent / one_loop),
            Figure("its peak memory", peak, "MB", 2000),
        ]
        for file in files:
            file.unlink()
        return [*pairs, *_networks(folder, one_loop)]


def _networks(folder: Path, one_loop: float) -> list[Figure]:
    """Memory must stay while the file grows; the time is told for a megabyte."""
    spent, peaks = 0.0, []
    for size in (SMALL, LARGE):
        file = network(folder / f"2026-03-01_made-{size}_in-network-rates.json", size)
        spent, peak = _measured([file])
        peaks.append(peak)
        file.unlink()
    a_megabyte = spent / LARGE
    speed = LARGE / spent
    return [
        Figure(f"in-network rates of {LARGE} MB", speed, "MB/s", 5, True, times_loop=a_megabyte / one_loop),
        Figure(f"peak memory of {SMALL} MB of them", peaks[0], "MB", 1000),
        Figure(f"peak memory of {LARGE} MB of them", peaks[1], "MB", 1000),
        Figure(f"growth of that memory, {LARGE // SMALL} times the file", peaks[1] / peaks[0], "x", 1.5),
    ]


def _measured(files: list[Path]) -> tuple[float, float]:
    """Seconds and peak megabytes of one import, in a process of its own and a store of its own."""
    with tempfile.TemporaryDirectory() as store:
        command = [sys.executable, "-m", "bench.imports", "--import", *map(str, files)]
        environment = {**os.environ, "ROMBERG_KNOWLEDGE": store}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise RuntimeError(done.stderr.strip()[-500:])
    spent, peak = map(float, done.stdout.split())
    return spent, peak


# --- an edition of edit pairs


def edition(folder: Path) -> tuple[int, list[Path]]:
    """The four parts of 2026Q4, practitioner: as many rows as a true edition has, rehabilitation in the last part."""
    others = [_write(folder, part, _others(first)) for part, first in ((1, 11_000), (2, 33_000), (3, 64_000))]
    known = [*_known()]
    return 3 * OTHERS + len(known), [*others, _write(folder, 4, iter(known))]


def _write(folder: Path, part: int, lines: Iterator[str]) -> Path:
    path = folder / f"ccipra-v323r0-f{part}.{'TXT' if part < 3 else 'txt'}"
    with path.open("w", encoding="latin-1", newline="") as out:
        out.write("An invented notice of rights \xae.\r\n" + "\r\n" * 5 + _HEAD)
        out.writelines(lines)
    return path


def _others(first: int) -> Iterator[str]:
    for at in range(OTHERS):
        ends = "20191231\t1" if at % 3 == 0 else f"*\t{at % 2}"
        yield f"{first + at // 30:05d}\t{first + 7_000 + at % 30:05d}\t\t20100101\t{ends}\t{_WHY}"


def _known() -> Iterator[str]:
    """The rehabilitation pairs of this project's table; where a start is not published there, one is invented."""
    from romberg.knowledge.published import rows  # noqa: PLC0415  # the bench of notes needs it not

    for row in rows("pairs_practitioner"):
        starts = row["starts"] or (f"{row['ends'][:4]}-01-01" if row["ends"] else "2021-01-01")
        days = starts.replace("-", ""), row["ends"].replace("-", "") or "*"
        yield "\t".join((row["column_one"], row["column_two"], "", *days, row["indicator"], _WHY))


# --- in-network rates


def network(path: Path, megabytes: int) -> Path:
    """In-network rates of about a size: 20,000 groups named by number, a service of rehabilitation in fifty.

    The rates of the other services repeat themselves, so that making the file takes no longer than reading it.
    """
    pick = Random(megabytes)
    others = [json.dumps(_service("00000", pick)) for _ in range(40)]
    with path.open("w", encoding="utf-8") as out:
        out.write('{"reporting_entity_name": "Invented Health", "reporting_entity_type": "insurer", ')
        out.write('"last_updated_on": "2026-03-01", "version": "2.0.0", "provider_references": [')
        for number in range(1, 20_001):
            npis = [pick.randrange(1_000_000_000, 1_100_000_000) for _ in range(8)]
            group = {"provider_group_id": number, "provider_groups": [{"npi": npis, "tin": _tin(number)}]}
            out.write((", " if number > 1 else "") + json.dumps(group))
        out.write('], "in_network": [')
        for at in count():
            if at % 50 == 0:
                made = json.dumps(_service(_REHABILITATION[at // 50 % 10], pick))
            else:
                made = others[at % 40].replace("00000", f"{10_000 + at % 80_000:05d}", 1)
            out.write((", " if at else "") + made)
            if out.tell() > megabytes * 1_000_000:
                break
        out.write("]}")
    return path


def _tin(number: int) -> dict[str, str]:
    return {"type": "ein", "value": f"{number:09d}"}


def _service(code: str, pick: Random) -> dict[str, object]:
    rates = [
        {"provider_references": pick.sample(range(1, 20_001), 5), "negotiated_prices": [_price(pick)]}
        for _ in range(500)
    ]
    about = {"negotiation_arrangement": "ffs", "name": "invented", "billing_code_type": "CPT"}
    return {**about, "billing_code_type_version": "2026", "billing_code": code, "negotiated_rates": rates}


def _price(pick: Random) -> dict[str, object]:
    return {
        "negotiated_type": "negotiated",
        "negotiated_rate": pick.randrange(2_000, 4_000) / 100,
        "expiration_date": "9999-12-31",
        "service_code": ["11", "22"],
        "billing_class": "professional",
        "setting": "outpatient",
    }


def main() -> int:
    """Import some files and tell seconds and peak megabytes; or measure in-network rates of one size."""
    parser = argparse.ArgumentParser("python -m bench.imports", description=__doc__)
    parser.add_argument("--import", dest="files", nargs="+", default=[], help="files to import")
    parser.add_argument("--network", type=int, metavar="MB", help="make a file of so many megabytes and measure it")
    given = parser.parse_args()
    if given.network:
        with tempfile.TemporaryDirectory() as name:
            file = network(Path(name) / "2026-03-01_made_in-network-rates.json", given.network)
            spent, peak = _measured([file])
            print(f"{file.stat().st_size / 1e6:,.0f} MB: {spent:,.1f} s, peak {peak:,.0f} MB")
        return 0
    return _import(given.files)


def _import(files: list[str]) -> int:
    from romberg.cli import main as romberg  # noqa: PLC0415  # the bench of notes needs it not

    start = time.perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        status = romberg(["knowledge", "import", *files])
    print(time.perf_counter() - start, peak_megabytes())
    return status


if __name__ == "__main__":
    raise SystemExit(main())
