"""A paper as one self-contained page: everything escaped, nothing loaded from elsewhere."""

from __future__ import annotations

from functools import cache

from jinja2 import Template

from romberg.formats.paper.as_text import BLANK, flat
from romberg.formats.paper.blocks import Paper
from romberg.formats.templating import environment


@cache
def _template() -> Template:
    made = environment()
    made.filters["flat"] = flat
    return made.get_template("paper.html.j2")


def html(paper: Paper) -> str:
    """The whole paper as a page that prints well."""
    blocks = [(type(one).__name__, one) for one in paper.blocks]
    return _template().render(title=paper.title, blocks=blocks, foot=paper.foot, blank=BLANK)
