"""Assertion: what looks like treatment and is not, and why."""

from romberg.notes.assertion.reader import Zone, why_at, zones

__all__ = ["Zone", "why_at", "zones"]
