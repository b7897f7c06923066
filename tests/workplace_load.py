"""A process under mixed load that is killed at any moment; it says what was acknowledged, and nothing before.

Each line that it sends stands for a desk that was closed: "new ID NAME NUMBER", "edit ID VERSION", "read ID".
"""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy.engine import make_url
from workplaces import draft

from romberg.store.workplace import open_workplace, patients, visits, work
from romberg.store.workplace.workplace import utc_now

CLINIC = "north"


def works(url: str, key_file: Path, name: str, tell: Connection) -> None:
    """Keep, correct, read, move and list without end, and send what is kept twice now and then."""
    place = open_workplace(make_url(url), key_file, utc_now)
    chance, own = random.Random(name), list[tuple[str, int]]()
    for number in itertools.count(1):
        sent = draft(f"{name} {number}", identity=f"{name}-{number}", payer=name)
        with place.desk(CLINIC, name) as desk:
            who = patients.known(desk, f"Patient {number % 5}", f"{name}-{number % 5}")
            kept = visits.keep(desk, replace(sent, patient_id=who.id))
        tell.send(f"new {kept.visit_id} {name} {number}")
        own.append((kept.visit_id, 1))
        if chance.random() < 0.3:  # the answer was lost, and the same is sent again
            with place.desk(CLINIC, name) as desk:
                visits.keep(desk, sent)
        if chance.random() < 0.5:
            at = chance.randrange(len(own))
            visit_id, version = own[at]
            with place.desk(CLINIC, name) as desk:
                visits.keep(desk, draft(f"{name} edit {number}", payer=name), visit_id, version)
                work.move(desk, visit_id, "held")
            own[at] = (visit_id, version + 1)
            tell.send(f"edit {visit_id} {version + 1}")
        with place.desk(CLINIC, name) as desk:
            visits.listed(desk, limit=5)
            visits.opened(desk, chance.choice(own)[0])
        tell.send(f"read {own[-1][0]}")
