"""A stretch of a note that does not count."""

from __future__ import annotations

from typing import NamedTuple

from romberg.visit import Why


class Zone(NamedTuple):
    """A clause that does not tell of treatment given today."""

    start: int
    end: int
    why: Why
