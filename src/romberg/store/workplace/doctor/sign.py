"""What the self-check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that is not as it should be: what, and what to do in one line.

    With `grave` nothing is started; else it is told alone.
    """

    name: str
    says: str
    fix: str
    grave: bool = True
