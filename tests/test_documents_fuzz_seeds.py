"""The seeds of fuzzing, crashes of the past among them, through their targets; and a little chance of our own."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from fuzz.mutations import changed  # noqa: E402  # its folder lies beside the tests
from fuzz.targets import TARGETS  # noqa: E402  # as above

SEEDS = sorted((ROOT / "fuzz" / "seeds").glob("*/*"))
TRIES = 60  # changed files of each kind: enough to see that the targets work, few enough for every day


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_seed_breaks_its_reader(seed: Path) -> None:
    TARGETS[seed.parent.name](seed.read_bytes())


@pytest.mark.parametrize("name", [name for name in TARGETS if name != "note"])
def test_changed_seeds_break_no_reader(name: str) -> None:
    chance = random.Random(f"every day {name}")
    seeds = [path.read_bytes() for path in SEEDS if path.parent.name == name]
    assert seeds
    for _ in range(TRIES):
        TARGETS[name](changed(chance.choice(seeds), chance, seeds))


def test_every_target_has_seeds() -> None:
    assert {path.parent.name for path in SEEDS} == set(TARGETS)
