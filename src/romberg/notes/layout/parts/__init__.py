"""How a note opens its parts: with a heading, a letter, a question, or the day's addendum."""

from romberg.notes.layout.parts.letters import Ways, ways_of
from romberg.notes.layout.parts.reader import opened_part

__all__ = ["Ways", "opened_part", "ways_of"]
