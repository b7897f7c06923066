"""Diagnosis codes as the note writes them."""

from romberg.notes.diagnoses.reader import read

__all__ = ["read"]
