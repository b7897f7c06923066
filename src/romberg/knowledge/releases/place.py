"""Where the user's own data lie. This is the only place that looks."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The folder of the user's data: `ROMBERG_DATA`, else where this system keeps the data of programs."""
    given = os.environ.get("ROMBERG_DATA")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "romberg"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "romberg"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "romberg"


def knowledge_folder() -> Path:
    """The folder of imported releases: `ROMBERG_KNOWLEDGE`, else `knowledge` among the user's data."""
    given = os.environ.get("ROMBERG_KNOWLEDGE")
    return Path(given) if given else data_folder() / "knowledge"
