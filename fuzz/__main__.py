"""Each target for some seconds, guided by coverage where atheris is installed: `python -m fuzz TARGET --seconds N`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from fuzz.targets import TARGETS

HERE = Path(__file__).parent


def main() -> int:
    """Run the targets one after another; the status is 1 where one broke, and its input is kept among the seeds."""
    parser = argparse.ArgumentParser("fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)} (all)")
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    asked = parser.parse_args()
    way = "fuzz.guided" if find_spec("atheris") else "fuzz.mutations"
    print(f"{way}: {asked.seconds} s for each target", flush=True)
    broken = [name for name in asked.targets or TARGETS if not run(way, name, asked.seconds)]
    print(f"broken: {', '.join(broken)}" if broken else "nothing broke")
    return int(bool(broken))


def run(way: str, name: str, seconds: int) -> bool:
    """One target in a process of its own; whether it held."""
    command = [sys.executable, "-m", way, name, str(seconds)]
    return subprocess.run(command, check=False, cwd=HERE.parent).returncode == 0


if __name__ == "__main__":
    raise SystemExit(main())
