"""Facts: the columns that checks read, joined and counted once for all visits of a call."""

from romberg.facts.gather import of
from romberg.facts.values import Facts

__all__ = ["Facts", "of"]
