"""Interventions: the words in which clinicians name what they do."""

from romberg.notes.interventions.own import own
from romberg.notes.interventions.scan import (
    Mention,
    every_service_name,
    group_codes,
    groups,
    scan,
    service_names,
    services,
)

__all__ = ["Mention", "every_service_name", "group_codes", "groups", "own", "scan", "service_names", "services"]
