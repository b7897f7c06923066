"""The notes of an import are checked in processes of their own: the same reports, in the same order."""

from __future__ import annotations

import io
import multiprocessing
import time
import zipfile
from collections.abc import Iterable
from functools import partial
from unittest.mock import patch

from made_workplace import NOTE

from romberg.batch import Checked, Failure, Options, check_all
from romberg.formats.documents import zipped
from romberg.formats.documents.worker import Worker
from romberg.formats.note_file import of_bytes
from romberg.store.importing import checks
from romberg.store.importing.checks import Checks, Words

NOTES: list[Words] = [(f"note {at}", NOTE.replace("24 min:", f"{at} min:")) for at in range(8, 40)]


def test_reports_come_in_their_order_from_processes_that_end_with_the_import() -> None:
    given = [*NOTES[:20], ("an empty one", " "), *NOTES[20:]]
    plain = told(check_all([(name, partial(str, words)) for name, words in given], Options()))
    with patch.object(checks, "HANDED", 5), patch.object(checks, "MOST", 1), Checks(few=3) as made:
        assert told(made.reports(given[:3])) == plain[:3]
        assert not multiprocessing.active_children(), "so few are checked here"
        assert told(made.reports(given[3:])) == plain[3:]
        assert multiprocessing.active_children()
    until = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.02)
    assert not multiprocessing.active_children()


def told(found: Iterable[Checked]) -> list[object]:
    """Reports as programs get them, and why there is none."""
    return [(one.source, one.error.says) if isinstance(one, Failure) else one.as_dict() for one in found]


def test_a_zip_is_looked_over_once_however_many_members_are_read() -> None:
    packed = [_zip(3), _zip(4)]
    with patch.object(zipped, "looked_over", wraps=zipped.looked_over) as looked:
        for data in (packed[0], packed[0], packed[1], packed[0]):
            assert len(zipped.at_hand(data).infolist()) == (3 if data is packed[0] else 4)
        assert looked.call_count == 3
    with Worker() as worker:
        for data in packed:
            assert [words.text for _, words in of_bytes(data, "a.zip", ".zip", worker) if hasattr(words, "text")] == [
                str(words) for _, words in NOTES[: 3 if data is packed[0] else 4]
            ]


def _zip(count: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        for name, words in NOTES[:count]:
            file.writestr(f"{name}.txt", str(words))
    return held.getvalue()
