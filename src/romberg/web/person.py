"""Who looks at a page, for its head and its menu."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from romberg.store.people.roles import EVERYTHING, Permission


@dataclass(frozen=True, slots=True)
class Person:
    """Who looks: `name` and `role` are empty for the one person of a run without sign-in."""

    name: str = ""
    role: str = ""
    permissions: frozenset[Permission] = EVERYTHING
    examples: bool = False  # of a run with invented visits
    waiting: int = 0  # records opened in an emergency that nobody acknowledged, for who reviews them

    def may(self, permission: str) -> bool:
        """Whether a menu shows what needs this permission."""
        return Permission[permission] in self.permissions


ONE_PERSON = Person()
AMONG_EXAMPLES = Person(examples=True)
NOBODY = Person(permissions=frozenset())
looking: ContextVar[Person] = ContextVar("looking", default=ONE_PERSON)
