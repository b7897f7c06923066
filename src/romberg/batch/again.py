"""A check that was made before, shown again without reading the note anew, wherever a new one would say the same.

What a check says hangs on the note, on what was asked, and on what judged it: the program to its last sign, the
libraries that count, the knowledge that was imported, the clinic's own cards and words. `judged_by` names the latter in
one mark; a report that was kept under another mark is not shown, and the note is checked anew.
"""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import replace
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import romberg
from romberg.batch.check import Failure, card_of, guarded, headed, judge, payer_of, visit_of
from romberg.batch.options import Options
from romberg.facts.episode.beside import NOTHING
from romberg.knowledge import card_files, editions
from romberg.notes import interventions
from romberg.report import Report
from romberg.report.packed import pack, unpack
from romberg.visit import Document, Visit

SOURCE = "the note"  # the name under which a kept note is checked
_LONGEST_HELD = 20_000  # signs of a note whose reading is held
_LIBRARIES = ("polars", "numpy")


def check_again(text: str, options: Options) -> Report:
    """The report on a note whose charges, payer or ZIP code are tried one after the other; its words are read once.

    Raises Unreadable where it cannot be read.
    """
    mark = judged_by()
    reading = _reading if len(text) <= _LONGEST_HELD else _reading.__wrapped__
    made = guarded(SOURCE, lambda: headed(SOURCE, reading(text, mark), None, options), options.debug)
    (found,) = judge([made], options)
    if isinstance(found, Failure):
        raise found.error
    return found


@lru_cache(maxsize=64)
def _reading(text: str, _judged_by: str) -> Visit:
    """What was read of the last notes, in memory alone."""
    return visit_of(SOURCE, text)


def judged_by() -> str:
    """The mark of all that judges a note in this process: 64 hexadecimal digits, the same on every machine."""
    held = editions.library()
    told = (_program(), _cards(card_files.own_folder()), _imported(held), _words(interventions.own()))
    return _digest("\n".join(told))


def packed(report: Report) -> str | None:
    """A report as it is kept; None where its note and what was asked would not give the same one again."""
    header = report.header
    if header.head is not None or header.beside is not NOTHING or header.patient or not _words_alone(header.document):
        return None
    found = tuple(replace(one, finding=replace(one.finding, visit=0)) for one in report.findings)  # one note by itself
    return pack(replace(report, header=replace(header, document=None), findings=found))


def _words_alone(document: Document | None) -> bool:
    """Whether a document gave nothing but the words of a note, as a text file does."""
    return document is None or document == Document(document.text, document.kind)


def again(kept: str, text: str, options: Options) -> Report:
    """The report on a note, out of what `packed` gave; ValueError where it is none."""
    return unpack(kept, text, SOURCE, lambda visit: card_of(payer_of(visit, options)[0], visit.service_date))


def _digest(told: str) -> str:
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def _program() -> str:
    """Every file of the program, and the versions of what it counts with."""
    folder = Path(romberg.__file__).parent
    found = sorted(one for one in folder.rglob("*") if one.suffix != ".pyc" and one.is_file())
    files = [(str(one.relative_to(folder).as_posix()), hashlib.sha256(one.read_bytes()).hexdigest()) for one in found]
    return _digest(json.dumps([files, [version(name) for name in _LIBRARIES], platform.python_version()]))


@cache
def _cards(folder: Path) -> str:
    """The clinic's own payer cards and the rates beside them, looked at once, as the cards themselves are."""
    if not folder.is_dir():
        return ""
    found = sorted(one for one in folder.rglob("*") if one.is_file())
    return json.dumps([(one.name, hashlib.sha256(one.read_bytes()).hexdigest()) for one in found])


@cache
def _imported(held: editions.Library) -> str:
    """The imported releases from which this process answers."""
    return _digest(json.dumps([one.as_dict() for one in held.releases], sort_keys=True))


def _words(own: Any) -> str:
    """The clinic's own vocabulary."""
    return json.dumps([dict(own.activities), dict(own.services)], sort_keys=True)
