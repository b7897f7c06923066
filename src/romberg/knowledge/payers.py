"""Payer cards: what one payer asks for, line by line, each line dated and cited.

A card is a YAML file in `payers/`, or a user's own in the data folder; it may extend another card and override its
lines (see docs/payer_cards.md). `medicare.yaml` is the card `medicare`; `article_examples.private_a` is the plan
`private_a` of the card `article_examples`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from romberg.knowledge import card_files, card_lines
from romberg.knowledge.card_files import CardFile
from romberg.knowledge.rate_terms import RateTerms
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED, Step, latest

Family = Literal[
    "medicare", "medicare_advantage", "medicaid", "commercial", "workers_comp", "auto", "va", "tricare", "self_pay"
]
Counting = Literal["cms", "ama", "strict_fifteen", "unknown"]
Pays = Literal["fee_schedule", "own_factor", "rates", "unknown"]


class UnknownPayer(KeyError):  # noqa: N818  # reads as the sentence that it carries
    """There is no card of this name."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Card:
    """A payer's rules on one day, a field for each line of `card_lines.LINES`, which says what it means.

    None, an empty value or the word "unknown" stand where a line is not known, and where there is no such thing;
    `lines` tells the two apart, with each line's date, citation, mark and reason. `mark` grades the whole card
    ("verified", "partly verified", "not verified").
    """

    name: str
    title: str
    family: Family
    counting: Counting
    minimum_minutes: Mapping[str, int]
    total_time_demanded: bool | None
    minutes_by_code_demanded: bool | None
    start_and_stop_times: bool | None
    daily_unit_cap: int | None
    daily_units_counted: str
    daily_values: Mapping[str, Decimal]
    paid_first: str
    ncci: bool | None
    ncci_edition: str
    own_pairs: tuple[str, ...]
    therapy_modifiers: bool | None
    modifiers_demanded: tuple[str, ...]
    assistant_modifier: bool | None
    assistant_percent: int | None
    assistants_payable: bool | None
    assistant_supervision: str
    mppr: bool | None
    mppr_percent: int | None
    mppr_also: tuple[str, ...]
    may_bill: tuple[str, ...]
    not_payable_roles: tuple[str, ...]
    not_payable_codes: tuple[str, ...]
    dc_therapy_excluded: bool | None
    prior_authorization: bool | None
    authorization_terms: str
    visit_cap: int | None
    evaluation_again_after: str
    certification: bool | None
    certification_due: str
    certification_lasts: str
    progress_report: bool | None
    progress_report_every: str
    timely_filing: str
    appeal_deadlines: Mapping[str, str]
    sequestration: bool | None
    pays: Pays
    conversion_factor: Decimal | None
    rates: RateTerms
    mark: str
    cites: tuple[str, ...]
    notes: tuple[str, ...]
    lines: Mapping[str, Step]
    unknown_because: str = ""  # filled after the day through which the card was verified
    plan: str = ""


_OWN = {"name", "title", "family", "mark", "cites", "notes", "lines", "unknown_because", "plan"}
LINES = tuple(field.name for field in fields(Card) if field.name not in _OWN)


def names() -> tuple[str, ...]:
    """The names of all cards in force: those that come with Romberg, and the user's own."""
    return card_files.names(card_files.own_folder())


def refused() -> tuple[Refusal, ...]:
    """Why cards in the user's folder are not in force, a sentence each."""
    return card_files.own(card_files.own_folder()).refused


def _open(folder: Path, name: str) -> tuple[CardFile, str]:
    base, _, plan = name.strip().lower().replace("-", "_").replace(" ", "_").partition(".")
    if base not in card_files.names(folder):
        raise UnknownPayer(_no_such_card(folder, name, base))
    file = card_files.card_file(folder, base)
    if plan and plan not in file.plans:
        plans = ", ".join(f"{base}.{one}" for one in file.plans) or "none"
        raise UnknownPayer(f"The card {base!r} has no plan {plan!r}. Its plans are: {plans}.")
    return file, plan or next(iter(file.plans), "")


def _no_such_card(folder: Path, name: str, base: str) -> str:
    because = next((one.says for one in card_files.own(folder).refused if one.file.rpartition(".")[0] == base), None)
    if because is not None:
        return f"The card {base!r} is not in force. {because}"
    return f"There is no payer card {name!r}. The cards are: {', '.join(card_files.names(folder))}."


def _late(file: CardFile, on: date) -> str:
    if on <= file.verified_through:
        return ""
    return f"What {file.title} asks for was verified through {file.verified_through}; for {on} it is unknown."


