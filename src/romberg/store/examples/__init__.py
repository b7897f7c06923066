"""Invented visits to look around with: nobody in them lives."""

from romberg.store.examples.fill import fill

__all__ = ["fill"]
