"""What the pages of denials show."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from romberg.formats.answers import words_of
from romberg.store.remitting import ledger
from romberg.store.remitting.asked import SORTS, AskedDenials, DenialSort
from romberg.store.remitting.denied import STATES
from romberg.store.remitting.worklist import worklist
from romberg.store.workplace import Desk, people
from romberg.web.desks import Who
from romberg.web.payments.routes import day
from romberg.web.payments.view import WAYS, way
from romberg.web.permissions import Permission

STATE_WORDS: Final = {
    "open": "open", "corrected": "corrected and sent again", "appealed": "appealed",
    "billed": "billed to the patient or another payer", "written_off": "written off", "settled": "settled",
}  # fmt: skip
SORT_WORDS: Final = {"deadline": "last day, then money", "money": "money denied"}
_FILTERS: Final = ("sort", "state", "payer", "carc", "route", "assigned", "first", "last")


def asked_of(values: dict[str, str], asking: Who) -> AskedDenials:
    """The view that an address asks for; what is no order, state or route is left out."""
    sort: DenialSort = next((one for one in SORTS if one == values.get("sort")), "deadline")
    state = values.get("state", "todo")
    number = values.get("page", "1")
    assigned = asking.person if values.get("assigned") == "me" else values.get("assigned", "")
    return AskedDenials(
        sort=sort,
        state=state if state in ("", "todo", "waiting", "standing", *STATES) else "todo",
        payer=values.get("payer", "")[:100],
        carc=values.get("carc", "").strip().upper()[:8],
        route=values.get("route", "") if values.get("route") in WAYS else "",
        assigned=assigned[:64],
        first=day(values.get("first", "")),
        last=day(values.get("last", "")),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
        own=asking.only_own,
    )


def shown(desk: Desk, asking: Who, asked: AskedDenials, today: date) -> dict[str, Any]:
    """Everything on the page of the worklist."""
    staff = people.listed(desk)
    return {
        "page": worklist(desk, asked),
        "asked": asked,
        "today": today,
        "names": {one.id: one.name for one in staff},
        "workers": [one for one in staff if one.state == "active"],
        "payers": ledger.payers(desk),
        "posted": ledger.posted(desk),
        "states": STATE_WORDS,
        "sorts": SORT_WORDS,
        "ways": WAYS,
        "way": way,
        "words": words_of,
        "me": asking.person,
        "may_work": asking.may(Permission.WORK_DENIALS),
        "unfiltered": link(asked, 1) == link(AskedDenials(own=asking.only_own), 1),
        "link": lambda number: link(asked, number),
    }


def link(asked: AskedDenials, number: int) -> str:
    """The address of another page of the same view; no patient is in it."""
    held = {name: getattr(asked, name) or "" for name in _FILTERS}
    return "/denials?" + urlencode({**held, "page": number})
