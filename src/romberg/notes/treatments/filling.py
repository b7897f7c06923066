"""Words that may stand between a service's name, its code and its minutes without parting them."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from romberg.notes.minutes import words

_MARKS = r"[\s:,;()\[\]\-=|/.+~*#>\"'&@_]*"
_BEFORE = r"[\s*#•>|\-=~.()\[\]x☒☑✓\d]*(?:\d{1,2}:\d{2}\s?(?:[ap]m?)?[\s\-]*)?"


@cache
def _data() -> dict[str, Any]:
    raw = resources.files(__package__).joinpath("filling.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.load(raw, Loader=yaml.CSafeLoader)
    return found


@cache
def fill() -> re.Pattern[str]:
    """A gap of nothing but filling words and marks, to its end."""
    return re.compile(rf"{_MARKS}(?:(?:{_words()})\b{_MARKS})*$")


@cache
def lead() -> re.Pattern[str]:
    """What may stand before a service's name on its line: bullets, tick marks, a clock time, filling words."""
    return re.compile(rf"{_BEFORE}(?:(?:{_words()})\b[\s:,;()\-=|/.]*)*$")


@cache
def findings() -> frozenset[str]:
    """Names of services that also head findings in an exam ("Gait: antalgic"); alone they open no treatment."""
    return frozenset(_data()["findings"])


def _words() -> str:
    return "|".join([*_data()["words"], words.PATTERN])
