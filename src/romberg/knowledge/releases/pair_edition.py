"""What must hold of a whole edition of edit pairs, whoever publishes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from romberg.knowledge.published import bundled
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.source import Source

_MISSING = 0.05  # share of the pairs of the bundled edition that a later one may lack: rows that ended are kept in it
_PUBLISHERS = "download all parts of the edition again, and do not edit them"


def proved(found: pl.DataFrame, sources: Sequence[Source], last: date) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows of an edition in order, with what is to be told of them; a Refusal where they cannot be right.

    `last` is the last day of the edition's quarter: no edit of it starts later.
    """
    late = found.filter(pl.col("starts") > last).head(1)
    if late.height:
        row = late.row(0, named=True)
        what = f"{_pair(row)} starts on {row['starts']}, after the quarter of this edition ends on {last}"
        raise Refusal(_files(sources), what, "check that every part is of the quarter that its name says")
    backwards = found.filter((pl.col("ends") < pl.col("starts")) & (pl.col("indicator") != 9)).head(1)
    if backwards.height:
        row = backwards.row(0, named=True)
        raise Refusal(_files(sources), f"{_pair(row)} ends on {row['ends']}, before it starts", _PUBLISHERS)
    key = ["column_one", "column_two", "starts", "ends", "indicator"]
    twice = found.filter(pl.struct(key).is_duplicated()).head(1)
    if twice.height:
        what = f"{_pair(twice.row(0, named=True))} stands twice with the same days"
        raise Refusal(_files(sources), what, "check that no part is given twice under another name")
    return found.sort(key), _overlaps(found)


def prove_set(found: pl.DataFrame, sources: Sequence[Source], table: str, last: date) -> None:
    """A Refusal where pairs lack that ended long before: an edition carries what ended, so lost rows show."""
    known = bundled(table)
    if last < date(2024, 9, 30):  # the bundled edition: of an earlier one only what had ended by then can be asked for
        known = known.filter(pl.col("ends") < last)
    pairs = known.select("column_one", "column_two").unique()
    lacking = pairs.join(found, on=["column_one", "column_two"], how="anti").sort("column_one", "column_two")
    if lacking.height > _MISSING * max(pairs.height, 1):
        one, two = lacking.row(0)
        what = (
            f"{lacking.height} of {pairs.height} rehabilitation pairs of the earlier edition are missing, "
            f"the first is {one}/{two}"
        )
        raise Refusal(_files(sources), what, _PUBLISHERS)


def _overlaps(found: pl.DataFrame) -> tuple[str, ...]:
    """Pairs of which two rows hold on one day, where a look-up must choose."""
    held = found.filter(pl.col("indicator") != 9).sort("column_one", "column_two", "starts")
    after = pl.col("starts").shift(-1).over("column_one", "column_two")
    both = held.filter(after <= pl.col("ends").fill_null(date.max))
    if not both.height:
        return ()
    return (f"Of {both.height} pairs two rows hold on the same day, the first is {_pair(both.row(0, named=True))}",)


def _pair(row: dict[str, object]) -> str:
    return f"{row['column_one']}/{row['column_two']}"


def _files(sources: Sequence[Source]) -> str:
    return ", ".join(source.origin for source in sources)
