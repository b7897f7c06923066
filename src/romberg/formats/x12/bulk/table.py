"""The segments of one window of a file as one column, and what many segments of a kind say at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, reduce
from operator import or_

import polars as pl

from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.segments import BLANKS, MOST_ELEMENTS
from romberg.formats.x12.values import cents

_SHORTEST = 3  # signs that tell every name; a shorter segment is a name without elements
_MANY = 4  # how often texts must come again, one with another, for each to be read once
_FEW = 64  # texts that are read one by one without a look at which come again
_PLAIN_AMOUNT = r"^[0-9]{1,12}(\.[0-9]{0,2})?$"
_BLANKS = BLANKS.encode()
_LINE_ENDS = ("\r\n", "\n", "")


class Table:
    """Whole segments in their order, and the first three signs of each; none is empty or without a name."""

    def __init__(self, segments: pl.Series, signs: Delimiters) -> None:
        self.segments = segments
        self.signs = signs
        self._keys = segments.str.slice(0, 3)
        self._where: dict[str, pl.Series] = {}

    def __len__(self) -> int:
        return len(self.segments)

    def is_blank_before(self) -> bool:
        """Whether a blank stands before a segment, or nothing is in one: no name begins with so low a sign."""
        lowest = self._keys.min()
        return not isinstance(lowest, str) or lowest < "!"

    def where(self, name: str) -> pl.Series:
        """Which segments bear a name."""
        if name not in self._where:
            self._where[name] = self._keys == (name + self.signs.element)[:3]
        return self._where[name]

    def any_of(self, names: Iterable[str]) -> pl.Series:
        """Which segments bear one of some names."""
        return reduce(or_, (self.where(one) for one in names))


def table(data: bytes, signs: Delimiters) -> Table | None:
    """The segments of a window that holds whole ones; None where one of them needs a closer look.

    That is the case where a segment is long enough to reach a cap, has no elements or no name, or is not UTF-8.
    """
    until = len(data)
    while until and data[until - 1] in _BLANKS:
        until -= 1
    try:
        text = str(memoryview(data)[: until - (signs.segment not in BLANKS)], "utf-8")
    except UnicodeDecodeError:
        return None
    found = Table(_split(text, signs.segment), signs)
    if found.is_blank_before():
        found = Table(_stripped(found.segments, signs.segment), signs)
    lengths = found.segments.str.len_bytes()
    shortest, longest = lengths.min(), lengths.max()
    if "\0" in text or not isinstance(shortest, int) or not isinstance(longest, int):
        return None
    if shortest < _SHORTEST or longest > MOST_ELEMENTS or found.segments.str.starts_with(signs.element).any():
        return None
    return found


def _split(text: str, end: str) -> pl.Series:
    """The segments, and the ends of lines between them gone where one follows each."""
    whole, first = pl.Series([text]), text.find(end) + 1
    line = next(one for one in _LINE_ENDS if text.startswith(one, first))
    found = whole.str.split(end + line).explode()
    return found if not line or len(found) == text.count(end) + 1 else whole.str.split(end).explode()


def _stripped(segments: pl.Series, end: str) -> pl.Series:
    """Segments without the blanks before them; blank ones are none where a line's end ends each."""
    found = segments.str.strip_chars_start(BLANKS)
    return found.filter(found != "") if end in BLANKS else found


def fields(texts: pl.Series, sign: str, *wanted: int) -> list[pl.Series]:
    """Parts of texts by their number from 0, a column each; empty where a text has fewer."""
    told, at = different(texts)
    found = told.str.split(sign).to_frame("parts").select_seq(_part(number) for number in wanted)
    return [again(one, at) for one in found.get_columns()]


@cache
def _part(number: int) -> pl.Expr:
    return pl.col("parts").list.get(number, null_on_oob=True).fill_null("").alias(str(number))


def different(texts: pl.Series) -> tuple[pl.Series, pl.Series | None]:
    """The texts that differ, and for each text which of them it is; all as they stand where few come again."""
    if len(texts) < _FEW:
        return texts, None
    told = texts.unique()
    if len(told) * _MANY > len(texts):
        return texts, None
    return told, texts.cast(pl.Enum(told)).to_physical()


def again(told: pl.Series, at: pl.Series | None) -> pl.Series:
    """What was found for texts that differ, for every text."""
    return told if at is None else told[at]


def amounts(texts: pl.Series) -> pl.Series:
    """Amounts in cents as `values.cents` reads them, null where it reads none."""
    told, at = different(texts)
    whole, hundredths = fields(told, ".", 0, 1)
    plain = told.str.contains(_PLAIN_AMOUNT)
    found = whole.cast(pl.Int64, strict=False) * 100 + hundredths.str.pad_end(2, "0").cast(pl.Int64, strict=False)
    odd = plain.not_().arg_true()
    if len(odd):
        found = found.scatter(odd, pl.Series([cents(one) for one in told[odd]], dtype=pl.Int64))
    return again(found, at)


def either(first: pl.Series, second: pl.Series) -> pl.Series:
    """The first text where it says something, else the second."""
    said = first != ""
    return first if said.all() else first.zip_with(said, second)
