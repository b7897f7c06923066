"""`romberg serve` in a process of its own, on a free port, with a data folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_OPEN = re.compile(r"open at (http://[\d.]+:\d+)/")
_ROMBERG = (sys.executable, "-m", "romberg")


@dataclass(frozen=True, slots=True)
class Served:
    """A running workplace: its address without a slash at the end, its data folder, its process."""

    base: str
    folder: Path
    process: subprocess.Popen[str]


def _environment(folder: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ROMBERG_")}
    root = {"ROMBERG_ROOT": "yes"} if os.geteuid() == 0 else {}  # as the self-check asks for in a container
    return clean | {"ROMBERG_DATA": str(folder)} | root


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """A workplace that runs until the block ends; raises RuntimeError with its words where it does not open."""
    command = [*_ROMBERG, "serve", "--port", "0", *options]
    told = folder.parent / f"{folder.name}-said.txt"
    with told.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command, env=_environment(folder), stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8"
        )
    try:
        assert process.stdout is not None
        found = next((one for line in process.stdout if (one := _OPEN.search(line))), None)
        if found is None:
            raise RuntimeError(told.read_text(encoding="utf-8"))
        yield Served(found[1], folder, process)
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout is not None:
            process.stdout.close()


def people_add(folder: Path, clinic: str, name: str, role: str, email: str) -> str:
    """Let somebody in from the machine itself; the first password, as the command tells it."""
    asked = ("people", "add", "--clinic", clinic, "--name", name, "--role", role, email)
    done = subprocess.run(
        [*_ROMBERG, *asked], env=_environment(folder), capture_output=True, text=True, encoding="utf-8", check=True
    )
    found = re.search(r"First password, shown this one time: (\S.*)", done.stdout)
    assert found is not None, done.stdout
    return found[1].strip()
