"""Assertion: what looks like treatment and is not, and why."""

from romberg.notes.assertion.reader import Zone, zone_at, zones

__all__ = ["Zone", "zone_at", "zones"]
