"""Checks a folder of notes in one call and prints seconds by the clock, seconds of processor, and peak megabytes."""

from __future__ import annotations

import os
import sys
import time
from contextlib import redirect_stdout

from bench.measures import peak_megabytes
from romberg.cli import main


def run(folder: str) -> str:
    """Check all notes of a folder to JSON lines, which go nowhere."""
    clock, processor = time.perf_counter(), time.process_time()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        status = main(["check", folder, "--format", "jsonl", "--jobs", "1"])
    if status == 2:
        raise SystemExit("a note of the bench could not be read")
    return f"{time.perf_counter() - clock} {time.process_time() - processor} {peak_megabytes()}"


if __name__ == "__main__":
    print(run(sys.argv[1]))
