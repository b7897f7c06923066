"""The particulars that a code asks for: whether the words of a service, or of its note, show them."""

from romberg.notes.proofs.reader import first, kinds, monitored_days

__all__ = ["first", "kinds", "monitored_days"]
