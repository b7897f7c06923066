"""Expressions of a file that are tried only where one of its `starts` stands, each under the name of what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from romberg.notes import lexicon


class Hints(NamedTuple):
    """How the expressions of a file begin, and all of them as one, grouped by name (blanks as lines)."""

    starts: lexicon.Words
    expression: re.Pattern[str]

    def told(self, folded: str, start: int, end: int) -> Iterator[tuple[str, re.Match[str]]]:
        """What a stretch tells, in order: the name, and where it stands."""
        tried = (self.expression.match(folded, at, end) for at, _ in self.starts.places(folded, start, end))
        yield from ((match.lastgroup.replace("_", " "), match) for match in tried if match and match.lastgroup)


def load(name: str) -> Any:
    """What a file of this room holds."""
    return yaml.load(resources.files(__package__).joinpath(name).read_text("utf-8"), Loader=yaml.CSafeLoader)


@cache
def hints(name: str) -> Hints:
    """The expressions of a file of this room; made once."""
    found: dict[str, list[str]] = load(name)
    named = ((key.replace(" ", "_"), cues) for key, cues in found.items() if key != "starts")
    expression = "|".join(f"(?P<{key}>{lexicon.either(cues)})" for key, cues in named)
    return Hints(lexicon.Words(found["starts"], whole=False), re.compile(expression, re.MULTILINE))
