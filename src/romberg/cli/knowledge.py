"""`romberg knowledge`: import the publishers' files, and tell what is loaded."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from romberg.cli.output import print_json, say
from romberg.cli.progress import bytes_shown
from romberg.knowledge.releases import importing, kinds
from romberg.knowledge.releases.importing import Told
from romberg.knowledge.releases.place import knowledge_folder
from romberg.knowledge.releases.store import contents


def run(arguments: Namespace) -> int:
    """Carry out one of import, list, show, diff and verify."""
    return _ASKED[arguments.asked](arguments)


def _import(arguments: Namespace) -> int:
    """Import each file; 2 where one was refused, though the others were taken."""
    with importing.plan(arguments.files) as plan, bytes_shown(plan.size, "Reading") as progress:
        told = list(importing.carry_out(plan, knowledge_folder(), date.today(), progress, arguments.replace))
    if arguments.format == "json":
        print_json([_told(one) for one in told])
    for one in told:
        if one.status == "refused":
            say(one.says)
        elif arguments.format == "text":
            print(one.says)
    return 2 if any(one.status == "refused" for one in told) else 0


def _told(one: Told) -> dict[str, Any]:
    release = one.kept.as_dict() if one.kept else None
    return {"file": one.file, "status": one.status, "says": one.says, "release": release}


def _list(arguments: Namespace) -> int:
    if arguments.kinds:
        shown = [{"kind": one.name, "title": one.title, "where": one.where} for one in kinds.all_kinds()]
        lines = [f"{one['title']}: {one['where']}" for one in shown]
    else:
        shown = [one.as_dict() for one in contents(knowledge_folder()).releases]
        lines = [f"{one['name']}" for one in shown]
    if arguments.format == "json":
        print_json(shown)
    else:
        print("\n".join(lines))
    return 0


_ASKED = {"import": _import, "list": _list}
