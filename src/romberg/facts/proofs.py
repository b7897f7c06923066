"""Which particulars a line's code asks for, and which of them the note does not show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from romberg.coding.procedure import Procedure
from romberg.facts.values import LineSource
from romberg.knowledge import typed
from romberg.notes import proofs
from romberg.visit import Span

_FIGURE = re.compile(r"\d")  # in the words of an activity, which leave out minutes and codes


@cache
def wanted(code: str) -> tuple[tuple[str, bool], ...]:
    """The particulars that a code asks for, each with whether any place in the note may show it."""
    return tuple((row["proof"], row["where"] == "note") for row in typed.rows("proofs") if row["code"] == code)


def proof_facts(line: LineSource, folded: str, is_supported: bool | None, first_of_code: bool) -> dict[str, Any]:
    """The particulars asked for and those missing; none are asked of a bare label, or of a code that does not fit."""
    asked = first_of_code and is_supported is not False and not any(one.vague for one in line.procedures)
    names = wanted(line.code) if asked else ()
    asked_for = [name for name, _ in names]
    missing = [name for name, anywhere in names if not _shown(name, anywhere, line.procedures, folded)]
    return {
        "proofs_wanted": asked_for,
        "proofs_missing": missing,
    }


def _shown(name: str, anywhere: bool, procedures: Sequence[Procedure], folded: str) -> bool:
    if name in ("region", "site") and any(one.regions for one in procedures):
        return True
    if name == "dose" and any(_FIGURE.search(one.text) for each in procedures for one in each.activities):
        return True
    spans = [Span(0, len(folded))] if anywhere else [span for one in procedures for span in one.whole or one.spans]
    return proofs.first(name, folded, spans) is not None
