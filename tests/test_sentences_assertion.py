"""Marked sentences: what looks like treatment and is none, with the reason; and the cues that tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

import pytest
from expressions import FRAMES, cues, examples
from marked import Mark, cases, parse, sentences

from romberg.notes import assertion, lexicon
from romberg.notes.assertion import reader
from romberg.notes.interventions import Mention
from romberg.notes.layout import Document, cut
from romberg.notes.layout.fold import fold
from romberg.notes.treatments import Events, events, hints
from romberg.visit import Why

_FILES = ("alone.yaml", "hindered.yaml", "furnished.yaml")
_HEAD = "PT daily DOS 3/2/26\nS: no falls\n"
_REST = "\nA: unsteady\nP: cont 2x/wk"


def _notes_of_cues() -> Iterator[tuple[str, str]]:
    """Each cue of the four files, with the name of the reason or flag it stands under."""
    for whole in (reader._raw(), *map(hints.load, _FILES)):
        for name, expressions in whole.items():
            if name != "starts":
                yield from ((name, cue) for expression in expressions for cue in cues(expression))


_CUES = tuple(dict.fromkeys(_notes_of_cues()))


def _starts(name: str) -> tuple[lexicon.Words, re.Pattern[str]]:
    """Where cues of this name are tried, and the expression that is tried there."""
    if name in reader._raw():
        return reader._starts(), reader._cues()[0]
    told = hints.hints(next(file for file in _FILES if name in hints.load(file)))
    return told.starts, told.expression


@pytest.mark.parametrize(("name", "cue"), _CUES, ids=range(len(_CUES)))
def test_a_cue_is_found_however_it_begins(name: str, cue: str) -> None:
    """The expressions are tried only where one of the declared starts stands: each way to begin must have one."""
    starts, pattern = _starts(name)
    written = examples(cue)
    assert written, "no string was found that this cue matches"
    for one in written:
        tried = [at for at, _ in starts.places(one, 0, len(one))]
        assert 0 in tried, f"{one!r} begins with none of the starts"
        framed = (pattern.match(before + one + after, len(before)) for before, after in FRAMES)
        assert any(framed), one


@pytest.mark.parametrize(
    "found",
    [reader._raw, *(partial(hints.load, file) for file in _FILES)],
    ids=["cues", *_FILES],
)
def test_no_start_hides_a_cue_that_begins_inside_it(found: object) -> None:
    """ "Pt will start" holds "pt will" (another therapist's work) and "will start" (planned): both are tried."""
    assert callable(found)
    raw = found()
    starts = lexicon.Words(raw["starts"], whole=False)
    for first in raw["starts"]:
        for at in (match.end() for match in re.finditer(" ", first)):
            inside = [second for second in raw["starts"] if second.startswith(first[at:])]
            for second in inside:
                text = f" {first[:at]}{second} "
                assert at + 1 in [place for place, _ in starts.places(text, 0, len(text))], (first, second)


@pytest.mark.parametrize("line", cases("assertion.txt"))
def test_each_marked_stretch_is_set_aside_for_its_reason_and_nothing_else(line: str) -> None:
    text, marks = parse(line)
    document = cut(_HEAD + text + _REST)
    seen = events(document, assertion.zones(document), ())
    found = [zone for zone in seen.zones if _within(zone, text)]
    places = [(zone.start - len(_HEAD), zone.end - len(_HEAD), zone.why) for zone in found]
    aside = [mark for mark in marks if mark.kind != "done"]
    for mark in marks:
        whys = {why for start, end, why in places if start < mark.end and mark.start < end}
        fair = {name.replace("_", " ") for name in (mark.kind, mark.values.get("or", mark.kind))}
        assert _covered(seen, mark, places) or mark not in aside, text[mark.start : mark.end]
        assert (whys and whys <= fair) if mark in aside else not whys, (text[mark.start : mark.end], whys)
    for start, end, why in places:
        told = [m for m in seen.mentions_in(start + len(_HEAD), end + len(_HEAD)) if m.start >= _body(document, m)]
        assert not told or any(start < mark.end and mark.start < end for mark in aside), (text[start:end], why)


def test_each_cue_is_shown_by_a_sentence() -> None:
    plain = [fold(_HEAD + parse(line)[0] + _REST) for line in sentences("assertion.txt")]
    names = {*reader._raw(), *hints.load("alone.yaml"), *hints.load("hindered.yaml")}
    known = [cue for name, cue in _CUES if name in names]
    unseen = [cue for cue in known if not any(re.search(cue, text, re.MULTILINE) for text in plain)]
    assert unseen == []


def _covered(seen: Events, mark: Mark, places: list[tuple[int, int, Why]]) -> bool:
    """Whether each activity, service and duration inside a mark stands in a stretch that is set aside."""
    start, end = mark.start + len(_HEAD), mark.end + len(_HEAD)
    told = [(m.start, m.end) for m in seen.mentions_in(start, end)]
    told += [(d.start, d.end) for d in seen.durations_in(start, end)]
    return all(any(a < until - len(_HEAD) and at - len(_HEAD) < b for a, b, _ in places) for at, until in told)


def _body(document: Document, mention: Mention) -> int:
    """Where the words behind a heading begin."""
    return document.segment_at(mention.start).body


def _within(zone: assertion.Zone, text: str) -> bool:
    return zone.start < len(_HEAD) + len(text) and zone.end > len(_HEAD)


@pytest.mark.parametrize(
    ("note", "aside"),
    [
        (
            "He says his tai chi class does tandem walking for half an hour.\nWe did 22 minutes of step overs.",
            "He says his tai chi class does tandem walking for half an hour.",
        ),
        (
            "Pt states she walks on the treadmill 20 min\nNMR 20 min: foam",
            "Pt states she walks on the treadmill 20 min",
        ),
        ("She told us of her bike ride and we did 15 min of gait training", "She told us of her bike ride and "),
        ("Mrs. Ray reports no falls. NMR 20 min: foam", "Mrs. Ray reports no falls. "),
        ("NMR 20 min: foam, pt states less fear by the last set", ""),
        (
            "TA 20 min: coins, keys\nPoor grip still hampers keys and buttons.",
            "Poor grip still hampers keys and buttons.",
        ),
        ("Poor light, so we did 15 min of grip putty at the window", ""),
    ],
)
def test_what_the_patient_tells_is_none_of_the_work_in_a_note_without_parts(note: str, aside: str) -> None:
    zones = assertion.zones(cut(note))
    assert "".join(note[zone.start : zone.end] for zone in zones if zone.why == "history") == aside
