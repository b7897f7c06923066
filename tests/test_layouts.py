"""The same visit laid out in another way has the same codes and minutes.

Nobody can know how the next clinic types its notes. Here each labelled visit is typed anew in eighty ways; what was
read before should be read again. The floors are where the reader stands, and are raised with it. A sample runs by
default; `ROMBERG_TESTS=all` takes every visit, those beside the checkout among them where they are there.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from layouts import LAYOUTS

from romberg import coding, notes

HERE = Path(__file__).parent
BESIDE = HERE.parents[1] / "shared" / "visits" / "dev"
EVERYTHING = os.environ.get("ROMBERG_TESTS") == "all"
ALL_VISITS = (*sorted((HERE / "visits").glob("*/*.txt")), *sorted(BESIDE.glob("*.txt")))
VISITS = ALL_VISITS if EVERYTHING else ALL_VISITS[::6]
FLOOR, FLOOR_OF_SERVICES = 0.92, 0.65  # of the visits that one layout changes; services laid out anew are harder
TOGETHER = 0.93  # of a sample of the visits in all layouts; 0.957 of all of them


@cache
def _read(text: str) -> Counter[tuple[str, int, int]]:
    told = coding.code(notes.read(text)).procedures
    return Counter((one.code, one.minutes or 0, one.assistant_minutes) for one in told)


@cache
def _texts() -> dict[str, str]:
    return {f"{path.parent.name}/{path.stem}": path.read_text("utf-8") for path in VISITS}


@cache
def _lost(layout: str) -> tuple[int, tuple[str, ...]]:
    """How many visits a layout changes, and those that are read otherwise in it."""
    laid_out = {name: (text, LAYOUTS[layout](text)) for name, text in _texts().items()}
    changed = {name: pair for name, pair in laid_out.items() if pair[0] != pair[1]}
    told = ((name, _read(old), _read(new)) for name, (old, new) in changed.items())
    return len(changed), tuple(f"{name}: {dict(old)} became {dict(new)}" for name, old, new in told if old != new)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_changes_no_code_and_no_minute(layout: str) -> None:
    changed, lost = _lost(layout)
    assert changed, "the layout changes no visit"
    floor = FLOOR_OF_SERVICES if layout.startswith(("minutes", "list", "lines")) else FLOOR
    assert len(lost) <= (1 - floor) * changed, "\n".join(lost)


def test_nearly_all_visits_are_the_same_in_every_layout() -> None:
    changed = sum(_lost(layout)[0] for layout in LAYOUTS)
    lost = [one for layout in LAYOUTS for one in _lost(layout)[1]]
    assert len(lost) <= (1 - TOGETHER) * changed, f"{1 - len(lost) / changed:.2%}\n" + "\n".join(lost)
