"""Rules and sources as lists and programs show them."""

from __future__ import annotations

from typing import Any

from romberg.checks.rule import Rule
from romberg.knowledge import citations


def row(rule: Rule) -> dict[str, Any]:
    """A rule as lists show it."""
    return {
        "rule": rule.name,
        "severity": rule.severity,
        "basis": rule.basis,
        "says": rule.doc.strip().partition("\n")[0],
        "carc": rule.carc,
        "rarc": rule.remark(),
        "route": rule.way(),
        "cites": [cite(one) for one in rule.cites],
    }


def cite(name: str) -> dict[str, str]:
    """A source as lists show it."""
    found = citations.get(name)
    title = f"{found.title}, {found.section}" if found.section else found.title
    return {"id": name, "title": title, "on": found.date, "link": found.link, "mark": found.mark}
