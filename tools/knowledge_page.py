"""Writes `docs/knowledge.md`: what Romberg knows, from when on, by whose word, and what nobody has verified.

`python -m tools.knowledge_page` writes the page, `python -m tools.knowledge_page --check` says whether the committed
one is what would be written. Nothing on the page is typed: all of it is read from the knowledge itself.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from romberg.knowledge import citations, codes, local_coverage, parameters, payers, tables, typed
from romberg.knowledge.published import rows
from romberg.knowledge.steps import VERIFIED, Step, Value, latest

PAGE = Path(__file__).parents[1] / "docs" / "knowledge.md"
YEARS = range(2020, 2027)
HEAD = """# What Romberg knows, and what it does not

Written by `python -m tools.knowledge_page` from the knowledge in the package; a test compares the two. A value holds
from its date until the next one, and none is given after the last verified day: then the answer is *unknown, because*
nobody has verified it. *Not verified* stands where the words of the source were not read.
"""


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', '/') for cell in line)} |" for line in lines)


def known(step: Step | None) -> bool:
    """Whether a line of a card says something."""
    return step is not None and step.value is not None and step.value != "unknown"


def mark(one: str) -> str:
    """A mark as the page shows it: nothing where it was verified."""
    return "" if one == VERIFIED else one


# --- payers


def in_year(name: str, year: int) -> str:
    """How many lines of a card are known at the end of a year, and how many of them were verified."""
    on = min(date(year, 12, 31), payers.verified_through(name))
    if on.year < year:
        return "-"
    found = [step for chain in payers.dated_lines(name).values() if known(step := latest(chain, on)) and step]
    sure = sum(step.mark == VERIFIED for step in found)
    return f"{len(found)} ({sure})"


def open_lines(name: str) -> str:
    """The lines of a card that nobody knows on its last verified day."""
    on = payers.verified_through(name)
    lines = sorted(line for line, chain in payers.dated_lines(name).items() if not known(latest(chain, on)))
    return ", ".join(line.replace("_", " ") for line in lines) or "none"


def unread_lines(name: str) -> str:
    """The lines of a card that say something on its last verified day, by words that nobody has verified."""
    on = payers.verified_through(name)
    steps = ((line, latest(chain, on)) for line, chain in payers.dated_lines(name).items())
    lines = sorted(line for line, step in steps if step and known(step) and step.mark != VERIFIED)
    return ", ".join(line.replace("_", " ") for line in lines) or "none"


def by_payer() -> Iterator[str]:
    """Coverage by payer and year, and what is open with each payer."""
    yield "## Payers, by year\n"
    yield "Lines of each card that are known at the end of the year and, in brackets, how many of them were verified.\n"
    names = payers.names()
    head = ["card", *map(str, YEARS), "verified through"]
    yield table(
        head, ([name, *(in_year(name, y) for y in YEARS), f"{payers.verified_through(name)}"] for name in names)
    )
    yield "\n### What is not verified, and what nobody knows, of each payer\n"
    yield table(
        ["card", "payer", "known, not verified", "not known"],
        ([name, title(name), unread_lines(name), open_lines(name)] for name in names),
    )
    yield ""


def title(name: str) -> str:
    """A payer as its card calls it."""
    return payers.card(name, payers.verified_through(name)).title


# --- tables and codes


def by_table() -> Iterator[str]:
    """The published tables with their releases."""
    yield "## Published tables\n"
    yield table(
        ["table", "rows", "release", "edition through", "verified through", "holds"],
        (
            [one.name, f"{one.rows}", one.release, f"{one.edition_through}", f"{one.verified_through}", one.holds]
            for one in tables.manifest().values()
        ),
    )
    yield "\n### Lists that people typed\n"
    yield table(
        ["list", "rows", "edition", "holds"],
        ([one.name, f"{one.rows}", one.release, one.holds] for one in typed.manifest().values()),
    )
    yield "\n### Fee schedule and localities, by year\n"
    schedule = Counter(int(row["year"]) for row in rows("fee_schedule"))
    places = Counter(int(row["year"]) for row in rows("localities"))
    reduced = {year: len(tables.mppr_codes(year)) for year in YEARS}
    yield table(
        ["year", "codes", "of them under the therapy reduction", "localities"],
        ([f"{y}", f"{schedule[y]}", f"{reduced[y]}", f"{places[y]}"] for y in YEARS),
    )
    yield ""


def by_code() -> Iterator[str]:
    """How many codes are known by family, and how many of them were verified."""
    yield "## Codes, under our own labels\n"
    every = sorted(codes.all_codes().values(), key=lambda one: one.service)
    families = {service: list(group) for service, group in groupby(every, key=lambda one: one.service)}
    yield table(
        ["service", "codes", "always therapy", "sometimes", "timed", "verified"],
        (
            [
                service,
                f"{len(group)}",
                f"{sum(one.therapy == 'always' for one in group)}",
                f"{sum(one.therapy == 'sometimes' for one in group)}",
                f"{sum(one.timed for one in group)}",
                f"{sum(one.mark == VERIFIED for one in group)}",
            ]
            for service, group in families.items()
        ),
    )
    yield f"\n{len(codes.modifiers())} modifiers and {len(codes.places())} places of service.\n"


def by_document() -> Iterator[str]:
    """Medicare contractors' own documents."""
    yield "## Local coverage\n"
    yield table(
        ["document", "contractor", "subject", "revision of", "retired", "seen in force through", "mark"],
        (
            [
                one.document,
                f"{one.contractor} ({', '.join(one.jurisdictions)})",
                one.subject,
                f"{one.effective or 'not read'}",
                f"{one.retired or ''}",
                f"{one.seen_through}",
                mark(one.mark),
            ]
            for one in local_coverage.all_documents().values()
        ),
    )
    yield "\nOf CGS, WPS and Noridian no current document was found.\n"


