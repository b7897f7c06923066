"""`romberg codes`: what is known of procedure codes, under Romberg's own labels, and of diagnosis codes."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from romberg.batch import options
from romberg.cli import diagnosis
from romberg.cli.output import print_json
from romberg.knowledge import codes, tables
from romberg.knowledge.codes import Code
from romberg.knowledge.tables import MueSetting, Rvu

_SETTINGS: tuple[MueSetting, ...] = ("practitioner", "hospital", "medicaid")
_STATUS = {
    "A": "paid under the fee schedule",
    "B": "never paid by itself",
    "C": "priced by the contractor",
    "I": "not taken; another code stands for it",
    "N": "not covered",
    "R": "paid in special cases",
    "T": "paid where nothing else is",
    "X": "outside the fee schedule by statute",
}
_KINDS = {1: "by line", 2: "by day, no exception", 3: "by day, open to appeal", None: "kind not published"}


def run(arguments: Namespace) -> int:
    """Tell about some codes, or list them all."""
    on = options.day(arguments.on) if arguments.on else date.today()
    if not arguments.codes:
        return _all(on, arguments.format)
    told = [_told(one, on, arguments.words) for one in arguments.codes]
    if arguments.format == "json":
        print_json(told[0] if len(told) == 1 else told)
    else:
        print("\n\n".join(diagnosis.page(one) if "billable" in one else _page(one) for one in told))
    return 0


def _all(on: date, form: str) -> int:
    """Every procedure code: a line each, or each as an object."""
    if form == "json":
        print_json([_object(one, on) for one in codes.all_codes().values()])
    else:
        print("\n".join(f"{one.code}  {one.label}" for one in codes.all_codes().values()))
    return 0


def _told(given: str, on: date, words: bool) -> dict[str, Any]:
    return diagnosis.as_object(given, on, words) if diagnosis.asked(given) else _object(options.code(given), on)


def _object(code: Code, on: date) -> dict[str, Any]:
    limits = {setting: _limit(code.code, on, setting) for setting in _SETTINGS}
    values = tables.rvu(code.code, on)
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
        "valid": code.valid(on),
        "valid_from": code.valid_from.isoformat() if code.valid_from else None,
        "valid_through": code.valid_through.isoformat() if code.valid_through else None,
        "status": values.status if values else None,
        "multiple_procedure_reduction": values.mppr if values else None,
        "values": _values(values),
        "daily_limit": limits["practitioner"]["units"] if limits["practitioner"] else None,
        "daily_limits": limits,
        "mark": code.mark,
    }


def _values(values: Rvu | None) -> dict[str, str] | None:
    """Relative values as they are published; None where the table does not hold the day's year."""
    if values is None:
        return None
    parts = {"work": values.work, "office": values.office, "facility": values.facility}
    return {name: str(part) for name, part in (parts | {"malpractice": values.malpractice}).items()}


def _limit(code: str, on: date, setting: MueSetting) -> dict[str, Any] | None:
    found = tables.mue(code, on, setting)
    return {"units": found.units, "kind": found.kind, "edition": found.edition} if found else None


def _page(known: dict[str, Any]) -> str:
    timed = (
        f"timed, {known['unit_minutes']} minutes a unit"
        if known["timed"]
        else "untimed: one a day, whatever its minutes"
    )
    marked = "" if known["mark"] in ("", "verified") else "; not verified"
    lines = [
        f"{known['code']}  {known['label']}",
        f"    {timed}; {'attended' if known['attended'] else 'unattended'}{'; for a group' if known['group'] else ''}",
        f"    {known['therapy']} therapy{marked}; service: {known['service']}; "
        f"billed by {', '.join(known['disciplines']) or 'nobody named'}",
        f"    {_life(known)}",
        f"    Medicare on {known['on']}: {_paid(known)}",
        f"    Medicare's unlikely-edit limits on {known['on']}: {_limits(known['daily_limits'])}",
    ]
    return "\n".join([*lines, f"    only beside {known['add_on_to']}"] if known["add_on_to"] else lines)


def _life(known: dict[str, Any]) -> str:
    first, last = known["valid_from"], known["valid_through"]
    dates = " ".join([*([f"from {first}"] if first else []), *([f"through {last}"] if last else [])])
    return f"{'valid' if known['valid'] else 'NOT VALID'} on {known['on']}{f' ({dates})' if dates else ''}"


def _paid(known: dict[str, Any]) -> str:
    if known["status"] is None:
        return "not known; the fee schedule table does not hold the code for that year"
    parts = ", ".join(f"{name} {value}" for name, value in known["values"].items())
    reduced = "reduced" if known["multiple_procedure_reduction"] else "not reduced"
    status = f"status {known['status']}, {_STATUS.get(known['status'], 'meaning not known')}"
    return f"{status}; further units of the day {reduced}; values: {parts}"


def _limits(limits: dict[str, dict[str, Any] | None]) -> str:
    told = [
        f"{one['units']} {setting} ({_KINDS[one['kind']]}, {one['edition']})"
        for setting, one in limits.items()
        if one is not None
    ]
    return "; ".join(told) or "not known"