def _grade(marks: set[str]) -> str:
    """How well a card is known: by all of its lines, by some, or by none."""
    if marks == {VERIFIED}:
        return VERIFIED
    return "partly verified" if VERIFIED in marks else NOT_VERIFIED


def card(name: str, on: date) -> Card:
    """What a payer asks for on a day."""
    folder = card_files.own_folder()
    return _card(folder, name, _last_change(folder, name, on))


def _last_change(folder: Path, name: str, on: date) -> date:
    """The last day up to this one on which a line of the card changes: on all days since, the card is the same.

    The day itself where the card says so (what it asks for is no longer known), or rates of another file hang on it.
    """
    file, days = _changes(folder, name)
    if not days or on > file.verified_through:
        return on
    return days[max(bisect_right(days, on) - 1, 0)]


@cache
def _changes(folder: Path, name: str) -> tuple[CardFile, tuple[date, ...]]:
    """A card's file with the days on which a line begins or ends; no days where its rates are dated elsewhere."""
    file, plan = _open(folder, name)
    chains = [*file.lines.values(), *file.plans.get(plan, {}).values()]
    every = [step for chain in chains for step in chain]
    if any(card_lines.stands_elsewhere(step.value) for step in every):
        return file, ()
    ends = (step.through + timedelta(days=1) for step in every if step.through)
    return file, tuple(sorted({date.min, *(step.since for step in every), *ends}))


@cache
def _card(folder: Path, name: str, on: date) -> Card:
    file, plan = _open(folder, name)
    late = _late(file, on)
    dated = {} if late else {**file.lines, **file.plans.get(plan, {})}
    lines = {line: step for line, chain in dated.items() if (step := latest(chain, on))}
    values = {line: _value(line, lines.get(line)) for line in LINES} | _rates_elsewhere(folder, lines.get("rates"), on)
    build = cast(Any, Card)
    made: Card = build(
        name=file.name,
        title=file.title,
        family=file.family,
        mark=_grade({step.mark for step in lines.values() if step.value != card_lines.UNKNOWN}),
        cites=tuple(dict.fromkeys(step.cite for step in lines.values())),
        notes=file.notes,
        lines=lines,
        unknown_because=late,
        plan=plan,
        **values,
    )
    return made


def _value(line: str, step: Step | None) -> Any:
    return card_lines.plain(line, card_lines.UNKNOWN if step is None else step.value)


def _rates_elsewhere(folder: Path, step: Step | None, on: date) -> dict[str, RateTerms]:
    """The rates on the day that stand in a file beside a card of the user's own, or in one that was imported."""
    if step is None or not isinstance(step.value, Mapping):
        return {}
    if set(step.value) == {card_lines.FILE}:
        from romberg.knowledge import rate_files  # noqa: PLC0415  # needed by those alone who have such a file

        return {"rates": rate_files.read(folder / str(step.value[card_lines.FILE])).on(on)}
    if set(step.value) == {card_lines.TABLE}:
        from romberg.knowledge import rate_tables  # noqa: PLC0415  # needed by those alone who imported a schedule

        return {"rates": rate_tables.terms(str(step.value[card_lines.TABLE]), on)}
    if card_lines.NETWORK in step.value:
        from romberg.knowledge.releases import network_terms  # noqa: PLC0415  # needed by those alone who imported such a file

        return {"rates": network_terms.terms(network_terms.asked(step.value), on)}
    return {}


def terms_of(found: Card) -> RateTerms:
    """The terms by which a card pays: its rates, or its own conversion factor on Medicare's relative values."""
    if found.pays == "own_factor" and found.conversion_factor is not None and not found.rates.pays:
        return replace(found.rates, conversion_factor=found.conversion_factor)
    return found.rates


def dated_lines(name: str) -> dict[str, tuple[Step, ...]]:
    """All dated steps of a card's lines, for lists and tests."""
    file, plan = _open(card_files.own_folder(), name)
    return {**file.lines, **file.plans.get(plan, {})}


def verified_through(name: str) -> date:
    """The last day for which a card was verified."""
    return _open(card_files.own_folder(), name)[0].verified_through


def days_of_change(name: str) -> frozenset[date]:
    """The days from which on a card may ask otherwise than on the day before; its rates aside."""
    file, plan = _open(card_files.own_folder(), name)
    every = [step for chain in (*file.lines.values(), *file.plans.get(plan, {}).values()) for step in chain]
    ends = (step.through for step in every if step.through)
    after = (last + timedelta(days=1) for last in (*ends, file.verified_through) if last < date.max)
    return frozenset({*(step.since for step in every), *after} - {date.min})


def extends(name: str) -> str:
    """The card that a card extends; empty where it extends none."""
    return _open(card_files.own_folder(), name)[0].extends
