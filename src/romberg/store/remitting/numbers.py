"""By what a claim's number is found again in a clinic: a digest, the same for what was sent, imported and answered."""

from __future__ import annotations

from romberg.store.workplace import Desk, claims


def claim_index(desk: Desk, number: str) -> str:
    """The digest of a claim's number (CLM01, CLP01)."""
    return claims.identity(desk, number, lines=())
