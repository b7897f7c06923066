"""What a program sends twice with one key is done once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi import Request

from romberg.store.workplace import Desk, requests


def once(
    desk: Desk, key: str | None, request: Request, body: str, effect: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """The answer to a request: done now, or, where its key came before with the same request, the answer given then."""
    if key is None:
        return effect()
    asked = f"{request.method} {request.url.path}\n{body}"
    answer, _ = requests.once(desk, key, asked, lambda: json.dumps(effect()))
    held: dict[str, Any] = json.loads(answer)
    return held
