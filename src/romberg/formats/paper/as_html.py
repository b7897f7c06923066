"""A paper as one self-contained page: everything escaped, nothing loaded from elsewhere."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Template

from romberg.formats.paper.as_text import BLANK, flat
from romberg.formats.paper.blocks import Paper
from romberg.formats.templating import environment


@cache
def _template(name: str) -> Template:
    made = environment()
    made.filters["flat"] = flat
    return made.get_template(f"{name}.html.j2")


def html(paper: Paper) -> str:
    """The whole paper as a page that prints well."""
    return _template("paper").render(title=paper.title, **_values(paper))


def body(paper: Paper) -> str:
    """The paper's blocks and its foot alone, escaped, for a page that has a head of its own."""
    return _template("paper_blocks").render(**_values(paper))


def _values(paper: Paper) -> dict[str, Any]:
    return {"blocks": [(type(one).__name__, one) for one in paper.blocks], "foot": paper.foot, "blank": BLANK}
