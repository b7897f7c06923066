"""Who may do what: every page declares the permission that it needs, and without one it does not open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fastapi import Depends, HTTPException, Request
from fastapi.params import Depends as Needed

from romberg.store.people.roles import EVERYTHING, Permission
from romberg.store.workplace import Workplace, trail

_BRACED = re.compile(r"\{(\w+)[^}]*\}")
__all__ = ["EVERYTHING", "Permission", "declared", "is_free", "needs", "opens_without"]


def needs(permission: Permission) -> Needed:
    """The dependency by which a page declares what it needs."""
    made: Needed = Depends(_check(permission))
    return made


def opens_without() -> Needed:
    """The dependency of a page that opens without a permission: those on which somebody signs in. They are few."""
    made: Needed = Depends(_free)
    return made


def _free() -> None:
    """Nothing is asked."""


def is_free(route: Any) -> bool:
    """Whether a page says that it opens without a permission."""
    return any(one.call is _free for one in route.dependant.dependencies)


def _check(permission: Permission) -> Callable[[Request], None]:
    def check(request: Request) -> None:
        held: frozenset[Permission] = getattr(request.state, "permissions", frozenset())
        if permission not in held:
            _refused(request, permission)
            raise HTTPException(403, "You may not open this page; ask your administrator.")

    check.permission = permission  # type: ignore[attr-defined]  # read back by the test that walks all pages
    return check


def _refused(request: Request, permission: Permission) -> None:
    """Put a refusal on the trail of whose person it is: which page, by its pattern, and what it would have needed."""
    place: Workplace | None = getattr(request.app.state, "workplace", None)
    clinic = getattr(request.state, "clinic", "")
    if place is None or not clinic:
        return
    route = _BRACED.sub(r":\1", getattr(request.scope.get("route"), "path", ""))
    with place.desk(clinic, request.state.person) as desk:
        trail.note(desk, "refused", "page", path=route[:128], method=request.method, needs=permission.name)


def declared(route: Any) -> list[Permission]:
    """The permissions that a page declares."""
    needed = (getattr(one.call, "permission", None) for one in route.dependant.dependencies)
    return [one for one in needed if one is not None]
