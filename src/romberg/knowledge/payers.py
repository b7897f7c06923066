"""Payer cards: what one payer asks for, line by line, each line dated and cited.

A card is a YAML file in `payers/`; it may extend another card and override its lines. `medicare.yaml` is the card
`medicare`; `article_examples.private_a` is the plan `private_a` of the card `article_examples`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any, Literal, cast

from romberg.knowledge.documents import ROOM, read_yaml
from romberg.knowledge.steps import NOT_VERIFIED, VERIFIED, Step, latest, steps

Family = Literal[
    "medicare", "medicare_advantage", "medicaid", "commercial", "workers_comp", "auto", "va", "tricare", "self_pay"
]
Counting = Literal["cms", "ama", "strict_fifteen", "unknown"]
Pays = Literal["fee_schedule", "rates", "unknown"]

_FOLDER = ROOM / "payers"
_MAPS = ("minimum_minutes", "rates")


class UnknownPayer(KeyError):  # noqa: N818  # reads as the sentence that it carries
    """There is no card of this name."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Card:
    """A payer's rules on one day. None means: not known of this payer (a cap of None: no cap known).

    `mark` grades the whole card ("verified", "partly verified", "not verified"); `lines` has the mark of each line.
    """

    name: str
    title: str
    family: Family
    counting: Counting
    minimum_minutes: Mapping[str, int]
    therapy_modifiers: bool | None
    assistant_modifier: bool | None
    assistant_percent: int | None
    ncci: bool | None
    certification: bool | None
    progress_report: bool | None
    total_time_demanded: bool | None
    start_and_stop_times: bool | None
    prior_authorization: bool | None
    daily_unit_cap: int | None
    pays: Pays
    mppr: bool | None
    sequestration: bool | None
    rates: Mapping[str, int]
    dc_therapy_excluded: bool | None
    not_payable_roles: tuple[str, ...]
    not_payable_codes: tuple[str, ...]
    mark: str
    cites: tuple[str, ...]
    notes: tuple[str, ...]
    lines: Mapping[str, Step]  # each line with its date, citation and mark
    unknown_because: str = ""  # filled after the day through which the card was verified
    plan: str = ""


_OWN = {"name", "title", "family", "mark", "cites", "notes", "lines", "unknown_because", "plan"}
LINES = tuple(field.name for field in fields(Card) if field.name not in _OWN)


@dataclass(frozen=True, slots=True)
class _File:
    """A card as written, with what it takes over from the card that it extends."""

    name: str
    title: str
    family: Family
    verified_through: date
    lines: Mapping[str, tuple[Step, ...]]
    notes: tuple[str, ...]
    plans: Mapping[str, Mapping[str, tuple[Step, ...]]]


def _keyed(raw: Mapping[str, Any]) -> dict[str, tuple[Step, ...]]:
    return {str(key): steps(dated) for key, dated in raw.items()}


def _check(name: str, raw: Mapping[str, Any]) -> None:
    known = {
        "title",
        "family",
        "extends",
        "verified_through",
        "called",
        "called_beside_label",
        "lines",
        "notes",
        "plans",
    }
    for wrong in sorted(set(raw) - known) + sorted(set(raw.get("lines", {})) - set(LINES)):
        raise ValueError(f"payers/{name}.yaml: the key {wrong!r} is unknown; lines are {', '.join(LINES)}.")


@cache
def _card_file(name: str) -> _File:
    raw = read_yaml(_FOLDER / f"{name}.yaml")
    _check(name, raw)
    parent = _card_file(raw["extends"]) if "extends" in raw else None
    return _File(
        name,
        raw["title"],
        raw.get("family") or (parent.family if parent else "commercial"),
        raw["verified_through"],
        {**(parent.lines if parent else {}), **_keyed(raw.get("lines", {}))},
        tuple(raw.get("notes", ())),
        {plan: _keyed(lines) for plan, lines in raw.get("plans", {}).items()},
    )


@cache
def names() -> tuple[str, ...]:
    """The names of all cards."""
    return tuple(sorted(file.stem for file in _FOLDER.glob("*.yaml")))


def _words(key: str) -> dict[str, str]:
    cards = ((name, read_yaml(_FOLDER / f"{name}.yaml")) for name in names())
    return {str(words): name for name, raw in cards for words in raw.get(key, ())}


@cache
def called() -> dict[str, str]:
    """How notes name payers (lower case), and the card of each; longer names first."""
    found = {**_words("called"), **_words("called_beside_label")}
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0])))


@cache
def ambiguous() -> frozenset[str]:
    """Names of payers that mean something else elsewhere in a note (PIP, WC, VA): they count beside a payer's label."""
    return frozenset(_words("called_beside_label"))


def _open(name: str) -> tuple[_File, str]:
    base, _, plan = name.strip().lower().replace("-", "_").replace(" ", "_").partition(".")
    if base not in names():
        raise UnknownPayer(f"There is no payer card {name!r}. The cards are: {', '.join(names())}.")
    file = _card_file(base)
    if plan and plan not in file.plans:
        plans = ", ".join(f"{base}.{one}" for one in file.plans) or "none"
        raise UnknownPayer(f"The card {base!r} has no plan {plan!r}. Its plans are: {plans}.")
    return file, plan or next(iter(file.plans), "")


def _plain(line: str, value: Any) -> Any:
    """A line's value as the card carries it; an unknown one as its kind of nothing."""
    if line in _MAPS:
        return {str(code): int(amount) for code, amount in (value or {}).items()}
    if line.startswith("not_payable"):
        return tuple(str(one) for one in value or ())
    return "unknown" if value is None and line in ("counting", "pays") else value


def _late(file: _File, on: date) -> str:
    if on <= file.verified_through:
        return ""
    return f"What {file.title} asks for was verified through {file.verified_through}; for {on} it is unknown."


def _grade(marks: set[str]) -> str:
    """How well a card is known: by all of its lines, by some, or by none."""
    if marks == {VERIFIED}:
        return VERIFIED
    return "partly verified" if VERIFIED in marks else NOT_VERIFIED


@cache
def card(name: str, on: date) -> Card:
    """What a payer asks for on a day."""
    file, plan = _open(name)
    late = _late(file, on)
    dated = {} if late else {**file.lines, **file.plans.get(plan, {})}
    lines = {line: step for line, chain in dated.items() if (step := latest(chain, on))}
    values = {line: _plain(line, lines[line].value if line in lines else None) for line in LINES}
    build = cast(Any, Card)
    made: Card = build(
        name=file.name,
        title=file.title,
        family=file.family,
        mark=_grade({step.mark for step in lines.values()}),
        cites=tuple(dict.fromkeys(step.cite for step in lines.values())),
        notes=file.notes,
        lines=lines,
        unknown_because=late,
        plan=plan,
        **values,
    )
    return made


def dated_lines(name: str) -> dict[str, tuple[Step, ...]]:
    """All dated steps of a card's lines, for lists and tests."""
    file, plan = _open(name)
    return {**file.lines, **file.plans.get(plan, {})}


def verified_through(name: str) -> date:
    """The last day for which a card was verified."""
    return _open(name)[0].verified_through
