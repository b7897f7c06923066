"""Assertion: what looks like treatment and is not, and why."""

from romberg.notes.assertion.reader import Asserted, Zone, read, zone_at, zones

__all__ = ["Asserted", "Zone", "read", "zone_at", "zones"]
