"""`romberg explain`: what a rule asks, why, and where that is written."""

from __future__ import annotations

from argparse import Namespace
from difflib import get_close_matches
from typing import Any

from romberg import checks
from romberg.checks.loading import names
from romberg.checks.rule import Rule
from romberg.cli.output import print_json
from romberg.formats.rule_rows import cite, row
from romberg.formats.unreadable import Unreadable
from romberg.formats.words import SEVERITY_WORDS, denial


def run(arguments: Namespace) -> int:
    """Explain one rule, named in full or by its last part."""
    rule = _rule(arguments.rule.strip())
    if arguments.format == "json":
        print_json(_object(rule))
    else:
        print(_page(rule))
    return 0


def _rule(given: str) -> Rule:
    try:
        return checks.rule(given)
    except KeyError:
        pass
    short = [name for name in names() if name.partition("/")[2] == given]
    if len(short) == 1:
        return checks.rule(short[0])
    near = get_close_matches(given, names(), n=3, cutoff=0.4)
    hint = f" Near it: {', '.join(near)}." if near else ""
    raise Unreadable("unknown_rule", f"There is no rule {given!r}.{hint} `romberg rules` lists all.", given)


def _object(rule: Rule) -> dict[str, Any]:
    return {
        **row(rule),
        "explains": rule.doc.strip(),
        "sentence": rule.says,
        "asks": rule.asks,
        "fix": rule.fix,
        "safe_fix": rule.safe_fix,
        "payers": list(rule.payers),
        "effective": rule.effective.isoformat() if rule.effective else None,
        "ends": rule.ends.isoformat() if rule.ends else None,
        "parameters": list(rule.parameters()),
    }


def _page(rule: Rule) -> str:
    known = _object(rule)
    denied = denial(rule.carc, rule.remark(), rule.way())
    lines = [
        rule.name,
        f"{SEVERITY_WORDS[rule.severity].capitalize()}, by {rule.basis}{'; ' + denied if denied else ''}.",
        "",
        rule.doc.strip(),
        "",
    ]
    lines.append(f"For: {', '.join(rule.payers) or 'any payer'}; from {known['effective'] or 'any date'}.")
    lines.append(
        f"The correction is {'safe: the record proves it' if rule.safe_fix else 'for the clinician alone to make'}."
    )
    lines += [f"Source: {_source(one)}" for one in rule.cites]
    return "\n".join(lines)


def _source(name: str) -> str:
    found = cite(name)
    marked = "" if found["mark"] == "verified" else " [not verified]"
    return ", ".join(part for part in (found["title"], found["on"], found["link"]) if part) + marked
