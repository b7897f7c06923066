"""What must hold for any note: nothing beyond its minutes, nothing for work not done, exact words, no crash."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from prose import NOT_DONE, NOT_WORK, Block, blocks, note, undone

from romberg import coding, notes
from romberg.batch import check as batch
from romberg.batch.options import Options
from romberg.coding import CodedVisit
from romberg.formats.unreadable import Unreadable
from romberg.report import Report

VISITS = tuple(sorted((Path(__file__).parent / "visits").glob("*/*.txt")))
TEXTS = {path.stem: path.read_text("utf-8") for path in VISITS}
FAST = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_SOME = st.lists(blocks(), min_size=1, max_size=4)


def _check(text: str) -> Report:
    return batch.check_text(text, Options(debug=True))


def _checked(texts: Sequence[str]) -> list[Report]:
    """Reports on many notes in one call, which is much quicker than one by one."""
    given_notes = [(str(at), lambda text=text: text) for at, text in enumerate(texts)]
    return [one for one in batch.check_all(given_notes, Options(debug=True)) if isinstance(one, Report)]


def _read(text: str) -> CodedVisit:
    return coding.code(notes.read(text))


def _minutes(coded: CodedVisit) -> Counter[str]:
    return Counter({p.code: p.minutes or 0 for p in coded.procedures})


@FAST
@given(_SOME, st.booleans())
def test_services_are_read_back_with_their_minutes(done: list[Block], totals: bool) -> None:
    expected: Counter[str] = Counter()
    for block in done:
        expected[block.code] += block.minutes
    if len({block.line for block in done}) == len(done):
        assert _minutes(_read(note(done, totals=totals))) == expected


@settings(FAST, max_examples=20)
@given(_SOME, st.booleans(), st.lists(undone(), max_size=2))
def test_supported_minutes_never_exceed_documented_minutes(done: list[Block], totals: bool, more: list[str]) -> None:
    documented: Counter[str] = Counter()
    for block in done:
        documented[block.code] += block.minutes
    report = _check(note(done, dict(enumerate(more)), totals)).as_dict()
    for line in report["supported"]:
        assert (line["minutes"] or 0) <= documented[line["code"]]
    for rule in ("cms", "ama", "strict_fifteen"):
        assert sum(report["units"][rule].values()) <= _most(rule, documented)


def _most(rule: str, documented: Counter[str]) -> int:
    """The units that the documented minutes can make at most, counted slowly: one by one from whole minutes."""
    if rule == "cms":
        return (sum(documented.values()) + 7) // 15
    spare = 7 if rule == "ama" else 0
    return sum((minutes + spare) // 15 for minutes in documented.values())


# Words of timed services that a person might heap up because they are paid for; none of them tells of a minute.
_KEYWORDS = (
    "neuromuscular re-education",
    "balance, coordination, proprioception, kinesthetic sense, posture",
    "tandem stance on foam, BOSU, perturbations, single leg stance",
    "skilled skilled skilled",
    "97112 97112 97530",
    "medically necessary, requires the skills of a therapist",
    "tactile and verbal cues",
    "therapeutic activities, dynamic activities, functional transfers",
)


@settings(FAST, max_examples=40)
@given(_SOME, st.lists(st.sampled_from(_KEYWORDS), min_size=1, max_size=12), st.data())
def test_heaping_up_keywords_never_raises_units(done: list[Block], words: list[str], data: st.DataObject) -> None:
    text = note(done, totals=True)
    at = data.draw(st.sampled_from([place for place, sign in enumerate(text) if sign == "\n"]))
    joined = data.draw(st.sampled_from([". ", ", ", " "])).join(words)
    stuffed = f"{text[:at]}\n{joined}{text[at:]}"
    plain, more = (one.as_dict()["units"] for one in _checked([text, stuffed]))
    for way in ("cms", "ama", "strict_fifteen"):
        assert sum(more[way].values()) <= sum(plain[way].values()), f"{way}: {plain[way]} became {more[way]}"


@pytest.mark.parametrize("name", TEXTS)
def test_minutes_of_a_visit_stand_in_its_words(name: str) -> None:
    """No minute of our labelled visits comes from nowhere: each procedure's stand in digits or words at its places."""
    text = TEXTS[name]
    coded = _read(text)
    for procedure in coded.procedures:
        assert procedure.minutes is None or procedure.minutes_spans, procedure.code
    stated = coded.visit.total_minutes
    timed = [p.minutes or 0 for p in coded.procedures if p.timed]
    if stated is not None and not coded.visit.conflicts and sum(timed) > stated:
        failed = {f.finding.rule for f in _check(text).failed}
        assert "documentation/time_does_not_add_up" in failed


