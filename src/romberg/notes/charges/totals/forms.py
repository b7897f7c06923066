"""How a figure of minutes is written beside "timed" or "total", and how many minutes it gives."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

from romberg.notes.minutes import amounts, words

_CLOCK = r"\d{1,2}:?\d{2}\s*(?:[ap]\.?m?\b\.?)?"
_BETWEEN = (
    r"(?<!timed[.;]\s)(?:(?:(?<![.;]\s)(?:timed|total|tot)|treatment|treated|tx|rx|session|billable|billed|direct|contact"
    r"|one-on-one|skilled|services?|procedures?|"
    r"interventions?|therapy|therapeutic|visit|codes?|coded|cpts?|time|duration|length|min(?:ute)?s?|pt|ot|slp"
    r"|st|dc|patient|"
    r"today|was|is|are|were|with|of|for|in|this|date|encounter|the|came|comes|based|units?(?=\s*min)|face|all|care|spent|1:1|only|work|sum|subtotal|to|both)\b"
    rf"|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?(?!\s?h(?:ou)?r)|{_CLOCK}\s*(?:-|to)\s*{_CLOCK}|\([^)\d\n]{{0,40}}\)"
    rf"|\d{{1,2}}\s*units?\b(?=\W{{0,3}}\d))"
)
_NUMBER = (
    rf"(?:(?P<hours>\d(?:\.\d{{1,2}})?|\.\d{{1,2}}|one|an)\s*(?:h|hrs?|hours?)\b[\s,]*(?:and\s+)?(?:(?P<more>\d{{1,2}})\s*m\w*)?"
    rf"|{amounts.of_hours('half')}|(?P<colon>[0-2]:[0-5]\d)(?!\s*(?:-|to\b|until|[ap]\.?m))"
    rf"|(?P<n>\d{{1,3}}(?:\.0)?|none|{words.PATTERN})(?:\b|(?=m)))"
)
_NOT_BEHIND = (
    r"(?!\d|[/%°#+]|[:.]\d|\s*(?:-|to)\s*\d|\s*(?:\([^)\n]*\)\s*)?\+"
    r"|[ \t]*(?:u|units?|sec\w*|s|reps?|sets?|visits?|x|ft|feet|points?"
    r"|trials?|deg\w*|lob|lbs?|"
    r"steps?|passes|m\s*w\w+|out|of\s+(?!tot|treat|tx|timed|which|them))\b)"
)
_LABEL = rf"(?:timed|time-based|tmd|ttl|tot(?:als?)?|tct|ttt|tctm|tt)\b(?:[ \t.:=|/*_~-]*{_BETWEEN}){{0,16}}+"


@cache
def behind() -> re.Pattern[str]:
    """A label with its figure behind it: "Total timed minutes today: 38 min"."""
    return re.compile(
        rf"(?P<label>{_LABEL})(?:[)\]]\s*[:=]?)?[\s.:=|*_~(>-]*(?:x\s?(?=\d\d))?(?:(?:approx\w*\.?|about"
        rf"|roughly)\s*)?{_NUMBER}{_NOT_BEHIND}(?P<mark>\s?(?:min(?:ute)?s?\b|mn\b|'|m\b))?"
    )


@cache
def before() -> re.Pattern[str]:
    """A figure before its label: "38 min of" timed."""
    return re.compile(
        rf"(?<![\w:.-])(?<!(?<!timed)/){_NUMBER}[ \t]?(?P<mark>min(?:ute)?s?|mn|')?"
        r"(?P<gap>[ \t]?(?:(?:of\s|both\s|-\s|\()*|were\s|are\s|was\s|[a-z]{2}\s)?)\Z"
    )


@cache
def unnamed() -> re.Pattern[str]:
    """The ways to state all minutes without the word total, as one pattern."""
    raw = resources.files(__package__).joinpath("without_total.yaml").read_text("utf-8")
    stands_for = {"<number>": _NUMBER, "<not_behind>": _NOT_BEHIND, "<clock>": _CLOCK}
    form = "|".join(yaml.load(raw, Loader=yaml.CSafeLoader))
    for name, pattern in stands_for.items():
        form = form.replace(name, pattern)
    return re.compile(_distinct(form))


def _distinct(pattern: str) -> str:
    """Give each repeated group of a pattern its own name, as `re` demands."""
    counts: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        counts[match[1]] = counts.get(match[1], -1) + 1
        return f"(?P<{match[1]}{counts[match[1]] or ''}>"

    return re.sub(r"\(\?P<(\w+)>", rename, pattern)


def number_at(found: re.Match[str]) -> int:
    """Where the figure of a match begins."""
    return max(found.start(name) for name in ("hours", "half", "colon", "n"))


def minutes_in(groups: dict[str, str | None]) -> int | None:
    """The minutes that the named groups of a form give; None where they give none."""
    hours = next((v for k, v in groups.items() if k.startswith("hours") and v), None)
    more = next((v for k, v in groups.items() if k.startswith("more") and v), None)
    number = next((v for k, v in groups.items() if k[0] == "n" and v), None)
    if part := next((v for k, v in groups.items() if k.startswith("half") and v), None):
        return amounts.value(part)
    if hours:
        return round(60 * (float(hours) if hours[-1].isdigit() else 1)) + int(more or 0)
    if colon := next((v for k, v in groups.items() if k.startswith("colon") and v), None):
        return 60 * int(colon[0]) + int(colon[2:])
    if number is None:
        return None
    if number == "none":
        return 0
    return int(float(number)) if number[0].isdigit() else words.number(number)
