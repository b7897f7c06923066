"""Writes `docs/rules/`: a page a topic with one section a rule, and an index; from the rules themselves.

`python -m tools.rule_pages` writes the pages, `python -m tools.rule_pages --check` says which committed ones differ
from what would be written. Nothing on them is typed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from romberg import checks
from romberg.checks.rule import Rule
from romberg.formats.words import SEVERITY_WORDS, denial
from romberg.knowledge import citations, parameters
from romberg.knowledge.card_lines import LINES
from romberg.knowledge.steps import VERIFIED

FOLDER = Path(__file__).parents[1] / "docs" / "rules"
_WRITTEN = "Written by `python -m tools.rule_pages` from the rules; a test compares the two.\n"


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    topics = {topic: list(found) for topic, found in groupby(checks.rules(), key=topic_of)}
    made = {f"{topic}.md": "\n".join(_page(topic, rules)) + "\n" for topic, rules in topics.items()}
    return made | {"README.md": "\n".join(_index(topics)) + "\n"}


def topic_of(rule: Rule) -> str:
    """The folder in which a rule stands."""
    return rule.name.partition("/")[0]


def about(topic: str) -> str:
    """What a topic is about, as its folder says."""
    module = sys.modules[f"romberg.checks.{topic}"]
    return (module.__doc__ or "").strip()


def _index(topics: dict[str, list[Rule]]) -> Iterator[str]:
    count = sum(map(len, topics.values()))
    yield f"# The rules\n\n{count} rules, filed by what is wrong. {_WRITTEN}"
    for topic, rules in topics.items():
        yield f"## [{topic}]({topic}.md)\n\n{about(topic)}\n"
        yield "| rule | severity | what is wrong |\n|---|---|---|"
        yield from (f"| [{_short(one)}]({topic}.md#{_short(one)}) | {one.severity} | {_defect(one)} |" for one in rules)
        yield ""


def _page(topic: str, rules: list[Rule]) -> Iterator[str]:
    yield f"# {topic}\n\n{about(topic)} {_WRITTEN}"
    for one in rules:
        yield from _section(one)


def _short(rule: Rule) -> str:
    return rule.name.partition("/")[2]


def _defect(rule: Rule) -> str:
    return rule.doc.strip().partition("\n")[0].replace("|", "/")


def _section(rule: Rule) -> Iterator[str]:
    yield f"## {_short(rule)}\n\n{rule.doc.strip()}\n"
    yield from (f"- **{name}**: {value}" for name, value in _values(rule) if value)
    yield ""


def _values(rule: Rule) -> Iterator[tuple[str, str]]:
    gravity = SEVERITY_WORDS[rule.severity] + (", blocks in some cases" if rule.blocks_when is not None else "")
    yield "severity", f"{rule.severity} ({gravity}); looks at the {rule.grain}"
    yield "says", f"“{rule.says}”"
    yield "where the record does not say", f"“{rule.asks}”"
    yield "fix", f"“{rule.fix}” ({'safe: the record proves it' if rule.safe_fix else 'for the clinician alone'})"
    yield "denial", denial(rule.carc, rule.remark(), rule.way())
    yield "for", f"{', '.join(rule.payers) or 'any payer'}; {_when(rule)}"
    yield "numbers", ", ".join(f"`{path}` ({parameters.parameter(path).description})" for path in rule.parameters())
    yield "lines of the payer's card", " ".join(f"`{name}`: {LINES[name].meaning}" for name in rule.card_lines)
    yield "basis", rule.basis
    yield "sources", "; ".join(map(_source, rule.cites))


def _when(rule: Rule) -> str:
    since = f"from {rule.effective}" if rule.effective else "from any date"
    return since + (f" through {rule.ends}" if rule.ends else "")


def _source(name: str) -> str:
    found = citations.get(name)
    title = ", ".join(part for part in (found.title, found.section, found.date) if part)
    return title if found.mark == VERIFIED else f"{title} (not verified)"


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which of them differ; pages of topics that are gone are taken away."""
    made = pages()
    there = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")} if FOLDER.is_dir() else {}
    if "--check" in arguments:
        different = sorted(name for name in {*made, *there} if made.get(name) != there.get(name))
        if different:
            print(f"docs/rules: {', '.join(different)} differ; run python -m tools.rule_pages")
        return int(bool(different))
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    for name in there.keys() - made.keys():
        (FOLDER / name).unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
