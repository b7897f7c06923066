"""Writes the table of `docs/api.md`: every operation of the interface, and the scope that a token needs for it.

`python -m tools.api_page` writes it, `python -m tools.api_page --check` says whether the committed one is what would be
written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from fastapi.routing import APIRoute

from romberg.web.api import PARTS, PEOPLE
from romberg.web.permissions import declared

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
BEGIN = "<!-- written by `python -m tools.api_page` -->\n"
END = "<!-- end -->\n"


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Method, address, scope and sentence of every operation, in the order of the interface."""
    for router in (*PARTS, *PEOPLE):
        for route in router.routes:
            if isinstance(route, APIRoute):
                (scope,) = declared(route)
                method = min(route.methods or {"GET"})
                yield method, route.path.removeprefix("/api/v1"), scope.name, route.description.partition("\n")[0]


def table() -> str:
    """The table as Markdown."""
    head = "| request | scope | does |\n|---|---|---|\n"
    return head + "".join(f"| `{method} {path}` | `{scope}` | {does} |\n" for method, path, scope, does in rows())


def page(before: str) -> str:
    """The page with its table written anew."""
    first, _, rest = before.partition(BEGIN)
    return f"{first}{BEGIN}{table()}{END}{rest.partition(END)[2]}"


def main(arguments: list[str]) -> int:
    """Write the page, or say whether it is as it should be."""
    before = PAGE.read_text(encoding="utf-8")
    after = page(before)
    if "--check" in arguments:
        return int(before != after)
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
