"""The head of a note: date, kind, discipline, setting, payer."""

from romberg.notes.header.kind import discipline, kind, setting
from romberg.notes.header.payer import payer
from romberg.notes.header.service_date import service_date

__all__ = ["discipline", "kind", "payer", "service_date", "setting"]
