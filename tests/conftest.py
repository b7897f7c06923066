"""Tests answer from the bundled knowledge, whatever the person who runs them has imported or written for a clinic."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# No property is a test of speed: a busy machine breaks none.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

NOTHING = tempfile.mkdtemp(prefix="romberg-tests-")
os.environ["ROMBERG_DATA"] = NOTHING  # set before a test module asks for a table while it is collected
os.environ.pop("ROMBERG_KNOWLEDGE", None)


def pytest_unconfigure() -> None:
    """Remove the folder again."""
    shutil.rmtree(NOTHING, ignore_errors=True)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store that imports go to and lookups answer from; its folder is not there yet."""
    from romberg.knowledge import editions  # noqa: PLC0415  # after the environment was set

    monkeypatch.setenv("ROMBERG_KNOWLEDGE", str(tmp_path / "store"))
    editions.forget()
    yield tmp_path / "store"
    editions.forget()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Price files of some hundred rows instead of thousands."""
    import made_releases as made  # noqa: PLC0415  # as above

    from romberg.knowledge.releases.kinds import relative_values, zip_localities  # noqa: PLC0415  # as above

    monkeypatch.setattr(relative_values, "LEAST_ROWS", 400)
    monkeypatch.setattr(relative_values, "LEAST_ROWS_QPP", 300)
    monkeypatch.setattr(zip_localities, "LEAST_NINE", 1_000)
    monkeypatch.setattr(made, "OTHERS", 300)
