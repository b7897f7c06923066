"""How Medicaid's edit files are named: the program, the edit, the setting and the quarter."""

from __future__ import annotations

from datetime import date

from romberg.knowledge.releases.quarters import names, quarter_in
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.source import Source

_OTHERS = ("outpatient", "hospital", "durable", "dme")


def is_medicaid(name: str, edit: str) -> bool:
    """Whether a name is of Medicaid's `edit` (ptp or mue)."""
    low = name.lower()
    return ("medicaid" in low or low.startswith("mcd")) and edit in low


def first_day_of(source: Source) -> date:
    """The first day of the quarter that the name of a file, or of its archive, tells; practitioner files alone."""
    low = names(source.origin).lower()
    other = next((one for one in _OTHERS if one in low), None)
    if other is not None:
        what = f"it is Medicaid's table for other services ({other})"
        raise Refusal(source.origin, what, "import the one for practitioner services, which therapy is billed under")
    first = quarter_in(source.origin)
    if first is None:
        fix = "give it the name of its archive, as medicaid-ncci-2026-q3-ptp-edits-practitioner-services"
        raise Refusal(source.origin, "its name does not tell its quarter", fix)
    return first
