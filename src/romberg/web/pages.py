"""The pages' templates: every value put into them is escaped, and a missing one is an error."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment

from romberg import __version__
from romberg.formats import words
from romberg.formats.templating import environment
from romberg.knowledge import editions
from romberg.web.person import looking


@cache
def _templates() -> Environment:
    made = environment("romberg.web")
    made.filters["money"] = words.money
    made.filters["number"] = words.number
    return made


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, or a part of one, made of a template."""
    shown = _templates().get_template(f"{template}.html.j2")
    text = shown.render(version=__version__, knowledge=editions.version(), viewer=looking.get(), **values)
    return HTMLResponse(text, status)
