"""The one way in which pages are made of templates: every value is escaped, and a missing one is an error."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from romberg.formats.marks import visible


def environment(package: str = "romberg.formats") -> Environment:
    """Templates of a package's folder `templates`, with the filter that writes out unseen signs."""
    made = Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    return made
