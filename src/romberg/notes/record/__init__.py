"""What a note says of itself as a record: signatures with their days, addenda, reports, contradictions."""

from romberg.notes.record.reader import read

__all__ = ["read"]
