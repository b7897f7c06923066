"""Finds the rules: one file each, named by its place below this package."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace
from functools import cache
from pathlib import Path

from romberg.checks.rule import Rule

_ROOM = Path(__file__).parent


@cache
def names() -> tuple[str, ...]:
    """The names of all rules, `topic/what_is_wrong`, in order; no rule is read for this."""
    topics = [found.name for found in pkgutil.iter_modules([str(_ROOM)]) if found.ispkg]
    return tuple(sorted(f"{topic}/{name}" for topic in topics for name in _files(topic)))


def _files(topic: str) -> list[str]:
    return [found.name for found in pkgutil.iter_modules([str(_ROOM / topic)])]


@cache
def rule(name: str) -> Rule:
    """One rule by its name, or by a name that it used to have."""
    if name not in names():
        former = next((one for one in names() if name in rule(one).aliases), None)
        if former is None:
            raise KeyError(f"There is no rule {name!r}.")
        return rule(former)
    module = importlib.import_module("romberg.checks." + name.replace("/", "."))
    written: Rule = module.rule
    return replace(written, name=name, doc=module.__doc__ or "")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of their names."""
    return tuple(rule(name) for name in names())
