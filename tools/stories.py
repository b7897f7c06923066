"""Tells the stories of `tests/stories` anew: each runs through the command, and what it gives is kept.

`python -m tools.stories` writes the golden files; `--check` tells which of them would change.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pypdf import PdfReader

from romberg.cli import main as romberg

FOLDER = Path(__file__).parents[1] / "tests" / "stories"
GOLDEN = "golden"
# What hangs on the moment at which a file is written: its day and time in ISA, GS and BHT.
_MOMENT = re.compile(r"(ISA(?:\*[^*]*){8}\*|GS(?:\*[^*]*){3}\*|BHT(?:\*[^*]*){3}\*)(\d{6,8})\*(\d{4,8})")


def stories() -> list[Path]:
    """The folder of every story."""
    return sorted(path.parent for path in FOLDER.glob("*/story.yaml"))


def told(story: Path) -> Iterator[tuple[str, str, int, int]]:
    """Each thing that a story gives: its golden file's name, its words, and the exit status, wanted and had.

    A step that gives nothing to keep has an empty name.
    """
    steps: Sequence[dict[str, Any]] = yaml.safe_load((story / "story.yaml").read_text(encoding="utf-8"))["steps"]
    with tempfile.TemporaryDirectory() as place:
        desk = Path(place) / "desk"
        shutil.copytree(story, desk, ignore=shutil.ignore_patterns(GOLDEN))
        with _at(desk):
            for step in steps:
                printed, status = _ran([str(one) for one in step["run"]])
                given = step.get("gives") or {"": ""}
                for made, name in given.items():
                    words = printed if made in ("printed", "") else _words(desk / made)
                    yield name, words, step["status"], status


@contextlib.contextmanager
def _at(desk: Path) -> Iterator[None]:
    """In the story's folder, with its own data."""
    before, data = Path.cwd(), os.environ.get("ROMBERG_DATA")
    os.chdir(desk)
    os.environ["ROMBERG_DATA"] = str(desk / "data")
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.pop("ROMBERG_DATA")
        if data is not None:
            os.environ["ROMBERG_DATA"] = data


def _ran(arguments: Sequence[str]) -> tuple[str, int]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        status = romberg(arguments)
    return out.getvalue(), status


def _words(file: Path) -> str:
    """What a file says, without the moment at which it was written; of a PDF its words, page by page."""
    if file.suffix == ".pdf":
        return "\n\f\n".join(page.extract_text() for page in PdfReader(file).pages) + "\n"
    words = file.read_text(encoding="utf-8")
    if file.suffix == ".837":
        return _MOMENT.sub(lambda match: f"{match[1]}{'0' * len(match[2])}*{'0' * len(match[3])}", words)
    return words


def main(arguments: Sequence[str]) -> int:
    """Write the golden files, or tell which would change."""
    changed = []
    for story in stories():
        for name, words, wanted, had in told(story):
            if wanted != had:
                print(f"{story.name}: a step for {name or 'nothing'} ended with {had}, not {wanted}")
                changed.append(name)
            target = story / GOLDEN / name
            if name and (not target.is_file() or target.read_text(encoding="utf-8") != words):
                changed.append(name)
                print(f"{story.name}: {name}")
                if "--check" not in arguments:
                    target.parent.mkdir(exist_ok=True)
                    target.write_text(words, encoding="utf-8")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
