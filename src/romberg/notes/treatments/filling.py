"""Words that may stand between a service's name, its code and its minutes without parting them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

from romberg.notes.minutes import words

_MARKS = r"[\s:,;()\[\]\-=|/.+~*#>\"'&@_]*"
_LONGEST_LEAD = 200  # signs
_BEFORE = r"\s*(?:\(?[a-h]\)\s*|[pt]\d\s?[-:.)]\s*)?[\s*#•>|\-=~.()\[\]x☒☑✓\d]*(?:\d{1,2}:\d{2}\s?(?:[ap]m?)?[\s\-]*)?"


@cache
def _data() -> dict[str, Any]:
    raw = resources.files(__package__).joinpath("filling.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(raw, Loader=yaml.CSafeLoader)
    return found


@lru_cache(maxsize=8192)
def fills(gap: str) -> bool:
    """Whether a gap holds nothing but filling words and marks; the same gaps come again and again."""
    return bool(_fill().match(gap))


def leads(before: str) -> bool:
    """Whether a service's name may stand behind this on its line: bullets, ticks, a clock time, filling words."""
    return len(before) <= _LONGEST_LEAD and _leads(before)


@lru_cache(maxsize=8192)
def _leads(before: str) -> bool:
    return bool(_lead().match(before))


@cache
def _fill() -> re.Pattern[str]:
    return re.compile(rf"{_MARKS}(?:(?:{_words()})\b{_MARKS})*$")


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:(?:{_words()})\b[\s:,;()\-=|/.]*)*$")


@cache
def findings() -> frozenset[str]:
    """Names of services that also head findings in an exam ("Gait: antalgic"); alone they open no treatment."""
    return frozenset(_data()["findings"])


def _words() -> str:
    return "|".join([*_data()["words"], words.PATTERN])
