"""Minutes parted among services in sentences of their own: names and numbers paired, and believed where they add up."""

from romberg.notes.treatments.parting.reader import apportioned

__all__ = ["apportioned"]
