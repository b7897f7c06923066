"""Turns in the order in which they were asked for: who writes without a pause keeps nobody waiting for long."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True)
class Turns:
    """One turn at a time among the threads of a process. An ordinary lock goes to whoever is quickest to ask again."""

    _lock: Lock = field(default_factory=Lock)
    _waiting: deque[Lock] = field(default_factory=deque)
    _taken: bool = False

    def take(self, seconds: float) -> bool:
        """Wait for one's turn; False where it did not come in so many seconds."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return True
        with self._lock:
            if mine not in self._waiting:  # it came just now
                return True
            self._waiting.remove(mine)
            return False

    def give(self) -> None:
        """End one's turn: it goes to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
