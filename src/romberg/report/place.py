"""Where a visit was given, as a place of service: by its claim, else by what its note says."""

from __future__ import annotations

from romberg.knowledge import codes
from romberg.report.values import Header

# What each setting of a note is on a claim. Of telehealth and nursing facilities there are two, and notes rarely tell.
PLACES = {"clinic": "11", "home": "12", "hospital-outpatient": "22", "school": "03", "telehealth": "10"}
_OPEN = ("telehealth", "nursing-facility")
_FACILITY = ("hospital-outpatient",)


def facility(header: Header) -> bool | None:
    """Whether the fee schedule's facility amount applies; None where neither claim nor note tells the place."""
    place = codes.places().get(header.place.zfill(2)) if header.place else None
    if place is not None:
        return place.facility
    setting = header.coded.visit.setting
    return None if setting in _OPEN else setting in _FACILITY
