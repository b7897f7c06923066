"""Writes `docs/x12_edits.md`: every edit on files of claims and payments, from its catalogue.

`python -m tools.x12_page` writes the page, `--check` says whether the committed one is what would be written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from romberg.formats.x12.edits import edits

PAGE = Path(__file__).parents[1] / "docs" / "x12_edits.md"
HEAD = """# What is looked at before a file of claims is sent

Written by `python -m tools.x12_page` from `formats/x12/edits/catalogue.csv`; a test compares the two, and another
plants each defect in a valid file. `romberg x12 validate FILE` prints those that fail, each once, with segment and
element and never with what stands in them. Category and status are those with which a claim acknowledgement (277CA)
would answer; they were written from memory of the published lists and nobody has verified them. Levels 3 to 7 are our
own: programs that read the guides alone do not look at them.

An *error* is sent back, a *warning* goes through and is paid otherwise or not at all, and a *notice* is worth a look
and often right as it is. Errors and warnings make the exit status 1; errors alone keep `romberg claim` from writing.
"""
LEVELS = {
    1: "Syntax and envelopes",
    2: "The guide for professional claims (005010X222A1 and A2)",
    3: "Balance",
    4: "What depends on something else",
    5: "Codes and numbers",
    6: "Therapy",
    7: "Payers",
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_levels()]) + "\n"


def _levels() -> Iterator[str]:
    for level, name in LEVELS.items():
        yield f"## {level}. {name}\n\n| edit | severity | what is wrong | category, status |\n|---|---|---|---|"
        found = (one for one in edits().values() if one.snip == level)
        yield from (
            f"| `{one.code}` | {one.severity} | {one.says} | {one.category or '–'}, {one.status} |" for one in found
        )
        yield ""


def main(argv: Sequence[str]) -> int:
    """Write the page, or compare it with the committed one."""
    if "--check" not in argv:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    same = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
    print("docs/x12_edits.md is current." if same else "docs/x12_edits.md is stale: run `python -m tools.x12_page`.")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
