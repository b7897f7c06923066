"""`romberg codes`: what is known of procedure codes, under Romberg's own labels."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from romberg.batch import options
from romberg.cli.output import print_json
from romberg.knowledge import codes, tables
from romberg.knowledge.codes import Code


def run(arguments: Namespace) -> int:
    """Tell about some codes, or list them all."""
    on = options.day(arguments.on) if arguments.on else date.today()
    chosen = [options.code(one) for one in arguments.codes] or list(codes.all_codes().values())
    if arguments.format == "json":
        shown = [_object(one, on) for one in chosen]
        print_json(shown[0] if len(arguments.codes) == 1 else shown)
    elif arguments.codes:
        print("\n\n".join(_page(_object(one, on)) for one in chosen))
    else:
        print("\n".join(f"{one.code}  {one.label}" for one in chosen))
    return 0


def _object(code: Code, on: date) -> dict[str, Any]:
    limit = tables.mue(code.code, on)
    return {
        "code": code.code,
        "label": code.label,
        "timed": code.timed,
        "unit_minutes": code.unit_minutes,
        "attended": code.attended,
        "group": code.group,
        "add_on_to": code.add_on_to,
        "service": code.service,
        "disciplines": list(code.disciplines),
        "therapy": code.therapy,
        "on": on.isoformat(),
        "daily_limit": limit.units if limit else None,
        "mark": code.mark,
    }


def _page(known: dict[str, Any]) -> str:
    timed = (
        f"timed, {known['unit_minutes']} minutes a unit"
        if known["timed"]
        else "untimed: one a day, whatever its minutes"
    )
    limit = "not known" if known["daily_limit"] is None else f"{known['daily_limit']} units a day"
    marked = "" if known["mark"] in ("", "verified") else "; not verified"
    lines = [
        f"{known['code']}  {known['label']}",
        f"    {timed}; {'attended' if known['attended'] else 'unattended'}{'; for a group' if known['group'] else ''}",
        f"    {known['therapy']} therapy{marked}; billed by {', '.join(known['disciplines']) or 'nobody named'}",
        f"    Medicare's unlikely-edit limit on {known['on']}: {limit}",
    ]
    return "\n".join([*lines, f"    only beside {known['add_on_to']}"] if known["add_on_to"] else lines)
