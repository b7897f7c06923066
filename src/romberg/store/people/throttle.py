"""How long somebody waits after wrong passwords: by account and by source, never for ever.

The owner of an account that others try is not locked out: five free tries, then waits that double up to fifteen
minutes, and a source that was right lately is counted apart from those that were not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

FREE: Final = 5
LONGEST: Final = timedelta(minutes=15)
WINDOW: Final = timedelta(hours=1)  # wrong tries that are older no longer count
SOURCE_FREE: Final = 30  # of one address over all accounts: a clinic shares one


def wait(wrong: Sequence[datetime], now: datetime, free: int = FREE) -> timedelta:
    """How long from now on until the next try is looked at; nothing where it may be made at once.

    `wrong` are the times of wrong tries since the last right one, in any order.
    """
    recent = sorted(one for one in wrong if now - one < WINDOW)
    if len(recent) < free:
        return timedelta(0)
    doubled = timedelta(seconds=2 ** min(len(recent) - free, 20))
    return max(recent[-1] + min(doubled, LONGEST) - now, timedelta(0))
