"""What the page of a kept visit shows: the check made again on its words, and all that was done to it."""

from __future__ import annotations

from typing import Any

from romberg.batch import check_text
from romberg.formats.words import SEVERITY_WORDS
from romberg.report import Report
from romberg.store.intake import Asked, read_asked
from romberg.store.remitting import ledger
from romberg.store.workplace import Desk, people, visits, work
from romberg.store.workplace.visits import Version
from romberg.web.denials.view import STATE_WORDS
from romberg.web.desks import Who
from romberg.web.payments import view
from romberg.web.permissions import Permission
from romberg.web.queue.view import STATUSES
from romberg.web.visits.form import Charge, Form
from romberg.web.visits.view import shown


def asked_of(form: Form) -> Asked:
    """What a form asks, as it is kept; raises Unreadable with the field that is wrong."""
    chosen = form.options()
    on = chosen.on.isoformat() if chosen.on else ""
    return Asked(form.payer, chosen.zip5 or "", on, chosen.claim if form.charges is not None else None)


def form_of(version: Version) -> Form:
    """The form with which a version was kept."""
    asked = read_asked(version.asked)
    charges = None
    if asked.charges is not None:
        charges = tuple(Charge(one.code, str(one.units), " ".join(one.modifiers)) for one in asked.charges)
    return Form(version.note, asked.payer, asked.zip5, asked.on, charges)


def report_of(version: Version) -> Report:
    """The check of a version, made again by today's knowledge; raises Unreadable where it cannot be."""
    return check_text(version.note, read_asked(version.asked).options(), "the note")


def work_on(desk: Desk, asking: Who, version: Version, row: dict[str, Any]) -> dict[str, Any]:
    """Everything on the page beside the check: status, people, notes, overrides, versions."""
    staff = people.listed(desk)
    told = work.told(desk, version.visit_id)
    over = {one.what for one in told if one.kind == "override"}
    return {
        "held": version,
        "row": row,
        "history": visits.history(desk, version.visit_id),
        "told": told,
        "names": {one.id: one.name for one in staff},
        "workers": [one for one in staff if one.state == "active"],
        "open_findings": _open(version, over),
        "statuses": STATUSES,
        "severity_words": SEVERITY_WORDS,
        "answers": view.shown(ledger.of_visit(desk, version.visit_id)),
        "denials": ledger.denials_of(desk, version.visit_id),
        "denial_states": STATE_WORDS,
        "may": {one.name: asking.may(one) for one in Permission},
    }


def _open(version: Version, over: set[str]) -> list[Any]:
    """The findings that stand in the way and were not overridden yet, each rule and code once."""
    grave = [one for one in version.findings if one.outcome == "fail" and one.severity != "informs"]
    return list({(one.rule, one.code): one for one in grave if one.rule not in over}.values())


def checked(report: Report, version: Version) -> dict[str, Any]:
    """The parts that the page of a checked visit has."""
    return shown(report, form_of(version))
