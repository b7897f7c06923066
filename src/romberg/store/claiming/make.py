"""Makes the claim of a kept visit, and says what keeps it from going out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from romberg.batch import check_text
from romberg.formats.billing.assemble import Made, made
from romberg.formats.billing.clinic import Clinic
from romberg.formats.billing.details import of_values
from romberg.formats.billing.ready import blocking, lacking
from romberg.store.intake import read_asked
from romberg.store.workplace.visits import Version


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for: the form, what was filled in under the sheet's keys, and why the services are sent again.

    `filled` is what was filled in as it was typed, each value by its key with points (subscriber.last).
    """

    form: str
    values: Mapping[str, Any]
    again: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """A visit's claim before it is sent: of which version it was made, and what keeps it from going out."""

    visit_id: str
    number: int
    made: Made
    clinic: Clinic
    problems: tuple[str, ...]


def ready(version: Version, overridden: Collection[str], known: Clinic, asking: Asking) -> Ready:
    """The claim of a version by today's knowledge; findings of overridden rules do not block it.

    Raises Unreadable where the note has no day, nothing to bill or a payer whom the clinic's sheet does not know.
    """
    report = check_text(version.note, read_asked(version.asked).options(), "The note")
    details = of_values(asking.values, report.header.card.name, known.payers)
    one = made(report, known, details)
    problems = (*lacking(one, known, asking.form == "837p"), *blocking(one, overridden))
    return Ready(version.visit_id, version.number, one, known, problems)
