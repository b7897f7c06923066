"""How quickly a program may ask: so many requests a minute, some of them at once, and then no more for a while.

Every request is thought of as due some time after the one before it; who is ahead of that by more than what may come at
once waits. One number holds all that is known of who asks. Source: the generic cell rate algorithm (ITU-T I.371).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

OF_ADDRESS: Final = 4  # so many times a token's for all programs behind one address: a clinic shares one
AT_ONCE: Final = 5  # a fifth of a minute's requests may come at once


@dataclass(frozen=True, slots=True)
class Pace:
    """So many requests a minute, at least one."""

    a_minute: int

    @property
    def at_once(self) -> int:
        """How many of them may come at once."""
        return max(1, self.a_minute // AT_ONCE)

    def asked(self, due: float, now: float) -> tuple[float, float]:
        """Take a request: when the next one is due, and how many seconds too early this one comes (0: answer it).

        `due` is what the last call gave for the same asker, 0 before the first. One that comes too early is not
        counted: whoever waits as told is answered.
        """
        apart = 60 / self.a_minute
        begins = max(due, now)
        early = begins - now - apart * (self.at_once - 1)
        return (due, early) if early > 0 else (begins + apart, 0.0)
