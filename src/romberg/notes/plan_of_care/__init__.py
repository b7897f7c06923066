"""The plan of care as the note tells it."""

from romberg.notes.plan_of_care.reader import read

__all__ = ["read"]
