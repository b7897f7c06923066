"""The lines of a payer card: what each says, and which values it can have."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from romberg.knowledge import rate_terms
from romberg.knowledge.rate_terms import RateTerms

Kind = Literal["yes/no", "whole", "number", "word", "text", "words", "minutes", "amounts", "period", "periods", "rates"]
UNKNOWN: Final = "unknown"  # written where nobody knows, with `why`
NONE: Final = "none"  # written where it is known that there is no such thing: no cap, no deadline
FILE: Final = "file"  # the one key of rates that stand in a file beside a card of the user's own
TABLE: Final = "table"  # the one key of rates that stand in a schedule that the user imported
NETWORK: Final = "network"  # the first key of rates that stand in a payer's in-network file that the user imported
PERIOD = re.compile(r"([1-9][0-9]{0,3}) (days|business days|treatment days|months|years)")
_NAMED: tuple[Kind, ...] = ("minutes", "amounts", "periods")
_MAY_BE_NONE: tuple[Kind, ...] = ("whole", "number", "word", "period", "periods", "text", "amounts")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, the kind of its value, what it means to a biller, and the words that it can be."""

    name: str
    kind: Kind
    meaning: str
    words: tuple[str, ...] = ()


_WAYS = ("cms", "ama", "strict_fifteen")
_PAYS = ("fee_schedule", "own_factor", "rates")
_EDITIONS = ("practitioner", "hospital", "practitioner or hospital", "medicaid", "own")
_LINES: tuple[Line, ...] = (
    Line("counting", "word", "How timed units are counted: pooled (cms), code by code (ama), 15 full minutes.", _WAYS),
    Line("minimum_minutes", "minutes", "Minutes of a code below which it is not paid at all."),
    Line("total_time_demanded", "yes/no", "Whether total timed and total treatment minutes must stand in the note."),
    Line("minutes_by_code_demanded", "yes/no", "Whether the minutes of each code must stand in the note."),
    Line("start_and_stop_times", "yes/no", "Whether start and stop must stand in the note for each code."),
    Line("daily_unit_cap", "whole", "Units paid for a patient and day."),
    Line("daily_units_counted", "word", "Which units it counts: treatment, timed codes or all.", rate_terms.COUNTED),
    Line("daily_values", "amounts", "Relative values paid a patient and day, alone or with an evaluation."),
    Line("paid_first", "word", "Which units are paid first where there are too many.", rate_terms.ORDERS),
    Line("ncci", "yes/no", "Whether Medicare's code pair edits are applied."),
    Line("ncci_edition", "word", "Which edition: practitioner, hospital, Medicaid's or the payer's own.", _EDITIONS),
    Line("own_pairs", "words", "Pairs of the payer's own, PAID+UNPAID, that want a modifier for a distinct service."),
    Line("therapy_modifiers", "yes/no", "Whether GP, GO or GN is wanted on therapy lines."),
    Line("modifiers_demanded", "words", "Every modifier that this payer asks for in its case."),
    Line("assistant_modifier", "yes/no", "Whether CQ or CO is wanted on an assistant's service."),
    Line("assistant_percent", "whole", "Percent paid for an assistant's service."),
    Line("assistants_payable", "yes/no", "Whether an assistant's service is paid."),
    Line("assistant_supervision", "word", "How an assistant must be supervised in an office.", ("general", "direct")),
    Line("mppr", "yes/no", "Whether further units of a day lose part of their practice expense."),
    Line("mppr_percent", "whole", "Percent of the practice expense that further units lose."),
    Line("mppr_also", "words", "Codes under that reduction beyond Medicare's always-therapy codes."),
    Line("may_bill", "words", "Who may bill, and what: a profession, a colon and its codes or services."),
    Line("not_payable_roles", "words", "People whose work is not paid."),
    Line("not_payable_codes", "words", "Codes that are never paid."),
    Line("dc_therapy_excluded", "yes/no", "Whether a chiropractor's therapy is excluded."),
    Line("prior_authorization", "yes/no", "Whether treatment must be authorised first."),
    Line("authorization_terms", "text", "What, where and by when to ask."),
    Line("visit_cap", "whole", "Visits of one discipline paid for an injury or a year without further leave."),
    Line("evaluation_again_after", "period", "How soon a further evaluation for the same condition is paid."),
    Line("certification", "yes/no", "Whether a physician must certify the plan of care."),
    Line("certification_due", "period", "How soon after the first treatment the plan must be certified."),
    Line("certification_lasts", "period", "How long a certification lasts at most."),
    Line("progress_report", "yes/no", "Whether progress reports are wanted."),
    Line("progress_report_every", "period", "How often a progress report is due."),
    Line("timely_filing", "period", "How long after the service a claim may be filed."),
    Line("appeal_deadlines", "periods", "How long after the decision before it each appeal may be filed."),
    Line("sequestration", "yes/no", "Whether sequestration is taken off the payment."),
    Line("pays", "word", "By what the payer pays: Medicare's schedule, its values and an own factor, rates.", _PAYS),
    Line("conversion_factor", "number", "Dollars for one of Medicare's relative value units."),
    Line("rates", "rates", "The payer's or contract's rates."),
)  # fmt: skip
LINES: Final[Mapping[str, Line]] = {line.name: line for line in _LINES}
_EMPTY: Mapping[Kind, Callable[[], Any]] = {
    "yes/no": lambda: None,
    "whole": lambda: None,
    "number": lambda: None,
    "word": lambda: UNKNOWN,
    "text": str,
    "words": tuple,
    "minutes": dict,
    "amounts": dict,
    "period": str,
    "periods": dict,
    "rates": RateTerms,
}


