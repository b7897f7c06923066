"""`romberg knowledge`: import the publishers' files; list, show, compare and verify what is loaded."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import Any

from romberg.cli import knowledge_pages as pages
from romberg.cli.output import print_json, say
from romberg.cli.progress import bytes_shown
from romberg.knowledge.releases import importing, kinds, loaded, whole
from romberg.knowledge.releases.compare import Change, changes
from romberg.knowledge.releases.importing import Told
from romberg.knowledge.releases.kept import Kept
from romberg.knowledge.releases.kind import Only
from romberg.knowledge.releases.loaded import Loaded
from romberg.knowledge.releases.place import knowledge_folder
from romberg.knowledge.releases.store import table
from romberg.money import usd
from romberg.pricing import against_published, national

NOT_WHOLE = 2
_MONEY = "fee_schedule"


def run(arguments: Namespace) -> int:
    """Carry out one of import, list, show, diff and verify."""
    return _ASKED[arguments.asked](arguments)


# --- import


def _import(arguments: Namespace) -> int:
    """Import each file; 2 where one was refused, though the others were taken."""
    with importing.plan(arguments.files) as plan, bytes_shown(plan.size, "Reading") as progress:
        only, folder = _only(arguments), knowledge_folder()
        rest = (arguments.replace, only, arguments.debug)
        told = list(importing.carry_out(plan, folder, date.today(), progress, *rest))
    if arguments.format == "json":
        print_json([_told(one) for one in told])
    for one in told:
        if one.status == "refused":
            say(one.says)
        elif arguments.format == "text":
            print(" ".join([one.says, *pages.compared_line(_compared(one.kept))]))
    return NOT_WHOLE if any(one.status == "refused" for one in told) else 0


def _only(arguments: Namespace) -> Only | None:
    """Whose in-network rates are wanted; None for everybody's."""
    npis, tins = (frozenset(re.sub(r"[^0-9]", "", one) for one in given) for given in (arguments.npi, arguments.tin))
    return Only(npis, tins) if npis or tins else None


def _told(one: Told) -> dict[str, Any]:
    release = one.kept.as_dict() if one.kept else None
    found = {"file": one.file, "status": one.status, "says": one.says, "release": release}
    compared = _compared(one.kept)
    return found | ({"compared": compared} if compared else {})


def _compared(kept: Kept | None) -> dict[str, Any]:
    """Medicare's own prices beside ours, where a file of them was imported."""
    if kept is None or "published_prices" not in kept.tables:
        return {}
    published = table(knowledge_folder(), kept, "published_prices")
    apart = against_published.differences(published, kept.issued)
    amounts = against_published.compared(published, kept.issued).height
    return {"amounts": amounts, "differ": apart.height, "widest": apart.head(pages.MOST_DIFFERENCES).to_dicts()}


# --- list and show


def _list(arguments: Namespace) -> int:
    if arguments.kinds:
        shown = [{"kind": one.name, "title": one.title, "where": one.where} for one in kinds.all_kinds()]
        return _answer(arguments, shown, lambda: pages.kinds_page(shown))
    every = loaded.everything()
    folder = str(knowledge_folder())
    found = {"folder": folder, "loaded": [one.as_dict() for one in every]}
    return _answer(arguments, found, lambda: pages.list_page(every, folder))


def _show(arguments: Namespace) -> int:
    """A table by its name: its releases, and the rows of the newest; or one release with its tables."""
    name = arguments.name.strip()
    of_table = [one for one in loaded.everything() if name in one.tables and one.state != "replaced"]
    if of_table:
        newest = max(of_table, key=lambda one: (one.issued, one.kept is not None))
        found = pages.table_object(name, of_table, newest)
        return _answer(arguments, found, lambda: pages.table_page(name, of_table, newest))
    one = loaded.find(name)
    return _answer(arguments, pages.release_object(one), lambda: pages.release_page(one))


# --- diff and verify


def _diff(arguments: Namespace) -> int:
    before, after = loaded.find(arguments.before), loaded.find(arguments.after)
    found = [*_money(before, after), *changes(before, after)]
    value = {"before": before.name, "after": after.name, "changes": [one.as_dict() for one in found]}
    return _answer(arguments, value, lambda: pages.diff_page(before, after, found))


def _money(before: Loaded, after: Loaded) -> list[Change]:
    """What one unit of each code is allowed nationally, where that changed."""
    if _MONEY not in before.tables or _MONEY not in after.tables:
        return []
    was, now = _allowed(before), _allowed(after)
    both = sorted(was.keys() & now.keys())
    return [Change("money", code, "allowed", usd(was[code]), usd(now[code])) for code in both if was[code] != now[code]]


def _allowed(one: Loaded) -> dict[str, int]:
    printed = "conversion_factors_general"
    factor = one.table(printed)["factor"][0] if printed in one.tables else None
    return national.amounts(one.table(_MONEY), one.issued, factor)


def _verify(arguments: Namespace) -> int:
    checked = list(whole.verify(knowledge_folder()))
    shown = [{"release": one.release, "table": one.table, "wrong": one.wrong} for one in checked]
    _answer(
        arguments, {"whole": not any(one.wrong for one in checked), "tables": shown}, lambda: pages.verify_page(checked)
    )
    return NOT_WHOLE if any(one.wrong for one in checked) else 0


def _answer(arguments: Namespace, value: Any, page: Callable[[], str]) -> int:
    if arguments.format == "json":
        print_json(value)
    else:
        print(page())
    return 0


_ASKED = {"import": _import, "list": _list, "show": _show, "diff": _diff, "verify": _verify}
