"""Where a user's own knowledge lies on this machine: payer cards, and what was imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def data_folder() -> Path:
    """The folder that `ROMBERG_DATA` names or, where it is unset, the place for a user's data on this system.

    It need not exist; nothing is created by asking.
    """
    named = os.environ.get("ROMBERG_DATA", "").strip()
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "romberg"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "romberg"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "romberg"
