"""The workplace's pages over many kept visits: what a browser waits for at the 95th percentile, on SQLite."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy.engine import URL

from bench.invented import note
from bench.measures import Figure
from romberg.batch import check_text
from romberg.batch.again import judged_by, packed
from romberg.checks.loading import names
from romberg.store.intake import Asked
from romberg.store.workplace import Workplace, open_workplace, patients, reports
from romberg.store.workplace.desk import Desk, new_id
from romberg.store.workplace.tables import findings, visit_lines, visit_reports, visit_versions, visits
from romberg.web import made
from romberg.web.desks import CLINIC, PERSON, ready_for_one

VISITS, PATIENTS, AT_ONCE, TIMES = 100_000, 4_000, 5_000, 20
_NOTES = tuple(note(seed) for seed in range(200))
VIEWS = (
    "/queue", "/queue?sort=risk", "/queue?sort=deadline&page=400", "/queue?rule=units/exceed_minutes",
    "/queue?payer=cigna&light=red&assigned=nobody&status=", "/queue?status=&page=2000",
)  # fmt: skip


def figures(seed: int) -> list[Figure]:
    """The slowest view of the queue at the 95th percentile, as the client waits for it."""
    with tempfile.TemporaryDirectory() as folder:
        workplace = stocked(Path(folder), seed)
        with TestClient(made(workplace=workplace), base_url="http://127.0.0.1:8750") as client:
            slowest = max(VIEWS, key=lambda view: late(lambda: client.get(view), 3))
            found = late(lambda: client.get(slowest), TIMES)
            charts = late(lambda: client.get("/figures"), TIMES)
        workplace.close()
    return [
        Figure(f"queue of {VISITS:,} visits, slowest view, p95", found * 1000, "ms", 300),
        Figure(f"figures of {VISITS:,} visits, p95", charts * 1000, "ms", 300),
    ]


def late(work: Callable[[], Any], times: int) -> float:
    """The 95th percentile of some work, in seconds."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return sorted(spent)[-1 - times // 20]


def stocked(folder: Path, seed: int, url: URL | None = None, count: int = VISITS) -> Workplace:
    """A workplace of many invented visits with three findings each, by 4,000 patients; SQLite if not told else."""
    at = url or URL.create("sqlite", database=str(folder / "bench.sqlite"))
    workplace = open_workplace(at, folder / "keys")
    ready_for_one(workplace)
    chance = random.Random(seed)
    with workplace.desk(CLINIC, PERSON) as desk:
        people = [patients.known(desk, f"Invented {at}", f"R{at}").id for at in range(PATIENTS)]
    for _ in range(count // AT_ONCE):
        with workplace.desk(CLINIC, PERSON) as desk:
            _put(desk, chance, people)
    return workplace


def _put(desk: Desk, chance: random.Random, people: list[str]) -> None:
    heads = [_head(desk, chance, people) for _ in range(AT_ONCE)]
    desk.insert_all(visits, heads)
    words = [chance.randrange(len(_NOTES)) for _ in heads]
    desk.insert_all(visit_versions, [_version(one, _NOTES[at]) for one, at in zip(heads, words, strict=True)])
    mark = {"number": 1, "judged_by": judged_by(), **desk.made()}
    desk.insert_all(
        visit_reports,
        [{**mark, "visit_id": one["id"], "report": _report(at)} for one, at in zip(heads, words, strict=True)],
    )
    desk.insert_all(visit_lines, [one for head in heads for one in _lines(head, chance)])
    desk.insert_all(findings, [_finding(one, at, chance) for one in heads for at in range(3)])


@cache
def _report(at: int) -> str:
    """The report on one of the notes, as it is kept."""
    return reports.body(packed(check_text(_NOTES[at])) or "")


def _head(desk: Desk, chance: random.Random, people: list[str]) -> dict[str, Any]:
    day = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
    return {
        "id": new_id(), "patient_id": chance.choice(people), "clinician_id": None, "identity": None, "newest": 1,
        "service_date": day, "payer": chance.choice(("medicare", "cigna", "aetna", "uhc")), "discipline": "PT",
        "light": chance.choice(("green", "yellow", "red")), "score": chance.randrange(101),
        "at_risk_cents": chance.randrange(30_000), "deadline": day + timedelta(days=365),
        "status": chance.choice(("open", "open", "open", "held", "approved")), "assigned_to": None,
        "changed_at": desk.clock(), **desk.made(),
    }  # fmt: skip


def _version(head: dict[str, Any], words: str) -> dict[str, Any]:
    same = ("service_date", "payer", "light", "score", "at_risk_cents", "made_by", "made_at")
    return {name: head[name] for name in same} | {
        "visit_id": head["id"], "number": 1, "note": words, "note_index": None, "asked": Asked().text(),
        "program": "bench", "knowledge": "bench", "why": None,
    }  # fmt: skip


def _lines(head: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    key = {"visit_id": head["id"], "number": 1}
    codes = chance.sample(("97112", "97110", "97530", "97140"), 2)
    return [
        {**key, "at": at, "code": code, "units": 1, "minutes": chance.randrange(8, 31)} for at, code in enumerate(codes)
    ]


def _finding(head: dict[str, Any], at: int, chance: random.Random) -> dict[str, Any]:
    return {
        "visit_id": head["id"], "number": 1, "at": at, "rule": chance.choice(names()), "severity": "blocks",
        "outcome": chance.choice(("fail", "fail", "unknown")), "code": "97112", "carc": "50",
        "at_risk_cents": 3_000, "says": "97112 is billed with 3 units; 24 minutes support 2.",
    }  # fmt: skip