def stands_elsewhere(value: Any) -> bool:
    """Whether the value of the line `rates` names the place of the rates, and holds none itself."""
    return isinstance(value, Mapping) and (set(value) in ({FILE}, {TABLE}) or NETWORK in value)


def empty(line: Line) -> Any:
    """What a card carries where a line is unknown, or says that there is no such thing."""
    return _EMPTY[line.kind]()


def plain(name: str, value: Any) -> Any:
    """A line's value as the card carries it; ValueError where it is none of its kind."""
    line = LINES[name]
    if value == UNKNOWN or (value == NONE and _may_be_none(line)):
        return empty(line)
    return _READ[line.kind](line, value)


def _may_be_none(line: Line) -> bool:
    return line.kind in _MAY_BE_NONE and line.name not in ("counting", "pays")


def _yes_no(_: Line, value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{value!s:.40} is neither true nor false")
    return value


def _word(line: Line, value: Any) -> str:
    if value not in line.words:
        raise ValueError(f"{value!s:.40} is none of {', '.join(line.words)}")
    return str(value)


def _text(_: Line, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!s:.40} is no text")
    return value


def _words(_: Line, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
        raise ValueError(f"{value!s:.40} is no list; write [one, two], or [] for none")
    return tuple(str(one) for one in value)


def _named(line: Line, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{value!s:.40} is no list of names with a value each")
    read: dict[Kind, Callable[[Any], Any]] = {
        "minutes": rate_terms.whole,
        "amounts": rate_terms.exact,
        "periods": _period,
    }
    return {str(key): read[line.kind](one) for key, one in value.items()}


def _period(value: Any) -> str:
    if not PERIOD.fullmatch(str(value)):
        raise ValueError(f"{value!s:.40} is no period; write 90 days, 12 months, 1 years or 10 treatment days")
    return str(value)


def _terms(_: Line, value: Any) -> RateTerms:
    if not isinstance(value, Mapping):
        raise ValueError(f"{value!s:.40} is no set of rates")
    if NETWORK in value:
        from romberg.knowledge.releases import network_terms  # noqa: PLC0415  # needed by those alone who imported such a file

        network_terms.asked(value)
    if stands_elsewhere(value):  # rates that stand elsewhere; the day decides which of them
        return RateTerms()
    return rate_terms.terms(value)


_READ: Mapping[Kind, Callable[[Line, Any], Any]] = {
    "yes/no": _yes_no,
    "whole": lambda _, value: rate_terms.whole(value),
    "number": lambda _, value: _factor(value),
    "word": _word,
    "text": _text,
    "words": _words,
    "period": lambda _, value: _period(value),
    "rates": _terms,
    **dict.fromkeys(_NAMED, _named),
}


def _factor(value: Any) -> Decimal:
    return rate_terms.exact(value)