# --- parameters and sources


def by_parameter() -> Iterator[str]:
    """Every parameter with its dated values and their sources."""
    yield "## Parameters\n"
    every = [parameters.parameter(path) for path in parameters.paths()]
    for subject, group in groupby(every, key=lambda one: one.path.rpartition(".")[0]):
        first, *more = group
        yield f"### {subject}\n"
        yield f"{first.description} Unit: {first.unit}. Verified through {first.verified_through}.\n"
        yield table(["key", "from", "value", "source", "mark"], dated([first, *more]))
        yield ""


def dated(group: Iterable[parameters.Parameter]) -> Iterator[list[str]]:
    """The steps of some parameters, a row each."""
    for one in group:
        for step in one.steps:
            source = citations.get(step.cite)
            key = one.path.rpartition(".")[2].replace("_", " ")
            named = ", ".join(part for part in (source.title, source.section) if part)
            yield [key, f"{step.since}", shown(step.value), f"{named} ({source.date})", mark(step.mark)]


def shown(value: Value) -> str:
    """A value as people write it."""
    return ("yes" if value else "no") if isinstance(value, bool) else "none" if value is None else f"{value}"


def by_source() -> Iterator[str]:
    """Sources whose own words nobody has read."""
    yield "## Sources that were not read themselves\n"
    unread = [one for one in citations.all_citations().values() if one.mark != VERIFIED]
    yield table(
        ["source", "title", "section", "its date"], ([one.id, one.title, one.section, one.date] for one in unread)
    )


def page() -> str:
    """The whole page."""
    parts = (by_payer, by_table, by_code, by_document, by_parameter, by_source)
    return "\n".join([HEAD, *(line for part in parts for line in part())]).rstrip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with --check compare it; status 1 where the committed page is another."""
    if "--check" not in arguments:
        PAGE.write_text(page(), encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page():
        return 0
    print("docs/knowledge.md is not what the knowledge says; write it with `python -m tools.knowledge_page`.")
    return 1


if __name__ == "__main__":
    os.environ["ROMBERG_DATA"] = str(PAGE)  # no folder: neither cards nor tables of whoever writes the page
    os.environ.pop("ROMBERG_KNOWLEDGE", None)
    raise SystemExit(main(sys.argv[1:]))