@settings(FAST, max_examples=20)
@given(_SOME, undone(), st.data())
def test_a_sentence_of_work_not_done_adds_no_unit_and_no_minute(
    done: list[Block], more: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(done)))
    _nothing_is_added(note(done), note(done, {at: more}))


def _nothing_is_added(before: str, after: str) -> None:
    old, new = (report.as_dict() for report in _checked([before, after]))
    had, has = _minutes(_read(before)), _minutes(_read(after))
    assert has <= had, (has, had)
    assert {p["code"] for p in new["visit"]["procedures"]} <= {p["code"] for p in old["visit"]["procedures"]}
    for rule in ("cms", "ama", "strict_fifteen"):
        assert sum(new["units"][rule].values()) <= sum(old["units"][rule].values())
        assert has != had or new["units"][rule] == old["units"][rule]


_BALANCE = [Block("97112", 23, "NMR 23 min: tandem stance on foam"), Block("97110", 15, "TE 15 min: bridges 2x15")]


_TEMPLATES = [template for templates in NOT_DONE.values() for template in templates]


@pytest.mark.parametrize("template", _TEMPLATES)
def test_no_way_of_saying_not_done_adds_anything(template: str) -> None:
    """Each template with each kind of work, before, between and behind the work that was done."""
    base = note(_BALANCE)
    before = _minutes(_read(base))
    every = 1 if os.environ.get("ROMBERG_TESTS") == "all" else 8
    for at, work in product(range(3), NOT_WORK[::every]):
        sentence = template.format(x=work, X=work[:1].upper() + work[1:])
        coded = _read(note(_BALANCE, {at: sentence}))
        assert _minutes(coded) == before, (at, sentence)
        assert {p.code for p in coded.procedures} == set(before), (at, sentence)


_ON_ONE_LINE = (
    "NMR 23 min: tandem stance on foam{}",
    "TE 15 min: bridges 2x15{}\nNMR 23 min: tandem stance on foam",
    "NMR 23 min\n - tandem stance on foam{}\nTE 15 min\n - bridges",
)


@pytest.mark.parametrize("join", [". {X}", "; {x}", ", {x}"])
@FAST
@given(undone(), st.sampled_from(_ON_ONE_LINE))
def test_words_of_work_not_done_on_the_line_of_work_change_nothing(join: str, more: str, line: str) -> None:
    behind = join.format(X=more.rstrip("."), x=more[:1].lower() + more[1:].rstrip("."))
    assert _minutes(_read(note([Block("", 0, line.format(behind))]))) == _minutes(
        _read(note([Block("", 0, line.format(""))]))
    )


@cache
def _alone(name: str) -> dict[str, Any]:
    return _plain(_check(TEXTS[name]))


@settings(FAST, max_examples=5)
@given(st.permutations(sorted(TEXTS)[::25]), st.integers(1, 4))
def test_the_order_of_files_changes_nothing(names: list[str], chunk: int) -> None:
    alone = {name: _alone(name) for name in names}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "CHUNK", chunk)
        given_notes = [(name, lambda name=name: TEXTS[name]) for name in names]
        together = list(batch.check_all(given_notes, Options(debug=True)))
    assert [one.header.source for one in together if isinstance(one, Report)] == names
    assert {one.header.source: _plain(one) for one in together if isinstance(one, Report)} == alone


def _plain(report: Report) -> dict[str, Any]:
    return {key: value for key, value in report.as_dict().items() if key != "source"}


