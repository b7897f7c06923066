"""A patient's day in several visits: priced as the one day that it is, whichever visit each line stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from romberg.batch import Failure, Options, check_together
from romberg.batch import episode as batch_episode
from romberg.claims import ServiceLine
from romberg.knowledge import payers, rate_terms
from romberg.knowledge.payers import Card
from romberg.pricing import Price, VisitToPrice, of_one_day, price_visits

ON = date(2026, 3, 12)
MEDICARE, CIGNA = payers.card("medicare", ON), payers.card("cigna", ON)
CODES = st.sampled_from(["97112", "97110", "97530", "97140", "97165", "92507", "97129", "98941"])
LINES = st.lists(st.builds(ServiceLine, CODES, st.integers(0, 4)), min_size=1, max_size=3)
DAYS = st.lists(LINES, min_size=1, max_size=4)


def contract(**terms: object) -> Card:
    """A card with rates of its own."""
    return replace(CIGNA, pays="rates", rates=rate_terms.terms(terms))


CARDS = {
    "medicare": MEDICARE,
    "capped in line order": contract(percent_of_medicare=110, unit_cap=4, paid_first="line order"),
    "capped, dearest first": contract(percent_of_medicare=110, unit_cap=4, paid_first="dearest first", mppr=True),
    "a rate for the day": contract(per_diem=90),
}


def of_day(day: Sequence[Sequence[ServiceLine]], card: Card) -> list[Price]:
    """The visits of one patient's day."""
    visits = [VisitToPrice(tuple(lines), "77002", ON, card, deductible_left_cents=3_000) for lines in day]
    return price_visits(of_one_day(visits, ["Ada"] * len(visits)))


@pytest.mark.parametrize("name", CARDS)
@given(DAYS)
@settings(max_examples=25, deadline=None)
def test_the_visits_of_a_day_pay_what_the_day_pays_as_one(name: str, day: list[list[ServiceLine]]) -> None:
    card = CARDS[name]
    whole = tuple(line for lines in day for line in lines)
    (one,) = price_visits([VisitToPrice(whole, "77002", ON, card, deductible_left_cents=3_000)])
    parts = [line for price in of_day(day, card) for line in price.lines]
    amounts = [(line.code, line.allowed_cents, line.payer_cents, line.patient_cents) for line in one.lines]
    assert [(line.code, line.allowed_cents, line.payer_cents, line.patient_cents) for line in parts] == amounts


@given(LINES, LINES)
@settings(max_examples=25, deadline=None)
def test_other_patients_days_and_payers_change_nothing(mine: list[ServiceLine], other: list[ServiceLine]) -> None:
    visit = VisitToPrice(tuple(mine), None, ON, MEDICARE)
    others = [
        (visit, "Bea"),
        (replace(visit, lines=tuple(other), on=ON + timedelta(1)), "Ada"),
        (replace(visit, lines=tuple(other), card=CIGNA), "Ada"),
        (replace(visit, lines=tuple(other)), ""),
    ]
    visits = of_one_day([visit, *(one for one, _ in others)], ["Ada", *(patient for _, patient in others)])
    assert price_visits(visits)[0] == price_visits([visit])[0]


def test_a_rate_for_a_visit_knows_no_day() -> None:
    day = [[ServiceLine("97112", 2, ("GP",))], [ServiceLine("97110", 1, ("GP",))]]
    assert [price.allowed_cents for price in of_day(day, contract(per_visit=85))] == [8_500, 8_500]


def test_that_lines_were_priced_together_is_told() -> None:
    first, second = of_day([[ServiceLine("97112", 1)], [ServiceLine("97165", 1)]], MEDICARE)
    assert all("as those of one billing group" in " ".join(one.unknown) for one in (first, second))
    (alone,) = of_day([[ServiceLine("97112", 1)]], MEDICARE)
    assert "one billing group" not in " ".join(alone.unknown)


# --- notes of an episode


def note(discipline: str, who: str, patient: str, work: str, day: str = "03/12/2026") -> str:
    """A daily note of one discipline."""
    head = f"{discipline} daily note  DOS {day}  Medicare\nPatient: {patient}\nS: two near falls this week.\n"
    return f"{head}O:\n{work}\nA: steadier than last week.\nP: continue.\nSigned: {who} {day}\n"


BALANCE = "Neuromuscular re-education 24 min: tandem stance on foam, eyes closed."
DRESSING = "Self-care training 25 min: dressing at the edge of the bed, button hook."
PT = note("PT", "Jane Doe, PT, DPT", "Ada Quill", BALANCE)
OT = note("OT", "Ann Poe, OTR/L", "Ada Quill", DRESSING)
OTHER = note("OT", "Ann Poe, OTR/L", "Bo Lind", DRESSING)


def prices(texts: Sequence[str], ways: Sequence[str]) -> list[int | None]:
    """What Medicare allows for each note, looked at together."""
    given = [(f"{at}.txt", lambda text=text: text) for at, text in enumerate(texts)]
    found = check_together(given, Options(), ways).found  # type: ignore[arg-type]  # the ways are those that there are
    assert not any(isinstance(one, Failure) for one in found)
    assert [one.header.source for one in found if not isinstance(one, Failure)] == [source for source, _ in given]
    return [one.price.allowed_cents for one in found if not isinstance(one, Failure)]


def test_an_episode_prices_a_day_of_two_disciplines_as_one() -> None:
    """97535 has the higher practice expense and keeps one unit's whole; alone 97112 would keep one as well."""
    alone = prices([PT, OT], ["day"])
    assert alone == [3273 + 2488, 3240 + 2388]
    assert prices([PT, OT], ["episode"]) == [2 * 2488, 3240 + 2388]
    assert prices([OT, PT], ["episode"]) == [3240 + 2388, 2 * 2488]
    assert prices([PT, OTHER], ["episode"]) == alone


def test_no_day_is_torn_by_the_size_of_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [PT, note("PT", "Jane Doe, PT, DPT", "Bo Lind", "Gait training 15 min: stairs."), OTHER, OT]
    whole = prices(texts, ["episode"])
    monkeypatch.setattr(batch_episode, "CHUNK", 1)
    assert prices(texts, ["episode"]) == whole
