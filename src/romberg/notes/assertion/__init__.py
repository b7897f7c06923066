"""Assertion: what looks like treatment and is not, and why."""

from romberg.notes.assertion.disciplines import of_others, with_parts
from romberg.notes.assertion.reader import Asserted, read, zone_at, zones
from romberg.notes.assertion.zone import Zone

__all__ = ["Asserted", "Zone", "of_others", "read", "with_parts", "zone_at", "zones"]
