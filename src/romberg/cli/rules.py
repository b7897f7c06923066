"""`romberg rules`: which rules there are; `romberg rules new TOPIC/NAME` starts one."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from romberg import checks
from romberg.batch import options
from romberg.checks.rule import Rule
from romberg.cli.output import print_json
from romberg.formats.rule_rows import row
from romberg.formats.unreadable import Unreadable
from romberg.formats.words import denial
from romberg.knowledge import payers


def run(arguments: Namespace) -> int:
    """List the rules that are in force for a payer on a day, or start a new one."""
    match arguments.asked:
        case []:
            return _list(arguments)
        case ["new", name]:
            return _new(name)
        case _:
            says = (
                f"{' '.join(arguments.asked)} asks nothing of the rules; write `romberg rules` or `romberg rules new "
            )
            raise Unreadable("rules_input", f"{says}TOPIC/NAME`.", "rules")


def _new(name: str) -> int:
    from romberg.cli import new_rule  # noqa: PLC0415  # needed for this question alone

    rule, cases = new_rule.write(name)
    print(f"{rule}\n{cases}")
    print("Fill in both (docs/adding_a_rule.md); until then this fails:")
    print(f"    python -m pytest tests/test_rules.py tests/test_house.py -k {name.partition('/')[2]}")
    return 0


def _list(arguments: Namespace) -> int:
    rows = [row(rule) for rule in _chosen(arguments)]
    if arguments.format == "json":
        print_json(rows)
    else:
        for one in rows:
            denied = denial(one["carc"], one["rarc"], one["route"])
            print(f"{one['rule']}\n    {one['severity']}, {one['basis']}: {one['says']}")
            if denied:
                print(f"    {denied}")
    return 0


def _chosen(arguments: Namespace) -> list[Rule]:
    on = options.day(arguments.on) if arguments.on else None
    family = _family(arguments.payer, on) if arguments.payer else None
    if on is None:
        return [one for one in checks.rules() if family is None or not one.payers or family in one.payers]
    return [one for one in checks.rules() if one.in_force(on, family)]


def _family(payer: str, on: date | None) -> str:
    name = options.payer(payer)
    return payers.card(name, on or payers.verified_through(name)).family
