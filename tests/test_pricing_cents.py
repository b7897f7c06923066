"""Every branch of Medicare's pricing against an oracle in whole cents, on random days of many lines.

Twenty thousand days by default; `ROMBERG_TESTS=all` puts a million through both, which takes some minutes.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from oracles import cents as oracle

from romberg.claims import ServiceLine
from romberg.knowledge import payers, tables
from romberg.pricing import Billing, Earlier, VisitToPrice, price_frame, price_visits

DAYS = 1_000_000 if os.environ.get("ROMBERG_TESTS") == "all" else 20_000
CHUNK = 20_000
FIRST, SPAN = date(2020, 1, 1), (date(2026, 12, 31) - date(2020, 1, 1)).days
CODES = sorted(tables.frame("fee_schedule")["code"].unique())
OFTEN = ("97112", "97110", "97116", "97140", "97530", "97535", "97161", "97165", "92507", "97129", "97010", "97150")
PLACES = sorted({(row["mac"], row["locality"]) for row in tables.frame("localities").to_dicts()})
COLUMNS = ("allowed_cents", "payer_cents", "patient_cents", "limiting_cents")
Visit = tuple[oracle.Day, list[oracle.Line]]


def one_day(chance: random.Random) -> Visit:
    """A day by chance: often common codes and ties, now and then each of the rarer circumstances."""
    day = oracle.Day(
        FIRST + timedelta(chance.randrange(SPAN + 1)),
        chance.choice(PLACES) if chance.random() < 0.9 else None,
        facility=chance.random() < 0.2,
        institution=chance.random() < 0.15,
        qualifying=chance.random() < 0.1,
        participating=(outside := chance.random()) < 0.8,
        assigned=outside < 0.9,
        deductible=chance.randrange(30_000) if chance.random() < 0.2 else 0,
        mips=chance.randrange(-900, 901) if chance.random() < 0.2 else 0,
    )
    return day, [_line(chance) for _ in range(chance.randrange(1, 6))]


def _line(chance: random.Random) -> oracle.Line:
    code = chance.choice(OFTEN) if chance.random() < 0.7 else chance.choice(CODES)
    charge = chance.randrange(25_000) if chance.random() < 0.5 else None
    plain = (code, chance.randrange(5), chance.random() < 0.2, chance.random() < 0.03, charge)
    if chance.random() < 0.9:
        return oracle.Line(*plain)
    amounts = (chance.randrange(20_000) if chance.random() < 0.7 else None for _ in range(2))
    return oracle.Line(*plain, chance.randrange(15_000), *amounts)


def _of_day(day: oracle.Day) -> tuple[Any, ...]:
    flags = (day.facility, day.institution, day.qualifying, day.participating, day.assigned)
    return *flags, day.deductible or None, day.mips


def _of_line(line: oracle.Line) -> tuple[Any, ...]:
    plain = (line.code, line.units, line.assistant, line.excluded, line.charge)
    return *plain, line.primary_paid, line.primary_allowed, line.primary_accepted


def frame(days: list[Visit]) -> pl.DataFrame:
    """The days as the product takes them."""
    return pl.DataFrame(
        [
            (at, number, day.on, *(day.place or (None, None)), *_of_day(day), *_of_line(line))
            for at, (day, lines) in enumerate(days)
            for number, line in enumerate(lines)
        ],
        schema={
            "visit": pl.UInt32,
            "line": pl.UInt32,
            "service_date": pl.Date,
            "mac": pl.String,
            "locality": pl.String,
            **dict.fromkeys(("facility_rate", "institution", "qualifying", "participating", "assigned"), pl.Boolean),
            "deductible_left_cents": pl.Int64,
            "mips_hundredths": pl.Int64,
            "code": pl.String,
            "units": pl.Int64,
            "assistant": pl.Boolean,
            "excluded": pl.Boolean,
            **dict.fromkeys(("charge_cents", "primary_paid_cents"), pl.Int64),
            **dict.fromkeys(("primary_allowed_cents", "primary_accepted_cents"), pl.Int64),
        },
        orient="row",
    )


def chunks() -> Iterator[list[Visit]]:
    """All days of the run, some thousand at a time, by a fixed seed."""
    chance = random.Random(20261)
    for start in range(0, DAYS, CHUNK):
        yield [one_day(chance) for _ in range(min(CHUNK, DAYS - start))]


def test_the_frames_agree_with_whole_cents_on_random_days() -> None:
    known = 0
    for days in chunks():
        ours = price_frame(frame(days).drop("line")).select(COLUMNS).rows()
        told = (oracle.price(lines, day) for day, lines in days)
        theirs = [(one.allowed, one.payer, one.patient, one.limiting) for lines in told for one in lines]
        wrong = next((at for at, pair in enumerate(zip(ours, theirs, strict=True)) if pair[0] != pair[1]), None)
        assert wrong is None, (ours[wrong], theirs[wrong], frame(days).row(wrong, named=True))
        known += sum(one[0] is not None for one in ours)
    assert known > DAYS  # most lines have a price


@pytest.fixture(scope="module")
def some() -> list[Visit]:
    """Two thousand days."""
    chance = random.Random(5)
    return [one_day(chance) for _ in range(2_000)]


def test_one_day_alone_is_the_same_as_in_a_batch(some: list[Visit]) -> None:
    batch = price_frame(frame(some))
    for at in range(0, len(some), 97):
        alone = price_frame(frame([some[at]]))
        assert alone.drop("visit").equals(batch.filter(visit=at).drop("visit"))


def test_shuffled_rows_are_priced_the_same(some: list[Visit]) -> None:
    """Visits interleaved in any order, lines out of order: the numbers of the lines tell their order."""
    lines = frame(some)
    batch = price_frame(lines)
    for seed in range(3):
        mixed = price_frame(lines.sample(fraction=1, shuffle=True, seed=seed))
        assert mixed.sort("visit", "line").equals(batch)


def test_visits_carry_all_that_the_frame_prices_by(some: list[Visit]) -> None:
    """The same days as visits of a clinic or a hospital: standing, earlier payers, charges, deductible arrive whole."""
    days = [(replace(day, place=None), lines) for day, lines in some[:400]]
    found = price_visits([_visit(day, lines) for day, lines in days])
    for (day, lines), price in zip(days, found, strict=True):
        ours = [(one.allowed_cents, one.payer_cents, one.patient_cents) for one in price.lines]
        plain = replace(
            day, participating=day.participating or day.institution, assigned=day.assigned or day.institution
        )
        plain = replace(plain, facility=day.facility and not day.institution)
        assert ours == [(one.allowed, one.payer, one.patient) for one in oracle.price(lines, plain)], (day, lines)


def _visit(day: oracle.Day, lines: list[oracle.Line]) -> VisitToPrice:
    marks = ((one, (*(("CQ",) if one.assistant else ()), *(("GY",) if one.excluded else ()))) for one in lines)
    earlier = (
        None if one.primary_paid is None else Earlier(one.primary_paid, one.primary_allowed, one.primary_accepted)
        for one in lines
    )
    return VisitToPrice(
        tuple(ServiceLine(one.code, one.units, modifiers, charge_cents=one.charge) for one, modifiers in marks),
        None,
        day.on,
        payers.card("medicare_institutional" if day.institution else "medicare", day.on),
        day.facility,
        day.qualifying,
        day.deductible,
        billing=Billing(day.participating, day.assigned, day.mips),
        earlier=tuple(earlier),
    )
