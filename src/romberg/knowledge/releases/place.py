"""Where imported releases lie. This is the only place that looks."""

from __future__ import annotations

import os
from pathlib import Path

from romberg.knowledge.data_folder import data_folder


def knowledge_folder() -> Path:
    """The folder of imported releases: `ROMBERG_KNOWLEDGE`, else `knowledge` in the folder of the user's data."""
    named = os.environ.get("ROMBERG_KNOWLEDGE", "").strip()
    return Path(named).expanduser() if named else data_folder() / "knowledge"
