"""A second, independent judge of the claims that Romberg writes: LinuxForHealth x12, in an environment of its own.

It balances amounts, which pyx12 does not, and needs an old pydantic, so it may not lie beside what Romberg runs on.
`python -m tools.second_oracle FILE...` makes the environment (`.venv-second`) where it is missing, from
`requirements/second.lock`, and prints one line a file: ok, or why it is refused. The tests of the slow lane
(`ROMBERG_TESTS=all`) ask it too.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = ROOT / ".venv-second"
_LOCK = ROOT / "requirements" / "second.lock"
_READY = PLACE / "ready"
# What runs there: a path a line in, a JSON text a line out, empty where the file is taken. It drops segments that it
# cannot place and tells so by the count of SE alone, so what it read is compared with what was given.
_JUDGE = """
import json, sys
from linuxforhealth.x12.io import X12ModelReader
for path in sys.stdin.read().splitlines():
    try:
        with open(path, encoding="ascii") as file:
            text = file.read()
        with X12ModelReader(text) as reader:
            found = [model.x12().count("~") for model in reader.models()]
        says = "" if sum(found) == text.count("~") - 4 * text.count("ISA*") else f"{sum(found)} segments were kept"
    except Exception as error:
        says = f"{type(error).__name__}: {error}"
    print(json.dumps(says), flush=True)
"""


def installed() -> Path:
    """The python of the judge's environment, made where it is missing; raises CalledProcessError where it cannot be."""
    python = PLACE / "bin" / "python"
    if not _READY.is_file() or _READY.stat().st_mtime < _LOCK.stat().st_mtime:
        venv.create(PLACE, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", str(_LOCK)], check=True)
        _READY.touch()
    return python


def judged(paths: Iterable[Path]) -> list[str]:
    """Why each file is refused; empty where it is taken."""
    given = "".join(f"{path}\n" for path in paths)
    told = subprocess.run([str(installed()), "-c", _JUDGE], input=given, check=True, capture_output=True, text=True)
    return [str(json.loads(line)) for line in told.stdout.splitlines()]


def main(argv: Sequence[str]) -> int:
    """One line a file; 1 where one is refused."""
    found = judged(Path(one) for one in argv)
    for path, says in zip(argv, found, strict=True):
        print(f"{path}: {says or 'ok'}")
    return int(any(found))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
