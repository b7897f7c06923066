"""Lines read many at once are those that the plain reader reads one by one: row for row, and error for error."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import made_claims as made
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.bulk import claim_lines, claims
from romberg.formats.x12.bulk.windows import windows
from romberg.formats.x12.flat import flat_lines
from romberg.formats.x12.p837 import written
from romberg.formats.x12.segments import begun

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
Row = tuple[Any, ...]


def rows(frames: Iterator[pl.DataFrame]) -> list[Row]:
    return [
        tuple(tuple(one) if isinstance(one, list) else one for one in row) for each in frames for row in each.rows()
    ]


def bulk(data: bytes, window: int = 1 << 20) -> list[Row]:
    return rows(claim_lines(io.BytesIO(data), window, small=0))


def plain(data: bytes) -> list[Row]:
    return [tuple(one) for one in flat_lines(io.BytesIO(data))]


def outcome(read: Callable[[], list[Row]]) -> list[Row] | tuple[str, str, str]:
    """The rows, or what is wrong with the file."""
    try:
        return read()
    except Unreadable as error:
        return error.code, error.says, error.at


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many lines each window gave that was read at once; -1 for a window left to the plain reader."""
    seen: list[int] = []
    whole = claims.lines

    def counted(*given: Any) -> Any:
        found = whole(*given)
        seen.append(found[0].height if found else -1)
        return found

    monkeypatch.setattr(claims, "lines", counted)
    return seen


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """One to three interchanges of made claims, with other signs, ends of lines and gaps than ours."""
    batches = draw(st.lists(st.lists(made.claims(), min_size=1, max_size=3), min_size=1, max_size=3))
    texts = [written(made.batch(*batch, control=17 + at)) for at, batch in enumerate(batches)]
    text = "".join(made.institutional(one) if draw(st.integers(0, 5)) == 0 else one for one in texts)
    text = text.replace("~\n", draw(st.sampled_from(["~", "~\n", "~\r\n", "~ \n", "~\n\n"])))
    if draw(st.booleans()):
        text = text.translate(
            str.maketrans("*:^~", draw(st.sampled_from(["|>^~", "*<\\\x1c", "\x1d\x1f!\x1e", "*:^\n"])))
        )
    return text.encode(draw(st.sampled_from(["utf-8", "latin-1"])), "replace")


@given(files(), st.integers(200, 9_000))
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
def test_lines_at_once_are_those_one_by_one(data: bytes, window: int) -> None:
    wanted = outcome(lambda: plain(data))
    assert outcome(lambda: bulk(data, window)) == wanted
    assert outcome(lambda: bulk(data)) == wanted


def test_made_files_are_read_at_once(fast: list[int]) -> None:
    data = written(made.batch(*(made.claim(f"V{number}") for number in range(200)))).encode()
    assert bulk(data, 10_000) == plain(data)
    assert len(fast) > 5
    assert min(fast) > 0
    assert sum(fast) > 350


TWO = written(
    made.batch(
        made.claim(),
        made.claim("V18", rendering=None, lines=(made.line(rendering=made.THERAPIST), made.line("97110", 1))),
    )
).encode()


def test_windows_of_every_size_hold_the_file_and_end_before_a_claim_or_a_level() -> None:
    signs, head = begun(io.BytesIO(TWO))
    for size in range(1, len(TWO) + 2):
        stream = io.BytesIO(TWO[len(head) :])
        found = list(windows(stream, head, signs, ("HL", "CLM"), size, lambda: 0))
        assert b"".join(one.data for one in found) == TWO
        following = [one.data for one in found[1:]]
        for one, behind in zip(found, following, strict=False):
            assert one.data.rstrip().endswith(b"~")
            assert not one.ends or behind.startswith((b"HL*", b"CLM*"))
        assert [one.last for one in found] == [False] * (len(found) - 1) + [True]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20, 64, 105, 333, 700, 1_500, 4_000])
def test_windows_of_any_size_say_the_same(size: int) -> None:
    assert bulk(TWO, size) == plain(TWO)


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_whatever_is_wrong_is_told_as_the_plain_reader_tells_it(data: st.DataObject) -> None:
    """Segments left out, doubled, changed about, cut or emptied: the same rows, or the same refusal, in any window."""
    parts = written(made.batch(made.claim("V1"), made.claim("V2"), made.claim("V3"))).split("~\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(1, len(parts) - 1))
        parts[at : at + 1] = data.draw(st.sampled_from(_ODD))(parts[at], data.draw(st.sampled_from(parts[1:])))
    given = "~\n".join(parts).encode()
    wanted = outcome(lambda: plain(given))
    for window in (1 << 20, data.draw(st.integers(1, 3_000))):
        assert outcome(lambda window=window: bulk(given, window)) == wanted  # type: ignore[misc]


_ODD: list[Callable[[str, str], list[str]]] = [
    lambda _one, _other: [],
    lambda one, _other: [one, one],
    lambda one, other: [other, one],
    lambda _one, other: [other],
    lambda one, _other: [one[: len(one) // 2]],
    lambda one, _other: [one.replace("*", "**", 1)],
    lambda one, _other: [one.rpartition("*")[0]],
    lambda one, _other: ["*" + one],
    lambda one, _other: [one + "*" * 1_000],
    lambda one, _other: [one, ""],
    lambda one, _other: [one + "\0"],
    lambda one, _other: [one + "A" * 1_200],
    lambda one, _other: [one + "\u00e9"],
    lambda one, _other: ["SBR*S*18*******CI", one],
    lambda one, _other: ["HI*ABK:M5450*ABF:R2681", one],
    lambda one, _other: ["NM1*82*1*X*Y****XX*1043206222", one],
    lambda one, _other: ["DTP*472*D8*20260313", one],
    lambda one, _other: ["DTP*434*RD8*20260301-20260331", one],
    lambda one, _other: ["LX*7", one],
    lambda one, _other: ["SV1*HC:97140*-1.5*UN*1***2:1:9", one],
    lambda one, _other: ["TA1*000000017*260402*0930*A*000", one],
    lambda one, _other: ["HL*1**20*1", one],
    lambda one, _other: ["HL*9*1*23*0", one],
]


def test_memory_does_not_grow_with_a_claim_without_end() -> None:
    data = written(made.batch()).encode()
    at = data.index(b"LX*2")
    long = data[:at] + b"NTE*ADD*SAME~\n" * 5_000 + data[at:]
    assert outcome(lambda: bulk(long, 1_000)) == outcome(lambda: plain(long))
    endless = data[:at] + b"NTE*ADD*" + b"A" * 300_000
    assert outcome(lambda: bulk(endless, 1_000)) == outcome(lambda: plain(endless))
