"""Which units a payer's cap of a day counts."""

from __future__ import annotations

from romberg.knowledge import codes


def counted(code: str, what: str) -> bool:
    """Whether a cap counts a code's units: all, those of timed codes, or those of treatment (no evaluations)."""
    known = codes.get(code)
    if what == "all" or known is None:
        return True
    return known.timed if what == "timed" else known.service != "evaluation"
