"""What a note says of cover: notices, orders, authorisations, other payers, goals that are met, a plateau."""

from romberg.notes.remarks.reader import read

__all__ = ["read"]
