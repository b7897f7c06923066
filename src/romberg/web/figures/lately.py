"""Figures that take a while to count: shown as they were counted lately, and counted anew beside the page."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from romberg.formats.unreadable import Unreadable

FRESH = 60.0  # seconds for which figures are shown as they are
SHOWN = 600.0  # seconds for which they are shown while newer ones are counted; older ones are waited for
MOST = 200
_LOG = logging.getLogger("romberg.web")
_Counted = TypeVar("_Counted")


class Lately:
    """What was counted lately, by name, in memory; safe for many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[Hashable, tuple[float, Any]] = {}
        self._lock = threading.Lock()
        self._counting: set[Hashable] = set()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()

    def get(self, name: Hashable, now: Callable[[], _Counted], later: Callable[[], _Counted]) -> _Counted:
        """What was counted under a name; `now` counts where that is long ago, `later` in a thread of its own."""
        with self._lock:
            held = self._held.get(name)
            age = None if held is None else self._clock() - held[0]
            renewed = age is not None and FRESH < age <= SHOWN and name not in self._counting
            if renewed:
                self._counting.add(name)
        if held is None or age is None or age > SHOWN:
            return self._keep(name, now())
        if renewed:
            threading.Thread(target=self._renew, args=(name, later), daemon=True).start()
        found: _Counted = held[1]
        return found

    def _renew(self, name: Hashable, later: Callable[[], Any]) -> None:
        try:
            self._keep(name, later())
        except Unreadable as error:  # the database is away: whoever looks when these are too old is told
            _LOG.error("figures: %s", error.code)
        finally:
            with self._lock:
                self._counting.discard(name)

    def _keep(self, name: Hashable, found: _Counted) -> _Counted:
        with self._lock:
            if len(self._held) >= MOST:
                self._held.clear()
            self._held[name] = (self._clock(), found)
        return found
