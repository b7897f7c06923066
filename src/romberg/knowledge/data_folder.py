"""Where a user's own knowledge lies on this machine: payer cards, and what was imported."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

# What the place depends on: a folder named, a folder for data of all programs, and the user's own.
_ASKED = ("ROMBERG_DATA", *(("APPDATA", "USERPROFILE") if sys.platform == "win32" else ("XDG_DATA_HOME", "HOME")))


def data_folder() -> Path:
    """The folder that `ROMBERG_DATA` names or, where it is unset, the place for a user's data on this system.

    It need not exist; nothing is created by asking.
    """
    return _folder(*(os.environ.get(name, "") for name in _ASKED))


@cache
def _folder(named: str, shared: str, _home: str) -> Path:
    """The folder where the environment says this; asked for each note, so worked out once."""
    if named.strip():
        return Path(named.strip()).expanduser()
    if sys.platform == "win32":
        return Path(shared or Path.home() / "AppData" / "Roaming") / "romberg"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "romberg"
    return Path(shared or Path.home() / ".local" / "share") / "romberg"
