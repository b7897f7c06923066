"""`romberg rules new TOPIC/NAME`: a rule's file with its cases, to be filled in; one of the cases fails until it is."""

from __future__ import annotations

import re
from pathlib import Path

from romberg import checks
from romberg.formats.unreadable import Unreadable

_ROOM = Path(checks.__file__).parent
_CASES = Path("tests", "cases", "checks")
_NAME = re.compile(r"[a-z][a-z0-9_]*")

_RULE = '''"""{words}: what is wrong, in one line.

Why it matters, and what the payer does about it.

What to do, and who does it.

Example: words of a note that fail; words that do not.
"""

from __future__ import annotations

from polars import col, lit

from romberg.checks.rule import Rule

rule = Rule(
    grain="visit",  # or "line": then the templates may name {{code}}
    applies=col("has_treatment"),  # the visits that it is for
    fails=col("has_plan") & ~col("has_plan"),  # never true yet; facts: src/romberg/facts/catalogue.py
    says="What failed, with its {{evidence}}.",
    asks="What the record does not say.",
    fix="What to do.",
    severity="informs",  # blocks | warns | informs
    basis="good practice",  # statute | regulation | manual | payer policy | contract | good practice
    cites=("mbpm-15-220.3",),  # ids of src/romberg/knowledge/citations.yaml
    proof=("activities",),  # whose words of the note prove it: src/romberg/facts/proof.py
    evidence={{"evidence": lit("evidence")}},
    carc=None,  # the denial that it would draw
)
'''
_FILE_OF_CASES = """\
# A fact that is not named is null: the record does not say. `with` holds what a case changes.
given: {has_treatment: true, has_plan: false}
cases:
  - name: what fails
    expect: fail
    says: What failed, with its evidence.
  - {name: what passes, with: {has_plan: true}, expect: pass}
  - {name: what just passes or just fails (boundary), with: {has_plan: true}, expect: pass}
  - {name: what it is not for, with: {has_treatment: false}, expect: not applicable}
  - {name: what the record does not say, with: {has_plan: null}, expect: unknown}
"""


def write(name: str) -> tuple[Path, Path]:
    """Write the two files of a new rule into the checkout that Romberg runs from; where they stand."""
    topic, _, short = name.partition("/")
    checkout = _checkout()
    _named_well(name, topic, short)
    rule, cases = _ROOM / topic / f"{short}.py", checkout / _CASES / topic / f"{short}.yaml"
    for file in (rule, cases):
        if file.exists():
            raise Unreadable("rule_exists", f"{file} is there already; choose another name, or change that file.", name)
    words = short.replace("_", " ")
    cases.parent.mkdir(parents=True, exist_ok=True)
    rule.write_text(_RULE.format(words=words[:1].upper() + words[1:]), encoding="utf-8")
    cases.write_text(_FILE_OF_CASES, encoding="utf-8")
    return rule, cases


def _checkout() -> Path:
    root = _ROOM.parents[2]
    if not (root / _CASES).is_dir():
        says = "Rules are written in a checkout of the project, beside its tests; this installation has none."
        raise Unreadable("no_checkout", says, "rules")
    return root


def _named_well(name: str, topic: str, short: str) -> None:
    topics = sorted(folder.name for folder in _ROOM.iterdir() if (folder / "__init__.py").is_file())
    if topic not in topics:
        says = f"{name!r} names no topic of rules. The topics are: {', '.join(topics)}."
        raise Unreadable("rule_topic", says, name)
    if not _NAME.fullmatch(short):
        says = (
            f"{name!r} is no name of a rule: write TOPIC/what_is_wrong in small letters, as documentation/dose_missing."
        )
        raise Unreadable("rule_name", says, name)
