"""Fills an empty workplace with the invented visits, checked and kept as any other."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import yaml

from romberg.batch import Failure, Options, check_all
from romberg.store.examples.books import post_examples
from romberg.store.intake import asked_of, keep_report
from romberg.store.workplace import Workplace


def notes() -> Iterator[str]:
    """The invented notes."""
    held = yaml.safe_load((resources.files(__package__) / "visits.yaml").read_text(encoding="utf-8"))
    for patient in held["patients"]:
        for visit in patient["visits"]:
            yield _note(held, {**patient, **visit})


def _note(held: dict[str, Any], told: dict[str, Any]) -> str:
    balance = held["balance"].format(**told) if told["nmr"] else ""
    timed = told["nmr"] + told["exercise"]
    return str(held["text"].format(clinic=held["clinic"], balance=balance, timed=timed, **told))


def fill(workplace: Workplace, clinic: str, actor: str) -> int:
    """Check and keep the invented visits with what was paid for some; how many are kept. Again, it changes nothing."""
    texts = list(notes())
    reports = list(check_all([("an example", lambda text=text: text) for text in texts], Options()))  # type: ignore[misc]  # bound as a default
    good = [one for one in reports if not isinstance(one, Failure)]
    with workplace.desk(clinic, actor) as desk:
        for one in good:
            keep_report(desk, one, asked_of(one, Options()))
    post_examples(workplace, clinic, actor)
    return len(good)
