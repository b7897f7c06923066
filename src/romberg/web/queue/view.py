"""What the page of the queue shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from romberg.checks.loading import names as rule_names
from romberg.formats.words import LIGHT_WORDS
from romberg.store.worklist import OUTCOMES, SORTS, Asked, Outcome, Sort, queue
from romberg.store.workplace import Desk, patients, people
from romberg.web.desks import Who
from romberg.web.permissions import Permission
from romberg.web.visits.view import choices

STATUSES: Final = {
    "open": "open", "held": "on hold", "approved": "approved", "rejected": "returned", "signed": "signed",
    "sent": "sent", "paid": "paid", "denied": "denied", "closed": "closed",
}  # fmt: skip
SORT_WORDS: Final = {"money": "money at risk", "risk": "lowest score", "deadline": "deadline to file"}
LIGHTS: Final = {**LIGHT_WORDS, "grey": "not assessed"}
_FILTERS: Final = ("sort", "payer", "clinician", "light", "rule", "outcome", "status", "assigned", "first", "last")
OUTCOME_WORDS: Final = {"fail": "it fails", "unknown": "the record does not say"}


def asked_of(values: dict[str, str], asking: Who) -> Asked:
    """The view that an address asks for; what is no order, status or light is left out."""
    status = values.get("status", "todo")
    sort: Sort = next((one for one in SORTS if one == values.get("sort")), "money")
    assigned = asking.person if values.get("assigned") == "me" else values.get("assigned", "")
    outcome: Outcome = next((one for one in OUTCOMES if one == values.get("outcome")), "fail")
    number = values.get("page", "1")
    return Asked(
        sort=sort,
        payer=values.get("payer", "")[:100],
        clinician=values.get("clinician", "")[:64],
        light=values.get("light", "") if values.get("light") in LIGHTS else "",
        rule=values.get("rule", "") if values.get("rule") in rule_names() else "",
        status=status if status in ("", "todo", *STATUSES) else "todo",
        assigned=assigned[:64],
        own=asking.only_own,
        outcome=outcome,
        first=_day(values.get("first", "")),
        last=_day(values.get("last", "")),
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
    )


def _day(given: str) -> date | None:
    """A day of an address; what is none asks for nothing."""
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def shown(desk: Desk, asking: Who, asked: Asked, today: date, words: str = "") -> dict[str, Any]:
    """Everything on the page of the queue; `words` is what was searched for."""
    if words:
        asked = replace(asked, patients=tuple(one.id for one in patients.sought(desk, words)))
    page = queue(desk, asked)
    staff = people.listed(desk)
    return {
        "page": page,
        "asked": asked,
        "words": words,
        "today": today,
        "names": {one.id: one.name for one in staff},
        "payers": choices(),
        "titles": dict(choices()),
        "clinicians": [one for one in staff if one.role in ("therapist", "assistant")],
        "workers": [one for one in staff if one.state == "active"],
        "rules": rule_names(),
        "statuses": STATUSES,
        "lights": LIGHTS,
        "sorts": SORT_WORDS,
        "outcomes": OUTCOME_WORDS,
        "me": asking.person,
        "may_work": asking.may(Permission.WORK_QUEUE),
        "unfiltered": replace(asked, sort="money", page=1) == Asked(own=asking.only_own),
        "link": lambda number: link(asked, number),
    }


def link(asked: Asked, number: int) -> str:
    """The address of another page of the same view; no patient is in it."""
    held = {name: getattr(asked, name) or "" for name in _FILTERS}
    return "/queue?" + urlencode({**held, "page": number})