DISGUISES: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "full width": lambda text: text.translate({ord(str(d)): chr(ord("０") + d) for d in range(10)}),
    "emoji": lambda text: "\U0001f4aa\U0001f3fd " + text.replace("\n", " \U0001f9d8‍♀️\n"),
    "accents": lambda text: text.replace("a", "á").replace("e", "é"),
    "tabs": lambda text: text.replace("  ", "\t"),
    "no-break spaces": lambda text: text.replace(" ", " "),
    "capitals": str.upper,
    "byte order mark": lambda text: "﻿" + text,
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_every_span_is_exact_in_any_disguise(disguise: str) -> None:
    texts = [DISGUISES[disguise](TEXTS[name]) for name in sorted(TEXTS)[sorted(DISGUISES).index(disguise) :: 9]]
    for text, report in zip(texts, _checked(texts), strict=True):
        _spans_are_exact(text, report)


@settings(FAST, max_examples=20)
@given(_SOME, st.lists(undone(), max_size=2), st.sampled_from(sorted(DISGUISES)))
def test_every_span_of_an_invented_note_is_exact(done: list[Block], more: list[str], disguise: str) -> None:
    _every_span_is_exact(DISGUISES[disguise](note(done, dict(enumerate(more)))))


def _every_span_is_exact(text: str) -> None:
    _spans_are_exact(text, _check(text))


def _spans_are_exact(text: str, report: Report) -> None:
    found = report.as_dict()
    assert len(found["visit"]) > 5
    for entry in _entries(found):
        for start, end in entry["spans"]:
            assert 0 <= start < end <= len(text), entry
        if "text" in entry and entry["spans"]:
            start, end = entry["spans"][0]
            assert text[start:end] == entry["text"], entry


def _entries(found: Any) -> Iterator[dict[str, Any]]:
    """Every object of a report that has places in the note."""
    if isinstance(found, dict):
        if isinstance(found.get("spans"), list):
            yield found
        found = list(found.values())
    if isinstance(found, list):
        for one in found:
            yield from _entries(one)


_WORDS = st.sampled_from(
    [
        "NMR", "97112", "15 min", "15'", "9:00-9:20", "Tx:", "S:", "P:", "HEP", "held", "|", "\n", "\t", "PTA", "x3",
        "3/12/26", "Total", "timed", "Jane Doe, PT", "e-signed", "TUG 12 s", "R26.81", "(", ")", '"', "next visit",
        "minutes", "\r\n", "—", "group of 3", "unattended", "--- 3/2/26 ---", "\x0c", "０", "½", "e\u0301",
        "\U0001f600",
    ]
)  # fmt: skip
_ANY = st.one_of(
    st.text(max_size=300),
    st.lists(_WORDS, max_size=40).map(" ".join),
    st.lists(_WORDS, max_size=40).map("".join),
    st.lists(st.one_of(_WORDS, st.text(max_size=5)), max_size=30).map("\n".join),
)


@settings(FAST, max_examples=80)
@given(_ANY)
@example("")
@example("\n" * 50)
@example("|" * 200)
@example("((((" * 60)
def test_reading_never_raises_on_any_text(text: str) -> None:
    _read(text)


@settings(FAST, max_examples=20)
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_reading_and_checking_never_raise_on_a_mangled_visit(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    for _ in range(data.draw(st.integers(1, 4))):
        text = data.draw(_mangled(text))
    with suppress(Unreadable):  # a note may be mangled until it is refused, in words
        _every_span_is_exact(text)


@st.composite
def _mangled(draw: st.DrawFn, text: str) -> str:
    """A note with a piece cut out, doubled, moved, its case turned or something else put in."""
    first, second = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    piece = text[first:second]
    ways = (
        text[:first] + text[second:],
        text[:second] + piece + text[second:],
        text[second:] + text[:first] + piece,
        text[:first] + piece.swapcase() + text[second:],
        text[:first] + draw(_ANY) + text[first:],
        text[:first] + piece.replace("\n", " ") + text[second:],
    )
    return draw(st.sampled_from(ways))
