"""The store as `romberg serve` opens it: after the self-check, with its start and end on the trail."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from romberg.cli.output import say
from romberg.cli.workplace.doctor import line
from romberg.formats.unreadable import Unreadable
from romberg.store.workplace import Workplace, open_workplace, trail, trail_check
from romberg.store.workplace.doctor import Sign, of_database, of_machine

_HOUR = 3600.0


@contextmanager
def started() -> Iterator[Workplace]:
    """The store, opened where the self-check finds nothing grave; heads of the trail are kept each hour.

    Raises Unreadable where something must be put right first; each fault is told in a line of its own before.
    """
    _refuse(of_machine())
    with closing(open_workplace()) as workplace:
        _refuse(list(of_database(workplace, whole=False)))
        _note(workplace, "start")
        ended = threading.Event()
        keeper = threading.Thread(target=_keep_hourly, args=(workplace, ended), daemon=True)
        keeper.start()
        try:
            yield workplace
        finally:
            ended.set()
            keeper.join()
            _note(workplace, "stop")


def _refuse(signs: Sequence[Sign]) -> None:
    for one in signs:
        say(line(one))
    if any(one.grave for one in signs):
        says = "nothing was started; put right what is told above, and ask `romberg doctor` again."
        raise Unreadable("unsafe", says, "doctor")


def _note(workplace: Workplace, action: trail.Action) -> None:
    with workplace.whole() as desk:
        trail.note(desk, action, "romberg")
    trail_check.keep_heads(workplace)


def _keep_hourly(workplace: Workplace, ended: threading.Event) -> None:
    while not ended.wait(_HOUR):
        trail_check.keep_heads(workplace)
