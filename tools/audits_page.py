"""Writes `docs/audits.md`: what auditors look for, and which rules look for the same; from `docs/audits.yaml`.

`python -m tools.audits_page` writes the page, `python -m tools.audits_page --check` says whether the committed one is
what would be written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from romberg.checks.loading import names
from romberg.knowledge import citations
from romberg.knowledge.steps import VERIFIED

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "audits.md"
HEAD = """# What auditors ask, and which rules ask the same

Written by `python -m tools.audits_page` from `audits.yaml`; a test compares the two, and sees that every rule named
exists. The questions are in our own words. What no rule asks yet stands at the end.
"""


@cache
def lists() -> Mapping[str, Any]:
    """Every auditor's list, by the auditor's name."""
    found: Mapping[str, Any] = yaml.safe_load((DOCS / "audits.yaml").read_text(encoding="utf-8"))
    return found


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_lists(), *_open()]) + "\n"


def _lists() -> Iterator[str]:
    for auditor, known in lists().items():
        yield f"## {auditor}\n\n{known['about']} Source: {'; '.join(map(_source, known['cites']))}.\n"
        yield "| what is asked | how often it was found | rules |\n|---|---|---|"
        yield from (f"| {one['asks']} | {one.get('found', '')} | {_rules(one)} |" for one in known["items"])
        yield ""


def _rules(item: Mapping[str, Any]) -> str:
    told = [f"[{name}](rules/{name.partition('/')[0]}.md#{name.partition('/')[2]})" for name in item["rules"]]
    return ", ".join(told) or f"none yet: {item['open']}"


def _open() -> Iterator[str]:
    yield "## Not covered yet\n"
    for auditor, known in lists().items():
        yield from (f"- {auditor}: {one['asks']} ({one['open']})" for one in known["items"] if not one["rules"])


def _source(name: str) -> str:
    found = citations.get(name)
    title = ", ".join(part for part in (found.title, found.section, found.date) if part)
    return title if found.mark == VERIFIED else f"{title} (not verified)"


def missing() -> list[str]:
    """Rules that the lists name and that do not exist."""
    named = {name for known in lists().values() for one in known["items"] for name in one["rules"]}
    return sorted(named - set(names()))


def main(arguments: list[str]) -> int:
    """Write the page, or with --check say whether it differs."""
    if gone := missing():
        print(f"docs/audits.yaml names rules that do not exist: {', '.join(gone)}")
        return 1
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page():
        print("docs/audits.md differs; run python -m tools.audits_page")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
