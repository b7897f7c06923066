"""Interventions: the words in which clinicians name what they do."""

from romberg.notes.interventions.own import own
from romberg.notes.interventions.scan import (
    Mention,
    every_service_name,
    group_codes,
    groups,
    is_clear,
    scan,
    service_names,
    services,
    speaking,
)

__all__ = [
    "Mention",
    "every_service_name",
    "group_codes",
    "groups",
    "is_clear",
    "own",
    "scan",
    "service_names",
    "services",
    "speaking",
]
