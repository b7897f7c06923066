"""Who may do what: every page declares the permission that it needs, and without one it does not open."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from fastapi import Depends, HTTPException, Request
from fastapi.params import Depends as Needed


class Permission(Enum):
    """What a person may do."""

    SEE_HELP = "see help"
    CHECK_VISITS = "check visits"
    SEE_RULES = "see rules"
    SEE_PAYERS = "see payers"


EVERYTHING = frozenset(Permission)


def needs(permission: Permission) -> Needed:
    """The dependency by which a page declares what it needs."""
    made: Needed = Depends(_check(permission))
    return made


def _check(permission: Permission) -> Callable[[Request], None]:
    def check(request: Request) -> None:
        held: frozenset[Permission] = getattr(request.state, "permissions", frozenset())
        if permission not in held:
            raise HTTPException(403, "You may not open this page; ask your administrator.")

    check.permission = permission  # type: ignore[attr-defined]  # read back by the test that walks all pages
    return check


def declared(route: Any) -> list[Permission]:
    """The permissions that a page declares."""
    needed = (getattr(one.call, "permission", None) for one in route.dependant.dependencies)
    return [one for one in needed if one is not None]
