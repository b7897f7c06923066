"""Tests answer from the bundled knowledge, whatever the person who runs them has imported or written for a clinic."""

from __future__ import annotations

import os
import shutil
import tempfile

NOTHING = tempfile.mkdtemp(prefix="romberg-tests-")
os.environ["ROMBERG_DATA"] = NOTHING  # set before a test module asks for a table while it is collected
os.environ.pop("ROMBERG_KNOWLEDGE", None)


def pytest_unconfigure() -> None:
    """Remove the folder again."""
    shutil.rmtree(NOTHING, ignore_errors=True)
