"""Interventions: the words in which clinicians name what they do."""

from romberg.notes.interventions.scan import Mention, group_codes, scan, service_names

__all__ = ["Mention", "group_codes", "scan", "service_names"]
