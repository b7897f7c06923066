"""The multi-literal scan: service labels, activities and procedure codes, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from romberg.knowledge import codes
from romberg.notes import lexicon

_TREATING = (
    "97112",
    "97110",
    "97530",
    "97116",
    "97140",
    "97535",
    "97542",
    "97533",
    "97129",
    "92507",
    "92526",
    "97032",
    "97113",
    "95992",
)


class Mention(NamedTuple):
    """Words that name a service (`label`: its code), an activity (`group` of the vocabulary) or a written `code`."""

    start: int
    end: int
    label: str | None
    group: str | None
    code: str | None


def _load(name: str) -> Any:
    raw = resources.files(__package__).joinpath(name).read_text("utf-8")
    return yaml.load(raw, Loader=yaml.CSafeLoader)


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = _load("vocabulary.yaml")
    return found


@cache
def _labels() -> dict[str, str]:
    return {lexicon.key(form): code for code, forms in _load("labels.yaml").items() for form in forms}


@cache
def _groups() -> dict[str, str]:
    return {lexicon.key(form): group for group, entry in _vocabulary().items() for form in entry["forms"]}


@cache
def _words() -> re.Pattern[str]:
    labels = (form for forms in _load("labels.yaml").values() for form in forms)
    activities = (form for entry in _vocabulary().values() for form in entry["forms"])
    return lexicon.pattern({*labels, *activities})


@cache
def service_names() -> re.Pattern[str]:
    """The names of services that are sure signs of treatment, as one pattern over folded text."""
    labels = _load("labels.yaml")
    return lexicon.pattern(form for code in _TREATING for form in labels[code] if len(form) > 2)


@cache
def _codes() -> re.Pattern[str]:
    known = "|".join(sorted(code.lower() for code in codes.all_codes()))
    return re.compile(rf"(?<![\w#\-.$/])(?:cpt\s?)?({known})(?!\d|-\d{{3,}}|[a-z]*\d)")


@cache
def group_codes(group: str) -> Mapping[str, int]:
    """How strongly a group's words speak for each code, out of 100."""
    weights: Mapping[str, int] = _vocabulary()[group]["codes"]
    return weights


def scan(folded: str, start: int, end: int) -> list[Mention]:
    """Every label, activity and procedure code between two offsets of the folded note, in order."""
    found = [
        Mention(m.start(1), m.end(1), None, None, m.group(1).upper()) for m in _codes().finditer(folded, start, end)
    ]
    for match in _words().finditer(folded, start, end):
        words = match.group()
        label, group = lexicon.lookup(words, _labels()), lexicon.lookup(words, _groups())
        found.append(Mention(match.start(), match.end(), label, group, None))
    found.sort()
    return found
