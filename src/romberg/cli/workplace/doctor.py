"""`romberg doctor`: whether it is safe to start, each fault with its fix in a line."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from romberg.cli.output import print_json

if TYPE_CHECKING:
    from romberg.store.workplace.doctor import Sign


def run(arguments: Namespace) -> int:
    """Status 0 where it is safe to start, 1 where something must be put right first."""
    from romberg.store.workplace.doctor import examined  # noqa: PLC0415  # a quarter of a second

    signs = examined(arguments.renew)
    grave = [one for one in signs if one.grave]
    if arguments.format == "json":
        rows = [{"name": one.name, "grave": one.grave, "says": one.says, "fix": one.fix} for one in signs]
        print_json({"safe": not grave, "signs": rows})
    else:
        for one in signs:
            print(line(one))
        print(f"Not safe to start: {len(grave)} to put right." if grave else "Safe to start.")
    return 1 if grave else 0


def line(one: Sign) -> str:
    """What was found, and its fix."""
    return f"{'UNSAFE' if one.grave else 'NOTE'}  {one.says} Fix: {one.fix}"
